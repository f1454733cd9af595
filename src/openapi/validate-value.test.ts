import { expect, test } from '@playwright/test';
import { parseJson } from '../core/json.ts';
import type { JsonObject, JsonValue } from '../core/json.ts';
import { contractOf, schemaOf } from './contract.samples.ts';
import { readDocument } from '../document/read-document.ts';
import { validateInputs, validateValue, validatorOf } from './validate-value.ts';
import type { SchemaViolation } from './validate-value.ts';

/** `pointer keyword: expected | actual` of each violation. */
const lines = (violations: readonly SchemaViolation[]): string[] =>
  violations.map(({ pointer, keyword, expected, actual }) => `${pointer} ${keyword}: ${expected} | ${actual}`);

type Case = {
  name: string;
  /** `S`, in flow style; with other schemas where it begins with a brace and `S:`. */
  schema: string;
  value: JsonValue;
  says?: string[];
  version?: string;
  direction?: 'request' | 'response';
};

const v30 = '3.0.3';
const object = '{ type: object, required: [id], properties: { id: { type: integer } } }';

const cases: Case[] = [
  { name: 'a wrong type', schema: '{ type: integer }', value: '1', says: [' type: integer | "1" (string)'] },
  {
    name: 'one of several types',
    schema: '{ type: [integer, "null"] }',
    value: 'x',
    says: [' type: integer or null | "x" (string)'],
  },
  {
    name: '1.0 and 1e3 are integers',
    schema: '{ type: array, items: { type: integer } }',
    value: JSON.parse('[1.0, 1e3]') as JsonValue,
  },
  {
    name: 'int64 beyond its range',
    schema: '{ type: integer, format: int64 }',
    value: JSON.parse('92233720368547758079') as JsonValue,
    says: [' format: int64, from -9223372036854775808 to 9223372036854775807 | 92233720368547760000 (integer)'],
  },
  {
    name: 'a missing property, with the nearest',
    schema: '{ required: [position] }',
    value: { positon: 1, a: 2 },
    says: [
      '/position required: the property "position" | nothing; the object has only "positon", "a"; is "positon" meant?',
    ],
  },
  {
    name: '`toString` is no property of {}',
    schema: '{ required: [toString] }',
    value: {},
    says: ['/toString required: the property "toString" | nothing; the object has no property'],
  },
  {
    name: 'pointers are escaped',
    schema: '{ properties: { a/b~c: { type: integer } } }',
    value: { 'a/b~c': 'x' },
    says: ['/a~1b~0c type: integer | "x" (string)'],
  },
  {
    name: 'all faults, not the first',
    schema: '{ properties: { a: { minimum: 1 }, b: { maxLength: 2 }, c: { enum: [x, y] }, d: { const: 1 } } }',
    value: { a: 0, b: '高等数', c: 'z', d: 2 },
    says: [
      '/a minimum: at least 1 | 0 (integer)',
      '/b maxLength: at most 2 characters | 3 characters: "高等数" (string)',
      '/c enum: one of "x", "y" | "z" (string)',
      '/d const: 1 | 2 (integer)',
    ],
  },
  {
    name: 'bounds',
    schema:
      '{ properties: { a: { exclusiveMinimum: 1 }, b: { exclusiveMaximum: 1 }, c: { maximum: 1 }, d: { multipleOf: 2 }, e: { pattern: ^a$ } } }',
    value: { a: 1, b: 1, c: 2, d: 3, e: 'b' },
    says: [
      '/a exclusiveMinimum: more than 1 | 1 (integer)',
      '/b exclusiveMaximum: less than 1 | 1 (integer)',
      '/c maximum: at most 1 | 2 (integer)',
      '/d multipleOf: a multiple of 2 | 3 (integer)',
      '/e pattern: text that matches /^a$/ | "b" (string)',
    ],
  },
  { name: '19.99 is a multiple of 0.01', schema: '{ multipleOf: 0.01 }', value: 19.99 },
  {
    name: 'sizes',
    schema:
      '{ properties: { a: { minItems: 1 }, b: { maxItems: 1 }, c: { uniqueItems: true }, d: { minProperties: 1 } } }',
    value: { a: [], b: [1, 2], c: [1, 2, 1], d: {} },
    says: [
      '/a minItems: at least 1 item | 0 items: [] (array)',
      '/b maxItems: at most 1 item | 2 items: [1,2] (array)',
      '/c uniqueItems: items that differ | items 0 and 2 are equal',
      '/d minProperties: at least 1 property | 0 properties: {} (object)',
    ],
  },
  {
    name: 'a surplus property',
    schema: '{ properties: { a: {} }, additionalProperties: false }',
    value: { a: 1, b: 2 },
    says: ['/b additionalProperties: no other property than "a" | "b": 2 (integer)'],
  },
  { name: 'an undeclared property is allowed', schema: object, value: { id: 1, more: 2 } },
  {
    name: 'unevaluatedProperties sees through allOf',
    schema: '{ allOf: [{ properties: { a: {} } }], unevaluatedProperties: false }',
    value: { a: 1, b: 2 },
    says: ['/b unevaluatedProperties: no other property than "a" | "b": 2 (integer)'],
  },
  {
    name: 'a date that does not exist',
    schema: '{ format: date }',
    value: '2023-02-30',
    says: [' format: date, as in 2026-11-23 | "2023-02-30" (string)'],
  },
  {
    name: 'a date-time without offset',
    schema: '{ format: date-time }',
    value: '2023-02-03T10:00:00',
    says: [' format: date-time, as in 2026-11-23T12:30:00Z | "2023-02-03T10:00:00" (string)'],
  },
  {
    name: 'formats of the public set',
    schema: '{ properties: { a: { format: uuid }, b: { format: email }, c: { format: ipv4 } } }',
    value: { a: 'x', b: 'x', c: 'x' },
    says: ['/a format: uuid | "x" (string)', '/b format: email | "x" (string)', '/c format: ipv4 | "x" (string)'],
  },
  { name: 'a format that nobody knows is a remark', schema: '{ format: phone }', value: 'x' },
  {
    name: 'the schema false',
    schema: '{ properties: { a: false } }',
    value: { a: 1 },
    says: ['/a false: no value at all | 1 (integer)'],
  },
  {
    name: 'not',
    schema: '{ not: { type: string } }',
    value: 'x',
    says: [' not: a value that the schema under not refuses | "x" (string)'],
  },
  {
    name: 'prefixItems',
    schema: '{ prefixItems: [{ type: integer }], items: false }',
    value: ['x', 1],
    says: ['/0 type: integer | "x" (string)', '/1 false: no value at all | 1 (integer)'],
  },
  {
    name: 'contains',
    schema: '{ contains: { type: integer } }',
    value: ['x', 'y'],
    says: [' contains: at least 1 item of the kind that contains names | ["x","y"] (array)'],
  },
  { name: 'contains finds one', schema: '{ contains: { type: integer } }', value: ['x', 1] },
  {
    name: 'propertyNames',
    schema: '{ propertyNames: { pattern: ^a } }',
    value: { b: 1 },
    says: [' pattern: property names: text that matches /^a/ | the property name "b"'],
  },
  {
    name: 'dependentRequired',
    schema: '{ dependentRequired: { a: [name] } }',
    value: { a: 1 },
    says: ['/name dependentRequired: the property "name", since there is "a" | nothing; the object has only "a"'],
  },
  {
    name: 'if, then, else',
    schema: '{ if: { properties: { k: { const: a } } }, then: { required: [left] }, else: { required: [right] } }',
    value: { k: 'b' },
    says: ['/right required: the property "right" | nothing; the object has only "k"'],
  },
  {
    name: 'siblings of $ref count in 3.1',
    schema: '{ S: { $ref: "#/components/schemas/T", maximum: 5 }, T: { type: integer } }',
    value: 7,
    says: [' maximum: at most 5 | 7 (integer)'],
  },
  {
    name: 'a recursive schema is judged all the way down',
    schema: '{ properties: { v: { type: integer }, next: { $ref: "#/components/schemas/S" } } }',
    value: { v: 1, next: { v: 2, next: { v: 'x' } } },
    says: ['/next/next/v type: integer | "x" (string)'],
  },
  {
    name: 'a $ref to a part of a schema',
    schema: '{ properties: { a: { type: integer }, b: { $ref: "#/components/schemas/S/properties/a" } } }',
    value: { b: 'x' },
    says: ['/b type: integer | "x" (string)'],
  },
  {
    name: 'a pattern that only the old syntax allows',
    schema: '{ pattern: "^[\\\\w\\\\-]+$" }',
    value: 'a b',
    says: [' pattern: text that matches /^[\\w\\-]+$/ | "a b" (string)'],
  },
  {
    name: '$defs are used where they are referred to',
    schema: '{ $defs: { id: { type: integer } }, properties: { a: { $ref: "#/components/schemas/S/$defs/id" } } }',
    value: { a: 'x' },
    says: ['/a type: integer | "x" (string)'],
  },

  { name: '3.0: nullable', schema: '{ type: string, nullable: true }', version: v30, value: null },
  {
    name: '3.0: not nullable',
    schema: '{ type: string, nullable: false }',
    version: v30,
    value: null,
    says: [' type: string | null'],
  },
  {
    name: '3.0: nullable names both types',
    schema: '{ type: integer, nullable: true }',
    version: v30,
    value: 'x',
    says: [' type: integer or null | "x" (string)'],
  },
  {
    name: '3.0: nullable with allOf',
    schema: `{ S: { nullable: true, allOf: [{ $ref: "#/components/schemas/T" }] }, T: ${object} }`,
    version: v30,
    value: null,
  },
  {
    name: '3.0: nullable with allOf still judges the rest',
    schema: `{ S: { nullable: true, allOf: [{ $ref: "#/components/schemas/T" }] }, T: ${object} }`,
    version: v30,
    value: { id: 'x' },
    says: ['/id type: integer | "x" (string)'],
  },
  {
    name: '3.0: a nullable enum that lists null',
    schema: '{ type: string, nullable: true, enum: [a, null] }',
    version: v30,
    value: null,
  },
  {
    name: '3.0: a nullable enum that does not list null',
    schema: '{ type: string, nullable: true, enum: [a] }',
    version: v30,
    value: null,
    says: [' enum: one of "a" | null'],
  },
  {
    name: '3.0: nothing beside $ref counts',
    schema: '{ S: { $ref: "#/components/schemas/T", nullable: true, maximum: 1 }, T: { type: integer } }',
    version: v30,
    value: null,
    says: [' type: integer | null'],
  },
  {
    name: '3.0: $ref to a nullable schema',
    schema: '{ S: { properties: { a: { $ref: "#/components/schemas/T" } } }, T: { type: integer, nullable: true } }',
    version: v30,
    value: { a: null },
  },
  {
    name: '3.0: exclusiveMinimum: true',
    schema: '{ type: number, minimum: 1, exclusiveMinimum: true }',
    version: v30,
    value: 1,
    says: [' exclusiveMinimum: more than 1 | 1 (integer)'],
  },
  {
    name: '3.0: exclusiveMaximum: false',
    schema: '{ type: number, maximum: 1, exclusiveMaximum: false }',
    version: v30,
    value: 1,
  },
  {
    name: '3.0: int64',
    schema: '{ type: integer, format: int32 }',
    version: v30,
    value: 3e9,
    says: [' format: int32, from -2147483648 to 2147483647 | 3000000000 (integer)'],
  },
  { name: '3.1: type null', schema: '{ type: string }', value: null, says: [' type: string | null'] },

  {
    name: 'readOnly is not required in a request',
    schema: '{ required: [id, name], properties: { id: { readOnly: true } } }',
    direction: 'request',
    value: {},
    says: ['/name required: the property "name" | nothing; the object has no property'],
  },
  {
    name: 'readOnly is required in a response',
    schema: '{ required: [id], properties: { id: { readOnly: true } } }',
    value: {},
    says: ['/id required: the property "id" | nothing; the object has no property'],
  },
  {
    name: 'writeOnly is not required in a response',
    schema: '{ required: [secret], properties: { secret: { writeOnly: true } } }',
    value: {},
  },
  {
    name: 'writeOnly is required in a request',
    schema: '{ required: [secret], properties: { secret: { writeOnly: true } } }',
    direction: 'request',
    value: {},
    says: ['/secret required: the property "secret" | nothing; the object has no property'],
  },
  {
    name: 'readOnly behind a reference',
    schema:
      '{ S: { required: [id], properties: { id: { $ref: "#/components/schemas/Id" } } }, Id: { type: integer, readOnly: true } }',
    version: v30,
    direction: 'request',
    value: {},
  },
  {
    name: 'readOnly in one branch of allOf, required in another',
    schema:
      '{ S: { allOf: [{ $ref: "#/components/schemas/T" }, { required: [id, name] }] }, T: { properties: { id: { readOnly: true } } } }',
    direction: 'request',
    value: {},
    says: ['/name required: the property "name" | nothing; the object has no property'],
  },
  {
    name: 'a nested object has its own required',
    schema: '{ properties: { id: { readOnly: true }, sub: { required: [id] } } }',
    direction: 'request',
    value: { sub: {} },
    says: ['/sub/id required: the property "id" | nothing; the object has no property'],
  },

  {
    name: 'anyOf of scalars: one message',
    schema: '{ anyOf: [{ type: string }, { type: integer }] }',
    value: true,
    says: [' anyOf: string or integer | true (boolean)'],
  },
  {
    name: 'oneOf of constants: one message',
    schema: '{ oneOf: [{ const: a }, { const: b }] }',
    value: 'c',
    says: [' oneOf: "a" or "b" | "c" (string)'],
  },
  {
    name: 'anyOf names the nearest branch',
    schema: '{ anyOf: [{ type: string }, { type: object, properties: { a: { type: integer } } }] }',
    value: { a: 'x' },
    says: ['/a type: integer (by the nearest of 2 alternatives, number 2) | "x" (string)'],
  },
  {
    name: 'the branch whose tag fits is nearest',
    schema:
      '{ oneOf: [{ properties: { kind: { const: a }, x: { type: integer }, y: { type: integer } } }, { properties: { kind: { const: b } } , required: [kind] }] }',
    value: { kind: 'a', x: 'x', y: 'y' },
    says: [
      '/x type: integer (by the nearest of 2 alternatives, number 1) | "x" (string)',
      '/y type: integer (by the nearest of 2 alternatives, number 1) | "y" (string)',
    ],
  },
  {
    name: 'a later branch may be right',
    schema: '{ anyOf: [{ type: string }, { type: integer }, { type: boolean }] }',
    value: true,
  },
  {
    name: 'oneOf where two fit',
    schema: '{ oneOf: [{ type: integer }, { minimum: 1 }] }',
    value: 2,
    says: [' oneOf: exactly one schema | number 1 and number 2 allow 2 (integer)'],
  },
  {
    name: 'a choice in a choice',
    schema:
      '{ anyOf: [{ type: string }, { type: object, properties: { a: { oneOf: [{ type: integer }, { type: "null" }] } } }] }',
    value: { a: 'x' },
    says: ['/a oneOf: integer or null (by the nearest of 2 alternatives, number 2) | "x" (string)'],
  },
  {
    name: 'a discriminator picks the branch by name',
    schema:
      '{ S: { oneOf: [{ $ref: "#/components/schemas/Cat" }, { $ref: "#/components/schemas/Dog" }], discriminator: { propertyName: kind } }, Cat: { required: [kind, lives], properties: { lives: { type: integer }, a: { type: integer } } }, Dog: { required: [kind, bark] } }',
    value: { kind: 'Cat', lives: 'x', a: 'x' },
    says: ['/lives type: integer | "x" (string)', '/a type: integer | "x" (string)'],
  },
  {
    name: 'a discriminator picks the branch by mapping',
    schema:
      '{ S: { oneOf: [{ $ref: "#/components/schemas/Cat" }, { $ref: "#/components/schemas/Dog" }], discriminator: { propertyName: kind, mapping: { feline: "#/components/schemas/Cat", dog: Dog } } }, Cat: { required: [lives] }, Dog: { required: [bark, size] } }',
    value: { kind: 'dog' },
    says: [
      '/bark required: the property "bark" | nothing; the object has only "kind"',
      '/size required: the property "size" | nothing; the object has only "kind"',
    ],
  },
  {
    name: 'a discriminator that names no branch',
    schema:
      '{ S: { oneOf: [{ $ref: "#/components/schemas/Cat" }, { $ref: "#/components/schemas/Dog" }], discriminator: { propertyName: kind } }, Cat: { required: [lives] }, Dog: { required: [bark] } }',
    value: { kind: 'Cow' },
    says: ['/kind discriminator: one of "Cat", "Dog" | "Cow" (string)'],
  },
  {
    name: 'a discriminator never makes a right value wrong',
    schema:
      '{ S: { oneOf: [{ $ref: "#/components/schemas/Cat" }], discriminator: { propertyName: kind, mapping: { a: "#/components/schemas/Gone" } } }, Cat: { type: object } }',
    value: { kind: 'Cow' },
  },
  {
    name: '3 of the same fault are told one by one',
    schema: '{ items: { type: integer } }',
    value: Array.from({ length: 3 }, () => 'x'),
    says: Array.from({ length: 3 }, (_, index) => `/${index} type: integer | "x" (string)`),
  },
];

