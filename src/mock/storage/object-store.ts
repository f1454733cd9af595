// The object store: a host of its own, which takes and gives the bytes of objects as COS does, and knows no credential but
// the signatures that the gateway hands out.
import { randomUUID } from 'node:crypto';
import { fastify } from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { percentDecode } from '../../openapi/percent-decode.ts';
import { answerPreflight, isDomainAllowed } from '../cross-origin.ts';
import { letFinish } from '../errors.ts';
import { registerFaults } from '../faults/apply-faults.ts';
import type { Faults } from '../faults/faults-in-force.ts';
import { noSchemas } from '../no-schemas.ts';
import { logRequests } from '../request-log.ts';
import { originForm } from '../request-target.ts';
import { tell } from '../tell.ts';
import type { Log } from '../tell.ts';
import type { Bucket } from './bucket.ts';
import { CosError, sendCosError } from './cos-error.ts';
import { getObject } from './get-object.ts';
import { postForm } from './post-form.ts';
import { putObject } from './put-object.ts';

export type ObjectStoreOptions = {
  readonly bucket: Bucket;
  /** Hosts of pages that may call; absent: all. */
  readonly domains: readonly string[] | undefined;
  readonly faults: Faults;
  readonly log: Log;
};

const methods = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS'] as const;
const exposedHeaders = 'Accept-Ranges, Content-Length, Content-Range, ETag, Last-Modified, x-cos-request-id';

export function createObjectStore({ bucket, domains, faults, log }: ObjectStoreOptions): FastifyInstance {
  const app = fastify({
    schemaController: noSchemas,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    genReqId: () => randomUUID(),
    rewriteUrl: originForm,
    // The path is not percent-encoded, so that no route was looked for.
    frameworkErrors: (_error, request, reply) => {
      void sendCosError(new CosError('InvalidURI'), request, reply.header('x-cos-request-id', request.id));
    },
  });
  app.setErrorHandler((error: CosError, request, reply) => {
    if (!(error instanceof CosError)) tell(log, { id: request.id }, String(error));
    letFinish(request, reply);
    return sendCosError(error, request, reply);
  });
  app.setNotFoundHandler((request, reply) => sendCosError(new CosError('MethodNotAllowed'), request, reply));
  // Bytes stay bytes, and are never held as a whole.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => {
    done(null, payload);
  });
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-cos-request-id', request.id).header('server', 'tencent-cos').header('vary', 'Origin');
    const { origin } = request.headers;
    if (origin !== undefined && isDomainAllowed(domains, origin)) {
      reply.header('access-control-allow-origin', origin).header('access-control-expose-headers', exposedHeaders);
    }
    done();
  });
  if (log) logRequests(app, log);
  // Its contract has one path, `/{key}`; the slashes of a key are no further segments.
  registerFaults(app, { ...faults, meet: (method, url) => faults.meet(method, oneSegment(url)) });
  app.route({ method: [...methods], url: '/*', handler: (request, reply) => answer(bucket, request, reply) });
  return app;
}

async function answer(bucket: Bucket, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const key = keyOf(request.url);
  switch (request.method) {
    case 'GET':
    case 'HEAD':
      return getObject(bucket, key, { request, reply });
    case 'PUT':
      return putObject(bucket, key, { request, reply });
    case 'POST':
      return postForm(bucket, { request, reply });
    case 'OPTIONS':
      return answerPreflight(request, reply, 'GET, HEAD, PUT, POST');
    default:
      throw new CosError('MethodNotAllowed');
  }
}

function oneSegment(url: string): string {
  const path = url.replace(/\?.*/s, '').slice(1);
  return `/${path.replaceAll('/', '%2F')}`;
}

/** The path without its first slash, decoded once; a plus sign is one. */
function keyOf(url: string): string {
  const key = percentDecode(url.replace(/\?.*/s, '').slice(1));
  if (key === undefined) throw new CosError('InvalidURI');
  return key;
}
