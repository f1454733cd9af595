import { expect, test } from '@playwright/test';
import type { JsonValue } from '../../core/json.ts';
import type { Column, Stored } from './table.ts';
import { parseColumnType, renderColumnType } from './table.ts';
import { comparableValue, readValue, storeValue } from './values.ts';

function column(type: string): Column {
  const flags = { nullable: true, default: undefined, defaultNow: false, primaryKey: false };
  return {
    name: 'c',
    type: parseColumnType(type)!,
    ...flags,
    autoIncrement: false,
    unique: false,
    references: undefined,
  };
}

const kept: [type: string, given: JsonValue, stored: Stored, read?: JsonValue][] = [
  ['INT', 5, 5n],
  ['INT', '-5', -5n, -5],
  ['INT', true, 1n, 1],
  ['INT', null, null],
  ['BIGINT', 9007199254740991, 9007199254740991n],
  ['BIGINT', '9007199254740993', 9007199254740993n, '9007199254740993'],
  ['BIGINT', '9223372036854775807', 9223372036854775807n, '9223372036854775807'],
  ['BOOLEAN', true, 1n, 1],
  ['BOOLEAN', 0, 0n],
  ['DECIMAL(4,1)', 3.5, '10035'],
  ['DECIMAL(4,1)', 4, '10040'],
  [
    'DECIMAL(30,10)',
    '12345678901234567890.0123456789',
    '1123456789012345678900123456789',
    '12345678901234567890.0123456789',
  ],
  ['VARCHAR(4)', '高等数学', '高等数学'],
  ['VARCHAR(4)', 12, '12', '12'],
  ['VARCHAR(2)', '🙂🙂', '🙂🙂'],
  ['TEXT', "'); drop table x; --", "'); drop table x; --"],
  ['JSON', '{"a":[]}', '{"a":[]}'],
  ['DATETIME', '2026-01-02 03:04:05', '2026-01-02 03:04:05'],
  ['DATETIME', '2026-01-02', '2026-01-02 00:00:00', '2026-01-02 00:00:00'],
  ['DATETIME', '2026-01-02T03:04:05Z', '2026-01-02 03:04:05', '2026-01-02 03:04:05'],
  ['DATETIME', '2026-01-01T23:59:59.700+08:00', '2026-01-01 16:00:00', '2026-01-01 16:00:00'],
];
for (const [type, given, stored, read = given] of kept) {
  test(`${type} keeps ${JSON.stringify(given)}`, () => {
    expect(storeValue(column(type), given)).toEqual({ ok: true, value: stored });
    expect(readValue(column(type), stored)).toEqual(read);
  });
}

const refused: [type: string, given: JsonValue, reason: string][] = [
  ['INT', 'abc', '"abc" (string) is not an integer'],
  ['INT', 1.5, '"1.5" (string) is not an integer'],
  ['INT', 2147483648, '2147483648 is out of range'],
  ['BIGINT', '9223372036854775808', '9223372036854775808 is out of range'],
  ['DECIMAL(4,1)', 1000, '1000 is out of range'],
  ['DECIMAL(4,1)', 'x', '"x" (string) is not a number'],
  ['VARCHAR(4)', '高等数学甲', 'the text has 5 characters'],
  ['VARCHAR(4)', { a: 1 }, '{"a":1} (object) is not accepted: send it as a plain value'],
  ['JSON', [1], '[1] (array) is not accepted: send it as JSON text'],
  ['JSON', '{', '"{" (string) is not JSON text'],
  ['TEXT', 'a\0b', 'the character U+0000 is not accepted'],
  ['DATETIME', '2026-02-30 00:00:00', '"2026-02-30 00:00:00" (string) is no date that exists'],
  ['DATETIME', '2026-01-01T25:00:00', '"2026-01-01T25:00:00" (string) is no date that exists'],
  ['DATETIME', 'tomorrow', '"tomorrow" (string) is not a date and time'],
];
for (const [type, given, reason] of refused) {
  test(`${type} refuses ${JSON.stringify(given)}`, () => {
    const told = `column "c" is ${renderColumnType(column(type).type)}: ${reason}`;
    expect(storeValue(column(type), given)).toEqual({ ok: false, reason: told });
  });
}

const compared: [type: string, text: string, value: Stored | undefined][] = [
  ['INT', '5', 5n],
  ['INT', '1.5', 1.5],
  ['INT', '99999999999999999999', 1e20],
  ['INT', 'abc', undefined],
  ['BOOLEAN', 'true', 1n],
  ['BOOLEAN', 'FALSE', 0n],
  ['DECIMAL(4,1)', '3.55', '100355'],
  ['DECIMAL(4,1)', 'abc', undefined],
  ['DATETIME', '2026-01-02', '2026-01-02 00:00:00'],
  ['DATETIME', 'x', undefined],
  ['VARCHAR(2)', 'longer than that', 'longer than that'],
  ['TEXT', 'a\0', undefined],
];
for (const [type, text, value] of compared) {
  test(`a filter on ${type} ${value === undefined ? 'refuses' : 'takes'} ${JSON.stringify(text)}`, () => {
    const parsed = comparableValue(column(type), text);
    expect(parsed.ok ? parsed.value : undefined).toEqual(value);
  });
}

for (const text of ['FLOAT', 'VARCHAR', 'VARCHAR(1,2)', 'INT(11)', 'DECIMAL(66)', 'DECIMAL(2,3)', 'DECIMAL(0)', '']) {
  test(`"${text}" is not a column type`, () => {
    expect(parseColumnType(text)).toBeUndefined();
  });
}
