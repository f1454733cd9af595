// How each validator is asked, and what it answered: `pass`, `fail`, or `broken`, with its own words.
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { request as httpRequest } from 'node:http';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, start } from './processes.mjs';

const firstLine = (text) => text.replaceAll(/\s+/g, ' ').trim().slice(0, 160);

export async function gatewright({ project }, { program, seconds }) {
  const { exit, text } = await run(process.execPath, [program, 'run', '--project', project, '--no-allure'], {
    cwd: project,
    seconds,
  });
  if (exit === undefined) return { verdict: 'broken', words: 'no end in time' };
  const found = [...text.matchAll(/^ {2}([A-Z][A-Z_]+) {2}(.*)$/gm)].map(([, code, title]) => `${code} ${title}`);
  const words = /^ {4}(?:at|actual) .*$/gm;
  const said = firstLine([found[0] ?? '', ...(text.match(words) ?? []).slice(0, 2)].join('; '));
  if (exit === 0) return { verdict: 'pass', words: found.length > 0 ? `warns: ${said}` : '' };
  if (exit === 1) return { verdict: 'fail', words: said, all: text };
  return { verdict: 'broken', words: firstLine(text.slice(-300)) };
}

/** One process for all rows; a row without a result is asked again by itself. */
export async function respect(laidOut, { peers, seconds }) {
  const program = join(peers, 'node_modules', '@redocly', 'cli', 'bin', 'cli.js');
  const ask = async (one) => {
    const log = join(one.project, 'respect.json');
    rmSync(log, { force: true });
    const ran = await run(process.execPath, [program, 'respect', 'workflows/case.arazzo.yaml', '--json-output', log], {
      cwd: one.project,
      seconds,
      env: { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    });
    const logged = readJson(log);
    if (!logged) return { verdict: 'broken', words: firstLine(ran.text.replaceAll(/[║╔╗╚╝═]/g, '').slice(-200)) };
    const checks = Object.values(logged.files).flatMap(({ executedWorkflows }) =>
      executedWorkflows.flatMap(({ executedSteps }) => executedSteps.flatMap((step) => step.checks ?? [])),
    );
    const failed = checks.filter(({ passed }) => !passed);
    const words = firstLine(
      failed.map(({ name, message, severity }) => `${severity}: ${name} ${plain(message ?? '')}`).join('; '),
    );
    const all = failed.map(({ name, message }) => `${name} ${message}`).join('\n');
    return {
      verdict: ran.exit === 0 ? 'pass' : 'fail',
      words: ran.exit === 0 && words !== '' ? `exit 0, ${words}` : words,
      all,
    };
  };
  return ask(laidOut);
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

/** The proxy with --errors between the caller and the recorded answer. */
export async function prism({ contract, address }, { peers, seconds, exchange }) {
  const port = await freePort();
  const program = join(peers, 'node_modules', '@stoplight', 'prism-cli', 'dist', 'index.js');
  const { state, stop } = await start(
    process.execPath,
    [program, 'proxy', contract, address, '--errors', '--port', String(port)],
    { cwd: peers, seconds, ready: /Prism is listening/ },
  );
  try {
    if (!state.ready) return { verdict: 'broken', words: firstLine(state.text) };
    const { method, url, headers } = exchange.request;
    const { status, text } = await ask({ port, method, path: url.replace(/^http:\/\/[^/]+/, ''), headers, seconds });
    const violated = /errors#(VIOLATIONS|[A-Z_]+)/.exec(text)?.[1];
    if (violated === 'VIOLATIONS') {
      const { validation = [] } = JSON.parse(text);
      return {
        verdict: 'fail',
        words: firstLine(validation.map(({ location, message }) => `${location.join('.')} ${message}`).join('; ')),
        all: text,
      };
    }
    if (violated === undefined && status === exchange.response.status) return { verdict: 'pass', words: '' };
    return { verdict: 'broken', words: firstLine(`answers ${status} ${text}`) };
  } catch (error) {
    return { verdict: 'broken', words: firstLine(String(error)) };
  } finally {
    stop();
  }
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
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
  return async ({ contract, address, project }, { exchange }) => {
    const { method, url } = exchange.request;
    const seen = [];
    try {
      const answer = await axios.request({
        method,
        url: `${address}${url.replace(/^http:\/\/[^/]+/, '')}`,
        validateStatus: () => true,
        timeout: 5000,
        proxy: false,
      });
      describe(contract);
      expect(answer).toSatisfyApiSpec();
      return { verdict: 'pass', words: '' };
    } catch (error) {
      const text = plain(String(error.message));
      writeFileSync(join(project, 'jest-openapi.txt'), text);
      seen.push(text);
      const isMatcher = text.includes('expected received to satisfy');
      const detail = text
        .replace(/^.*expected received to satisfy.*?\n+/s, '')
        .replace(/^expected received to satisfy the '\S+' response defined for endpoint.*?\n/m, '');
      return { verdict: isMatcher ? 'fail' : 'broken', words: firstLine(detail), all: text };
    }
  };
}
