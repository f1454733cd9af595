// The function part of the official client, unmodified, against the mock: what applications do with it, and the refusals
// they meet. Every answer on the way goes through the contract check.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import cloudbase from '@cloudbase/js-sdk';
import { expect, test } from '@playwright/test';
import { defaultApiKey, defaultPublishableKey } from '../src/mock/server.ts';
import type { CheckedGateway } from './checked-gateway.ts';
import { startCheckedGateway } from './checked-gateway.ts';

const handlers = {
  'echo.js':
    'exports.main = async (event, context) => ({ event, user: /TCB_UUID=(\\d+)/.exec(context.environ)?.[1] });',
  'version.js': 'exports.main = async (event, { function_version }) => ({ version: function_version });',
  'versions/version-1.js': "exports.main = async () => 'first';",
  'text.js': "exports.main = async () => '你好';",
  'list.js': 'exports.main = async () => [1, 2];',
  'nothing.js': 'exports.main = async () => undefined;',
  'code.js': "exports.main = async () => ({ code: 'NO_SEATS', message: 'no seats are left' });",
  'throws.js': "exports.main = async () => { throw new Error('the secret reason'); };",
  'slow.js': 'exports.main = () => new Promise(() => undefined);',
  'shut.js': 'exports.main = async () => 1;',
  'functions.yaml': `
rules: { '*': { invoke: auth != null }, shut: { invoke: false }, text: { invoke: true } }
functions: { slow: { timeout: 1 }, version: { versions: { '1': versions/version-1.js } } }
`,
};

type App = {
  readonly registerHost: (host: string, protocol: 'http') => void;
  readonly auth: () => { readonly signIn: (given: object) => Promise<unknown> };
  readonly callFunction: (given: object) => Promise<{ readonly requestId: string }>;
};

let gateway: CheckedGateway;
let app: App;

// The client explains refusals at length on the console.
const muted = ['log', 'info', 'warn', 'error'] as const;
const spoken = muted.map((name) => [name, Reflect.get(console, name)] as const);
test.beforeAll(() => {
  for (const name of muted) Reflect.set(console, name, () => undefined);
});
test.afterAll(() => {
  for (const [name, speak] of spoken) Reflect.set(console, name, speak);
});

let count = 0;
async function open(credential: 'user' | 'admin' | 'public'): Promise<void> {
  count += 1;
  // The client keeps what it knows of a user by environment, so that each test has its own.
  const env = `calls-${test.info().workerIndex}-${count}`;
  const functions = test.info().outputPath('functions');
  mkdirSync(join(functions, 'versions'), { recursive: true });
  for (const [name, text] of Object.entries(handlers)) writeFileSync(join(functions, name), text);
  gateway = await startCheckedGateway({ functions, environment: env });
  const keys = { user: {}, admin: { accessKey: defaultApiKey }, public: { accessKey: defaultPublishableKey } };
  const client: unknown = cloudbase.init({ env, ...keys[credential] });
  app = client as App;
  app.registerHost(new URL(gateway.url).host, 'http');
  if (credential === 'user') await app.auth().signIn({ username: 'gatewright', password: 'Gatewright-1!' });
}

test.afterEach(async () => {
  await gateway.close();
  // The client's older protocol is no part of this gateway.
  expect(gateway.findings.filter((finding) => !finding.startsWith('POST /web?'))).toEqual([]);
});

/** What a call gave: the client throws no refusal, it gives its code and message in the place of the result. */
async function call(given: object): Promise<unknown> {
  const { requestId, ...rest } = await app.callFunction(given);
  expect(requestId).toMatch(/./);
  return rest;
}

const uid = '1900000000000000001';
type Row = { name: string; as?: 'admin' | 'public'; given: object; expected: object; status: number };
const rows: Row[] = [
  {
    name: 'an object is the event, and the result is wrapped by the client',
    given: { name: 'echo', data: { name: '张三', list: [1, { a: null }] } },
    expected: { result: { event: { name: '张三', list: [1, { a: null }] }, user: uid } },
    status: 200,
  },
  {
    name: 'without data the body is an empty string, and the event an empty object',
    given: { name: 'echo' },
    expected: { result: { event: {}, user: uid } },
    status: 200,
  },
  { name: 'text comes as text', given: { name: 'text' }, expected: { result: '你好' }, status: 200 },
  { name: 'a list comes as a list', given: { name: 'list' }, expected: { result: [1, 2] }, status: 200 },
  { name: 'nothing comes as null', given: { name: 'nothing' }, expected: { result: null }, status: 200 },
  {
    name: 'without X-Qualifier, which the client never sends by itself, the latest version is called',
    given: { name: 'version' },
    expected: { result: { version: '$LATEST' } },
    status: 200,
  },
  {
    name: 'a header of the caller chooses the version',
    given: { name: 'version', header: { 'X-Qualifier': '1' } },
    expected: { result: 'first' },
    status: 200,
  },
  {
    name: 'a result with a code is an error to the client, though the gateway answered 200',
    given: { name: 'code' },
    expected: { code: 'NO_SEATS', message: expect.stringContaining('no seats are left') },
    status: 200,
  },
  {
    name: 'an error of the handler has no reason',
    given: { name: 'throws' },
    expected: { code: 'FUNCTION_INVOCATION_FAILED', message: expect.not.stringContaining('secret reason') },
    status: 500,
  },
  {
    name: 'an unknown function is not found',
    given: { name: 'ecko' },
    expected: { code: 'FUNCTION_NOT_FOUND', message: expect.stringContaining('Function "ecko" not found.') },
    status: 404,
  },
  {
    name: 'a function that takes too long is ended',
    given: { name: 'slow' },
    expected: {
      code: 'FUNCTION_TIME_LIMIT_EXCEEDED',
      message: expect.stringContaining('Invoking task timed out after 1 second'),
    },
    status: 500,
  },
  {
    name: 'a rule refuses',
    given: { name: 'shut' },
    expected: { code: 'EXCEED_AUTHORITY', message: expect.stringContaining('Request exceeds granted authority.') },
    status: 403,
  },
  { name: 'an API key skips the rules', as: 'admin', given: { name: 'shut' }, expected: { result: 1 }, status: 200 },
  {
    name: 'a publishable key is nobody who is signed in',
    as: 'public',
    given: { name: 'list' },
    expected: { code: 'EXCEED_AUTHORITY', message: expect.any(String) },
    status: 403,
  },
  {
    name: 'a publishable key calls what is open to everyone',
    as: 'public',
    given: { name: 'text' },
    expected: { result: '你好' },
    status: 200,
  },
];
for (const { name, as = 'user', given, expected, status } of rows) {
  test(`callFunction: ${name}`, async () => {
    await open(as);
    expect(await call(given)).toEqual(expected);
    const { name: called } = given as { name: string };
    expect(gateway.calls.filter((line) => line.includes('/v1/functions/'))).toEqual([
      `POST /v1/functions/${called} ${status}`,
    ]);
  });
}

for (const name of [
  ...['lcap-common-service', 'lcap-datasource-test', 'lcap-data-x', 'lowcode-datasource-x'],
  ...['cloudbase_module', 'lowcode-wx-datasource'],
]) {
  test(`callFunction: the client asks for ${name} by its older protocol`, async () => {
    await open('user');
    await expect(call({ name, data: {} })).rejects.toThrow('network request error');
    expect(gateway.calls.at(-1)).toBe('POST /web 404');
    expect(gateway.calls.filter((line) => line.includes('/v1/functions/'))).toEqual([]);
  });
}
