// The body of an answer that nothing reads as JSON, a form or text.
import { bytesValue } from '../core/bytes.ts';
import type { Bytes, Digest } from '../core/bytes.ts';
import type { Exchange } from '../core/http.ts';
import { isBytesType, parseMediaType } from '../openapi/media-type.ts';
import { contentTypeOf } from '../openapi/read-body.ts';

/** A body that is no text is seen by its size and digest; nothing where there is none, or it could not be read. */
export function bytesIn({ request, response }: Exchange, digest: Digest): Bytes | undefined {
  const { status, body, unread } = response;
  if (unread || request.method === 'HEAD' || status === 204 || status === 304) return undefined;
  const type = parseMediaType(contentTypeOf(response) ?? '')?.essence;
  const isBytes = type === undefined ? body.length > 0 : isBytesType(type) || type.startsWith('multipart/');
  return isBytes ? bytesValue(body, digest) : undefined;
}
