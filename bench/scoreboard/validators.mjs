// How each validator is asked, and what it answered: `pass`, `fail`, or `broken`, with its own words.
import { createRequire } from 'node:module';
import { request as httpRequest } from 'node:http';
import { readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { run } from './run-process.mjs';

const firstLine = (text) => text.replaceAll(/\s+/g, ' ').trim().slice(0, 160);

/** The whole command, in this process. */
export async function gatewright({ project }, { runProgram }) {
  const lines = [];
  const terminal = {
    print: (text) => lines.push(text),
    complain: (text) => lines.push(text),
    color: false,
    environment: {},
    interruption: { signal: new AbortController().signal, exitCode: () => undefined },
  };
  const exit = await runProgram(
    ['run', '--project', project, '--reports', join(project, 'reports'), '--no-allure'],
    terminal,
  );
  const text = lines.join('\n');
  const found = [...text.matchAll(/^ {2}([A-Z]+(?:_[A-Z]+)+) {2}(.*)$/gm)].map(([, code, title]) => `${code} ${title}`);
  const details = (text.match(/^ {4}(?:at|actual) .*$/gm) ?? []).slice(0, 2);
  const said = firstLine([found[0] ?? '', ...details].join('; '));
  if (exit === 0) return { verdict: 'pass', words: found.length > 0 ? `warns: ${said}` : '' };
  if (exit === 1) return { verdict: 'fail', words: said, all: text };
  return { verdict: 'broken', words: firstLine(text.slice(-300)) };
}

/** One process for all rows; a row that has no result then is asked again by itself. */
export async function respect(laidOut, { peers, folder, seconds }) {
  const ask = async (some) => {
    const log = join(folder, 'respect.json');
    rmSync(log, { force: true });
    const program = join(peers, 'node_modules', '@redocly', 'cli', 'bin', 'cli.js');
    const files = some.map(({ arazzo }) => relative(folder, arazzo));
    const env = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
    const { text } = await run(process.execPath, [program, 'respect', ...files, '--json-output', log], {
      cwd: folder,
      seconds,
      env,
    });
    const logged = readJson(log)?.files ?? {};
    return new Map(some.map((one, index) => [one, { logged: logged[files[index]], text }]));
  };
  const answers = await ask(laidOut);
  for (const [one, { logged }] of answers) if (!logged) answers.set(one, (await ask([one])).get(one));
  return new Map([...answers].map(([one, answer]) => [one, readRespect(answer)]));
}

function readRespect({ logged, text }) {
  if (!logged)
    return {
      verdict: 'broken',
      words: firstLine(
        plain(text)
          .replaceAll(/[║╔╗╚╝═]/g, '')
          .slice(-200),
      ),
    };
  const steps = logged.executedWorkflows.flatMap(({ executedSteps }) => executedSteps);
  const failed = steps.flatMap(({ checks = [] }) => checks.filter(({ passed }) => !passed));
  const said = failed.map(({ name, message, severity }) => `${severity}: ${name} ${plain(message ?? '')}`);
  const verdict = failed.some(({ severity }) => severity === 'error') ? 'fail' : 'pass';
  return { verdict, words: firstLine(said.join('; ')), all: said.join('\n') };
}

// eslint-disable-next-line no-control-regex -- the colours of a terminal
const plain = (text) => text.replaceAll(/\u001b\[[0-9;]*m/g, '');

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** What `prism proxy --errors` starts (createPrismServerWithLogger of prism-cli), between the caller and the answer. */
export function prism({ peers }) {
  const require = createRequire(join(peers, 'package.json'));
  const cli = createRequire(require.resolve('@stoplight/prism-cli'));
  const { createLogger } = cli('@stoplight/prism-core');
  const { createServer } = cli('@stoplight/prism-http-server');
  const { getHttpOperationsFromSpec } = cli('@stoplight/prism-http');
  const config = {
    ...{ isProxy: true, validateRequest: true, validateResponse: true, checkSecurity: true, errors: true },
    mock: { dynamic: false },
  };
  return async ({ contract, address }, { seconds, exchange }) => {
    let server;
    try {
      const operations = await getHttpOperationsFromSpec(contract);
      const logger = createLogger('scoreboard', { level: 'silent' });
      server = createServer(operations, {
        cors: true,
        config: { ...config, upstream: new URL(address) },
        components: { logger },
      });
      const { port } = new URL(await server.listen(0, '127.0.0.1'));
      const { method, url, headers } = exchange.request;
      const { status, text } = await ask({ port, method, path: url.replace(/^http:\/\/[^/]+/, ''), headers, seconds });
      return readPrism({ status, text }, exchange);
    } catch (error) {
      return { verdict: 'broken', words: firstLine(String(error)) };
    } finally {
      await server?.close();
    }
  };
}

function readPrism({ status, text }, exchange) {
  const problem = /errors#([A-Z_]+)/.exec(text)?.[1];
  if (problem === 'VIOLATIONS') {
    const { validation = [] } = JSON.parse(text);
    const said = validation.map(({ location, message }) => `${location.join('.')} ${message}`);
    return { verdict: 'fail', words: firstLine(said.join('; ')), all: text };
  }
  if (problem === undefined && status === exchange.response.status) return { verdict: 'pass', words: '' };
  return { verdict: 'broken', words: firstLine(`answers ${status} ${text}`) };
}

function ask({ port, method, path, headers, seconds }) {
  return new Promise((resolve, reject) => {
    const fields = Object.fromEntries(headers.filter(([name]) => name !== 'Host'));
    const sent = httpRequest(
      { host: '127.0.0.1', port, method, path, headers: fields, timeout: seconds * 1000 },
      (answer) => {
        const chunks = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.on('end', () => resolve({ status: answer.statusCode, text: Buffer.concat(chunks).toString('utf8') }));
      },
    );
    sent.on('timeout', () => sent.destroy(new Error('no answer in time')));
    sent.on('error', reject);
    sent.end();
  });
}

/** In this process: the matcher needs only a global `expect`. The answer is fetched by axios, as its users do. */
export function jestOpenapi({ peers }) {
  const require = createRequire(join(peers, 'package.json'));
  const { expect } = require('expect');
  globalThis.expect = expect;
  const axios = require('axios');
  const describe = require('jest-openapi').default;
  return async ({ contract, address }, { exchange }) => {
    const { method, url } = exchange.request;
    try {
      const target = `${address}${url.replace(/^http:\/\/[^/]+/, '')}`;
      const answer = await axios.request({
        method,
        url: target,
        validateStatus: () => true,
        timeout: 20_000,
        proxy: false,
      });
      describe(contract);
      expect(answer).toSatisfyApiSpec();
      return { verdict: 'pass', words: '' };
    } catch (error) {
      const text = plain(String(error.message));
      const matcher = text.indexOf('expected received to satisfy');
      // Behind the matcher's own sentence stands what was wrong.
      const words = firstLine(matcher < 0 ? text : text.slice(matcher).replace(/^[^\n]*\n+/, ''));
      return { verdict: matcher < 0 ? 'broken' : 'fail', words, all: text };
    }
  };
}
