import { expect, test } from '@playwright/test';
import { rangeOfRead, rangeOfWrite } from './content-range.ts';

const reads: [offset: number, rows: number, total: number, range: string][] = [
  [0, 10, 100, '0-9/100'],
  [20, 2, 22, '20-21/22'],
  [0, 1, 1, '0-0/1'],
  [0, 0, 0, '*/0'],
  [50, 0, 22, '*/22'],
];
for (const [offset, rows, total, range] of reads) {
  test(`${rows} of ${total} rows from ${offset} on: ${range}`, () => {
    expect(rangeOfRead(offset, rows, total)).toBe(range);
  });
}

test('a write gives the number of affected rows', () => {
  expect(rangeOfWrite(3)).toBe('*/3');
});
