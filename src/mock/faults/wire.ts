// How a fault sends an answer by itself: pieces of a body, heads that do not fit them, connections that end too early.
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { Outgoing } from './kind.ts';

/** Bytes of the body; undefined where it is a stream. */
export function lengthOf({ payload }: Outgoing): number | undefined {
  return payload instanceof Readable ? undefined : payload.length;
}

/** @param length what Content-Length says; absent: the body goes out in chunks */
export function sendHead({ raw, head }: Outgoing, length?: number): void {
  for (const [name, value] of Object.entries(head.headers)) raw.setHeader(name, value);
  if (length === undefined) raw.removeHeader('content-length');
  else raw.setHeader('content-length', length);
  raw.writeHead(head.status);
  raw.flushHeaders();
}

/** Sends half of the body, or of a stream its first piece, and gives the number of its bytes once they are out. */
export async function sendBeginning(outgoing: Outgoing): Promise<void> {
  const { payload } = outgoing;
  const beginning = payload instanceof Readable ? await firstPiece(payload) : payload.subarray(0, payload.length >> 1);
  await write(outgoing, beginning);
}

/** The whole body, in at most `count` pieces; of a stream its own ones. */
export async function* piecesOf(payload: Buffer | Readable, count: number): AsyncGenerator<Buffer> {
  if (payload instanceof Readable) {
    for await (const piece of payload) yield bytesOf(piece);
    return;
  }
  const size = Math.max(1, Math.ceil(payload.length / count));
  for (let at = 0; at < payload.length; at += size) yield payload.subarray(at, at + size);
}

/** Resolves once the bytes were handed over, or will never be. */
export function write({ raw }: Outgoing, bytes: Buffer | string): Promise<void> {
  return new Promise((done) => {
    if (raw.destroyed) done();
    else
      raw.write(bytes, () => {
        done();
      });
  });
}

/** Ends the connection in order, as a program does that is closed: what was written still goes out. */
export function closeConnection({ raw }: Outgoing): void {
  raw.socket?.destroySoon();
}

/** Waits, but not for a client that has gone. */
export function wait(milliseconds: number, raw: ServerResponse): Promise<void> {
  if (raw.destroyed || milliseconds <= 0) return Promise.resolve();
  return new Promise((done) => {
    const end = (): void => {
      clearTimeout(timer);
      raw.off('close', end);
      done();
    };
    const timer = setTimeout(end, milliseconds);
    raw.once('close', end);
  });
}

/** What a route sends, as bytes or as the stream that it is. */
export function payloadOf(payload: unknown): Buffer | Readable {
  return payload instanceof Readable ? payload : bytesOf(payload);
}

export async function readAll(payload: Buffer | Readable): Promise<Buffer> {
  if (!(payload instanceof Readable)) return payload;
  const pieces: Buffer[] = [];
  for await (const piece of payload) pieces.push(bytesOf(piece));
  return Buffer.concat(pieces);
}

async function firstPiece(stream: Readable): Promise<Buffer> {
  for await (const piece of stream) return bytesOf(piece);
  return Buffer.alloc(0);
}

function bytesOf(piece: unknown): Buffer {
  if (Buffer.isBuffer(piece)) return piece;
  return piece instanceof Uint8Array ? Buffer.from(piece) : Buffer.from(typeof piece === 'string' ? piece : '');
}
