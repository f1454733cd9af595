import fc from 'fast-check';
import { expect, test } from '@playwright/test';
import type { JsonValue } from '../core/json.ts';
import { schemaOf } from './contract.samples.ts';
import type { Parameter, ParameterPlace, ParameterStyle } from './contract.ts';
import { parseParameter } from './parse-parameter.ts';
import type { ParsedParameter, Readable } from './parse-parameter.ts';
import { splitPairs } from './percent-decode.ts';
import type { Pair } from './percent-decode.ts';
import { serializeParameter } from './serialize-parameter.ts';

const list = '{ type: array, items: { type: integer } }';
const object = '{ type: object, properties: { a: { type: integer }, b: { type: string } } }';
const closed = '{ properties: { a: { type: integer } }, additionalProperties: false }';

function parameterOf(form: string, schema: string): Readable {
  const [where, style, explode] = form.split(' ') as [ParameterPlace, ParameterStyle, string];
  const reference = schemaOf(`{ S: ${schema}, T: { type: integer } }`);
  return { name: 'x', in: where, style, explode: explode === 'true', schema: reference };
}

function pairsOf({ in: place, name }: Readable, text: string): readonly Pair[] {
  return place === 'query' || place === 'cookie' ? splitPairs(text) : [[name, text]];
}

/** `in style explode`, the schema, what was sent, and the value. */
const values: [form: string, schema: string, sent: string, value: unknown][] = [
  ['header simple false', '{ type: integer }', '7', 7],
  ['header simple false', '{ type: integer }', '07', '07'],
  ['header simple false', '{ type: integer }', 'x', 'x'],
  ['header simple false', '{ type: number }', '-1.5e3', -1500],
  ['header simple false', '{ type: boolean }', 'true', true],
  ['header simple false', '{ type: boolean }', 'True', 'True'],
  ['header simple false', '{ type: boolean }', 'constructor', 'constructor'],
  ['header simple false', '{ type: string }', '7', '7'],
  ['header simple false', '{}', '7', '7'],
  ['header simple false', '{}', 'a, b', 'a, b'],
  ['header simple false', '{ enum: [1, 2] }', '1', 1],
  ['header simple false', '{ const: true }', 'true', true],
  ['header simple false', '{ minimum: 5 }', '3', 3],
  ['header simple false', '{ type: [integer, "null"] }', '', null],
  ['header simple false', '{ type: [string, "null"] }', '', ''],
  ['header simple false', list, '1, 2,x', [1, 2, 'x']],
  ['header simple false', '{ type: array }', '', []],
  ['header simple false', object, 'a,1,b, 2', { a: 1, b: '2' }],
  ['header simple true', object, 'a=1,b=2', { a: 1, b: '2' }],
  ['header simple true', object, '__proto__=1', Object.fromEntries([['__proto__', '1']])],
  ['header simple false', '{ allOf: [{ $ref: "#/components/schemas/T" }] }', '7', 7],
  ['header simple false', '{ $ref: "#/components/schemas/T" }', '7', 7],
  ['header simple false', '{ oneOf: [{ type: string }, { type: integer }] }', '7', 7],
  ['path simple false', '{ type: string }', 'a%2Fb%2520', 'a/b%20'],
  ['path simple false', '{ type: string }', 'a+b', 'a+b'],
  ['path simple false', list, '1,2', [1, 2]],
  ['path label false', '{ type: number }', '.1.5', 1.5],
  ['path label false', list, '.1,2', [1, 2]],
  ['path label true', list, '.1.2', [1, 2]],
  ['path label true', object, '.a=1.b=2', { a: 1, b: '2' }],
  ['path matrix false', '{ type: integer }', ';x=7', 7],
  ['path matrix false', '{ type: string }', ';x', ''],
  ['path matrix false', list, ';x=1,2', [1, 2]],
  ['path matrix true', list, ';x=1;x=2', [1, 2]],
  ['path matrix true', object, ';a=1;b=2', { a: 1, b: '2' }],
  ['query form true', '{ type: string }', 'y=1&x=a+b%2Bc%20d', 'a b+c d'],
  ['query form true', '{ type: string }', 'x', ''],
  ['query form true', list, 'x=1&y=2&x=3', [1, 3]],
  ['query form false', list, 'x=1,3', [1, 3]],
  ['query form false', '{ type: array }', 'x=a%2Cb,c', ['a,b', 'c']],
  ['query form true', object, 'a=1&b=2&c=3', { a: 1, b: '2', c: '3' }],
  ['query form true', closed, 'a=1&c=3', { a: 1 }],
  ['query form true', object, 'c=1&c=2', { c: ['1', '2'] }],
  ['query form false', object, 'x=a,1,b,2', { a: 1, b: '2' }],
  ['query spaceDelimited false', list, 'x=1%202+3', [1, 2, 3]],
  ['query pipeDelimited false', list, 'x=1|2%7c3', [1, 2, 3]],
  ['query deepObject true', object, 'x[a]=1&x%5Bb%5D=2&y[a]=3', { a: 1, b: '2' }],
  [
    'query deepObject true',
    '{ properties: { l: { items: { type: integer } } } }',
    'x[l]=1&x[l][]=2&x[l][0]=3',
    { l: [1, 2, 3] },
  ],
  ['query deepObject true', '{ type: object }', 'x[a][b]=1&x[a]c=2', { a: { b: '1' }, '[a]c': '2' }],
  ['cookie form true', '{ type: integer }', 'x=7', 7],
  ['cookie form true', '{ type: string }', 'x=100%', '100%'],
];
for (const [form, schema, sent, value] of values) {
  test(`${form}: ${sent} by ${schema}`, () => {
    const parameter = parameterOf(form, schema);
    expect(parseParameter(parameter, pairsOf(parameter, sent))).toMatchObject({ type: 'value', value });
  });
}

