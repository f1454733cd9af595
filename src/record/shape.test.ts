import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import type { JsonValue } from '../core/json.ts';
import { shapeOf } from './shape.ts';

const cases: readonly { name: string; value: JsonValue; shape: string }[] = [
  { name: 'a scalar by its type', value: 1.5, shape: 'number' },
  { name: 'null', value: null, shape: 'null' },
  { name: 'members in alphabetical order', value: { b: 'x', a: true }, shape: '{a:boolean,b:string}' },
  { name: 'the elements of an array as one', value: [{ id: 1 }, { id: 2 }], shape: '[{id:integer}]' },
  { name: 'a union of what elements are', value: [{ id: 1 }, { id: null }], shape: '[{id:integer|null}]' },
  {
    name: 'a member that some lack',
    value: [{ id: 1 }, { id: 2, note: 'x' }, {}],
    shape: '[{id?:integer,note?:string}]',
  },
  { name: 'an empty array and an empty object', value: { a: [], b: {} }, shape: '{a:[],b:{}}' },
  { name: 'arrays in arrays', value: [[1], ['a']], shape: '[[integer|string]]' },
];

for (const { name, value, shape } of cases) {
  test(`shape: ${name}`, () => expect(shapeOf(value)).toBe(shape));
}

test('a shape depends neither on the order of members nor on the number of equal elements', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const turned = Object.fromEntries(Object.entries(value).reverse());
      expect(shapeOf(turned as JsonValue)).toBe(shapeOf(value as JsonValue));
      expect(shapeOf([value, value] as JsonValue)).toBe(shapeOf([value] as JsonValue));
    }),
  );
});

test('what is too deep is cut off', () => {
  let value: JsonValue = 1;
  for (let depth = 0; depth < 5000; depth++) value = [value];
  expect(shapeOf(value)).toBe(`${'['.repeat(13)}...${']'.repeat(13)}`);
});
