import { expect, test } from '@playwright/test';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { Answer } from './start-auth.samples.ts';
import { hour, invalid, minute, phone, refused, second, startAuth, stranger } from './start-auth.samples.ts';
import { verifyAccessToken } from './tokens.ts';

test.describe('requests that are refused before anything is looked up', () => {
  const cases: [name: string, url: string, body: unknown, description: string | RegExp][] = [
    [
      'phone without the space',
      'verification',
      { phone_number: '+8613800138000' },
      /^phone_number must be a country code/,
    ],
    ['phone without the country code', 'verification', { phone_number: '13800138000' }, /^phone_number must be/],
    ['phone of another type', 'verification', { phone_number: 13800138000 }, 'phone_number must be a string'],
    ['phone null', 'verification', { phone_number: null }, 'phone_number must be a string'],
    ['no address', 'verification', {}, 'phone_number or email is missing'],
    ['no body', 'verification', undefined, 'phone_number or email is missing'],
    [
      'two addresses',
      'verification',
      { phone_number: phone, email: 'a@example.com' },
      'phone_number and email must not be given together',
    ],
    ['e-mail without @', 'verification', { email: 'example.com' }, 'email must be an e-mail address'],
    [
      'unknown target',
      'verification',
      { phone_number: phone, target: 'user' },
      'target must be one of ANY, USER, NOT_USER, CUR_USER',
    ],
    ['body that is not JSON', 'verification', '{"phone_number":', 'the body is not JSON'],
    ['body that is a list', 'signin', [1], 'the body must be a JSON object, not [1] (array)'],
    ['body that is null', 'signin', 'null', 'the body must be a JSON object, not null'],
    ['verify without id', 'verification/verify', { verification_code: '123456' }, 'verification_id is missing'],
    ['verify without code', 'verification/verify', { verification_id: 'x' }, 'verification_code is missing'],
    ['code as a number', 'verification/verify', { verification_code: 123456 }, 'verification_code must be a string'],
    ['empty code', 'verification/verify', { verification_code: '' }, 'verification_code must not be empty'],
    [
      'unknown verification id',
      'verification/verify',
      { verification_id: 'x', verification_code: '123456' },
      'verification_id is unknown or used',
    ],
    ['sign-in with nothing', 'signin', {}, 'verification_token, or username and password, is missing'],
    ['sign-in without password', 'signin', { username: 'gatewright' }, 'password is missing'],
    ['sign-in without username', 'signin', { password: 'x' }, 'username is missing'],
    ['password of another type', 'signin', { username: 'gatewright', password: 7 }, 'password must be a string'],
    ['unknown verification token', 'signin', { verification_token: 'x' }, 'verification_token is unknown or used'],
    ['token without grant type', 'token', {}, 'grant_type is missing'],
    ['refresh without token', 'token', { grant_type: 'refresh_token' }, 'refresh_token is missing'],
    ['sign-up without a proof', 'signup', { username: 'somebody', password: 'x' }, 'verification_token is missing'],
    ['inherited member names', 'signin', '{"__proto__":{"username":"a"}}', /^verification_token, or username/],
  ];
  for (const [name, url, body, description] of cases) {
    test(name, async () => {
      const auth = startAuth();
      const answer = await auth.post(url, body);
      expect(answer).toEqual(
        invalid(typeof description === 'string' ? description : String(answer.body['error_description'])),
      );
      expect(answer.body['error_description']).toMatch(description);
      expect(auth.sent).toEqual([]);
    });
  }

  test('too long a device id', async () => {
    const { post } = startAuth();
    const answer = await post('verification', { phone_number: phone }, { 'x-device-id': 'd'.repeat(72) });
    expect(answer).toEqual(invalid('x-device-id: device id must less than 72'));
  });
});

