import { expect, test } from '@playwright/test';
import { schemaOf } from './contract.samples.ts';
import { simpleParser } from './parse-simple-value.ts';

const cases: [schema: string, text: string, value: unknown, explode?: boolean][] = [
  ['{ type: integer }', '7', 7],
  ['{ type: integer }', '07', '07'],
  ['{ type: integer }', 'x', 'x'],
  ['{ type: number }', '-1.5e3', -1500],
  ['{ type: boolean }', 'true', true],
  ['{ type: boolean }', 'True', 'True'],
  ['{ type: boolean }', 'constructor', 'constructor'],
  ['{ type: string }', '7', '7'],
  ['{}', '7', '7'],
  ['{ type: [integer, "null"] }', '', null],
  ['{ type: array, items: { type: integer } }', '1, 2,x', [1, 2, 'x']],
  ['{ type: array }', '', []],
  ['{ type: object, properties: { a: { type: integer } } }', 'a,1,b,2', { a: 1, b: '2' }],
  ['{ type: object, properties: { a: { type: integer } } }', 'a=1,b=2', { a: 1, b: '2' }, true],
  ['{ allOf: [{ $ref: "#/components/schemas/T" }] }', '7', 7],
  ['{ $ref: "#/components/schemas/T" }', '7', 7],
];
for (const [schema, text, value, explode = false] of cases) {
  test(`"${text}" by ${schema}${explode ? ', exploded' : ''}`, () => {
    const reference = schemaOf(`{ S: ${schema}, T: { type: integer } }`);
    expect(simpleParser(reference, explode)(text)).toEqual(value);
  });
}
