import { expect, test } from '@playwright/test';
import { isDate, isDateTime, isTime } from './date-time.ts';
import { judgeOf } from './format-keyword.ts';
import { formatNames, formatOf } from './formats.ts';
import { fitsDouble, fitsFloat, fitsInt64, isWhole } from './number.ts';

function fits(name: string, value: unknown): boolean {
  const format = formatOf(name);
  if (!format) throw new Error(`there is no format ${name}`);
  return judgeOf(format)(value);
}

const table = [
  {
    format: 'date',
    judge: isDate,
    right: ['2024-02-29', '2000-02-29', '0001-01-01', '2026-12-31'],
    wrong: [
      '2023-02-29',
      '1900-02-29',
      '2023-02-30',
      '2023-13-01',
      '2023-00-10',
      '2023-1-1',
      '2023-04-31',
      '2023-01-01T',
      '',
      '２023-01-01',
    ],
  },
  {
    format: 'time',
    judge: isTime,
    right: ['12:30:00Z', '23:59:60Z', '00:00:00.123456+08:00', '15:59:60-08:00', '00:29:60+00:30', '08:00:00z'],
    wrong: [
      '12:30:00',
      '24:00:00Z',
      '12:60:00Z',
      '12:30:61Z',
      '12:30:60Z',
      '23:59:60+01:00',
      '12:30:00+8',
      '12:30:00+08',
      '12:30:00+24:00',
      '12:30:00.Z',
      '12:30Z',
      '1:30:00Z',
    ],
  },
  {
    format: 'date-time',
    judge: isDateTime,
    right: [
      '2026-11-23T12:30:00Z',
      '2026-11-23t12:30:00.5+08:00',
      '1998-12-31T23:59:60Z',
      '1998-12-31T15:59:60.123-08:00',
    ],
    wrong: [
      '2026-11-23 12:30:00Z',
      '2026-11-23T12:30:00',
      '2023-02-30T10:00:00Z',
      '2026-11-23T25:00:00Z',
      '2026-11-23',
      '2026-11-23T12:30:00+08',
      '1998-12-31T23:58:60Z',
      '2026-11-23T12:30:00ZZ',
    ],
  },
] as const;

for (const { format, judge, right, wrong } of table) {
  for (const text of right) test(`${format} allows ${text}`, () => expect(judge(text)).toBe(true));
  for (const text of wrong) test(`${format} refuses "${text}"`, () => expect(judge(text)).toBe(false));
}

type Cases = { readonly right: readonly unknown[]; readonly wrong: readonly unknown[] };

