import { expect, test } from '@playwright/test';
import { invalid, phone, refused, second, startAuth, stranger } from './start-auth.samples.ts';
import type { Answer } from './start-auth.samples.ts';

const right = { username: 'gatewright', password: 'Gatewright-1!' };
const done: Answer = { status: 200, body: {} };
const strong = 'Second-2025!';

type Auth = ReturnType<typeof startAuth>;
type Method = Parameters<Auth['call']>[0];

async function signIn(auth: Auth, body: object = right, deviceId = 'device-1'): Promise<string> {
  const answer = await auth.post('signin', body, { 'x-device-id': deviceId });
  expect(answer.status).toBe(200);
  return String(answer.body['access_token']);
}

function as(auth: Auth, token: string): (method: Method, url: string, body?: object) => Promise<Answer> {
  return (method, url, body) =>
    auth.call(method, url, { headers: { authorization: `Bearer ${token}` }, ...(body && { body }) });
}

async function sudoOf(auth: Auth, token: string): Promise<string> {
  const answer = await as(auth, token)('POST', 'user/sudo', { password: right.password });
  expect(answer).toEqual({ status: 200, body: { sudo_token: expect.any(String), expires_in: 900 } });
  return String(answer.body['sudo_token']);
}

test('a user is edited, and found by the new names alone', async () => {
  const auth = startAuth();
  const call = as(auth, await signIn(auth));
  const changes = { nickname: '小明', username: 'xiaoming', phone: stranger, email: 'x@example.com', gender: 'FEMALE' };
  const more = { description: '爱好摄影', avatar_url: 'https://example.com/a.png' };
  expect(await call('POST', 'user/basic/edit', { ...changes, ...more })).toEqual(done);
  expect((await call('GET', 'user/me')).body).toMatchObject({
    name: '小明',
    username: 'xiaoming',
    phone_number: stranger,
    email: 'x@example.com',
    gender: 'FEMALE',
    user_desc: '爱好摄影',
    picture: 'https://example.com/a.png',
  });
  expect((await auth.post('signin', right)).body['error']).toBe('invalid_username_or_password');
  expect((await auth.post('signin', { ...right, username: 'xiaoming' })).status).toBe(200);
});

const wrongEdits: [name: string, body: object, expected: Answer][] = [
  ['a short nickname', { nickname: '明' }, invalid('nickname must have 2 to 48 characters')],
  ['an unknown gender', { gender: 'X' }, invalid('gender must be one of MALE, FEMALE')],
  ['a taken username', { username: 'zhangsan' }, refused(400, 'already_exists', 6, 'username is taken')],
  [
    'an odd username',
    { username: '_x' },
    invalid('username must have 2 to 48 letters, digits or -_.:+ @ and begin with a letter or digit'),
  ],
  ["somebody's phone", { phone }, refused(400, 'already_exists', 6, 'somebody else has this address')],
  ['an e-mail that is none', { email: 'x' }, invalid('email must be an e-mail address')],
  [
    'somebody else',
    { user_id: '1900000000000000000', nickname: '小明' },
    refused(403, 'permission_denied', 7, 'user_id: only an administrator may change somebody else'),
  ],
];
for (const [name, body, expected] of wrongEdits) {
  test(`an edit with ${name} is refused, and changes nothing`, async () => {
    const auth = startAuth();
    const call = as(auth, await signIn(auth));
    const before = await call('GET', 'user/me');
    expect(await call('POST', 'user/basic/edit', { description: 'd', ...body })).toEqual(expected);
    expect(await call('GET', 'user/me')).toEqual(before);
  });
}

test('an administrator edits others', async () => {
  const auth = startAuth({ serverKeys: { apiKeys: new Set(['key-1']), secrets: new Map() } });
  const call = as(auth, 'key-1');
  const user_id = '1900000000000000001';
  expect(await call('POST', 'user/basic/edit', { user_id, nickname: '小明' })).toEqual(done);
  expect(auth.state.users.byId.get(user_id)?.name).toBe('小明');
  expect(await call('POST', 'user/basic/edit', { nickname: '小明' })).toEqual(invalid('user_id is missing'));
  expect((await call('POST', 'user/basic/edit', { user_id: '1' })).body['error']).toBe('user_not_found');
});

