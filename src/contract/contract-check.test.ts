import { expect, test } from '@playwright/test';
import { checkRequest, checkResponse, fetchExchange, openContract } from './contract-check.ts';
import type { CheckOptions, CheckResult, PlainExchange } from './contract-check.ts';
import { course, courses, folderWith, serving } from './contract.samples.ts';
import type { Answer } from './contract.samples.ts';

const directory = folderWith({ 'contracts/courses.openapi.yaml': courses, 'contracts/course.yaml': course });
const contracts = openContract('contracts', { directory });
const file = 'contracts/courses.openapi.yaml';

type Case = {
  readonly name: string;
  readonly path: string;
  readonly method?: string;
  readonly answer: Answer;
  readonly options?: CheckOptions;
  readonly ok?: boolean;
  readonly text: string;
};

const json = { 'content-type': 'application/json' };
const one = '{"id":1,"title":"Physics"}';

const cases: readonly Case[] = [
  {
    name: 'an answer that keeps its contract',
    path: '/v1/courses/1',
    answer: { body: one },
    ok: true,
    text: 'GET /v1/courses/1 -> 200 keeps the contract of readCourse',
  },
  {
    name: 'a value of a wrong type, in a file that a $ref leads to',
    path: '/v1/courses?limit=1',
    answer: { headers: { ...json, 'x-total': '1' }, body: '[{"id":"1","title":"Physics"}]' },
    text: `BODY_SCHEMA_MISMATCH  the answer breaks the contract
  GET /v1/courses?limit=1 -> 200
  at         /0/id
  expected   integer                     contracts/course.yaml:5:17
  actual     "1" (string)
  rule       #/Course/properties/id/type
  remedy     mend the service, or the contract where it promises too much`,
  },
  {
    name: 'a header and the body at once',
    path: '/v1/courses',
    answer: { body: '{}' },
    text: `HEADER_MISSING  a required header is absent
  GET /v1/courses -> 200
  at         X-Total
  expected   the header X-Total          ${file}:12:31
  actual     nothing
  rule       #/paths/~1courses/get/responses/200/headers/X-Total
  remedy     let the service send it, or take required: true from the contract

BODY_SCHEMA_MISMATCH  the answer breaks the contract
  GET /v1/courses -> 200
  at         the whole body
  expected   array                       ${file}:13:58
  actual     {} (object)
  rule       #/paths/~1courses/get/responses/200/content/application~1json/schema/type
  remedy     mend the service, or the contract where it promises too much`,
  },
  {
    name: 'a status that is not declared',
    path: '/v1/courses/1',
    answer: { status: 404, body: '{"code":"GONE","message":"no such course"}' },
    text: `STATUS_NOT_DECLARED  the contract declares no such status
  GET /v1/courses/1 -> 404
  expected   200                         ${file}:23:9
  actual     404 (GONE: no such course)
  rule       #/paths/~1courses~1{id}/get/responses
  remedy     mend the service, or declare the status in the contract`,
  },
  {
    name: 'a fact that the contract only guesses is a warning, and passes',
    path: '/v1/courses/1',
    answer: { body: '{"id":1,"title":"Physics","guess":1}' },
    ok: true,
    text: `BODY_SCHEMA_MISMATCH  the answer breaks the contract (the contract only guesses this)   (warning)
  GET /v1/courses/1 -> 200
  at         /guess
  expected   string                      contracts/course.yaml:7:20
  actual     1 (integer)
  rule       #/Course/properties/guess/type
  remedy     confirm the guess in the contract, or correct it there`,
  },
  {
    name: 'a schema that allows anything',
    path: '/v1/anything',
    answer: { body: '7' },
    ok: true,
    text: 'GET /v1/anything -> 200 keeps the contract of readAnything, against a wildcard: the schema allows anything',
  },
  {
    name: 'bytes that nothing here reads, and any of which are allowed',
    path: '/v1/courses/1',
    answer: { headers: { 'content-type': 'application/octet-stream' }, body: 'x' },
    ok: true,
    text: 'GET /v1/courses/1 -> 200 keeps the contract of readCourse, against a wildcard: any bytes satisfy the schema',
  },
  {
    name: 'a path that is mistyped',
    path: '/v1/corses/1',
    answer: {},
    text: `not checked  no operation of the contract fits GET /v1/corses/1
  GET /v1/corses/1 -> 200
  remedy     did you mean "/courses/{id}"?`,
  },
  {
    name: 'a path that is like no other',
    path: '/v1/somewhere/else/altogether',
    answer: {},
    text: `not checked  no operation of the contract fits GET /v1/somewhere/else/altogether
  GET /v1/somewhere/else/altogether -> 200
  remedy     declare the path in the contract`,
  },
  {
    name: 'a method that the path does not have',
    path: '/v1/courses',
    method: 'delete',
    answer: { status: 204 },
    text: `not checked  no operation of the contract fits DELETE /v1/courses: the path has GET, POST
  DELETE /v1/courses -> 204
  remedy     declare the method in the contract, or call another`,
  },
  {
    name: 'a base path that the servers do not have',
    path: '/courses/1',
    answer: {},
    text: `not checked  /courses/1 does not begin with a base path of the contract's servers: /v1
  GET /courses/1 -> 200
  remedy     where the service is served elsewhere, say so with baseUrl`,
  },
  {
    name: 'a base URL of its own',
    path: '/api/courses/1',
    answer: { body: one },
    options: { baseUrl: '/api/' },
    ok: true,
    text: 'GET /api/courses/1 -> 200 keeps the contract of readCourse',
  },
  {
    name: 'a base URL of another host',
    path: '/courses/1',
    answer: {},
    options: { baseUrl: 'http://elsewhere.example' },
    text: `not checked  the URL does not begin with the base URL http://elsewhere.example
  GET /courses/1 -> 200
  remedy     is the base URL the one that was called?`,
  },
  {
    name: 'an operation that is pinned, behind a proxy with paths of its own',
    path: '/proxied',
    answer: { body: '{}' },
    options: { operationId: 'readCourse' },
    text: `BODY_SCHEMA_MISMATCH  the answer breaks the contract
  GET /proxied -> 200
  at         /id
  expected   the property "id"           contracts/course.yaml:3:13
  actual     nothing; the object has no property
  rule       #/Course/required
  remedy     mend the service, or the contract where it promises too much

BODY_SCHEMA_MISMATCH  the answer breaks the contract
  GET /proxied -> 200
  at         /title
  expected   the property "title"        contracts/course.yaml:3:13
  actual     nothing; the object has no property
  rule       #/Course/required
  remedy     mend the service, or the contract where it promises too much`,
  },
  {
    name: 'an operation that is mistyped',
    path: '/v1/courses/1',
    answer: { body: one },
    options: { operationId: 'readCurse' },
    text: `not checked  no contract has an operation "readCurse"
  GET /v1/courses/1 -> 200
  remedy     did you mean "readCourse"?`,
  },
  {
    name: 'an operation of another method',
    path: '/v1/courses',
    answer: { body: one },
    options: { operationId: 'createCourse' },
    text: `not checked  the operation "createCourse" is POST /courses, and the request is GET
  GET /v1/courses -> 200
  remedy     name the operation that was called`,
  },
];

