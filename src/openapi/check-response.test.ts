import fc from 'fast-check';
import { expect, test } from '@playwright/test';
import { contractOf, answering, responding } from './contract.samples.ts';
import { checkResponse } from './check-response.ts';
import { indexOperations } from './operation-index.ts';
import type { Violation } from './violation.ts';

/** A violation in one line; what to do stands in the cases of specs/. */
function line({ code, severity, title, at, expected, actual, contract }: Violation): string {
  const place = `${at === undefined ? '' : `[${at}] `}${expected} | ${actual} @${contract.line}:${contract.column}`;
  return `${severity === 'error' ? '' : 'warn '}${code} ${title}: ${place}`;
}

const json = (schema: string, status = "'200'"): string =>
  `{ ${status}: { content: { application/json: { schema: ${schema} } } } }`;
const object = '{ type: object, required: [id], properties: { id: { type: integer } } }';
const ok = '{"id":1}';
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

type Case = {
  name: string;
  responses: string;
  answer: Parameters<typeof answering>[0];
  checked?: 'checked' | 'wildcard' | 'not-checked';
  reason?: string;
  says?: string[];
  body?: unknown;
  components?: string;
  version?: string;
};

const cases: Case[] = [
  { name: 'a right answer', responses: json(object), answer: { body: ok }, body: { id: 1 } },
  { name: 'only 2XX declared, server 200', responses: json(object, '2XX'), answer: { body: ok } },
  {
    name: 'an undeclared status',
    responses: "{ '200': {}, 4XX: {} }",
    answer: { status: 500, type: 'text/plain', body: 'oops' },
    says: ['STATUS_NOT_DECLARED the contract declares no such status: 200, 4XX | 500 @7:18'],
    body: 'oops',
  },
  {
    name: '418 text/html where only 200 and default with JSON are declared',
    responses: `{ '200': {}, default: { content: { application/json: { schema: ${object} } } } }`,
    answer: { status: 418, type: 'text/html', body: '<html>teapot</html>' },
    says: [
      'MEDIA_TYPE_NOT_DECLARED the contract declares no such media type for this status: application/json | text/html; the body begins with "<html>teapot</html>" @7:51',
    ],
    body: '<html>teapot</html>',
  },
  {
    name: 'an error response is checked too',
    responses: `{ '200': {}, 4XX: { content: { application/json: { schema: { type: object, required: [code] } } } } }`,
    answer: { status: 404, body: '{}' },
    says: [
      'BODY_SCHEMA_MISMATCH the answer breaks the contract: [/code] the property "code" | nothing; the object has no property @7:103',
    ],
    body: {},
  },
  {
    name: 'charset and case of the media type',
    responses: json(object),
    answer: { type: 'Application/JSON;Charset=UTF-8', body: '{"id":"1"}' },
    says: ['BODY_SCHEMA_MISMATCH the answer breaks the contract: [/id] integer | "1" (string) @7:126'],
  },
  {
    name: 'no Content-Type, text body',
    responses: json(object),
    answer: { type: undefined, body: 'hello' },
    says: [
      'MEDIA_TYPE_NOT_DECLARED the answer has a body, and no Content-Type: application/json | no Content-Type; the body begins with "hello" @7:38',
    ],
    body: 'hello',
  },
  {
    name: 'a Content-Type that is none',
    responses: json(object),
    answer: { type: 'json', body: ok },
    says: [
      'MEDIA_TYPE_NOT_DECLARED the Content-Type is not a media type: application/json | "json" (string); the body begins with "{\\"id\\":1}" @7:38',
    ],
    body: { id: 1 },
  },
  {
    name: 'a problem document is not application/json',
    responses: json(object),
    answer: { type: 'application/problem+json', body: ok },
    says: [
      'MEDIA_TYPE_NOT_DECLARED the contract declares no such media type for this status: application/json | application/problem+json; the body begins with "{\\"id\\":1}" @7:38',
    ],
    body: { id: 1 },
  },
  {
    name: 'a recursive schema',
    responses: json("{ $ref: '#/components/schemas/N' }"),
    components:
      "{ schemas: { N: { type: object, properties: { v: { type: integer }, next: { $ref: '#/components/schemas/N' } } } } }",
    answer: { body: '{"v":1,"next":{"v":"x"}}' },
    says: ['BODY_SCHEMA_MISMATCH the answer breaks the contract: [/next/v] integer | "x" (string) @8:70'],
  },
  {
    name: 'an undeclared property',
    responses: json(object),
    answer: { body: '{"id":1,"more":2}' },
    says: [
      'warn PROPERTY_NOT_DECLARED the answer has a property that the contract does not declare: [/more] only "id" | "more": 2 (integer) @7:68',
    ],
  },
  {
    name: 'an int64 beyond its range',
    responses: json('{ format: int64 }'),
    answer: { body: '92233720368547758079' },
    says: [
      'BODY_SCHEMA_MISMATCH the answer breaks the contract: [] int64, from -9223372036854775808 to 9223372036854775807 | 92233720368547758079 (integer) @7:78',
    ],
  },
  {
    name: '200 JSON with an empty body',
    responses: json(object),
    answer: {},
    says: ['BODY_MISSING the answer has no body: a body of application/json | nothing @7:38'],
  },
  {
    name: 'an empty body without Content-Type',
    responses: json(object),
    answer: { type: undefined },
    says: ['BODY_MISSING the answer has no body: a body of application/json | nothing @7:38'],
  },
  {
    name: 'a body where no content is declared',
    responses: "{ '200': { description: none } }",
    answer: { body: ok },
    says: [
      'BODY_NOT_DECLARED the contract declares no body for this status: no body | 8 bytes of application/json: "{\\"id\\":1}" @7:27',
    ],
    body: { id: 1 },
  },
  { name: 'no body where none is declared', responses: "{ '200': {} }", answer: {} },
  { name: '204 without body', responses: "{ '204': {} }", answer: { status: 204, type: undefined } },
  { name: '204 by default with content', responses: json(object, 'default'), answer: { status: 204, type: undefined } },
  {
    name: '204 with a body',
    responses: "{ '204': {} }",
    answer: { status: 204, body: ok },
    says: [
      'BODY_NOT_DECLARED the contract declares no body for this status: no body | 8 bytes of application/json: "{\\"id\\":1}" @7:27',
    ],
  },
  { name: '304 without body', responses: json(object, "'304'"), answer: { status: 304, type: undefined } },
  { name: '205 without body', responses: json(object, "'205'"), answer: { status: 205, type: undefined } },
  { name: 'HEAD without body', responses: json(object), answer: { method: 'HEAD' } },
  {
    name: 'HEAD with a body',
    responses: "{ '200': {} }",
    answer: { method: 'HEAD', body: ok },
    says: [
      'BODY_NOT_DECLARED the contract declares no body for this status: no body | 8 bytes of application/json: "{\\"id\\":1}" @7:27',
    ],
  },
  {
    name: 'empty text is text',
    responses: "{ '200': { content: { text/plain: { schema: { type: string, minLength: 1 } } } } }",
    answer: { type: 'text/plain' },
    says: [
      'BODY_SCHEMA_MISMATCH the answer breaks the contract: [] at least 1 character | 0 characters: "" (string) @7:89',
    ],
    body: '',
  },
  {
    name: 'JSON that does not parse',
    responses: json(object),
    answer: { body: '{"id":1' },
    says: [
      'BODY_NOT_PARSEABLE the body is not what its media type says: JSON | line 1, column 8: found the end where "," or "}" should be @7:58',
    ],
    body: undefined,
  },
  {
    name: 'JSON that is not UTF-8',
    responses: json(object),
    answer: { body: new Uint8Array([0x22, 0xc3, 0x28, 0x22]) },
    says: [
      'BODY_NOT_PARSEABLE the body is not what its media type says: JSON in UTF-8 | bytes that are not UTF-8: "\\"\ufffd(\\"" @7:58',
    ],
  },
  {
    name: 'JSON with a byte order mark is judged all the same',
    responses: json(object),
    answer: { body: '\ufeff{"id":"1"}' },
    says: [
      'BODY_NOT_PARSEABLE the body is not what its media type says: JSON without a byte order mark | a byte order mark before the first character @7:58',
      'BODY_SCHEMA_MISMATCH the answer breaks the contract: [/id] integer | "1" (string) @7:126',
    ],
    body: { id: '1' },
  },
  {
    name: 'text with a schema',
    responses: "{ '200': { content: { text/*: { schema: { type: string, pattern: ^a } } } } }",
    answer: { type: 'text/plain', body: 'b' },
    says: ['BODY_SCHEMA_MISMATCH the answer breaks the contract: [] text that matches /^a/ | "b" (string) @7:83'],
    body: 'b',
  },
  {
    name: 'XML is not checked',
    responses: "{ '200': { content: { application/xml: { schema: { type: object } } } } }",
    answer: { type: 'application/xml', body: '<a/>' },
    checked: 'not-checked',
    reason: 'nothing here reads application/xml',
  },
  {
    name: 'any bytes satisfy a contract without a schema',
    responses: "{ '200': { content: { application/octet-stream: {} } } }",
    answer: { type: 'application/octet-stream', body: 'x' },
    checked: 'wildcard',
    reason: 'the contract has no schema for this body',
  },
  {
    name: 'any bytes satisfy binary',
    responses:
      "{ '200': { content: { image/*: { schema: { type: string, format: binary, description: a picture } } } } }",
    answer: { type: 'image/png', body: new Uint8Array([0x89, 0x50]) },
    checked: 'wildcard',
    reason: 'any bytes satisfy the schema',
  },
  {
    name: 'no bytes are bytes too',
    responses: "{ '200': { content: { application/octet-stream: { schema: { contentMediaType: image/png } } } } }",
    answer: { type: 'application/octet-stream' },
    checked: 'wildcard',
    reason: 'any bytes satisfy the schema',
  },
  {
    name: 'bytes are counted by maxLength',
    responses: `{ '200': { content: { application/octet-stream: { schema: { type: string, format: binary, maxLength: 3 } } } } }`,
    answer: { type: 'application/octet-stream', body: new Uint8Array([0xff, 0xfe, 0xfd]) },
  },
  {
    name: 'more bytes than maxLength break the schema',
    responses: `{ '200': { content: { application/octet-stream: { schema: { maxLength: 2 } } } } }`,
    answer: { type: 'application/octet-stream', body: new Uint8Array([0xff, 0xfe, 0xfd]) },
    says: ['BODY_SCHEMA_MISMATCH the answer breaks the contract: [] at most 2 bytes | 3 bytes @7:89'],
  },
  ...['{ type: object }', '{ type: string, minLength: 1 }', '{ type: string, format: byte }', 'false'].map(
    (schema) => ({
      name: `bytes by ${schema} are not checked`,
      responses: `{ '200': { content: { application/octet-stream: { schema: ${schema} } } } }`,
      answer: { type: 'application/octet-stream', body: 'x' },
      checked: 'not-checked' as const,
      reason: 'nothing here reads application/octet-stream',
    }),
  ),
  ...[
    'text/xml',
    'application/soap+xml',
    'text/event-stream',
    'application/x-ndjson',
    'application/jsonl',
    'application/json-seq',
    'multipart/mixed; boundary="a;b"',
    'application/yaml',
    'application/cbor',
  ].map((type) => ({
    name: `${type} is not checked, even without a schema`,
    responses: `{ '200': { content: { '*/*': {} } } }`,
    answer: { type, body: 'x' },
    checked: 'not-checked' as const,
    reason: `nothing here reads ${type.split(';')[0]!}`,
  })),
  {
    name: 'a form is judged by its schema',
    responses:
      "{ '200': { content: { application/x-www-form-urlencoded: { schema: { required: [a], properties: { a: { type: integer }, b: { items: { type: integer } } } } } } } }",
    answer: { type: 'application/x-www-form-urlencoded', body: 'a=x+y&b=1&b=2' },
    says: ['BODY_SCHEMA_MISMATCH the answer breaks the contract: [/a] integer | "x y" (string) @7:127'],
    body: { a: 'x y', b: [1, 2] },
  },
  {
    name: 'a form that is none',
    responses: "{ '200': { content: { application/x-www-form-urlencoded: {} } } }",
    answer: { type: 'application/x-www-form-urlencoded', body: 'a=100%' },
    checked: 'checked',
    says: [
      'BODY_NOT_PARSEABLE the body is not what its media type says: a form, percent-encoded in UTF-8 | "100%" @7:75',
    ],
  },
  {
    name: 'a body over the limit',
    responses: json(object),
    answer: {
      headers: [['Content-Length', '52428800']],
      unread: { type: 'too large', limit: 16 * 1024 * 1024, beginning: bytes('[{"id":1},{"id":2},{"id":3}]') },
    },
    says: [
      'BODY_TOO_LARGE the body is larger than what is read of one: at most 16 MiB | more (Content-Length: 52428800), so the rest was not read; it begins with "[{\\"id\\":1},{\\"id\\":2},{"... @7:58',
    ],
    body: undefined,
  },
  {
    name: 'a body that grows beyond the limit',
    responses: json(object),
    answer: {
      unread: {
        type: 'too large',
        limit: 1000,
        coding: 'br',
        beginning: new Uint8Array([0x1f, 0x8b, 0, 1, 2, 3, 4, 5, 6]),
      },
    },
    says: [
      'BODY_TOO_LARGE the body is larger than what is read of one: at most 1000 bytes | br that grows beyond it, so the rest was not read; it begins with the bytes 1f 8b 00 01 02 03 04 05 ... @7:58',
    ],
  },
  {
    name: 'a body over the limit, of another media type, and headers that are wrong',
    responses: "{ '200': { headers: { X-Id: { required: true } }, content: { application/json: {} } } }",
    answer: { type: 'text/html', unread: { type: 'too large', limit: 2048, beginning: bytes('<p>') } },
    says: [
      'MEDIA_TYPE_NOT_DECLARED the contract declares no such media type for this status: application/json | text/html; the body begins with "<p>" @7:77',
      'HEADER_MISSING a required header is absent: [X-Id] the header X-Id | nothing @7:46',
      'BODY_TOO_LARGE the body is larger than what is read of one: at most 2 KiB | more, so the rest was not read; it begins with "<p>" @7:27',
    ],
  },
  {
    name: 'a body over the limit where none is declared',
    responses: "{ '200': {} }",
    answer: { unread: { type: 'too large', limit: 2048, beginning: bytes('x') } },
    says: [
      'BODY_NOT_DECLARED the contract declares no body for this status: no body | a body of application/json: "x" @7:27',
      'BODY_TOO_LARGE the body is larger than what is read of one: at most 2 KiB | more, so the rest was not read; it begins with "x" @7:27',
    ],
  },
  {
    name: 'a content coding that is broken is an error however sure the contract is',
    responses: `{ '200': { x-confidence: inferred, content: { application/json: { schema: ${object} } } } }`,
    answer: {
      unread: { type: 'coding', coding: 'gzip', reason: 'incorrect header check', beginning: bytes('{"id":1}') },
    },
    says: [
      'BODY_NOT_PARSEABLE the body is not what its Content-Encoding says: a body in the content coding gzip | incorrect header check; it begins with "{\\"id\\":1}" @7:82',
    ],
  },
  {
    name: '204 that speaks of a length',
    responses: "{ '204': {}, default: { content: { application/json: {} } } }",
    answer: { status: 204, type: undefined, headers: [['Content-Length', '2']] },
    says: ['BODY_NOT_DECLARED the contract declares no body for this status: no body | Content-Length: 2 @7:27'],
  },
  {
    name: '204 with a body that the contract declares against HTTP',
    responses: json(object, "'204'"),
    answer: { status: 204, body: ok },
    says: [
      'BODY_NOT_DECLARED HTTP allows no body in this answer: no body | 8 bytes of application/json: "{\\"id\\":1}" @7:27',
    ],
  },
  {
    name: '304 may tell the length that 200 would have',
    responses: "{ '304': {} }",
    answer: { status: 304, type: undefined, headers: [['Content-Length', '9']] },
  },
  {
    name: 'two Content-Type fields that differ',
    responses: json(object),
    answer: { body: ok, headers: [['content-type', 'text/html']] },
    says: [
      'MEDIA_TYPE_NOT_DECLARED the answer has several Content-Type fields that differ: one Content-Type | "application/json" and "text/html" @7:38',
    ],
    body: { id: 1 },
  },
  {
    name: 'the same Content-Type twice',
    responses: json(object),
    answer: { body: ok, headers: [['content-type', 'application/json']] },
  },
  ...['application/json, text/html', '*/*', 'application/json; charset'].map((type) => ({
    name: `${type} is no media type`,
    responses: json(object),
    answer: { type, body: ok },
    says: [
      `MEDIA_TYPE_NOT_DECLARED the Content-Type is not a media type: application/json | "${type}" (string); the body begins with "{\\"id\\":1}" @7:38`,
    ],
  })),
  {
    name: 'JSON with a NUL behind it',
    responses: json(object),
    answer: { body: '{"id":1}\0' },
    says: [
      'BODY_NOT_PARSEABLE the body is not what its media type says: JSON | line 1, column 9: found "\\u0000" where the end should be @7:58',
    ],
  },
  {
    name: 'JSON in UTF-16',
    responses: json(object),
    answer: { body: new Uint8Array(Buffer.from(ok, 'utf16le')), type: 'application/json; charset=utf-16' },
    says: ['BODY_NOT_PARSEABLE the body is not what its media type says: JSON in UTF-8 | text in UTF-16 @7:58'],
  },
  {
    name: 'JSON that is nested too deep',
    responses: json('{}'),
    answer: { body: '['.repeat(10_000) + ']'.repeat(10_000) },
    says: [
      'BODY_NOT_PARSEABLE the body is not what its media type says: JSON | it is nested more than 500 levels deep @7:58',
    ],
  },
  {
    name: 'a header that comes twice, and is no list',
    responses: "{ '200': { headers: { X-Id: { schema: { type: string } } } } }",
    answer: {
      headers: [
        ['X-Id', 'a'],
        ['x-id', 'b'],
      ],
    },
    says: ['HEADER_SCHEMA_MISMATCH a header breaks its schema: [X-Id] X-Id once | 2 times: "a", "b" @7:46'],
  },
  {
    name: 'a header that comes twice, and is a list',
    responses: "{ '200': { headers: { X-Id: { schema: { items: { type: integer } } } } } }",
    answer: {
      headers: [
        ['X-Id', '1'],
        ['x-id', '2, x'],
      ],
    },
    says: ['HEADER_SCHEMA_MISMATCH a header breaks its schema: [X-Id /2] integer | "x" (string) @7:73'],
  },
  {
    name: 'a field that HTTP defines as a list may come twice, whatever the contract calls it',
    responses: "{ '200': { headers: { Vary: { schema: { type: string, maxLength: 5 } } } } }",
    answer: {
      headers: [
        ['Vary', 'a'],
        ['Vary', 'bcd'],
      ],
    },
    says: [
      'HEADER_SCHEMA_MISMATCH a header breaks its schema: [Vary] at most 5 characters | 6 characters: "a, bcd" (string) @7:83',
    ],
  },
  {
    name: 'a header with an object, exploded',
    responses: "{ '200': { headers: { X-A: { explode: true, schema: { properties: { a: { type: integer } } } } } } }",
    answer: { headers: [['X-A', 'a=1, b=2']] },
  },
  {
    name: 'a header with an object that is none',
    responses: "{ '200': { headers: { X-A: { schema: { type: object } } } } }",
    answer: { headers: [['X-A', 'a,1,b']] },
    says: [
      'HEADER_SCHEMA_MISMATCH a header breaks its schema: [X-A] names and values in turn | "a,1,b" (string) @7:45',
    ],
  },
  {
    name: 'a header of a media type that nothing reads',
    responses:
      "{ '200': { headers: { X-A: { content: { application/xml: {} } } }, content: { application/json: { schema: { type: object } } } } }",
    answer: { headers: [['X-A', '<a/>']], body: ok },
    checked: 'not-checked',
    reason: 'the header X-A: nothing here reads application/xml',
    body: { id: 1 },
  },
  {
    name: 'a schema that cannot judge',
    responses: json('{ $dynamicRef: "#a" }'),
    answer: { body: ok },
    checked: 'not-checked',
    reason: 'the schema uses $dynamicRef, which is not carried out',
    body: { id: 1 },
  },
  {
    name: 'no schema',
    responses: "{ '200': { content: { application/json: {} } } }",
    answer: { body: ok },
    checked: 'wildcard',
    reason: 'the contract has no schema for this body',
    body: { id: 1 },
  },
  {
    name: 'a schema that allows anything',
    responses: json('{ type: object }'),
    answer: { body: ok },
    checked: 'wildcard',
    reason: 'the schema allows anything',
  },
  {
    name: 'even a wildcard has its type',
    responses: json('{ type: object }'),
    answer: { body: '[]' },
    checked: 'wildcard',
    reason: 'the schema allows anything',
    says: ['BODY_SCHEMA_MISMATCH the answer breaks the contract: [] object | [] (array) @7:76'],
  },
  {
    name: 'writeOnly is not required of an answer',
    responses: json('{ required: [secret], properties: { secret: { writeOnly: true } } }'),
    answer: { body: '{}' },
  },
  {
    name: '3.0 nullable',
    responses: json('{ type: object, nullable: true, properties: { a: { type: string, nullable: true } } }'),
    version: '3.0.3',
    answer: { body: '{"a":null}' },
  },

  {
    name: 'a required header is absent',
    responses: "{ '200': { headers: { X-Id: { required: true, schema: {} } } } }",
    answer: {},
    says: ['HEADER_MISSING a required header is absent: [X-Id] the header X-Id | nothing @7:46'],
  },
  {
    name: 'a header that is not required may be absent',
    responses: "{ '200': { headers: { X-Id: { schema: {} } } } }",
    answer: {},
  },
  {
    name: 'headers compare without case',
    responses: "{ '200': { headers: { X-Id: { required: true, schema: { type: integer } } } } }",
    answer: { headers: [['x-iD', '7']] },
  },
  {
    name: 'a header of the wrong type',
    responses: "{ '200': { headers: { X-Id: { schema: { type: integer } } } } }",
    answer: { headers: [['X-Id', 'seven']] },
    says: ['HEADER_SCHEMA_MISMATCH a header breaks its schema: [X-Id] integer | "seven" (string) @7:64'],
  },
  {
    name: 'a header of booleans and a list',
    responses:
      "{ '200': { headers: { A: { schema: { type: boolean } }, B: { schema: { type: array, items: { type: integer } } } } } }",
    answer: {
      headers: [
        ['A', 'yes'],
        ['B', '1, x'],
        ['B', '3'],
      ],
    },
    says: [
      'HEADER_SCHEMA_MISMATCH a header breaks its schema: [A] boolean | "yes" (string) @7:61',
      'HEADER_SCHEMA_MISMATCH a header breaks its schema: [B /1] integer | "x" (string) @7:117',
    ],
  },
  {
    name: 'Set-Cookie is not split at commas',
    responses: "{ '200': { headers: { Set-Cookie: { schema: { type: string, pattern: '^[a-z]+=' } } } } }",
    answer: {
      headers: [
        ['set-cookie', 'a=1; Expires=Mon, 23 Nov 2026'],
        ['set-cookie', 'B=2'],
      ],
    },
    says: [
      'HEADER_SCHEMA_MISMATCH a header breaks its schema: [Set-Cookie] text that matches /^[a-z]+=/ | "B=2" (string) @7:87',
    ],
  },
  {
    name: 'Set-Cookie as a list',
    responses: "{ '200': { headers: { Set-Cookie: { schema: { type: array, maxItems: 1, items: {} } } } } }",
    answer: { headers: [['set-cookie', 'a=1; Expires=Mon, 23 Nov 2026']] },
  },
  {
    name: 'a header with a content',
    responses: "{ '200': { headers: { X-A: { content: { application/json: { schema: { type: object } } } } } } }",
    answer: { headers: [['X-A', '[1]']] },
    says: ['HEADER_SCHEMA_MISMATCH a header breaks its schema: [X-A] object | [1] (array) @7:94'],
  },
  {
    name: 'a header with a content that does not parse',
    responses: "{ '200': { headers: { X-A: { content: { application/json: {} } } } } }",
    answer: { headers: [['X-A', 'x']] },
    says: ['HEADER_SCHEMA_MISMATCH a header breaks its schema: [X-A] JSON | "x" (string) @7:56'],
  },
  {
    name: 'status, media type, headers, body: in this order',
    responses: "{ '200': { headers: { X-Id: { required: true } }, content: { application/json: {} } } }",
    answer: { type: 'text/html', body: 'x' },
    says: [
      'MEDIA_TYPE_NOT_DECLARED the contract declares no such media type for this status: application/json | text/html; the body begins with "x" @7:77',
      'HEADER_MISSING a required header is absent: [X-Id] the header X-Id | nothing @7:46',
    ],
  },
  {
    name: 'headers come before the body',
    responses:
      "{ '200': { headers: { X-Id: { required: true } }, content: { application/json: { schema: { type: object, required: [id] } } } } }",
    answer: { body: '{}' },
    says: [
      'HEADER_MISSING a required header is absent: [X-Id] the header X-Id | nothing @7:46',
      'BODY_SCHEMA_MISMATCH the answer breaks the contract: [/id] the property "id" | nothing; the object has no property @7:133',
    ],
  },

  {
    name: 'a guessed property warns',
    responses: json('{ properties: { id: { type: integer, x-confidence: inferred }, name: { type: string } } }'),
    answer: { body: '{"id":"1","name":1}' },
    says: [
      'warn BODY_SCHEMA_MISMATCH the answer breaks the contract (the contract only guesses this): [/id] integer | "1" (string) @7:96',
      'BODY_SCHEMA_MISMATCH the answer breaks the contract: [/name] string | 1 (integer) @7:145',
    ],
  },
  {
    name: 'a guessed response warns, but not what is sure inside',
    responses:
      "{ '200': { x-confidence: inferred, content: { application/json: { schema: { properties: { a: { type: integer }, b: { type: integer, x-confidence: documented } } } } } } }",
    answer: { body: '{"a":"x","b":"x"}' },
    says: [
      'warn BODY_SCHEMA_MISMATCH the answer breaks the contract (the contract only guesses this): [/a] integer | "x" (string) @7:119',
      'BODY_SCHEMA_MISMATCH the answer breaks the contract: [/b] integer | "x" (string) @7:141',
    ],
  },
  {
    name: 'a guessed header warns',
    responses: "{ '200': { headers: { X-Id: { required: true, x-confidence: inferred } } } }",
    answer: {},
    says: [
      'warn HEADER_MISSING a required header is absent (the contract only guesses this): [X-Id] the header X-Id | nothing @7:46',
    ],
  },
  {
    name: 'other levels of confidence are no guess',
    responses: "{ '200': { headers: { X-Id: { required: true, x-confidence: reported } } } }",
    answer: {},
    says: ['HEADER_MISSING a required header is absent: [X-Id] the header X-Id | nothing @7:46'],
  },
];

