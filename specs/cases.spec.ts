// What a person reads when something is wrong: every text is a reviewed file, specs/cases/<what-is-wrong>/expected.txt.
// `UPDATE_CASES=1 npx playwright test --config playwright.unit.config.ts specs/cases.spec.ts` writes them anew.
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { runProgram } from '../src/cli/program.ts';
import { splitWords, testTerminal } from '../src/cli/terminal.samples.ts';

const folder = join(import.meta.dirname, 'cases');
const names = readdirSync(folder).filter((name) => name !== 'base');

/** A port that another program holds, and one that nobody does. */
const ports = { BUSY_PORT: '', CLOSED_PORT: '' };
const busy = createServer();

test.beforeAll(async () => {
  const closed = createServer();
  ports.CLOSED_PORT = await listen(closed);
  ports.BUSY_PORT = await listen(busy);
  await new Promise((done) => closed.close(done));
});

test.afterAll(() => {
  busy.close();
});

for (const name of names) {
  test(name.replaceAll('-', ' '), async () => {
    const project = layOut(name);
    const home = process.cwd();
    process.chdir(project);
    let said = '';
    try {
      for (const line of read(name, 'command.txt').trimEnd().split('\n')) {
        const terminal = testTerminal(ports);
        const exit = await runProgram(splitWords(line, ports), terminal);
        said += `${[...terminal.lines, `exit ${exit}`].join('\n')}\n`;
      }
    } finally {
      process.chdir(home);
    }
    const text = withoutWhatVaries(said, project);
    const expected = join(folder, name, 'expected.txt');
    if (process.env['UPDATE_CASES'] !== undefined) writeFileSync(expected, text);
    rmSync(project, { recursive: true });
    expect(text).toBe(readFileSync(expected, 'utf8'));
  });
}

function listen(server: ReturnType<typeof createServer>): Promise<string> {
  return new Promise((done) => {
    server.listen(0, '127.0.0.1', () => {
      done(String((server.address() as AddressInfo).port));
    });
  });
}

/** The small project that all cases share, with the files of the case over it; those in `removed.txt` are taken away. */
function layOut(name: string): string {
  const project = realpathSync(mkdtempSync(join(tmpdir(), 'gatewright-')));
  cpSync(join(folder, 'base'), project, { recursive: true });
  const own = join(folder, name, 'project');
  if (existsSync(own)) cpSync(own, project, { recursive: true });
  const removed = join(folder, name, 'removed.txt');
  if (existsSync(removed))
    for (const file of read(name, 'removed.txt').trimEnd().split('\n'))
      rmSync(join(project, file), { recursive: true });
  return project;
}

function read(name: string, file: string): string {
  return readFileSync(join(folder, name, file), 'utf8');
}

/** Ports, durations, names of runs and seeds, and where the project lies. */
function withoutWhatVaries(text: string, project: string): string {
  return text
    .replaceAll(project, '<project>')
    .replaceAll(ports.BUSY_PORT, '<busy port>')
    .replaceAll(ports.CLOSED_PORT, '<closed port>')
    .replace(/(127\.0\.0\.1:)\d+/g, '$1<port>')
    .replace(/\b\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ-[\w-]+/g, '<run>')
    .replace(/--seed [0-9a-f]{6}\b/g, '--seed <seed>')
    .replace(/^( {2}(?:ok|FAILED|flaky|broken|stopped) .*?(?:\d steps?|\d of \d)) +[\d.]+ m?s\b/gm, '$1 <ms>')
    .replace(/[\d.]+ s, \d+ requests per second/g, '<s> s, <n> requests per second');
}
