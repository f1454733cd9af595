import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { comparableDecimal, parseDecimal, readDecimal, storeDecimal } from './decimal.ts';

const size = { precision: 6, scale: 2 };
const stored = (text: string, of = size) => storeDecimal(parseDecimal(text)!, of);

const kept: [text: string, read: string][] = [
  ['0', '0.00'],
  ['-0', '0.00'],
  ['12.5', '12.50'],
  ['-12.5', '-12.50'],
  ['.5', '0.50'],
  ['1.005', '1.01'],
  ['-1.005', '-1.01'],
  ['-0.001', '0.00'],
  ['1e3', '1000.00'],
  ['125e-2', '1.25'],
  ['9999.99', '9999.99'],
  ['0009999.990', '9999.99'],
];
for (const [text, read] of kept) {
  test(`${text} is kept as ${read}`, () => {
    expect(readDecimal(stored(text) ?? '', size)).toBe(read);
  });
}

for (const text of ['10000', '-10000', '9999.995', '1e9']) {
  test(`${text} does not fit DECIMAL(6,2)`, () => {
    expect(stored(text)).toBeUndefined();
  });
}

for (const text of ['', '.', 'abc', '1.2.3', '1e', '0x10', '1e999', ' 1']) {
  test(`"${text}" is not a number`, () => {
    expect(parseDecimal(text)).toBeUndefined();
  });
}

test('sixty-five digits are kept', () => {
  const digits = '12345678901234567890123456789012345.123456789012345678901234567891';
  const widest = { precision: 65, scale: 30 };
  expect(readDecimal(stored(digits, widest) ?? '', widest)).toBe(digits);
});

test('the texts sort as the numbers do, also beside finer and greater ones', () => {
  const cents = fc.integer({ min: -999_999, max: 999_999 });
  const tenThousandths = fc.integer({ min: -200_000_000, max: 200_000_000 });
  fc.assert(
    fc.property(cents, tenThousandths, (left, right) => {
      const leftText = stored(String(left / 100)) ?? '';
      const rightText = comparableDecimal(parseDecimal(String(right / 10_000))!, size);
      const order = leftText < rightText ? -1 : leftText > rightText ? 1 : 0;
      expect(order).toBe(Math.sign(left * 100 - right));
    }),
  );
});