for (const { name, path, method = 'GET', answer, options, ok = false, text } of cases) {
  test(`what fetch gives: ${name}`, async () => {
    const service = await serving(answer);
    try {
      const response = await fetch(service.url + path, { method: method.toUpperCase() });
      const result = checkResponse(contracts, await fetchExchange({ method }, response), options);
      expect(result.text).toBe(text);
      expect([result.ok, await response.text()]).toEqual([ok, answer.status === 204 ? '' : (answer.body ?? '')]);
    } finally {
      await service.close();
    }
  });
}

function answering(response: Partial<PlainExchange['response']>, path = '/v1/courses/1'): PlainExchange {
  return { request: { method: 'GET', url: path }, response: { status: 200, headers: json, ...response } };
}

test('the result is plain data: what judged, how far, what broke, each with its place', () => {
  const result = checkResponse(contracts, answering({ body: '{"id":"1","title":"Physics"}' }));
  const expected: Omit<CheckResult, 'text'> = {
    ok: false,
    checked: 'checked',
    exchange: 'GET /v1/courses/1 -> 200',
    operation: {
      ...{ operationId: 'readCourse', method: 'GET', path: '/courses/{id}', declared: '200' },
      location: { file, line: 20, column: 7 },
    },
    violations: [
      {
        ...{
          code: 'BODY_SCHEMA_MISMATCH',
          severity: 'error',
          title: 'the answer breaks the contract',
          keyword: 'type',
        },
        ...{ at: '/id', expected: 'integer', actual: '"1" (string)' },
        contract: { file: 'contracts/course.yaml', line: 5, column: 17 },
        rule: '#/Course/properties/id/type',
        remedy: 'mend the service, or the contract where it promises too much',
      },
    ],
  };
  expect(result).toMatchObject({ ...expected, text: result.text });
  expect(JSON.parse(JSON.stringify(result))).toEqual({ ...expected, text: result.text });
});

