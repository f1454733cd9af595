// POST of an object as a form (https://www.tencentcloud.com/document/product/436/14690), with the fields that the official
// client sends: its `signature` is the authorization of a PUT.
import type { BusboyFileStream, BusboyHeaders } from '@fastify/busboy';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Bucket } from './bucket.ts';
import { linksTo } from './bucket.ts';
import { etagOf } from './byte-range.ts';
import { CosError, writeXml } from './cos-error.ts';
import type { Exchange } from './get-object.ts';
import { admitUpload, store } from './put-object.ts';
import type { StoredObject } from './stored-object.ts';

/** By names in lower case. */
type Fields = ReadonlyMap<string, string>;

const limits = { fields: 100, files: 1, fieldSize: 64 * 1024 };

export async function postForm(bucket: Bucket, { request, reply }: Exchange): Promise<FastifyReply> {
  const contentType = request.headers['content-type'];
  if (contentType === undefined || !/^multipart\/form-data\b/i.test(contentType)) {
    throw new CosError('MalformedPOSTRequest');
  }
  const { stored, status } = await readForm(request, { ...request.headers, 'content-type': contentType }, bucket);
  reply.code(status).header('etag', etagOf(stored));
  if (status !== 201) return reply.send();
  const { downloadUrlEncoded } = linksTo(bucket, stored.key);
  const location = downloadUrlEncoded.replace(/\?.*/s, '');
  return reply
    .type('application/xml')
    .send(writeXml('PostResponse', { Location: location, Bucket: bucket.name, Key: stored.key, ETag: etagOf(stored) }));
}

type Stored = { readonly stored: StoredObject; readonly status: 200 | 201 | 204 };

/** What stands behind the file is not read. */
async function readForm({ raw }: FastifyRequest, headers: BusboyHeaders, bucket: Bucket): Promise<Stored> {
  // Loaded only here: most mocks never see a form.
  const { Busboy } = await import('@fastify/busboy');
  const parser = openParser(() => new Busboy({ headers, limits, isPartAFile: (name) => name === 'file' }));
  const fields = new Map<string, string>();
  let storing: Promise<Stored> | undefined;
  let isBroken = false;
  const accept = (): void => {
    if (isBroken) throw new CosError('MalformedPOSTRequest');
  };
  await new Promise<void>((resolve, reject) => {
    parser.on('field', (name, value) => {
      fields.set(name.toLowerCase(), value);
    });
    parser.on('file', (...[, file, , , mediaType]) => {
      // An early end is told before anything may listen, and again never; the file then ends as if it were whole.
      file.on('error', () => {
        isBroken = true;
      });
      storing = storeFile(bucket, new Map([['content-type', mediaType], ...fields]), { file, accept });
      storing.catch(() => file.resume());
    });
    parser.on('finish', resolve);
    parser.on('error', () => {
      isBroken = true;
      reject(new CosError('MalformedPOSTRequest'));
    });
    // Whoever hangs up ends the form early, so that nothing waits for the rest of it.
    raw.on('error', () => parser.end()).on('close', () => parser.end());
    raw.pipe(parser);
  }).catch(async (error: unknown) => {
    await storing?.catch(() => undefined);
    throw error;
  });
  if (!storing) throw new CosError('InvalidArgument', 'The form has no field "file".');
  return storing;
}

/** @throws CosError where the type names no boundary */
function openParser<Parser>(open: () => Parser): Parser {
  try {
    return open();
  } catch {
    throw new CosError('MalformedPOSTRequest');
  }
}

type Arriving = { readonly file: BusboyFileStream; readonly accept: () => void };

async function storeFile(bucket: Bucket, fields: Fields, { file, accept }: Arriving): Promise<Stored> {
  const key = fields.get('key');
  if (key === undefined || key === '') throw new CosError('InvalidArgument', 'The form has no field "key".');
  const status = readStatus(fields.get('success_action_status'));
  admitUpload(bucket, key, { authorization: fields.get('signature'), headers: fields });
  return { stored: await store(bucket, { key, headers: fields, accept }, file), status };
}

/** 204 also stands for what is no such status. */
function readStatus(text: string | undefined): Stored['status'] {
  if (text === '200') return 200;
  return text === '201' ? 201 : 204;
}