const byName: Readonly<Record<string, Cases>> = {
  duration: {
    right: ['P3D', 'P1Y2M3DT4H5M6S', 'PT0S', 'P12W', 'P1YT5M', 'PT1M30S'],
    wrong: ['P', 'PT', 'P1YT', 'P1Y3D', 'PT1H5S', 'P1W2D', 'PT1.5S', '1D', 'P1D ', 'P-1D', 'p1d', 'P１D'],
  },
  email: {
    right: ['mei.lin@example.com', 'a+b@x', '"a b@c"@example.com', 'a@[10.0.0.1]', 'a@[IPv6:::1]', 'a@[ipv6:1::2]'],
    wrong: [
      '',
      '@',
      'a',
      'a@',
      '@a',
      '.a@b',
      'a.@b',
      'a..b@c',
      'a b@c',
      'a@b_c',
      'a@[10.0.0.256]',
      'a@[x:y]',
      '梅@a.b',
    ],
  },
  'idn-email': {
    right: ['梅林@例子.测试', 'a@b', '"梅 林"@a.b'],
    wrong: ['梅林', '梅林@', '梅林＠例子.测试', '梅 林@a.b'],
  },
  hostname: {
    right: ['a', '1a', 'a-b.example', 'XN--FSQU00A.example', `${'a'.repeat(63)}.b`],
    wrong: [
      '',
      '.',
      'a.',
      '.a',
      'a..b',
      '-a',
      'a-',
      'a_b',
      `${'a'.repeat(64)}.b`,
      'a.'.repeat(127) + 'ab',
      'xn--a',
      '例子',
    ],
  },
  'idn-hostname': {
    right: ['例子.测试', 'a.b', '例子。测试', 'l·l'],
    wrong: ['', '例子.', '例子。', 'a·b', '-例', 'a b', '例'.repeat(254), '\u302e例'],
  },
  ipv4: {
    right: ['0.0.0.0', '255.255.255.255', '10.1.20.9'],
    wrong: ['', '1.2.3', '1.2.3.4.', '1.2.3.4.5', '256.1.1.1', '01.1.1.1', '1.1.1.1/8', '1.1.1.1\n', '１.1.1.1'],
  },
  ipv6: {
    right: [
      '::',
      '::1',
      '1::',
      '1:2:3:4:5:6:7:8',
      '1::8',
      'ABCD::ef',
      '::1.2.3.4',
      '1:2:3:4:5:6:1.2.3.4',
      '1:2:3:4:5:6:7::',
    ],
    wrong: [
      '',
      ':',
      ':::',
      '1',
      '1:2:3:4:5:6:7',
      '1:2:3:4:5:6:7:8:9',
      '1::2::3',
      '12345::',
      '::g',
      '::1%eth0',
      '1.2.3.4::',
      '1:',
      ':1',
      '::1.2.3',
      '1:2:3:4:5:6:7::8',
    ],
  },
  uri: {
    right: [
      'https://a.b/c?d=e#f',
      'a:',
      'urn:a:b',
      'http://[::1]:80/',
      'http://u:p@h:1/%41',
      'http://h:/',
      'http://[v1.a:b]',
      'HTTP://h',
    ],
    wrong: [
      '',
      'a',
      '/a',
      '//a/b',
      'http://a b',
      'http://a/%4',
      'http://[::1',
      'http://[::1]a',
      'http://h:x',
      'http://a@b@c',
      '1a:b',
      'http://例',
      'a:\\b',
      'a:b\n',
      'http:/[a]',
      'a:{b}',
      '://a',
    ],
  },
  'uri-reference': {
    right: ['', 'a/b', '//a', '?a', '#a', '../a:b', 'a:b'],
    wrong: ['1:b', ':a', '例', '%', 'a#b#c', '\\'],
  },
  iri: {
    right: ['http://例子/路径?查询#段', 'a:例', 'a:?\ue000'],
    wrong: ['', '例', 'http://例 子', 'a:\ue000', 'a:\ud800', 'a:<'],
  },
  'iri-reference': { right: ['', '例', '#例', '//例'], wrong: ['例 ', '\\例', '%例'] },
  uuid: {
    right: ['01234567-89ab-cdef-0123-456789ABCDEF'],
    wrong: [
      '',
      '0123456789abcdef0123456789abcdef',
      '01234567-89ab-cdef-0123-456789abcdeg',
      '{01234567-89ab-cdef-0123-456789abcdef}',
    ],
  },
  'uri-template': {
    right: ['', '/a/{b}', '{+a,b*,c:3}', '{a.b}', '{%41}', "例'", '{?a}{&b}'],
    wrong: ['{', '}', '{}', '{a', '{a,}', '{a:0}', '{a:12345}', '{a..b}', '{a b}', 'a b', 'a%4', '{a{b}}', '{++a}'],
  },
  'json-pointer': { right: ['', '/', '/a/0', '/~0~1', '/例'], wrong: ['a', '#/a', '/~', '/~2'] },
  'relative-json-pointer': {
    right: ['0', '1/a', '2#', '10'],
    wrong: ['', '/a', '-1', '01', '0##', '1#/a', '0/~', '１'],
  },
  regex: { right: ['^a+$', '(?<n>a)\\k<n>', '\\p{L}', '[]'], wrong: ['(', '\\a', 'a{2,1}', '(?#a)', '\\p{Nothing}'] },
  int8: { right: [-128, 127, '300'], wrong: [-129, 128, 0.5] },
  uint16: { right: [0, 65535], wrong: [-1, 65536] },
  int32: { right: [2147483647, 1e3, '2147483648', null], wrong: [2147483648, 1.5] },
  int64: {
    right: [9007199254740991, -(2 ** 63), '9223372036854775807', '-9223372036854775808', true],
    wrong: [2 ** 63 + 2048, 1e19, 0.5, '9223372036854775808', '-9223372036854775809', '1.5', 'a', ''],
  },
  uint64: { right: [0, '18446744073709551615'], wrong: [-1, '18446744073709551616', '-1'] },
  'double-int': { right: [2 ** 53 - 1], wrong: [2 ** 53] },
  float: { right: [3.4028234663852886e38, -1.5, 'a'], wrong: [3.5e38] },
  double: { right: [1e308], wrong: [Infinity] },
  decimal: { right: ['12.50', '-3', '+.5', '1.', 2], wrong: ['12,50', '', '.', '1e3', '0x1'] },
  decimal128: {
    right: [1e308, '9'.repeat(34), '1e6144', '1e-6176', 'NaN', '-INF'],
    wrong: ['1'.repeat(35), '1e6145', '1e-6177', 'Infinity'],
  },
  byte: { right: ['', 'aGVsbG8='], wrong: ['aGVsbG8', 'a_-=', 'a'] },
  base64url: { right: ['', 'aGVsbG8', 'aGVsbG8=', 'a_-b'], wrong: ['a+/b', 'aGVsb', 'aGVsbG8=='] },
  binary: { right: ['anything', 1], wrong: [] },
  password: { right: ['anything'], wrong: [] },
  char: { right: ['a', '例', '😀'], wrong: ['', 'ab', '😀a'] },
  'date-time-local': { right: ['2026-11-23T12:30:00'], wrong: ['2026-11-23T12:30:00Z', '2026-11-23'] },
  'time-local': { right: ['12:30:00.5'], wrong: ['12:30:00Z', '25:00:00', '12:30:00+08:00'] },
  'http-date': {
    right: ['Mon, 23 Nov 2026 12:30:00 GMT', 'Thu, 29 Feb 2024 00:00:00 GMT'],
    wrong: [
      'Tue, 23 Nov 2026 12:30:00 GMT',
      'Mon, 23 Nov 2026 12:30:00 UTC',
      'Mon, 31 Nov 2026 12:30:00 GMT',
      'Mon, 23 Foo 2026 12:30:00 GMT',
      'Monday, 23-Nov-26 12:30:00 GMT',
    ],
  },
  'media-range': {
    right: ['*/*', 'text/*', 'text/html; charset=utf-8', 'a/b;c="d;e"'],
    wrong: ['', 'text', 'text/html;charset=', 'a/b c'],
  },
  'sf-string': { right: ['"a"', '"\\""', '""'], wrong: ['a', '"a', '"\\a"', '"例"'] },
  'sf-token': { right: ['a', '*a/b:c'], wrong: ['', '1a', 'a b'] },
  'sf-binary': { right: [':aGVsbG8=:', '::'], wrong: [':', 'aGVsbG8=', ':a:'] },
  'sf-boolean': { right: ['?0', '?1'], wrong: ['?2', 'true'] },
  'sf-integer': { right: [999999999999999], wrong: [1e15, 0.5] },
  'sf-decimal': { right: [999999999999.999, -0.5], wrong: [1e12, 0.0005] },
};

