import { expect, test } from '@playwright/test';
import { parseJson, showValue } from './json.ts';

const nested = (depth: number, inner = ''): string => '['.repeat(depth) + inner + ']'.repeat(depth);
const objects = (depth: number): string => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth);
const tooDeep = 'it is nested more than 500 levels deep';

const texts: readonly { name: string; text: string; ok: boolean; reason?: string }[] = [
  { name: '500 levels of arrays', text: nested(500, ' '.repeat(500)), ok: true },
  { name: '501 levels of arrays', text: nested(501), ok: false, reason: tooDeep },
  { name: '100,000 levels that are never closed', text: '['.repeat(100_000), ok: false, reason: tooDeep },
  { name: '500 levels of objects', text: objects(500), ok: true },
  { name: '501 levels of objects', text: objects(501), ok: false, reason: tooDeep },
  { name: 'brackets in a string', text: JSON.stringify(`"\\${'['.repeat(2000)}`), ok: true },
  { name: 'a thousand lists side by side', text: `[${'[],'.repeat(1000)}[]]`, ok: true },
];

for (const { name, text, ok, reason } of texts) {
  test(`${ok ? 'reads' : 'refuses'} ${name}`, () => {
    const parsed = parseJson(text);
    expect([parsed.ok, parsed.ok ? undefined : parsed.reason]).toEqual([ok, reason]);
  });
}

const values: readonly [value: Parameters<typeof showValue>[0], shown: string][] = [
  [undefined, 'nothing'],
  [null, 'null'],
  ['1', '"1" (string)'],
  [1, '1 (integer)'],
  [1.5, '1.5 (number)'],
  [['a'], '["a"] (array)'],
  ['x'.repeat(100), `"${'x'.repeat(79)}... 102 characters (string)`],
];

for (const [value, shown] of values) {
  test(`shows ${shown}`, () => expect(showValue(value)).toBe(shown));
}
