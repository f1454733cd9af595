import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { JsonObject } from '../core/json.ts';
import { isJsonObject, parseJson } from '../core/json.ts';
import { GatewayRefusal, registerErrors } from './errors.ts';
import { noSchemas } from './no-schemas.ts';

/** The server of a control port, as yet without any call. */
export function createControlApp(): FastifyInstance {
  const app = fastify({ forceCloseConnections: true, schemaController: noSchemas });
  registerErrors(app, undefined);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    done(null, body);
  });
  return app;
}

/** @throws GatewayRefusal with INVALID_REQUEST where the body is no JSON object */
export function bodyOf(body: unknown): JsonObject {
  const parsed = parseJson(typeof body === 'string' ? body : '');
  if (parsed.ok && isJsonObject(parsed.value)) return parsed.value;
  throw bad('the body is a JSON object');
}

export function bad(message: string): GatewayRefusal {
  return new GatewayRefusal(400, 'INVALID_REQUEST', message);
}
