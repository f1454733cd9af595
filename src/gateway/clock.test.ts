import { expect, test } from '@playwright/test';
import { systemClock } from './clock.ts';

test('waiting ends after its time', async () => {
  const begun = systemClock.now();
  await systemClock.wait(5, new AbortController().signal);
  expect(systemClock.now() - begun).toBeGreaterThanOrEqual(4);
});

test('waiting ends with the reason of the signal, then and before', async () => {
  const reason = new Error('stop');
  const controller = new AbortController();
  const waiting = systemClock.wait(60_000, controller.signal);
  controller.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  await expect(systemClock.wait(60_000, controller.signal)).rejects.toBe(reason);
});
