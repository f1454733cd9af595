import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { GatewayError } from '../core/errors.ts';
import type { Finding } from '../core/finding.ts';
import type { JsonObject } from '../core/json.ts';
import { createMask } from '../core/secrets.ts';
import type { Clock, Credentials } from '../runner/ports.ts';
import type { WorkflowResult } from '../runner/result.ts';
import { systemClock } from './clock.ts';
import type { AccountSettings, Gateway } from './gateway.ts';
import { openSessionCache } from './session-cache.ts';
import { createSessions } from './sessions.ts';

const signal = new AbortController().signal;
const location = { file: 'gateways.yaml', line: 3, column: 3 };
const user: AccountSettings = {
  name: 'user',
  location,
  type: 'session',
  login: 'sign-in',
  refresh: 'refresh-session',
  inputs: { phone: '+86 1' },
};
const accounts = new Map<string, AccountSettings>([
  ['user', user],
  ['admin', { name: 'admin', location, type: 'apiKey', key: 'admin-key' }],
  ['public', { name: 'public', location, type: 'publishableKey', key: 'public-key' }],
  ['nobody', { name: 'nobody', location, type: 'nobody' }],
  ['lost', { name: 'lost', location, type: 'session', login: 'sign-inn', inputs: {} }],
]);
const gateway: Gateway = {
  ...{ name: 'shanghai', kind: 'live', baseUrl: 'https://env-1.api.tcloudbasegateway.com', accounts },
  ...{ concurrency: 4, timeout: 1000, writes: 'deny', location },
};

function resultOf(outputs: JsonObject, more: Partial<WorkflowResult> = {}): WorkflowResult {
  const empty = { steps: [], declaredSteps: 1, findings: [], startedAt: 0, duration: 1, cleanUp: { done: 0, due: 0 } };
  return { workflowId: 'sign-in', verdict: 'passed', outputs, ...empty, ...more };
}

type Call = { readonly workflow: string; readonly inputs: JsonObject };
type World = {
  readonly credentials: Credentials;
  readonly calls: Call[];
  readonly mask: ReturnType<typeof createMask>;
  now: number;
  /** What the next workflow results in; by default a session with numbered tokens that lives 100 s. */
  answer: (call: Call, count: number) => WorkflowResult;
};

function createWorld(cacheFile?: string): World {
  const mask = createMask();
  const calls: Call[] = [];
  const clock: Clock = { now: () => world.now, wait: () => Promise.resolve() };
  const world: World = {
    calls,
    mask,
    now: 1_000_000,
    answer: (_, count) =>
      resultOf({ accessToken: `access-${count}`, refreshToken: `refresh-${count}`, expiresIn: 100 }),
    credentials: createSessions({
      gateway,
      findWorkflow: (workflowId) => (workflowId === 'sign-inn' ? undefined : workflowId),
      run: async (_account, workflow, inputs) => {
        calls.push({ workflow, inputs });
        const count = calls.length;
        await Promise.resolve();
        return world.answer({ workflow, inputs }, count);
      },
      clock,
      hide: mask.hide,
      ...(cacheFile !== undefined && { cache: openSessionCache(cacheFile, gateway, clock) }),
    }),
  };
  return world;
}

async function failure(promise: Promise<unknown>): Promise<GatewayError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof GatewayError) return error;
  throw new Error('it did not fail as it should', { cause: error });
}

test('50 who ask at the same time cause one login, whose tokens are hidden at once', async () => {
  const { credentials, calls, mask } = createWorld();
  const obtained = await Promise.all(Array.from({ length: 50 }, () => credentials.obtain('user', signal)));
  expect(new Set(obtained.map((credential) => credential?.secret))).toEqual(new Set(['access-1']));
  expect(calls).toEqual([{ workflow: 'sign-in', inputs: { phone: '+86 1' } }]);
  expect(mask.mask('access-1 refresh-1')).toBe('«token#1» «token#2»');
});

test('keys are what the settings say, and cannot be renewed; nobody has none', async () => {
  const { credentials, calls, mask } = createWorld();
  const admin = { secret: 'admin-key', renewable: false };
  expect(await credentials.obtain('admin', signal)).toEqual(admin);
  expect(await credentials.renew('admin', admin, signal)).toEqual(admin);
  expect(await credentials.obtain('public', signal)).toEqual({ secret: 'public-key', renewable: false });
  expect(await credentials.obtain('nobody', signal)).toBeUndefined();
  expect(calls).toEqual([]);
  expect(mask.mask('admin-key, public-key')).toBe('«key#1», «key#2»');
});

