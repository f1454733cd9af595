// The formats that Ajv's own set judges wrongly or slowly, and those that only OpenAPI has.
import type { FormatDefinition } from 'ajv';

type OwnFormat = true | ((text: string) => boolean) | FormatDefinition<number>;

const zero = 48;

/** The number that `count` digits at `start` give; -1 where something else stands there. */
function digits(text: string, start: number, count: number): number {
  let value = 0;
  for (let index = start; index < start + count; index++) {
    const digit = text.charCodeAt(index) - zero;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function daysOf(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leap ? 29 : (monthDays[month - 1] ?? 0);
}

/** `full-date` of RFC 3339 section 5.6. */
export function isDate(text: string): boolean {
  return text.length === 10 && isDateAt(text);
}

function isDateAt(text: string): boolean {
  if (text[4] !== '-' || text[7] !== '-') return false;
  const year = digits(text, 0, 4);
  const day = digits(text, 8, 2);
  return year >= 0 && day >= 1 && day <= daysOf(year, digits(text, 5, 2));
}

/** `full-time` of RFC 3339 section 5.6: the offset is required, and second 60 is only the last of a day in UTC. */
export function isTime(text: string): boolean {
  return isTimeAt(text, 0);
}

function isTimeAt(text: string, start: number): boolean {
  const minutes = hourAndMinute(text, start);
  const second = digits(text, start + 6, 2);
  if (minutes < 0 || text[start + 5] !== ':' || second < 0 || second > 60) return false;
  let at = start + 8;
  if (text[at] === '.') {
    const fraction = ++at;
    while (digits(text, at, 1) >= 0) at++;
    if (at === fraction) return false;
  }
  const offset = offsetAt(text, at);
  if (offset === undefined) return false;
  return second < 60 || (minutes - offset + 2880) % 1440 === 1439;
}

/** `hh:mm` as minutes; -1 where it is not that. */
function hourAndMinute(text: string, start: number): number {
  const hour = digits(text, start, 2);
  const minute = digits(text, start + 3, 2);
  const right = text[start + 2] === ':' && hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59;
  return right ? hour * 60 + minute : -1;
}

/** Minutes east of UTC. */
function offsetAt(text: string, at: number): number | undefined {
  const sign = text[at];
  if (sign === 'Z' || sign === 'z') return text.length === at + 1 ? 0 : undefined;
  if ((sign !== '+' && sign !== '-') || text.length !== at + 6) return undefined;
  const minutes = hourAndMinute(text, at + 1);
  if (minutes < 0) return undefined;
  return sign === '-' ? -minutes : minutes;
}

/** `date-time` of RFC 3339 section 5.6, with `T` (or `t`) between the two. */
export function isDateTime(text: string): boolean {
  return (text[10] === 'T' || text[10] === 't') && isDateAt(text) && isTimeAt(text, 11);
}

const base64 = /^[A-Za-z0-9+/]*={0,2}$/;
const decimal = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$/;
const largestFloat = 3.4028234663852886e38;

function numeric(validate: (value: number) => boolean): FormatDefinition<number> {
  return { type: 'number', validate };
}

/** By name, as the OpenAPI format registry lists them. Beyond 2^53 a double has lost digits; its magnitude still tells. */
export const ownFormats: Readonly<Record<string, OwnFormat>> = {
  date: isDate,
  time: isTime,
  'date-time': isDateTime,
  int8: numeric((value) => Number.isInteger(value) && value >= -128 && value <= 127),
  uint8: numeric((value) => Number.isInteger(value) && value >= 0 && value <= 255),
  int16: numeric((value) => Number.isInteger(value) && value >= -32768 && value <= 32767),
  int32: numeric((value) => Number.isInteger(value) && value >= -2147483648 && value <= 2147483647),
  int64: numeric((value) => Number.isInteger(value) && value >= -(2 ** 63) && value <= 2 ** 63),
  float: numeric((value) => Math.abs(value) <= largestFloat),
  double: numeric((value) => Number.isFinite(value)),
  decimal: (text) => decimal.test(text),
  byte: (text) => text.length % 4 === 0 && base64.test(text),
  binary: true,
  password: true,
};

/** What a message says of a format beyond its name. */
export const formatHints: Readonly<Record<string, string>> = {
  date: 'as in 2026-11-23',
  time: 'as in 12:30:00Z',
  'date-time': 'as in 2026-11-23T12:30:00Z',
  int32: 'from -2147483648 to 2147483647',
  int64: 'from -9223372036854775808 to 9223372036854775807',
  byte: 'base64',
};