for (const { name, responses, answer, checked = 'checked', reason, says = [], components, version, ...more } of cases) {
  test(name, () => {
    const result = checkResponse([responding(responses, components, version)], answering(answer));
    expect(result.check.violations.map(line)).toEqual(says);
    expect([result.check.checked, result.check.reason, result.check.operationId]).toEqual([checked, reason, 'getX']);
    if ('body' in more) expect(result.body).toEqual(more.body);
  });
}

test('many rows with the same fault are one violation', () => {
  const rows = JSON.stringify(Array.from({ length: 30 }, () => ({ id: 'x' })));
  const { check } = checkResponse([responding(json(`{ items: ${object} }`))], answering({ body: rows }));
  expect(check.violations.map(({ title, at }) => [title, at])).toEqual([
    ['the answer breaks the contract, 30 times, first at /0/id, /1/id, /2/id', '/0/id'],
  ]);
});

test("the application's concrete path is a layer on top of the platform's template", () => {
  const path = (name: string, id: string, responses: string, parameters = '[]'): string =>
    `openapi: 3.1.1\ninfo: { title: t, version: '1' }\npaths:\n  ${name}:\n    get:\n      operationId: ${id}\n      parameters: ${parameters}\n      responses: ${responses}\n`;
  const platform = contractOf(
    path(
      '/rest/{table}',
      'queryRecords',
      `{ '200': { content: { application/json: {} } }, 4XX: {}, default: {} }`,
      '[{ name: table, in: path, required: true, schema: {} }]',
    ),
  );
  const app = contractOf(path('/rest/course', 'queryCourse', json(object)));
  const operations = indexOperations([platform, app]).byRequest('GET', '/rest/course');
  const judgedBy = (status: number, body = ''): unknown => {
    const { check } = checkResponse(operations, answering({ status, body }));
    return [check.operationId, check.declared, check.violations.map(({ code }) => code)];
  };
  expect(judgedBy(200, '{}')).toEqual(['queryCourse', '200', ['BODY_SCHEMA_MISMATCH']]);
  expect(judgedBy(404)).toEqual(['queryRecords', '4XX', []]);
  expect(judgedBy(500)).toEqual(['queryRecords', 'default', []]);
});

