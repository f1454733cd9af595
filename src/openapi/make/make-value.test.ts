// What is made for a schema is allowed by it, keyword by keyword.
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { contractOf } from '../contract.samples.ts';
import { validateValue } from '../validate-value.ts';
import type { SchemaReference } from '../contract.ts';
import { makeValue } from './make-value.ts';
import type { MakeOptions } from './making.ts';
import type { Made } from './make-value.ts';

const asAnswer: MakeOptions = { direction: 'response', seed: 'test' };

/** The schema of a component, by which it is made. */
function schemaOf(schemas: string, version = '3.1.0', name = 'A'): SchemaReference {
  const contract = contractOf(
    `openapi: ${version}\ninfo: { title: t, version: '1' }\npaths: {}\ncomponents: { schemas: ${schemas} }\n`,
  );
  return { document: contract.document, pointer: `/components/schemas/${name}` };
}

function make(schema: SchemaReference, options: Partial<MakeOptions> = {}): Made {
  return makeValue(schema, { ...asAnswer, ...options });
}

const seeds = ['one', 'two', 'three', '4', '5'];

/** Allowed by the schema for every seed, with examples and without. */
const allowed: readonly (readonly [name: string, schema: string, version?: string])[] = [
  ['no rule', '{}'],
  ['true', 'true'],
  ['a type', '{ type: integer }'],
  ['several types', '{ type: [string, "null"] }'],
  ['null alone', '{ type: "null" }'],
  ['const', '{ const: { a: [1, 2] } }'],
  ['enum', '{ enum: [1, two, null] }'],
  ['enum and type', '{ type: string, enum: [1, two] }'],
  ['enum in two parts', '{ allOf: [{ enum: [a, b, c] }, { enum: [b, d] }] }'],
  ['minimum and maximum', '{ type: integer, minimum: 7, maximum: 7 }'],
  ['exclusive bounds', '{ type: integer, exclusiveMinimum: 7, exclusiveMaximum: 9 }'],
  ['exclusive bounds of 3.0', '{ type: integer, minimum: 7, exclusiveMinimum: true, maximum: 8 }', '3.0.3'],
  ['a fraction between', '{ type: number, exclusiveMinimum: 0.25, exclusiveMaximum: 0.26 }'],
  ['a fraction, exclusive, of 3.0', '{ type: number, minimum: 0, exclusiveMinimum: true, maximum: 0.001 }', '3.0.3'],
  ['negative numbers', '{ type: number, maximum: -3.5 }'],
  ['multipleOf', '{ type: integer, multipleOf: 7, minimum: 100 }'],
  ['multipleOf a fraction', '{ type: number, multipleOf: 0.01, minimum: 0.1, maximum: 0.2 }'],
  ['two multiples', '{ allOf: [{ type: integer, multipleOf: 6 }, { multipleOf: 10 }] }'],
  ['a whole number that is a multiple of a fraction', '{ type: integer, multipleOf: 1.5 }'],
  ['more digits than a double has', '{ type: integer, minimum: 9007199254740993 }'],
  ['more digits, exclusive', '{ type: integer, exclusiveMinimum: 9223372036854775806, format: int64 }'],
  ['int32', '{ type: integer, format: int32, minimum: 2147483647 }'],
  ['uint8', '{ type: integer, format: uint8, minimum: 250 }'],
  ['lengths', '{ type: string, minLength: 40, maxLength: 41 }'],
  ['no character', '{ type: string, maxLength: 0 }'],
  ['a pattern', "{ type: string, pattern: '^[A-Z]{2}-\\d{3,5}(x|y)?$' }"],
  ['a pattern and a length', "{ type: string, pattern: '^[a-z]+$', minLength: 12, maxLength: 12 }"],
  ['two patterns', "{ type: string, allOf: [{ pattern: '^a' }, { pattern: '[0-9]$' }] }"],
  ['a pattern that looks ahead', "{ type: string, pattern: '^(?=.*\\d)(?=.*[A-Z]).{8,}$' }"],
  ['a pattern of another script', "{ type: string, pattern: '^\\p{Script=Han}{2}$' }"],
  ['a pattern that would backtrack', "{ type: string, pattern: '^(a+)+$' }"],
  ['a required member', '{ type: object, required: [a], properties: { a: { type: string } } }'],
  ['a required member that is not listed', '{ type: object, required: [a] }'],
  ['a closed object', '{ type: object, properties: { a: { type: string } }, additionalProperties: false }'],
  ['a map', '{ type: object, additionalProperties: { type: integer } }'],
  [
    'a map of names',
    '{ type: object, propertyNames: { pattern: "^x-[a-z]+$" }, additionalProperties: { type: integer }, minProperties: 3 }',
  ],
  [
    'patternProperties',
    '{ type: object, patternProperties: { "^n_": { type: integer } }, additionalProperties: false, minProperties: 2 }',
  ],
  [
    'patternProperties and properties',
    '{ properties: { n_a: { minimum: 5, type: integer } }, patternProperties: { "^n_": { maximum: 5 } } }',
  ],
  ['few members', '{ type: object, maxProperties: 1, properties: { a: {}, b: {}, c: {} } }'],
  ['many members', '{ type: object, minProperties: 12 }'],
  ['dependentRequired', '{ properties: { a: {}, b: {}, c: {} }, dependentRequired: { a: [b], b: [d] } }'],
  [
    'dependentSchemas',
    '{ required: [a], properties: { a: {} }, dependentSchemas: { a: { required: [z], properties: { z: { type: integer } } } } }',
  ],
  [
    'if, then',
    '{ type: object, required: [k], properties: { k: { enum: [a, b] } }, if: { properties: { k: { const: a } } }, then: { required: [n], properties: { n: { type: integer } } }, else: { required: [t], properties: { t: { type: string } } } }',
  ],
  [
    'several ifs',
    '{ type: object, required: [k], properties: { k: { enum: [a, b] } }, allOf: [{ if: { properties: { k: { const: a } }, required: [k] }, then: { required: [n] } }, { if: { properties: { k: { const: b } }, required: [k] }, then: { required: [t] } }] }',
  ],
  ['not', '{ type: object, properties: { a: {}, b: {} }, not: { required: [a] } }'],
  ['not a type', '{ type: [string, integer], not: { type: string } }'],
  ['not some values', '{ enum: [a, b, c], not: { enum: [a, b] } }'],
  [
    'allOf',
    '{ allOf: [{ type: object, required: [a] }, { properties: { a: { type: integer, minimum: 3 } } }, { properties: { a: { maximum: 3 } } }] }',
  ],
  ['oneOf', '{ oneOf: [{ type: string }, { type: integer }] }'],
  ['oneOf whose branches overlap', '{ oneOf: [{ type: integer, multipleOf: 2 }, { type: integer, multipleOf: 3 }] }'],
  [
    'oneOf of open objects',
    '{ type: object, properties: { a: { type: string }, b: { type: string } }, oneOf: [{ required: [a] }, { required: [b] }] }',
  ],
  [
    'oneOf of objects without a required member',
    '{ oneOf: [{ type: object, properties: { a: { type: string } } }, { type: object, properties: { b: { type: string } } }] }',
  ],
  [
    'oneOf with a branch that cannot be',
    '{ oneOf: [{ type: string, minLength: 3, maxLength: 2 }, false, { type: integer }] }',
  ],
  [
    'anyOf',
    '{ type: object, anyOf: [{ required: [a] }, { required: [b] }], properties: { a: { type: string }, b: { type: string } } }',
  ],
  ['a list', '{ type: array, items: { type: integer }, minItems: 3, maxItems: 3 }'],
  [
    'a list of different items',
    '{ type: array, items: { type: integer, minimum: 1, maximum: 4 }, minItems: 4, uniqueItems: true }',
  ],
  ['a list of all values of an enum', '{ type: array, items: { enum: [a, b, c] }, minItems: 3, uniqueItems: true }'],
  ['a list of both booleans', '{ type: array, items: { type: boolean }, minItems: 2, uniqueItems: true }'],
  ['prefixItems', '{ type: array, prefixItems: [{ type: string }, { type: integer }], items: false, minItems: 2 }'],
  ['contains', '{ type: array, items: { type: integer }, contains: { minimum: 50, maximum: 60 }, minContains: 2 }'],
  ['contains behind prefixItems', '{ type: array, prefixItems: [{ const: a }], contains: { const: z } }'],
  [
    'unevaluatedProperties',
    '{ allOf: [{ properties: { a: { type: string } } }], properties: { b: { type: string } }, unevaluatedProperties: false }',
  ],
  ['nullable', '{ type: string, nullable: true }', '3.0.3'],
  ['nullable beside a choice', '{ nullable: true, allOf: [{ type: string }] }', '3.0.3'],
  [
    'a schema inside itself',
    '{ type: object, required: [name], properties: { name: { type: string }, inner: { $ref: "#/components/schemas/A" } } }',
  ],
  [
    'a list inside itself',
    '{ type: object, required: [all], properties: { all: { type: array, items: { $ref: "#/components/schemas/A" } } } }',
  ],
  [
    'a choice that ends',
    '{ type: object, required: [a], properties: { a: { oneOf: [{ $ref: "#/components/schemas/A" }, { type: "null" }] } } }',
  ],
  [
    'nothing beside $ref counts in 3.0',
    '{ allOf: [{ $ref: "#/components/schemas/B", type: integer }] }, B: { type: string }',
    '3.0.3',
  ],
  ['what stands beside $ref counts in 3.1', '{ $ref: "#/components/schemas/B", minLength: 30 }, B: { type: string }'],
  [
    'a discriminator',
    '{ oneOf: [{ $ref: "#/components/schemas/B" }, { $ref: "#/components/schemas/C" }], discriminator: { propertyName: k, mapping: { x: "#/components/schemas/B", y: C } } }, B: { required: [k], properties: { k: { type: string } } }, C: { required: [k, c], properties: { k: { const: y }, c: { type: integer } } }',
  ],
  [
    'a discriminator of heirs',
    '{ type: object, required: [k], properties: { k: { type: string } }, discriminator: { propertyName: k } }, B: { allOf: [{ $ref: "#/components/schemas/A" }, { required: [b], properties: { b: { type: integer } } }] }',
  ],
  ['a broken example', '{ type: object, required: [a], properties: { a: { type: integer, example: one } } }'],
  ['an example of the whole that is broken', '{ type: integer, example: one }'],
  [
    'an example deep inside that is broken',
    '{ type: object, required: [a], example: { a: { b: 1 } }, properties: { a: { type: object, properties: { b: { type: string } } } } }',
  ],
  ...[
    'date-time',
    'date',
    'time',
    'duration',
    'email',
    'hostname',
    'ipv4',
    'ipv6',
    'uri',
    'uri-reference',
    'iri',
    'uuid',
    'uri-template',
    'json-pointer',
    'relative-json-pointer',
    'regex',
    'byte',
    'base64url',
    'binary',
    'password',
    'char',
    'decimal',
    'int64',
    'uint64',
    'http-date',
    'date-time-local',
    'time-local',
    'media-range',
    'sf-string',
    'sf-token',
    'sf-binary',
    'sf-boolean',
    'own-format',
  ].map((format) => [`format ${format}`, `{ type: string, format: ${format} }`] as const),
  ['a format and a length', '{ type: string, format: uri, minLength: 60 }'],
  ['a number of the format decimal of fields', '{ type: number, format: sf-decimal }'],
];

