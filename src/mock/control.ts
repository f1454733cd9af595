// The control port: what a test needs beside the API, on loopback and an address of its own.
import type { FastifyInstance } from 'fastify';
import { customKey } from './auth/custom-key.ts';
import type { AuthState } from './auth/state.ts';
import { keySet } from './auth/tokens.ts';
import type { MockClock } from './clock.ts';
import { bad, bodyOf, createControlApp } from './control-app.ts';
import { registerFaultControl } from './faults/control-faults.ts';
import type { Faults } from './faults/faults-in-force.ts';
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
  const app = createControlApp();
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
  registerFaultControl(app, faults);
  return app;
}
