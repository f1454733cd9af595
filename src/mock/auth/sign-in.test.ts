import { createHash, createHmac } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { decodeJwt } from 'jose';
import { routes } from './route-table.ts';
import type { Answer } from './start-auth.samples.ts';
import { hour, invalid, phone, refused, second, startAuth, stranger } from './start-auth.samples.ts';
import { verifyAccessToken } from './tokens.ts';

const serverKeys = { apiKeys: new Set<string>(), secrets: new Map([['id-1', 'key-1']]) };
const device = { 'x-device-id': 'device-1' };

test.describe('anonymous sign-in, switched on', () => {
  test('gives a device its one user', async () => {
    const auth = startAuth({ switches: { anonymous: true } });
    const first = await auth.post('signin/anonymously', {}, device);
    expect(first).toMatchObject({
      status: 200,
      body: { scope: 'anonymous', sub: expect.stringMatching(/^[\w-]{22}$/), refresh_token: expect.any(String) },
    });
    expect(decodeJwt(String(first.body['access_token']))).toMatchObject({
      name: 'Anonymous',
      scope: 'anonymous',
      nonce: expect.any(String),
      provider_type: 'anonymous',
    });
    expect((await auth.post('signin/anonymously', {}, device)).body['sub']).toBe(first.body['sub']);
    const other = await auth.post('signin/anonymously', {}, { 'x-device-id': 'device-2' });
    expect(other.body['sub']).not.toBe(first.body['sub']);
    expect(await auth.get('token/introspect', String(other.body['access_token']))).toMatchObject({
      body: { scope: 'anonymous' },
    });
  });

  test('ends where the user signs up', async () => {
    const auth = startAuth({ switches: { anonymous: true } });
    const first = await auth.post('signin/anonymously', {}, device);
    const verification_token = await auth.prove({ phone_number: stranger });
    const body = { phone_number: stranger, verification_token, anonymous_token: first.body['access_token'] };
    expect((await auth.post('signup', { ...body, anonymous_token: 'x' })).body['error']).toBe('invalid_argument');
    const again = await auth.prove({ email: 'a@example.com' });
    const upgraded = { email: 'a@example.com', verification_token: again, anonymous_token: first.body['access_token'] };
    const created = await auth.post('signup', upgraded);
    expect(created.body).toMatchObject({ sub: first.body['sub'], scope: 'user sso' });
    expect((await auth.post('signin/anonymously', {}, device)).body['sub']).not.toBe(first.body['sub']);
  });
});

test('a sign-in by code creates the missing account where that is switched on', async () => {
  const auth = startAuth({ switches: { signUpOnSignIn: true } });
  const verification_token = await auth.prove({ phone_number: stranger });
  const answer = await auth.post('signin', { verification_token });
  expect(answer.status).toBe(200);
  expect((await auth.get('user/me', String(answer.body['access_token']))).body['phone_number']).toBe(stranger);
});

test.describe('third parties', () => {
  const code = { provider_id: 'wx_open', provider_code: 'lilei' };
  const refusals: [
    name: string,
    call: [method: 'GET' | 'POST' | 'PATCH', url: string, body?: object],
    expected: Answer,
  ][] = [
    ['a token without a provider', ['POST', 'provider/token', {}], invalid('provider_id is missing')],
    [
      'a token without a code',
      ['POST', 'provider/token', { provider_id: 'google' }],
      invalid('provider_code is missing'),
    ],
    [
      'an unknown provider',
      ['GET', 'provider/uri?provider_id=x'],
      refused(400, 'provider_not_enabled', 9, 'provider_id: the mock plays wx_open, google'),
    ],
    [
      'a sign-in with an unknown token',
      ['POST', 'signin/with/provider', { provider_token: 'x' }],
      refused(400, 'invalid_grant', 4001, 'provider_token is unknown or used'),
    ],
    ['a sign-in without a token', ['POST', 'signin/with/provider', {}], invalid('provider_token is missing')],
  ];
  for (const [name, [method, url, body], expected] of refusals) {
    test(`${name} is refused, and so is a call without a device`, async () => {
      const auth = startAuth();
      expect(await auth.call(method, url, { headers: device, ...(body && { body }) })).toEqual(expected);
      expect(await auth.call(method, url, body && { body })).toEqual(invalid('the header x-device-id is missing'));
    });
  }

  test('a token lives 3600 s, signs up or in, and can be told not to sign up', async () => {
    const auth = startAuth();
    const token = async () => (await auth.post('provider/token', code, device)).body['provider_token'];
    const old = await token();
    auth.clock.advance(hour);
    const expired = await auth.post('signin/with/provider', { provider_token: old }, device);
    expect(expired).toEqual(refused(400, 'invalid_grant', 4001, 'provider_token is expired'));
    const closed = { provider_token: await token(), force_disable_sign_up: true };
    expect((await auth.post('signin/with/provider', closed, device)).body['error']).toBe('user_not_found');
    const created = await auth.post('signup', { provider_token: await token(), username: 'li.lei' });
    expect(created.body).toMatchObject({ scope: 'user sso', sub: expect.stringMatching(/^\d{19}$/) });
    const known = { ...closed, provider_token: await token(), sync_profile: true };
    expect((await auth.post('signin/with/provider', known, device)).body['sub']).toBe(created.body['sub']);
    expect((await auth.post('signup', { provider_token: await token() })).body['error']).toBe('already_exists');
    const v2 = await auth.post('v2/signin/with/provider', { provider_token: await token() }, device);
    expect(v2.body['sub']).toBe(created.body['sub']);
  });
});

