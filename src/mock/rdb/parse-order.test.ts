import { expect, test } from '@playwright/test';
import { parseOrder } from './parse-order.ts';

const accepted: { text: string; terms: unknown[] }[] = [
  { text: 'a', terms: [{ column: 'a', direction: 'asc' }] },
  { text: 'a.desc', terms: [{ column: 'a', direction: 'desc' }] },
  { text: 'a.desc.nullslast', terms: [{ column: 'a', direction: 'desc', nulls: 'last' }] },
  { text: 'a.nullsfirst', terms: [{ column: 'a', direction: 'asc', nulls: 'first' }] },
  {
    text: 'a.asc, "b c".desc',
    terms: [
      { column: 'a', direction: 'asc' },
      { column: 'b c', direction: 'desc' },
    ],
  },
];
for (const { text, terms } of accepted) {
  test(`order=${text}`, () => {
    expect(parseOrder(text)).toEqual({ ok: true, value: terms });
  });
}

for (const text of ['a.up', 'a.asc.desc', 'a.asc.nullsfirst.x', 'a.', ',', '']) {
  test(`order=${text} is refused`, () => {
    expect(parseOrder(text).ok).toBe(false);
  });
}
