// Every example of docs/ is run as a reader would: its files are saved by the names that stand on their fences, linted
// without a word, and carried out on the embedded mock gateway.
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { runProgram } from '../src/cli/program.ts';
import { testTerminal } from '../src/cli/terminal.samples.ts';

const root = join(import.meta.dirname, '..');
const pages = join(root, 'docs', 'workflows');
const withoutExample = ['README.md', 'differences.md', 'lint.md', 'new-workflow.md'];

type File = { readonly page: string; readonly name: string; readonly text: string };

const files = readdirSync(pages).flatMap(filesOf);

test('nearly every page has an example, and is linked from the first one', () => {
  const first = readFileSync(join(pages, 'README.md'), 'utf8');
  const names = readdirSync(pages).filter((name) => name !== 'README.md');
  const due = names.filter((name) => !withoutExample.includes(name));
  expect(due.filter((name) => !files.some(({ page }) => page === name))).toEqual([]);
  expect(names.filter((name) => !first.includes(`](${name})`))).toEqual([]);
});

test('the examples have no faults, and each passes', async () => {
  const project = layOut();
  const home = process.cwd();
  process.chdir(project);
  try {
    expect(await say('lint', '--strict')).toContain('no faults');
    // A building block has no test of its own; any other that is named and does not pass is counted apart.
    const ids = files.flatMap(({ text }) => [...text.matchAll(/- workflowId: (\S+)/g)].map(([, id = '']) => id));
    const said = await say('run', '--no-allure', ...ids.filter((id) => id !== 'find-course'));
    expect(said).toMatch(/^ {2}\d+ passed {2,}/m);
    expect(said).toMatch(/^exit 0$/m);
  } finally {
    process.chdir(home);
    rmSync(project, { recursive: true });
  }
});

/** Blocks whose fence names a file, in YAML, JSON or CSV: ```yaml workflows/steps.arazzo.yaml */
function filesOf(page: string): File[] {
  const text = readFileSync(join(pages, page), 'utf8');
  return [...text.matchAll(/^```\w+ (\S+)\n(.*?)^```$/gms)].map(([, name = '', file = '']) => ({
    page,
    name,
    text: file,
  }));
}

function layOut(): string {
  const project = realpathSync(mkdtempSync(join(tmpdir(), 'gatewright-')));
  for (const part of ['contracts', 'mock', 'gateways.yaml', 'workflows/auth/sign-in.arazzo.yaml']) {
    cpSync(join(root, part), join(project, part), { recursive: true });
  }
  // Playwright's loader takes a .js file for CommonJS where nothing says otherwise.
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  for (const { name, text } of files) {
    mkdirSync(dirname(join(project, name)), { recursive: true });
    writeFileSync(join(project, name), text);
  }
  return project;
}

async function say(...words: readonly string[]): Promise<string> {
  const terminal = testTerminal();
  const exit = await runProgram([...words], terminal);
  return [...terminal.lines, `exit ${exit}`].join('\n');
}
