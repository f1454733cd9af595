import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import type { DocsOptions, TriedCall } from './docs-options.ts';
import { createDocsPage, isDocsPath } from './docs-page.ts';
import { pageDocument } from './page-document.ts';

const gateways = [
  { name: 'one', url: 'http://127.0.0.1:4000' },
  { name: 'two', url: 'http://127.0.0.1:4001' },
];
const both = (path: string) => gateways.map(({ name, url }) => ({ url: url + path, description: name }));

const servers: readonly { name: string; given: object; expected: object }[] = [
  { name: 'none', given: {}, expected: { servers: both('') } },
  { name: 'a host', given: { servers: [{ url: 'https://x.example/' }] }, expected: { servers: both('') } },
  { name: 'a base path', given: { servers: [{ url: 'https://x.example/v1/' }] }, expected: { servers: both('/v1') } },
  { name: 'a path alone', given: { servers: [{ url: '/v1' }] }, expected: { servers: both('/v1') } },
  {
    name: 'a variable',
    given: { servers: [{ url: 'https://{env}.example/{v}', variables: { v: { default: 'v2' } } }] },
    expected: { servers: both('/v2') },
  },
  {
    name: 'of a path and an operation',
    given: { paths: { '/a': { servers: [{ url: '/b' }], get: { servers: [{ url: '/c' }] } } } },
    expected: { servers: both(''), paths: { '/a': { servers: both('/b'), get: { servers: both('/c') } } } },
  },
];
for (const { name, given, expected } of servers) {
  test(`the gateways stand for servers: ${name}`, () => {
    expect(pageDocument(given as never, gateways)).toEqual(expected);
  });
}

const parameters: readonly { name: string; given: object; expected: object }[] = [
  {
    name: 'a required one keeps its example',
    given: { name: 'table', required: true, example: 'course' },
    expected: { name: 'table', required: true, example: 'course' },
  },
  {
    name: 'an optional one tells it',
    given: { name: 'limit', description: 'how many\n', schema: { type: 'integer', examples: [1] }, example: 10 },
    expected: { name: 'limit', description: 'how many\n\nFor example: `10`', schema: { type: 'integer' } },
  },
  {
    name: 'and several',
    given: { name: 'order', examples: { up: { value: ['id.asc'] }, down: { value: 'id.desc' } } },
    expected: { name: 'order', description: 'For example: `["id.asc"]`, `id.desc`' },
  },
  {
    name: 'an object begins empty, its schema being elsewhere',
    given: { name: 'filters', schema: { $ref: '#/components/schemas/Filters' } },
    expected: { name: 'filters', schema: { $ref: '#/components/schemas/Filters' }, example: {} },
  },
];
for (const { name, given, expected } of parameters) {
  test(`parameters: ${name}`, () => {
    const schemas = { Filters: { type: 'object' } };
    const document = (parameter: object) => ({
      servers: both(''),
      paths: { '/a': { parameters: [parameter], get: { parameters: [parameter] } } },
      components: { schemas, parameters: { P: parameter } },
    });
    expect(pageDocument(document(given) as never, gateways)).toEqual(document(expected));
  });
}

for (const [path, belongs] of [
  ['/docs', true],
  ['/docs/', true],
  ['/docs?document=auth', true],
  ['/docs/settings', true],
  ['/docsx', false],
  ['/v1/docs', false],
  ['/', false],
] as const) {
  test(`${path} belongs to ${belongs ? 'the page' : 'the gateway'}`, () => {
    expect(isDocsPath(path)).toBe(belongs);
  });
}

let server: Server;
let url: string;
let opened = 0;
const renewed: boolean[] = [];
const checked: TriedCall[] = [];

const options: DocsOptions = {
  documents: [
    { name: 'app/a', title: 'A', open: () => Promise.resolve({ openapi: '3.1.0' }) },
    { name: 'broken', title: 'B', open: () => Promise.reject(new Error('no such file')) },
  ],
  gateways: [
    {
      ...{ name: 'one', url: 'http://127.0.0.1:4000' },
      credentials: [
        {
          ...{ name: 'user', means: 'by SMS' },
          obtain: (renew) => {
            renewed.push(renew);
            return Promise.resolve('Bearer t');
          },
        },
        { name: 'gone', means: 'by SMS', obtain: () => Promise.reject(new Error('no code came')) },
      ],
    },
  ],
  check: (call) => {
    checked.push(call);
    return Promise.resolve({ ok: true, text: 'kept' });
  },
};