const forms: readonly { readonly name: string; readonly response: Partial<PlainExchange['response']> }[] = [
  { name: 'text', response: { body: one } },
  { name: 'a Buffer', response: { body: Buffer.from(one) } },
  { name: 'an ArrayBuffer', response: { body: new TextEncoder().encode(one).buffer } },
  { name: 'parsed JSON', response: { json: JSON.parse(one) as unknown } },
  { name: 'pairs of headers', response: { body: one, headers: [['Content-Type', 'application/json']] } },
  { name: 'names and values', response: { body: one, headers: [{ name: 'Content-Type', value: 'application/json' }] } },
  { name: 'Headers', response: { body: one, headers: new Headers(json) } },
  { name: 'a Map', response: { body: one, headers: new Map(Object.entries(json)) } },
  {
    name: "a record of Node's",
    response: {
      body: one,
      headers: { ...json, 'content-length': 26, 'set-cookie': ['a=1', 'b=2'], absent: undefined },
    },
  },
];
for (const { name, response } of forms) {
  test(`an answer may be given as ${name}`, () => {
    const broken = response.body === undefined ? { json: {} } : { body: '{}' };
    expect(checkResponse(contracts, answering(response))).toMatchObject({ ok: true, checked: 'checked' });
    expect(checkResponse(contracts, answering({ ...response, ...broken })).ok).toBe(false);
  });
}

test('JSON that was parsed before says what it can no longer show', () => {
  const result = checkResponse(contracts, answering({ json: { id: 1, title: 'Physics' } }));
  expect(result.text).toBe(`GET /v1/courses/1 -> 200 keeps the contract of readCourse

note: the body was given as parsed JSON: whether its bytes were JSON, names that stood twice, and large numbers were not checked`);
});

const circle: Record<string, unknown> = {};
circle['self'] = circle;

