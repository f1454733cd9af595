import { createHash } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { differencesOf, showDifferences } from '../expression/differences.ts';
import { asBytes, bytesOf, bytesValue, firstDifference, showBytes } from './bytes.ts';
import { isSame, showValue, writeJson } from './json.ts';

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const valueOf = (...bytes: number[]) => bytesValue(Uint8Array.from(bytes), digest);

test('bytes are a value of two members, and are remembered', () => {
  const value = valueOf(0xff, 0x00);
  expect(value).toEqual({ size: 2, sha256: digest(Uint8Array.of(0xff, 0x00)) });
  expect(bytesOf(value)).toEqual(Uint8Array.of(0xff, 0x00));
  expect([bytesOf({ ...value }), bytesOf('x'), bytesOf(null), asBytes(1)]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(writeJson(value)).toBe(`{"size":2,"sha256":"${value.sha256}"}`);
});

test('they are the same byte by byte', () => {
  expect(isSame(valueOf(1, 2), valueOf(1, 2))).toBe(true);
  expect(isSame(valueOf(1, 2), valueOf(1, 3))).toBe(false);
  // In base64 these differ by the case of a letter alone.
  expect(isSame(valueOf(0x00), valueOf(0x68))).toBe(false);
});

test('a message shows number and digest, never the bytes', () => {
  expect(showBytes(valueOf(0x61))).toBe('1 byte, sha256 ca978112ca1bbdca...');
  expect(showValue(valueOf(0x61, 0x62))).toBe('2 bytes, sha256 fb8e20fc2e4c3f24...');
});

const places: readonly (readonly [left: number[], right: number[], place: number | undefined])[] = [
  [[1, 2], [1, 2], undefined],
  [[], [], undefined],
  [[1, 2], [1, 3], 2],
  [[1], [1, 2], 2],
  [[1, 2], [], 1],
];
for (const [left, right, place] of places) {
  test(`[${left.join()}] and [${right.join()}] differ from ${place ?? 'nowhere'} on`, () => {
    expect(firstDifference(Uint8Array.from(left), Uint8Array.from(right))).toBe(place);
  });
}

test('a difference is told at its byte', () => {
  expect(showDifferences(differencesOf({ a: valueOf(1, 2) }, { a: valueOf(1, 3) }))).toMatch(
    /^at \/a 2 bytes, sha256 [0-9a-f]{16}\.\.\. on the left and 2 bytes, sha256 [0-9a-f]{16}\.\.\. on the right, which differ from byte 2 on$/,
  );
});
