import { connect } from 'node:net';
import { once } from 'node:events';
import { createServer, get as httpGet } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { DescriptionError } from '../core/errors.ts';
import { contractFindings } from './contract.samples.ts';
import type { MockGateway, MockGatewayOptions } from './server.ts';
import { defaultApiKey, defaultPublishableKey, startMockGateway } from './server.ts';
import { readAll } from './web/servers.samples.ts';

const started: MockGateway[] = [];
test.afterEach(async () => {
  await Promise.all(started.splice(0).map((gateway) => gateway.close()));
});

async function start(options: MockGatewayOptions = {}): Promise<MockGateway> {
  const gateway = await startMockGateway(options);
  started.push(gateway);
  return gateway;
}

async function faultsOf(starting: Promise<unknown>): Promise<object[]> {
  const error: unknown = await starting.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DescriptionError);
  return [...(error as DescriptionError).faults];
}

function withKey(key: string): RequestInit {
  return { headers: { authorization: `Bearer ${key}` } };
}

test('both addresses are on loopback, on free ports', async () => {
  const gateway = await start();
  expect(gateway.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(gateway.controlUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(gateway.url).not.toBe(gateway.controlUrl);
});

const paths: [method: string, path: string, init: RequestInit, status: number, code: string, told?: string][] = [
  ['GET', '/nowhere', {}, 404, 'INVALID_PATH'],
  ['PUT', '/v1/rdb/rest/course', {}, 404, 'INVALID_PATH'],
  ['GET', '/v1/rdb/rest/a/b/course/more', {}, 404, 'INVALID_PATH'],
  ['GET', '/v1/rdb/rest/mock-env/course', withKey('mock-api-key'), 404, 'RESOURCE_NOT_FOUND'],
  ['GET', '/%zz', {}, 400, 'BAD_REQUEST'],
  ['GET', '/v1/rdb/rest/course', {}, 401, 'MISSING_CREDENTIALS'],
  [
    'GET',
    '/v1/rdb/rest/course',
    { headers: { authorization: 'mock-api-key' } },
    401,
    'INVALID_CREDENTIALS',
    ' without a scheme',
  ],
  ['GET', '/v1/rdb/rest/course', withKey('nonsense'), 401, 'INVALID_CREDENTIALS'],
  ['GET', '/v1/rdb/rest/course', withKey('mock-api-key'), 404, 'RESOURCE_NOT_FOUND'],
  ['GET', '/v1/rdb/rest/course', withKey('mock-publishable-key'), 404, 'RESOURCE_NOT_FOUND', ' for a publishable key'],
  ['POST', '/v1/rdb/rest/course', { body: '{' }, 401, 'MISSING_CREDENTIALS'],
  [
    'POST',
    '/v1/functions/hello',
    { ...withKey('mock-api-key'), body: ' '.repeat(6_300_000) },
    413,
    'EXCEED_MAX_PAYLOAD_SIZE',
  ],
];
for (const [method, path, init, status, code, told = ''] of paths) {
  test(`${method} ${path} ${status} ${code}${told}`, async () => {
    const { url } = await start();
    const response = await fetch(url + path, { ...init, method });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    const requestId = response.headers.get('x-request-id');
    expect(requestId).toBeTruthy();
    const text = await response.text();
    expect(JSON.parse(text)).toEqual({ code, message: expect.any(String), requestId });
    if (code === 'INVALID_PATH' || code === 'BAD_REQUEST') return; // There is no such operation.
    const answer = { status, headers: response.headers, body: text };
    expect(contractFindings({ request: { method, url: path }, response: answer })).toEqual([]);
  });
}

test('own keys replace the usual ones', async () => {
  const { url } = await start({ apiKeys: ['k1'], publishableKeys: [] });
  expect((await fetch(`${url}/v1/rdb/rest/t`, withKey('k1'))).status).toBe(404);
  expect((await fetch(`${url}/v1/rdb/rest/t`, withKey('mock-publishable-key'))).status).toBe(401);
});

test("the caller's request id is kept, unless it could break a header or a log", async () => {
  const { url } = await start();
  const id = async (sent: string) =>
    (await fetch(url, { headers: { 'x-request-id': sent } })).headers.get('x-request-id');
  expect(await id('abc-1')).toBe('abc-1');
  expect(await id('x'.repeat(200))).toMatch(/^[0-9a-f-]{36}$/);
});

test('a browser of another origin may call and read the headers', async () => {
  const { url } = await start();
  const headers = { origin: 'http://localhost:3000', 'access-control-request-headers': 'authorization,prefer' };
  const preflight = await fetch(`${url}/v1/rdb/rest/course`, { method: 'OPTIONS', headers });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-headers')).toBe('authorization,prefer');
  expect(preflight.headers.get('access-control-allow-methods')).toContain('PATCH');
  const answer = await fetch(`${url}/v1/rdb/rest/course`, { headers });
  expect(answer.headers.get('access-control-allow-origin')).toBe('http://localhost:3000');
  expect(answer.headers.get('access-control-expose-headers')).toContain('Content-Range');
  expect((await fetch(url)).headers.get('access-control-allow-origin')).toBeNull();
});

for (const { path, saw } of [
  { path: '/v1/cloudrun/api/items?a=1', saw: '200 /items?a=1' },
  { path: '/v1/functions/page/items?webfn=true', saw: '200 /items?webfn=true' },
  { path: '', saw: '404 INVALID_PATH' },
]) {
  test(`a client that takes the mock for its proxy names the host before the path: "${path}"`, async () => {
    const functions = test.info().outputPath('functions');
    mkdirSync(functions);
    writeFileSync(
      join(functions, 'page.web.cjs'),
      'module.exports = (request, response) => response.end(request.url);',
    );
    const echo = createServer((request, response) => response.end(request.url)).listen(0, '127.0.0.1');
    await once(echo, 'listening');
    const { port } = echo.address() as AddressInfo;
    const { url } = await start({ functions, services: { api: { forward: `http://127.0.0.1:${port}` } } });
    const { hostname, port: own } = new URL(url);
    const target = `http://mock-env.api.tcloudbasegateway.com${path}`;
    const headers = { authorization: `Bearer ${defaultApiKey}`, host: 'mock-env.api.tcloudbasegateway.com' };
    const [answer] = (await once(httpGet({ hostname, port: own, path: target, headers }), 'response')) as [
      IncomingMessage,
    ];
    const text = String(await readAll(answer));
    expect(`${answer.statusCode} ${/(?<="code":")\w+/.exec(text)?.[0] ?? text}`).toBe(saw);
    echo.close();
  });
}

for (const [name, head] of [
  ['what is not HTTP', 'nonsense\r\n\r\n'],
  ['a head that is too long', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`],
] as const) {
  test(`${name} is answered in the gateway's shape`, async () => {
    const { url } = await start();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.end(head);
    let text = '';
    socket.setEncoding('utf8').on('data', (part: string) => (text += part));
    await once(socket, 'close');
    expect(text).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(text).toMatch(/\{"code":"BAD_REQUEST","message":".*","requestId":"[0-9a-f-]{36}"\}$/);
  });
}

test('one line of JSON per request goes to the log, without what proves something', async () => {
  const lines: string[] = [];
  const { url } = await start({ log: (line) => lines.push(line) });
  const headers = { 'x-request-id': 'r-1' };
  await fetch(`${url}/nowhere?a=1&captcha_token=secret`, { headers });
  await expect.poll(() => lines.length).toBe(1);
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    level: 30,
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    id: 'r-1',
    method: 'GET',
    url: '/nowhere?a=1&captcha_token=***',
    status: 404,
    ms: expect.any(Number),
  });
});

