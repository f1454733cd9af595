import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import type { HttpResponse, UnreadBody } from '../core/http.ts';

type Decoder = (body: Uint8Array, limit: number) => Promise<Uint8Array>;

const unzip = promisify(gunzip);
const unbrotli = promisify(brotliDecompress);
const inflateZlib = promisify(inflate);
const inflateBare = promisify(inflateRaw);

/** RFC 9110 section 8.4.1. */
const decoders: Readonly<Record<string, Decoder>> = {
  gzip: (body, limit) => unzip(body, { maxOutputLength: limit }),
  'x-gzip': (body, limit) => unzip(body, { maxOutputLength: limit }),
  br: (body, limit) => unbrotli(body, { maxOutputLength: limit }),
  // Many servers call deflate what lacks the zlib frame that the RFC asks for; its first byte tells.
  deflate: (body, limit) =>
    ((body[0] ?? 0) & 0x0f) === 8
      ? inflateZlib(body, { maxOutputLength: limit })
      : inflateBare(body, { maxOutputLength: limit }),
  identity: (body) => Promise.resolve(body),
};

/** Nobody encodes a body more often; each coding may cost the time of a whole limit. */
const mostCodings = 4;

/** Bytes of a body that is not read which are kept for a message. */
const keptBytes = 80;

/**
 * The body behind its content codings, which were applied in the order of the header; or why there is none.
 * @param limit bytes; what would grow beyond is cut off
 */
export async function decodeContent(
  body: Uint8Array,
  contentEncoding: string,
  limit: number,
): Promise<Pick<HttpResponse, 'body' | 'unread'>> {
  const codings = contentEncoding.split(',').map((coding) => coding.trim().toLowerCase());
  if (codings.length > mostCodings) {
    return notRead(body, { type: 'coding', coding: contentEncoding, reason: `more than ${mostCodings} codings` });
  }
  let decoded = body;
  for (const coding of codings.reverse()) {
    const decode = Object.hasOwn(decoders, coding) ? decoders[coding] : undefined;
    if (!decode) return notRead(body, { type: 'coding', coding, reason: 'a coding that is not known here' });
    try {
      decoded = await decode(decoded, limit);
    } catch (error) {
      if (error instanceof RangeError) return notRead(decoded, { type: 'too large', limit, coding });
      return notRead(decoded, {
        type: 'coding',
        coding,
        reason: error instanceof Error ? error.message : String(error),
      });
    }
  }
  return { body: decoded };
}

type Without<Union> = Union extends unknown ? Omit<Union, 'beginning'> : never;

/** @param read what there is of the body; its first bytes are copied, so that the rest can go */
export function notRead(read: Uint8Array, why: Without<UnreadBody>): Pick<HttpResponse, 'body' | 'unread'> {
  return { body: new Uint8Array(), unread: { ...why, beginning: read.slice(0, keptBytes) } };
}
