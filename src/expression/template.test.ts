import { expect, test } from '@playwright/test';
import type { JsonValue } from '../core/json.ts';
import { scopeOf } from './scope.samples.ts';
import { evaluateTemplate, expressionsIn, parseTemplate, parseText } from './template.ts';

const scope = scopeOf({ n: 1, list: [1, 'a'], text: 'x', none: null, yes: true });

function evaluate(value: JsonValue): unknown {
  const parsed = parseTemplate(value);
  if (!parsed.ok) return parsed.fault;
  const found = evaluateTemplate(parsed.value, scope);
  return found.found ? found.value : found;
}

const cases: readonly [name: string, value: JsonValue, result: unknown][] = [
  ['leaves a literal', { a: [1, null, 'text'] }, { a: [1, null, 'text'] }],
  ['keeps the type of a whole expression', '$response.body#/n', 1],
  ['keeps a whole array', '$response.body#/list', [1, 'a']],
  ['makes text of a braced whole expression', '{$response.body#/n}', '1'],
  ['fills in text', 'a{$response.body#/n}b{$response.body#/text}', 'a1bx'],
  [
    'writes JSON for objects, null and booleans',
    '{$response.body#/list} {$response.body#/none} {$response.body#/yes}',
    '[1,"a"] null true',
  ],
  ['leaves stray braces', '{ "a": "{$response.body#/text}", "b": {} }', '{ "a": "x", "b": {} }'],
  ['leaves an open brace', 'a {$inputs.phone', 'a {$inputs.phone'],
  ['leaves an expression in text without braces', 'Bearer $inputs.phone', 'Bearer $inputs.phone'],
  [
    'leaves dollars that are no expression',
    ['$', '$1.00', '$price', '{$ 5}', '{$x}', '$ref'],
    ['$', '$1.00', '$price', '{$ 5}', '{$x}', '$ref'],
  ],
  [
    'fills in members and items',
    { a: ['$inputs.phone', { b: '$steps.create.outputs.id' }] },
    { a: ['+86 1', { b: 7 }] },
  ],
  [
    'keeps a member named __proto__',
    JSON.parse('{"__proto__":"$inputs.phone"}') as JsonValue,
    JSON.parse('{"__proto__":"+86 1"}'),
  ],
  [
    'names what was not found',
    { a: '$inputs.gone' },
    { found: false, reason: '$inputs.gone: there is no input "gone"' },
  ],
  [
    'names what was not found in text',
    'x{$inputs.gone}',
    { found: false, reason: '$inputs.gone: there is no input "gone"' },
  ],
  [
    'refuses a text that means to be an expression',
    { a: [1, '$step.create.outputs.id'] },
    { message: 'no expression begins with "$step"', offset: 0, remedy: 'did you mean "$steps"?' },
  ],
  [
    'refuses a braced text that means to be an expression',
    'id {$steps.create.output.id}',
    {
      message: '$steps.create is followed by outputs, not by "output"',
      offset: 18,
      remedy: 'did you mean "outputs"?',
    },
  ],
];
for (const [name, value, result] of cases) test(name, () => expect(evaluate(value)).toEqual(result));

test('keeps a value without expressions as it is', () => {
  const value = { a: [1, { b: 'c' }] };
  const parsed = parseTemplate(value);
  expect(parsed).toEqual({ ok: true, value: { kind: 'literal', value } });
});

test('knows only braced expressions in a pattern', () => {
  expect(parseText('$.a')).toEqual({ ok: true, value: { kind: 'literal', value: '$.a' } });
  expect(parseText('$inputs.a')).toEqual({ ok: true, value: { kind: 'literal', value: '$inputs.a' } });
  expect(parseText('^{$inputs.a}$')).toMatchObject({ ok: true, value: { parts: ['^', { name: 'a' }, '$'] } });
});

test('lists the expressions of a value', () => {
  const parsed = parseTemplate({ a: '$url', b: ['x{$method}'], c: 1 });
  expect(parsed.ok && expressionsIn(parsed.value).map(({ text }) => text)).toEqual(['$url', '$method']);
});

test('a long text with many expressions is read and filled in steps that grow with its length', () => {
  const text = '{$statusCode}'.repeat(10_000) + 'x'.repeat(1_000_000);
  const parsed = parseText(text);
  if (!parsed.ok) throw new Error(parsed.fault.message);
  expect(evaluateTemplate(parsed.value, scopeOf(null))).toEqual({
    found: true,
    value: '201'.repeat(10_000) + 'x'.repeat(1_000_000),
  });
  for (const hostile of [
    '{$'.repeat(500_000),
    `${'{$inputs.a#/'.repeat(80_000)}}`,
    `${'{$request.header.a'.repeat(50_000)}}`,
  ]) {
    const started = performance.now();
    parseText(hostile);
    expect(performance.now() - started).toBeLessThan(2000);
  }
});