test("a gateway's host that names another environment is refused", async () => {
  const { url } = await start({ environment: 'env-1' });
  const code = (host: string) =>
    new Promise<string>((answer) => {
      httpGet(`${url}/nowhere`, { headers: { host } }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () => {
          answer(`${String(response.statusCode)} ${(JSON.parse(text) as { code: string }).code}`);
        });
      });
    });
  const hosts = [
    'api.tcloudbasegateway.com',
    'api.intl.tcloudbasegateway.com',
    'ap-shanghai.tcb-api.tencentcloudapi.com',
  ];
  for (const host of hosts) {
    expect(await code(`env-1.${host}`)).toBe('404 INVALID_PATH');
    expect(await code(`env-2.${host}:443`)).toBe('400 INVALID_ENV');
  }
  expect(await code('localhost')).toBe('404 INVALID_PATH');
});

test('more requests per second than the environment has are refused, until the next second', async () => {
  const { url, controlUrl } = await start({ requestsPerSecond: 3 });
  const statuses = async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => fetch(`${url}/nowhere`)));
    return answers.map(({ status }) => status);
  };
  expect(await statuses()).toContain(429);
  await fetch(`${controlUrl}/clock`, { method: 'POST', body: '{"advance":1000}' });
  const answer = await fetch(`${url}/nowhere`);
  expect(answer.status).toBe(404);
  const refused = await Promise.all(Array.from({ length: 8 }, () => fetch(`${url}/nowhere`)));
  expect(await refused.at(-1)?.json()).toMatchObject({ code: 'EXCEED_RATELIMIT' });
});

