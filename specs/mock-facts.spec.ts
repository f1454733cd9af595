// The tables of facts: every documented fact names the test that shows it, and that test exists.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { isJsonArray, isJsonObject } from '../src/core/json.ts';
import { readDocument } from '../src/document/read-document.ts';

const folder = join(import.meta.dirname, 'mock-facts');
const root = join(import.meta.dirname, '..');

type Fact = { readonly fact: string; readonly source: string; readonly test?: string; readonly fails?: string };

function factsOf(file: string): Fact[] {
  const { value } = readDocument(readFileSync(join(folder, file), 'utf8'), file);
  return isJsonArray(value) ? value.filter(isJsonObject).map((row) => row as Fact) : [];
}

/** Titles as `--list` prints them: `  file:line:column › group › title`. */
function titles(): Set<string> {
  const own = /^(?:PLAYWRIGHT_|PW_?|TEST_|FORCE_COLOR|DEBUG_COLORS|NODE_OPTIONS)/;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
  const command = ['test', '--config', 'playwright.unit.config.ts', '--list', 'src/mock', 'specs/official-client'];
  const cli = join(root, 'node_modules/@playwright/test/cli.js');
  const listed = execFileSync(process.execPath, [cli, ...command], { cwd: root, env, encoding: 'utf8' });
  return new Set(
    listed.split('\n').map((line) => line.trim().replace(/^.*?:\d+:\d+ › (?:(?:SQLite|MariaDB) › )?/, '')),
  );
}

test('every fact has a source, and a test that exists or a reason why it fails', () => {
  test.setTimeout(90_000);
  const known = titles();
  for (const file of readdirSync(folder)) {
    const facts = factsOf(file);
    expect(facts.length).toBeGreaterThan(20);
    for (const fact of facts) {
      expect(fact.source, fact.fact).toMatch(/^https:\/\/\S+$/);
      if (fact.fails === undefined) expect(known, fact.fact).toContain(fact.test);
      else expect([fact.test, fact.fails.length > 20], fact.fact).toEqual([undefined, true]);
    }
    // The share of what is shown; what is not has its reason in the file.
    const shown = facts.filter(({ fails }) => fails === undefined).length;
    expect(shown / facts.length, `${shown} of ${facts.length} facts in ${file} are shown`).toBeGreaterThanOrEqual(0.95);
  }
});
