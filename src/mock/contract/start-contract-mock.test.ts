// The mock of a contract over HTTP: what the server itself says, and what it says beside its answers.
import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { expect, test } from '@playwright/test';
import { contractOf } from '../../openapi/contract.samples.ts';
import { createDocsPage } from '../docs/docs-page.ts';
import { startContractMock } from './start-contract-mock.ts';
import type { StartedContractMock } from './start-contract-mock.ts';

const contract = contractOf(`openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      operationId: listPets
      security: [{ key: [] }]
      responses: { '200': { description: d, headers: { ETag: { required: true, schema: { type: string } } }, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
    post:
      operationId: addPet
      requestBody:
        content:
          application/json: { schema: { $ref: '#/components/schemas/Pet' } }
          multipart/form-data: { schema: { type: object, required: [file] } }
      responses: { '201': { description: d, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
components:
  securitySchemes: { key: { type: apiKey, in: query, name: api_key } }
  schemas:
    Pet:
      type: object
      required: [id, price]
      properties: { id: { type: integer, format: int64 }, price: { type: number, nullable: true } }
`);

const lines: string[] = [];
let mock: StartedContractMock;
test.beforeAll(async () => {
  const docs = createDocsPage(() => ({ documents: [], gateways: [] }));
  mock = await startContractMock({ contracts: [contract], docs, log: (line) => void lines.push(line) });
});
test.afterAll(() => mock.close());

type Asked = { readonly method?: string; readonly path: string; readonly headers?: object; readonly body?: string };

/** Not by fetch, which mends methods and paths. */
async function ask({ method = 'GET', path, headers = {}, body }: Asked) {
  const sent = request(mock.url, { method, path, headers: { ...headers } }).end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: answer.statusCode, headers: answer.headers, text: await textOf(answer) };
}

const problems: readonly (Asked & { readonly status: number; readonly says: string })[] = [
  { path: '/%zz', status: 400, says: "'/%zz' is not a valid url component" },
  { method: 'PROPFIND', path: '/pets', status: 405, says: 'the contract has GET, POST for /pets, not PROPFIND' },
  { path: '/pets/', status: 404, says: 'the contract has no path that fits /pets/; did you mean "/pets"?' },
  {
    ...{ method: 'POST', path: '/pets', headers: { 'content-type': 'nonsense' }, body: '{}' },
    ...{
      status: 415,
      says: 'expected application/json or multipart/form-data (contracts/api.yaml:13:11), not nonsense',
    },
  },
  {
    ...{ path: '/pets?api_key=', status: 401 },
    says: 'expected the query parameter api_key; the request has none',
  },
];
for (const { status, says, ...asked } of problems) {
  test(`${asked.method ?? 'GET'} ${asked.path} is refused with ${status}, as a problem`, async () => {
    const answer = await ask(asked);
    expect([answer.status, answer.headers['content-type']]).toEqual([
      status,
      'application/problem+json; charset=utf-8',
    ]);
    expect((JSON.parse(answer.text) as { readonly detail: string }).detail).toBe(says);
  });
}

test('what is not HTTP is refused in the same form', async () => {
  const socket = connect(Number(new URL(mock.url).port), '127.0.0.1').end('GARBAGE\r\n\r\n');
  const text = await textOf(socket);
  expect(text).toMatch(/^HTTP\/1\.1 400 Bad Request\r\ncontent-type: application\/problem\+json\r\n/);
  expect(text).toContain('"title":"the request cannot be read","status":400,');
});

const form = (boundary: string): Asked => ({
  method: 'POST',
  path: '/pets',
  headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  body: `--${boundary}\r\ncontent-disposition: form-data; name="note"\r\n\r\nx\r\n--${boundary}--\r\n`,
});

test('what could not be checked of a request is told; the boundary of a form decides nothing', async () => {
  const first = await ask(form('aaaa'));
  expect(first.status).toBe(201);
  expect(first.headers['gatewright-not-checked']).toBe('the request body: nothing here reads multipart/form-data');
  expect((await ask(form('bbbb'))).text).toBe(first.text);
});

for (const sent of ['{"id":7,"price":null}', '{"id":9223372036854775807,"price":4}']) {
  test(`${sent} comes back`, async () => {
    const answer = await ask({
      ...{ method: 'POST', path: '/pets', body: sent },
      headers: { 'content-type': 'application/json' },
    });
    expect([answer.status, answer.text]).toEqual([201, sent]);
    expect(answer.headers).not.toHaveProperty('gatewright-not-checked');
  });
}

test('a key in the query decides nothing, and is not logged however it is written', async () => {
  const first = await ask({ path: '/pets?api_key=hush1' });
  expect(first.status).toBe(200);
  expect((await ask({ path: '/pets?api%5Fkey=hush2' })).text).toBe(first.text);
  await expect.poll(() => lines.filter((line) => line.includes('***","status":200'))).toHaveLength(2);
  expect(lines.join('\n')).not.toContain('hush');
});

test('OPTIONS tells every method that is answered; a page may read all headers', async () => {
  const options = await ask({ method: 'OPTIONS', path: '/pets' });
  expect([options.status, options.headers.allow]).toEqual([204, 'GET, POST, HEAD, OPTIONS']);
  const answer = await ask({ path: '/pets?api_key=k', headers: { origin: 'http://page.example' } });
  expect(answer.headers['access-control-expose-headers']).toBe('content-type, ETag');
});

test('the page stands beside: it is no request of the mock', async () => {
  const counted = async (): Promise<string> => (await fetch(`${mock.controlUrl}/counts`)).text();
  const before = await counted();
  expect((await ask({ path: '/docs' })).headers['content-type']).toBe('text/html; charset=utf-8');
  expect(await counted()).toBe(before);
});
