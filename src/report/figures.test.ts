import { test, expect } from '@playwright/test';
import { count, formatDuration, formatGuess } from './figures.ts';

for (const [milliseconds, text, guess] of [
  [0, '0 ms', '1 s'],
  [31.4, '31 ms', '1 s'],
  [900, '0.9 s', '1 s'],
  [9040, '9.0 s', '9 s'],
  [75_300, '75 s', '75 s'],
  [125_000, '2 min 5 s', '2 min'],
  [179_700, '3 min 0 s', '3 min'],
] as const) {
  test(`${milliseconds} ms is ${text}, and about ${guess}`, () => {
    expect(formatDuration(milliseconds)).toBe(text);
    expect(formatGuess(milliseconds)).toBe(guess);
  });
}

test('a noun agrees with its number', () => {
  expect([count(0, 'fault'), count(1, 'fault'), count(2, 'fault')]).toEqual(['0 faults', '1 fault', '2 faults']);
});