test.describe('sending codes', () => {
  test('a registered number gets six digits by SMS', async () => {
    const { post, sent } = startAuth();
    const answer = await post('verification', { phone_number: phone, target: 'ANY' });
    expect(answer).toEqual({
      status: 200,
      body: { verification_id: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/), expires_in: 600, is_user: true },
    });
    expect(sent).toEqual([{ to: phone, code: expect.stringMatching(/^\d{6}$/), kind: 'sms', at: expect.any(Number) }]);
  });

  test('an unregistered address gets one too, and is no user', async () => {
    const { post, sent } = startAuth();
    expect((await post('verification', { phone_number: stranger })).body['is_user']).toBe(false);
    expect((await post('verification', { email: 'a@example.com' })).body['is_user']).toBe(false);
    expect(sent.map(({ to, kind }) => [to, kind])).toEqual([
      [stranger, 'sms'],
      ['a@example.com', 'email'],
    ]);
  });

  test('the hundred test numbers are registered, no more', async () => {
    const { post } = startAuth();
    expect((await post('verification', { phone_number: '+86 13800138099' })).body['is_user']).toBe(true);
    expect((await post('verification', { phone_number: '+86 13800138100' })).body['is_user']).toBe(false);
  });

  test('target says whether an account must exist', async () => {
    const { post, sent } = startAuth();
    expect(await post('verification', { phone_number: stranger, target: 'USER' })).toEqual(
      refused(400, 'user_not_found', 4004, 'no account has this address'),
    );
    expect(await post('verification', { phone_number: phone, target: 'NOT_USER' })).toEqual(
      refused(400, 'already_exists', 6, 'an account has this address'),
    );
    expect(sent).toEqual([]);
  });

  test('SMS is for Shanghai only, e-mail for every region', async () => {
    const { post } = startAuth({ region: 'ap-singapore' });
    expect(await post('verification', { phone_number: phone })).toEqual(
      refused(400, 'unimplemented', 12, 'phone_number: SMS is not offered in region ap-singapore'),
    );
    expect((await post('verification', { email: 'a@example.com' })).status).toBe(200);
  });

  test('magic links are not offered', async () => {
    const { post } = startAuth();
    const body = { email: 'a@example.com', email_redirect_to: 'https://example.com' };
    expect(await post('verification', body)).toEqual(
      refused(400, 'unimplemented', 12, 'email_redirect_to: magic links are not offered'),
    );
  });

  test('one code per 30 s and number', async () => {
    const { post, clock, sent } = startAuth();
    const send = () => post('verification', { phone_number: phone });
    expect((await send()).status).toBe(200);
    clock.advance(10 * second);
    expect(await send()).toEqual(
      refused(429, 'resource_exhausted', 8, 'one code per 30 s and number: try again in 20 s'),
    );
    expect((await post('verification', { phone_number: stranger })).status).toBe(200);
    clock.advance(20 * second - 1);
    expect((await send()).status).toBe(429);
    clock.advance(1);
    expect((await send()).status).toBe(200);
    expect(sent).toHaveLength(3);
  });

  test('ten codes per day and number, until midnight in China', async () => {
    const { post, clock } = startAuth();
    const send = () => post('verification', { phone_number: phone });
    for (let count = 0; count < 10; count += 1) {
      expect((await send()).status).toBe(200);
      clock.advance(minute);
    }
    const full = refused(429, 'resource_exhausted', 8, 'ten codes per calendar day and number: try again tomorrow');
    expect(await send()).toEqual(full);
    clock.advance(12 * hour - 10 * minute - 1);
    expect(await send()).toEqual(full);
    clock.advance(1);
    expect((await send()).status).toBe(200);
    clock.advance(30 * second);
    expect((await send()).status).toBe(200);
  });
});

