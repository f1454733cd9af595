// For every kind of fault, what the suite says of it: a run of a small workflow on a mock that lies, once for each row.
// The texts are reviewed files, specs/faults/texts; `npm run faults` writes them anew, and the tables of docs/faults.md.
import { cpSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { runProgram } from '../src/cli/program.ts';
import { splitWords, testTerminal } from '../src/cli/terminal.samples.ts';
import { faultKinds } from '../src/mock/faults/fault-kinds.ts';
import { faultRows, textFile } from './faults/rows.ts';
import type { FaultRow } from './faults/rows.ts';
import { fillPage, kindTable, readText, resultTable } from './faults/table.ts';

const folder = join(import.meta.dirname, 'faults');
const page = join(import.meta.dirname, '../docs/faults.md');
const isUpdate = process.env['UPDATE_FAULTS'] !== undefined;
const textOf = (row: FaultRow): string => readFileSync(join(folder, 'texts', textFile(row)), 'utf8');
/** What tells of harm, infrastructure and the rest by the code alone. */
const exits: readonly (readonly [codes: RegExp, exit: RegExp])[] = [
  [/^GATEWAY_/, /^3$/],
  [/^(?:-|warning|PROPERTY_NOT_DECLARED)$/, /^0$/],
  [/./, /^[14]$/],
];

for (const row of faultRows) {
  test(textFile(row).replace('.txt', '').replaceAll('_', ' '), async () => {
    const said = await say(row);
    if (isUpdate) writeFileSync(join(folder, 'texts', textFile(row)), said);
    const { exit, code } = readText(said);
    expect(code).toBe(row.says);
    expect(exit).toMatch(exits.find(([codes]) => codes.test(code))?.[1] ?? /never/);
    expect(said).toBe(textOf(row));
  });
}

test('every kind has a row, every text too, and the page holds what was said', () => {
  const kinds = new Set(faultRows.map(({ fault }) => fault.split(':')[0]));
  expect(Object.keys(faultKinds).filter((kind) => !kinds.has(kind))).toEqual([]);
  expect(readdirSync(join(folder, 'texts')).sort()).toEqual([...new Set(faultRows.map(textFile))].sort());
  const current = readFileSync(page, 'utf8');
  const due = fillPage(current, { kinds: kindTable(), results: resultTable(faultRows, textOf) });
  if (isUpdate) writeFileSync(page, due);
  else expect(current).toBe(due);
});

/** Carries out the row's command in a copy of the small project. */
async function say({ fault, workflow = 'course', flags = '' }: FaultRow): Promise<string> {
  const project = realpathSync(mkdtempSync(join(tmpdir(), 'gatewright-')));
  cpSync(join(folder, 'project'), project, { recursive: true });
  const home = process.cwd();
  process.chdir(project);
  try {
    const terminal = testTerminal();
    const words = ['run', workflow, ...splitWords(flags), '--mock-fault', fault];
    const exit = await runProgram(words, terminal);
    return `$ gatewright ${words.join(' ')}\n${withoutWhatVaries(terminal.lines.join('\n'))}\nexit ${exit}\n`;
  } finally {
    process.chdir(home);
    rmSync(project, { recursive: true });
  }
}

/** Ports, durations, names of runs and seeds, and identifiers. */
function withoutWhatVaries(text: string): string {
  return text
    .replace(/(127\.0\.0\.1:)\d+/g, '$1<port>')
    .replace(/\b\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ-[\w-]+/g, '<run>')
    .replace(/--seed [0-9a-f]{6}\b/g, '--seed <seed>')
    .replace(/gw-[0-9a-f]{6}-/g, 'gw-<seed>-')
    .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<id>')
    .replace(/^( {2}(?:ok|FAILED|flaky|broken|stopped) .*?(?:\d steps?|\d of \d)) +[\d.]+ m?s\b/gm, '$1 <ms>')
    .replace(/[\d.]+ s, \d+ requests per second/g, '<s> s, <n> requests per second');
}