for (const [name, schema, version] of allowed) {
  test(`${name} is met`, () => {
    const place = schemaOf(`{ A: ${schema} }`, version);
    for (const seed of seeds) {
      for (const options of [{}, { examples: false }, { sparse: true }]) {
        const made = make(place, { seed, ...options });
        expect(made).toMatchObject({ ok: true });
        if (made.ok) expect(validateValue(place, made.value, 'response')).toEqual([]);
      }
    }
  });
}

/** What no value satisfies, and where that is told. */
const impossible: readonly (readonly [name: string, schema: string, pointer: string, reason: string])[] = [
  ['false', 'false', '', 'the schema allows no value'],
  [
    'a value without end',
    '{ type: object, required: [a], properties: { a: { $ref: "#/components/schemas/A" } } }',
    '',
    'it can only be met by a value without end',
  ],
  [
    'two types',
    '{ allOf: [{ type: string }, { type: integer }] }',
    '/allOf/0/type',
    'no type is allowed by all of its schemas',
  ],
  [
    'two lists of values',
    '{ allOf: [{ enum: [a] }, { enum: [b] }] }',
    '/allOf/0/enum',
    'the values that its schemas list exclude each other',
  ],
  [
    'bounds that exclude each other',
    '{ type: integer, minimum: 5, maximum: 4 }',
    '/maximum',
    'no value was found that has at most 4; the nearest has 5 (integer)',
  ],
  [
    'a required member that may not be there',
    '{ type: object, required: [a], properties: { a: false } }',
    '/properties/a',
    'the property "a" is required, and may not be there',
  ],
  [
    'not anything',
    '{ type: string, not: { type: string } }',
    '/not',
    'no value was found that has a value that the schema under not refuses; the nearest has "quartz 693" (string)',
  ],
];