test.describe('verifying codes', () => {
  const wrong = refused(400, 'invalid_verification_code', 4001, 'the verification code is wrong');

  test('a wrong code is refused, the right one still works after it, once', async () => {
    const { sendCode, post, lastCode, wrongCode } = startAuth();
    const id = await sendCode();
    expect(await post('verification/verify', { verification_id: id, verification_code: wrongCode() })).toEqual(wrong);
    expect(await post('verification/verify', { verification_id: id, verification_code: '1' })).toEqual(wrong);
    const right = { verification_id: id, verification_code: lastCode() };
    expect(await post('verification/verify', right)).toEqual({
      status: 200,
      body: { verification_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/), expires_in: 600 },
    });
    expect(await post('verification/verify', right)).toEqual(invalid('verification_id is unknown or used'));
  });

  test('five wrong codes wear the right one out', async () => {
    const { sendCode, post, lastCode, wrongCode } = startAuth();
    const id = await sendCode();
    for (let count = 0; count < 5; count += 1) {
      expect(await post('verification/verify', { verification_id: id, verification_code: wrongCode() })).toEqual(wrong);
    }
    expect(await post('verification/verify', { verification_id: id, verification_code: lastCode() })).toEqual(
      refused(400, 'invalid_verification_code', 4001, 'too many wrong codes: request a new one'),
    );
  });

  for (const [age, status] of [
    [600 * second - 1, 200],
    [600 * second, 400],
  ] as const) {
    test(`a code of ${age} ms gives ${status}`, async () => {
      const { sendCode, post, lastCode, clock } = startAuth();
      const id = await sendCode();
      clock.advance(age);
      const answer = await post('verification/verify', { verification_id: id, verification_code: lastCode() });
      expect(answer.status).toBe(status);
      if (status === 400) {
        expect(answer).toEqual(refused(400, 'invalid_verification_code', 4001, 'the verification code is expired'));
      }
    });
  }
});

test.describe('signing in by code', () => {
  test('gives the token answer, with the documented claims', async () => {
    const { prove, post, state, clock } = startAuth();
    const { status, body } = await post('signin', { username: phone, verification_token: await prove() });
    expect(status).toBe(200);
    expect(body).toEqual({
      token_type: 'Bearer',
      access_token: expect.any(String),
      refresh_token: expect.stringMatching(/^m\.[\w-]{40,126}$/),
      expires_in: 7200,
      scope: 'user sso',
      sub: expect.stringMatching(/^\d{19}$/),
    });
    const token = String(body['access_token']);
    const issued = clock.now() / 1000;
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'RS256', kid: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(decodeJwt(token)).toEqual({
      iss: 'http://env-1.ap-shanghai.tcb-api.tencentcloudapi.com',
      sub: body['sub'],
      aud: 'env-1',
      exp: issued + 7200,
      iat: issued,
      at_hash: expect.any(String),
      scope: 'user sso',
      project_id: 'env-1',
      provider_type: 'phone',
      meta: { wxOpenId: '', wxUnionId: '' },
      user_type: 'external',
    });
    expect(verifyAccessToken(state, token)).toEqual({ kind: 'user', userId: body['sub'] });
  });

  test('the same number is always the same user, another is another', async () => {
    const { signInByPhone, prove, post, clock } = startAuth();
    const first = await signInByPhone();
    clock.advance(30 * second);
    expect((await signInByPhone()).sub).toBe(first.sub);
    const other = await post('signin', { verification_token: await prove({ phone_number: '+86 13800138001' }) });
    expect(other.body['sub']).not.toBe(first.sub);
  });

  test('a verification token works once', async () => {
    const { prove, post } = startAuth();
    const token = await prove();
    expect((await post('signin', { verification_token: token })).status).toBe(200);
    expect(await post('signin', { verification_token: token })).toEqual(
      invalid('verification_token is unknown or used'),
    );
  });

  test('a verification token lives 600 s', async () => {
    const { prove, post, clock } = startAuth();
    const token = await prove();
    clock.advance(600 * second);
    expect(await post('signin', { verification_token: token })).toEqual(invalid('verification_token is expired'));
  });

  test('a username that is another account is refused', async () => {
    const { prove, post } = startAuth();
    const body = { username: '+86 13800138001', verification_token: await prove() };
    expect(await post('signin', body)).toEqual(invalid('verification_token was issued for another address'));
  });

  test('an unregistered number is refused, and may sign up with the same token', async () => {
    const { prove, post, get, clock } = startAuth();
    const token = await prove({ phone_number: stranger });
    expect(await post('signin', { verification_token: token })).toEqual(
      refused(400, 'user_not_found', 4004, 'no account has this address: sign up first'),
    );
    const signUp = { phone_number: stranger, verification_token: token, username: 'li.lei', password: 'Pass-1word' };
    const answer = await post('signup', signUp);
    expect(answer.status).toBe(200);
    const me = await get('user/me', String(answer.body['access_token']));
    expect(me.body).toMatchObject({ username: 'li.lei', phone_number: stranger, has_password: true });
    expect((await post('signin', { username: 'li.lei', password: 'Pass-1word' })).body['sub']).toBe(answer.body['sub']);
    clock.advance(30 * second);
    const again = await post('signin', { verification_token: await prove({ phone_number: stranger }) });
    expect(again.body['sub']).toBe(answer.body['sub']);
  });
});

