import { expect, test } from '@playwright/test';
import { invalid, minute, phone, refused, second, startAuth } from './start-auth.samples.ts';

const right = { username: 'gatewright', password: 'Gatewright-1!' };
const wrong = { username: 'gatewright', password: 'wrong' };

type Auth = ReturnType<typeof startAuth>;

async function picture(auth: Auth, body?: object): Promise<{ token: string; text: string }> {
  const answer = await auth.post('captcha/data', body);
  expect(answer).toEqual({
    status: 200,
    body: {
      data: expect.stringMatching(/^data:image\/gif;base64,/),
      type: 'image',
      token: expect.any(String),
      expires_in: 300,
    },
  });
  const token = String(answer.body['token']);
  return { token, text: auth.state.captchas.get(token)?.text ?? '' };
}

async function solve(auth: Auth): Promise<string> {
  const { token, text } = await picture(auth);
  const answer = await auth.post('captcha/data/verify', { token, key: text.toLowerCase() });
  expect(answer).toEqual({ status: 200, body: { captcha_token: expect.any(String), expires_in: 600 } });
  return String(answer.body['captcha_token']);
}

test('a picture is solved once, within 300 s, by its text', async () => {
  const auth = startAuth();
  const { token, text } = await picture(auth);
  const verify = (key: string) => auth.post('captcha/data/verify', { token, key });
  const notTheText = refused(400, 'invalid_captcha', 4001, 'key is not the text of the captcha');
  expect(await verify('0000')).toEqual(notTheText);
  expect((await verify(text)).status).toBe(200);
  expect(await verify(text)).toEqual(refused(400, 'captcha_used', 4003, 'the captcha was solved before'));
  const other = await picture(auth);
  auth.clock.advance(300 * second);
  expect(await auth.post('captcha/data/verify', { token: other.token, key: other.text })).toEqual(
    refused(400, 'captcha_expired', 4002, 'the captcha is expired'),
  );
  expect(await auth.post('captcha/data/verify', { token: 'x', key: 'AB12' })).toEqual(
    refused(400, 'invalid_captcha', 4001, 'token names no captcha'),
  );
  expect(await auth.post('captcha/data/verify', { token })).toEqual(invalid('key is missing'));
  expect(await auth.post('captcha/data/verify', { key: 'x' })).toEqual(invalid('token is missing'));
});

for (const [place, url, headers] of [
  ['header', 'signin', true],
  ['query', 'signin', false],
] as const) {
  test(`five wrong passwords ask for a proof, which is taken from the ${place} until it expires`, async () => {
    const auth = startAuth();
    for (let tries = 0; tries < 5; tries += 1) await auth.post('signin', wrong);
    const needed = refused(400, 'captcha_required', 4001, 'too many wrong passwords: solve a captcha');
    expect(await auth.post('signin', right)).toEqual(needed);
    expect(await auth.post('token', { grant_type: 'password', ...right })).toEqual(needed);
    const proof = await solve(auth);
    const signIn = (body: object, token: string) =>
      headers
        ? auth.post(url, body, { 'x-captcha-token': token })
        : auth.post(`${url}?captcha_token=${encodeURIComponent(token)}`, body);
    const bad = refused(400, 'captcha_invalid', 4002, 'the captcha token is unknown or expired: solve another captcha');
    expect(await signIn(right, 'x')).toEqual(bad);
    expect((await signIn(wrong, proof)).body['error']).toBe('invalid_username_or_password');
    auth.clock.advance(600 * second - 1);
    expect((await signIn(wrong, proof)).body['error']).toBe('invalid_username_or_password');
    auth.clock.advance(1);
    expect(await signIn(right, proof)).toEqual(bad);
    expect((await signIn(right, await solve(auth))).status).toBe(200);
    expect((await auth.post('signin', right)).status).toBe(200);
  });
}

test('the tenth e-mail of a day asks for a captcha, and with one is sent', async () => {
  const auth = startAuth();
  const send = (headers?: Record<string, string>) => auth.post('verification', { email: 'a@example.com' }, headers);
  for (let sent = 0; sent < 10; sent += 1) expect((await send()).status).toBe(200);
  expect(await send()).toEqual(
    refused(400, 'captcha_required', 4001, 'too many codes to this address: solve a captcha'),
  );
  expect((await send({ 'x-captcha-token': await solve(auth) })).status).toBe(200);
  auth.clock.advance(24 * 60 * minute);
  expect((await send()).status).toBe(200);
});

test('the oldest pages begin a captcha elsewhere, and ask about its proof', async () => {
  const auth = startAuth();
  expect(await auth.post('captcha/init', { redirect_uri: 'https://a.example', state: 's' })).toEqual({
    status: 200,
    body: { url: expect.stringMatching(/^https:\/\/env-1\..*\?token=/), expires_in: 300 },
  });
  const { token, text } = await picture(auth, { state: 's' });
  const proof = await auth.post('captcha/data/verify', { token, key: text });
  const asked = { token: proof.body['captcha_token'] };
  expect(await auth.post('captcha/introspect', asked)).toEqual({
    status: 200,
    body: { client_id: 'env-1', state: 's' },
  });
  expect(await auth.post('captcha/introspect', { token: 'x' })).toEqual({ status: 200, body: {} });
  expect((await auth.post('verification', { phone_number: phone })).status).toBe(200);
});
