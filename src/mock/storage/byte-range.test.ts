import { expect, test } from '@playwright/test';
import { brokenCondition, readRange } from './byte-range.ts';

const ranges: readonly (readonly [header: string | undefined, size: number, part: ReturnType<typeof readRange>])[] = [
  [undefined, 10, undefined],
  ['bytes=0-3', 10, { first: 0, last: 3 }],
  ['bytes=9-9', 10, { first: 9, last: 9 }],
  ['bytes=4-', 10, { first: 4, last: 9 }],
  ['bytes=4-99', 10, { first: 4, last: 9 }],
  ['bytes=-3', 10, { first: 7, last: 9 }],
  ['bytes=-99', 10, { first: 0, last: 9 }],
  ['bytes=10-', 10, null],
  ['bytes=10-12', 10, null],
  ['bytes=-0', 10, null],
  ['bytes=0-', 0, null],
  ['bytes=-1', 0, null],
  ['bytes=3-1', 10, undefined],
  ['bytes=-', 10, undefined],
  ['bytes=a-b', 10, undefined],
  ['bytes=0-1,3-4', 10, undefined],
  ['lines=0-1', 10, undefined],
];
for (const [header, size, part] of ranges) {
  test(`Range ${header ?? 'absent'} of ${size} bytes`, () => expect(readRange(header, size)).toEqual(part));
}

const object = { key: 'a', size: 1, md5: 'abc', modified: Date.UTC(2026, 0, 2, 3, 4, 5, 678), headers: {}, body: 'b' };
const none = { ifMatch: undefined, ifNoneMatch: undefined, ifModifiedSince: undefined, ifUnmodifiedSince: undefined };
const then = 'Fri, 02 Jan 2026 03:04:05 GMT';
const before = 'Fri, 02 Jan 2026 03:04:04 GMT';
const conditions: readonly (readonly [
  name: string,
  given: Partial<typeof none> | object,
  status: 304 | 412 | undefined,
])[] = [
  ['none', {}, undefined],
  ['If-Match fits', { ifMatch: '"abc"' }, undefined],
  ['If-Match is anything', { ifMatch: '*' }, undefined],
  ['If-Match does not fit', { ifMatch: '"x"' }, 412],
  ['If-None-Match fits', { ifNoneMatch: '"x", W/"abc"' }, 304],
  ['If-None-Match does not fit', { ifNoneMatch: '"x"' }, undefined],
  ['If-Modified-Since then', { ifModifiedSince: then }, 304],
  ['If-Modified-Since before', { ifModifiedSince: before }, undefined],
  ['If-Modified-Since is no date', { ifModifiedSince: 'x' }, undefined],
  ['If-None-Match counts before If-Modified-Since', { ifNoneMatch: '"x"', ifModifiedSince: then }, undefined],
  ['If-Unmodified-Since then', { ifUnmodifiedSince: then }, undefined],
  ['If-Unmodified-Since before', { ifUnmodifiedSince: before }, 412],
  ['If-Match counts before If-Unmodified-Since', { ifMatch: '"abc"', ifUnmodifiedSince: before }, undefined],
  ['412 counts before 304', { ifMatch: '"x"', ifNoneMatch: '"abc"' }, 412],
];
for (const [name, given, status] of conditions) {
  test(`conditions: ${name}`, () => expect(brokenCondition(object, { ...none, ...given })).toBe(status));
}
