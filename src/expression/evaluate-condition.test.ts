import { expect, test } from '@playwright/test';
import type { JsonValue } from '../core/json.ts';
import { compare, evaluateCondition } from './evaluate-condition.ts';
import { parseCondition } from './parse-condition.ts';
import { scopeOf } from './scope.samples.ts';

type Row = readonly [left: JsonValue, right: JsonValue, equal: boolean, order: '<' | '=' | '>' | 'none'];
const rows: readonly Row[] = [
  [null, null, true, 'none'],
  [null, 0, false, 'none'],
  [null, '', false, 'none'],
  [null, false, false, 'none'],
  [null, {}, false, 'none'],
  [1, 1.0, true, '='],
  [1, 2, false, '<'],
  ['abc', 'ABC', true, '='],
  ['a', 'B', false, '<'],
  ['10', '9', false, '<'],
  ['1', '1.0', false, '<'],
  ['ab', 'abc', false, '<'],
  ['～', '😀', false, '<'],
  [10, '9', false, '>'],
  [1, '1.0', true, '='],
  [1000, '1e3', true, '='],
  [5, '05', false, 'none'],
  [1, 'one', false, 'none'],
  [0, '', false, 'none'],
  [true, true, true, 'none'],
  [true, false, false, 'none'],
  [true, 1, false, 'none'],
  [true, 'true', false, 'none'],
  [{ a: [1, 'x'] }, { a: [1, 'x'] }, true, 'none'],
  [{ a: 1, b: 2 }, { b: 2, a: 1 }, true, 'none'],
  [{ a: 'x' }, { a: 'X' }, false, 'none'],
  [{ a: 1 }, { a: 1, b: 2 }, false, 'none'],
  [[1, 2], [2, 1], false, 'none'],
  [[], {}, false, 'none'],
  [[], null, false, 'none'],
  [[1], 1, false, 'none'],
];
for (const [left, right, equal, order] of rows) {
  test(`compares ${JSON.stringify(left)} with ${JSON.stringify(right)}`, () => {
    const turned = order === '<' ? '>' : order === '>' ? '<' : order;
    for (const [a, b, way] of [
      [left, right, order],
      [right, left, turned],
    ] as const) {
      expect(compare(a, '==', b)).toBe(equal);
      expect(compare(a, '!=', b)).toBe(!equal);
      expect(compare(a, '<', b)).toBe(way === '<');
      expect(compare(a, '<=', b)).toBe(way === '<' || way === '=');
      expect(compare(a, '>', b)).toBe(way === '>');
      expect(compare(a, '>=', b)).toBe(way === '>' || way === '=');
    }
  });
}

const scope = scopeOf([{ position: '1', zero: 0, none: null, blank: '', list: [], ok: true, no: false }]);

function evaluate(text: string): unknown {
  const parsed = parseCondition(text);
  if (!parsed.ok) throw new Error(parsed.fault.message);
  const { met, ...why } = evaluateCondition(parsed.value, scope);
  return met || why;
}

const met: readonly string[] = [
  '$statusCode == 201',
  '$response.body#/0/position == 1',
  '$response.body[0].position == 1',
  '$response.body#/0/gone == null',
  '$response.body#/0/none == null',
  '!$response.body#/0/gone',
  '!$response.body#/0/zero',
  '!$response.body#/0/blank',
  '!$response.body#/0/no',
  '$response.body#/0/list',
  '$response.body#/0/ok',
  '$response.body#/0/ok && !($statusCode == 404)',
  'false || $statusCode >= 200 && $statusCode < 300',
  "$inputs.user#/name == '张三'",
];
for (const text of met) test(`meets ${text}`, () => expect(evaluate(text)).toBe(true));

const unmet: readonly [text: string, expected: string, actual: string][] = [
  ['$response.body#/0/position == 2', '$response.body#/0/position == 2', '$response.body#/0/position is "1" (string)'],
  ['$statusCode == 200 && $url', '$statusCode == 200', '$statusCode is 201 (integer)'],
  ['$url && ($statusCode < 200 && $url)', '$statusCode < 200', '$statusCode is 201 (integer)'],
  [
    '$statusCode == 200 || $response.body#/0/no',
    '$statusCode == 200 || $response.body#/0/no',
    '$statusCode is 201 (integer); $response.body#/0/no is false (boolean)',
  ],
  [
    '$response.body#/1/id == 1',
    '$response.body#/1/id == 1',
    'the response body has no /1/id: /1 is missing, the array has 1 item',
  ],
  [
    '$response.body[0].a.b == 1',
    '$response.body[0].a.b == 1',
    '$response.body has no /0/a/b: /0/a is missing, the object has position, zero, none, blank, list, ok and 1 more',
  ],
  ['$inputs.gone', '$inputs.gone', 'there is no input "gone"'],
  ['$response.body#/0/none', '$response.body#/0/none', '$response.body#/0/none is null'],
  ['!($statusCode == 201)', '!($statusCode == 201)', '$statusCode is 201 (integer)'],
  ['1 == 2', '1 == 2', 'false'],
  [
    '$inputs.user == $request.body',
    '$inputs.user == $request.body',
    'at /name "张三" (string) on the left and nothing on the right; at /title nothing on the left and "高等数学" (string) on the right',
  ],
];
for (const [text, expected, actual] of unmet) {
  test(`shows both sides of ${text}`, () => expect(evaluate(text)).toEqual({ error: false, expected, actual }));
}
