import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { contractFindings } from '../contract.samples.ts';
import type { MockGateway } from '../server.ts';
import { defaultApiKey, defaultPublishableKey, startMockGateway } from '../server.ts';
import { isWebCall } from './web-functions.ts';

const authorization = `Bearer ${defaultApiKey}`;
const files: Record<string, string> = {
  'package.json': '{"type":"module"}',
  'hello.js': 'export const main = (event) => ({ event });',
  'both.js': 'export const main = () => "event";',
  'both.web.js': 'export default (_request, response) => response.end("web");',
  'web.web.js': `export default (request, response) => {
    if (request.url.startsWith('/crash')) throw new Error('the reason');
    if (request.url.startsWith('/hang')) return;
    let body = '';
    request.on('data', (part) => (body += part)).on('end', () => {
      response.writeHead(request.url.startsWith('/created') ? 201 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ method: request.method, url: request.url, body, session: request.headers['x-cloudbase-session-id'] }));
    });
  };`,
};

let gateway: MockGateway;
let lines: string[];
test.beforeEach(async () => {
  // Playwright leaves what is below node_modules to Node.
  const folder = test.info().outputPath('node_modules', 'functions');
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  lines = [];
  gateway = await startMockGateway({ functions: folder, log: (line) => lines.push(line) });
});
test.afterEach(() => gateway.close());

type Given = { method?: string; headers?: Record<string, string>; body?: string };

async function call(below: string, { method = 'GET', headers = {}, body }: Given = {}) {
  const url = `/v1/functions/${below}`;
  const all = { authorization, 'x-request-id': 'r-1', ...headers };
  const response = await fetch(gateway.url + url, { method, headers: all, ...(body !== undefined && { body }) });
  const text = await response.text();
  const findings = contractFindings({
    request: { method, url, headers: Object.entries(all) },
    response: { status: response.status, headers: response.headers, body: text },
  });
  expect(response.headers.get('x-request-id')).toBe('r-1');
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    headers: response.headers,
    text,
    findings,
  };
}

const flag = { 'x-tcb-webfn': 'true' };
const calls: { name: string; below: string; given?: Given; status?: number; saw: object }[] = [
  { name: 'by the query', below: 'web?webfn=true', saw: { method: 'GET', url: '/?webfn=true' } },
  { name: 'by the header', below: 'web', given: { headers: flag }, saw: { method: 'GET', url: '/' } },
  {
    name: 'at a path, with a query',
    below: 'web/health/a%2Fb?x=1',
    given: { headers: flag },
    saw: { method: 'GET', url: '/health/a%2Fb?x=1' },
  },
  {
    name: 'with a body',
    below: 'web/api?webfn=true',
    given: { method: 'POST', body: '{"a":1}', headers: { 'content-type': 'application/json' } },
    saw: { method: 'POST', url: '/api?webfn=true', body: '{"a":1}' },
  },
  {
    name: 'with a body of any type',
    below: 'web',
    given: { method: 'POST', body: '<a/>', headers: { ...flag, 'content-type': 'application/xml' } },
    saw: { method: 'POST', url: '/', body: '<a/>' },
  },
  {
    name: 'with its own status',
    below: 'web/created',
    given: { headers: flag },
    status: 201,
    saw: { url: '/created' },
  },
  {
    name: 'with the id of a session',
    below: 'web/mcp',
    given: { headers: { ...flag, 'x-cloudbase-session-id': 's-1' } },
    saw: { url: '/mcp', session: 's-1' },
  },
  ...['PUT', 'PATCH', 'DELETE'].map((method) => ({
    name: `by ${method}`,
    below: 'web/api',
    given: { method, headers: flag },
    saw: { method, url: '/api' },
  })),
];
for (const { name, below, given, status = 200, saw } of calls) {
  test(`a web function is called ${name}`, async () => {
    const answer = await call(below, given);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toMatchObject({ body: '', ...saw });
    expect(answer.headers.has('content-disposition')).toBe(false);
    expect(answer.findings).toEqual([]);
  });
}

