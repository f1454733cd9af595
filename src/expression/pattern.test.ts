import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { compilePattern } from './pattern.ts';

const cases: readonly [source: string, found: readonly string[], absent: readonly string[]][] = [
  ['', ['', 'a'], []],
  ['b', ['b', 'abc'], ['', 'B']],
  ['^b', ['bc'], ['ab']],
  ['b$', ['ab'], ['ba', 'b\n']],
  ['^$', [''], ['a']],
  ['a.c', ['abc', 'a😀c'], ['ac', 'a\nc']],
  ['^[0-9]+(\\.[0-9]+)*$', ['1', '1.22.3'], ['1.', '.1', '']],
  ['^(?:ab|cd?|)x$', ['abx', 'cx', 'cdx', 'x'], ['bx', 'cddx']],
  ['^a{2,3}$', ['aa', 'aaa'], ['a', 'aaaa']],
  ['^a{2}$', ['aa'], ['a', 'aaa']],
  ['^(ab){2,}?$', ['abab', 'ababab'], ['ab']],
  ['^a{0}b$', ['b'], ['ab']],
  ['^[^\\]a\\\\]$', ['b'], [']', 'a', '\\']],
  ['\\bcat\\b', ['a cat!', 'cat'], ['cats']],
  ['\\Bat', ['cat'], ['at']],
  ['^\\p{Script=Han}+$', ['高等数学'], ['a高']],
  ['^\\u{1F600}\\x41\\u0042\\cJ$', ['😀AB\n'], ['AB\n']],
  ['^\\ud83d\\ude00$', ['😀'], ['😁']],
  ['^(?<year>\\d{4})-\\d\\d$', ['2026-11'], ['26-11']],
  ['^\\+86 \\d{11}$', ['+86 13800138000'], ['+8613800138000']],
  ['^(a*)*$', ['', 'aaa'], ['b']],
  ['^\\/\\.$', ['/.'], ['/a']],
];
for (const [source, found, absent] of cases) {
  test(`searches /${source}/`, () => {
    const pattern = compilePattern(source);
    for (const text of found) expect(pattern.isFoundIn(text), text).toBe(true);
    for (const text of absent) expect(pattern.isFoundIn(text), text).toBe(false);
  });
}

test('finds what the built-in engine finds', () => {
  // Without \B, which the built-in engine also finds between the two halves of a surrogate pair.
  const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\w', '\\d', '^', '$', '\\b', '😀', '\\.');
  const { source } = fc.letrec<{ source: string }>((tie) => ({
    source: fc.oneof(
      { depthSize: 'small' },
      atom,
      fc.tuple(tie('source'), tie('source')).map(([left, right]) => left + right),
      fc.tuple(tie('source'), tie('source')).map(([left, right]) => `(?:${left}|${right})`),
      fc
        .tuple(tie('source'), fc.constantFrom('*', '+', '?', '{2}', '{1,2}', '{0,}', '*?'))
        .map(([inner, quantifier]) => `(${inner})${quantifier}`),
    ),
  }));
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '1', ' ', '.', '\n', '😀'), maxLength: 6 });
  fc.assert(
    fc.property(source, text, (pattern, searched) => {
      expect(compilePattern(pattern).isFoundIn(searched)).toBe(new RegExp(pattern, 'u').test(searched));
    }),
    { numRuns: 2000 },
  );
});

test('does not hang where backtracking would', () => {
  const text = `${'a'.repeat(20_000)}!`;
  for (const source of ['^(a+)+$', '^(a|a)*$', '^(a|aa)+$', '^(.*a){12}$']) {
    expect(compilePattern(source).isFoundIn(text)).toBe(false);
  }
});

const refused: readonly [source: string, reason: RegExp][] = [
  ['(a', /Unterminated group/],
  ['(?=a)', /look-around and back-references/],
  ['(?<!a)b', /look-around and back-references/],
  ['(a)\\1', /look-around and back-references/],
  ['(?<n>a)\\k<n>', /look-around and back-references/],
  ['((a{100}){100}){100}', /too large/],
];
for (const [source, reason] of refused) {
  test(`refuses /${source}/`, () => expect(() => compilePattern(source)).toThrow(reason));
}
