// How the public suites are run (npm run conformance), tried on a small suite of our own.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { readDescription } from '../src/arazzo/read/read-description.ts';
import { DescriptionError } from '../src/core/errors.ts';
import { readDocument } from '../src/document/read-document.ts';
import { checkPattern, evaluateCriterion } from '../src/expression/evaluate-criterion.ts';
import { parseExpression } from '../src/expression/parse-expression.ts';
import { checkResponse } from '../src/openapi/check-response.ts';
import { readContract } from '../src/openapi/read-contract.ts';
import { compareWithGaps, runDocumentSuite, runPathSuite, runSchemaSuite } from './conformance/suite.mjs';

const judging = { checkResponse, checkPattern, evaluateCriterion, parseExpression };
const product = { readDocument, readDescription, readContract, ...judging };

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
  const info = { title: 'T', version: '1' };
  const flow = (step: object): unknown => ({
    arazzo: '1.1.0',
    info,
    sourceDescriptions: [{ name: 'api', url: 'https://nowhere.test/openapi.yaml', type: 'openapi' }],
    workflows: [{ workflowId: 'w', steps: [{ stepId: 'a', ...step }] }],
  });
  write('arazzo/pass/sources-are-not-looked-for.json', flow({ operationId: 'getA' }));
  write('arazzo/pass/slip-of-the-suite.json', flow({}));
  write('arazzo/pass/later.json', flow({ operationId: 'later' }));
  write('arazzo/pass/characterization-action.json', flow({ operationId: 'getA', action: 'send' }));
  write('arazzo/pass/README.md', 'no document');
  write('arazzo/fail/no-target.json', flow({}));
  write('arazzo/fail/let-through.json', flow({ operationId: 'getA' }));
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

test('documents are judged alone, and those of the characterization have to be refused', () => {
  const refuseLater: typeof readDescription = (document) => {
    if (!document.text.includes('later')) return readDescription(document);
    throw new DescriptionError([{ code: 'NOT_SUPPORTED', message: 'not yet' }]);
  };
  const results = runDocumentSuite({ ...product, readDescription: refuseLater }, join(folder, 'arazzo'), 'arazzo');
  expect(
    results.map(({ part, file, test: name, outcome, reason }) => [part, file, name, outcome, reason].join(' | ')),
  ).toEqual([
    'pass | characterization-action.json | must be refused | passed | 1:226 ARAZZO_SCHEMA a step that calls an operation of OpenAPI has no "action"',
    'pass | later.json | must be accepted | not checked | NOT_SUPPORTED not yet',
    'pass | slip-of-the-suite.json | must be accepted | failed | 1:191 ARAZZO_SCHEMA a step has exactly one target',
    'pass | sources-are-not-looked-for.json | must be accepted | passed | it was let through',
    'fail | let-through.json | must be refused | failed | it was let through',
    'fail | no-target.json | must be refused | passed | 1:191 ARAZZO_SCHEMA a step has exactly one target',
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
