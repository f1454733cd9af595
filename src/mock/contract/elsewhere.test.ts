// What a gateway answers beside the platform: as the contracts of the project declare.
import { expect, test } from '@playwright/test';
import { contractOf } from '../../openapi/contract.samples.ts';
import { checkResponse } from '../../openapi/check-response.ts';
import { indexOperations } from '../../openapi/operation-index.ts';
import { defaultApiKey, startMockGateway } from '../server.ts';
import type { MockGateway } from '../server.ts';

const contract = contractOf(`openapi: 3.1.0
info: { title: Shop, version: '1' }
servers: [{ url: 'https://shop.example/api' }]
security: [{ token: [] }]
paths:
  /orders/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
    get: { operationId: readOrder, responses: { '200': { $ref: '#/components/responses/Order' } } }
    put:
      operationId: changeOrder
      requestBody: { content: { application/json: { schema: { type: object, required: [paid], properties: { paid: { type: boolean } } } } } }
      responses: { '200': { $ref: '#/components/responses/Order' } }
  /prices: { get: { operationId: listPrices, security: [], responses: { '204': { description: d } } } }
  /stock: { get: { operationId: listStock, security: [{ key: [] }], responses: { '204': { description: d } } } }
  /carts: { get: { operationId: listCarts, security: [{ token: [] }, { key: [] }], responses: { '204': { description: d } } } }
  /v1/functions/{name}/more/of/what/is/no/route: { parameters: [{ name: name, in: path, required: true, schema: { type: string } }], get: { operationId: deep, security: [], responses: { '204': { description: d } } } }
  /auth/v9/more: { get: { operationId: more, security: [], responses: { '204': { description: d } } } }
  /{key}: { parameters: [{ name: key, in: path, required: true, schema: { type: string } }], get: { operationId: getObject, security: [], responses: { '204': { description: d } } } }
components:
  securitySchemes: { token: { type: http, scheme: bearer }, key: { type: apiKey, in: header, name: X-Key } }
  responses:
    Order:
      description: d
      headers: { X-Request-Id: { required: true, schema: { type: string } } }
      content: { application/json: { schema: { type: object, required: [id, paid], properties: { id: { type: integer }, paid: { type: boolean } } } } }
`);

let gateway: MockGateway;
test.beforeAll(async () => {
  gateway = await startMockGateway({ contracts: [contract], domains: ['page.example'], requestsPerSecond: 1000 });
});
test.afterAll(() => gateway.close());

const withKey = { authorization: `Bearer ${defaultApiKey}`, 'x-request-id': 'mine' };
const cases: readonly {
  readonly name: string;
  readonly path: string;
  readonly init?: RequestInit;
  readonly status: number;
  readonly says?: Record<string, unknown>;
}[] = [
  { name: 'an operation', path: '/orders/7', init: { headers: withKey }, status: 200, says: { id: 7 } },
  { name: 'its base path', path: '/api/orders/8', init: { headers: withKey }, status: 200, says: { id: 8 } },
  {
    name: 'what was sent',
    path: '/orders/7',
    init: { method: 'PUT', headers: { ...withKey, 'content-type': 'application/json' }, body: '{"paid":false}' },
    ...{ status: 200, says: { id: 7, paid: false } },
  },
  {
    name: 'a request that breaks the contract',
    path: '/orders/x',
    init: { headers: withKey },
    ...{ status: 422, says: { title: 'a parameter breaks its schema' } },
  },
  { name: 'nobody', path: '/orders/7', status: 401, says: { code: 'MISSING_CREDENTIALS' } },
  {
    name: 'a token of somebody else',
    path: '/orders/7',
    init: { headers: { authorization: 'Bearer other' } },
    ...{ status: 401, says: { code: 'INVALID_CREDENTIALS' } },
  },
  { name: 'what needs no credential', path: '/prices', status: 204 },
  { name: 'a key of the application itself', path: '/stock', init: { headers: { 'x-key': 'k' } }, status: 204 },
  { name: 'one of two ways in', path: '/carts', init: { headers: { 'x-key': 'k' } }, status: 204 },
  {
    name: 'the other one, with a token of somebody else',
    path: '/carts',
    init: { headers: { authorization: 'Bearer other' } },
    ...{ status: 401, says: { code: 'INVALID_CREDENTIALS' } },
  },
  { name: 'no such key', path: '/stock', status: 401, says: { title: 'a credential is required' } },
  {
    name: 'another method',
    path: '/orders/7',
    init: { method: 'DELETE' },
    status: 404,
    says: { code: 'INVALID_PATH' },
  },
  { name: 'a path of nobody', path: '/nowhere', status: 404, says: { code: 'INVALID_PATH' } },
  { name: 'a path of the platform', path: '/auth/v9/more', status: 404, says: { code: 'INVALID_PATH' } },
  {
    name: 'a path of functions',
    path: '/v1/functions/a/more/of/what/is/no/route',
    ...{ status: 404, says: { code: 'INVALID_PATH' } },
  },
];
for (const { name, path, init = {}, status, says } of cases) {
  test(`${name}: ${init.method ?? 'GET'} ${path} is ${status}`, async () => {
    const answer = await fetch(gateway.url + path, init);
    const body = Buffer.from(await answer.arrayBuffer());
    expect(answer.status).toBe(status);
    expect(answer.headers.get('x-request-id')).toMatch(/./);
    if (says) expect(JSON.parse(body.toString())).toMatchObject(says);
    if (status >= 300) return;
    const operations = indexOperations([contract], { servers: true }).byRequest(init.method ?? 'GET', path);
    const bare = indexOperations([contract]).byRequest(init.method ?? 'GET', path);
    const { check } = checkResponse(operations.length > 0 ? operations : bare, {
      request: { method: init.method ?? 'GET', url: path, headers: [] },
      response: { status, headers: [...answer.headers], body },
      ...{ startedAt: 0, duration: 0 },
    });
    expect(check.violations).toEqual([]);
  });
}

test('the id of the request is the one that was sent; a page elsewhere is not let in', async () => {
  const answer = await fetch(`${gateway.url}/orders/7`, { headers: { ...withKey, origin: 'https://other.example' } });
  expect(answer.headers.get('x-request-id')).toBe('mine');
  expect(answer.headers.get('access-control-allow-origin')).toBeNull();
});

test('without contracts it is an invalid path', async () => {
  const plain = await startMockGateway();
  try {
    expect((await fetch(`${plain.url}/prices`)).status).toBe(404);
  } finally {
    await plain.close();
  }
});