for (const [name, schema, pointer, reason] of impossible) {
  test(`${name} cannot be met, and says where`, () => {
    const made = make(schemaOf(`{ A: ${schema} }`));
    expect(made).toMatchObject({ ok: false, reason });
    if (!made.ok) expect(made.place.pointer).toBe(`/components/schemas/A${pointer}`);
  });
}

test('the same seed makes the same value, another seed another', () => {
  const text =
    '{ A: { type: object, properties: { a: { type: string }, b: { type: integer }, c: { type: array, items: { type: number } } } } }';
  const values = ['one', 'one', 'two'].map((seed) => make(schemaOf(text), { seed }));
  expect(values[0]).toEqual(values[1]);
  expect(values[0]).not.toEqual(values[2]);
});

const directions: readonly (readonly ['request' | 'response', string[]])[] = [
  ['request', ['both', 'secret']],
  ['response', ['id', 'both']],
];
for (const [direction, names] of directions) {
  test(`a ${direction} has ${names.join(' and ')} alone`, () => {
    const place = schemaOf(
      '{ A: { type: object, required: [id, secret, both], properties: { id: { type: integer, readOnly: true }, both: { type: string }, secret: { type: string, writeOnly: true } } } }',
    );
    const made = make(place, { direction });
    expect(made.ok && Object.keys(Object(made.value) as object)).toEqual(names);
  });
}