test.describe('signing up is refused', () => {
  const cases: [name: string, body: Record<string, string>, expected: Answer][] = [
    ['without the address', {}, invalid('phone_number or email is missing')],
    [
      'for another address',
      { phone_number: '+86 13900139001' },
      invalid('verification_token was issued for another address'),
    ],
    [
      'with a taken username',
      { phone_number: stranger, username: 'gatewright' },
      refused(400, 'already_exists', 6, 'username is taken'),
    ],
    [
      'with an odd username',
      { phone_number: stranger, username: '李雷' },
      invalid('username must have 2 to 48 letters, digits or -_.:+ @ and begin with a letter or digit'),
    ],
  ];
  for (const [name, body, expected] of cases) {
    test(name, async () => {
      const { prove, post } = startAuth();
      const token = await prove({ phone_number: stranger });
      expect(await post('signup', { verification_token: token, ...body })).toEqual(expected);
    });
  }

  test('for a registered number', async () => {
    const { prove, post } = startAuth();
    expect(await post('signup', { phone_number: phone, verification_token: await prove() })).toEqual(
      refused(400, 'already_exists', 6, 'an account has this address: sign in'),
    );
  });
});

test.describe('passwords', () => {
  const right = { username: 'gatewright', password: 'Gatewright-1!' };
  const wrong = { username: 'gatewright', password: 'gatewright-1!' };
  const refusedPassword = refused(400, 'invalid_username_or_password', 4043, 'the username or the password is wrong');

  test('sign in by either route', async () => {
    const { post } = startAuth();
    const signin = await post('signin', right);
    const token = await post('token', { grant_type: 'password', ...right });
    expect([signin.status, token.status]).toEqual([200, 200]);
    expect(token.body['sub']).toBe(signin.body['sub']);
  });

  test('wrong ones and unknown names get the same answer', async () => {
    const { post } = startAuth();
    expect(await post('signin', wrong)).toEqual(refusedPassword);
    expect(await post('signin', { username: 'nobody', password: 'x' })).toEqual(refusedPassword);
    expect(await post('token', { grant_type: 'password', ...wrong })).toEqual(refusedPassword);
  });

  test('five wrong ones ask for a captcha, for half an hour', async () => {
    const { post, clock } = startAuth();
    for (let count = 0; count < 5; count += 1) expect(await post('signin', wrong)).toEqual(refusedPassword);
    expect(await post('signin', right)).toEqual(
      refused(400, 'captcha_required', 4001, 'too many wrong passwords: solve a captcha'),
    );
    clock.advance(30 * minute);
    expect((await post('signin', right)).status).toBe(200);
  });

  test('a right one forgets the wrong ones before it', async () => {
    const { post } = startAuth();
    for (let round = 0; round < 2; round += 1) {
      for (let count = 0; count < 4; count += 1) expect(await post('signin', wrong)).toEqual(refusedPassword);
      expect((await post('signin', right)).status).toBe(200);
    }
  });

  test('an account without one says so', async () => {
    const { post } = startAuth();
    expect(await post('signin', { username: phone, password: 'x' })).toEqual(
      refused(400, 'password_not_set', 9, 'the account has no password: sign in by code'),
    );
  });
});

