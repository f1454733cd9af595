// The tables of documented facts: every test that they name exists, and nearly every fact has one.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { isJsonArray, isJsonObject } from '../src/core/json.ts';
import { readDocument } from '../src/document/read-document.ts';

const folder = join(import.meta.dirname, 'mock-facts');
const root = join(import.meta.dirname, '..');

/** Either `test` is the title of the test that shows it, or `missing` the reason why none does. */
type Fact = { readonly fact: string; readonly source: string; readonly test: string; readonly missing: string };

let titles: readonly string[] = [];
test.beforeAll(() => {
  test.setTimeout(90_000);
  titles = listTests();
});

for (const file of readdirSync(folder)) {
  const facts = readFacts(join(folder, file));

  test(`${file}: every fact has a source, and a test that exists or a reason`, () => {
    expect(facts.flatMap((fact) => faultsOf(fact).map((fault) => `${fact.fact}: ${fault}`))).toEqual([]);
  });

  test(`${file}: no fact stands there twice`, () => {
    expect(facts.filter(({ fact }, index) => facts.findIndex((other) => other.fact === fact) !== index)).toEqual([]);
  });

  test(`${file}: at least 95 % of the facts are shown`, () => {
    const shown = facts.filter(({ missing }) => missing === '').length;
    test.info().annotations.push({ type: 'facts', description: `${shown} of ${facts.length} are shown` });
    expect(facts.length).toBeGreaterThan(20);
    expect(shown / facts.length).toBeGreaterThanOrEqual(0.95);
  });
}

function readFacts(file: string): Fact[] {
  const { value } = readDocument(readFileSync(file, 'utf8'), file);
  const groups = isJsonObject(value) ? Object.values(value) : [];
  return groups
    .flatMap((group) => (isJsonArray(group) ? group : []))
    .map((row) => {
      const text = (name: string): string => {
        const member = isJsonObject(row) ? row[name] : undefined;
        return typeof member === 'string' ? member : '';
      };
      return { fact: text('fact'), source: text('source'), test: text('test'), missing: text('missing') };
    });
}

function faultsOf({ fact, source, test: title, missing }: Fact): string[] {
  return [
    ...(fact === '' ? ['has no fact'] : []),
    ...(URL.canParse(source) && source.startsWith('https://') ? [] : ['has no source']),
    ...((missing === '') === (title === '') ? ['has either a test or what is missing'] : []),
    ...(title === '' || titles.some((known) => isNamed(known, title)) ? [] : [`there is no test "${title}"`]),
  ];
}

/** `${...}` stands for what differs between the rows of a table of tests. */
function isNamed(known: string, title: string): boolean {
  let from = 0;
  return title.split(/\$\{[^}]*\}/).every((part) => {
    const at = known.indexOf(part, from);
    from = at + part.length;
    return at !== -1;
  });
}

/** Titles with their groups, as `--list` prints them: `group › title`. */
function listTests(): string[] {
  const own = /^(?:PLAYWRIGHT_|PW_?|TEST_|FORCE_COLOR|DEBUG_COLORS|NODE_OPTIONS)/;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
  const command = [
    'test',
    '--config',
    'playwright.unit.config.ts',
    '--list',
    'src/mock',
    'specs/official-client',
    'src/cli',
  ];
  const cli = join(root, 'node_modules/@playwright/test/cli.js');
  const listed = execFileSync(process.execPath, [cli, ...command], { cwd: root, env, encoding: 'utf8' });
  return listed.split('\n').map((line) => line.trim().replace(/^.*?:\d+:\d+ › /, ''));
}
