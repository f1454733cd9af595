import { expect, test } from '@playwright/test';
import type { JsonValue } from '../core/json.ts';
import { parseJson } from '../core/json.ts';
import { fromIRegexp } from './i-regexp.ts';
import { compileQuery, pathTo } from './json-path.ts';

function valuesOf(query: string, value: JsonValue): JsonValue[] {
  return compileQuery(query)
    .select(value)
    .map((node) => node.value);
}

test('numbers are compared by all their digits', () => {
  const json = parseJson('[{"id":9007199254740993},{"id":9007199254740992}]');
  if (!json.ok) throw new Error(json.reason);
  expect(valuesOf('$[?@.id == 9007199254740993]', json.value)).toHaveLength(1);
  expect(valuesOf('$[?@.id > 9007199254740992]', json.value)).toHaveLength(1);
});

test('a node knows its way, and a query whether it finds at most one', () => {
  const nodes = compileQuery("$..['b/c'][-1]").select({ a: [{ 'b/c': [1, 2] }] });
  expect(nodes.map(pathTo)).toEqual([['a', 0, 'b/c', 1]]);
  expect(['$', "$.a['b'][0]", '$[-1]'].every((text) => compileQuery(text).isSingular)).toBe(true);
  expect(['$.*', '$..a', '$[0,1]', '$[0:1]', '$[?@]'].some((text) => compileQuery(text).isSingular)).toBe(false);
});

test('it descends as deep as JSON may be', () => {
  let value: JsonValue = 1;
  for (let depth = 0; depth < 499; depth++) value = [value];
  expect(valuesOf('$..*', value)).toHaveLength(499);
});

for (const query of ['$..*..*..*..*', '$[?count($..*..*..*..*) > 0]']) {
  test(`${query} of a deep value ends with an error`, () => {
    let value: JsonValue = [];
    for (let depth = 0; depth < 200; depth++) value = [value, depth];
    expect(() => valuesOf(query, value)).toThrow(`${query} visits more than 1,000,000 nodes`);
  });
}

test('a query that is nested too deeply is none', () => {
  expect(() => compileQuery(`$[?${'('.repeat(50_000)}@.a${')'.repeat(50_000)}]`)).toThrow('nested too deeply');
});

test('patterns that backtrack are searched in bounded time', () => {
  expect(valuesOf('$[?match(@, "(a*)*b")]', ['a'.repeat(100_000), 'aab'])).toEqual(['aab']);
  expect(valuesOf('$[?search(@, "(a|a)*$")]', ['a'.repeat(10_000)])).toHaveLength(1);
  expect(() => valuesOf('$[?match(@, "((a{1,100}){1,100}){1,100}x")]', ['a'])).toThrow('may never end');
});

const patterns: readonly (readonly [pattern: string, written: string | undefined])[] = [
  ['a.b', 'a[^\\n\\r]b'],
  ['[.]\\.', '[.]\\.'],
  ['\\-[a\\-z-]', '-[a\\-z-]'],
  ['(a|b{2,3})*\\p{Lu}?', '(a|b{2,3})*\\p{Lu}?'],
  ['[^-a]', '[^-a]'],
  ['', ''],
  ['\\d', undefined],
  ['\\p{Greek}', undefined],
  ['a**', undefined],
  ['*a', undefined],
  ['(a', undefined],
  ['a)', undefined],
  ['[]', undefined],
  ['[a', undefined],
  ['(?:a)', undefined],
  ['a{,2}', undefined],
  ['\\', undefined],
];
for (const [pattern, written] of patterns) {
  test(`I-Regexp ${pattern} is ${written ?? 'none'}`, () => expect(fromIRegexp(pattern)).toBe(written));
}

test('match is of the whole text, search of a part, and a dot is no line break', () => {
  const texts = ['ab', 'xab', 'a\nb', 'a\rb', 'a\u2028b', 'a😀b'];
  expect(valuesOf('$[?match(@, "a.b")]', texts)).toEqual(['a\u2028b', 'a😀b']);
  expect(valuesOf('$[?match(@, "a|b")]', ['a', 'b', 'ab'])).toEqual(['a', 'b']);
  expect(valuesOf('$[?search(@, "ab")]', texts)).toEqual(['ab', 'xab']);
  expect(valuesOf('$[?match(@, "[z-a]")]', texts)).toEqual([]);
});
