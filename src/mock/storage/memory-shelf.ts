import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { BodyWriter, ByteRange, Shelf } from './stored-object.ts';
import { ShelfFull } from './stored-object.ts';

/** Bytes as they came, in pieces, so that nothing is copied together; copies of an object share them. */
type Pieces = readonly Buffer[];

/**
 * Objects in memory, until the end of the process.
 * @param limit bytes of all objects together, those included that are still arriving
 */
export function createMemoryShelf(limit: number): Shelf {
  const bodies = new Map<string, Pieces>();
  let held = 0;
  const take = (bytes: number): void => {
    if (held + bytes > limit) {
      throw new ShelfFull(
        `the mock keeps at most ${limit} bytes of objects in memory: raise storage.memoryLimit, or keep them in files with --data`,
      );
    }
    held += bytes;
  };
  const piecesOf = (body: string): Pieces => {
    const pieces = bodies.get(body);
    if (pieces === undefined) throw new Error('the bytes of the object are gone');
    return pieces;
  };

  const create = (): BodyWriter => {
    const body = randomUUID();
    const pieces: Buffer[] = [];
    return {
      body,
      write: (chunk) => {
        take(chunk.length);
        pieces.push(chunk);
        return Promise.resolve();
      },
      finish: () => {
        bodies.set(body, pieces);
        return Promise.resolve();
      },
      discard: () => {
        held -= sizeOf(pieces);
        return Promise.resolve();
      },
    };
  };
  return {
    load: () => [],
    create: () => Promise.resolve(create()),
    read: async (body, range) => Promise.resolve(Readable.from(within(piecesOf(body), range), { objectMode: false })),
    copy: async (body) => {
      const pieces = piecesOf(body);
      take(sizeOf(pieces));
      const copied = randomUUID();
      bodies.set(copied, pieces);
      return Promise.resolve(copied);
    },
    remove: (body) => {
      held -= sizeOf(bodies.get(body) ?? []);
      bodies.delete(body);
      return Promise.resolve();
    },
    keep: () => Promise.resolve(),
    forget: () => Promise.resolve(),
  };
}

function sizeOf(pieces: Pieces): number {
  return pieces.reduce((size, piece) => size + piece.length, 0);
}

function* within(pieces: Pieces, { first, last }: ByteRange): Generator<Buffer> {
  let at = 0;
  for (const piece of pieces) {
    const part = piece.subarray(Math.max(0, first - at), Math.max(0, last + 1 - at));
    if (part.length > 0) yield part;
    at += piece.length;
    if (at > last) return;
  }
}