test.describe('servers', () => {
  const basic = (pair: string) => ({ authorization: `Basic ${Buffer.from(pair).toString('base64')}` });
  const body = { grant_type: 'client_credentials' };
  const denied = refused(401, 'unauthorized_client', 16, 'the SecretId, the SecretKey or the signature is wrong');

  for (const url of ['token/clientCredential', 'token']) {
    test(`get an administrator's token at ${url}`, async () => {
      const auth = startAuth({ serverKeys });
      const answer = await auth.post(url, body, basic('id-1:key-1'));
      expect(answer).toEqual({
        status: 200,
        body: { token_type: 'Bearer', access_token: expect.any(String), expires_in: 432_000 },
      });
      const token = String(answer.body['access_token']);
      expect(verifyAccessToken(auth.state, token)).toEqual({ kind: 'admin' });
      expect(await auth.get('token/introspect', token)).toEqual({ status: 200, body: {} });
      expect((await auth.get('user/me', token)).body['error']).toBe('unauthenticated');
      auth.clock.advance(432_000 * second);
      expect(verifyAccessToken(auth.state, token)).toBe('expired');
      expect(await auth.post(url, body, basic('id-1:x'))).toEqual(denied);
      expect(await auth.post(url, body, basic('id-2:key-1'))).toEqual(denied);
      expect((await auth.post(url, body)).body).toMatchObject({ code: 'MISSING_CREDENTIALS' });
    });
  }

  test('sign with version 3', async () => {
    const auth = startAuth({ serverKeys });
    const sign = (key: string, timestamp: number, text: string): Record<string, string> => {
      const hash = (value: string) => createHash('sha256').update(value).digest('hex');
      const hmac = (secret: string | Buffer, value: string) => createHmac('sha256', secret).update(value).digest();
      const date = new Date(timestamp * 1000).toISOString().slice(0, 10);
      const headers = 'content-type:application/json\nhost:localhost:80\nx-tc-action:token\n';
      const names = 'content-type;host;x-tc-action';
      const canonical = `POST\n/auth/v1/token/clientCredential\n\n${headers}\n${names}\n${hash(text)}`;
      const signed = `TC3-HMAC-SHA256\n${timestamp}\n${date}/tcb/tc3_request\n${hash(canonical)}`;
      const secret = hmac(hmac(hmac(`TC3${key}`, date), 'tcb'), 'tc3_request');
      const parts = [
        `Credential=id-1/${date}/tcb/tc3_request`,
        `SignedHeaders=${names}`,
        `Signature=${hmac(secret, signed).toString('hex')}`,
        `Timestamp=${timestamp}`,
      ];
      return { authorization: `TC3-HMAC-SHA256 ${parts.join(', ')}`, 'x-tc-action': 'Token', host: 'localhost:80' };
    };
    const now = auth.clock.now() / 1000;
    const send = (headers: Record<string, string>) => auth.post('token/clientCredential', body, headers);
    expect((await send(sign('key-1', now, JSON.stringify(body)))).status).toBe(200);
    expect(await send(sign('key-2', now, JSON.stringify(body)))).toEqual(denied);
    expect(await send(sign('key-1', now - 301, JSON.stringify(body)))).toEqual(denied);
    expect(await send(sign('key-1', now, '{}'))).toEqual(denied);
  });

  test('must say what they want', async () => {
    const auth = startAuth({ serverKeys });
    expect(await auth.post('token/clientCredential', {}, basic('id-1:key-1'))).toEqual(
      invalid('grant_type must be client_credentials'),
    );
  });
});

