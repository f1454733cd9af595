import { expect, test } from '@playwright/test';
import type { JsonValue } from '../core/json.ts';
import { checkRequest } from './check-request.ts';
import { contractOf } from './contract.samples.ts';

type Case = {
  name: string;
  operation: string;
  parameters?: Readonly<Record<string, JsonValue>>;
  body?: JsonValue;
  contentType?: string;
  says?: string[];
  checked?: string;
  reason?: string;
};

const limit = 'parameters: [{ name: limit, in: query, required: true, schema: { type: integer, maximum: 100 } }]';
const header = 'parameters: [{ name: X-Env, in: header, required: true, schema: { type: string } }]';
const body =
  'requestBody: { required: true, content: { application/json: { schema: { type: object, required: [id, name], properties: { id: { readOnly: true }, name: { type: string } } } } } }';

const form =
  'requestBody: { content: { application/x-www-form-urlencoded: { schema: { type: object, required: [id], properties: { id: { type: integer }, when: { type: object }, tags: { type: array, maxItems: 2 } } } } } }';

const cases: Case[] = [
  { name: 'a right parameter', operation: limit, parameters: { 'query:limit': 10 } },
  {
    name: 'a required parameter is not given',
    operation: limit,
    says: ['a required parameter is not given: [query parameter "limit"] the query parameter "limit" | nothing'],
  },
  {
    name: 'a parameter breaks its schema',
    operation: limit,
    parameters: { 'query:limit': 1000 },
    says: ['a parameter breaks its schema: [query parameter "limit"] at most 100 | 1000 (integer)'],
  },
  { name: 'a number as text is sent as the same text', operation: limit, parameters: { 'query:limit': '10' } },
  {
    name: 'text that is no number',
    operation: limit,
    parameters: { 'query:limit': 'ten' },
    says: ['a parameter breaks its schema: [query parameter "limit"] integer | "ten" (string)'],
  },
  { name: 'a number for text is sent as text', operation: header, parameters: { 'header:X-Env': 7 } },
  { name: 'headers compare without case', operation: header, parameters: { 'header:x-env': 'a' } },
  {
    name: 'a parameter of another place is another parameter',
    operation: limit,
    parameters: { 'header:limit': 1 },
    says: ['a required parameter is not given: [query parameter "limit"] the query parameter "limit" | nothing'],
  },
  {
    name: 'Authorization is no parameter',
    operation: 'parameters: [{ name: Authorization, in: header, required: true, schema: { type: integer } }]',
  },
  { name: 'undeclared parameters are allowed', operation: '{}', parameters: { 'query:id': 'eq.1' } },
  {
    name: 'an item of a list',
    operation: 'parameters: [{ name: a, in: query, schema: { items: { type: integer } } }]',
    parameters: { 'query:a': [1, 'x'] },
    says: ['a parameter breaks its schema: [query parameter "a" /1] integer | "x" (string)'],
  },
  {
    name: 'text that is sent as a list',
    operation: 'parameters: [{ name: a, in: query, schema: { type: array, items: { maxLength: 3 } } }]',
    parameters: { 'query:a': 'one, two' },
  },
  {
    name: 'an item of text that is sent as a list',
    operation: 'parameters: [{ name: a, in: query, schema: { type: array, items: { maxLength: 3 } } }]',
    parameters: { 'query:a': 'one,three' },
    says: [
      'a parameter breaks its schema: [query parameter "a" /1] at most 3 characters | 5 characters: "three" (string)',
    ],
  },
  {
    name: 'a right body; readOnly is not required',
    operation: body,
    body: { name: 'a' },
    contentType: 'application/json',
  },
  {
    name: 'a body breaks its schema',
    operation: body,
    body: { name: 1 },
    contentType: 'application/json; charset=utf-8',
    says: ['the request body breaks its schema: [/name] string | 1 (integer)'],
  },
  {
    name: 'a required body is not given',
    operation: body,
    says: ['a request body is required: a body of application/json | nothing'],
  },
  {
    name: 'a media type that is not declared',
    operation: body,
    body: 'x',
    contentType: 'text/plain',
    says: ['the contract declares no such media type for the request body: application/json | text/plain'],
  },
  {
    name: 'no media type',
    operation: body,
    body: 'x',
    says: ['the contract declares no such media type for the request body: application/json | no Content-Type'],
  },
  {
    name: 'a body where none is declared',
    operation: '{}',
    body: 1,
    contentType: 'application/json',
    says: ['the contract declares no request body: no body | 1 (integer)'],
  },
  { name: 'no body where none is declared', operation: '{}' },
  { name: 'an optional body may be absent', operation: 'requestBody: { content: { application/json: {} } }' },
  {
    name: 'of a list of numbers as text the same text is sent',
    operation: 'parameters: [{ name: a, in: query, schema: { type: array, items: { type: integer } } }]',
    parameters: { 'query:a': ['1', '2'] },
  },
  {
    name: 'a list where text is meant',
    operation: 'parameters: [{ name: a, in: query, schema: { type: string } }]',
    parameters: { 'query:a': ['x', 'y'] },
    says: ['a parameter breaks its schema: [query parameter "a"] string | ["x","y"] (array)'],
  },
  {
    name: 'an empty list of a required parameter is not sent',
    operation: 'parameters: [{ name: a, in: query, required: true, schema: { type: array } }]',
    parameters: { 'query:a': [] },
    says: [
      'a required parameter is not given: [query parameter "a"] the query parameter "a" | [] (array), of which nothing is sent',
    ],
  },
  {
    name: 'a parameter of a media type that nothing reads',
    operation: 'parameters: [{ name: a, in: query, content: { application/xml: { schema: { type: string } } } }]',
    parameters: { 'query:a': '<a/>' },
    checked: 'not-checked',
    reason: 'the query parameter "a": nothing here reads application/xml',
  },
  {
    name: 'a body that nothing reads',
    operation: 'requestBody: { content: { application/xml: { schema: { type: object } } } }',
    body: '<a/>',
    contentType: 'application/xml',
    checked: 'not-checked',
    reason: 'the request body: nothing here reads application/xml',
  },
  {
    name: 'a body without a schema',
    operation: 'requestBody: { content: { application/json: {} } }',
    body: {},
    contentType: 'application/json',
    checked: 'wildcard',
    reason: 'the request body: the contract has no schema for this body',
  },
  {
    name: 'a form, as it is sent',
    operation: form,
    body: { id: '7', when: { at: 1 }, tags: ['a', 'b'] },
    contentType: 'application/x-www-form-urlencoded',
  },
  {
    name: 'a form given as text',
    operation: form,
    body: 'id=7&tags=a',
    contentType: 'application/x-www-form-urlencoded',
  },
  {
    name: 'a form that breaks its schema',
    operation: form,
    body: { id: 'x' },
    contentType: 'application/x-www-form-urlencoded',
    says: ['the request body breaks its schema: [/id] integer | "x" (string)'],
  },
  {
    name: 'text has a schema too',
    operation: 'requestBody: { content: { text/plain: { schema: { maxLength: 1 } } } }',
    body: 'ab',
    contentType: 'text/plain',
    says: ['the request body breaks its schema: [] at most 1 character | 2 characters: "ab" (string)'],
  },
];

for (const {
  name,
  operation,
  parameters = {},
  body: sent,
  contentType,
  says = [],
  checked = 'checked',
  reason,
} of cases) {
  test(name, () => {
    const fields = operation === '{}' ? '' : `      ${operation}\n`;
    const contract = contractOf(
      `openapi: 3.1.1\ninfo: { title: t, version: '1' }\npaths:\n  /x:\n    post:\n${fields}      responses: { default: {} }\n`,
    );
    const { violations, ...how } = checkRequest(contract.operations[0]!, {
      parameters: new Map(Object.entries(parameters)),
      body: sent,
      contentType,
    });
    const shown = violations.map(
      ({ title, at, expected, actual }) => `${title}: ${at === undefined ? '' : `[${at}] `}${expected} | ${actual}`,
    );
    expect(shown).toEqual(says);
    expect([how.checked, how.reason]).toEqual([checked, reason]);
    expect(violations.every(({ code }) => code === 'REQUEST_SCHEMA_MISMATCH')).toBe(true);
  });
}