test('a session is refreshed in the last tenth of its life, and not before', async () => {
  const world = createWorld();
  await world.credentials.obtain('user', signal);
  world.now += 89_999;
  expect((await world.credentials.obtain('user', signal))?.secret).toBe('access-1');
  world.now += 1;
  const renewed = await Promise.all([1, 2, 3].map(() => world.credentials.obtain('user', signal)));
  expect(renewed.map((credential) => credential?.secret)).toEqual(['access-2', 'access-2', 'access-2']);
  expect(world.calls.slice(1)).toEqual([{ workflow: 'refresh-session', inputs: { refreshToken: 'refresh-1' } }]);
});

test('a long session is refreshed 30 s before its end', async () => {
  const world = createWorld();
  world.answer = (_, count) => resultOf({ accessToken: `access-${count}`, refreshToken: 'refresh', expiresIn: 7200 });
  await world.credentials.obtain('user', signal);
  world.now += 7_169_999;
  expect((await world.credentials.obtain('user', signal))?.secret).toBe('access-1');
  world.now += 1;
  expect((await world.credentials.obtain('user', signal))?.secret).toBe('access-2');
});

test('all who hold the same stale credential are served by one renewal', async () => {
  const { credentials, calls } = createWorld();
  const stale = await credentials.obtain('user', signal);
  if (!stale) throw new Error('no credential');
  const renewed = await Promise.all([1, 2, 3].map(() => credentials.renew('user', stale, signal)));
  expect(renewed.map((credential) => credential?.secret)).toEqual(['access-2', 'access-2', 'access-2']);
  expect((await credentials.renew('user', stale, signal))?.secret).toBe('access-2');
  expect(calls.length).toBe(2);
});

test('where the refresh fails, the account logs in again', async () => {
  const world = createWorld();
  const stale = await world.credentials.obtain('user', signal);
  if (!stale) throw new Error('no credential');
  world.answer = ({ workflow }, count) =>
    workflow === 'refresh-session' ? resultOf({}, { verdict: 'failed' }) : resultOf({ accessToken: `access-${count}` });
  expect((await world.credentials.renew('user', stale, signal))?.secret).toBe('access-3');
  expect(world.calls.map(({ workflow }) => workflow)).toEqual(['sign-in', 'refresh-session', 'sign-in']);
});

const finding: Finding = {
  code: 'STATUS_NOT_DECLARED',
  severity: 'error',
  title: 'the contract declares no such status',
  stepId: 'send',
  location: { file: 'workflows/auth/sign-in.arazzo.yaml', line: 9, column: 5 },
  expected: '200',
  actual: 'secret',
};

const failures: readonly { name: string; account: string; result: WorkflowResult; message: string; remedy: string }[] =
  [
    {
      name: 'a finding',
      account: 'user',
      result: resultOf({}, { verdict: 'failed', findings: [finding] }),
      message:
        'no session for account "user": workflow "sign-in" failed: STATUS_NOT_DECLARED the contract declares no such status ' +
        '(step "send", workflows/auth/sign-in.arazzo.yaml:9:5)',
      remedy: 'see account "user" at gateways.yaml:3:3',
    },
    {
      name: 'a code that did not come, whose remedy is kept',
      account: 'user',
      result: resultOf(
        {},
        {
          verdict: 'broken',
          error: new GatewayError('CODE_NOT_RECEIVED', 'no code', { remedy: 'start it' }),
        },
      ),
      message: 'no session for account "user": workflow "sign-in" broken: CODE_NOT_RECEIVED no code',
      remedy: 'start it',
    },
    {
      name: 'a login without the output',
      account: 'user',
      result: resultOf({ accesToken: 'x' }),
      message: 'no session for account "user": workflow "sign-in" has no output accessToken',
      remedy: 'see account "user" at gateways.yaml:3:3',
    },
    {
      name: 'a workflow that does not exist',
      account: 'lost',
      result: resultOf({}),
      message: 'no session for account "lost": no workflow "sign-inn"',
      remedy: 'see account "lost" at gateways.yaml:3:3',
    },
    {
      name: 'an account that the gateway does not have',
      account: 'other',
      result: resultOf({}),
      message: 'gateway "shanghai" has no account "other"',
      remedy: 'add it to gateways.yaml, or skip the workflow there with x-skip',
    },
  ];

