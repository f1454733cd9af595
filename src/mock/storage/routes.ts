// `POST /v1/storages/...`, classic mode (https://docs.cloudbase.net/openapi/storage.v1.openapi.yaml): a list in, a list of
// results or errors out, in the same order.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { JsonValue } from '../../core/json.ts';
import { isJsonArray, isJsonObject, parseJson } from '../../core/json.ts';
import type { Caller } from '../caller.ts';
import type { CallerOf } from '../credentials.ts';
import { GatewayRefusal } from '../errors.ts';
import { tell } from '../tell.ts';
import type { Log } from '../tell.ts';
import type { Bucket } from './bucket.ts';
import { cloudObjectId, grantUpload, linksTo, readCloudObjectId } from './bucket.ts';
import { copyFault, keyFault } from './object-key.ts';
import { mayRead, mayWrite } from './permissions.ts';

export type StorageOptions = {
  readonly callerOf: CallerOf;
  readonly bucket: Bucket;
  readonly log: Log;
};

/** No page gives the number: 50 is that of the mini program's call for links. */
const largestBatch = 50;

/** One item failed: the others do not. */
class ItemError extends Error {
  override readonly name = 'ItemError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

type Carry = (bucket: Bucket, item: JsonValue, caller: Caller) => object | Promise<object>;

type Call = {
  readonly carry: Carry;
  /** An error names the object too. */
  readonly errorNames?: boolean;
};

const calls: Readonly<Record<string, Call>> = {
  'get-objects-upload-info': { carry: uploadInfo },
  'get-objects-download-info': { carry: downloadInfo },
  'delete-objects': { carry: deleteObject, errorNames: true },
  'copy-objects': { carry: copyObject },
};

export function registerStorage(app: FastifyInstance, { callerOf, bucket, log }: StorageOptions): void {
  for (const [name, call] of Object.entries(calls)) {
    app.post<{ Body: string | undefined }>(`/v1/storages/${name}`, async (request) => {
      const caller = await callerOf(request.headers.authorization);
      const items = readItems(request);
      const results: object[] = [];
      // One after the other, so that an item finds what those before it left.
      for (const item of items) {
        results.push(await carryOut(() => call.carry(bucket, item, caller), { item, call, log }));
      }
      return results;
    });
  }
}

function readItems(request: FastifyRequest<{ Body: string | undefined }>): readonly JsonValue[] {
  const parsed = parseJson(request.body ?? '');
  const reason = parsed.ok ? 'the body is an array of objects' : `the body is not JSON: ${parsed.reason}`;
  if (!parsed.ok || !isJsonArray(parsed.value)) {
    throw new GatewayRefusal(400, 'INVALID_PARAM', `Invalid request param. ${reason}`);
  }
  if (parsed.value.length > largestBatch) {
    const message = `Object batch too large: ${parsed.value.length} objects, at most ${largestBatch}.`;
    throw new GatewayRefusal(403, 'OBJECT_BATCH_TOO_LARGE', message);
  }
  return parsed.value;
}

async function carryOut(
  carry: () => object | Promise<object>,
  { item, call, log }: { readonly item: JsonValue; readonly call: Call; readonly log: StorageOptions['log'] },
): Promise<object> {
  try {
    return await carry();
  } catch (error) {
    const id = call.errorNames === true && isJsonObject(item) ? item['cloudObjectId'] : undefined;
    const named = typeof id === 'string' ? { cloudObjectId: id } : {};
    if (error instanceof ItemError) return { ...named, code: error.code, message: error.message };
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    tell(log, { store: 'objects' }, reason);
    return { ...named, code: 'COS_ACTION_FAILED', message: 'Execute COS action failed.' };
  }
}

function uploadInfo(bucket: Bucket, item: JsonValue, caller: Caller): object {
  const objectId = textOf(item, 'objectId');
  const fault = keyFault(objectId);
  if (fault !== undefined) throw invalid(`objectId ${fault}.`);
  const signedHeader = readSignedHeader(item);
  if (!mayWrite(bucket.acl, caller, bucket.objects.find(objectId))) throw exceedAuthority();
  const owner = caller.kind === 'user' ? caller.userId : undefined;
  const { uploadUrl, ...rest } = grantUpload(bucket, objectId, { owner, signedHeader });
  return { objectId, uploadUrl, ...linksTo(bucket, objectId), ...rest, cloudObjectId: cloudObjectId(bucket, objectId) };
}

function downloadInfo(bucket: Bucket, item: JsonValue, caller: Caller): object {
  const { id, key } = readReference(bucket, item);
  // Where there is no object, the link leads to a 404: the official client is made for that.
  if (!mayRead(bucket.acl, caller, bucket.objects.find(key))) throw exceedAuthority();
  return { cloudObjectId: id, ...linksTo(bucket, key) };
}

async function deleteObject(bucket: Bucket, item: JsonValue, caller: Caller): Promise<object> {
  const { id, key } = readReference(bucket, item);
  if (!mayWrite(bucket.acl, caller, bucket.objects.find(key))) throw exceedAuthority();
  if (!(await bucket.objects.remove(key))) throw notExist();
  return { cloudObjectId: id };
}

/** For the administrator only: an error of each item, since the official client reads a list and nothing else. */
async function copyObject(bucket: Bucket, item: JsonValue, caller: Caller): Promise<object> {
  const [srcPath, dstPath] = [textOf(item, 'srcPath'), textOf(item, 'dstPath')];
  const overwrite = flagOf(item, 'overwrite') ?? true;
  const removeOriginal = flagOf(item, 'removeOriginal') ?? false;
  for (const [name, path] of [['srcPath', srcPath] as const, ['dstPath', dstPath] as const]) {
    const fault = copyFault(path);
    if (fault !== undefined) throw invalid(`${name} ${fault}.`);
  }
  if (srcPath === dstPath) throw invalid('srcPath and dstPath must differ.');
  if (caller.kind !== 'admin') throw exceedAuthority();
  const { objects, clock } = bucket;
  if (!objects.find(srcPath)) throw notExist();
  if (!overwrite && objects.find(dstPath))
    throw new ItemError('OBJECT_ALREADY_EXIST', 'Storage object already exists.');
  if (!(await objects.copy(srcPath, dstPath, clock.now()))) throw notExist();
  if (removeOriginal) await objects.remove(srcPath);
  return { cloudObjectId: cloudObjectId(bucket, dstPath) };
}

function readReference(bucket: Bucket, item: JsonValue): { readonly id: string; readonly key: string } {
  const id = textOf(item, 'cloudObjectId');
  const reference = readCloudObjectId(bucket, id);
  const fault = reference && keyFault(reference.key);
  if (!reference || fault !== undefined) throw invalid('cloudObjectId reads cloud://{envId}.{bucket}/{path}.');
  if (!reference.isHere) {
    const message = `Storage not exists: this environment has ${bucket.environment}.${bucket.name}.`;
    throw new ItemError('STORAGE_NOT_EXIST', message);
  }
  return { id, key: reference.key };
}

/** Names in lower case; several values are those of one header. */
function readSignedHeader(item: JsonValue): ReadonlyMap<string, string> {
  const given = isJsonObject(item) ? item['signedHeader'] : undefined;
  if (given === undefined) return new Map();
  const wanted = invalid('signedHeader is an object of arrays of strings.');
  if (!isJsonObject(given)) throw wanted;
  return new Map(
    Object.entries(given).map(([name, values]) => {
      if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(name) || !isJsonArray(values)) throw wanted;
      const texts = values.map((value) => {
        if (typeof value !== 'string') throw wanted;
        return value;
      });
      return [name.toLowerCase(), texts.join(', ')];
    }),
  );
}

function textOf(item: JsonValue, name: string): string {
  const value = isJsonObject(item) ? item[name] : undefined;
  if (typeof value !== 'string') throw invalid(`${name} is a string.`);
  return value;
}

function flagOf(item: JsonValue, name: string): boolean | undefined {
  const value = isJsonObject(item) ? item[name] : undefined;
  if (value !== undefined && typeof value !== 'boolean') throw invalid(`${name} is true or false.`);
  return value;
}

function invalid(reason: string): ItemError {
  return new ItemError('INVALID_PARAM', `Invalid request param. ${reason}`);
}

function notExist(): ItemError {
  return new ItemError('OBJECT_NOT_EXIST', 'Storage object not exists.');
}

function exceedAuthority(): ItemError {
  return new ItemError('STORAGE_EXCEED_AUTHORITY', 'Storage request exceeds granted authority.');
}