/** Read as an answer is: no digit is lost. */
const exactly = (text: string): JsonValue => {
  const parsed = parseJson(text);
  return parsed.ok ? parsed.value : null;
};

const exactCases: (Omit<Case, 'value'> & { value: string })[] = [
  { name: 'an integer beyond 2^53', schema: '{ type: integer, format: int64 }', value: '9007199254740993' },
  { name: 'the largest int64', schema: '{ type: integer, format: int64 }', value: '9223372036854775807' },
  {
    name: 'one more than the largest int64',
    schema: '{ type: integer, format: int64 }',
    value: '9223372036854775808',
    says: [' format: int64, from -9223372036854775808 to 9223372036854775807 | 9223372036854775808 (integer)'],
  },
  {
    name: 'a fraction that a double would lose',
    schema: '{ type: integer }',
    value: '1.00000000000000000001',
    says: [' type: integer | 1.00000000000000000001 (number)'],
  },
  { name: 'more than a double can hold', schema: '{ type: integer }', value: '1e400' },
  {
    name: 'a number where an object should be',
    schema: '{ type: object, required: [a] }',
    value: '9007199254740993',
    says: [' type: object | 9007199254740993 (integer)'],
  },
  {
    name: 'bounds beyond doubles',
    schema: '{ items: { maximum: 1, exclusiveMinimum: -1 } }',
    value: '[1.00000000000000000001, -1.00000000000000000001, 0.99999999999999999999]',
    says: [
      '/0 maximum: at most 1 | 1.00000000000000000001 (number)',
      '/1 exclusiveMinimum: more than -1 | -1.00000000000000000001 (number)',
    ],
  },
  {
    name: 'enum, const and unique items by their digits',
    schema: '{ properties: { a: { enum: [1] }, b: { uniqueItems: true }, c: { uniqueItems: true } } }',
    value:
      '{"a":1.00000000000000000001,"b":[9007199254740993,9007199254740992],"c":[9007199254740993,1,9007199254740993]}',
    says: [
      '/a enum: one of 1 | 1.00000000000000000001 (number)',
      '/c uniqueItems: items that differ | items 0 and 2 are equal',
    ],
  },
  {
    name: 'multiples by decimal arithmetic',
    schema: '{ items: { multipleOf: 0.01 } }',
    value: '[19.99, 12345678901234567890.12, 12345678901234567890.123, 0.001]',
    says: [
      '/2 multipleOf: a multiple of 0.01 | 12345678901234567890.123 (number)',
      '/3 multipleOf: a multiple of 0.01 | 0.001 (number)',
    ],
  },
];