test('no operation: not checked, and the body can still be seen', () => {
  expect(checkResponse([], answering({ body: ok }))).toEqual({
    check: {
      checked: 'not-checked',
      reason: 'no operation of a contract fits the request',
      violations: [],
      operationId: '',
    },
    body: { id: 1 },
  });
});

test('a body too deep to judge is a finding, and nothing is thrown', () => {
  const deep = '{"n":'.repeat(100_000) + '1' + '}'.repeat(100_000);
  const components = "{ schemas: { N: { properties: { n: { $ref: '#/components/schemas/N' } } } } }";
  const { check } = checkResponse(
    [responding(json("{ $ref: '#/components/schemas/N' }"), components)],
    answering({ body: deep }),
  );
  expect(check.violations.map(({ code, actual }) => [code, actual])).toEqual([
    ['BODY_NOT_PARSEABLE', 'it is nested more than 500 levels deep'],
  ]);
});

test('no answer whatever makes it throw', () => {
  const operation = responding(
    `{ '200': { headers: { A: { schema: { type: object } }, B: { content: { application/json: { schema: {} } } } }, content: { application/json: { schema: { oneOf: [${object}, { type: array, items: { format: date } }] } }, text/*: { schema: { type: integer } } } }, 4XX: {} }`,
  );
  const type = fc.oneof(
    fc.string(),
    fc.constantFrom('application/json', 'text/plain', 'text/plain; charset=x', undefined),
  );
  const body = fc.oneof(fc.uint8Array(), fc.json(), fc.string());
  const headers = fc.array(fc.tuple(fc.constantFrom('A', 'B', 'Content-Type'), fc.string()));
  const answer = fc.record({ status: fc.integer({ min: 0, max: 999 }), type, body, headers });
  fc.assert(
    fc.property(answer, (sent) => {
      expect(['checked', 'wildcard', 'not-checked']).toContain(
        checkResponse([operation], answering(sent)).check.checked,
      );
    }),
  );
});
