// A mock auth service for its tests, whose every answer is checked against the contract.
import { expect } from '@playwright/test';
import Fastify from 'fastify';
import { contractFindings } from '../contract.samples.ts';
import { registerErrors } from '../errors.ts';
import type { Message } from '../outbox.ts';
import { registerAuth } from './routes.ts';
import type { AuthOptions } from './state.ts';
import { createAuthState } from './state.ts';

export const phone = '+86 13800138000';
export const stranger = '+86 13900139000';
export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;

export type Answer = { status: number; body: Record<string, unknown> };

/** A mock auth service on a clock that stands still until it is advanced. Starts at noon in China. */
export function startAuth(options: Partial<AuthOptions> = {}) {
  let now = Date.UTC(2026, 0, 15, 4);
  const sent: Message[] = [];
  const clock = { now: () => now, advance: (milliseconds: number) => void (now += milliseconds) };
  const outbox: AuthOptions['outbox'] = {
    send: (to, code, kind) => void sent.push({ to, code, kind, at: now }),
    since: () => sent,
    counts: () => ({ sms: sent.length, email: 0 }),
  };
  const state = createAuthState({ clock, outbox, region: 'ap-shanghai', environment: 'env-1', ...options });
  const app = Fastify();
  registerErrors(app, undefined);
  registerAuth(app, state);

  async function call(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Answer> {
    const payload = typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body);
    const path = url.startsWith('v2/') ? `/auth/${url}` : `/auth/v1/${url}`;
    const response = await app.inject({
      method,
      url: path,
      headers: { ...(payload !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(payload !== undefined && { payload }),
    });
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
    const sent = { headers: { ...headers, 'content-type': 'application/json' }, body: payload };
    const request = { method, url: path, ...sent };
    const answer = { status: response.statusCode, headers: response.headers, body: response.body };
    expect(contractFindings({ request, response: answer })).toEqual([]);
    return { status: response.statusCode, body: response.json() };
  }
  const post = (url: string, body?: unknown, headers?: Record<string, string>) =>
    call('POST', url, { body, ...(headers && { headers }) });
  const get = (url: string, token?: string) =>
    call('GET', url, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } });
  const lastCode = () => sent.at(-1)?.code ?? '';
  const wrongCode = () => (lastCode() === '000000' ? '000001' : '000000');

  async function sendCode(address: Record<string, string> = { phone_number: phone }): Promise<string> {
    const answer = await post('verification', address);
    expect(answer.status).toBe(200);
    return String(answer.body['verification_id']);
  }
  async function prove(address?: Record<string, string>): Promise<string> {
    const id = await sendCode(address);
    const answer = await post('verification/verify', { verification_id: id, verification_code: lastCode() });
    expect(answer.status).toBe(200);
    return String(answer.body['verification_token']);
  }
  async function signInByPhone(): Promise<{ access: string; refresh: string; sub: string }> {
    const answer = await post('signin', { verification_token: await prove() });
    expect(answer.status).toBe(200);
    const { access_token, refresh_token, sub } = answer.body;
    return { access: String(access_token), refresh: String(refresh_token), sub: String(sub) };
  }
  return { state, clock, sent, call, post, get, lastCode, wrongCode, sendCode, prove, signInByPhone };
}

export const refused = (status: number, error: string, number: number, description: string): Answer => ({
  status,
  body: { error, error_code: number, error_description: description },
});
export const invalid = (description: string) => refused(400, 'invalid_argument', 3, description);
