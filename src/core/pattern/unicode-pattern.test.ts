import { expect, test } from '@playwright/test';
import { asUnicodePattern } from './unicode-pattern.ts';

const cases: readonly [source: string, rewritten: string][] = [
  ['^\\d+$', '^\\d+$'],
  ['^\\+86\\-\\d{11}$', '^\\+86-\\d{11}$'],
  ['a\\_b\\@c\\/\\:d', 'a_b@c\\/:d'],
  ['\\"[^\\"]*\\"', '"[^"]*"'],
  ['[\\w-.]+', '[\\w\\-.]+'],
  ['[.-\\w]+', '[.\\-\\w]+'],
  ['[\\w-]+\\-', '[\\w-]+-'],
  ['[\\\\w-z\\!]', '[\\\\w-z!]'],
  ['[a\\-z\\#]', '[a\\-z#]'],
  ['^{a}]{2}$', '^\\{a\\}\\]{2}$'],
  ['\\p{L}\\!', '\\p{L}!'],
];
for (const [source, rewritten] of cases) {
  test(`rewrites ${source}`, () => {
    expect(asUnicodePattern(source)).toBe(rewritten);
    // It finds what the original finds without the flag, where characters are single units.
    if (source.includes('\\p{')) return;
    for (const text of [
      '+86-13800138000',
      'a_b@c/:d',
      '"x"',
      'a.b-c',
      'w',
      'x',
      '-',
      '!',
      '#',
      '{a}]]',
      ' ',
      '\\',
      'L',
    ]) {
      expect(new RegExp(rewritten, 'u').test(text), text).toBe(new RegExp(source).test(text));
    }
  });
}

for (const source of ['(', 'a\\Z', '\\pL!', '\\p{Nothing}', '\\Aab\\z', '(a)\\2\\!', '[z-a]', '\\u12']) {
  test(`refuses ${source}`, () => expect(() => asUnicodePattern(source)).toThrow(SyntaxError));
}
