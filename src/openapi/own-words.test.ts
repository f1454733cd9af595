import { expect, test } from '@playwright/test';
import type { JsonValue } from '../core/json.ts';
import { ownWords, showStatus } from './own-words.ts';

const long = 'x'.repeat(200);

const cases: readonly { name: string; status: number; body: JsonValue | undefined; words: string | undefined }[] = [
  {
    name: 'code and message',
    status: 400,
    body: { code: 'BAD', message: 'no column "a"' },
    words: 'BAD: no column "a"',
  },
  {
    name: 'the names of OAuth 2.0',
    status: 401,
    body: { error: 'invalid_grant', error_description: 'the code is used' },
    words: 'invalid_grant: the code is used',
  },
  { name: 'a code that is a number', status: 500, body: { code: 7, message: '' }, words: '7' },
  { name: 'a message alone', status: 404, body: { message: 'gone' }, words: 'gone' },
  { name: 'a long message', status: 400, body: { code: 'BAD', message: long }, words: `BAD: ${long.slice(0, 115)}...` },
  {
    name: 'members of other kinds',
    status: 400,
    body: { code: null, error: { a: 1 }, message: ['x'] },
    words: undefined,
  },
  {
    name: 'the XML of an object store',
    status: 403,
    body: '<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied.</Message></Error>',
    words: 'AccessDenied: Access Denied.',
  },
  { name: 'other XML', status: 403, body: '<Fault><Code>AccessDenied</Code></Fault>', words: undefined },
  { name: 'text', status: 502, body: '<html>', words: undefined },
  { name: 'an array', status: 400, body: [{ code: 'BAD' }], words: undefined },
  { name: 'no body', status: 400, body: undefined, words: undefined },
  { name: 'an answer that is no error', status: 200, body: { code: 'OK', message: 'fine' }, words: undefined },
];

for (const { name, status, body, words } of cases) {
  test(`the server's own words: ${name}`, () => {
    expect(ownWords(status, body)).toBe(words);
    expect(showStatus(status, body)).toBe(words === undefined ? String(status) : `${status} (${words})`);
  });
}
