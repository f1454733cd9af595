import type { Readable } from 'node:stream';

/** What is known of an object beside its bytes. */
export type StoredObject = {
  /** Its path inside the bucket. */
  readonly key: string;
  readonly size: number;
  /** Of its bytes, in hex. */
  readonly md5: string;
  /** When it was stored, in milliseconds since the epoch. */
  readonly modified: number;
  /** The user who uploaded it; absent: the administrator. */
  readonly owner?: string;
  /** What was sent with it and is given back with it, by names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Where its bytes are. No other object has the same. */
  readonly body: string;
};

/** Bytes that arrive: they count once `finish` has settled, and are gone after `discard`. */
export type BodyWriter = {
  readonly body: string;
  readonly write: (chunk: Buffer) => Promise<void>;
  readonly finish: () => Promise<void>;
  readonly discard: () => Promise<void>;
};

/** First and last byte, both counted. */
export type ByteRange = { readonly first: number; readonly last: number };

/** Where bytes and what is known of them are kept. */
export type Shelf = {
  /** What an earlier process kept. */
  readonly load: () => readonly StoredObject[];
  readonly create: () => Promise<BodyWriter>;
  /** Once it has settled, the bytes can be read to the end, whatever happens to the object. */
  readonly read: (body: string, range: ByteRange) => Promise<Readable>;
  readonly copy: (body: string) => Promise<string>;
  readonly remove: (body: string) => Promise<void>;
  /** Replaces what was kept for the key. */
  readonly keep: (object: StoredObject) => Promise<void>;
  readonly forget: (key: string) => Promise<void>;
};

/** The shelf takes no more bytes; the message says what can be done. */
export class ShelfFull extends Error {
  override readonly name = 'ShelfFull';
}
