// The control port: what a test needs beside the API, on loopback and an address of its own.
import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import { DescriptionError } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import { isJsonObject, parseJson } from '../core/json.ts';
import { customKey } from './auth/custom-key.ts';
import type { AuthState } from './auth/state.ts';
import { keySet } from './auth/tokens.ts';
import type { MockClock } from './clock.ts';
import { GatewayRefusal, registerErrors } from './errors.ts';
import type { Faults } from './faults/apply-faults.ts';
import { noSchemas } from './no-schemas.ts';
import type { Outbox } from './outbox.ts';

export type Controlled = {
  readonly auth: AuthState;
  readonly clock: MockClock;
  readonly outbox: Outbox;
  readonly faults: Faults;
  /** Requests that the gateway has taken since its start. */
  readonly requests: () => number;
};

export function createControl({ auth, clock, outbox, faults, requests }: Controlled): FastifyInstance {
  const app = fastify({ forceCloseConnections: true, schemaController: noSchemas });
  registerErrors(app, undefined);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.get<{ Querystring: { to?: string; since?: string } }>('/outbox', (request) => {
    const { to = '', since = '0' } = request.query;
    if (to === '' || !/^\d+$/.test(since)) throw bad('/outbox takes "to" (an address) and "since" (milliseconds)');
    return outbox.since(to, Number(since));
  });
  app.get<{ Querystring: { token?: string } }>('/captcha', (request) => {
    const captcha = auth.captchas.get(request.query.token ?? '');
    if (captcha === undefined) throw bad('/captcha takes "token", as it came with the picture');
    return { text: captcha.text };
  });
  // For whoever verifies the tokens of the mock, and for whoever signs tickets for it.
  app.get('/keys', () => keySet);
  app.get('/custom-key', () => customKey(auth.environment));
  app.get('/counts', () => ({ ...outbox.counts(), requests: requests() }));
  app.post('/clock', (request) => {
    const { advance } = bodyOf(request.body);
    if (typeof advance !== 'number' || advance < 0) throw bad('/clock takes {"advance": milliseconds}');
    clock.advance(advance);
    return { now: clock.now() };
  });
  app.post('/faults', (request, reply) => {
    const { fault } = bodyOf(request.body);
    if (typeof fault !== 'string') throw bad('/faults takes {"fault": "KIND:OPERATION_ID[:ARGUMENT]"}');
    addFault(faults, fault);
    return reply.code(204).send();
  });
  app.delete('/faults', (_request, reply) => {
    faults.clear();
    return reply.code(204).send();
  });
  return app;
}

function addFault(faults: Faults, text: string): void {
  try {
    faults.add(text);
  } catch (error) {
    if (error instanceof DescriptionError) throw bad(error.message);
    throw error;
  }
}

function bodyOf(body: unknown): JsonObject {
  const parsed = parseJson(typeof body === 'string' ? body : '');
  if (parsed.ok && isJsonObject(parsed.value)) return parsed.value;
  throw bad('the body is a JSON object');
}

function bad(message: string): GatewayRefusal {
  return new GatewayRefusal(400, 'INVALID_REQUEST', message);
}
