// The shipped service and web function keep their contracts.
import { expect, test } from '@playwright/test';
import { contractFindings } from '../contract.samples.ts';
import type { MockGateway } from '../server.ts';
import { defaultApiKey, startMockGateway } from '../server.ts';

let gateway: MockGateway;
test.beforeEach(async () => {
  gateway = await startMockGateway({ functions: 'mock/functions', services: 'mock/services' });
});
test.afterEach(() => gateway.close());

const events = 'id: 1\ndata: {"name":"笔记本"}\n\nid: 2\ndata: {"name":"pencil"}\n\n';
const eventsAreUnread = ['GET /v1/cloudrun/shop/events -> 200: nothing here reads text/event-stream'];

const cases: readonly {
  call: string;
  body?: unknown;
  status: number;
  expected: unknown;
  findings?: readonly string[];
}[] = [
  { call: 'GET /v1/cloudrun/shop', status: 200, expected: 'the shop is open' },
  { call: 'GET /v1/cloudrun/shop/items?q=pen', status: 200, expected: [{ id: 2, name: 'pencil', price: 0.8 }] },
  { call: 'GET /v1/cloudrun/shop/items/1', status: 200, expected: { id: 1, name: '笔记本', price: 12.5 } },
  { call: 'GET /v1/cloudrun/shop/items/9', status: 404, expected: { error: 'no such item' } },
  {
    call: 'POST /v1/cloudrun/shop/items',
    body: { name: 'a', price: 1 },
    status: 201,
    expected: { id: 3, name: 'a', price: 1 },
  },
  {
    call: 'POST /v1/cloudrun/shop/items',
    body: { name: 'a' },
    status: 400,
    expected: { error: 'an item has a name and a price' },
  },
  {
    call: 'PUT /v1/cloudrun/shop/items/1',
    body: { name: 'a', price: 1 },
    status: 200,
    expected: { id: 1, name: 'a', price: 1 },
  },
  { call: 'DELETE /v1/cloudrun/shop/items/1', status: 204, expected: '' },
  { call: 'GET /v1/cloudrun/shop/events', status: 200, expected: events, findings: eventsAreUnread },
  { call: 'GET /v1/cloudrun/shop/download', status: 200, expected: 'GW\u0000\ufffd\ufffd\n' },
  { call: 'GET /v1/cloudrun/shop/none', status: 404, expected: { error: 'nothing at GET /none' } },
  { call: 'GET /v1/functions/greeter?webfn=true&name=Ana', status: 200, expected: { message: '你好, Ana' } },
];
for (const { call, body, status, expected, findings = [] } of cases) {
  test(`${call}${body === undefined ? '' : ` ${JSON.stringify(body)}`}: ${status}`, async () => {
    const [method = '', url = ''] = call.split(' ');
    const headers = { authorization: `Bearer ${defaultApiKey}`, 'content-type': 'application/json' };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(gateway.url + url, { method, headers, ...sent });
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(response.status).toBe(status);
    expect(bytes.toString()).toBe(typeof expected === 'string' ? expected : JSON.stringify(expected));
    const found = contractFindings({
      request: { method, url, headers: Object.entries(headers), ...sent },
      response: { status: response.status, headers: response.headers, body: bytes },
    });
    expect(found).toEqual(findings);
  });
}
