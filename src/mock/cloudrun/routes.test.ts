import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { contractFindings } from '../contract.samples.ts';
import type { MockGateway, MockGatewayOptions } from '../server.ts';
import { defaultApiKey, defaultPublishableKey, startMockGateway } from '../server.ts';
import type { TestServer } from '../web/servers.samples.ts';
import { freeAddress, readAll, sendRaw, startServer } from '../web/servers.samples.ts';
import type { Service } from './services.ts';

const authorization = `Bearer ${defaultApiKey}`;

type Seen = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

let servers: TestServer[];
let gateway: MockGateway | undefined;
let lines: string[];
let seen: Seen[];
test.beforeEach(() => {
  servers = [];
  lines = [];
  seen = [];
});
test.afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
  await Promise.all(servers.map((server) => server.close()));
});

/** A gateway whose service `api` is this listener, on a port of its own. */
async function serve(listener: RequestListener, options: { service?: Service; gateway?: MockGatewayOptions } = {}) {
  const server = await startServer(listener);
  servers.push(server);
  return serveAt(server.url, options);
}

async function serveAt(forward: string, options: { service?: Service; gateway?: MockGatewayOptions } = {}) {
  gateway = await startMockGateway({
    services: { api: { forward, ...options.service } },
    environment: 'env-1',
    log: (line) => lines.push(line),
    ...options.gateway,
  });
  return `${gateway.url}/v1/cloudrun/api`;
}

const note: RequestListener = (request, response) => {
  void readAll(request).then((body) => {
    const { method = '', url = '', headers } = request;
    seen.push({ method, url, headers, body: body.toString() });
    response.setHeader('content-type', 'application/json');
    response.end('{"ok":true}');
  });
};

type Given = { method?: string; headers?: Record<string, string>; body?: string | Buffer };

/** Node's own client: it changes nothing of the path. Every answer is held against the contract where one fits. */
async function call(url: string, { method = 'GET', headers = {}, body }: Given = {}) {
  const at = /^(http:\/\/[^/]+)(.*)$/.exec(url);
  const all = { authorization, 'x-request-id': 'r-1', ...headers };
  const request = httpRequest(at?.[1] ?? '', { method, path: at?.[2] ?? '/', headers: all, agent: false });
  request.end(body);
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  const bytes = await readAll(answer);
  const findings = contractFindings({
    request: { method, url: at?.[2] ?? '/', headers: all },
    response: {
      status: answer.statusCode ?? 0,
      headers: answer.headersDistinct as Record<string, string[]>,
      body: bytes,
    },
  });
  return { status: answer.statusCode, headers: answer.headers, bytes, text: bytes.toString(), findings };
}

const paths = [
  ['', '/'],
  ['/', '/'],
  ['?q=1', '/?q=1'],
  ['/items', '/items'],
  ['/items?q=%E8%AE%A2&page=2&q=', '/items?q=%E8%AE%A2&page=2&q='],
  ['/items/1/', '/items/1/'],
  ['/a%2Fb/%2e%2e/c', '/a%2Fb/%2e%2e/c'],
  ['/a/../b/./c', '/a/../b/./c'],
  ['//a///b', '//a///b'],
  ['/a?', '/a?'],
  ['/a?b=c?d/e', '/a?b=c?d/e'],
  ['/a;b=c', '/a;b=c'],
  ['/one/two/three/four/five', '/one/two/three/four/five'],
];
for (const [below = '', expected = ''] of paths) {
  test(`the path "${below}" reaches the service as "${expected}"`, async () => {
    await call((await serve(note)) + below);
    expect(seen.map(({ url }) => url)).toEqual([expected]);
  });
}

test('the address of a service may have a path of its own', async () => {
  const server = await startServer(note);
  servers.push(server);
  await call(`${await serveAt(`${server.url}/base/`)}/items?x=1`);
  expect(seen[0]?.url).toBe('/base/items?x=1');
});

for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
  test(`${method} is passed on`, async () => {
    const url = await serve(note);
    const answer = await call(`${url}/items`, { method });
    expect(seen[0]).toMatchObject({ method, url: '/items', body: '' });
    expect(answer.status).toBe(200);
    expect(answer.text).toBe(method === 'HEAD' ? '' : '{"ok":true}');
    expect(answer.headers['x-request-id']).toBe('r-1');
    if (method !== 'OPTIONS') expect(answer.findings).toEqual([]);
  });
}

test('what a page asks before it calls, the gateway answers, whatever its policy', async () => {
  const url = await serve(note, { gateway: { administratorOnly: ['cloudrun'] } });
  const headers = { authorization: '', origin: 'http://localhost:3000', 'access-control-request-method': 'POST' };
  const answer = await call(`${url}/items`, { method: 'OPTIONS', headers });
  expect(answer.status).toBe(204);
  expect(answer.headers['access-control-allow-origin']).toBe('http://localhost:3000');
  expect(seen).toEqual([]);
});

