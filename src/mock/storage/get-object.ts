// GET and HEAD of an object (https://www.tencentcloud.com/document/product/436/7753, .../436/7745).
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Bucket } from './bucket.ts';
import { verifyLink } from './bucket.ts';
import { brokenCondition, etagOf, readRange } from './byte-range.ts';
import { CosError } from './cos-error.ts';
import type { ByteRange, StoredObject } from './stored-object.ts';

export type Exchange = { readonly request: FastifyRequest; readonly reply: FastifyReply };

export async function getObject(bucket: Bucket, key: string, { request, reply }: Exchange): Promise<FastifyReply> {
  admit(bucket, key, request);
  const object = bucket.objects.find(key);
  if (!object) throw new CosError('NoSuchKey');
  const { headers } = request;
  const broken = brokenCondition(object, {
    ifMatch: headers['if-match'],
    ifNoneMatch: headers['if-none-match'],
    ifModifiedSince: headers['if-modified-since'],
    ifUnmodifiedSince: headers['if-unmodified-since'],
  });
  if (broken === 412) throw new CosError('PreconditionFailed');
  if (broken === 304) return describe(object, reply).code(304).send();
  const range = readRange(headers.range, object.size);
  if (range === null) {
    reply.header('content-range', `bytes */${object.size}`);
    throw new CosError('InvalidRange');
  }
  // Before anything is said of it, so that bytes that are gone are an error.
  const part: ByteRange = range ?? { first: 0, last: object.size - 1 };
  const bytes = request.method === 'HEAD' || object.size === 0 ? '' : await bucket.objects.read(object, part);
  describe(object, reply).header('content-length', part.last - part.first + 1);
  if (range) reply.code(206).header('content-range', `bytes ${range.first}-${range.last}/${object.size}`);
  return reply.send(bytes);
}

function admit(bucket: Bucket, key: string, request: FastifyRequest): void {
  // The list of the objects is for nobody.
  if (key === '') throw new CosError('AccessDenied');
  const query = new URLSearchParams(/\?(.*)/s.exec(request.url)?.[1] ?? '');
  const verdict = verifyLink(bucket, key, query);
  if (verdict === 'unsigned') throw new CosError('AccessDenied');
  if (verdict === 'mismatch') throw new CosError('SignatureDoesNotMatch');
  if (verdict === 'expired') throw new CosError('RequestExpired');
}

function describe(object: StoredObject, reply: FastifyReply): FastifyReply {
  return reply
    .headers(object.headers)
    .header('etag', etagOf(object))
    .header('last-modified', new Date(object.modified).toUTCString())
    .header('accept-ranges', 'bytes');
}
