import { expect, test } from '@playwright/test';
import { schemaOf } from './contract.samples.ts';
import { isWildcard } from './wildcard.ts';

const wild = [
  '{}',
  '{ type: object }',
  '{ type: object, additionalProperties: true, description: any }',
  '{ type: object, additionalProperties: {} }',
  '{ type: array }',
  '{ type: array, items: {} }',
  '{ type: array, items: { type: object } }',
  '{ type: [object, "null"] }',
  '{ type: [object, array, string, number, boolean, "null"] }',
  '{ type: object, properties: { a: {} } }',
  '{ allOf: [{ type: object }, {}] }',
  '{ anyOf: [{ type: object, required: [a] }, {}] }',
  '{ items: { $ref: "#/components/schemas/S" } }',
];
const checked = [
  '{ type: string }',
  '{ type: object, required: [a] }',
  '{ type: object, properties: { a: { type: string } } }',
  '{ type: object, additionalProperties: { type: string } }',
  '{ type: object, additionalProperties: false }',
  '{ type: object, minProperties: 1 }',
  '{ type: array, items: { type: string } }',
  '{ type: array, maxItems: 1 }',
  '{ allOf: [{}, { required: [a] }] }',
  '{ anyOf: [{ type: string }, { type: integer }] }',
  '{ enum: [1] }',
  '{ const: {} }',
];
for (const schema of wild)
  test(`a wildcard: ${schema}`, () => expect(isWildcard(schemaOf(`{ S: ${schema} }`))).toBe(true));
for (const schema of checked)
  test(`no wildcard: ${schema}`, () => expect(isWildcard(schemaOf(`{ S: ${schema} }`))).toBe(false));

test('a reference is followed', () => {
  expect(isWildcard(schemaOf('{ S: { $ref: "#/components/schemas/T" }, T: { type: object } }'))).toBe(true);
  expect(isWildcard(schemaOf('{ S: { $ref: "#/components/schemas/T" }, T: { type: string } }'))).toBe(false);
});
test('3.0: what stands beside $ref constrains nothing', () => {
  expect(
    isWildcard(
      schemaOf(
        '{ S: { $ref: "#/components/schemas/T", required: [a] }, T: { type: object, nullable: true } }',
        '3.0.3',
      ),
    ),
  ).toBe(true);
});
