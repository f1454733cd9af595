import { expect, test } from '@playwright/test';
import { findJsonError } from './find-json-error.ts';

const faults: [text: string, offset: number, expected: string][] = [
  ['', 0, 'a value'],
  ['  ', 2, 'a value'],
  ['{', 1, 'a property name in quotes'],
  ['{"a":1,}', 7, 'a property name in quotes'],
  ['{"a" 1}', 5, '":"'],
  ['{"a":1 "b":2}', 7, '"," or "}"'],
  ['[1 2]', 3, '"," or "]"'],
  ['[1,]', 3, 'a value'],
  ['[1}', 2, '"," or "]"'],
  ["{'a':1}", 1, 'a property name in quotes'],
  ['nul', 0, 'a value'],
  ['01', 0, 'a value'],
  ['1.', 0, 'a value'],
  ['NaN', 0, 'a value'],
  ['"a', 2, "the string's closing quote"],
  ['"a\nb"', 2, 'an escaped control character'],
  ['"\\x"', 1, 'an escape that JSON knows'],
  ['{} x', 3, 'the end'],
  ['<html>', 0, 'a value'],
];
for (const [text, offset, expected] of faults) {
  test(`${JSON.stringify(text)} ends being JSON at ${offset}`, () => {
    expect(() => JSON.parse(text) as unknown).toThrow();
    expect(findJsonError(text)).toEqual({ offset, expected });
  });
}

const right = [
  '0',
  '-1.5e+3',
  'true',
  'null',
  '"\\u00e9\\n\\"x\\\\"',
  '{}',
  '[]',
  ' [ {"a" : [1, 2 ,{}] } , "x" ] \n',
  '{"":{"":[[]]}}',
];
for (const text of right) {
  test(`${JSON.stringify(text)} is JSON`, () => {
    expect(() => JSON.parse(text) as unknown).not.toThrow();
    expect(findJsonError(text)).toBeUndefined();
  });
}

test('deep nesting is no trouble', () => expect(findJsonError('['.repeat(200_000))?.offset).toBe(200_000));