const bodies: { name: string; given: Given }[] = [
  { name: 'JSON', given: { headers: { 'content-type': 'application/json' }, body: '{"name":"订单"}' } },
  { name: 'a form', given: { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=b%20c' } },
  { name: 'text without a type', given: { body: 'plain' } },
  { name: 'JSON that is none', given: { headers: { 'content-type': 'application/json' }, body: '{' } },
  { name: 'chunks', given: { headers: { 'transfer-encoding': 'chunked' }, body: 'in chunks' } },
];
for (const { name, given } of bodies) {
  test(`a body is passed on as it is: ${name}`, async () => {
    await call(`${await serve(note)}/items`, { method: 'POST', ...given });
    expect(seen[0]).toMatchObject({ body: given.body });
    expect(seen[0]?.headers['content-type']).toBe(given.headers?.['content-type']);
  });
}

test('a body is passed on while it comes', async () => {
  const first: Promise<string>[] = [];
  const url = await serve((request, response) => {
    first.push(once(request, 'data').then(([part]) => String(part)));
    request.on('end', () => response.end('done'));
  });
  const at = new URL(`${url}/items`);
  const request = httpRequest(at, { method: 'POST', headers: { authorization }, agent: false });
  request.write('one');
  await expect.poll(() => first.length).toBe(1);
  expect(await first[0]).toBe('one');
  request.end('two');
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  expect((await readAll(answer)).toString()).toBe('done');
});

test('a service gets the headers of the caller, its credential and who it is, and none of the connection', async () => {
  const url = await serve(note);
  await call(`${url}/items`, {
    headers: {
      connection: 'x-own, close',
      'x-own': 'of the connection',
      te: 'trailers',
      'proxy-authorization': 'secret',
      accept: 'text/csv',
      cookie: 'a=b',
      'x-cloudbase-context': 'forged',
    },
  });
  const { host, connection, ...headers } = seen[0]?.headers ?? {};
  expect(headers).toEqual({
    accept: 'text/csv',
    authorization,
    cookie: 'a=b',
    'x-request-id': 'r-1',
    'x-cloudbase-context': Buffer.from('{"envId":"env-1"}').toString('base64'),
  });
  expect(host).toBe(servers[0]?.url.slice('http://'.length));
  expect(connection).toBe('close');
});

test('a signed-in user is named to the service', async () => {
  const url = await serve(note);
  const signedIn = await fetch(`${gateway?.url ?? ''}/auth/v1/signin`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-device-id': 'device-1' },
    body: JSON.stringify({ username: 'gatewright', password: 'Gatewright-1!' }),
  });
  const { access_token: token, sub } = (await signedIn.json()) as { access_token: string; sub: string };
  await call(`${url}/items`, { headers: { authorization: `Bearer ${token}` } });
  const context = Buffer.from(String(seen[0]?.headers['x-cloudbase-context']), 'base64').toString();
  expect(JSON.parse(context)).toEqual({ envId: 'env-1', uid: sub });
  expect(lines.join('\n')).not.toContain(token);
});

test('status and headers of the service are handed on, and those of its connection are not', async () => {
  const url = await serve((_request, response) => {
    response.setHeader('x-request-id', 'own');
    response.setHeader('set-cookie', ['a=1', 'b=2']);
    response.setHeader('vary', 'Accept');
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('connection', 'x-hop, close');
    response.setHeader('x-hop', '1');
    response.setHeader('content-type', 'application/json');
    response.writeHead(418).end('{"error":"a teapot"}');
  });
  const { status, headers, findings } = await call(`${url}/items`, { headers: { origin: 'http://localhost:3000' } });
  expect(status).toBe(418);
  expect(headers).toMatchObject({
    'x-request-id': 'r-1',
    'set-cookie': ['a=1', 'b=2'],
    vary: 'Origin, Accept',
    'access-control-allow-origin': 'http://localhost:3000',
  });
  expect(headers).not.toHaveProperty('x-hop');
  expect(findings).toEqual([]);
});

test('a packed answer stays packed', async () => {
  const packed = gzipSync('{"ok":true}');
  const url = await serve((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.setHeader('content-encoding', 'gzip');
    response.end(packed);
  });
  const { bytes, headers } = await call(`${url}/items`, { headers: { 'accept-encoding': 'gzip' } });
  expect(headers['content-encoding']).toBe('gzip');
  expect(bytes).toEqual(packed);
});

test('bytes stay bytes', async () => {
  const all = Buffer.from(Array.from({ length: 256 }, (_item, index) => index));
  const url = await serve((_request, response) => {
    response.setHeader('content-type', 'application/octet-stream');
    response.end(all);
  });
  const { bytes, headers } = await call(`${url}/download`);
  expect(bytes).toEqual(all);
  expect(headers['content-disposition']).toBe('attachment');
});

for (const status of [204, 304]) {
  test(`an answer ${status} has no body`, async () => {
    const url = await serve((_request, response) => response.writeHead(status).end());
    const { bytes, ...answer } = await call(`${url}/items`);
    expect(answer.status).toBe(status);
    expect(bytes).toHaveLength(0);
    expect(answer.findings).toEqual([]);
  });
}

test('HEAD tells the length of what GET would send', async () => {
  const url = await serve((_request, response) => response.writeHead(200, { 'content-length': 12 }).end());
  const { headers, bytes } = await call(`${url}/items`, { method: 'HEAD' });
  expect(headers['content-length']).toBe('12');
  expect(bytes).toHaveLength(0);
});

test('events arrive one by one', async () => {
  const open: ServerResponse[] = [];
  const url = await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    open.push(response);
  });
  const answer = await fetch(`${url}/events`, { headers: { authorization } });
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  expect(answer.headers.get('content-disposition')).toBeNull();
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  for (const event of ['data: 你好\n\n', 'data: 再见\n\n']) {
    open[0]?.write(event);
    const { value } = await reader.read();
    expect(Buffer.from(value ?? []).toString()).toBe(event);
  }
  open[0]?.end();
  expect(await reader.read()).toMatchObject({ done: true });
});

