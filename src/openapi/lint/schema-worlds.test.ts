import { expect, test } from '@playwright/test';
import { schemaOf } from '../contract.samples.ts';
import { stepInto, typesIn, valuesIn, worldsOf } from './schema-worlds.ts';
import type { World } from './schema-worlds.ts';

function walk(schemas: string, path: string, version = '3.1.1'): string {
  let worlds: readonly World[] = worldsOf(schemaOf(schemas, version));
  for (const token of path.split('/').slice(1)) {
    const reach = stepInto(worlds, token);
    if (reach.kind === 'unlisted') return `not among ${reach.names.join(' ')}`;
    if (reach.kind === 'impossible') return [reach.reason, ...reach.names].join(' ');
    worlds = reach.worlds;
  }
  const values = valuesIn(worlds);
  return values ? JSON.stringify(values) : [...typesIn(worlds)].sort().join(' ');
}

const everything = 'array boolean integer null number object string';
const closed = '{ type: object, properties: { a: { type: string } }, additionalProperties: false }';

const cases: readonly [schema: string, path: string, reached: string][] = [
  [closed, '/a', 'string'],
  [closed, '/b', 'closed a'],
  [closed, '/a/b', 'scalar'],
  ['{ type: object, properties: { a: {} } }', '/b', 'not among a'],
  ['{ type: object, properties: { a: {} }, additionalProperties: true }', '/b', everything],
  ['{ type: object, properties: { a: {} }, additionalProperties: { type: integer } }', '/b', 'integer'],
  ['{ type: object, properties: { a: {} }, patternProperties: { "^x-": { type: string } } }', '/x-b', 'string'],
  ['{ type: object, properties: { a: {} }, unevaluatedProperties: false }', '/b', 'closed a'],
  ['{ type: object, properties: { a: false } }', '/a', 'closed a'],
  ['{ type: object }', '/b', everything],
  ['{}', '/b/c/0', everything],
  // Without a type, the value may be a list as well.
  ['{ properties: { a: {} } }', '/0', everything],
  ['{ properties: { a: {} } }', '/b', 'not among a'],
  ['{ type: array, items: { type: integer } }', '/0', 'integer'],
  ['{ type: array, items: { type: integer } }', '/a', 'list'],
  ['{ type: array, prefixItems: [{ type: string }], items: { type: integer } }', '/0', 'string'],
  ['{ type: array, prefixItems: [{ type: string }], items: false }', '/1', 'short'],
  ['{ type: array, maxItems: 2 }', '/2', 'short'],
  ['{ type: array }', '/2/any', everything],
  [
    '{ allOf: [{ type: object, properties: { a: { type: string } } }, { properties: { b: { const: 1 } } }] }',
    '/b',
    '[1]',
  ],
  ['{ oneOf: [{ type: string }, { type: object, properties: { a: { enum: [x] } } }] }', '/a', '["x"]'],
  [
    '{ anyOf: [{ type: object, properties: { a: { type: string } } }, { type: object, properties: { a: { type: "null" } } }] }',
    '/a',
    'null string',
  ],
  [
    '{ type: object, properties: { k: {} }, if: { properties: { k: { const: 1 } } }, then: { properties: { a: { type: string } } } }',
    '/a',
    'string',
  ],
  [
    '{ type: object, properties: { k: {} }, dependentSchemas: { k: { properties: { a: { type: string } } } } }',
    '/a',
    'string',
  ],
  ['{ type: object, properties: { k: {} }, discriminator: { propertyName: k } }', '/a', everything],
  [
    '{ type: object, properties: { next: { $ref: "#/components/schemas/S" }, v: { type: integer } } }',
    '/next/next/v',
    'integer',
  ],
  ['{ $dynamicRef: "#node", type: string }', '/a', everything],
];

for (const [schema, path, reached] of cases) {
  test(`${path} in ${schema} comes to ${reached}`, () => {
    expect(walk(`{ S: ${schema} }`, path)).toBe(reached);
  });
}

test('with too many choices nothing is told', () => {
  const choice = '{ oneOf: [{ properties: { a: {} } }, { properties: { b: {} } }, { properties: { c: {} } }] }';
  expect(walk(`{ S: { type: object, allOf: [${Array(6).fill(choice).join(', ')}] } }`, '/d')).toBe(everything);
});

test('nullable of OpenAPI 3.0 is a type', () => {
  expect(walk('{ S: { type: object, properties: { a: { type: string, nullable: true } } } }', '/a', '3.0.3')).toBe(
    'null string',
  );
});