for (const { name, schema, value, says = [] } of exactCases) {
  test(name, () => {
    expect(lines(validateValue(schemaOf(`{ S: ${schema} }`), exactly(value), 'response'))).toEqual(says);
  });
}

const undeclaredCases: Case[] = [
  {
    name: 'by the side of declared ones',
    schema: '{ properties: { id: {}, name: {} } }',
    value: { id: 1, nam: 2, x: 3 },
    says: [
      '/nam undeclared: only "id", "name" | "nam": 2 (integer); is "name" meant?',
      '/x undeclared: only "id", "name" | "x": 3 (integer)',
    ],
  },
  { name: 'an object without declared properties', schema: '{ type: object }', value: { a: 1 } },
  { name: 'open on purpose', schema: '{ properties: { id: {} }, additionalProperties: true }', value: { a: 1 } },
  {
    name: 'none where allOf declares it, one where nothing does',
    schema:
      '{ S: { allOf: [{ $ref: "#/components/schemas/A" }, { properties: { b: {} } }] }, A: { properties: { a: {} } } }',
    value: { a: 1, b: 2, c: 3 },
    says: ['/c undeclared: only "a", "b" | "c": 3 (integer)'],
  },
  {
    name: 'by the branch of a choice that holds',
    schema: '{ oneOf: [{ required: [a], properties: { a: {}, x: {} } }, { required: [b], properties: { b: {} } }] }',
    value: { b: 1, x: 2 },
    says: ['/x undeclared: only "a", "x", "b" | "x": 2 (integer)'],
  },
  {
    name: 'inside a branch, without deciding which one holds',
    schema: '{ oneOf: [{ properties: { o: { type: object, properties: { a: {} } } } }, { required: [z] }] }',
    value: { o: { a: 1, b: 2 } },
    says: ['/o/b undeclared: only "a" | "b": 2 (integer)'],
  },
  {
    name: 'not those of a schema that was broken',
    schema: '{ S: { items: { $ref: "#/components/schemas/A" } }, A: { properties: { a: { type: integer } } } }',
    value: [{ a: 'x', b: 1 }],
    says: ['/0/b undeclared: only "a" | "b": 1 (integer)'],
  },
  {
    name: 'in OpenAPI 3.0, behind $ref and nullable',
    version: v30,
    schema:
      '{ S: { type: array, items: { $ref: "#/components/schemas/A" } }, A: { type: object, nullable: true, properties: { a: {} } } }',
    value: [null, { a: 1, b: 1 }],
    says: ['/1/b undeclared: only "a" | "b": 1 (integer)'],
  },
];

