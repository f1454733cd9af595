import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { mostSteps } from './backtracking.ts';
import { LinearSearch } from './linear-search.ts';
import { compilePattern } from './pattern.ts';
import { writeProgram } from './program.ts';
import { readPattern } from './read-pattern.ts';

const linearSearch = (source: string): LinearSearch => new LinearSearch(writeProgram(readPattern(source)));

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
    for (const pattern of [compilePattern(source), linearSearch(source)]) {
      for (const text of found) expect(pattern.isFoundIn(text), text).toBe(true);
      for (const text of absent) expect(pattern.isFoundIn(text), text).toBe(false);
    }
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
      expect(linearSearch(pattern).isFoundIn(searched)).toBe(new RegExp(pattern, 'u').test(searched));
    }),
    { numRuns: 2000 },
  );
});

const megabyte = 1_000_000;
const hostile: readonly [source: string, text: string, found: boolean][] = [
  ['^(a+)+$', `${'a'.repeat(megabyte)}!`, false],
  ['^(a|a)*$', `${'a'.repeat(megabyte)}!`, false],
  ['^(a|aa)+$', `${'a'.repeat(megabyte)}!`, false],
  ['(x+x+)+y', 'x'.repeat(megabyte), false],
  ['(x+x+)+y', `${'x'.repeat(megabyte)}y`, true],
  ['^(.*a){20}$', `${'a'.repeat(megabyte)}!`, false],
  ['\\s*\\s*\\s*x', ' '.repeat(megabyte), false],
  ['\\s+$', `${' '.repeat(megabyte)}x`, false],
  ['^(\\w+\\s?)*$', `${'word '.repeat(megabyte / 5)}!`, false],
  ['^([a-z]+\\.)*[a-z]+@', 'a.'.repeat(megabyte / 2), false],
  ['(a|b)*a(a|b){11}c', 'abaabbbabab'.repeat(megabyte / 11), false],
  ['\\bw+\\b!', 'ww ww'.repeat(megabyte / 5), false],
];
for (const [source, text, found] of hostile) {
  test(`does not hang with /${source}/ on a text that ends in ${text.slice(-3)}`, () => {
    const pattern = compilePattern(source);
    const begun = performance.now();
    expect(pattern.isFoundIn(text)).toBe(found);
    expect(performance.now() - begun).toBeLessThan(10_000);
  });
}

test('gives a search up that would take minutes', () => {
  const pattern = compilePattern(`(a|b)*a${'(a|b)'.repeat(180)}c`);
  let text = '';
  for (let seed = 1; text.length < megabyte; seed = (seed * 48271) % 2147483647) text += seed % 2 === 0 ? 'a' : 'b';
  expect(() => pattern.isFoundIn(text)).toThrow('searching for the pattern in this text takes too long');
});

// What has to backtrack is searched for in texts in which it cannot take long.
const backtracking: readonly [source: string, found: readonly string[], absent: readonly string[], tooLong?: string][] =
  [
    ['(?=a)', ['a'], ['b']],
    ['^(?=.*[A-Z])(?=.*\\d).{8,}$', ['Passw0rdPassw0rd', `A1${'a'.repeat(10_000)}`], ['Password', 'A1']],
    ['^(?!-)[a-z-]+(?<!-)$', ['a-b'], ['-a', 'a-']],
    ['^(.+)\\1$', ['abab'], ['aba'], 'a'.repeat(megabyte)],
    ['(?<n>a)\\k<n>b', ['aab'], ['ab'], 'a'.repeat(megabyte)],
  ];
for (const [source, found, absent, tooLong] of backtracking) {
  test(`searches /${source}/ in short texts`, () => {
    const pattern = compilePattern(source);
    for (const text of found) expect(pattern.isFoundIn(text), text).toBe(true);
    for (const text of absent) expect(pattern.isFoundIn(text), text).toBe(false);
    if (tooLong !== undefined) expect(() => pattern.isFoundIn(tooLong)).toThrow(/ was not searched for in a text of /);
  });
}

test('says why a text is too long', () => {
  expect(() => compilePattern('(a)\\1').isFoundIn('a'.repeat(5000))).toThrow(
    'the pattern (a)\\1 was not searched for in a text of 5000 characters: back-references need backtracking, ' +
      'which beyond 512 may never end',
  );
});

const bounds: readonly [source: string, length: number, steps: number][] = [
  ['^abc$', 1000, 1006],
  ['^a*$', 1000, 5003],
  ['a*', 1000, 3_004_001],
  ['^(a|b)c', 10, 19],
  ['^(ab)*c', 10, 63],
  ['^(a+)+$', 100, 2e15 + 100],
  ['^a{3}$', 1000, 1006],
];
for (const [source, length, steps] of bounds) {
  test(`/${source}/ takes at most ${steps} steps in ${length} characters`, () => {
    expect(mostSteps(readPattern(source), length)).toBe(steps);
  });
}

const refused: readonly [source: string, reason: RegExp][] = [
  ['(a', /Unterminated group/],
  ['(?=(a+)+b)c', /^look-arounds need backtracking, and a search for \(\?=\(a\+\)\+b\)c may never end$/],
  ['((a+)+)\\1', /^back-references need backtracking, /],
  ['((a{1,100}){1,100}){1,100}', /^the pattern is too large: /],
];
for (const [source, reason] of refused) {
  test(`refuses /${source}/`, () => {
    let said = '';
    try {
      compilePattern(source);
    } catch (error) {
      said = error instanceof SyntaxError ? error.message : '';
    }
    expect(said).toMatch(reason);
  });
}