/** What only plain JavaScript can give, as its text. */
const wrong: readonly { readonly response: object; readonly request?: object; readonly says: string }[] = [
  {
    response: { status: '200' },
    says: 'response.status must be a whole number from 100 to 599, and is the text "200"',
  },
  { response: { headers: undefined }, says: 'response.headers must be a record, pairs or Headers, and is undefined' },
  {
    response: { headers: { a: {} } },
    says: 'response.headers must have names and values that are text, and the value of a is of the type object',
  },
  {
    response: { headers: ['a: b'] },
    says: 'response.headers must have names and values that are text, and a field is the text "a: b"',
  },
  {
    response: { body: { id: 1 } },
    says: 'response.body must be text or bytes, and is of the type object: JSON that is parsed already is given as response.json',
  },
  {
    response: { body: '{}', json: {} },
    says: 'response has a body and json: give body where the bytes or the text are at hand, else json',
  },
  {
    response: { json: () => ({}) },
    says: 'response.json is a function: what fetch gives is read by fetchExchange(request, response)',
  },
  { response: { json: { id: NaN } }, says: 'response.json holds what is no JSON: "id" is NaN' },
  { response: { json: { id: 1n } }, says: 'response.json holds what is no JSON: "id" is a bigint' },
  {
    response: { json: circle },
    says: 'response.json holds what is no JSON: it contains itself, or is nested too deep',
  },
  {
    response: {},
    request: { url: 'courses' },
    says: 'request.url must be an absolute URL, or a path that begins with /, and is the text "courses"',
  },
  { response: {}, request: { method: '' }, says: 'request.method must be a method such as GET, and is the text ""' },
];
for (const { response, request, says } of wrong) {
  test(`refused: ${says}`, () => {
    const given = answering({ ...response });
    expect(() => checkResponse(contracts, { ...given, request: { ...given.request, ...request } })).toThrow(says);
  });
}

const withoutMethod = (url: string, operationId?: string): CheckResult =>
  checkResponse(contracts, { request: { url }, response: { status: 200, headers: json, body: one } }, { operationId });

test('without a method, the path or the operation tells it, and else nobody guesses', () => {
  expect(withoutMethod('/v1/courses/1').text).toBe('GET /v1/courses/1 -> 200 keeps the contract of readCourse');
  expect(withoutMethod('', 'readCourse').text).toBe('GET / -> 200 keeps the contract of readCourse');
  expect(withoutMethod('/v1/courses').text)
    .toBe(`not checked  the answer does not tell its method, and /v1/courses has GET, POST
  /v1/courses -> 200
  remedy     name the operation, or the method`);
  expect(withoutMethod('').reason).toBe('the answer does not tell its URL');
});

test('a response that was read before cannot be checked, and says so', async () => {
  const response = new Response(one);
  await response.text();
  await expect(fetchExchange({ method: 'GET' }, response)).rejects.toThrow(
    new TypeError('the body was read before: check the response first, or a clone of it'),
  );
});

const described = (title: string, url: string, paths: string): string =>
  `openapi: 3.1.0\ninfo: { title: ${title}, version: '1' }\nservers: [{ url: '${url}' }]\npaths:\n${paths}`;
const health = (type: string, id = `health`): string =>
  `  /health: { get: { operationId: ${id}, responses: { '200': { description: d, content: { application/json: { schema: { type: ${type} } } } } } } }\n`;

test('of several contracts, the host tells whose operation it is; the most specific path judges', () => {
  const several = openContract('.', {
    directory: folderWith({
      'a.openapi.yaml': described('a', 'https://{env}.a.example', health('string', 'healthOfA')),
      'b.openapi.yaml': described(
        'b',
        'https://b.example',
        health('integer', 'healthOfB') +
          health('integer', 'other').replace(
            '/health: {',
            "'/{any}': { parameters: [{ name: any, in: path, required: true, schema: {} }],",
          ),
      ),
    }),
  });
  const judge = (url: string): string | undefined =>
    checkResponse(several, answering({ body: '1' }, url)).operation?.operationId;
  expect(judge('https://test.a.example/health')).toBe('healthOfA');
  expect(judge('https://b.example/health')).toBe('healthOfB');
  expect(judge('http://127.0.0.1:1/health')).toBe('healthOfA');
  expect(judge('http://127.0.0.1:1/other')).toBe('other');
});

test('an operationId that two contracts have: the path tells which, or it is not checked', () => {
  const directory = folderWith({
    'a.openapi.yaml': described('a', '/a', health('string')),
    'b.openapi.yaml': described('b', '/b', health('integer')),
  });
  const several = openContract(['a.openapi.yaml', 'b.openapi.yaml'], { directory });
  const check = (url: string): CheckResult =>
    checkResponse(several, answering({ body: '1' }, url), { operationId: 'health' });
  expect([check('/b/health').ok, check('/a/health').ok]).toEqual([true, false]);
  expect(check('/c/health').text)
    .toBe(`not checked  several contracts have an operation "health": a.openapi.yaml:5:19, b.openapi.yaml:5:19
  GET /c/health -> 200
  remedy     open one of them alone`);
});

