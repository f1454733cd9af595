// Proposals for the shipped project: they are sound, and the shipped workflows pass with them.
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { runProgram } from './program.ts';
import { testTerminal } from './terminal.samples.ts';

const root = join(import.meta.dirname, '..', '..');
let project: string;

// Whole runs, with everything loaded for them.
test.slow();

test.beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'gatewright-')));
  for (const part of ['contracts', 'workflows', 'mock', 'gateways.yaml', 'package.json']) {
    cpSync(join(root, part), join(project, part), { recursive: true });
  }
});

test.afterEach(() => {
  rmSync(project, { recursive: true });
});

async function carryOut(...words: string[]): Promise<{ readonly exit: number; readonly said: string }> {
  const terminal = testTerminal();
  const exit = await runProgram([...words, '--project', project], terminal);
  return { exit, said: terminal.lines.join('\n') };
}

test('the shipped workflows pass with contracts that were proposed from the tables', async () => {
  for (const name of ['course', 'notice']) rmSync(join(project, `contracts/app/${name}.openapi.yaml`));
  expect(await carryOut('new', 'contract')).toMatchObject({ exit: 0 });
  expect(await carryOut('lint')).toMatchObject({ exit: 0 });
  const { exit, said } = await carryOut('run', 'mysqldb', '--no-allure');
  expect(exit, said).toBe(0);
  expect(said).toContain(' 0 against a wildcard');
  expect(said).not.toContain('warning');
});

test('a record proposes what a wildcard judged, and the workflows pass with it', async () => {
  rmSync(join(project, 'contracts/app/hello.openapi.yaml'));
  rmSync(join(project, 'contracts/app/notice.openapi.yaml'));
  const ran = ['functions', 'mysqldb', '--no-allure'];
  expect((await carryOut('run', ...ran, '--bodies', 'all')).said).not.toContain(' 0 against a wildcard');
  const proposed = await carryOut('new', 'contract', '--from', 'last');
  expect(proposed.said).toContain('hello.openapi.yaml   from 6 exchanges');
  expect(proposed.said).toContain('notice.openapi.yaml   from 8 exchanges');
  const hello = readFileSync(join(project, 'contracts/app/hello.openapi.yaml'), 'utf8');
  expect(hello).toContain('x-confidence: inferred');
  expect(hello).not.toContain('«');
  expect(await carryOut('lint')).toMatchObject({ exit: 0 });
  const { exit, said } = await carryOut('run', ...ran);
  expect(exit, said).toBe(0);
  expect(said).toContain(' 0 against a wildcard');
});
