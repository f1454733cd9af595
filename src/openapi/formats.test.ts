import { expect, test } from '@playwright/test';
import { isDate, isDateTime, isTime, ownFormats } from './formats.ts';

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

function allows(format: string, value: number | string): boolean {
  const own = ownFormats[format];
  if (own === undefined || own === true) return own === true;
  if (typeof own === 'function') return typeof value === 'string' && own(value);
  const { validate } = own;
  return typeof validate === 'function' && typeof value === 'number' && validate(value);
}

const values: [format: string, value: number | string, right: boolean][] = [
  ['int32', 2147483647, true],
  ['int32', 2147483648, false],
  ['int32', 1.5, false],
  ['int32', 1e3, true],
  ['int64', 9007199254740991, true],
  ['int64', JSON.parse('92233720368547758079') as number, false],
  ['int64', JSON.parse('-9223372036854775808') as number, true],
  ['float', 3.5e38, false],
  ['double', 1e308, true],
  ['double', JSON.parse('1e999') as number, false],
  ['decimal', '12.50', true],
  ['decimal', '12,50', false],
  ['byte', 'aGVsbG8=', true],
  ['byte', 'aGVsbG8', false],
  ['binary', 'anything', true],
  ['password', 'anything', true],
];
for (const [format, value, right] of values) {
  test(`${format} ${right ? 'allows' : 'refuses'} ${value}`, () => expect(allows(format, value)).toBe(right));
}