const secrets: readonly { readonly name: string; readonly exchange: PlainExchange; readonly secret: string }[] = [
  {
    name: 'a token in the body',
    exchange: { ...answering({ body: '{"access_token":"eyJ0b2tlbg.1"}' }, '/v1/sessions') },
    secret: 'eyJ0b2tlbg.1',
  },
  {
    name: 'what the contract calls a password',
    exchange: answering({ body: '{"pin":"9876-5432"}' }, '/v1/sessions'),
    secret: '9876-5432',
  },
  {
    name: 'a key in the query',
    exchange: answering({ body: '1' }, '/v1/sessions?apiKey=k-12345678&a=1'),
    secret: 'k-12345678',
  },
  {
    name: 'a key in the query of a path that nobody declares',
    exchange: answering({ body: '1' }, '/v1/elsewhere?client_secret=k-12345678'),
    secret: 'k-12345678',
  },
  {
    name: 'a password in a body that is no JSON',
    exchange: answering({ body: 'password=hunter22' }, '/v1/sessions'),
    secret: 'hunter22',
  },
  {
    name: 'a token of a form',
    exchange: answering(
      { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'token=abcdefgh12' },
      '/v1/sessions',
    ),
    secret: 'abcdefgh',
  },
  {
    name: 'a bearer token that the answer repeats',
    exchange: {
      request: { method: 'POST', url: '/v1/sessions', headers: { Authorization: 'Bearer echoed-1234' } },
      response: { status: 200, headers: json, body: '["echoed-1234"]' },
    },
    secret: 'echoed-1234',
  },
];
for (const { name, exchange, secret } of secrets) {
  test(`no secret is shown: ${name}`, () => {
    const result = checkResponse(contracts, { ...exchange, request: { ...exchange.request, method: 'POST' } });
    expect(result.ok).toBe(false);
    const told = JSON.stringify(result);
    expect(told).not.toContain(secret);
    expect(told).toMatch(/«[a-z]+#1»/);
  });
}

const requests: readonly {
  readonly name: string;
  readonly request: Parameters<typeof checkRequest>[1];
  readonly ok: boolean;
  readonly text: string;
}[] = [
  {
    name: 'right',
    request: { method: 'GET', url: '/v1/courses?limit=1' },
    ok: true,
    text: 'GET /v1/courses?limit=1 keeps the contract of listCourses',
  },
  {
    name: 'a body that nobody declares',
    request: { method: 'POST', url: '/v1/courses', json: { title: 'Physics' } },
    ok: false,
    text: `REQUEST_SCHEMA_MISMATCH  the contract declares no request body
  POST /v1/courses`,
  },
  {
    name: 'a path that nobody declares',
    request: { method: 'GET', url: '/v1/corses' },
    ok: false,
    text: `not checked  no operation of the contract fits GET /v1/corses
  GET /v1/corses
  remedy     did you mean "/courses"?`,
  },
];
for (const { name, request, ok, text } of requests) {
  test(`a request: ${name}`, () => {
    const result = checkRequest(contracts, request);
    expect([result.ok, result.text]).toEqual([ok, expect.stringContaining(text)]);
  });
}

test('how strictly a kind of check counts', () => {
  const answer = answering({ body: '{"id":1,"title":"Physics","surplus":1}' });
  const kinds = (policy: CheckOptions['policy']): unknown[] =>
    checkResponse(contracts, answer, { policy }).violations.map(({ code, severity }) => `${code} ${severity}`);
  expect(kinds(undefined)).toEqual(['PROPERTY_NOT_DECLARED warn']);
  expect(kinds({ undeclared: 'error' })).toEqual(['PROPERTY_NOT_DECLARED error']);
  expect(kinds({ undeclared: 'off' })).toEqual([]);
});
