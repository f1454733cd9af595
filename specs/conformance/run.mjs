// npm run conformance -- --data DIR: runs the public test suites in a folder that holds them unchanged, as
//   DIR/json-schema/tests/{draft4,draft2020-12} and DIR/json-schema/remotes   json-schema-org/JSON-Schema-Test-Suite
//   DIR/jsonpath-cts.json                                                     jsonpath-standard/jsonpath-compliance-test-suite
//   DIR/{arazzo-1.0,arazzo-1.1}/{pass,fail}                                   OAI/Arazzo-Specification, tests of its schemas
// against dist/; those that are not there are left out. What is known not to pass stands in known-gaps.json with its reason; a line there that holds no longer
// is a failure as much as a case that does not pass.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readDescription } from '../../dist/arazzo/read/read-description.js';
import { readDocument } from '../../dist/document/read-document.js';
import { checkPattern, evaluateCriterion } from '../../dist/expression/evaluate-criterion.js';
import { parseExpression } from '../../dist/expression/parse-expression.js';
import { checkResponse } from '../../dist/openapi/check-response.js';
import { readContract } from '../../dist/openapi/read-contract.js';
import { compareWithGaps, runDocumentSuite, runPathSuite, runSchemaSuite } from './suite.mjs';

const product = { readDocument, readDescription, readContract, checkResponse, checkPattern, evaluateCriterion, parseExpression };

const { values } = parseArgs({ options: { data: { type: 'string' }, verbose: { type: 'boolean', default: false } } });
const data = values.data ?? '';
const schemas = join(data, 'json-schema');
const paths = join(data, 'jsonpath-cts.json');
const results = [];
if (existsSync(join(schemas, 'tests'))) {
  results.push(...['draft2020-12', 'draft4'].flatMap((suite) => runSchemaSuite(product, schemas, suite)));
}
if (existsSync(paths)) results.push(...runPathSuite(product, paths));
for (const suite of ['arazzo-1.0', 'arazzo-1.1']) {
  const folder = join(data, suite);
  if (existsSync(folder)) results.push(...runDocumentSuite(product, folder, suite));
}
if (values.data === undefined || results.length === 0) {
  console.error('Say where the suites are: npm run conformance -- --data DIR, with DIR/json-schema/tests or the like in it.');
  process.exit(2);
}

const suites = new Set(results.map(({ suite }) => suite));
const gaps = JSON.parse(readFileSync(join(import.meta.dirname, 'known-gaps.json'), 'utf8'));
const { unexpected, stale, known } = compareWithGaps(
  results,
  gaps.filter(({ suite }) => suites.has(suite)),
);

const count = (rows, outcome) => String(rows.filter((row) => row.outcome === outcome).length).padStart(6);
console.log(`${'suite'.padEnd(32)}passed  failed  not checked  cases`);
for (const [name, rows] of Map.groupBy?.(results, partOf) ?? grouped(results)) {
  const [passed, failed, unchecked] = ['passed', 'failed', 'not checked'].map((outcome) => count(rows, outcome));
  console.log(`${name.padEnd(32)}${passed}  ${failed}       ${unchecked} ${String(rows.length).padStart(6)}`);
}
const tell = ({ suite, file, group, test, outcome, reason }) =>
  console.log(`  ${outcome}: ${suite}/${file}: ${group}: ${test}${reason === undefined ? '' : `\n      ${reason}`}`);
if (values.verbose) {
  console.log(`\nKnown gaps (${known.size} cases):`);
  for (const [result, { reason }] of known) tell({ ...result, reason });
}
if (unexpected.length > 0) {
  console.log(`\nNot expected (${unexpected.length}):`);
  unexpected.forEach(tell);
}
for (const gap of stale) console.log(`\nA line of known-gaps.json holds no longer, remove it: ${JSON.stringify(gap)}`);
console.log(`\n${known.size} cases in ${gaps.length} known gaps, ${unexpected.length} not expected, ${stale.length} stale`);
process.exitCode = unexpected.length + stale.length > 0 ? 1 : 0;

function partOf({ suite, part }) {
  return `${suite} ${part}`;
}

function grouped(rows) {
  const groups = new Map();
  for (const row of rows) groups.set(partOf(row), [...(groups.get(partOf(row)) ?? []), row]);
  return groups;
}