test('the policy of the gateway decides before the rules of the resource', async () => {
  const { url } = await start({ administratorOnly: ['functions'] });
  const call = async (path: string, key: string) =>
    (await (await fetch(url + path, { ...withKey(key), method: 'POST' })).json()) as { code: string };
  expect((await fetch(`${url}/v1/functions/hello`, { ...withKey(defaultPublishableKey), method: 'POST' })).status).toBe(
    403,
  );
  expect(await call('/v1/functions/hello', defaultPublishableKey)).toMatchObject({ code: 'ACTION_FORBIDDEN' });
  expect(await call('/v1/functions/hello', defaultApiKey)).toMatchObject({ code: 'FUNCTION_NOT_FOUND' });
  expect(await call('/v1/rdb/rest/course', defaultPublishableKey)).toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
});

test('the accounts can be given', async () => {
  const { url } = await start({ users: [{ username: 'alice', password: 'secret-1' }] });
  const body = JSON.stringify({ username: 'alice', password: 'secret-1' });
  expect((await fetch(`${url}/auth/v1/signin`, { method: 'POST', body })).status).toBe(200);
});

test('a page that is not on the list of domains gets no leave to read', async () => {
  const { url } = await start({ domains: ['localhost:3000'] });
  const allowed = async (origin: string) =>
    (await fetch(url, { headers: { origin } })).headers.get('access-control-allow-origin');
  expect(await allowed('http://localhost:3000')).toBe('http://localhost:3000');
  expect(await allowed('http://localhost:4000')).toBeNull();
  expect(await allowed('null')).toBeNull();
});

test('a port that is taken is told, with what to do, and nothing keeps running', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const message = `another program listens on port ${port} of 127.0.0.1`;
  const fault = { code: 'PORT_IN_USE', message, expected: 'a free port', actual: `${port} (in use)` };
  expect(await faultsOf(startMockGateway({ port }))).toEqual([
    { ...fault, remedy: 'name another --port, or stop the other program' },
  ]);
  expect(await faultsOf(startMockGateway({ controlPort: port }))).toEqual([
    { ...fault, remedy: 'name another --control-port, or stop the other program' },
  ]);
  taken.close();
});

test('a tables file that is missing or wrong is told before anything listens', async () => {
  expect(await faultsOf(startMockGateway({ tables: '/nowhere/tables.yaml' }))).toMatchObject([
    { code: 'FILE_NOT_FOUND' },
  ]);
  const file = test.info().outputPath('tables.yaml');
  writeFileSync(file, 'table: {}');
  expect(await faultsOf(startMockGateway({ tables: file }))).toMatchObject([
    { code: 'CONFIGURATION', message: 'unknown key "table"', remedy: 'did you mean "tables"?', location: { line: 1 } },
    { code: 'CONFIGURATION', message: '"tables" is a mapping' },
  ]);
});

test('closing ends the connections that are open', async () => {
  const gateway = await start();
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  await once(socket, 'connect');
  const closed = once(socket, 'close');
  await Promise.all([gateway.close(), closed]);
});

test('auth is served under the same ids and keeps its own error shape', async () => {
  const { url } = await start();
  const headers = { 'content-type': 'application/json', 'x-request-id': 'r-1' };
  const response = await fetch(`${url}/auth/v1/signin`, { method: 'POST', headers, body: '{' });
  expect(response.status).toBe(400);
  expect(response.headers.get('x-request-id')).toBe('r-1');
  expect(await response.json()).toMatchObject({ error: 'invalid_argument' });
});