test.describe('tokens', () => {
  const dead = refused(400, 'invalid_grant', 4001, 'refresh_token is unknown, used or expired: sign in again');

  test('refreshing rotates: the old refresh token dies at once, the new one works', async () => {
    const { signInByPhone, post, get } = startAuth();
    const session = await signInByPhone();
    const refresh = (token: unknown) => post('token', { grant_type: 'refresh_token', refresh_token: token });
    const next = await refresh(session.refresh);
    expect(next.status).toBe(200);
    expect(next.body).toMatchObject({ token_type: 'Bearer', expires_in: 7200, sub: session.sub });
    expect(next.body['refresh_token']).not.toBe(session.refresh);
    expect(next.body['access_token']).not.toBe(session.access);
    expect(await refresh(session.refresh)).toEqual(dead);
    expect((await refresh(next.body['refresh_token'])).status).toBe(200);
    expect((await get('user/me', session.access)).status).toBe(200);
  });

  test('of two refreshes at once one wins', async () => {
    const { signInByPhone, post } = startAuth();
    const { refresh } = await signInByPhone();
    const body = { grant_type: 'refresh_token', refresh_token: refresh };
    const answers = await Promise.all([post('token', body), post('token', body)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
  });

  test('a refresh token lives 30 days', async () => {
    const { signInByPhone, post, clock } = startAuth();
    const first = await signInByPhone();
    clock.advance(720 * hour - 1);
    const next = await post('token', { grant_type: 'refresh_token', refresh_token: first.refresh });
    expect(next.status).toBe(200);
    clock.advance(720 * hour);
    expect(await post('token', { grant_type: 'refresh_token', refresh_token: next.body['refresh_token'] })).toEqual(
      dead,
    );
  });

  test('a second sign-in ends the refresh token of the first, not its access token', async () => {
    const { signInByPhone, post, get, clock } = startAuth();
    const first = await signInByPhone();
    clock.advance(30 * second);
    const later = await signInByPhone();
    expect(await post('token', { grant_type: 'refresh_token', refresh_token: first.refresh })).toEqual(dead);
    expect((await get('user/me', first.access)).status).toBe(200);
    expect((await post('token', { grant_type: 'refresh_token', refresh_token: later.refresh })).status).toBe(200);
  });

  test('an unknown refresh token and grant type are refused', async () => {
    const { post } = startAuth();
    expect(await post('token', { grant_type: 'refresh_token', refresh_token: 'm.x' })).toEqual(dead);
    expect(await post('token', { grant_type: 'device_code' })).toEqual(
      refused(
        400,
        'unsupported_grant_type',
        3,
        'grant_type must be one of refresh_token, password, client_credentials',
      ),
    );
  });

  test('an access token lives 7200 s', async () => {
    const { signInByPhone, get, state, clock } = startAuth();
    const { access, sub } = await signInByPhone();
    clock.advance(7200 * second - 1);
    expect(verifyAccessToken(state, access)).toEqual({ kind: 'user', userId: sub });
    clock.advance(1);
    expect(verifyAccessToken(state, access)).toBe('expired');
    expect(await get('user/me', access)).toEqual(refused(401, 'unauthenticated', 16, 'the access token is expired'));
    expect(await get('token/introspect', access)).toEqual({ status: 200, body: {} });
  });

  test('a changed token and one of another mock are invalid', async () => {
    const one = startAuth();
    const other = startAuth();
    const { access } = await one.signInByPhone();
    expect(verifyAccessToken(one.state, `${access.slice(0, -2)}AA`)).toBe('invalid');
    expect(verifyAccessToken(one.state, '')).toBe('invalid');
    expect(verifyAccessToken(other.state, access)).toBe('invalid');
  });
});

test.describe('a signed-in user', () => {
  const noBearer = {
    status: 401,
    body: { code: 'MISSING_CREDENTIALS', message: 'Credentials missing.', requestId: expect.any(String) },
  };

  test('reads the account', async () => {
    const { signInByPhone, get, clock } = startAuth();
    const { access, sub } = await signInByPhone();
    const created = new Date(clock.now()).toISOString();
    expect(await get('user/me', access)).toEqual({
      status: 200,
      body: {
        sub,
        user_id: sub,
        phone_number: phone,
        status: 'ACTIVE',
        groups: [],
        providers: [],
        meta: {},
        created_at: created,
        updated_at: created,
        last_login: created,
        has_password: false,
        internal_user_type: 'generalUser',
        type: 'external',
        user_source: 1,
      },
    });
  });

  test('examines the token', async () => {
    const { signInByPhone, get } = startAuth();
    const { access, sub } = await signInByPhone();
    expect(await get('token/introspect', access)).toEqual({
      status: 200,
      body: { token_type: 'Bearer', client_id: 'env-1', sub, scope: 'user sso' },
    });
    expect(await get('token/introspect', 'x')).toEqual({ status: 200, body: {} });
  });

  const ways: [name: string, url: string, byBody: boolean][] = [
    ['signs out', 'user/signout', false],
    ['revokes the Bearer', 'revoke', false],
    ['revokes as the official client does', 'revoke', true],
  ];
  for (const [name, url, byBody] of ways) {
    test(`${name}, and every token of the session is dead`, async () => {
      const { signInByPhone, post, get, state } = startAuth();
      const { access, refresh } = await signInByPhone();
      const answer = byBody
        ? await post(url, { token: access })
        : await post(url, undefined, { authorization: `bearer ${access}` });
      expect(answer).toEqual({ status: 200, body: {} });
      expect(verifyAccessToken(state, access)).toBe('invalid');
      expect(await get('user/me', access)).toEqual(
        refused(401, 'unauthenticated', 16, 'the access token is not valid'),
      );
      expect((await post('token', { grant_type: 'refresh_token', refresh_token: refresh })).body['error']).toBe(
        'invalid_grant',
      );
    });
  }

  test('signs out to an address, with the state appended', async () => {
    const { signInByPhone, post } = startAuth();
    const headers = { authorization: `Bearer ${(await signInByPhone()).access}` };
    expect(await post('user/signout', { redirect_uri: 'bye' }, headers)).toEqual(
      invalid('redirect_uri must be a full URL'),
    );
    expect(await post('user/signout', { redirect_uri: 'https://example.com/bye?a=1', state: 'x y' }, headers)).toEqual({
      status: 200,
      body: { redirect_uri: 'https://example.com/bye?a=1&state=x+y' },
    });
  });

  test('must show a token', async () => {
    const { post, get } = startAuth();
    expect(await get('user/me')).toEqual(noBearer);
    expect(await get('token/introspect')).toEqual(noBearer);
    expect(await post('user/signout')).toEqual(noBearer);
    expect(await post('revoke')).toEqual(noBearer);
    expect(await post('revoke', undefined, { authorization: 'Basic eDp5' })).toEqual({
      status: 401,
      body: { code: 'INVALID_CREDENTIALS', message: 'Credentials are invalid.', requestId: expect.any(String) },
    });
  });
});

test('anonymous sign-in is off', async () => {
  const { post } = startAuth();
  expect(await post('signin/anonymously', {})).toEqual(invalid('the header x-device-id is missing'));
  expect(await post('signin/anonymously', {}, { 'x-device-id': 'device-1' })).toEqual(
    refused(400, 'unimplemented', 12, 'anonymous sign-in is not enabled'),
  );
});

test('the accounts can be given', async () => {
  const { post } = startAuth({ users: [{ email: 'a@example.com', username: 'alice', password: 'secret-1' }] });
  expect((await post('signin', { username: 'a@example.com', password: 'secret-1' })).status).toBe(200);
  expect((await post('signin', { username: 'gatewright', password: 'Gatewright-1!' })).status).toBe(400);
});

test('a body is read whatever media type it claims', async () => {
  const { post } = startAuth();
  const answer = await post('verification', { phone_number: phone }, { 'content-type': 'text/plain' });
  expect(answer.status).toBe(200);
});