test('a sudo token is the proof of the password or of an own address, for 900 s', async () => {
  const auth = startAuth();
  const token = await signIn(auth);
  const call = as(auth, token);
  expect(await call('POST', 'user/sudo', {})).toEqual(invalid('password or verification_token is missing'));
  expect(await call('POST', 'user/sudo', { password: 'x' })).toEqual(
    refused(400, 'invalid_password', 3, 'the password is wrong'),
  );
  const others = await auth.prove();
  expect(await call('POST', 'user/sudo', { verification_token: others })).toEqual(
    invalid('verification_token was issued for the address of somebody else'),
  );
  const own = await auth.prove({ phone_number: '+86 13800138001' });
  expect((await call('POST', 'user/sudo', { verification_token: own })).status).toBe(200);
  const sudo = await sudoOf(auth, token);
  auth.clock.advance(900 * second);
  expect(await call('DELETE', `user/me?sudo_token=${sudo}`)).toEqual(
    refused(403, 'permission_denied', 7, 'the sudo token is expired'),
  );
});

test('a user deletes the account with a sudo token, and is gone', async () => {
  const auth = startAuth();
  const token = await signIn(auth);
  const call = as(auth, token);
  expect(await call('DELETE', 'user/me')).toEqual(invalid('sudo_token is missing'));
  expect(await call('DELETE', 'user/me?sudo_token=x')).toEqual(
    refused(403, 'permission_denied', 7, 'invalid sudo token'),
  );
  expect(await call('DELETE', `user/me?sudo_token=${await sudoOf(auth, token)}`)).toEqual(done);
  expect((await call('GET', 'user/me')).body['error']).toBe('unauthenticated');
  expect((await auth.post('signin', right)).body['error']).toBe('invalid_username_or_password');
});

test('a password is changed with a sudo token in the query or the body; other devices are signed out', async () => {
  const auth = startAuth({ switches: { sessionsPerUser: 2 } });
  const other = await signIn(auth, right, 'device-2');
  const token = await signIn(auth);
  const call = as(auth, token);
  const sudo = await sudoOf(auth, token);
  expect(await call('PATCH', 'user/password', { new_password: strong })).toEqual(invalid('sudo_token is missing'));
  expect(await call('PATCH', `user/password?sudo_token=${sudo}`, { new_password: strong })).toEqual(done);
  expect((await as(auth, other)('GET', 'user/me')).body['error']).toBe('unauthenticated');
  expect((await call('GET', 'user/me')).body['password_updated_at']).toBe(new Date(auth.clock.now()).toISOString());
  expect((await auth.post('signin', right)).body['error']).toBe('invalid_username_or_password');
  const body = { sudo_token: sudo, old_password: strong, new_password: 'Third-2025!', confirm_password: 'Third-2025!' };
  expect(await call('PATCH', 'user/password', body)).toEqual(done);
  expect((await auth.post('signin', { ...right, password: 'Third-2025!' })).status).toBe(200);
});

test('a password is changed with the code of reauthenticate, which lives 300 s', async () => {
  const auth = startAuth();
  const call = as(auth, await signIn(auth));
  expect(await call('POST', 'user/reauthenticate', {})).toEqual(invalid('verify_opt is missing'));
  expect(await call('POST', 'user/reauthenticate', { verify_opt: 'x' })).toEqual(
    invalid('verify_opt must be one of phone_code, email_code'),
  );
  expect(await call('POST', 'user/reauthenticate', { verify_opt: 'email_code' })).toEqual(
    invalid('verify_opt: the user has no address for email_code'),
  );
  const ask = () => call('POST', 'user/reauthenticate', { verify_opt: 'phone_code' });
  const change = (verify_code: string) => call('PATCH', 'user/password', { verify_code, new_password: strong });
  expect(await ask()).toEqual(done);
  expect(await change(auth.wrongCode())).toEqual(
    refused(400, 'invalid_verification_code', 4001, 'verify_code is not the code that was sent'),
  );
  auth.clock.advance(300 * second);
  expect(await change(auth.lastCode())).toEqual(
    refused(400, 'invalid_verification_code', 4001, 'verify_code is expired'),
  );
  await ask();
  expect(await change(auth.lastCode())).toEqual(done);
  expect((await change(auth.lastCode())).body['error']).toBe('invalid_verification_code');
});

const weak =
  'new_password must have 8 to 64 characters, with an upper and a lower case letter, a digit and a special character';
