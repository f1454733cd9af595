// What the shipped contracts owe their readers: a source for every operation, examples for every body, and examples that
// hold. `npx playwright test --config playwright.unit.config.ts specs/contracts.spec.ts -g auth` judges one family.
import { readFileSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, test } from '@playwright/test';
import { formatLocation } from '../src/core/source.ts';
import { readDocument } from '../src/document/read-document.ts';
import { locatePart } from '../src/openapi/contract.ts';
import type { Contract, Operation } from '../src/openapi/contract.ts';
import { readContract } from '../src/openapi/read-contract.ts';
import { inside, placeAt } from '../src/openapi/resolve-reference.ts';
import { loadProject } from '../src/project.ts';
import { brokenExamples, extensionFaults, missingExamples, sourceFaults } from './check-contract.ts';

const { contracts, text } = loadProject('.', {});

const nameOf = ({ document }: Contract): string => document.file.replace(/^contracts\/|\.openapi\.yaml$/g, '');

/** The platform's promises have public sources; those of an application, in contracts/app/, stand for themselves. */
const families = contracts.filter((contract) => !nameOf(contract).includes('/'));

/** Contracts that are not whole yet: sources and examples are not asked of them. */
const unfinished: ReadonlySet<string> = new Set();

for (const contract of contracts) {
  for (const operation of contract.operations) {
    const name = `${nameOf(contract)}: ${operation.operationId}`;
    test(`${name}: its examples hold`, () => expect(brokenExamples(operation)).toEqual([]));
    if (!families.includes(contract)) continue;
    test(`${name} names its source and shows every body`, () => {
      test.skip(unfinished.has(nameOf(contract)), 'this contract is not whole yet');
      expect([...sourceFaults(operation), ...missingExamples(operation)]).toEqual([]);
    });
  }
}

test('a contract that became whole is no longer called unfinished', () => {
  const whole = families.filter(({ operations }) =>
    operations.every((operation) => [...sourceFaults(operation), ...missingExamples(operation)].length === 0),
  );
  expect(whole.map(nameOf).filter((name) => unfinished.has(name))).toEqual([]);
});

const files = readdirSync('contracts', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => posix.join('contracts', file.replaceAll('\\', '/')))
  .sort();

for (const file of files) {
  test(`${file}: x-source, x-confidence, x-parity and x-status have values that count`, () => {
    expect(extensionFaults(readDocument(text(file)!, file))).toEqual([]);
  });
}

test('an operationId stands for one operation of all contracts', () => {
  const places = new Map<string, string[]>();
  for (const operation of contracts.flatMap(({ operations }) => operations)) {
    const place = formatLocation(locatePart(operation.contract, operation, '/operationId'));
    places.set(operation.operationId, [...(places.get(operation.operationId) ?? []), place]);
  }
  expect([...places].filter(([, { length }]) => length > 1)).toEqual([]);
});

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

const wrongSources: [name: string, body: string, faults: string[]][] = [
  [
    'nothing said',
    json(''),
    ['has no x-source with an https address', 'has no x-confidence of documented, client, reported, inferred'],
  ],
  [
    'an address without s, and a word that is none of the four',
    `x-source: http://a.example\nx-confidence: sure\n${json('')}`,
    ['has no x-source with an https address', 'has no x-confidence of documented, client, reported, inferred'],
  ],
  [
    'client without the status',
    `x-source: https://a.example\nx-confidence: client\n${json('')}`,
    ['has no x-status: client-only'],
  ],
  [
    'documented, and called client-only',
    `x-source: https://a.example\nx-confidence: documented\nx-status: client-only\n${json('')}`,
    ['is documented, not client-only'],
  ],
  ['documented', `x-source: https://a.example\nx-confidence: documented\n${json('')}`, []],
];
for (const [name, body, faults] of wrongSources) {
  test(`sources: ${name}`, () => {
    expect(sourceFaults(operation(body))).toEqual(faults.map((message) => `a.yaml:5:5 ${message}`));
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

const wrongExamples: [name: string, body: string, faults: string[]][] = [
  [
    'of a body',
    json('schema: { type: integer }, examples: { one: { value: 1 }, two: { value: two } }'),
    ['a.yaml:6:141 the example "two" breaks a.yaml:6:92: expected integer, actual "two" (string)'],
  ],
  [
    'of a parameter',
    `parameters: [{ name: a, in: query, schema: { type: integer }, example: two }]\n${json('')}`,
    ['a.yaml:6:69 the example breaks a.yaml:6:58: expected integer, actual "two" (string)'],
  ],
  [
    'of a schema, deep inside',
    json('schema: { properties: { a: { items: { type: integer, examples: [1, two] } } } }'),
    [`a.yaml:6:143 the schema's example breaks a.yaml:6:120: expected integer, actual "two" (string)`],
  ],
  [
    'of a request, whose readOnly member need not be there',
    `requestBody: { content: { application/json: { schema: { required: [a], properties: { a: { readOnly: true } } }, example: {} } } }\n${json('')}`,
    [],
  ],
];
for (const [name, body, faults] of wrongExamples) {
  test(`broken examples: ${name}`, () => expect(brokenExamples(operation(body))).toEqual(faults));
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
