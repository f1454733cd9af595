import { expect, test } from '@playwright/test';
import type { JsonValue } from '../../core/json.ts';
import { retyped } from './kinds/retype.ts';

const values: readonly (readonly [name: string, value: JsonValue, becomes: JsonValue])[] = [
  ['a number is its text', 1.5, '1.5'],
  ['a text of digits is the number', '007', 7],
  ['a text of a number with a fraction too', '-1.50', -1.5],
  ['another text is its length', 'abc', 3],
  ['an empty text too', '', 0],
  ['a text of blanks too', '  ', 2],
  ['true is its text', true, 'true'],
  ['null is its text', null, 'null'],
  ['a list is its text', [1, 'a'], '[1,"a"]'],
  ['an object is its text', { a: 1 }, '{"a":1}'],
];
for (const [name, value, becomes] of values) {
  test(`retype: ${name}`, () => expect(retyped(value)).toBe(becomes));
}