test('a caller that goes away ends the request of the service, before its answer and in it', async () => {
  const closed: string[] = [];
  let arrived = 0;
  const url = await serve((request, response) => {
    arrived += 1;
    response.once('close', () => closed.push(request.url ?? ''));
    if (request.url === '/events') response.write('data: 1\n\n');
  });
  for (const below of ['/never', '/events']) {
    const abort = new AbortController();
    const calling = fetch(url + below, { headers: { authorization }, signal: abort.signal });
    if (below === '/events') await calling;
    else await expect.poll(() => arrived).toBe(1);
    abort.abort();
    await calling.catch(() => undefined);
    await expect.poll(() => closed.at(-1)).toBe(below);
  }
});

test('a service that dies in the middle of its answer breaks off the answer', async () => {
  const url = await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 });
    response.write('{"half":', () => response.destroy());
  });
  const answer = await fetch(`${url}/items`, { headers: { authorization } });
  await expect(answer.text()).rejects.toThrow();
});

const troubles: { name: string; status: number; code: string; message: string; start: () => Promise<string> }[] = [
  {
    name: 'nothing listens',
    status: 503,
    code: 'SERVICE_NOT_READY',
    message: 'Service not ready.',
    start: async () => serveAt(await freeAddress()),
  },
  {
    name: 'it breaks off before its answer',
    status: 502,
    code: 'BAD_GATEWAY',
    message: 'Bad gateway.',
    start: () => serve((request) => request.socket.destroy()),
  },
  {
    name: 'it never answers',
    status: 504,
    code: 'SERVICE_TIMEOUT',
    message: 'Service timeout.',
    start: () => serve(() => undefined, { service: { timeout: 0.05 } }),
  },
  {
    name: 'what it says is not HTTP',
    status: 502,
    code: 'BAD_GATEWAY',
    message: 'Bad gateway.',
    start: () => serve((request) => request.socket.end('nonsense\r\n\r\n')),
  },
];
for (const { name, status, code, message, start } of troubles) {
  test(`a service in trouble: ${name}`, async () => {
    const answer = await call(`${await start()}/items`);
    expect(answer.status).toBe(status);
    expect(answer.text).toBe(JSON.stringify({ code, message, requestId: 'r-1' }));
    expect(answer.findings).toEqual([]);
    expect(lines.filter((line) => line.includes('"service":"api"'))).toHaveLength(1);
  });
}

const refused = [
  ['SERVICE_FORBIDDEN', 403, 'Service forbidden.'],
  ['SERVICE_NOT_READY', 503, 'Service not ready.'],
  ['SERVICE_TIMEOUT', 504, 'Service timeout.'],
  ['SERVICE_VERSION_NOT_FOUND', 404, 'Service version not found.'],
  ['SERVICE_ENDPOINT_NOT_FOUND', 404, 'Service endpoint not found.'],
  ['SERVICE_RESOURCE_NOT_FOUND', 404, 'Service resource not found.'],
  ['SERVICE_LB_STATUS_ABNORMAL', 502, 'Service LB status abnormal.'],
  ['SERVICE_CHARGE_OVERDUE', 402, 'Service charge overdue.'],
] as const;
for (const [code, status, message] of refused) {
  test(`a service that refuses with ${code}`, async () => {
    gateway = await startMockGateway({ services: { api: { refuses: code } } });
    for (const method of ['GET', 'POST']) {
      const answer = await call(`${gateway.url}/v1/cloudrun/api/items`, { method });
      expect(answer.status).toBe(status);
      expect(answer.text).toBe(JSON.stringify({ code, message, requestId: 'r-1' }));
      expect(answer.headers).not.toHaveProperty('content-disposition');
      expect(answer.findings).toEqual([]);
    }
  });
}

