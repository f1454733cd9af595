// Runs the cases. `node run.mjs [--table] [--words] [--runner COMMAND] [case ...]`; see README.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { product } from './product.mjs';
import { caseNames, readCase, readList, runCase } from './suite.mjs';
import { checkLists, renderTable } from './table.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runner: { type: 'string' }, table: { type: 'boolean', default: false }, words: { type: 'boolean', default: false } },
});
const all = caseNames().map((name) => readCase(product, name));
const chosen = positionals.length === 0 ? all : all.filter(({ name }) => positionals.includes(name));
if (chosen.length < positionals.length || chosen.length === 0) fail(`there is no such case: ${positionals.join(', ')}`);

const sentences = readList(product, 'sentences');
const faults = checkLists(sentences, all);
if (faults.length > 0) fail(faults.join('\n'));

if (values.runner !== undefined) {
  const { runOthers } = await import('./others.mjs');
  process.exitCode = await runOthers(product, values.runner, chosen, console.log);
} else if (values.words) {
  const { writeWords } = await import('./words.mjs');
  for (const example of chosen) await writeWords(product, example);
} else if (values.table) {
  writeFileSync(join(import.meta.dirname, 'TABLE.md'), renderTable(sentences, all));
} else {
  await runOurs();
}

/** Ends at the first case that differs. */
async function runOurs() {
  const begun = performance.now();
  const table = readFileSync(join(import.meta.dirname, 'TABLE.md'), 'utf8');
  if (table !== renderTable(sentences, all)) fail('TABLE.md is not what the cases say: run it with --table');
  const gaps = new Map(readList(product, 'known-gaps').map((gap) => [gap.case, gap.reason]));
  for (const example of chosen) {
    const differences = await runCase(product, example);
    const isGap = gaps.has(example.name);
    if (differences.length > 0 && !isGap) fail(`${example.name}\n  ${differences.join('\n  ')}`);
    if (differences.length === 0 && isGap) fail(`${example.name} passes: remove it from known-gaps.yaml`);
  }
  const known = chosen.filter(({ name }) => gaps.has(name)).length;
  const took = Math.round(performance.now() - begun);
  console.log(`${chosen.length - known} cases passed, ${known} known gaps, ${took} ms`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