for (const { name, schema, value, says = [], version } of undeclaredCases) {
  test(`undeclared properties: ${name}`, () => {
    const schemas = schema.startsWith('{ S: ') ? schema : `{ S: ${schema} }`;
    const validator = validatorOf(schemaOf(schemas, version), 'response');
    expect(validator.usable && lines(validator.validate(value, true).undeclared)).toEqual(says);
  });
}

for (const { name, schema, value, says = [], version, direction = 'response' } of cases) {
  test(name, () => {
    const schemas = schema.startsWith('{ S: ') ? schema : `{ S: ${schema} }`;
    expect(lines(validateValue(schemaOf(schemas, version), value, direction))).toEqual(says);
  });
}

test('more than 3 of the same fault are counted', () => {
  const rows = Array.from({ length: 4 }, (_, id) => (id === 0 ? { id } : { id: 'x', name: 1 }));
  const schema = '{ S: { items: { properties: { id: { type: integer }, name: { type: string } } } } }';
  const wide = validateValue(schemaOf(schema), [...rows, { id: 'y' }], 'response');
  expect(wide.map(({ pointer }) => pointer)).toEqual(['/1/id', '/1/name', '/2/name', '/3/name']);
  const [first] = wide;
  expect(first).toMatchObject({
    pointer: '/1/id',
    count: 4,
    places: ['/1/id', '/2/id', '/3/id'],
    title: 'must be integer (4 times)',
  });
});