for (const { name, account, result, message, remedy } of failures) {
  test(`no session: ${name}`, async () => {
    const world = createWorld();
    world.answer = () => result;
    const error = await failure(world.credentials.obtain(account, signal));
    expect([error.code, error.message, error.remedy]).toEqual(['SESSION_NOT_OBTAINED', message, remedy]);
  });
}

test('a gateway that does not answer is its own error', async () => {
  const world = createWorld();
  const error = new GatewayError('GATEWAY_UNREACHABLE', 'nothing answers');
  world.answer = () => resultOf({}, { verdict: 'broken', error });
  expect(await failure(world.credentials.obtain('user', signal))).toBe(error);
});

test('a login that failed is not tried again for 30 s', async () => {
  const world = createWorld();
  const { answer } = world;
  world.answer = () => resultOf({}, { verdict: 'failed' });
  await failure(world.credentials.obtain('user', signal));
  world.answer = answer;
  world.now += 29_999;
  await failure(world.credentials.obtain('user', signal));
  expect(world.calls.length).toBe(1);
  world.now += 1;
  expect((await world.credentials.obtain('user', signal))?.secret).toBe('access-2');
});

const newFile = (): string => join(mkdtempSync(join(tmpdir(), 'gatewright-')), '.gatewright', 'sessions.json');

test('the next run uses the session again, and refreshes it after its end', async () => {
  const file = newFile();
  await createWorld(file).credentials.obtain('user', signal);
  expect(statSync(file).mode & 0o777).toBe(0o600);

  const next = createWorld(file);
  expect((await next.credentials.obtain('user', signal))?.secret).toBe('access-1');
  expect([next.calls, next.mask.mask('access-1')]).toEqual([[], '«token#1»']);

  const later = createWorld(file);
  later.now += 3_600_000;
  later.answer = () => resultOf({ accessToken: 'access-later' });
  expect((await later.credentials.obtain('user', signal))?.secret).toBe('access-later');
  expect(later.calls.map(({ workflow }) => workflow)).toEqual(['refresh-session']);
  expect(readFileSync(file, 'utf8')).toContain('"refreshToken": "refresh-1"');
});

test('of two processes that ask at the same time one logs in, and the other uses its session', async () => {
  const file = newFile();
  const [first, second] = [createWorld(file), createWorld(file)];
  const worlds = [first, second];
  const obtained = await Promise.all(worlds.map(({ credentials }) => credentials.obtain('user', signal)));
  expect(obtained.map((credential) => credential?.secret)).toEqual(['access-1', 'access-1']);
  expect(first.calls.length + second.calls.length).toBe(1);

  const [stale] = obtained;
  if (!stale) throw new Error('no credential');
  first.answer = second.answer = () => resultOf({ accessToken: 'renewed' });
  const renewed = await Promise.all(worlds.map(({ credentials }) => credentials.renew('user', stale, signal)));
  expect(renewed.map((credential) => credential?.secret)).toEqual(['renewed', 'renewed']);
  expect(first.calls.length + second.calls.length).toBe(2);
});

test('another login is another session', async () => {
  const file = newFile();
  await createWorld(file).credentials.obtain('user', signal);
  const cache = openSessionCache(file, gateway, systemClock);
  expect(cache.read(user)?.accessToken).toBe('access-1');
  expect(cache.read({ ...user, inputs: { phone: '+86 2' } })).toBeUndefined();
  expect(openSessionCache(file, { ...gateway, baseUrl: 'https://other' }, systemClock).read(user)).toBeUndefined();
});

for (const content of ['{"a":', '[]', '{"shanghai/user/x":{"accessToken":1}}']) {
  test(`a session file that holds ${content} is no session`, async () => {
    const file = newFile();
    await createWorld(file).credentials.obtain('user', signal);
    writeFileSync(file, content);
    const cache = openSessionCache(file, gateway, systemClock);
    expect(cache.read(user)).toBeUndefined();
    expect(cache.warning).toBe(
      content.startsWith('{"s') ? undefined : `${file} is broken and was ignored, so accounts log in anew`,
    );
    cache.write(user, { accessToken: 'new', obtainedAt: 1 });
    expect(openSessionCache(file, gateway, systemClock).read(user)).toEqual({ accessToken: 'new', obtainedAt: 1 });
  });
}
