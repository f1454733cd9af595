import { expect, test } from '@playwright/test';
import { parseExactJson } from './exact-json.ts';

const cases: [text: string, value: unknown][] = [
  ['{"a":1,"b":[1.5,-2,1e3]}', { a: 1, b: [1.5, -2, 1000] }],
  ['{"a":9007199254740993}', { a: '9007199254740993' }],
  ['{"a":-9223372036854775808,"b":1}', { a: '-9223372036854775808', b: 1 }],
  ['[0.1234567890123456789]', ['0.1234567890123456789']],
  ['[1e400]', ['1e400']],
  ['["9007199254740993", "a\\"9007199254740993"]', ['9007199254740993', 'a"9007199254740993']],
  ['{"9007199254740993":1}', { '9007199254740993': 1 }],
];
for (const [text, value] of cases) {
  test(text, () => {
    expect(parseExactJson(text)).toEqual({ ok: true, value });
  });
}

test('what is not JSON is refused', () => {
  expect(parseExactJson('{"a":9007199254740993').ok).toBe(false);
});