const others: [form: string, schema: string, sent: string, parsed: ParsedParameter][] = [
  ['query form true', '{}', 'y=1', { type: 'absent' }],
  ['query form true', closed, 'y=1', { type: 'absent' }],
  ['query deepObject true', object, 'x=1', { type: 'absent' }],
  [
    'query form true',
    '{ type: integer }',
    'x=1&x=2',
    { type: 'faulty', expected: 'x once', actual: '2 times: "1", "2"' },
  ],
  ['query form false', list, 'x=1&x=2', { type: 'faulty', expected: 'x once', actual: '2 times: "1", "2"' }],
  [
    'query form true',
    '{}',
    'x=%',
    { type: 'faulty', expected: 'percent-encoded text in UTF-8', actual: '"%" (string)' },
  ],
  [
    'path simple false',
    '{}',
    '%ff',
    { type: 'faulty', expected: 'percent-encoded text in UTF-8', actual: '"%ff" (string)' },
  ],
  ['path label false', list, '1', { type: 'faulty', expected: 'text that begins with "."', actual: '"1" (string)' }],
  [
    'path matrix false',
    list,
    ';y=1',
    { type: 'faulty', expected: 'text that begins with ";x"', actual: '";y=1" (string)' },
  ],
  ['path simple true', object, 'a', { type: 'faulty', expected: 'name=value', actual: '"a" (string)' }],
  [
    'query form false',
    object,
    'x=a,1,b',
    { type: 'faulty', expected: 'names and values in turn', actual: '"a,1,b" (string)' },
  ],
];
for (const [form, schema, sent, parsed] of others) {
  test(`${form}: ${sent} by ${schema} is ${parsed.type}`, () => {
    const parameter = parameterOf(form, schema);
    expect(parseParameter(parameter, pairsOf(parameter, sent))).toEqual(parsed);
  });
}

