// Parts of an object, and conditions on it (RFC 9110 sections 13 and 14).
import type { ByteRange, StoredObject } from './stored-object.ts';

/**
 * The part that a `Range` asks for. Undefined: all of it, also where the header cannot be read or names several parts;
 * null: there is no such part.
 */
export function readRange(header: string | undefined, size: number): ByteRange | null | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
  if (from === '') return to === '' ? undefined : lastBytes(Number(to), size);
  const first = Number(from);
  const last = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (to !== '' && Number(to) < first) return undefined;
  return first < size ? { first, last } : null;
}

function lastBytes(count: number, size: number): ByteRange | null {
  return count === 0 || size === 0 ? null : { first: Math.max(0, size - count), last: size - 1 };
}

export type Conditions = {
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
  readonly ifModifiedSince: string | undefined;
  readonly ifUnmodifiedSince: string | undefined;
};

/** Which status stands for a condition that does not hold: the one on the ETag counts before that on the time. */
export function brokenCondition(object: StoredObject, given: Conditions): 304 | 412 | undefined {
  const modified = Math.floor(object.modified / 1000) * 1000;
  const unmodifiedSince = Date.parse(given.ifUnmodifiedSince ?? '');
  if (given.ifMatch !== undefined ? !names(given.ifMatch, object) : modified > unmodifiedSince) return 412;
  const modifiedSince = Date.parse(given.ifModifiedSince ?? '');
  if (given.ifNoneMatch !== undefined ? names(given.ifNoneMatch, object) : modified <= modifiedSince) return 304;
  return undefined;
}

export function etagOf({ md5 }: StoredObject): string {
  return `"${md5}"`;
}

function names(header: string, object: StoredObject): boolean {
  const tags = header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(etagOf(object));
}
