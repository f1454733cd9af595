import { expect, test } from '@playwright/test';
import type { JsonValue } from '../core/json.ts';
import { checkPattern, evaluateCriterion } from './evaluate-criterion.ts';
import type { CriterionOutcome, ParsedCriterion } from './expression.ts';
import { parseCondition } from './parse-condition.ts';
import { parseExpression } from './parse-expression.ts';
import { scopeOf } from './scope.samples.ts';
import { expressionsInCriterion, parseText } from './template.ts';

type Type = 'regex' | 'jsonpath' | 'xpath';

function criterion(type: Type, context: string, condition: string): ParsedCriterion {
  const parsed = parseExpression(context);
  const pattern = parseText(condition);
  if (!parsed.ok || !pattern.ok) throw new Error('the case itself is wrong');
  const language = type === 'xpath' ? ({ type, version: 'xpath-31' } as const) : { type };
  return { ...language, context: parsed.value, pattern: pattern.value };
}

type Case = readonly [
  name: string,
  type: Type,
  condition: string,
  value: JsonValue,
  outcome: true | Partial<CriterionOutcome>,
];
const cases: readonly Case[] = [
  ['searches text', 'regex', 'b+', 'abbc', true],
  [
    'searches with case',
    'regex',
    '^A',
    'abc',
    { error: false, expected: '$response.body matches ^A', actual: '$response.body is "abc" (string)' },
  ],
  ['searches a number as its JSON text', 'regex', '^12$', 12, true],
  ['searches a boolean as its JSON text', 'regex', '^true$', true, true],
  ['searches an object as JSON', 'regex', '"a":1', { a: 1 }, true],
  ['fills expressions into a regex', 'regex', '^{$inputs.phone1}$', 'abc', true],
  ['does not search null', 'regex', '', null, { error: false, actual: '$response.body is null' }],
  ['reports an invalid regex', 'regex', '(', 'a', { error: true, expected: '$response.body matches (' }],
  [
    'reports a missing value in a pattern',
    'regex',
    '{$inputs.gone}',
    'a',
    { error: true, actual: '$inputs.gone: there is no input "gone"' },
  ],
  ['finds nodes', 'jsonpath', '$[?@.id == 1]', [{ id: 1 }], true],
  [
    'finds no nodes',
    'jsonpath',
    '$[?@.id == 2]',
    [{ id: 1 }],
    {
      error: false,
      expected: '$response.body has nodes at $[?@.id == 2]',
      actual: '$response.body is [{"id":1}] (array)',
    },
  ],
  ['finds a null node', 'jsonpath', '$.a', { a: null }, true],
  ['fills expressions into a query', 'jsonpath', "$[?@.name == '{$inputs.quoted}']", [{ name: "it's \\ x" }], true],
  ['keeps quotes of the other kind', 'jsonpath', '$[?@.name == "{$inputs.quoted}"]', [{ name: "it's \\ x" }], true],
  ['fills numbers into a query', 'jsonpath', '$[?@.id == {$inputs.id}]', [{ id: 7 }], true],
  ['reports an invalid query', 'jsonpath', '$.a == 1', { a: 1 }, { error: true }],
  ['keeps line breaks in a quoted text', 'jsonpath', "$[?@.name == '{$inputs.lines}']", [{ name: 'a\n"b"' }], true],
  [
    'ends a query that explodes',
    'jsonpath',
    '$..*..*..*..*..*..*',
    Array.from({ length: 12 }).reduce<JsonValue>((inner) => [inner, inner], 1),
    { error: true, actual: '$..*..*..*..*..*..* visits more than 1,000,000 nodes' },
  ],
  ['is true in XML', 'xpath', 'count(//i) = 2', '<o><i/><i/></o>', true],
  [
    'is false in XML',
    'xpath',
    '//i = "{$inputs.phone1}"',
    '<o><i>x</i></o>',
    {
      error: false,
      expected: '$response.body makes true //i = "abc"',
      actual: '$response.body is "<o><i>x</i></o>" (string)',
    },
  ],
  [
    'reports XPath over JSON',
    'xpath',
    '//i',
    { a: 1 },
    { error: true, actual: 'XPath needs a text of XML, and this is {"a":1} (object)' },
  ],
  [
    'reports XPath over no XML',
    'xpath',
    '//i',
    '{}',
    { error: true, actual: 'it is not XML: Parsing document failed, expected "<" (line 1, column 1)' },
  ],
  [
    'reports an XPath that an expression breaks',
    'xpath',
    '//i[{$inputs.phone1}',
    '<o/>',
    { error: true, actual: 'XPST0003: Expected end of input' },
  ],
  ['does not search null by query', 'jsonpath', '$', null, { error: false, actual: '$response.body is null' }],
];
for (const [name, type, condition, value, outcome] of cases) {
  test(name, () => {
    const scope = scopeOf(value, { lines: 'a\n"b"', phone1: 'abc', quoted: "it's \\ x", id: 7 });
    const result = evaluateCriterion(criterion(type, '$response.body', condition), scope);
    if (outcome === true) expect(result).toEqual({ met: true });
    else expect(result).toMatchObject({ met: false, ...outcome });
  });
}

test('gives the same answer again', () => {
  const same = criterion('jsonpath', '$response.body', '$.a');
  expect(evaluateCriterion(same, scopeOf({ a: 1 })).met).toBe(true);
  expect(evaluateCriterion(same, scopeOf({ b: 1 })).met).toBe(false);
});

test('says why there is no context', () => {
  expect(evaluateCriterion(criterion('regex', '$response.body#/a', 'x'), scopeOf([]))).toEqual({
    met: false,
    error: false,
    expected: '$response.body#/a matches x',
    actual: 'the response body has no /a: /a is missing, the array is empty',
  });
});

test('evaluates simple conditions', () => {
  const parsed = parseCondition('$statusCode == 200');
  if (!parsed.ok) throw new Error(parsed.fault.message);
  const actual = '$statusCode is 201 (integer)';
  const outcome = { met: false, error: false, expected: '$statusCode == 200', actual };
  const simple: ParsedCriterion = { type: 'simple', condition: parsed.value };
  expect(evaluateCriterion(simple, scopeOf(1))).toEqual(outcome);
  expect(expressionsInCriterion(simple).map(({ text }) => text)).toEqual(['$statusCode']);
});

test('checks patterns before anything is sent', () => {
  const pattern = (text: string): string | undefined => {
    const parsed = parseText(text);
    return parsed.ok ? checkPattern({ type: 'jsonpath' }, parsed.value) : parsed.fault.message;
  };
  expect(pattern('$.a')).toBeUndefined();
  expect(pattern('$[?@.a == {$inputs.a}]')).toBeUndefined();
  expect(pattern('$.a != null')).toContain("found '!'");
  expect(checkPattern({ type: 'regex' }, { kind: 'literal', value: '[' })).toContain('Invalid regular expression');
});
