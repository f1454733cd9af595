import { expect, test } from '@playwright/test';
import { createClock } from './clock.ts';
import { createOutbox } from './outbox.ts';

test('an outbox gives the messages of one address, newest last, and counts all', () => {
  const outbox = createOutbox();
  const before = Date.now();
  outbox.send('+86 1', '111111', 'sms');
  outbox.send('a@b.c', '222222', 'email');
  outbox.send('+86 1', '333333', 'sms');
  const messages = outbox.since('+86 1', before);
  expect(messages.map(({ code, kind }) => [code, kind])).toEqual([
    ['111111', 'sms'],
    ['333333', 'sms'],
  ]);
  expect(outbox.since('+86 1', Date.now() + 1000)).toEqual([]);
  expect(outbox.since('nobody', 0)).toEqual([]);
  expect(outbox.counts()).toEqual({ sms: 2, email: 1 });
});

test('a clock runs ahead by what it was advanced', () => {
  const clock = createClock();
  clock.advance(60_000);
  clock.advance(1);
  const ahead = clock.now() - Date.now();
  expect(ahead).toBeGreaterThan(59_000);
  expect(ahead).toBeLessThanOrEqual(60_001);
});
