import fc from 'fast-check';
import { expect, test } from '@playwright/test';
import type { JsonValue } from '../core/json.ts';
import { responding } from './contract.samples.ts';
import type { MediaType } from './contract.ts';
import { parseForm, writeForm } from './form.ts';

function formOf(fields: string): MediaType {
  const operation = responding(`{ '200': { content: { application/x-www-form-urlencoded: { ${fields} } } } }`);
  return operation.responses[0]!.content[0]!;
}

const properties =
  'schema: { properties: { n: { type: integer }, o: { type: object }, l: { items: { type: integer } }, d: { properties: { a: { type: integer } } } } }';

const cases: [name: string, fields: string, value: Record<string, JsonValue>, text: string][] = [
  ['text', '', { a: 'x y&=+', b: '' }, 'a=x%20y%26%3D%2B&b='],
  ['types of the schema', properties, { n: 1, o: { x: [1] }, l: [1, 2] }, 'n=1&o=%7B%22x%22%3A%5B1%5D%7D&l=1&l=2'],
  ['a style', `${properties}, encoding: { l: { style: pipeDelimited } }`, { l: [1, 2] }, 'l=1%7C2'],
  ['deepObject', `${properties}, encoding: { d: { style: deepObject } }`, { d: { a: 1 }, n: 2 }, 'd%5Ba%5D=1&n=2'],
  ['an exploded object', `${properties}, encoding: { d: { explode: true } }`, { d: { a: 1 }, n: 2 }, 'a=1&n=2'],
  ['a list not exploded', `${properties}, encoding: { l: { explode: false } }`, { l: [1, 2] }, 'l=1,2'],
  ['JSON', `${properties}, encoding: { l: { contentType: application/json } }`, { l: [1, 2] }, 'l=%5B1%2C2%5D'],
];
for (const [name, fields, value, text] of cases) {
  test(`a form: ${name}`, () => {
    const declared = formOf(fields);
    expect(writeForm(value, declared)).toBe(text);
    expect(parseForm(text, declared)).toEqual({ type: 'value', value });
  });
}

test('a form of any text is read as it was written', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ unit: 'grapheme', minLength: 1 }), fc.string({ unit: 'grapheme' })),
      (value) => {
        expect(parseForm(writeForm(value))).toEqual({ type: 'value', value: { ...value } });
      },
    ),
  );
});

test('an encoding that is misspelt is a fault of the contract', () => {
  expect(() => formOf('encoding: { a: { stile: form } }')).toThrow('an encoding has no field "stile"');
  expect(() => formOf('encoding: { a: { style: simple } }')).toThrow("an encoding's style must be one of form");
});
