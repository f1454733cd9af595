// The control port: what a test needs beside the API, on loopback and an address of its own.
import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import { DescriptionError } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import { isJsonArray, isJsonObject, parseJson } from '../core/json.ts';
import { didYouMean } from '../core/nearest-name.ts';
import { customKey } from './auth/custom-key.ts';
import type { AuthState } from './auth/state.ts';
import { keySet } from './auth/tokens.ts';
import type { MockClock } from './clock.ts';
import { GatewayRefusal, registerErrors } from './errors.ts';
import type { Faults } from './faults/faults-in-force.ts';
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
  app.get('/faults', () => faults.reports());
  app.post('/faults', (request, reply) => {
    addFaults(faults, faultsOf(bodyOf(request.body)));
    return reply.code(204).send();
  });
  app.delete<{ Querystring: { fault?: string } }>('/faults', (request, reply) => {
    const { fault } = request.query;
    if (fault === undefined) faults.clear();
    else if (faults.remove(fault) === 0) throw noFault(fault, faults);
    return reply.code(204).send();
  });
  return app;
}

function faultsOf({ fault, faults = [fault ?? null] }: JsonObject): string[] {
  const given = isJsonArray(faults) ? faults : [];
  const texts = given.filter((text) => typeof text === 'string');
  if (texts.length > 0 && texts.length === given.length) return texts;
  throw bad('/faults takes {"fault": "KIND:OPERATION[:ARGUMENT][@WHEN]"}, or {"faults": [...]} with several');
}

function addFaults(faults: Faults, texts: readonly string[]): void {
  try {
    faults.add(texts);
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    const sentences = error.faults.map(({ message, expected, remedy }) =>
      [message, remedy ?? (expected === undefined ? '' : `expected ${expected}`)]
        .filter((part) => part !== '')
        .join('; '),
    );
    throw bad(sentences.join('\n'));
  }
}

function noFault(text: string, faults: Faults): GatewayRefusal {
  const known = faults.reports().map(({ fault }) => fault);
  const remedy = didYouMean(text, known) ?? `in force: ${known.join(', ') || 'none'}`;
  return new GatewayRefusal(404, 'RESOURCE_NOT_FOUND', `no fault "${text}" is in force; ${remedy}`);
}

function bodyOf(body: unknown): JsonObject {
  const parsed = parseJson(typeof body === 'string' ? body : '');
  if (parsed.ok && isJsonObject(parsed.value)) return parsed.value;
  throw bad('the body is a JSON object');
}

function bad(message: string): GatewayRefusal {
  return new GatewayRefusal(400, 'INVALID_REQUEST', message);
}
