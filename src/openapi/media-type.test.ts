import { expect, test } from '@playwright/test';
import { closeness, isJsonType, parseMediaType } from './media-type.ts';

const parsed = [
  { name: 'plain', text: 'application/json', essence: 'application/json', parameters: {} },
  {
    name: 'case and blanks',
    text: ' Application/JSON ; Charset=UTF-8',
    essence: 'application/json',
    parameters: { charset: 'UTF-8' },
  },
  {
    name: 'quoted parameter',
    text: 'text/plain;charset="utf-8";a="x;y"',
    essence: 'text/plain',
    parameters: { charset: 'utf-8', a: 'x;y' },
  },
  {
    name: 'what out of quotes is no token, and lone semicolons',
    text: 'multipart/mixed;; boundary=--=_a/b ; ',
    essence: 'multipart/mixed',
    parameters: { boundary: '--=_a/b' },
  },
  {
    name: 'a quote in quotes',
    text: 'text/plain; a="x\\"y"',
    essence: 'text/plain',
    parameters: { a: 'x"y' },
  },
  {
    name: 'vendor suffix',
    text: 'application/vnd.pgrst.object+json',
    essence: 'application/vnd.pgrst.object+json',
    parameters: {},
  },
] as const;

for (const { name, text, essence, parameters } of parsed) {
  test(`a media type is read: ${name}`, () => {
    const media = parseMediaType(text);
    expect(media?.essence).toBe(essence);
    expect(Object.fromEntries(media?.parameters ?? [])).toEqual(parameters);
  });
}

for (const text of [
  '',
  'json',
  'application/',
  'a/b/c',
  'text html',
  '; charset=utf-8',
  'a/b; c',
  'a/b; c="d',
  'a/b;c=d, e/f',
  'a/b c',
]) {
  test(`"${text}" is no media type`, () => expect(parseMediaType(text)).toBeUndefined());
}

const ranges: [declared: string, essence: string, close: number][] = [
  ['application/json', 'application/json', 4],
  ['application/*+json', 'application/problem+json', 3],
  ['application/*+json', 'application/json', 0],
  ['application/*', 'application/json', 2],
  ['*/*', 'application/json', 1],
  ['text/*', 'application/json', 0],
  ['application/json', 'application/problem+json', 0],
];
for (const [declared, essence, close] of ranges) {
  test(`${declared} names ${essence}: ${close}`, () => expect(closeness(declared, essence)).toBe(close));
}

test('what ends in +json is JSON', () => {
  expect(['application/json', 'application/problem+json', 'text/html'].map(isJsonType)).toEqual([true, true, false]);
});
