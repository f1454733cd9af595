// The CloudRun part of the official client, unmodified, against the mock. Every answer on the way goes through the contract
// check.
import cloudbase from '@cloudbase/js-sdk';
import { expect, test } from '@playwright/test';
import type { Caller } from '../src/mock/caller.ts';
import { defaultApiKey, defaultPublishableKey } from '../src/mock/server.ts';
import type { CheckedGateway } from './checked-gateway.ts';
import { startCheckedGateway } from './checked-gateway.ts';

type Call = {
  readonly name: string;
  readonly method?: string;
  readonly path?: string;
  readonly header?: Readonly<Record<string, string>>;
  readonly data?: unknown;
};

type App = {
  readonly registerHost: (host: string, protocol: 'http') => void;
  readonly callContainer: (call: Call) => Promise<unknown>;
  readonly callFunction: (call: Call & { readonly type: 'cloudrun' }) => Promise<unknown>;
};

let gateway: CheckedGateway;
let count = 0;

async function open(kind: Caller['kind'] = 'public'): Promise<App> {
  count += 1;
  const environment = `env-${test.info().workerIndex}-cloudrun-${count}`;
  gateway = await startCheckedGateway({
    environment,
    functions: 'mock/functions',
    services: { shop: { file: 'mock/services/shop.js' }, closed: { refuses: 'SERVICE_FORBIDDEN' } },
    administratorOnly: kind === 'admin' ? ['cloudrun'] : [],
  });
  const accessKey = kind === 'admin' ? defaultApiKey : defaultPublishableKey;
  const app = cloudbase.init({ env: environment, accessKey }) as unknown as App;
  app.registerHost(new URL(gateway.url).host, 'http');
  return app;
}

// The client explains every refusal at length on the console.
const spoken = ['log', 'info', 'warn', 'error'].map((name) => [name, Reflect.get(console, name) as unknown] as const);
test.beforeAll(() => {
  for (const [name] of spoken) Reflect.set(console, name, () => undefined);
});
test.afterAll(() => {
  for (const [name, speak] of spoken) Reflect.set(console, name, speak);
});

test.afterEach(async () => {
  await gateway.close();
  expect(gateway.findings).toEqual([]);
});

const notebook = { id: 1, name: '笔记本', price: 12.5 };
const pencil = { id: 2, name: 'pencil', price: 0.8 };

const calls: { name: string; call: Call; expected: unknown; went: string }[] = [
  {
    name: 'GET, with a path',
    call: { name: 'shop', method: 'GET', path: '/items/1' },
    expected: notebook,
    went: 'GET /v1/cloudrun/shop/items/1 200',
  },
  {
    name: 'GET, whose data is a query',
    call: { name: 'shop', method: 'GET', path: 'items', data: { q: '笔记', page: 1 } },
    expected: [notebook],
    went: 'GET /v1/cloudrun/shop/items 200',
  },
  {
    name: 'GET, whose data is added to the query of its path',
    call: { name: 'shop', method: 'GET', path: '/items?page=1', data: { q: 'pen' } },
    expected: [pencil],
    went: 'GET /v1/cloudrun/shop/items 200',
  },
  {
    name: 'POST where no method is named',
    call: { name: 'shop', path: '/items', data: { name: '钢笔', price: 35.5 } },
    expected: { id: 3, name: '钢笔', price: 35.5 },
    went: 'POST /v1/cloudrun/shop/items 201',
  },
  {
    name: 'POST with a header',
    call: { name: 'shop', method: 'POST', path: '/items', header: { 'X-Own': '1' }, data: { name: 'a', price: 0 } },
    expected: { id: 3, name: 'a', price: 0 },
    went: 'POST /v1/cloudrun/shop/items 201',
  },
  {
    name: 'PUT',
    call: { name: 'shop', method: 'PUT', path: '/items/1', data: { name: '笔记本', price: 13 } },
    expected: { ...notebook, price: 13 },
    went: 'PUT /v1/cloudrun/shop/items/1 200',
  },
  {
    name: 'DELETE',
    call: { name: 'shop', method: 'DELETE', path: '/items/2' },
    expected: '',
    went: 'DELETE /v1/cloudrun/shop/items/2 204',
  },
];
for (const { name, call, expected, went } of calls) {
  test(`callContainer: ${name}`, async () => {
    const app = await open();
    const given = await app.callContainer(call);
    expect(gateway.calls).toEqual([went]);
    expect(given).toEqual(expected);
  });
}

test('callFunction with the type cloudrun calls a service', async () => {
  const app = await open();
  const given = await app.callFunction({ name: 'shop', type: 'cloudrun', method: 'GET', path: '/items/2' });
  expect(gateway.calls).toEqual(['GET /v1/cloudrun/shop/items/2 200']);
  expect(given).toMatchObject({ result: pencil });
});

const refusals = [
  {
    name: 'an unknown service',
    call: { name: 'shopp', path: '/items' },
    code: 'SERVICE_NOT_FOUND',
    message: 'Service not found.',
    status: 404,
  },
  {
    name: 'a forbidden service',
    call: { name: 'closed', path: '/items' },
    code: 'SERVICE_FORBIDDEN',
    message: 'Service forbidden.',
    status: 403,
  },
];
for (const { name, call, code, message, status } of refusals) {
  for (const method of ['GET', 'POST']) {
    test(`callContainer by ${method} is refused: ${name}`, async () => {
      const app = await open();
      // The client gives a refusal as if the service had answered it.
      expect(await app.callContainer({ ...call, method })).toEqual({ code, message, requestId: expect.any(String) });
      expect(gateway.calls).toEqual([`${method} /v1/cloudrun/${call.name}/items ${status}`]);
    });
  }
}

test('the administrator passes a policy that keeps others out', async () => {
  const app = await open('admin');
  expect(await app.callContainer({ name: 'shop', method: 'GET', path: '/items/1' })).toEqual(notebook);
});