test('a violation names the line of its rule, in whatever file', () => {
  const contract = contractOf(
    "openapi: 3.1.1\ninfo: { title: t, version: '1' }\npaths: {}\ncomponents:\n  schemas:\n    S: { properties: { a: { $ref: 'sub/common.yaml#/Id' } } }\n",
    {
      'contracts/sub/common.yaml': 'Id:\n  $ref: ../other.yaml#/Number\n',
      'contracts/other.yaml': 'Number:\n  type: integer\n  minimum: 1\n',
    },
  );
  const reference = { document: contract.document, pointer: '/components/schemas/S' };
  const [violation] = validateValue(reference, { a: 0 }, 'response');
  expect(violation?.schemaDocument?.locate(violation.schemaPointer)).toEqual({
    file: 'contracts/other.yaml',
    line: 3,
    column: 12,
  });
});

test('x-confidence reaches the violation, the nearest first', () => {
  const schema = schemaOf(
    '{ S: { required: [b], properties: { a: { $ref: "#/components/schemas/T", x-confidence: inferred }, b: { x-confidence: inferred }, c: { x-confidence: inferred, properties: { d: { type: integer, x-confidence: documented } } }, e: { $ref: "#/components/schemas/T" } } }, T: { type: integer } }',
  );
  const found = validateValue(schema, { a: 'x', c: { d: 'x' }, e: 'x' }, 'response');
  expect(found.map(({ pointer, confidence }) => `${pointer} ${confidence ?? '-'}`)).toEqual([
    '/b inferred',
    '/a inferred',
    '/c/d documented',
    '/e -',
  ]);
});

