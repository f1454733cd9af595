import { expect, test } from '@playwright/test';
import { parseJson } from '../core/json.ts';
import type { JsonValue } from '../core/json.ts';
import { differencesOf, showDifferences } from './differences.ts';

const rows: readonly (readonly [left: string, right: string, said: string])[] = [
  ['{"a":1}', '{"a":1.0}', ''],
  ['{"a":1,"b":2}', '{"b":2,"a":1}', ''],
  ['{"a":4,"b":1}', '{"a":3,"b":1}', 'at /a 4 (integer) on the left and 3 (integer) on the right'],
  ['{"a":1}', '{}', 'at /a 1 (integer) on the left and nothing on the right'],
  ['[1]', '[1,null]', 'at /1 nothing on the left and null on the right'],
  ['{"a/b":{"c":["A"]}}', '{"a/b":{"c":["a"]}}', 'at /a~1b/c/0 "A" (string) on the left and "a" (string) on the right'],
  ['{"a":[1]}', '{"a":{}}', 'at /a [1] (array) on the left and {} (object) on the right'],
  [
    '9007199254740993',
    '9007199254740992',
    '9007199254740993 (integer) on the left and 9007199254740992 (integer) on the right',
  ],
  [
    '[1,2,3,4,5]',
    '[0,0,0,0,0]',
    'at /0 1 (integer) on the left and 0 (integer) on the right; at /1 2 (integer) on the left and 0 (integer) on the right; at /2 3 (integer) on the left and 0 (integer) on the right; 2 more places differ',
  ],
];

for (const [left, right, said] of rows) {
  test(`${left} and ${right}`, () => {
    expect(showDifferences(differencesOf(read(left), read(right)))).toBe(said);
  });
}

function read(text: string): JsonValue {
  const parsed = parseJson(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}
