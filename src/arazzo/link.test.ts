import { expect, test } from '@playwright/test';
import { readDocument } from '../document/read-document.ts';
import { readContract } from '../openapi/read-contract.ts';
import { documentOf, read } from './arazzo.samples.ts';
import type { Link } from './link.ts';
import { findStep, resolveOperation, resolveWorkflow } from './link.ts';

const contractOf = (
  ids: readonly string[],
): Link['contracts'] extends ReadonlyMap<string, infer Value> ? Value : never =>
  readContract(
    readDocument(
      `openapi: 3.0.3\ninfo: {title: A, version: "1"}\npaths:\n${ids.map((id) => `  /${id}: {get: {operationId: ${id}, responses: {'200': {description: ok}}}}\n`).join('')}`,
      'a.yaml',
    ),
  );

const description = read(
  documentOf({
    workflow: 'x-finally: [{stepId: undo, operationId: x}]',
    steps: '- {stepId: a, operationId: x}',
  }),
);
const inner: Link = { description, contracts: new Map(), descriptions: new Map() };
const link: Link = {
  description,
  contracts: new Map([
    ['one', contractOf(['x', 'both'])],
    ['two', contractOf(['y', 'both'])],
  ]),
  descriptions: new Map([['inner', inner]]),
};

const operations: readonly [id: string, source: string | undefined, found: string | undefined][] = [
  ['x', undefined, '/paths/~1x/get'],
  ['y', undefined, '/paths/~1y/get'],
  ['both', undefined, undefined],
  ['both', 'two', '/paths/~1both/get'],
  ['x', 'two', undefined],
  ['x', 'three', undefined],
  ['X', undefined, undefined],
];
for (const [id, source, found] of operations) {
  test(`finds operation ${id} ${source === undefined ? 'anywhere' : `in ${source}`}`, () => {
    const operation = { id, pointer: '', ...(source === undefined ? {} : { source }) };
    expect(resolveOperation(link, { type: 'operation', operation })?.pointer).toBe(found);
  });
}

test('finds an operation by its path', () => {
  const at = (source: string, operationPointer: string): string | undefined =>
    resolveOperation(link, { type: 'operationPath', source, operationPointer, pointer: '' })?.operationId;
  expect(at('one', '/paths/~1x/get')).toBe('x');
  expect(at('one', '/paths/~1x/post')).toBeUndefined();
  expect(at('two', '/paths/~1x/get')).toBeUndefined();
});

test('finds workflows here and in other documents', () => {
  expect(resolveWorkflow(link, { id: 'w', pointer: '' })?.link).toBe(link);
  expect(resolveWorkflow(link, { source: 'inner', id: 'w', pointer: '' })?.link).toBe(inner);
  expect(resolveWorkflow(link, { id: 'v', pointer: '' })).toBeUndefined();
  expect(resolveWorkflow(link, { source: 'outer', id: 'w', pointer: '' })).toBeUndefined();
});

test('finds steps of the workflow and of its clean-up', () => {
  const [workflow] = description.workflows;
  expect(workflow && findStep(workflow, 'a')?.pointer).toBe('/workflows/0/steps/0');
  expect(workflow && findStep(workflow, 'undo')?.pointer).toBe('/workflows/0/x-finally/0');
  expect(workflow && findStep(workflow, 'b')).toBeUndefined();
});
