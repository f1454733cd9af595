import { expect, test } from '@playwright/test';
import { createApp } from '../app.ts';
import { createClock } from '../clock.ts';
import { registerCloudrun } from '../cloudrun/routes.ts';
import { createHosts } from './host.ts';
import { readAll, startServer } from './servers.samples.ts';

const credentials = [
  {
    credential: 'TC3-HMAC-SHA256 Credential=a',
    name: 'read before it is passed on, so that it can be verified',
    read: '{"a":"订单"}',
  },
  { credential: 'Bearer a', name: 'not read', read: undefined },
];
for (const { credential, name, read } of credentials) {
  test(`a body under ${credential.split(' ')[0] ?? ''} is ${name}`, async () => {
    const bodies: unknown[] = [];
    const server = await startServer((request, response) => {
      void readAll(request).then((body) => {
        bodies.push(body.toString());
        response.end('{}');
      });
    });
    const nothing = (): void => undefined;
    const app = createApp({
      ...{ clock: createClock(), environment: 'env-1', onRequest: nothing, log: undefined },
      ...{ domains: undefined, docs: undefined, requestsPerSecond: undefined },
    });
    app.addHook('preHandler', (request, _reply, done) => {
      bodies.push(request.body);
      done();
    });
    registerCloudrun(app, {
      callerOf: () => Promise.resolve({ kind: 'admin' }),
      services: { shop: { forward: server.url } },
      hosts: createHosts(undefined),
      environment: 'env-1',
      log: undefined,
    });
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    const headers = { authorization: credential, 'content-type': 'application/json' };
    const answer = await fetch(`${url}/v1/cloudrun/shop/items`, { method: 'POST', headers, body: '{"a":"订单"}' });
    expect(answer.status).toBe(200);
    expect(bodies).toEqual([read, '{"a":"订单"}']);
    await app.close();
    await server.close();
  });
}
