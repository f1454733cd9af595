import { expect, test } from '@playwright/test';
import { showValue } from './json.ts';
import { createMask } from './secrets.ts';

const token = `eyJhbGciOiJSUzI1NiJ9.${'abcdefghij'.repeat(10)}`;

const cases: readonly { name: string; text: string; masked: string }[] = [
  {
    name: 'a long secret that a message cuts',
    text: showValue(token),
    masked: '"«token#1»... 123 characters (string)',
  },
  {
    name: 'one inside a value that a message cuts',
    text: showValue({ access_token: token }),
    masked: '{"access_token":"«token#1»... 140 characters (object)',
  },
  {
    name: 'one in closed quotes',
    text: `begins with "${token.slice(0, 20)}"...`,
    masked: 'begins with "«token#1»"...',
  },
  { name: 'several', text: `${token.slice(0, 9)}... ${token.slice(0, 30)}...`, masked: '«token#1»... «token#1»...' },
  { name: 'no more than five characters', text: 'eyJhb...', masked: 'eyJhb...' },
  {
    name: 'other text before dots',
    text: 'and so on... eyJhbG is how tokens begin',
    masked: 'and so on... eyJhbG is how tokens begin',
  },
];

for (const { name, text, masked } of cases) {
  test(`masks the beginning of ${name}`, () => {
    const mask = createMask();
    mask.hide(token, 'token');
    expect(mask.mask(text)).toBe(masked);
  });
}
