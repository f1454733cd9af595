import { expect, test } from '@playwright/test';
import type { JsonValue } from '../../core/json.ts';
import { schemaOf } from '../contract.samples.ts';
import { certainViolations } from './certain-violations.ts';
import type { PartialValue } from './certain-violations.ts';

const unknown: PartialValue = { kind: 'unknown', text: '$x' };
const of = (...types: string[]): PartialValue => ({ kind: 'unknown', text: '$x', types: new Set(types) });
const known = (value: JsonValue): PartialValue => ({ kind: 'known', value });
const object = (members: Record<string, PartialValue>): PartialValue => ({
  kind: 'object',
  members: new Map(Object.entries(members)),
});
const list = (...items: PartialValue[]): PartialValue => ({ kind: 'array', items });

/** As titles of tests show it. */
function show(value: PartialValue): string {
  switch (value.kind) {
    case 'known':
      return JSON.stringify(value.value);
    case 'unknown':
      return `$x ${JSON.stringify([...(value.types ?? value.values ?? [])])}`;
    case 'array':
      return `[${value.items.map(show).join(', ')}]`;
    case 'object':
      return `{${[...value.members].map(([name, member]) => `${name}: ${show(member)}`).join(', ')}}`;
  }
}

const told: readonly [schema: string, value: PartialValue, violations: readonly string[]][] = [
  ['{ type: integer }', of('string'), [': integer, not $x, which is string']],
  [
    '{ type: object, required: [a] }',
    object({ b: unknown }),
    ['/a: the property "a", not nothing; the object has only "b"'],
  ],
  [
    '{ dependentRequired: { b: [a] } }',
    object({ b: unknown }),
    ['/a: the property "a", not nothing; the object has only "b"'],
  ],
  [
    '{ properties: { a: { maxLength: 1 } } }',
    object({ a: known('xy'), b: unknown }),
    ['/a: at most 1 character, not 2 characters: "xy" (string)'],
  ],
  [
    '{ properties: { a: {} }, additionalProperties: false }',
    object({ b: unknown }),
    ['/b: no other property than "a", not "b"'],
  ],
  [
    '{ additionalProperties: { type: string } }',
    object({ b: of('integer') }),
    ['/b: string, not $x, which is integer'],
  ],
  [
    '{ patternProperties: { ^b: { type: string } } }',
    object({ b: of('integer') }),
    ['/b: string, not $x, which is integer'],
  ],
  ['{ minProperties: 2 }', object({ b: unknown }), [': at least 2 properties, not 1 properties']],
  ['{ type: string }', object({ b: unknown }), [': string, not an object']],
  ['{ type: object }', list(unknown), [': object, not a list']],
  [
    '{ items: { type: integer }, maxItems: 1 }',
    list(unknown, of('null')),
    [': at most 1 items, not 2 items', '/1: integer, not $x, which is null'],
  ],
  [
    '{ prefixItems: [{}, { type: integer }] }',
    list(of('string'), of('string')),
    ['/1: integer, not $x, which is string'],
  ],
  [
    '{ allOf: [{ required: [a] }, { properties: { b: { type: integer } } }] }',
    object({ b: of('boolean') }),
    ['/a: the property "a", not nothing; the object has only "b"', '/b: integer, not $x, which is boolean'],
  ],
  [
    '{ oneOf: [{ required: [a] }, { required: [b, c] }] }',
    object({ d: unknown }),
    ['/a: the property "a", not nothing; the object has only "d"'],
  ],
  [
    '{ anyOf: [{ type: array }, { type: object, required: [a, b] }] }',
    object({ a: unknown }),
    ['/b: the property "b", not nothing; the object has only "a"'],
  ],
  [
    '{ if: { required: [a] }, then: { required: [b] }, else: { required: [c] } }',
    object({ d: unknown }),
    ['/c: the property "c", not nothing; the object has only "d"'],
  ],
  [
    '{ enum: [a, b] }',
    { ...unknown, values: ['c', 'd'] },
    [': one of "a", "b", not $x, one of "c" (string), "d" (string)'],
  ],
];

for (const [schema, value, violations] of told) {
  test(`${schema} is certainly broken by ${show(value)}`, () => {
    const found = certainViolations(schemaOf(`{ S: ${schema} }`), value);
    expect(found.map(({ pointer, expected, actual }) => `${pointer}: ${expected}, not ${actual}`)).toEqual(violations);
  });
}

const untold: readonly [schema: string, value: PartialValue][] = [
  ['{ type: integer }', unknown],
  ['{ type: integer }', of('string', 'number', 'integer')],
  ['{ type: [string, "null"] }', of('null')],
  ['{ enum: [a, b] }', of('string')],
  ['{ const: { a: 1 } }', object({ a: unknown })],
  ['{ pattern: ^x$ }', of('string')],
  ['{ uniqueItems: true }', list(unknown, unknown)],
  ['{ contains: { type: integer } }', list(of('string'), unknown)],
  ['{ required: [a], properties: { a: { readOnly: true } } }', object({ b: unknown })],
  ['{ allOf: [{ required: [a] }, { properties: { a: { readOnly: true } } }] }', object({ b: unknown })],
  ['{ oneOf: [{ required: [a] }, { required: [b] }] }', object({ b: unknown })],
  ['{ oneOf: [{ required: [a] }, { required: [b] }] }', object({ a: unknown, b: unknown })],
  [
    '{ oneOf: [{ properties: { a: { type: integer } } }, { properties: { a: { type: string } } }] }',
    object({ a: of('string') }),
  ],
  ['{ not: { required: [a] } }', object({ a: unknown })],
  ['{ if: { properties: { a: { const: 1 } } }, then: { required: [b] } }', object({ a: unknown })],
  ['{ dependentSchemas: { a: { required: [b] } } }', object({ a: unknown })],
  ['{ unevaluatedProperties: false, anyOf: [{ properties: { a: {} } }] }', object({ a: unknown })],
  [
    '{ properties: { next: { $ref: "#/components/schemas/S" } }, required: [value] }',
    object({ value: unknown, next: object({ value: unknown, next: unknown }) }),
  ],
  ['{ $dynamicRef: "#node" }', object({ a: unknown })],
];

for (const [schema, value] of untold) {
  test(`${schema} may be kept by ${show(value)}`, () => {
    expect(certainViolations(schemaOf(`{ S: ${schema} }`), value)).toEqual([]);
  });
}

test('in OpenAPI 3.0, nullable counts', () => {
  const schema = schemaOf('{ S: { type: string, nullable: true } }', '3.0.3');
  expect(certainViolations(schema, of('null'))).toEqual([]);
  expect(certainViolations(schema, of('integer'))).toHaveLength(1);
});
