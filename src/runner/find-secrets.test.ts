import { expect, test } from '@playwright/test';
import type { HeaderField } from '../core/http.ts';
import type { JsonValue } from '../core/json.ts';
import { findSecretBody, findSecretHeaders, findSecretMembers, secretKind } from './find-secrets.ts';

const members: readonly { name: string; value: JsonValue; declared?: string[]; found: string[] }[] = [
  { name: 'nothing in a plain value', value: 'access_token', found: [] },
  {
    name: 'well-known members, each by its kind',
    value: { access_token: 'a1', password: 'p1' },
    found: ['token a1', 'password p1'],
  },
  { name: 'members deep inside', value: [{ session: [{ refresh_token: 'r1' }] }], found: ['token r1'] },
  { name: 'a code that is a number', value: { verification_code: 123456 }, found: ['code 123456'] },
  { name: 'what the contract declares', value: { pin: 'x1', name: 'n' }, declared: ['pin'], found: ['secret x1'] },
  { name: 'inside a member of a secret name', value: { ticket: { ticket: 't1' } }, found: ['ticket t1'] },
  {
    name: 'what signs an address, decoded, and no more of it',
    value: {
      url: 'https://h/a?sign=ab%2Bcdef01&t=1700000000&X-Amz-Signature=0123456789#x',
      other: 'a?sign=0123456789',
    },
    found: ['signature ab+cdef01', 'signature 0123456789'],
  },
  {
    name: 'no settings that are named alike',
    value: { url: 'https://h/a?sign=true&design=modernism&sign-time=1700000000&key=folder/name.txt' },
    found: [],
  },
  {
    name: 'what signs an address whose path is not encoded',
    value: { downloadUrl: 'https://h/课程/封面 1.jpg?sign=0123456789&t=1' },
    found: ['signature 0123456789'],
  },
  {
    name: 'a password before the host, and addresses in a sentence or in XML',
    value: {
      url: 'https://ana:p%40ssword@h/a',
      message: 'Request <a href="http://h/a?t=1&amp;sign=0123456789">expired</a>, see https://h/b?sig=abcdef012.',
    },
    found: ['password p@ssword', 'signature 0123456789', 'signature abcdef012.'],
  },
  { name: 'not an empty text, a boolean or null', value: { password: '', ticket: null, id_token: true }, found: [] },
];
for (const { name, value, declared, found } of members) {
  test(`secret members: ${name}`, () => {
    const secrets = findSecretMembers(value, new Set(declared));
    expect(secrets.map((secret) => `${secret.kind} ${secret.value}`)).toEqual(found);
  });
}

const bodies: readonly { name: string; text: string; found: string[] }[] = [
  {
    name: 'JSON that is cut off',
    text: '[{"a":1,"authorization":"q-ak=AKID&q-signature=0a1b2c3d4e","pin": "abcd","token',
    found: ['signature q-ak=AKID&q-signature=0a1b2c3d4e', 'secret abcd'],
  },
  { name: 'JSON as a text of JSON', text: '"{\\"access_token\\":\\"abc.def\\"}"', found: ['token abc.def'] },
  { name: 'a form', text: 'a=1&refresh_token=abc.def', found: ['token abc.def'] },
  { name: 'an address alone', text: 'https://h/a b?sign=0123456789', found: ['signature 0123456789'] },
  { name: 'nothing in plain words', text: 'authorization: required, ticket: expired, or access_token', found: [] },
];
for (const { name, text, found } of bodies) {
  test(`secrets of a body that nothing reads: ${name}`, () => {
    expect(findSecretBody(text, new Set(['pin'])).map(({ kind, value }) => `${kind} ${value}`)).toEqual(found);
  });
}

const headers: readonly { name: string; headers: readonly HeaderField[]; found: string[] }[] = [
  {
    name: 'the credential behind the scheme',
    headers: [['authorization', 'Bearer abc.def']],
    found: ['token abc.def'],
  },
  { name: 'what a test of a refusal sends is none', headers: [['authorization', 'Bearer wrong']], found: [] },
  { name: 'other letters are', headers: [['authorization', 'Bearer mine']], found: ['token mine'] },
  { name: 'an Authorization without a scheme', headers: [['Authorization', 'key-1']], found: ['token key-1'] },
  {
    name: 'each cookie that is sent',
    headers: [['Cookie', 'sid=0123456789; lang=en; t=a=bcdefg']],
    found: ['cookie 0123456789', 'cookie a=bcdefg'],
  },
  {
    name: 'the value of Set-Cookie, not its attributes',
    headers: [['set-cookie', 'sid=abcdef; Path=/secure']],
    found: ['cookie abcdef'],
  },
  {
    name: 'an Authorization made of parts, and the part that signs',
    headers: [['authorization', 'TC3-HMAC-SHA256 Credential=AKID1, SignedHeaders=host, Signature=0a1b2c3d4e']],
    found: ['token Credential=AKID1, SignedHeaders=host, Signature=0a1b2c3d4e', 'signature 0a1b2c3d4e'],
  },
  {
    name: 'the signature of COS in an Authorization',
    headers: [['Authorization', 'q-sign-algorithm=sha1&q-sign-time=1790000000;1790003600&q-signature=0a1b2c3d4e']],
    found: [
      'token q-sign-algorithm=sha1&q-sign-time=1790000000;1790003600&q-signature=0a1b2c3d4e',
      'signature 0a1b2c3d4e',
    ],
  },
  {
    name: 'what signs the address of a redirection',
    headers: [
      ['Location', 'https://h/a?sign=0123456789&t=1'],
      ['content-location', '/a?X-Amz-Signature=abcdef0123'],
    ],
    found: ['signature 0123456789', 'signature abcdef0123'],
  },
  { name: 'nothing in other headers', headers: [['X-Request-Id', 'abcdefgh']], found: [] },
];
for (const { name, headers: fields, found } of headers) {
  test(`secret headers: ${name}`, () => {
    expect(findSecretHeaders(fields).map((secret) => `${secret.kind} ${secret.value}`)).toEqual(found);
  });
}

for (const [name, kind] of [
  ['access_token', 'token'],
  ['refreshToken', 'token'],
  ['newPassword', 'password'],
  ['verification_code', 'code'],
  ['apiKey', 'secret'],
]) {
  test(`an input "${name}" is a ${kind}`, () => expect(secretKind(name!)).toBe(kind));
}
