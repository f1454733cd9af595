import { expect, test } from '@playwright/test';
import type { HeaderField } from '../core/http.ts';
import { checkSentRequest } from './check-sent-request.ts';
import { contractOf } from './contract.samples.ts';

const contract = contractOf(`openapi: 3.1.1
info: { title: t, version: '1' }
servers: [{ url: 'https://{env}.example.com/base' }]
paths:
  /course/{id}:
    post:
      parameters:
        - { name: id, in: path, required: true, schema: { type: integer } }
        - { name: limit, in: query, schema: { type: integer, maximum: 100 } }
        - { name: tags, in: query, explode: false, schema: { type: array, items: { type: string, maxLength: 2 } } }
        - { name: filters, in: query, schema: { type: object, additionalProperties: { type: string, pattern: ^eq } } }
        - { name: X-Env, in: header, required: true, schema: { type: string } }
        - { name: session, in: cookie, required: true, schema: { type: string, minLength: 3 } }
        - { name: Authorization, in: header, required: true, schema: { type: integer } }
        - { name: sign, in: query, content: { application/xml: {} } }
      requestBody:
        required: true
        content:
          application/json: { schema: { type: object, required: [name], properties: { id: { readOnly: true } } } }
          application/x-www-form-urlencoded:
            schema: { properties: { at: { properties: { x: { type: integer } } }, n: { type: integer } } }
            encoding: { at: { style: deepObject, explode: true } }
          application/octet-stream: {}
      responses: { default: {} }
`);
const [operation] = contract.operations;

type Case = {
  name: string;
  url?: string;
  headers?: readonly HeaderField[];
  type?: string;
  body?: string | Uint8Array;
  says?: string[];
  checked?: string;
  reason?: string;
};

const right: readonly HeaderField[] = [
  ['x-env', 'a'],
  ['Cookie', 'a=b; session=abc'],
];

const cases: Case[] = [
  { name: 'all is right' },
  { name: 'behind the path of a server', url: 'https://e.example.com/base/course/7' },
  { name: 'all in the query is right', url: '/course/7?limit=10&tags=a,b&id=eq.7&name=eq.a+b#x' },
  {
    name: 'a path parameter of another type',
    url: '/course/a%2Fb',
    says: ['a parameter breaks its schema: [path parameter "id"] integer | "a/b" (string)'],
  },
  {
    name: 'a query parameter that is wrong, and one that comes twice',
    url: '/course/7?limit=1000&tags=a&tags=b',
    says: [
      'a parameter breaks its schema: [query parameter "limit"] at most 100 | 1000 (integer)',
      'a parameter is not written as the contract says: [query parameter "tags"] tags once | 2 times: "a", "b"',
    ],
  },
  {
    name: 'a member of an exploded object, beside other parameters',
    url: '/course/7?limit=1&id=7',
    says: ['a parameter breaks its schema: [query parameter "filters" /id] text that matches /^eq/ | "7" (string)'],
  },
  {
    name: 'what is required is not there',
    headers: [],
    says: [
      'a required parameter is not given: [header parameter "X-Env"] the header parameter "X-Env" | nothing',
      'a required parameter is not given: [cookie parameter "session"] the cookie parameter "session" | nothing',
    ],
  },
  {
    name: 'a header that comes twice',
    headers: [...right, ['X-ENV', 'b']],
    says: [
      'a parameter is not written as the contract says: [header parameter "X-Env"] X-Env once | 2 times: "a", "b"',
    ],
  },
  {
    name: 'a parameter that nothing reads',
    url: '/course/7?sign=x',
    checked: 'not-checked',
    reason: 'the query parameter "sign": nothing here reads application/xml',
  },
  {
    name: 'no body',
    body: '',
    says: [
      'a request body is required: a body of application/json or application/x-www-form-urlencoded or application/octet-stream | nothing',
    ],
  },
  {
    name: 'a body that breaks its schema',
    body: '{}',
    says: ['the request body breaks its schema: [/name] the property "name" | nothing; the object has no property'],
  },
  {
    name: 'a body that is no JSON',
    body: '{',
    says: [
      'the request body is not what its media type says: JSON | line 1, column 2: found the end where a property name in quotes should be',
    ],
  },
  {
    name: 'two media types',
    headers: [...right, ['Content-Type', 'text/html']],
    says: [
      'the contract declares no such media type for the request body: application/json or application/x-www-form-urlencoded or application/octet-stream | text/html and application/json',
    ],
  },
  {
    name: 'a form by its encoding',
    type: 'application/x-www-form-urlencoded',
    body: 'at[x]=a&n=1',
    says: ['the request body breaks its schema: [/at/x] integer | "a" (string)'],
  },
  {
    name: 'bytes',
    type: 'application/octet-stream',
    body: new Uint8Array([0, 1]),
    checked: 'wildcard',
    reason: 'the request body: the contract has no schema for this body',
  },
];

for (const { name, url = '/course/7', headers = right, says = [], checked = 'checked', reason, ...sent } of cases) {
  test(`a request over the wire: ${name}`, () => {
    const { type = 'application/json', body = '{"name":"a"}' } = sent;
    const request = { method: 'POST', url, headers: [...headers, ['Content-Type', type] as const], body };
    const { violations, ...how } = checkSentRequest(operation!, request);
    expect(
      violations.map(({ title, at, expected, actual }) =>
        [`${title}:`, ...(at === undefined ? [] : [`[${at}]`]), expected, '|', actual].join(' '),
      ),
    ).toEqual(says);
    expect([how.checked, how.reason]).toEqual([checked, reason]);
  });
}