const unknown = ['shopp', 's', '%2e%2e', 'toString', '__proto__', '1shop'];
for (const name of unknown) {
  test(`there is no service "${name}"`, async () => {
    await serve(note);
    for (const services of [gateway, await startMockGateway({ services: 'mock/services' })]) {
      const answer = await call(`${services?.url ?? ''}/v1/cloudrun/${name}/items`);
      expect(answer.status).toBe(404);
      expect(JSON.parse(answer.text)).toEqual({
        code: 'SERVICE_NOT_FOUND',
        message: 'Service not found.',
        requestId: 'r-1',
      });
      if (services !== gateway) await services?.close();
    }
  });
}

test('without services there is none', async () => {
  gateway = await startMockGateway();
  const { status, findings } = await call(`${gateway.url}/v1/cloudrun/api`);
  expect(status).toBe(404);
  expect(findings).toEqual([]);
});

const callers = [
  { name: 'no credential', credential: '', status: 401, code: 'MISSING_CREDENTIALS' },
  { name: 'a wrong credential', credential: 'Bearer nonsense', status: 401, code: 'INVALID_CREDENTIALS' },
  { name: 'a publishable key', credential: `Bearer ${defaultPublishableKey}`, status: 200, code: undefined },
];
for (const { name, credential, status, code } of callers) {
  test(`a caller with ${name}`, async () => {
    const url = await serve(note);
    const answer = await call(`${url}/items`, { headers: { authorization: credential } });
    expect(answer.status).toBe(status);
    expect((JSON.parse(answer.text) as { code?: string }).code).toBe(code);
    expect(answer.findings).toEqual([]);
    expect(seen).toHaveLength(code === undefined ? 1 : 0);
  });
}

test('the policy of the gateway is asked before the service, whatever way its path is written', async () => {
  const url = await serve(note, { gateway: { administratorOnly: ['cloudrun'] } });
  const headers = { authorization: `Bearer ${defaultPublishableKey}` };
  for (const path of [url, url.replace('cloudrun', '%63loudrun')]) {
    const answer = await call(`${path}/items`, { headers });
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'ACTION_FORBIDDEN' });
  }
  expect((await call(`${url}/items`)).status).toBe(200);
  expect(seen).toHaveLength(1);
});

const limit = 20 * 1024 * 1024;
const sizes = [
  { name: 'as long as may be', headers: { 'content-length': String(limit) }, size: limit, status: 200 },
  { name: 'longer, and says so', headers: { 'content-length': String(limit + 1) }, size: 0, status: 413 },
  { name: 'longer, in chunks', headers: { 'transfer-encoding': 'chunked' }, size: limit + 1, status: 413 },
];
for (const { name, headers, size, status } of sizes) {
  test(`a body of 20 MB: ${name}`, async () => {
    const url = await serve((request, response) => {
      request.resume().on('end', () => response.end('{}'));
    });
    const head = Object.entries({ ...headers, host: 'h', authorization }).map((pair) => pair.join(': '));
    const text = [`POST ${new URL(url).pathname}/items HTTP/1.1`, ...head, 'connection: close', '', ''].join('\r\n');
    const body = 'x'.repeat(size);
    const framed = 'transfer-encoding' in headers ? `${size.toString(16)}\r\n${body}` : body;
    const answer = await sendRaw(url, text + framed);
    expect(answer).toContain(`HTTP/1.1 ${status} `);
    expect(answer.includes('EXCEED_MAX_PAYLOAD_SIZE')).toBe(status === 413);
  });
}

test('a client that offers HTTP/2 with its request is answered in HTTP/1.1', async () => {
  const url = await serve(note);
  const { pathname } = new URL(url);
  const head = ['host: h', `authorization: ${authorization}`, 'connection: Upgrade, HTTP2-Settings', 'upgrade: h2c'];
  const text = [`POST ${pathname}/items HTTP/1.0`, ...head, 'http2-settings: AAMAAABkAAQCAAAAAAIAAAAA'];
  const answer = await sendRaw(url, [...text, 'content-length: 4', '', 'body'].join('\r\n'));
  expect(answer).toContain('HTTP/1.1 200 OK');
  expect(seen.map(({ method, body }) => [method, body])).toEqual([['POST', 'body']]);
});
