// The environment's bucket: its objects, who may do what, and the addresses that lead to them.
import type { MockClock } from '../clock.ts';
import { isLinkSigned, signLink, signRequest } from './cos-signature.ts';
import { encodeKey } from './object-key.ts';
import type { Objects } from './objects.ts';
import type { BucketAcl } from './permissions.ts';
import { isPublic } from './permissions.ts';

export type StorageSettings = {
  /** Which preset the bucket has. Default: READONLY, the first of the pages; none says which one a new environment has. */
  readonly acl?: BucketAcl;
  /** Seconds that an upload may begin in. Default: 900; no page says. */
  readonly uploadLifetime?: number;
  /** Seconds that a link to a private object lives. Default: 7200, as the official client asks for elsewhere. */
  readonly downloadLifetime?: number;
  /** Bytes of all objects together while they live in memory. Default: 268435456 (256 MiB). */
  readonly memoryLimit?: number;
};

export type Bucket = {
  readonly environment: string;
  /** As in `7465-test-env-1250000000`. */
  readonly name: string;
  readonly acl: BucketAcl;
  readonly clock: MockClock;
  readonly objects: Objects;
  readonly uploadLifetime: number;
  readonly downloadLifetime: number;
  /** Where the object store listens, without a slash at the end. */
  readonly url: () => string;
};

type BucketOptions = Pick<Bucket, 'environment' | 'clock' | 'objects' | 'url'> & {
  readonly settings: StorageSettings;
};

export const defaultMemoryLimit = 256 * 1024 * 1024;

export function createBucket({ settings, environment, ...rest }: BucketOptions): Bucket {
  const { acl = 'READONLY', uploadLifetime = 900, downloadLifetime = 7200 } = settings;
  const prefix = Buffer.from(environment.slice(0, 2)).toString('hex');
  const name = `${prefix}-${environment}-1250000000`;
  return { ...rest, environment, name, acl, uploadLifetime, downloadLifetime };
}

export function cloudObjectId({ environment, name }: Bucket, key: string): string {
  return `cloud://${environment}.${name}/${key}`;
}

/** Undefined: it names no object. `isHere`: its environment and bucket are these. */
export function readCloudObjectId(
  { environment, name }: Bucket,
  id: string,
): { readonly key: string; readonly isHere: boolean } | undefined {
  const [, bucket, key] = /^cloud:\/\/([^/]+)\/(.+)$/s.exec(id) ?? [];
  return bucket === undefined || key === undefined ? undefined : { key, isHere: bucket === `${environment}.${name}` };
}

export type Links = { readonly downloadUrl: string; readonly downloadUrlEncoded: string };

/** Of a private bucket they are signed, and expire. */
export function linksTo({ acl, clock, url }: Bucket, key: string): Links {
  const signedAt = String(seconds(clock));
  const query = isPublic(acl) ? '' : `?sign=${signLink(key, signedAt)}&t=${signedAt}`;
  return { downloadUrl: `${url()}/${key}${query}`, downloadUrlEncoded: `${url()}/${encodeKey(key)}${query}` };
}

export type LinkVerdict = 'valid' | 'unsigned' | 'mismatch' | 'expired';

export function verifyLink({ acl, clock, downloadLifetime }: Bucket, key: string, query: URLSearchParams): LinkVerdict {
  if (isPublic(acl)) return 'valid';
  const [sign, signedAt] = [query.get('sign'), query.get('t')];
  if (sign === null || signedAt === null) return 'unsigned';
  if (!isLinkSigned(key, signedAt, sign)) return 'mismatch';
  return seconds(clock) > Number(signedAt) + downloadLifetime ? 'expired' : 'valid';
}

export type UploadGrant = {
  readonly uploadUrl: string;
  readonly authorization: string;
  readonly token: string;
  readonly cloudObjectMeta: string;
};

/**
 * What lets one upload in. The signature covers token and meta too, so that the token can be trusted to name who uploads.
 * @param owner absent: the administrator
 * @param signedHeader other headers that the upload must have, by names in lower case
 */
export function grantUpload(
  bucket: Bucket,
  key: string,
  { owner, signedHeader }: { readonly owner: string | undefined; readonly signedHeader: ReadonlyMap<string, string> },
): UploadGrant {
  const token = toBase64({ owner, bucket: bucket.name });
  const cloudObjectMeta = Buffer.from(cloudObjectId(bucket, key)).toString('base64url');
  const own = [
    ['x-cos-meta-fileid', cloudObjectMeta],
    ['x-cos-security-token', token],
  ] as const;
  const start = seconds(bucket.clock);
  const authorization = signRequest(
    { method: 'put', key, headers: new Map([...signedHeader, ...own]) },
    { start, end: start + bucket.uploadLifetime },
  );
  return { uploadUrl: `${bucket.url()}/${encodeKey(key)}`, authorization, token, cloudObjectMeta };
}

/** Who uploads, as a token says whose signature is right. */
export function ownerOf(token: string): string | undefined {
  const named: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
  if (typeof named !== 'object' || named === null || !('owner' in named)) return undefined;
  return typeof named.owner === 'string' ? named.owner : undefined;
}

function toBase64(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** Since the epoch. */
export function seconds(clock: MockClock): number {
  return Math.floor(clock.now() / 1000);
}
