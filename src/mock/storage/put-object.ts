// PUT of an object (https://www.tencentcloud.com/document/product/436/7749).
import type { FastifyReply } from 'fastify';
import type { Bucket } from './bucket.ts';
import { ownerOf, seconds } from './bucket.ts';
import { etagOf } from './byte-range.ts';
import { CosError } from './cos-error.ts';
import { verifySignature } from './cos-signature.ts';
import type { Exchange } from './get-object.ts';
import type { Upload } from './objects.ts';
import type { StoredObject } from './stored-object.ts';
import { ShelfFull } from './stored-object.ts';

/** 5 GB, the largest single file (https://docs.cloudbase.net/en/http-api/storage/get-objects-upload-info). */
const largestObject = 5 * 1024 ** 3;

/** What is given back with the object as it came. */
const kept =
  /^(?:cache-control|content-disposition|content-encoding|content-language|content-type|expires|x-cos-(?:meta-.+|metadata-metadata))$/;

export async function putObject(bucket: Bucket, key: string, { request, reply }: Exchange): Promise<FastifyReply> {
  const headers = new Map(
    Object.entries(request.headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
  admitUpload(bucket, key, { authorization: headers.get('authorization'), headers });
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  if (length === undefined && encoding === undefined) throw new CosError('MissingContentLength');
  if (Number(length ?? 0) > largestObject) throw new CosError('EntityTooLarge');
  const wanted = readDigest(headers.get('content-md5'));
  const accept: Upload['accept'] = ({ md5 }) => {
    if (wanted !== undefined && wanted !== md5) throw new CosError('BadDigest');
  };
  // Not destroyed by an error, so that the answer can still be read.
  const bytes: AsyncIterable<Buffer> = request.raw.iterator({ destroyOnReturn: false });
  const stored = await store(bucket, { key, headers, accept }, bytes);
  return reply.header('etag', etagOf(stored)).send();
}

/** @throws CosError where the signature does not let this upload in */
export function admitUpload(
  bucket: Bucket,
  key: string,
  {
    authorization,
    headers,
  }: { readonly authorization: string | undefined; readonly headers: ReadonlyMap<string, string> },
): void {
  if (authorization === undefined) throw new CosError('AccessDenied');
  const verdict = verifySignature(authorization, { method: 'put', key, headers }, seconds(bucket.clock));
  switch (verdict) {
    case 'valid':
      return;
    case 'malformed':
      throw new CosError('InvalidArgument', 'The Authorization is not a signature of COS.');
    case 'unknown key':
      throw new CosError('InvalidAccessKeyId');
    case 'mismatch':
      throw new CosError('SignatureDoesNotMatch');
    case 'not yet valid':
    case 'expired':
      throw new CosError('RequestExpired');
  }
}

type Sent = {
  readonly key: string;
  /** By names in lower case; those that the object keeps are taken. */
  readonly headers: ReadonlyMap<string, string>;
  readonly accept?: Upload['accept'];
};

/** @throws CosError */
export async function store(
  bucket: Bucket,
  { key, headers, accept }: Sent,
  bytes: AsyncIterable<Buffer>,
): Promise<StoredObject> {
  const own = [...headers].filter(([name]) => kept.test(name));
  const upload: Upload = {
    key,
    headers: { 'content-type': 'application/octet-stream', ...Object.fromEntries(own) },
    owner: ownerOf(headers.get('x-cos-security-token') ?? ''),
    modified: bucket.clock.now(),
    ...(accept && { accept }),
  };
  try {
    return await bucket.objects.put(upload, limited(bytes));
  } catch (error) {
    if (error instanceof ShelfFull) throw new CosError('EntityTooLarge', error.message);
    throw error;
  }
}

async function* limited(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > largestObject) throw new CosError('EntityTooLarge');
    yield chunk;
  }
}

/** From base64 to hex. */
function readDigest(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const bytes = Buffer.from(header, 'base64');
  if (bytes.length !== 16 || bytes.toString('base64') !== header) throw new CosError('InvalidDigest');
  return bytes.toString('hex');
}
