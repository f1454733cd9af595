// What the shipped contracts owe their readers: all that lint asks, and an example for every body, in two languages.
// `npx playwright test --config playwright.unit.config.ts specs/contracts.spec.ts -g auth` judges one family.
import { readFileSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, test } from '@playwright/test';
import { readDocument } from '../src/document/read-document.ts';
import type { Contract, Operation } from '../src/openapi/contract.ts';
import { readContract } from '../src/openapi/read-contract.ts';
import { inside, placeAt } from '../src/openapi/resolve-reference.ts';
import { loadProject } from '../src/project.ts';
import { lintProject } from '../src/lint/lint-project.ts';
import { extensionFaults, missingExamples, statusFaults } from './check-contract.ts';

const { contracts, text } = loadProject('.', {});

const nameOf = ({ document }: Contract): string => document.file.replace(/^contracts\/|\.openapi\.yaml$/g, '');

/** The platform's promises have public sources; those of an application, in contracts/app/, stand for themselves. */
const families = contracts.filter((contract) => !nameOf(contract).includes('/'));

test('lint has nothing to say', async () => {
  const { faults } = await lintProject('.', {}, false);
  expect(faults).toEqual([]);
});

for (const contract of families) {
  for (const operation of contract.operations) {
    test(`${nameOf(contract)}: ${operation.operationId} says what is client-only, and shows every body`, () => {
      expect(
        inside(placeAt(operation.document ?? operation.contract.document, operation.pointer), 'x-source').value,
      ).toBeDefined();
      expect([...statusFaults(operation), ...missingExamples(operation)]).toEqual([]);
    });
  }
}

const files = readdirSync('contracts', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => posix.join('contracts', file.replaceAll('\\', '/')))
  .sort();

for (const file of files) {
  test(`${file}: x-source, x-confidence, x-parity and x-status have values that count`, () => {
    expect(extensionFaults(readDocument(text(file)!, file))).toEqual([]);
  });
}

const isClientOnly = (operation: Operation): boolean =>
  inside(placeAt(operation.document ?? operation.contract.document, operation.pointer), 'x-status').value ===
  'client-only';

test('the table of the README counts the operations of each family', () => {
  const rows = families.map((contract) => {
    const client = contract.operations.filter(isClientOnly).length;
    return `| ${nameOf(contract)} | ${contract.operations.length - client} | ${client} |`;
  });
  const right = ['| family | documented | client-only |', '| --- | --- | --- |', ...rows].join('\n');
  const [shown] = /^\| family \|.*\n(?:\|.*\n?)*/m.exec(readFileSync('README.md', 'utf8')) ?? [];
  expect(shown?.trimEnd()).toBe(right);
});

// The checks themselves, on contracts that are wrong.

const operation = (body: string): Operation => {
  const lines = ['openapi: 3.1.0', 'info: { title: T, version: 1.0.0 }', 'paths:', '  /a:', '    post:'];
  const content = [...lines, ...body.split('\n').map((line) => `      ${line}`)].join('\n');
  return readContract(readDocument(content, 'a.yaml')).operations[0]!;
};
const answer = (content: string): string => `responses: { '200': { description: d, content: { ${content} } } }`;
const json = (rest: string): string => answer(`application/json: { ${rest} }`);

const wrongStatuses: [name: string, body: string, faults: string[]][] = [
  ['client without the status', `x-confidence: client\n${json('')}`, ['has no x-status: client-only']],
  [
    'documented, and called client-only',
    `x-confidence: documented\nx-status: client-only\n${json('')}`,
    ['is documented, not client-only'],
  ],
  ['documented', `x-confidence: documented\n${json('')}`, []],
];
for (const [name, body, faults] of wrongStatuses) {
  test(`client-only: ${name}`, () => {
    expect(statusFaults(operation(body))).toEqual(faults.map((message) => `a.yaml:5:5 ${message}`));
  });
}

const noExamples: [name: string, body: string, faults: string[]][] = [
  ['none', json('schema: { type: integer }'), ['a.yaml:6:56 the answer 200 (application/json) has no example']],
  [
    'none for the request',
    `requestBody: { content: { text/plain: {} } }\n${json("examples: { a: { summary: 'one · 一', value: 1 } }")}`,
    ['a.yaml:6:33 the request (text/plain) has no example'],
  ],
  [
    'in English alone',
    json('examples: { a: { summary: one, value: 1 } }'),
    ['a.yaml:6:56 the answer 200 has no example with a summary in Chinese'],
  ],
  [
    'in Chinese alone',
    json('examples: { a: { summary: 一, value: 1 } }'),
    ['a.yaml:6:56 the answer 200 has no example with a summary in English'],
  ],
  ['one in each', json('examples: { a: { summary: one, value: 1 }, b: { summary: 二, value: 2 } }'), []],
];
for (const [name, body, faults] of noExamples) {
  test(`missing examples: ${name}`, () => expect(missingExamples(operation(body))).toEqual(faults));
}

test('values of extensions: every wrong one is told at its line', () => {
  const document = readDocument(
    'x-source: see below\na:\n  - { x-confidence: sure }\n  - { x-parity: same }\n  - { x-status: new }\n  - { x-parity: exact }\n  - { description: this, and that }\n',
    'a.yaml',
  );
  expect(extensionFaults(document)).toEqual([
    'a.yaml:1:1 x-source must be one https address',
    'a.yaml:3:7 x-confidence must be one of documented, client, reported, inferred',
    'a.yaml:4:7 x-parity must be one of exact, shape, ignore',
    'a.yaml:5:7 x-status must be one of client-only',
    'a.yaml:7:26 "and that" is a key without a value: put the whole text in quotes',
  ]);
});