/** Schemas that some value satisfies, as a rule: what the maker gives is then held against them. */
const { schema } = fc.letrec<{ schema: unknown; small: unknown }>((tie) => ({
  small: fc.oneof(
    fc.record({
      type: fc.constant('integer'),
      minimum: fc.integer({ min: -50, max: 50 }),
      multipleOf: fc.integer({ min: 1, max: 9 }),
    }),
    fc.record({
      type: fc.constant('number'),
      exclusiveMinimum: fc.integer({ min: -5, max: 5 }),
      maximum: fc.integer({ min: 6, max: 9 }),
    }),
    fc.record({ type: fc.constant('string'), minLength: fc.nat(6), maxLength: fc.integer({ min: 6, max: 9 }) }),
    fc.record({ type: fc.constant('string'), format: fc.constantFrom('date', 'uuid', 'email', 'ipv4', 'byte') }),
    fc.record({ type: fc.constant('string'), pattern: fc.constantFrom('^[a-c]{2,4}$', '\\d', '^(x|y)+-z$', '^A.B$') }),
    fc.record({
      enum: fc.uniqueArray(fc.oneof(fc.integer(), fc.string(), fc.boolean()), { minLength: 1, maxLength: 4 }),
    }),
    fc.constantFrom({ type: 'boolean' }, { type: 'null' }, {}, { type: ['string', 'null'] }),
  ),
  schema: fc.oneof(
    { depthSize: 'small' },
    tie('small'),
    fc.record({
      type: fc.constant('array'),
      items: tie('schema'),
      minItems: fc.nat(2),
      maxItems: fc.integer({ min: 2, max: 4 }),
    }),
    fc
      .tuple(
        fc.dictionary(fc.constantFrom('a', 'b', 'c', 'id'), tie('schema')),
        fc.subarray(['a', 'b', 'x']),
        fc.boolean(),
      )
      .map(([properties, required, open]) => ({
        type: 'object',
        properties,
        required: open ? required : required.filter((name) => name in properties),
        ...(open ? {} : { additionalProperties: false }),
      })),
    fc.record({ oneOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ allOf: fc.tuple(tie('schema')) }),
  ),
}));

test('what is made of any schema is allowed by it, and what cannot be made is told', () => {
  let made = 0;
  let all = 0;
  fc.assert(
    fc.property(schema, fc.string(), (given, seed) => {
      const place = schemaOf(JSON.stringify({ A: given }));
      const found = make(place, { seed });
      all += 1;
      if (!found.ok) {
        expect(found.reason).not.toBe('');
        return;
      }
      made += 1;
      expect(validateValue(place, found.value, 'response')).toEqual([]);
    }),
    { numRuns: 300 },
  );
  // oneOf of random schemas is often impossible; all else has a value.
  expect(made / all).toBeGreaterThan(0.85);
});
