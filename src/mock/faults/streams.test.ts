// Answers that a route streams: faults must neither break nor hold back what they do not concern.
import { Readable } from 'node:stream';
import { expect, test } from '@playwright/test';
import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import { createClock } from '../clock.ts';
import { registerFaults } from './apply-faults.ts';
import { createFaults } from './faults-in-force.ts';

const apps: FastifyInstance[] = [];
test.afterEach(() => Promise.all(apps.splice(0).map((app) => app.close())));

/** A server whose answer is a stream of two events, and bytes at /bytes. @param more what comes before the second one */
async function serve(fault: string, more: Promise<void> = Promise.resolve()) {
  const app = fastify({ forceCloseConnections: true });
  apps.push(app);
  const faults = createFaults({ operations: undefined, clock: createClock(), seed: '1' }, [fault]);
  registerFaults(app, faults);
  async function* events(): AsyncGenerator<string> {
    yield 'data: 1\n\n';
    await more;
    yield 'data: 2\n\n';
  }
  let isDestroyed: () => boolean = () => false;
  app.get('/events', (_request, reply) => {
    const stream = Readable.from(events());
    isDestroyed = () => stream.destroyed;
    return reply.type('text/event-stream').send(stream);
  });
  app.get('/bytes', (_request, reply) => reply.type('image/png').send(Buffer.from([0x89, 0xff, 0x00])));
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return { url, faults, isDestroyed: () => isDestroyed() };
}

const whole = 'data: 1\n\ndata: 2\n\n';
for (const [fault, text] of [
  ['status:*:202', whole],
  ['header:*:a=b', whole],
  ['latency:*:1ms', whole],
  ['drip:*:2ms', whole],
  ['twice:*', whole],
  ['bom:*', whole],
  ['retype:*:/0/id', whole],
  ['invalid-json:*', whole.slice(0, -1)],
  ['empty:*', ''],
] as const) {
  test(`${fault} of a stream`, async () => {
    const { url } = await serve(fault);
    expect(await (await fetch(`${url}/events`)).text()).toBe(text);
  });
}

for (const fault of ['status:*:202', 'drip:*:2ms', 'header:*:a=b']) {
  test(`${fault} does not hold a stream back`, async () => {
    let goOn: () => void = () => undefined;
    const { url } = await serve(fault, new Promise((done) => (goOn = done)));
    const reader = (await fetch(`${url}/events`)).body?.pipeThrough(new TextDecoderStream()).getReader();
    expect(await reader?.read()).toEqual({ done: false, value: 'data: 1\n\n' });
    goOn();
    expect(await reader?.read()).toEqual({ done: false, value: 'data: 2\n\n' });
  });
}

for (const fault of ['truncate:*', 'truncate-chunked:*', 'reset-midway:*']) {
  test(`${fault} ends a stream that never would`, async () => {
    const { url, isDestroyed } = await serve(fault, new Promise(() => undefined));
    const reader = (await fetch(`${url}/events`)).body?.pipeThrough(new TextDecoderStream()).getReader();
    expect(await reader?.read()).toEqual({ done: false, value: 'data: 1\n\n' });
    await expect(reader?.read()).rejects.toThrow('terminated');
    expect(isDestroyed()).toBe(true);
  });
}

for (const fault of ['reset:*', 'close:*', 'no-http:*']) {
  test(`${fault} ends a stream that nobody reads`, async () => {
    const { url, isDestroyed } = await serve(fault, new Promise(() => undefined));
    await expect(fetch(`${url}/events`)).rejects.toThrow('fetch failed');
    await expect.poll(isDestroyed).toBe(true);
  });
}

for (const [fault, bytes] of [
  ['status:*:202', [0x89, 0xff, 0x00]],
  ['retype:*:/0', [0x89, 0xff, 0x00]],
  ['invalid-json:*', [0x89, 0xff]],
  ['drip:*:3ms', [0x89, 0xff, 0x00]],
] as const) {
  test(`${fault} of bytes`, async () => {
    const { url } = await serve(fault);
    const answer = await (await fetch(`${url}/bytes`)).arrayBuffer();
    expect([...new Uint8Array(answer)]).toEqual([...bytes]);
  });
}
