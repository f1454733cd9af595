// Bodies that are neither JSON nor a form nor text. Expressions, findings and records see how many bytes they are and
// their digest: an object of two members, by which two of them compare byte by byte.

/** SHA-256 in hexadecimal. */
export type Digest = (bytes: Uint8Array) => string;

/** A JSON value. What it stands for is remembered beside it, so that it can be sent on. */
export type Bytes = { readonly size: number; readonly sha256: string };

const known = new WeakMap<object, { readonly value: Bytes; readonly bytes: Uint8Array }>();

export function bytesValue(bytes: Uint8Array, digest: Digest): Bytes {
  const value = { size: bytes.length, sha256: digest(bytes) };
  known.set(value, { value, bytes });
  return value;
}

/** What a value of `bytesValue` stands for; undefined for any other. */
export function bytesOf(value: unknown): Uint8Array | undefined {
  return entryOf(value)?.bytes;
}

/** The value itself, where it stands for bytes. */
export function asBytes(value: unknown): Bytes | undefined {
  return entryOf(value)?.value;
}

const entryOf = (value: unknown) => (typeof value === 'object' && value !== null ? known.get(value) : undefined);

const shownDigits = 16;

/** `5242880 bytes, sha256 6f1c0a9e2b7d4c55...` */
export function showBytes({ size, sha256 }: Bytes): string {
  return `${size} ${size === 1 ? 'byte' : 'bytes'}, sha256 ${sha256.slice(0, shownDigits)}...`;
}

/** Where two differ first, counted from 1; undefined where they are the same. */
export function firstDifference(left: Uint8Array, right: Uint8Array): number | undefined {
  const shorter = Math.min(left.length, right.length);
  for (let at = 0; at < shorter; at++) if (left[at] !== right[at]) return at + 1;
  return left.length === right.length ? undefined : shorter + 1;
}
