import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { createMask } from './secrets.ts';

const phoneCode = '482913';
const password = 'S3cr/t +"&\\密码';
const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl-_x9';

function maskOf(...secrets: readonly (readonly [secret: string, kind: string])[]): (text: string) => string {
  const mask = createMask();
  for (const [secret, kind] of secrets) mask.hide(secret, kind);
  return mask.mask;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const unicode = (text: string): string =>
  [...Array(text.length).keys()].map((at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');

const shared = maskOf([token, 'token'], [phoneCode, 'code'], [password, 'password'], ['other-token', 'token']);

const cases: readonly { name: string; text: string; masked: string }[] = [
  { name: 'a text without a secret', text: 'GET /v1/course?id=eq.1', masked: 'GET /v1/course?id=eq.1' },
  { name: 'a bare secret', text: `Bearer ${token}`, masked: 'Bearer «token#1»' },
  { name: 'a second of the same kind', text: 'other-token', masked: '«token#2»' },
  {
    name: 'several, and one of them twice',
    text: `${token},${phoneCode},${token}`,
    masked: '«token#1»,«code#1»,«token#1»',
  },
  { name: 'inside a longer word', text: `x${token}y`, masked: 'x«token#1»y' },
  { name: 'digits beside letters', text: `code${phoneCode}.`, masked: 'code«code#1».' },
  { name: 'digits inside a longer number', text: `1${phoneCode} ${phoneCode}0`, masked: `1${phoneCode} ${phoneCode}0` },
  { name: 'percent-encoded', text: `p=${encodeURIComponent(password)}&x=1`, masked: 'p=«password#1»&x=1' },
  {
    name: 'percent-encoded in lower case',
    text: encodeURIComponent(password).toLowerCase().replace('s3', 'S3'),
    masked: '«password#1»',
  },
  { name: 'a form field', text: new URLSearchParams({ p: password }).toString(), masked: 'p=«password#1»' },
  { name: 'digits after an escaped character', text: `to=%2B86%20${phoneCode}`, masked: 'to=%2B86%20«code#1»' },
  { name: 'JSON', text: JSON.stringify({ password }), masked: '{"password":"«password#1»"}' },
  {
    name: 'JSON in JSON',
    text: JSON.stringify(JSON.stringify({ password })),
    masked: '"{\\"password\\":\\"«password#1»\\"}"',
  },
  { name: 'JSON with every character escaped', text: `"${unicode(password)}"`, masked: '"«password#1»"' },
  { name: 'JSON with an escaped slash', text: '"S3cr\\/t +\\"&\\\\密码"', masked: '"«password#1»"' },
  {
    name: 'a URL in JSON',
    text: JSON.stringify({ url: `?p=${encodeURIComponent(password)}"` }),
    masked: '{"url":"?p=«password#1»\\""}',
  },
  { name: 'HTML', text: '<b>S3cr/t +&quot;&amp;\\密码</b>', masked: '<b>«password#1»</b>' },
  { name: 'HTML by number', text: 'S3cr&#47;t&#x20;+&#34;&#x26;&#92;&#23494;&#30721;', masked: '«password#1»' },
  { name: 'base64', text: base64(token), masked: '«token#1»=' },
  { name: 'base64 of a bare password', text: base64(password), masked: '«password#1»=' },
  { name: 'base64url', text: Buffer.from(password).toString('base64url'), masked: '«password#1»' },
  { name: 'Basic', text: `Basic ${base64(`u:${phoneCode}`)}`, masked: 'Basic dT«code#1»=' },
  { name: 'hexadecimal', text: Buffer.from(password).toString('hex').toUpperCase(), masked: '«password#1»' },
  {
    name: 'digits in hexadecimal behind a digit',
    text: Buffer.from(`t${phoneCode}`).toString('hex'),
    masked: '74«code#1»',
  },
  { name: 'a pseudonym', text: '«token#1» «code#1»', masked: '«token#1» «code#1»' },
  {
    name: 'no UTF-8 and no end of an escape',
    text: `%ff%c3% \\u12 &# ${phoneCode}`,
    masked: '%ff%c3% \\u12 &# «code#1»',
  },
];

for (const { name, text, masked } of cases) {
  test(`masks ${name}`, () => expect(shared(text)).toBe(masked));
}

test('a secret that holds another is replaced as a whole', () => {
  expect(maskOf(['abcdef', 'key'], ['abcdefghij', 'token'])('abcdefghij abcdef')).toBe('«token#1» «key#1»');
});

test('secrets that overlap are both gone', () => {
  expect(maskOf(['abcdef', 'key'], ['defghi', 'key'])('abcdefghi')).toBe('«key#1»');
});

test('hiding twice keeps the first pseudonym', () => {
  const mask = createMask();
  mask.hide('abcdef', 'key');
  mask.hide('abcdef', 'token');
  expect([mask.mask('abcdef'), mask.size]).toEqual(['«key#1»', 1]);
});

test('secrets of less than 4 characters are not taken', () => {
  expect(maskOf(['abc', 'key'])('abc')).toBe('abc');
});

test('a secret that is the word in its own pseudonym', () => {
  const mask = maskOf(['password', 'password']);
  expect(mask('password')).toBe('«password#1»');
  expect(mask(mask('a password'))).toBe('a «password#1»');
});

test('many secrets that begin alike', () => {
  const secrets = Array.from({ length: 5000 }, (_, index) => `eyJhbGciOiJSUzI1NiJ9.${(index * 7919).toString(36)}.x`);
  const mask = maskOf(...secrets.map((secret) => [secret, 'token'] as const));
  for (const [index, secret] of secrets.entries()) expect(mask(`<${secret}>`)).toBe(`<«token#${index + 1}»>`);
});

const encodings: Readonly<Record<string, (secret: string) => string>> = {
  raw: (secret) => secret,
  percent: (secret) => encodeURIComponent(secret),
  'percent lower': (secret) => encodeURIComponent(secret).replace(/%../g, (escape) => escape.toLowerCase()),
  form: (secret) => new URLSearchParams({ p: secret }).toString().slice(2),
  base64: (secret) => base64(secret).replace(/=+$/, ''),
  base64url: (secret) => Buffer.from(secret).toString('base64url'),
  JSON: (secret) => JSON.stringify(secret).slice(1, -1),
  'JSON by number': unicode,
  HTML: (secret) => secret.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`),
  hex: (secret) => Buffer.from(secret).toString('hex'),
};

for (const [name, encode] of Object.entries(encodings)) {
  test(`no masked text contains a secret as ${name}`, () => {
    const secrets = fc
      .string({ unit: 'grapheme', minLength: 4, maxLength: 40 })
      .filter((secret) => !/[«»\\%&]/.test(secret));
    const sides = fc.constantFrom('', 'x', '"', ' ', '/', '=', '密');
    fc.assert(
      fc.property(secrets, secrets, sides, sides, (secret, other, left, right) => {
        const mask = maskOf([other, 'key'], [secret, 'token']);
        const masked = mask(left + encode(secret) + right + encode(other) + left);
        const rest = masked.replace(/«[^«»]*»/g, '«»');
        expect(rest).not.toContain(encode(secret));
        expect(rest).not.toContain(encode(other));
      }),
      { numRuns: 300 },
    );
  });
}

test('no masked text contains a secret behind a user name in base64', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 4 }), fc.string(), fc.string(), (secret, user, tail) => {
      const text = base64(`${user}:${secret}${tail}`);
      const masked = maskOf([secret, 'password'])(text);
      expect(Buffer.from(masked, 'base64').toString('latin1')).not.toContain(secret);
      expect(masked).toContain('«password#1»');
    }),
    { numRuns: 500 },
  );
});