const flags: readonly [string, string | undefined, boolean][] = [
  ['/v1/functions/web?webfn=true', undefined, true],
  ['/v1/functions/web/a?b=c&webfn=true', undefined, true],
  ['/v1/functions/web', 'true', true],
  ['/v1/functions/web', 'false', false],
  ['/v1/functions/web', undefined, false],
  ['/v1/functions/web?webfn=1', undefined, false],
  ['/v1/functions/web?xwebfn=true', undefined, false],
  ['/v1/functions/webfn=true', undefined, false],
  ['/v1/cloudrun/web?webfn=true', 'true', false],
];
for (const [url, header, isWeb] of flags) {
  test(`${url} with X-Tcb-Webfn ${header ?? 'absent'} is ${isWeb ? 'a' : 'no'} web call`, () => {
    expect(isWebCall({ url, headers: header === undefined ? {} : { 'x-tcb-webfn': header } })).toBe(isWeb);
  });
}

const refusals: { name: string; below: string; given?: Given; status: number; code: string; message: string }[] = [
  {
    name: 'an event function, called as a web function',
    below: 'hello?webfn=true',
    given: { method: 'POST', body: '{}' },
    status: 400,
    code: 'FUNCTION_PARAM_INVALID',
    message: '"hello" is an event function: call it without webfn [r-1]',
  },
  {
    name: 'a web function, called as an event function',
    below: 'web',
    given: { method: 'POST', body: '{}' },
    status: 400,
    code: 'FUNCTION_PARAM_INVALID',
    message: '"web" is a web function: call it with webfn=true or X-Tcb-Webfn: true [r-1]',
  },
  {
    name: 'one that does not exist',
    below: 'none/a?webfn=true',
    status: 404,
    code: 'FUNCTION_NOT_FOUND',
    message: 'Function "none" not found.',
  },
  {
    name: 'a path without the flag',
    below: 'web/health',
    status: 404,
    code: 'INVALID_PATH',
    message: 'Invalid path.',
  },
  {
    name: 'nobody',
    below: 'web?webfn=true',
    given: { headers: { authorization: '' } },
    status: 401,
    code: 'MISSING_CREDENTIALS',
    message: 'Credentials missing.',
  },
  {
    name: 'nobody without the flag',
    below: 'web',
    given: { method: 'POST', headers: { authorization: '' } },
    status: 401,
    code: 'MISSING_CREDENTIALS',
    message: 'Credentials missing.',
  },
  ...['web?webfn=true', 'web'].map((below) => ({
    name: `who is not signed in, at ${below}`,
    below,
    given: { method: 'POST', headers: { authorization: `Bearer ${defaultPublishableKey}` } },
    status: 403,
    code: 'EXCEED_AUTHORITY',
    message: 'Request exceeds granted authority.',
  })),
  {
    name: 'who is not signed in',
    below: 'web?webfn=true',
    given: { headers: { authorization: `Bearer ${defaultPublishableKey}` } },
    status: 403,
    code: 'EXCEED_AUTHORITY',
    message: 'Request exceeds granted authority.',
  },
  {
    name: 'one that crashes',
    below: 'web/crash?webfn=true',
    status: 500,
    code: 'FUNCTION_INVOCATION_FAILED',
    message: 'Function code exception caught [r-1]',
  },
  {
    name: 'a body over 6 MB',
    below: 'web?webfn=true',
    given: { method: 'POST', body: 'x'.repeat(6 * 1024 * 1024 + 1) },
    status: 413,
    code: 'EXCEED_MAX_PAYLOAD_SIZE',
    message: 'The request payload is larger than 6 MB.',
  },
];
for (const { name, below, given, status, code, message } of refusals) {
  test(`a web function refuses: ${name}`, async () => {
    const answer = await call(below, given);
    expect({ status: answer.status, body: JSON.parse(answer.text) as unknown }).toEqual({
      status,
      body: { code, message, requestId: 'r-1' },
    });
    expect(answer.findings).toEqual([]);
  });
}

test('a name may belong to an event function and to a web function', async () => {
  expect((await call('both', { method: 'POST' })).text).toBe('event');
  expect((await call('both', { method: 'POST', headers: flag })).text).toBe('web');
});

test('an event function takes no notice of web functions', async () => {
  const { status, text } = await call('hello', { method: 'POST', body: '{"a":1}' });
  expect([status, text]).toEqual([200, '{"event":{"a":1}}']);
});