const contents: [mediaType: string, sent: string, parsed: ParsedParameter][] = [
  ['application/json', 'x=%7B%22a%22:1%7D', { type: 'value', value: { a: 1 } }],
  ['application/json', 'x=a', { type: 'faulty', expected: 'JSON', actual: '"a" (string)' }],
  ['text/plain', 'x=1', { type: 'value', value: '1' }],
  ['application/xml', 'x=1', { type: 'unread', reason: 'nothing here reads application/xml' }],
];
for (const [mediaType, sent, parsed] of contents) {
  test(`content of ${mediaType}: ${sent}`, () => {
    const content = { mediaType, pointer: '' };
    const parameter = { name: 'x', in: 'query', style: 'form', explode: true, content } as const;
    expect(parseParameter(parameter, splitPairs(sent))).toEqual(parsed);
  });
}

const forms = [
  'path simple false',
  'path simple true',
  'path label false',
  'path label true',
  'path matrix false',
  'path matrix true',
  'query form false',
  'query form true',
  'query spaceDelimited false',
  'query spaceDelimited true',
  'query pipeDelimited false',
  'query pipeDelimited true',
  'query deepObject true',
  'cookie form false',
  'cookie form true',
  'header simple false',
  'header simple true',
];
const schemas = {
  text: '{ type: string }',
  number: '{ type: number }',
  flag: '{ type: boolean }',
  texts: '{ type: array, items: { type: string } }',
  numbers: '{ type: array, items: { type: integer } }',
  object: '{ type: object, additionalProperties: { type: string } }',
};

/** What a style cannot carry by its own rules is left out: its delimiters where they are not encoded, and nothing at all. */
function textFor(form: string): fc.Arbitrary<string> {
  const all = fc.string({ unit: 'grapheme', minLength: 1 });
  if (form.startsWith('header')) return all.map((text) => text.replaceAll(/[,=]/g, '-').trim() || 'x');
  if (form.startsWith('path label true')) return all.map((text) => text.replaceAll('.', '-'));
  if (form.includes('spaceDelimited')) return all.map((text) => text.replaceAll(/ /g, '-'));
  if (form.includes('pipeDelimited')) return all.map((text) => text.replaceAll('|', '-'));
  return form.includes('deepObject') ? all.map((text) => text.replaceAll(/[[\]]/g, '-')) : all;
}

for (const form of forms) {
  test(`what is written by ${form} is read again`, () => {
    const text = textFor(form);
    const number = fc.integer();
    const cases: Readonly<Record<keyof typeof schemas, fc.Arbitrary<JsonValue>>> = {
      text,
      number: form.includes('label true')
        ? number
        : fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0 || 0),
      flag: fc.boolean(),
      texts: fc.array(text, { minLength: 1 }),
      numbers: fc.array(number, { minLength: 1 }),
      object: fc.dictionary(text, text, { minKeys: 1 }),
    };
    for (const [kind, values] of Object.entries(cases)) {
      const parameter = parameterOf(form, schemas[kind as keyof typeof schemas]);
      fc.assert(
        fc.property(values, fc.boolean(), (value, allowReserved) => {
          // With reserved characters kept, a comma in a value is one more delimiter.
          const keeps = allowReserved && form !== 'query form false';
          const written = serializeParameter({ ...parameter, allowReserved: keeps }, value);
          const read = parseParameter(parameter, written);
          expect(read.type === 'value' ? read.value : read).toEqual(value);
        }),
        { numRuns: 50 },
      );
    }
  });
}

test('no text whatever makes it throw', () => {
  const parameters = forms.flatMap((form) => Object.values(schemas).map((schema) => parameterOf(form, schema)));
  fc.assert(
    fc.property(fc.constantFrom(...parameters), fc.string(), (parameter: Readable, sent) => {
      const { type } = parseParameter(parameter, pairsOf(parameter, sent));
      expect(['value', 'faulty', 'absent']).toContain(type);
    }),
  );
});

test('allowReserved is no matter of reading', () => {
  const parameter = parameterOf('query form true', '{ type: string }');
  const written = serializeParameter({ ...parameter, allowReserved: true } satisfies Partial<Parameter>, 'a/b?c+d');
  expect(parseParameter(parameter, written)).toMatchObject({ value: 'a/b?c+d' });
});
