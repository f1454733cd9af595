import { expect, test } from '@playwright/test';
import { parseMediaType } from './media-type.ts';
import { contentTypeOf, readBody, readUndeclared } from './read-body.ts';
import type { ReadBody } from './read-body.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const cases: { name: string; type?: string; body: Uint8Array; read: ReadBody }[] = [
  { name: 'JSON', body: bytes('{"a":"高"}'), read: { type: 'value', value: { a: '高' } } },
  {
    name: 'JSON by suffix, whatever the charset says',
    type: 'application/problem+json; charset=gbk',
    body: bytes('"高"'),
    read: { type: 'value', value: '高' },
  },
  {
    name: 'JSON that is none, with its place',
    body: bytes('{\n  "a": 1,\n  b: 2\n}'),
    read: {
      type: 'faulty',
      expected: 'JSON',
      actual: 'line 3, column 3: found "b: 2\\n}" where a property name in quotes should be',
    },
  },
  {
    name: 'JSON cut off',
    body: bytes('{"a":'),
    read: { type: 'faulty', expected: 'JSON', actual: 'line 1, column 6: found the end where a value should be' },
  },
  {
    name: 'HTML as JSON',
    body: bytes('<!DOCTYPE html><html>bad gateway</html>'),
    read: {
      type: 'faulty',
      expected: 'JSON',
      actual: 'line 1, column 1: found "<!DOCTYPE html><html"... where a value should be',
    },
  },
  {
    name: 'bytes that are not UTF-8',
    body: new Uint8Array([0x22, 0xff, 0x22]),
    read: { type: 'faulty', expected: 'JSON in UTF-8', actual: 'bytes that are not UTF-8: "\\"\ufffd\\""' },
  },
  {
    name: 'a byte order mark',
    body: bytes('\ufeff{"a":1}'),
    read: {
      type: 'faulty',
      expected: 'JSON without a byte order mark',
      actual: 'a byte order mark before the first character',
      value: { a: 1 },
    },
  },
  { name: 'text', type: 'text/plain', body: bytes('高 a'), read: { type: 'value', value: '高 a' } },
  {
    name: 'text of another charset',
    type: 'text/html; charset="GBK"',
    body: new Uint8Array([0xb8, 0xdf]),
    read: { type: 'value', value: '高' },
  },
  {
    name: 'text of no known charset',
    type: 'text/plain; charset=klingon',
    body: bytes('a'),
    read: { type: 'unread', reason: 'nothing here reads the charset klingon' },
  },
  {
    name: 'text that breaks its charset',
    type: 'text/plain',
    body: new Uint8Array([0x61, 0xff]),
    read: { type: 'faulty', expected: 'text in utf-8', actual: 'other bytes: "a\ufffd"' },
  },
  {
    name: 'JSON in UTF-16 with a byte order mark',
    body: new Uint8Array([0xff, 0xfe, 0x7b, 0, 0x7d, 0]),
    read: { type: 'faulty', expected: 'JSON in UTF-8', actual: 'text in UTF-16' },
  },
  {
    name: 'JSON in UTF-32',
    body: new Uint8Array([0, 0, 0, 0x7b, 0, 0, 0, 0x7d]),
    read: { type: 'faulty', expected: 'JSON in UTF-8', actual: 'text in UTF-32' },
  },
  {
    name: 'one digit',
    body: bytes('7'),
    read: { type: 'value', value: 7 },
  },
  {
    name: 'nothing as a form',
    type: 'application/x-www-form-urlencoded',
    body: bytes(''),
    read: { type: 'value', value: {} },
  },
  {
    name: 'bytes',
    type: 'image/png',
    body: bytes('x'),
    read: { type: 'bytes', reason: 'nothing here reads image/png', size: 1 },
  },
  {
    name: 'XML',
    type: 'application/xml',
    body: bytes('<a/>'),
    read: { type: 'unread', reason: 'nothing here reads application/xml', value: '<a/>' },
  },
];
for (const { name, type = 'application/json', body, read } of cases) {
  test(`reads ${name}`, () => expect(readBody(body, parseMediaType(type)!)).toEqual(read));
}

const undeclared: [name: string, type: string | undefined, text: string, value: unknown][] = [
  ['JSON of an undeclared type', 'application/json', '{"a":1}', { a: 1 }],
  ['JSON without a type', undefined, '{"a":1}', { a: 1 }],
  ['text without a type', undefined, 'hello', 'hello'],
  ['HTML', 'text/html', '<p>', '<p>'],
  ['JSON that is none', 'application/json', '{', '{'],
  ['nothing', 'application/json', '', undefined],
  ['bytes', 'image/png', 'x', undefined],
];
for (const [name, type, text, value] of undeclared) {
  test(`of an undeclared body expressions see: ${name}`, () =>
    expect(readUndeclared(bytes(text), type)).toEqual(value));
}

test('Content-Type is found without case; a blank one is none', () => {
  const typed = (name: string, value: string): string | undefined =>
    contentTypeOf({
      headers: [
        ['x', 'y'],
        [name, value],
      ],
    });
  expect([typed('CONTENT-type', 'a/b'), typed('Content-Type', ' '), typed('Content-Length', '1')]).toEqual([
    'a/b',
    undefined,
    undefined,
  ]);
});
