import { expect, test } from '@playwright/test';
import { createByteMaker } from './make-bytes.ts';

const { generate, digest } = createByteMaker('7f3a');

for (const size of [0, 1, 255, 256, 257, 5_242_880]) {
  test(`${size} bytes, the same for the same seed and others for another`, () => {
    const bytes = generate(size);
    expect(bytes.length).toBe(size);
    expect(new Set(bytes).size).toBe(Math.min(size, 256));
    expect(digest(createByteMaker('7f3a').generate(size))).toBe(digest(bytes));
    if (size > 0) expect(digest(createByteMaker('7f3b').generate(size))).not.toBe(digest(bytes));
  });
}

test('they do not repeat, and are those of every machine', () => {
  const bytes = generate(1_000_000);
  expect(digest(bytes.subarray(0, 65_536))).not.toBe(digest(bytes.subarray(65_536, 131_072)));
  expect(digest(bytes)).toBe('39e729a15a3db858acb4caaf09487630eb5ff3fafb40b40427551b8059e4e226');
});

test('the digest is SHA-256 in hexadecimal', () => {
  expect(digest(Buffer.from('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
