// How the public suites are run (npm run conformance), tried on a small suite of our own.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { readDocument } from '../src/document/read-document.ts';
import { checkPattern, evaluateCriterion } from '../src/expression/evaluate-criterion.ts';
import { parseExpression } from '../src/expression/parse-expression.ts';
import { checkResponse } from '../src/openapi/check-response.ts';
import { readContract } from '../src/openapi/read-contract.ts';
import { compareWithGaps, runPathSuite, runSchemaSuite } from './conformance/suite.mjs';

const product = { readDocument, readContract, checkResponse, checkPattern, evaluateCriterion, parseExpression };

let folder = '';
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'suite-'));
  const write = (file: string, value: unknown): void => {
    mkdirSync(join(folder, file, '..'), { recursive: true });
    writeFileSync(join(folder, file), JSON.stringify(value));
  };
  const both = [
    { description: 'right', data: 'a', valid: true },
    { description: 'wrong', data: 1, valid: false },
  ];
  write('tests/draft2020-12/type.json', [{ description: 'a type', schema: { type: 'string' }, tests: both }]);
  write('tests/draft2020-12/optional/format/date.json', [
    { description: 'a date', schema: { format: 'date' }, tests: [{ description: 'it is', data: 'a', valid: true }] },
  ]);
  write('tests/draft4/refRemote.json', [
    { description: 'remote', schema: { $ref: 'http://localhost:1234/text.json' }, tests: both },
    { description: 'definitions', schema: { definitions: {} }, tests: both.slice(0, 1) },
  ]);
  write('remotes/text.json', { type: 'string' });
  write('paths.json', {
    tests: [
      { name: 'found', selector: '$.a', document: { a: 1 }, result: [1] },
      { name: 'absent', selector: '$.b', document: { a: 1 }, result: [] },
      { name: 'invalid', selector: '$.', invalid_selector: true },
      { name: 'a slip of the suite', selector: '$.b', document: { a: 1 }, result: [1] },
    ],
  });
});
test.afterAll(() => rmSync(folder, { recursive: true }));

test('tells what passes, what fails and what is not checked', () => {
  const results = ['draft2020-12', 'draft4'].flatMap((suite) => runSchemaSuite(product, folder, suite));
  results.push(...runPathSuite(product, join(folder, 'paths.json')));
  expect(results.map(({ suite, part, test: name, outcome }) => `${suite} ${part}: ${name}: ${outcome}`)).toEqual([
    'draft2020-12 optional/format: it is: failed',
    'draft2020-12 required: right: passed',
    'draft2020-12 required: wrong: passed',
    'draft4 required: right: passed',
    'draft4 required: wrong: passed',
    'draft4 required: right: not checked',
    'jsonpath required: found: passed',
    'jsonpath required: absent: passed',
    'jsonpath required: invalid: passed',
    'jsonpath required: a slip of the suite: failed',
  ]);
});

test('a gap covers what it names, and is stale where all of that passes', () => {
  const results = runSchemaSuite(product, folder, 'draft4');
  const reason = 'OpenAPI 3.0 has no definitions';
  const gap = { suite: 'draft4', keyword: 'definitions', reason };
  const stale = { suite: 'draft4', file: 'refRemote.json', group: 'remote', reason };
  const compared = compareWithGaps(results, [gap, stale]);
  expect(compared.unexpected).toEqual([]);
  expect([...compared.known.values()]).toEqual([gap]);
  expect(compared.stale).toEqual([stale]);
  expect(compareWithGaps(results, []).unexpected.map(({ group }) => group)).toEqual(['definitions']);
});