test.beforeAll(async () => {
  const page = createDocsPage(() => {
    opened += 1;
    return options;
  });
  expect(opened).toBe(0);
  server = createServer(page).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/docs`;
});
test.afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const post = (path: string, body: unknown, type = 'application/json') =>
  fetch(`${url}/${path}`, { method: 'POST', headers: { 'content-type': type }, body: JSON.stringify(body) });

test('nothing from outside: the policy of the page names this process and its gateways', async () => {
  for (const address of [url, `${url}/`]) {
    const answer = await fetch(address);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(answer.headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
        "connect-src 'self' http://127.0.0.1:4000; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
  }
  expect(opened).toBe(1);
});

test('the settings tell names, and no secret', async () => {
  expect(await (await fetch(`${url}/settings`)).json()).toEqual({
    documents: [
      { name: 'app/a', title: 'A' },
      { name: 'broken', title: 'B' },
    ],
    gateways: [
      {
        ...{ name: 'one', url: 'http://127.0.0.1:4000' },
        credentials: [
          { name: 'user', means: 'by SMS' },
          { name: 'gone', means: 'by SMS' },
        ],
      },
    ],
    checks: true,
  });
});

test('a document has the gateways for servers', async () => {
  const answer = await fetch(`${url}/documents/app/a`);
  expect(await answer.json()).toEqual({
    openapi: '3.1.0',
    servers: [{ url: 'http://127.0.0.1:4000', description: 'one' }],
  });
});

test('a credential, and a new one', async () => {
  const asked = { gateway: 'one', credential: 'user' };
  expect(await (await post('credential', asked)).json()).toEqual({ authorization: 'Bearer t' });
  await post('credential', { ...asked, renew: true });
  expect(renewed).toEqual([false, true]);
});

test('an answer is given to the check', async () => {
  const call = { method: 'GET', url: '/a', status: 200, headers: { 'x-a': '1' }, body: '{}' };
  expect(await (await post('check', call)).json()).toEqual({ ok: true, text: 'kept' });
  expect(checked).toEqual([
    { request: { method: 'GET', url: '/a' }, response: { status: 200, headers: { 'x-a': '1' }, body: '{}' } },
  ]);
});

const refused: readonly { name: string; ask: () => Promise<Response>; status: number; message: string }[] = [
  {
    name: 'an unknown path',
    ask: () => fetch(`${url}/../docs/nothing`),
    ...{ status: 404, message: 'Invalid path.' },
  },
  {
    name: 'an unknown document',
    ask: () => fetch(`${url}/documents/none`),
    ...{ status: 404, message: 'there is no document "none"' },
  },
  {
    name: 'a document that cannot be read',
    ask: () => fetch(`${url}/documents/broken`),
    ...{ status: 502, message: 'document "broken" cannot be shown: no such file' },
  },
  {
    name: 'an unknown credential',
    ask: () => post('credential', { gateway: 'two', credential: 'user' }),
    ...{ status: 404, message: 'there is no credential of that gateway' },
  },
  {
    name: 'an account that cannot sign in',
    ask: () => post('credential', { gateway: 'one', credential: 'gone' }),
    ...{ status: 502, message: '"gone" could not sign in: no code came' },
  },
  {
    name: 'a type that other sites may send',
    ask: () => post('credential', { gateway: 'one', credential: 'user' }, 'text/plain'),
    ...{ status: 400, message: 'the body is a JSON object' },
  },
  {
    name: 'half an answer',
    ask: () => post('check', { method: 'GET' }),
    ...{ status: 400, message: '/docs/check takes method, url, status, headers and body' },
  },
];
for (const { name, ask, status, message } of refused) {
  test(`refuses ${name}`, async () => {
    const answer = await ask();
    expect([answer.status, ((await answer.json()) as { readonly message: string }).message]).toEqual([status, message]);
  });
}

test('a name of another site that leads here is refused', async () => {
  const sent = request(`${url}/settings`, { headers: { host: 'site.example' } }).end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  expect(answer.statusCode).toBe(403);
  answer.resume();
});
