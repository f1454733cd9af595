import { expect, test } from '@playwright/test';
import { shareWork } from './share-work.ts';

/** Work that ends when told to, and notes how often it began and what ended it. */
function controlledWork(): {
  share: (signal: AbortSignal) => Promise<number>;
  finish: (outcome: number | Error) => void;
  signals: AbortSignal[];
} {
  const signals: AbortSignal[] = [];
  let settle: (outcome: number | Error) => void = () => undefined;
  const share = shareWork<number>((signal) => {
    signals.push(signal);
    return new Promise((resolve, reject) => {
      settle = (outcome) => (typeof outcome === 'number' ? resolve(outcome) : reject(outcome));
    });
  });
  return { share, finish: (outcome) => settle(outcome), signals };
}

test('50 who come at the same time share one piece of work, and who comes later begins anew', async () => {
  const { share, finish, signals } = controlledWork();
  const waiting = Array.from({ length: 50 }, () => share(new AbortController().signal));
  finish(7);
  expect(await Promise.all(waiting)).toEqual(Array.from({ length: 50 }, () => 7));
  const later = share(new AbortController().signal);
  finish(8);
  expect([await later, signals.length]).toEqual([8, 2]);
});

test('a failure reaches all who wait, and the next tries again', async () => {
  const { share, finish, signals } = controlledWork();
  const waiting = [share(new AbortController().signal), share(new AbortController().signal)];
  const failure = new Error('no');
  finish(failure);
  expect(await Promise.allSettled(waiting)).toEqual([1, 2].map(() => ({ status: 'rejected', reason: failure })));
  const next = share(new AbortController().signal);
  finish(1);
  expect([await next, signals.length]).toEqual([1, 2]);
});

test('one who gives up leaves the others their result; when all gave up, the work is called off', async () => {
  const { share, finish, signals } = controlledWork();
  const [left, right] = [new AbortController(), new AbortController()];
  const [gone, stays] = [share(left.signal), share(right.signal)];
  const reason = new Error('stop');
  left.abort(reason);
  await expect(gone).rejects.toBe(reason);
  expect(signals[0]?.aborted).toBe(false);
  finish(3);
  expect(await stays).toBe(3);

  const alone = share(right.signal);
  right.abort(reason);
  await expect(alone).rejects.toBe(reason);
  expect(signals[1]?.reason).toBe(reason);
  await expect(share(right.signal)).rejects.toBe(reason);
});
