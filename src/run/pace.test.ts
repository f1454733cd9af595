import { expect, test } from '@playwright/test';
import type { HttpRequest } from '../core/http.ts';
import type { Clock, Transport } from '../runner/ports.ts';
import { paceTransport } from './pace.ts';

const request: HttpRequest = { method: 'GET', url: 'http://127.0.0.1/', headers: [] };
const { signal } = new AbortController();

/** A clock that stands still; waiting is written down and takes no time. */
function stoppedClock(): { clock: Clock; waits: number[]; pass: (milliseconds: number) => void } {
  let now = 1000;
  const waits: number[] = [];
  const clock: Clock = {
    now: () => now,
    wait: (milliseconds) => {
      waits.push(milliseconds);
      return Promise.resolve();
    },
  };
  return { clock, waits, pass: (milliseconds) => (now += milliseconds) };
}

const answering: Transport = () => Promise.resolve({ status: 204, headers: [], body: new Uint8Array() });

test('four a second: those that come together begin 250 ms apart', async () => {
  const { clock, waits } = stoppedClock();
  const paced = paceTransport(answering, clock, 4);
  await Promise.all(Array.from({ length: 4 }, () => paced(request, signal, 1000)));
  expect(waits).toEqual([250, 500, 750]);
});

test('whoever comes later waits for what is left, or not at all', async () => {
  const { clock, waits, pass } = stoppedClock();
  const paced = paceTransport(answering, clock, 4);
  await paced(request, signal, 1000);
  pass(200);
  await paced(request, signal, 1000);
  pass(1000);
  await paced(request, signal, 1000);
  expect(waits).toEqual([50]);
});

test('an interruption ends the waiting, and nothing is sent', async () => {
  let sent = 0;
  const { clock } = stoppedClock();
  const interrupted: Clock = { ...clock, wait: () => Promise.reject(new Error('interrupted')) };
  const paced = paceTransport((...call) => (sent++, answering(...call)), interrupted, 1);
  await paced(request, signal, 1000);
  await expect(paced(request, signal, 1000)).rejects.toThrow('interrupted');
  expect(sent).toBe(1);
});

test('without a limit the transport is the one that was given', () => {
  expect(paceTransport(answering, stoppedClock().clock, undefined)).toBe(answering);
});
