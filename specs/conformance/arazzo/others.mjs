// Other runners: the recorded exchanges are served on a port of this machine, and a command is judged by what it sends,
// how it ends and, where it prints them, the outputs. See README.md.
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { judgeRequest, same } from './judge.mjs';
import { casesFolder, exchangesOf, fillIn } from './suite.mjs';
import { responseOf } from './world.mjs';

const longestRun = 60_000;
/** A wait may end so much early, in milliseconds, by the rounding of timers. */
const tolerance = 30;
const mostShown = 5;

/** @returns the exit code: 1 where a case differs */
export async function runOthers(product, command, cases, tell) {
  const counts = { passed: 0, failed: 0, 'not judged': 0 };
  for (const example of cases) {
    const differences = example.ours === undefined ? await runOther(product, command, example) : undefined;
    const outcome = differences === undefined ? 'not judged' : differences.length === 0 ? 'passed' : 'failed';
    counts[outcome] += 1;
    tell([`${outcome}: ${example.name}`, ...shorten(differences ?? [])].join('\n    '));
  }
  tell(`\n${Object.entries(counts).map(([outcome, count]) => `${count} ${outcome}`).join(', ')}`);
  return counts.failed === 0 ? 0 : 1;
}

/** A runner that never ends differs in everything. */
function shorten(differences) {
  const more = differences.length - mostShown;
  return more > 0 ? [...differences.slice(0, mostShown), `and ${more} more`] : differences;
}

async function runOther(product, command, example) {
  const served = await serve(product, exchangesOf(example));
  try {
    const { code, text } = await run(wordsOf(product, command, example, served.address));
    return [...served.differences(), ...judgeEnd(product, example, { code, text, address: served.address })];
  } finally {
    await served.close();
  }
}

/** The exchanges in order, whatever is asked; what is asked besides is answered with 500. */
async function serve(product, exchanges) {
  const differences = [];
  let count = 0;
  let answered = performance.now();
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const exchange = exchanges[count];
    count += 1;
    const headers = [];
    for (let at = 0; at < request.rawHeaders.length; at += 2) headers.push(request.rawHeaders.slice(at, at + 2));
    const path = request.url.replace(/^\/v1(?=\/)/, '');
    const seen = { method: request.method, path, headers, body: Buffer.concat(chunks).toString('utf8') };
    if (!exchange) {
      differences.push(`request ${count} is not expected: ${seen.method} ${seen.path}`);
      response.writeHead(500).end();
      return;
    }
    differences.push(...judgeRequest(product, { number: count, exchange, seen, only: false }));
    const waited = performance.now() - answered;
    if (waited < (exchange.after ?? 0) - tolerance) {
      differences.push(`request ${count} is sent after ${Math.round(waited)} ms, and ${exchange.after} ms are expected`);
    }
    setTimeout(() => {
      answered = performance.now();
      if (exchange.response === 'none') return request.socket.destroy();
      const recorded = responseOf(product, exchange.response, Date.now());
      return response.writeHead(recorded.status, recorded.headers.flat()).end(recorded.body);
    }, exchange.delay ?? 0);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}/v1`,
    differences: () => [...differences, ...exchanges.slice(count).map(({ request }) => `a request is missing: ${request}`)],
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The command's words with what stands in braces filled in; single and double quotes keep a word together. */
function wordsOf(product, command, example, server) {
  const given = {
    document: join(casesFolder, example.name, 'workflow.arazzo.yaml'),
    workflowId: example.workflow ?? 'main',
    server,
    inputs: product.writeJson(example.inputs ?? {}),
    case: example.name,
    cases: casesFolder,
  };
  const words = command.match(/'[^']*'|"[^"]*"|\S+/g) ?? [];
  return words.map((word) =>
    word.replace(/^(['"])(.*)\1$/s, '$2').replace(/\{(\w+)\}/g, (whole, name) => given[name] ?? whole),
  );
}

function run([program, ...words]) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'ignore'] });
    const timer = setTimeout(() => child.kill('SIGKILL'), longestRun);
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk) => (text += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, text });
    });
  });
}

function judgeEnd(product, example, { code, text, address }) {
  const wanted = example.verdict === 'passed' || example.verdict === 'recovered' ? 'success' : 'a failure';
  const differences = [];
  if ((code === 0) !== (wanted === 'success')) differences.push(`it ended with ${code}, and ${wanted} is expected`);
  const printed = product.parseJson(text.trim().split('\n').at(-1) ?? '');
  if (!printed.ok || typeof printed.value?.outputs !== 'object') return differences;
  const outputs = fillIn(example.outputs ?? {}, address);
  if (example.verdict !== undefined && !same(product, outputs, printed.value.outputs)) {
    const actual = product.writeJson(printed.value.outputs);
    differences.push(`the outputs differ\n      expected: ${product.writeJson(outputs)}\n      actual:   ${actual}`);
  }
  return differences;
}