const wrongPasswords: [name: string, body: object, expected: Answer][] = [
  ['no new one', {}, invalid('new_password is missing')],
  ['seven characters', { new_password: 'Ab1!567' }, invalid(weak)],
  ['no digit', { new_password: 'Abcdefg!' }, invalid(weak)],
  ['no special character', { new_password: 'Abcdefg1' }, invalid(weak)],
  ['65 characters', { new_password: `Ab1!${'x'.repeat(61)}` }, invalid(weak)],
  [
    'another confirmation',
    { new_password: strong, confirm_password: 'x' },
    invalid('confirm_password is not new_password'),
  ],
  [
    'a wrong old one',
    { new_password: strong, old_password: 'x' },
    refused(400, 'invalid_password', 3, 'old_password is not the password'),
  ],
];
for (const [name, body, expected] of wrongPasswords) {
  test(`a change of the password with ${name} is refused`, async () => {
    const auth = startAuth();
    const token = await signIn(auth);
    const sudo = await sudoOf(auth, token);
    expect(await as(auth, token)('PATCH', `user/password?sudo_token=${sudo}`, body)).toEqual(expected);
    expect((await auth.post('signin', right)).status).toBe(200);
  });
}

test('a forgotten password is set by the proof of the address', async () => {
  const auth = startAuth();
  const verification_token = await auth.prove();
  const body = { phone_number: phone, verification_token, new_password: strong };
  expect(await auth.post('reset', { ...body, email: 'a@example.com' })).toEqual(
    invalid('phone_number and email must not be given together'),
  );
  expect(await auth.post('reset', { verification_token, new_password: strong })).toEqual(
    invalid('phone_number or email is missing'),
  );
  expect(await auth.post('reset', { phone_number: phone, new_password: strong })).toEqual(
    invalid('verification_token is missing'),
  );
  expect(await auth.post('reset', { ...body, phone_number: stranger })).toEqual(
    invalid('verification_token was issued for another address'),
  );
  expect(await auth.post('reset', body)).toEqual(done);
  expect((await auth.post('signin', { username: phone, password: strong })).status).toBe(200);
});

test('a page that is not on the list of domains may not reset passwords or sign in anonymously', async () => {
  const auth = startAuth({ domains: ['app.example.com'], switches: { anonymous: true } });
  const headers = { origin: 'https://evil.example', 'x-device-id': 'd' };
  const denied = 'origin https://evil.example is not among the domains of this environment';
  expect(await auth.post('reset', {}, headers)).toEqual(refused(403, 'permission_denied', 7, denied));
  expect(await auth.post('signin/anonymously', {}, headers)).toEqual(refused(403, 'permission_denied', 7, denied));
  const own = { ...headers, origin: 'https://app.example.com' };
  expect((await auth.post('signin/anonymously', {}, own)).status).toBe(200);
});

test('sessions end by device, or all at once', async () => {
  const auth = startAuth({ switches: { sessionsPerUser: 3 } });
  const [one, two, three] = [
    await signIn(auth, right, 'device-1'),
    await signIn(auth, right, 'device-2'),
    await signIn(auth, right, 'device-3'),
  ];
  const status = async (token: string) => (await as(auth, token)('GET', 'user/me')).status;
  expect(await as(auth, one)('DELETE', 'user/authorized/devices/device-2')).toEqual(done);
  expect([await status(one), await status(two), await status(three)]).toEqual([200, 401, 200]);
  expect(await as(auth, one)('DELETE', 'user/revoke/all')).toEqual(done);
  expect([await status(one), await status(three)]).toEqual([401, 401]);
});

test('a device that signs in again takes no place of another', async () => {
  const auth = startAuth({ switches: { sessionsPerUser: 2 } });
  const other = await auth.post('signin', right, { 'x-device-id': 'device-2' });
  await signIn(auth);
  await signIn(auth);
  const refresh = { grant_type: 'refresh_token', refresh_token: other.body['refresh_token'] };
  expect((await auth.post('token', refresh)).status).toBe(200);
});

test('names are looked up', async () => {
  const auth = startAuth();
  const call = as(auth, await signIn(auth));
  expect(await auth.get('checkIfUserExist?username=zhangsan')).toEqual({ status: 200, body: { exist: true } });
  expect(await auth.get('checkIfUserExist?username=nobody')).toEqual({ status: 200, body: { exist: false } });
  expect(await auth.get('checkIfUserExist')).toEqual(invalid('username is missing'));
  expect(await call('GET', 'checkUsername?username=nobody')).toEqual(done);
  expect((await call('GET', 'checkUsername?username=zhangsan')).body['error']).toBe('already_exists');
  expect(await call('GET', 'user/query?username=zhangsan&id[]=1900000000000000001')).toMatchObject({
    body: { total: 2, data: [{ phone_number: '+86 13800138001' }, { sub: '1900000000000000100' }] },
  });
  expect(await call('PATCH', 'user/profile', { name: '小明', locale: 'zh' })).toMatchObject({
    status: 200,
    body: { name: '小明', locale: 'zh' },
  });
});