const unusable = [
  {
    name: '$dynamicRef',
    schema: '{ S: { $dynamicRef: "#a" } }',
    reason: 'the schema uses $dynamicRef, which is not carried out',
  },
  {
    name: 'behind a reference',
    schema: '{ S: { items: { $ref: "#/components/schemas/T" } }, T: { $recursiveRef: "#" } }',
    reason: 'the schema uses $recursiveRef, which is not carried out',
  },
  {
    name: 'another dialect',
    schema: '{ S: { $schema: "http://json-schema.org/draft-07/schema#" } }',
    reason: 'the schema uses $schema, which is not carried out',
  },
  {
    name: 'unevaluatedItems',
    schema: '{ S: { unevaluatedItems: false } }',
    reason: 'the schema uses unevaluatedItems, which is not carried out',
  },
];
for (const { name, schema, reason } of unusable) {
  test(`a schema that cannot judge says so, and passes nothing: ${name}`, () => {
    const reference = schemaOf(schema);
    for (const time of ['first', 'again']) {
      expect(validatorOf(reference, 'response'), time).toEqual({ usable: false, reason });
      expect(lines(validateValue(reference, 1, 'response')), time).toEqual([
        ` schema: a schema that can be used: ${reason} | 1 (integer)`,
      ]);
    }
  });
}

