import { expect, test } from '@playwright/test';
import { createBreaker } from './breaker.ts';

/** `x`: the gateway could not be reached; `.`: it could. */
const cases: readonly { ends: string; open: boolean }[] = [
  { ends: '', open: false },
  { ends: 'xxxxx', open: false },
  { ends: 'xxxxxx', open: true },
  { ends: 'xxxxx.', open: false },
  { ends: 'xxxxx.xxxxx', open: false },
  { ends: 'x.xxxxxx', open: true },
  { ends: 'xxxxxx.', open: false },
];

for (const { ends, open } of cases) {
  test(`after "${ends}" the gateway is ${open ? '' : 'not '}given up`, () => {
    const breaker = createBreaker();
    for (const end of ends) breaker.note(end === 'x');
    expect(breaker.open()).toBe(open);
  });
}