test.describe('the control port', () => {
  const phone = '+86 13800138000';
  const code = JSON.stringify({ phone_number: phone, target: 'ANY' });
  const headers = { 'content-type': 'application/json' };

  test('gives codes and counts', async () => {
    const { url, controlUrl } = await start();
    const since = Date.now();
    await fetch(`${url}/auth/v1/verification`, { method: 'POST', headers, body: code });
    const outbox = await fetch(`${controlUrl}/outbox?to=${encodeURIComponent(phone)}&since=${since}`);
    expect(await outbox.json()).toEqual([
      { to: phone, code: expect.stringMatching(/^\d{6}$/), kind: 'sms', at: expect.any(Number) },
    ]);
    expect(await (await fetch(`${controlUrl}/counts`)).json()).toEqual({ sms: 1, email: 0, requests: 1 });
  });

  test("moves the mock's clock, so that a token expires", async () => {
    const { url, controlUrl } = await start();
    const body = JSON.stringify({ username: 'gatewright', password: 'Gatewright-1!' });
    const session = await fetch(`${url}/auth/v1/signin`, { method: 'POST', headers, body });
    const { access_token: token } = (await session.json()) as { access_token: string };
    expect((await fetch(`${url}/v1/rdb/rest/t`, withKey(token))).status).toBe(404);
    await fetch(`${controlUrl}/clock`, { method: 'POST', body: '{"advance":7200000}' });
    const expired = await fetch(`${url}/v1/rdb/rest/t`, withKey(token));
    expect(expired.status).toBe(401);
    expect(await expired.json()).toMatchObject({ code: 'ACCESS_TOKEN_EXPIRED' });
  });

  test('tells the text of a captcha, the keys of tokens and the key of tickets', async () => {
    const { url, controlUrl } = await start({ environment: 'env-1' });
    const picture = await fetch(`${url}/auth/v1/captcha/data`, { method: 'POST' });
    const { token } = (await picture.json()) as { token: string };
    expect(await (await fetch(`${controlUrl}/captcha?token=${token}`)).json()).toEqual({
      text: expect.stringMatching(/^[A-Z2-9]{4}$/),
    });
    const { keys } = (await (await fetch(`${controlUrl}/keys`)).json()) as { keys: object[] };
    expect(keys).toEqual([
      { kty: 'RSA', kid: expect.any(String), alg: 'RS256', use: 'sig', n: expect.any(String), e: 'AQAB' },
    ]);
    expect(await (await fetch(`${controlUrl}/custom-key`)).json()).toEqual({
      private_key_id: expect.any(String),
      private_key: expect.stringContaining('PRIVATE KEY'),
      env_id: 'env-1',
    });
  });

  const wrong: [method: string, path: string, body: string | undefined, message: string][] = [
    ['GET', '/captcha?token=x', undefined, '/captcha takes "token", as it came with the picture'],
    ['GET', '/outbox', undefined, '/outbox takes "to" (an address) and "since" (milliseconds)'],
    ['GET', '/outbox?to=x&since=now', undefined, '/outbox takes "to" (an address) and "since" (milliseconds)'],
    ['POST', '/clock', '{"advance":"1"}', '/clock takes {"advance": milliseconds}'],
    ['POST', '/clock', '[]', 'the body is a JSON object'],
    [
      'POST',
      '/faults',
      '{}',
      '/faults takes {"fault": "KIND:OPERATION[:ARGUMENT][@WHEN]"}, or {"faults": [...]} with several',
    ],
    [
      'POST',
      '/faults',
      '{"fault":"x:y"}',
      'there is no fault "x"; write KIND:OPERATION[:ARGUMENT][@WHEN], as in retype:queryRecords:/0/position',
    ],
  ];
  for (const [method, path, body, message] of wrong) {
    test(`refuses ${method} ${path} ${body ?? ''}`, async () => {
      const { controlUrl } = await start();
      const response = await fetch(controlUrl + path, { method, ...(body === undefined ? {} : { body }) });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ code: 'INVALID_REQUEST', message });
    });
  }

  test('takes faults away again', async () => {
    const { controlUrl } = await start();
    expect((await fetch(`${controlUrl}/faults`, { method: 'DELETE' })).status).toBe(204);
  });
});