test('tickets that cannot be right are refused', async () => {
  const auth = startAuth();
  const signIn = (ticket: string) => auth.post('signin/custom', { provider_id: 'custom', ticket });
  expect(await auth.post('signin/custom', { ticket: 'x' })).toEqual(invalid('provider_id must be custom'));
  expect(await auth.post('signin/custom', { provider_id: 'custom' })).toEqual(invalid('ticket is missing'));
  expect(await signIn('x')).toEqual(invalid('ticket must be <key id>/@@/<JWT>'));
  expect((await signIn('x/@@/y')).body['error']).toBe('invalid_grant');
});

test('tokens live as long as the environment says', async () => {
  const auth = startAuth({ switches: { accessTokenLifetime: 3600, refreshTokenLifetime: 7200 } });
  const answer = await auth.post('signin', { username: 'gatewright', password: 'Gatewright-1!' });
  expect(answer.body['expires_in']).toBe(3600);
  const token = String(answer.body['access_token']);
  auth.clock.advance(3600 * second - 1);
  expect((await auth.get('user/me', token)).status).toBe(200);
  auth.clock.advance(1);
  expect((await auth.get('user/me', token)).status).toBe(401);
  auth.clock.advance(3600 * second);
  const refresh = { grant_type: 'refresh_token', refresh_token: answer.body['refresh_token'] };
  expect((await auth.post('token', refresh)).body['error']).toBe('invalid_grant');
});

test('accounts that are pending or blocked do not sign in', async () => {
  const users = [
    { username: 'pending', password: 'x', status: 'PENDING' },
    { username: 'blocked', password: 'x', status: 'BLOCKED' },
  ] as const;
  const auth = startAuth({ users });
  expect(await auth.post('signin', { username: 'pending', password: 'x' })).toEqual(
    refused(400, 'user_pending', 9, 'the account is not active yet'),
  );
  expect(await auth.post('signin', { username: 'blocked', password: 'x' })).toEqual(
    refused(400, 'user_blocked', 9, 'the account is blocked'),
  );
});

test('a client id that is not the environment is unknown', async () => {
  const auth = startAuth();
  const body = { grant_type: 'password', username: 'gatewright', password: 'Gatewright-1!' };
  expect((await auth.post('token', { ...body, client_id: 'env-1' })).status).toBe(200);
  expect((await auth.post('token?client_id=env-1', body)).status).toBe(200);
  const unknown = refused(401, 'invalid_client', 16, 'client_id: there is no client env-2');
  expect(await auth.post('token', { ...body, client_id: 'env-2' })).toEqual(unknown);
  expect(await auth.post('token?client_id=env-2', body)).toEqual(unknown);
});

test('the second version of the calls signs in by a code at once', async () => {
  const auth = startAuth();
  const verification_id = await auth.sendCode();
  const answer = await auth.post('v2/signin/verificationcode', { verification_id, verification_code: auth.lastCode() });
  expect(answer.status).toBe(200);
  expect((await auth.get('v2/user/me', String(answer.body['access_token']))).body['phone_number']).toBe(phone);
  const refresh = { grant_type: 'refresh_token', refresh_token: answer.body['refresh_token'] };
  expect((await auth.post('v2/token', refresh)).status).toBe(200);
  const plain = { username: 'gatewright', password: 'Gatewright-1!' };
  expect((await auth.post('v2/signin/username', plain)).status).toBe(200);
  expect((await auth.post('v2/signin/username', { params: 'x' })).body['error']).toBe('invalid_argument');
});

test('a code goes to an own address of the signed-in user', async () => {
  const auth = startAuth();
  const { access } = await auth.signInByPhone();
  auth.clock.advance(30 * second);
  const headers = { authorization: `Bearer ${access}` };
  const send = (phone_number: string) => auth.post('verification', { phone_number, target: 'CUR_USER' }, headers);
  expect((await send(phone)).status).toBe(200);
  expect(await send(stranger)).toEqual(invalid('target: the signed-in user has another address'));
  expect((await auth.post('verification', { phone_number: phone, target: 'CUR_USER' })).status).toBe(401);
});

const offeredToOthers = routes.filter(({ rule }) => rule.name === 'notOffered');
test('eleven calls of other programs are named, and refused', () => {
  expect(offeredToOthers).toHaveLength(11);
});
for (const { method, path } of offeredToOthers) {
  test(`${method} ${path} is refused in so many words`, async () => {
    const auth = startAuth();
    const url = path.replace('/auth/v1/', '').replace(':provider_id', 'wx_open');
    expect(await auth.call(method, url)).toEqual(
      refused(400, 'unimplemented', 12, 'the mock gateway does not offer this call'),
    );
  });
}
