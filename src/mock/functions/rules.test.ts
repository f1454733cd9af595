// Who may call which function.
import { expect, test } from '@playwright/test';
import { defaultPublishableKey } from '../server.ts';
import type { FunctionsUnderTest } from './start-functions.samples.ts';
import { refusal, startFunctions } from './start-functions.samples.ts';

const functions = {
  'ours.js': "exports.main = (event, { environ }) => environ.includes('TCB_UUID');",
  'open.js': 'exports.main = () => 1;',
  'shut.js': 'exports.main = () => 1;',
};
const rules = 'rules: { "*": { invoke: auth != null }, open: { invoke: true }, shut: { invoke: false } }';

async function tokenFor(url: string, kind: 'user' | 'anonymous'): Promise<string> {
  const { path, body } =
    kind === 'user'
      ? { path: 'signin', body: { username: 'gatewright', password: 'Gatewright-1!' } }
      : { path: 'signin/anonymously', body: {} };
  const answer = await fetch(`${url}/auth/v1/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-device-id': 'd-1' },
    body: JSON.stringify(body),
  });
  const { access_token: token } = (await answer.json()) as Record<string, string>;
  expect(token).toBeDefined();
  return `Bearer ${token}`;
}

const credentials = {
  'an API key': () => Promise.resolve(undefined),
  'an access token': ({ url }: FunctionsUnderTest) => tokenFor(url, 'user'),
  'an access token of an anonymous sign-in': ({ url }: FunctionsUnderTest) => tokenFor(url, 'anonymous'),
  'a publishable key': () => Promise.resolve(`Bearer ${defaultPublishableKey}`),
  'no credential': () => Promise.resolve(''),
};
type Credential = keyof typeof credentials;

/** What `auth != null`, `true` and `false` answer. */
const rows: [Credential, ours: number, open: number, shut: number][] = [
  ['an API key', 200, 200, 200],
  ['an access token', 200, 200, 403],
  ['an access token of an anonymous sign-in', 200, 200, 403],
  ['a publishable key', 403, 200, 403],
  ['no credential', 401, 401, 401],
];
for (const [credential, ...expected] of rows) {
  test(`rules: ${credential} may call what the rule allows it`, async () => {
    const its = await startFunctions({ ...functions, 'functions.yaml': rules }, { auth: { anonymous: true } });
    const authorization = await credentials[credential](its);
    const answers = [];
    for (const name of ['ours', 'open', 'shut']) {
      answers.push(await its.call(name, { ...(authorization !== undefined && { authorization }) }));
    }
    expect(answers.map(({ status }) => status)).toEqual(expected);
    const refused = answers.find(({ status }) => status === 403);
    if (refused) expect(refused.body).toEqual(refusal('EXCEED_AUTHORITY', 'Request exceeds granted authority.'));
    if (expected[0] === 200) expect(answers[0]?.body).toBe(credential !== 'an API key');
    await its.close();
  });
}

test('rules: without any, who is signed in may call', async () => {
  const its = await startFunctions(functions);
  const authorization = await tokenFor(its.url, 'user');
  expect((await its.call('shut', { authorization })).status).toBe(200);
  expect((await its.call('shut', { authorization: `Bearer ${defaultPublishableKey}` })).status).toBe(403);
  await its.close();
});

test('rules: a refusal tells nothing of whether the function exists', async () => {
  const its = await startFunctions(functions);
  const authorization = `Bearer ${defaultPublishableKey}`;
  expect(await its.call('gone', { authorization })).toEqual(await its.call('shut', { authorization }));
  await its.close();
});

test('rules: the policy of the gateway decides before them', async () => {
  const its = await startFunctions({ ...functions, 'functions.yaml': rules }, { administratorOnly: ['functions'] });
  for (const path of ['open', '../%66unctions/open']) {
    const answer = await its.call(path, { authorization: await tokenFor(its.url, 'user') });
    expect(answer).toMatchObject({ status: 403, body: { code: 'ACTION_FORBIDDEN' } });
  }
  expect((await its.call('open')).status).toBe(200);
  await its.close();
});
