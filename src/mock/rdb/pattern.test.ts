import { expect, test } from '@playwright/test';
import { readPattern } from './pattern.ts';

const read: [pattern: string, written: string][] = [
  ['^[a-zA-Z]+$', '^[a-zA-Z]+$'],
  ['a.c|(b{2,3}c?)', 'a.c|(b{2,3}c?)'],
  [String.raw`\d+\s\W`, String.raw`[0-9]+[ \t\n\r][^0-9A-Za-z_]`],
  [String.raw`[\d_]\.`, String.raw`[0-9_]\.`],
  ['[[]', String.raw`[\[]`],
  ['[]a]', '[]a]'],
];
for (const [pattern, written] of read) {
  test(`${pattern} is read`, () => {
    expect(readPattern(pattern)).toEqual({ ok: true, value: written });
  });
}

const refused: [pattern: string, reason: string][] = [
  ['[a', "unclosed '['"],
  ['a{2', "unclosed '{'"],
  ['(a', "unmatched '('"],
  ['a)', "unmatched ')'"],
  ['*a', 'nothing to repeat'],
  ['a|+', 'nothing to repeat'],
  ['a+?', '"+?" is not offered'],
  ['(?i)a', '"(?" is not offered'],
  [String.raw`(a)\1`, String.raw`"\1" is not offered`],
  ['[[:digit:]]', 'classes such as [:digit:] are not offered'],
  [String.raw`[\D]`, String.raw`"\D" within [] is not offered`],
  ['a\\', 'trailing "\\"'],
];
for (const [pattern, reason] of refused) {
  test(`${pattern} is refused`, () => {
    expect(readPattern(pattern)).toEqual({ ok: false, reason });
  });
}
