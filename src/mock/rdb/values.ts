// Between JSON and what the engine stores, by the column's type. Digits are never lost: a number that a double cannot
// hold exactly is a string in an answer.
import type { JsonValue } from '../../core/json.ts';
import { isJsonArray, isJsonObject, parseJson, showValue } from '../../core/json.ts';
import type { DecimalSize } from './decimal.ts';
import { comparableDecimal, parseDecimal, readDecimal, storeDecimal } from './decimal.ts';
import type { Parsed } from './query.ts';
import type { Column, Stored } from './table.ts';
import { renderColumnType } from './table.ts';

const integerRanges = {
  INT: [-(2n ** 31n), 2n ** 31n - 1n],
  BIGINT: [-(2n ** 63n), 2n ** 63n - 1n],
  BOOLEAN: [-128n, 127n],
} as const;

/** The value of a body, or of a row in the tables file, as the column stores it. */
export function storeValue(column: Column, value: JsonValue): Parsed<Stored> {
  if (value === null) return { ok: true, value };
  if (isJsonArray(value) || isJsonObject(value)) {
    const how = column.type.name === 'JSON' ? 'as JSON text' : 'as a plain value';
    return refuse(column, `${showValue(value)} is not accepted: send it ${how}`);
  }
  const scalar = typeof value === 'boolean' ? Number(value) : value;
  return storeText(column, String(scalar), value);
}

function storeText(column: Column, text: string, value: JsonValue): Parsed<Stored> {
  if (text.includes('\0')) return refuse(column, 'the character U+0000 is not accepted');
  const { type } = column;
  switch (type.name) {
    case 'INT':
    case 'BIGINT':
    case 'BOOLEAN':
      return storeInteger(column, text, integerRanges[type.name]);
    case 'DECIMAL':
      return storeDecimalText(column, text, type);
    case 'DATETIME':
      return storeDateTime(column, text);
    case 'JSON':
      return parseJson(text).ok ? { ok: true, value: text } : refuse(column, `${showValue(value)} is not JSON text`);
    case 'VARCHAR': {
      const { length } = Array.from(text);
      return length > type.length ? refuse(column, `the text has ${length} characters`) : { ok: true, value: text };
    }
    case 'TEXT':
      return { ok: true, value: text };
  }
}

function storeDecimalText(column: Column, text: string, size: DecimalSize): Parsed<Stored> {
  const decimal = parseDecimal(text);
  if (!decimal) return refuse(column, `${showValue(text)} is not a number`);
  const stored = storeDecimal(decimal, size);
  return stored === undefined ? refuse(column, `${text} is out of range`) : { ok: true, value: stored };
}

function storeInteger(column: Column, text: string, [least, most]: readonly [bigint, bigint]): Parsed<Stored> {
  if (!/^[+-]?\d{1,30}$/.test(text)) return refuse(column, `${showValue(text)} is not an integer`);
  const integer = BigInt(text);
  return integer < least || integer > most ? refuse(column, `${text} is out of range`) : { ok: true, value: integer };
}

/** The value of a filter, in the form that compares with stored ones. */
export function comparableValue(column: Column, text: string): Parsed<Stored> {
  if (text.includes('\0')) return refuse(column, 'the character U+0000 is not accepted');
  const { type } = column;
  switch (type.name) {
    case 'INT':
    case 'BIGINT':
    case 'BOOLEAN':
      return comparableInteger(column, text);
    case 'DECIMAL': {
      const decimal = parseDecimal(text);
      if (!decimal) return refuse(column, `${showValue(text)} is not a number`);
      return { ok: true, value: comparableDecimal(decimal, type) };
    }
    case 'DATETIME':
      return storeDateTime(column, text);
    case 'JSON':
    case 'VARCHAR':
    case 'TEXT':
      return { ok: true, value: text };
  }
}

function comparableInteger(column: Column, text: string): Parsed<Stored> {
  if (column.type.name === 'BOOLEAN' && /^(?:true|false)$/i.test(text)) {
    return { ok: true, value: text.toLowerCase() === 'true' ? 1n : 0n };
  }
  if (!parseDecimal(text)) return refuse(column, `${showValue(text)} is not a number`);
  const [least, most] = integerRanges.BIGINT;
  const integer = /^[+-]?\d{1,30}$/.test(text) ? BigInt(text) : undefined;
  const fits = integer !== undefined && integer >= least && integer <= most;
  return { ok: true, value: fits ? integer : Number(text) };
}

const dateTime = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d):(\d\d)(\.\d{1,9})?(Z|[+-]\d\d:\d\d)?)?$/;

/** ISO 8601 or MySQL's own form to `YYYY-MM-DD HH:MM:SS`; an offset is turned into UTC, a fraction rounded. */
function storeDateTime(column: Column, text: string): Parsed<Stored> {
  const found = dateTime.exec(text);
  if (!found) return refuse(column, `${showValue(text)} is not a date and time`);
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', offset = 'Z'] = found;
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const wall = Date.parse(`${local}Z`);
  const exists = !Number.isNaN(wall) && new Date(wall).toISOString().startsWith(local);
  const instant = exists ? Date.parse(`${local}${offset}`) : NaN;
  if (Number.isNaN(instant)) return refuse(column, `${showValue(text)} is no date that exists`);
  return { ok: true, value: formatDateTime(instant + Math.round(Number(`0${fraction}`)) * 1000) };
}

/** Milliseconds since the epoch as MySQL writes them, in UTC. */
export function formatDateTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');
}

/** A stored value as JSON shows it. */
export function readValue(column: Column, stored: Stored): JsonValue {
  if (stored === null) return null;
  const { type } = column;
  switch (type.name) {
    case 'INT':
    case 'BIGINT':
    case 'BOOLEAN':
      return exactNumber(String(stored));
    case 'DECIMAL':
      return exactNumber(readDecimal(String(stored), type));
    default:
      return String(stored);
  }
}

/** A number where the double prints the same digits, else the digits as a string. */
function exactNumber(digits: string): number | string {
  const double = Number(digits);
  const plain = digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
  return String(double) === plain ? double : digits;
}

function refuse(column: Column, reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason: `column "${column.name}" is ${renderColumnType(column.type)}: ${reason}` };
}