test('another schema that leads to one that cannot judge cannot either', () => {
  const { document } = schemaOf(
    '{ S: { $ref: "#/components/schemas/T" }, T: { $recursiveRef: "#" }, U: { items: { $ref: "#/components/schemas/T" } } }',
  );
  const usable = ['S', 'U'].map(
    (name) => validatorOf({ document, pointer: `/components/schemas/${name}` }, 'response').usable,
  );
  expect(usable).toEqual([false, false]);
});

test('a value too deep to judge is not judged, and nothing is thrown', () => {
  const reference = schemaOf('{ S: { properties: { n: { $ref: "#/components/schemas/S" } } } }');
  const deep = JSON.parse('{"n":'.repeat(200_000) + '1' + '}'.repeat(200_000)) as JsonValue;
  const validator = validatorOf(reference, 'response');
  expect(validator.usable && validator.validate(deep).notJudged).toMatch(/stack/);
  expect(validator.usable && validator.validate({ n: 1 })).toEqual({ violations: [], undeclared: [], misnamed: [] });
});

test('a schema is compiled once', () => {
  const reference = schemaOf('{ S: { type: integer } }');
  expect(validatorOf({ ...reference }, 'response')).toBe(validatorOf(reference, 'response'));
});

const inputs: JsonObject = {
  type: 'object',
  required: ['phone'],
  properties: { phone: { type: 'string', 'x-from': { source: 'env' } }, day: { $ref: '#/$defs/day' } },
  $defs: { day: { format: 'date' } },
};
const schemaAlone = (schema: JsonObject) => ({ document: readDocument(JSON.stringify(schema), 'w.json'), pointer: '' });

test('inputs are judged by plain JSON Schema', () => {
  expect(lines(validateInputs(schemaAlone(inputs), { phone: '1', day: '2026-11-23' }))).toEqual([]);
  expect(lines(validateInputs(schemaAlone(inputs), { day: '2026-11-31' }))).toEqual([
    '/phone required: the property "phone" | nothing; the object has only "day"',
    '/day format: date, as in 2026-11-23 | "2026-11-31" (string)',
  ]);
  expect(lines(validateInputs(schemaAlone({ $ref: '#/gone' }), 1))).toEqual([
    ' schema: a schema that can be used: the $ref at  leads nowhere | 1 (integer)',
  ]);
});
