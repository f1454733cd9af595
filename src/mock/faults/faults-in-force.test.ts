import { expect, test } from '@playwright/test';
import { createClock } from '../clock.ts';
import type { MockGateway } from '../server.ts';
import { chanceOf } from './chance.ts';
import { readDistribution } from './duration.ts';
import { createFaults } from './faults-in-force.ts';
import { ask, operations, path, startFaulty } from './faults.samples.ts';

const started: MockGateway[] = [];
test.afterEach(() => Promise.all(started.splice(0).map((gateway) => gateway.close())));

async function start(faults: readonly string[], seed?: string): Promise<MockGateway> {
  const gateway = await startFaulty(faults, seed === undefined ? {} : { seed });
  started.push(gateway);
  return gateway;
}

const turns: readonly (readonly [when: string, statuses: string])[] = [
  ['', 'x x x x x x'],
  ['@#2', '- x - - - -'],
  ['@#2-4', '- x x x - -'],
  ['@x3', 'x x x - - -'],
  ['@100%', 'x x x x x x'],
];
for (const [when, expected] of turns) {
  test(`the turns of ${when || 'a fault that says nothing'}`, () => {
    const faults = createFaults({ operations, clock: createClock(), seed: '1' }, [`hang:queryT${when}`]);
    const met = Array.from({ length: 6 }, () => (faults.meet('GET', path).length > 0 ? 'x' : '-'));
    expect(met.join(' ')).toBe(expected);
    expect(faults.meet('GET', '/v1/rdb/rest/other')).toEqual([]);
  });
}

/** Which of the requests were refused, and how many milliseconds late the others were. */
async function sequence(seed?: string): Promise<string[]> {
  const gateway = await start(['status:queryT:503@30%', 'error:*:SYS_ERR@20%', 'latency:*:1ms-5ms'], seed);
  const statuses: string[] = [];
  for (let request = 0; request < 30; request++) statuses.push(String((await ask(gateway)).status));
  return [...statuses, JSON.stringify(gateway.faults())];
}

test('the same seed and the same requests give the same faults, across two starts', async () => {
  const first = await sequence('7');
  expect(await sequence('7')).toEqual(first);
  expect(await sequence('8')).not.toEqual(first);
  expect(new Set(first.slice(0, 30))).toEqual(new Set(['200', '500', '503']));
});

const shares: readonly (readonly [latency: string, median: number, p99: number])[] = [
  ['100ms-300ms', 200, 298],
  ['200ms±50ms', 200, 316],
  ['p50=20ms,p99=900ms', 20, 900],
  ['1.5s', 1500, 1500],
];
for (const [text, median, p99] of shares) {
  test(`latencies of ${text}, and the same for the same seed`, () => {
    const late = readDistribution(text);
    const draw = (seed: string) => Array.from({ length: 4000 }, (_, n) => late?.(chanceOf(seed, 'f', n)) ?? NaN);
    const sorted = draw('1').sort((left, right) => left - right);
    expect(Math.abs((sorted[2000] ?? NaN) / median - 1)).toBeLessThan(0.1);
    expect(Math.abs((sorted[3960] ?? NaN) / p99 - 1)).toBeLessThan(0.25);
    expect(draw('1')).toEqual(draw('1'));
  });
}

test('the control port lists the faults in force, takes one or several, and ends one or all', async () => {
  const gateway = await start(['status:queryT:500@#2', 'retype:queryT:/9/id']);
  const call = async (method: string, query = '', body?: object) => {
    const init = { method, ...(body && { body: JSON.stringify(body) }) };
    const response = await fetch(`${gateway.controlUrl}/faults${query}`, init);
    return response.status === 204 ? 204 : ((await response.json()) as unknown);
  };
  await ask(gateway);
  await ask(gateway);
  const status = { fault: 'status:queryT:500@#2', requests: 2, due: 1, hits: 1 };
  const nowhere = { fault: 'retype:queryT:/9/id', requests: 2, due: 2, hits: 0 };
  expect(await call('GET')).toEqual([status, nowhere]);
  expect(await call('POST', '', { fault: 'hang:queryT' })).toBe(204);
  expect(await call('POST', '', { faults: ['skew:1s', 'html:*@x1'] })).toBe(204);
  expect(await call('DELETE', '?fault=hang:queryT')).toBe(204);
  expect(await call('DELETE', `?fault=${encodeURIComponent('html:*@x1')}`)).toBe(204);
  expect(await call('GET')).toEqual([status, nowhere, { fault: 'skew:1s', requests: 0, due: 0, hits: 0 }]);
  const refusal = (code: string, message: string) => ({ code, message, requestId: expect.any(String) as unknown });
  expect(await call('DELETE', '?fault=skew:2s')).toEqual(
    refusal('RESOURCE_NOT_FOUND', 'no fault "skew:2s" is in force; did you mean "skew:1s"?'),
  );
  const form = '/faults takes {"fault": "KIND:OPERATION[:ARGUMENT][@WHEN]"}, or {"faults": [...]} with several';
  for (const body of [{}, { faults: [] }, { faults: [1] }, { faults: 'hang:queryT' }, { fault: null }]) {
    expect(await call('POST', '', body)).toEqual(refusal('INVALID_REQUEST', form));
  }
  expect(await call('POST', '', { faults: ['hang:queryT', 'hnag:queryT', 'hang:queryT@2'] })).toEqual(
    refusal(
      'INVALID_REQUEST',
      'there is no fault "hnag"; did you mean "hang"?\n"@2" does not say when; ' +
        'expected #2 (the second request), #2-4 (second to fourth), x3 (the first three) or 10% (by chance)',
    ),
  );
  expect(await call('GET')).toHaveLength(3);
  expect(await call('DELETE')).toBe(204);
  expect(await call('GET')).toEqual([]);
});