test('every format has its cases', () => {
  // Those that have none allow anything, or differ from one that has some by their numbers.
  const without = ['int16', 'uint8', 'uint32', 'commonmark', 'html'];
  const named = [...Object.keys(byName), 'date', 'time', 'date-time', ...without];
  expect(named.sort()).toEqual([...formatNames].sort());
});

for (const [format, { right, wrong }] of Object.entries(byName)) {
  for (const value of right)
    test(`${format} allows ${JSON.stringify(value)}`, () => expect(fits(format, value)).toBe(true));
  for (const value of wrong)
    test(`${format} refuses ${JSON.stringify(value)}`, () => expect(fits(format, value)).toBe(false));
}

test('numbers that no double holds are judged by their text', () => {
  for (const text of [
    '9223372036854775807',
    '-9223372036854775808',
    '9.223372036854775807e18',
    '5.0',
    '-0',
    '0e999999999',
  ]) {
    expect(fitsInt64(text), text).toBe(true);
  }
  for (const text of ['9223372036854775808', '-9223372036854775809', '92233720368547758079', '5.5', '1e999999999']) {
    expect(fitsInt64(text), text).toBe(false);
  }
  expect(isWhole(0n, 255n)('2.55e2')).toBe(true);
  expect(isWhole(0n, 255n)('2.56e2')).toBe(false);
  expect(fitsDouble('1e309')).toBe(false);
  expect(fitsFloat('3.4028235e38')).toBe(true);
});

test('no text makes a format slow', () => {
  const pieces = [
    'a',
    'a.',
    'a@',
    '"',
    '/',
    '1',
    '{a',
    ':',
    'a-',
    '[',
    '%41',
    '~0',
    'P1',
    '例',
    'xn--',
    ' ',
    '=',
    '\\"',
    '("a',
  ];
  const begun = performance.now();
  for (const name of formatNames) {
    for (const piece of pieces) {
      for (const text of [piece.repeat(50_000), `${piece.repeat(50_000)}\n`, `x@${piece.repeat(50_000)}`])
        fits(name, text);
    }
  }
  // About 2,600 texts of up to 200 kB; in quadratic time one of them alone would take this long.
  expect(performance.now() - begun).toBeLessThan(20_000);
});
