import { expect, test } from '@playwright/test';
import type { SignedRequest, Verdict } from './cos-signature.ts';
import { isLinkSigned, signLink, signRequest, verifySignature } from './cos-signature.ts';

const period = { start: 1000, end: 1900 };
const request: SignedRequest = {
  method: 'put',
  key: '课程/a b.jpg',
  headers: new Map([
    ['content-type', 'image/jpeg; a="(b)"'],
    ['x-cos-meta-fileid', 'x'],
  ]),
};
const signed = signRequest(request, period);

test('a signature has the parts of COS, and all headers in order', () => {
  expect(signed).toMatch(
    /^q-sign-algorithm=sha1&q-ak=AKID\w+&q-sign-time=1000;1900&q-key-time=1000;1900&q-header-list=content-type;x-cos-meta-fileid&q-url-param-list=&q-signature=[0-9a-f]{40}$/,
  );
});

const swap = (from: string | RegExp, to: string): string => signed.replace(from, to);
const cases: readonly (readonly [
  name: string,
  verdict: Verdict,
  authorization: string,
  other?: Partial<SignedRequest>,
  now?: number,
])[] = [
  ['as it was signed', 'valid', signed],
  ['with further headers', 'valid', signed, { headers: new Map([...request.headers, ['accept', '*/*']]) }],
  ['for another key', 'mismatch', signed, { key: '课程/a c.jpg' }],
  ['for another method', 'mismatch', signed, { method: 'get' }],
  [
    'with another value of a header',
    'mismatch',
    signed,
    { headers: new Map([...request.headers, ['content-type', 'image/png']]) },
  ],
  ['without a signed header', 'mismatch', signed, { headers: new Map() }],
  ['with a shorter list of headers', 'mismatch', swap(';x-cos-meta-fileid', '')],
  ['with a longer time', 'mismatch', swap('q-sign-time=1000;1900', 'q-sign-time=1000;9900')],
  ['with a longer time of the key', 'mismatch', swap('q-key-time=1000;1900', 'q-key-time=1000;9900')],
  ['with another signature', 'mismatch', swap(/q-signature=.*/, `q-signature=${'0'.repeat(40)}`)],
  ['without a signature', 'mismatch', swap(/&q-signature=.*/, '')],
  ['of another key of the store', 'unknown key', swap(/q-ak=\w+/, 'q-ak=AKIDother')],
  ['by another algorithm', 'malformed', swap('sha1', 'md5')],
  ['without a time', 'malformed', swap(/q-sign-time=[^&]*&/, '')],
  ['which is none', 'malformed', 'Bearer x'],
  ['with headers that are not percent-encoded', 'mismatch', swap('content-type;', '%;')],
  ['at its first second', 'valid', signed, {}, 1000],
  ['at its last second', 'valid', signed, {}, 1900],
  ['before it begins', 'not yet valid', signed, {}, 999],
  ['after it has ended', 'expired', signed, {}, 1901],
];
for (const [name, verdict, authorization, other = {}, now = 1500] of cases) {
  test(`a signature ${name} is ${verdict}`, () => {
    expect(verifySignature(authorization, { ...request, ...other }, now)).toBe(verdict);
  });
}

test('a link is signed for its key and its time alone', () => {
  const sign = signLink('a', '1000');
  expect(sign).toMatch(/^[0-9a-f]{40}$/);
  expect([isLinkSigned('a', '1000', sign), isLinkSigned('b', '1000', sign), isLinkSigned('a', '1001', sign)]).toEqual([
    true,
    false,
    false,
  ]);
});
