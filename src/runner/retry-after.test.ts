import { expect, test } from '@playwright/test';
import type { Delay } from './retry-after.ts';
import { retryDelay } from './retry-after.ts';

const now = Date.parse('2026-11-23T10:00:00Z');
const delays: readonly { name: string; retryAfter?: number; header?: string; delay: Delay }[] = [
  { name: 'retryAfter counts seconds, and parts of them', delay: { wait: 1500 } },
  { name: 'the header wins', header: '3', delay: { wait: 3000 } },
  { name: 'the header may ask for no wait', header: '0', delay: { wait: 0 } },
  { name: 'the header may be a date', header: 'Mon, 23 Nov 2026 10:00:05 GMT', delay: { wait: 5000 } },
  { name: 'the header may be a date of the old form', header: 'Monday, 23-Nov-26 10:00:05 GMT', delay: { wait: 5000 } },
  { name: 'a date that is over means no wait', header: 'Mon, 23 Nov 2026 09:00:00 GMT', delay: { wait: 0 } },
  { name: 'a header that is neither is not believed', header: 'soon', delay: { wait: 1500 } },
  { name: 'a header with a fraction is neither', header: '1.5', delay: { wait: 1500 } },
  { name: 'a negative header is neither', header: '-5', delay: { wait: 1500 } },
  { name: 'a header of a day is cut', header: '86400', delay: { wait: 120_000, asked: 86_400_000 } },
  { name: 'a header without end is cut', header: '9'.repeat(400), delay: { wait: 120_000, asked: Infinity } },
  { name: 'an hour is waited where the action says so', retryAfter: 3600, delay: { wait: 3_600_000 } },
  { name: 'an action that says more is cut', retryAfter: 1e12, delay: { wait: 3_600_000, asked: 1e15 } },
];
for (const { name, retryAfter = 1.5, header, delay } of delays) {
  test(`retry delay: ${name}`, () => {
    expect(retryDelay(retryAfter, header === undefined ? [] : [['retry-after', header]], now)).toEqual(delay);
  });
}
