// What all API families of the gateway share: request ids, bodies as text, error shapes, the log.
import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { fastify } from 'fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { registerAdmission } from './admission.ts';
import type { AdmissionOptions } from './admission.ts';
import { serveBeside } from './docs/docs-page.ts';
import { asRefusal, registerErrors } from './errors.ts';
import type { Elsewhere } from './errors.ts';
import { answerNoHttp } from './no-http.ts';
import { noSchemas } from './no-schemas.ts';
import { logRequests } from './request-log.ts';
import { originForm } from './request-target.ts';

export type AppOptions = AdmissionOptions & {
  /** Called once per request that was taken. */
  readonly onRequest: () => void;
  /** Gets one line of JSON per request. */
  readonly log: ((line: string) => void) | undefined;
  /** Answers below `/docs`, see `docs/docs-page.ts`; absent: there is no page. */
  readonly docs: RequestListener | undefined;
  /** May answer what no route is for. */
  readonly elsewhere?: Elsewhere | undefined;
};

/** 100 MB; functions have a limit of their own (docs.cloudbase.net/error-code/service). */
const bodyLimit = 100 * 1024 * 1024;
const requestId = /^[\x21-\x7e]{1,128}$/;

export function createApp({ onRequest, log, docs, elsewhere, ...admission }: AppOptions): FastifyInstance {
  const app = fastify({
    bodyLimit,
    schemaController: noSchemas,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    genReqId: (request) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && requestId.test(given) ? given : randomUUID();
    },
    rewriteUrl: originForm,
    frameworkErrors: refuseUnroutable,
    clientErrorHandler: refuseNoHttp,
    ...(docs && { serverFactory: serveBeside(docs) }),
  });
  registerErrors(app, log, elsewhere);
  // Each family reads its body itself, after it knows the caller, and refuses a bad one in its own words.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    done(null, body);
  });
  app.addHook('onRequest', (request, reply, done) => {
    onRequest();
    reply.header('x-request-id', request.id);
    // The official client sends the type of its bodies twice.
    const type = request.headers['content-type'];
    if (type?.includes(',') === true) request.headers['content-type'] = type.split(',')[0]?.trim();
    done();
  });
  registerAdmission(app, admission);
  if (log) logRequests(app, log);
  return app;
}

/** The path is not percent-encoded, so that no route was looked for. */
function refuseUnroutable(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const { status, code, message } = asRefusal(error);
  reply.code(status).header('x-request-id', request.id).send({ code, message, requestId: request.id });
}

const refuseNoHttp = answerNoHttp((_status, message) => {
  const id = randomUUID();
  return {
    headers: [
      ['content-type', 'application/json; charset=utf-8'],
      ['x-request-id', id],
    ],
    body: JSON.stringify({ code: 'BAD_REQUEST', message, requestId: id }),
  };
});
