import { expect, test } from '@playwright/test';
import type { JsonValue } from '../core/json.ts';
import { evaluateExpression } from './evaluate-expression.ts';
import type { Lookup } from './expression.ts';
import { parseExpression } from './parse-expression.ts';
import type { Scope } from './scope.ts';
import { scopeOf } from './scope.samples.ts';

function evaluate(text: string, scope: Scope): Lookup {
  const parsed = parseExpression(text);
  if (!parsed.ok) throw new Error(parsed.fault.message);
  return evaluateExpression(parsed.value, scope);
}

const body: JsonValue = { rows: [{ id: 1, 'a/b': 'x' }], none: null, empty: [], text: 'abc', n: 1 };
const scope = scopeOf(body);

const found: readonly [text: string, value: JsonValue][] = [
  ['$url', 'http://gateway/v1/course?id=eq.1'],
  ['$method', 'POST'],
  ['$statusCode', 201],
  ['$self', 'https://example.com/self'],
  ['$request.header.PREFER', 'return=representation'],
  ['$request.query.id', 'eq.1'],
  ['$request.path.table', 'course'],
  ['$request.body#/title', '高等数学'],
  ['$response.header.content-range', '0-0/1'],
  ['$response.header.Vary', 'a, b'],
  ['$response.header.set-cookie', 'a=1'],
  ['$response.body', body],
  ['$response.body#', body],
  ['$response.body#/rows/0/id', 1],
  ['$response.body#/rows/0/a~1b', 'x'],
  ['$response.body#/none', null],
  ['$inputs.phone', '+86 1'],
  ['$inputs.user#/name', '张三'],
  ['$outputs.token', 't'],
  ['$steps.create.outputs.id', 7],
  ['$workflows.login.inputs.phone', 'p'],
  ['$workflows.login.outputs.token', 'w'],
  ['$sourceDescriptions.rdb.url', './rdb.yaml'],
  ['$sourceDescriptions.rdb.type', 'openapi'],
];
for (const [text, value] of found) {
  test(`finds ${text}`, () => expect(evaluate(text, scope)).toEqual({ found: true, value }));
}

const absent: readonly [text: string, reason: string][] = [
  ['$response.body#/empty/0', 'the response body has no /empty/0: /empty/0 is missing, the array is empty'],
  ['$response.body#/rows/1', 'the response body has no /rows/1: /rows/1 is missing, the array has 1 item'],
  [
    '$response.body#/rows/id',
    'the response body has no /rows/id: /rows/id is missing, the array has 1 item; is /rows/0/id meant?',
  ],
  ['$response.body#/rows/0/x', 'the response body has no /rows/0/x: /rows/0/x is missing, the object has id, a/b'],
  ['$response.body#/none/a', 'the response body has no /none/a: /none is null'],
  ['$response.body#/text/0', 'the response body has no /text/0: /text is a string'],
  ['$response.body#/n/a/b', 'the response body has no /n/a/b: /n is an integer'],
  ['$response.body#/rows/00', 'the response body has no /rows/00: /rows/00 is missing, the array has 1 item'],
  ['$response.header.X-Gone', 'the response has no header "X-Gone"'],
  ['$response.query.a', 'a response has no query parameters'],
  ['$request.query.a', 'the request has no query parameter "a"'],
  ['$request.path.a', 'the request has no path parameter "a"'],
  ['$inputs.a', 'there is no input "a"'],
  ['$inputs.toString', 'there is no input "toString"'],
  ['$inputs.user#/age', '$inputs.user has no /age: /age is missing, the object has name'],
  ['$outputs.a', 'there is no output "a"'],
  ['$steps.a.outputs.b', 'step "a" has not run'],
  ['$steps.create.outputs.b', 'step "create" has no output "b"'],
  ['$workflows.a.outputs.b', 'workflow "a" has not run'],
  ['$workflows.login.outputs.b', 'workflow "login" has no output "b"'],
  ['$sourceDescriptions.a.url', 'there is no source description "a"'],
  ['$sourceDescriptions.rdb.queryRecords', '"queryRecords" of source description "rdb" is not a value'],
  ['$components.parameters.a', 'a component is not a value'],
  ['$message.payload', 'there is no message: AsyncAPI is not supported'],
];
for (const [text, reason] of absent) {
  test(`says why there is no ${text}`, () => expect(evaluate(text, scope)).toEqual({ found: false, reason }));
}

test('says which part of a text or an absent body is missing', () => {
  expect(evaluate('$response.body#/a', scopeOf('plain text'))).toEqual({
    found: false,
    reason: 'the response body has no /a: it is a string',
  });
  expect(evaluate('$response.body', scopeOf(undefined))).toEqual({ found: false, reason: 'the response has no body' });
  expect(evaluate('$response.body#/0/id', scopeOf([]))).toEqual({
    found: false,
    reason: 'the response body has no /0/id: /0 is missing, the array is empty',
  });
});

test('knows no exchange and no $self before there is one', () => {
  const before: Scope = { inputs: {}, steps: new Map(), workflows: new Map(), outputs: {}, sources: new Map() };
  expect(evaluate('$statusCode', before)).toEqual({ found: false, reason: 'there is no exchange yet' });
  expect(evaluate('$response.body', before)).toEqual({ found: false, reason: 'there is no exchange yet' });
  expect(evaluate('$self', before)).toEqual({ found: false, reason: 'the document has no $self' });
});
