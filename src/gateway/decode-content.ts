import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import { GatewayError } from '../core/errors.ts';

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

/**
 * The body behind its content codings, which were applied in the order of the header.
 * @param limit bytes; what would grow beyond is cut off
 * @throws GatewayError with GATEWAY_RESPONSE_INVALID
 */
export async function decodeContent(body: Uint8Array, contentEncoding: string, limit: number): Promise<Uint8Array> {
  const codings = contentEncoding.split(',').map((coding) => coding.trim().toLowerCase());
  let decoded = body;
  for (const coding of codings.reverse()) {
    const decode = Object.hasOwn(decoders, coding) ? decoders[coding] : undefined;
    if (!decode) throw invalid(`the body is encoded as "${coding}", which is not known here`);
    try {
      decoded = await decode(decoded, limit);
    } catch (cause) {
      const tooLarge = cause instanceof RangeError;
      throw invalid(tooLarge ? `the ${coding} body grows beyond ${limit} bytes` : `the body is no ${coding}`, cause);
    }
  }
  return decoded;
}

function invalid(message: string, cause?: unknown): GatewayError {
  return new GatewayError('GATEWAY_RESPONSE_INVALID', message, { cause });
}
