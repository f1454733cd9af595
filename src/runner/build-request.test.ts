import { expect, test } from '@playwright/test';
import { readDescription } from '../arazzo/read/read-description.ts';
import type { JsonObject } from '../core/json.ts';
import type { Scope } from '../expression/scope.ts';
import { readDocument } from '../document/read-document.ts';
import { readContract } from '../openapi/read-contract.ts';
import { createByteMaker } from '../run/make-bytes.ts';
import type { Built } from './build-request.ts';
import { buildRequest } from './build-request.ts';
import { planStep } from './plan-step.ts';
import { describeExchange, refusalFinding } from './step-findings.ts';

const contract = readContract(
  readDocument(
    `
openapi: 3.0.3
info: { title: Things, version: '1' }
paths:
  /things/{id}:
    get:
      operationId: readThing
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
        - { name: tags, in: query, explode: false, schema: { type: array, items: { type: string } } }
        - { name: filters, in: query, schema: { type: object } }
        - { name: X-Version, in: header, required: true, schema: { $ref: '#/components/schemas/Two' } }
        - { name: X-Optional, in: header, schema: { enum: [a] } }
      responses: { '200': { description: ok } }
  /things:
    post:
      operationId: addThing
      requestBody: { content: { application/json: { schema: {}, example: { name: shipped } } } }
      responses: { '200': { description: ok } }
  /form:
    post:
      operationId: sendForm
      requestBody: { content: { application/x-www-form-urlencoded: { schema: {} } } }
      responses: { '200': { description: ok } }
  /text:
    post:
      operationId: sendText
      requestBody: { content: { text/plain: { schema: {} }, application/xml: { schema: {} } } }
      responses: { '200': { description: ok } }
components:
  schemas: { Two: { type: integer, enum: [2] } }
`,
    'contracts/things.openapi.yaml',
  ),
);

const scope: Scope = {
  inputs: { name: '高等数学', quoted: 'a "b" \\', id: 'a/b %?', n: 5, empty: '', list: ['x', 'y,z'], text: '{"a":1}' },
  steps: new Map([['create', {}]]),
  workflows: new Map(),
  outputs: {},
  sources: new Map(),
};

function build(step: string, workflow = ''): Built & { where?: string } {
  const text = `arazzo: 1.0.1
info: { title: t, version: '1' }
sourceDescriptions: [{ name: things, url: things.openapi.yaml, type: openapi }]
workflows:
  - workflowId: w
    inputs: { type: object, additionalProperties: true, properties: { name: {}, quoted: {}, id: {}, n: {}, empty: {}, list: {}, text: {} } }
    ${workflow}
    steps:
      - stepId: create
        operationId: addThing
      - stepId: s
${step.replace(/^/gm, '        ')}
`;
  const document = readDocument(text, 'workflows/w.arazzo.yaml');
  const description = readDescription(document);
  const link = { description, contracts: new Map([['things', contract]]), descriptions: new Map() };
  const [described] = description.workflows;
  const found = described!.steps[1]!;
  const { target, location } = planStep(link, described!, found);
  if (target.type !== 'operation') throw new Error('not an operation');
  const built = buildRequest(target.plan, scope, 'http://127.0.0.1:1/base', createByteMaker('seed'));
  if (built.ok) return built;
  const { line } = refusalFinding({ document, step: found, location }, built.refusals[0]).location;
  return { ...built, where: text.split('\n')[line - 1]?.trim() ?? '' };
}

const requests: readonly {
  name: string;
  step: string;
  workflow?: string;
  url?: string;
  headers?: JsonObject;
  body?: string;
}[] = [
  {
    name: 'path values are percent-encoded, fixed headers are filled in',
    step: 'operationId: readThing\nparameters: [{ name: id, in: path, value: $inputs.id }]',
    url: '/things/a%2Fb%20%25%3F',
    headers: { 'X-Version': '2' },
  },
  {
    name: "the contract's style decides how a list is written",
    step: `operationId: readThing\nparameters: [{ name: id, in: path, value: 1 }, { name: tags, in: query, value: $inputs.list }]`,
    url: '/things/1?tags=x,y%2Cz',
    headers: { 'X-Version': '2' },
  },
  {
    name: 'query parameters that the contract does not name are form, exploded',
    step: `operationId: readThing\nparameters: [{ name: id, in: path, value: 1 }, { name: a b, in: query, value: $inputs.list }]`,
    url: '/things/1?a%20b=x&a%20b=y%2Cz',
    headers: { 'X-Version': '2' },
  },
  {
    name: 'columns of a free-form parameter are given by name, or as one object',
    step: `operationId: readThing\nparameters: [{ name: id, in: path, value: 1 }, { name: name, in: query, value: 'like.{$inputs.name}%' }, { name: filters, in: query, value: { n: 'eq.{$inputs.n}' } }]`,
    url: '/things/1?name=like.%E9%AB%98%E7%AD%89%E6%95%B0%E5%AD%A6%25&n=eq.5',
    headers: { 'X-Version': '2' },
  },
  {
    name: "the step's parameters override the workflow's, header names without case",
    workflow: `parameters: [{ name: id, in: path, value: 1 }, { name: X-VERSION, in: header, value: 1 }, { name: X-Trace, in: header, value: w }]`,
    step: `operationId: readThing\nparameters: [{ name: x-version, in: header, value: 3 }]`,
    url: '/things/1',
    headers: { 'X-Trace': 'w', 'X-Version': '3' },
  },
  {
    name: 'cookies stand in one header',
    step: `operationId: readThing\nparameters: [{ name: id, in: path, value: 1 }, { name: a, in: cookie, value: 1 }, { name: b, in: cookie, value: $inputs.n }]`,
    url: '/things/1',
    headers: { 'X-Version': '2', Cookie: 'a=1; b=5' },
  },
  {
    name: 'a payload keeps the types of its expressions',
    step: `operationId: addThing\nrequestBody: { payload: { name: $inputs.name, n: $inputs.n, text: 'n {$inputs.n}' } }`,
    body: '{"name":"高等数学","n":5,"text":"n 5"}',
  },
  {
    name: 'JSON given as text is filled in leaf by leaf',
    step: `operationId: addThing\nrequestBody: { payload: '{"name": "{$inputs.quoted}", "n": 1}' }`,
    body: '{"name":"a \\"b\\" \\\\","n":1}',
  },
  {
    name: 'text that is JSON only when it is filled in is parsed then',
    step: `operationId: addThing\nrequestBody: { payload: '{"n": {$inputs.n}, "list": {$inputs.list}}' }`,
    body: '{"n":5,"list":["x","y,z"]}',
  },
  {
    name: 'a single expression is a JSON text, not a JSON document',
    step: 'operationId: addThing\nrequestBody: { payload: $inputs.text }',
    body: '"{\\"a\\":1}"',
  },
  {
    name: 'replacements change the payload in order',
    step: `operationId: addThing
requestBody:
  payload: { list: [1] }
  replacements: [{ target: /list/-, value: $inputs.n }, { target: /name, value: x }]`,
    body: '{"list":[1,5],"name":"x"}',
  },
  {
    name: "without a payload, replacements change the contract's example",
    step: `operationId: addThing\nrequestBody: { replacements: [{ target: /n, value: $inputs.n }] }`,
    body: '{"name":"shipped","n":5}',
  },
  {
    name: 'the content type of the body wins over a parameter',
    step: `operationId: addThing
parameters: [{ name: content-type, in: header, value: text/plain }]
requestBody: { contentType: application/json; charset=utf-8, payload: 1 }`,
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
    body: '1',
  },
  {
    name: 'a form is written from an object',
    step: `operationId: sendForm\nrequestBody: { payload: { a: 'x y&z', list: [1, 2], object: { b: 1 } } }`,
    url: '/form',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: 'a=x%20y%26z&list=1&list=2&object=%7B%22b%22%3A1%7D',
  },
  {
    name: 'text is sent as it is',
    step: `operationId: sendText\nrequestBody: { contentType: application/xml, payload: '<a>{$inputs.n}</a>' }`,
    url: '/text',
    headers: { 'Content-Type': 'application/xml' },
    body: '<a>5</a>',
  },
  {
    name: 'text that is no JSON is sent where the step says that its request is invalid',
    step: `operationId: addThing\nx-contract: { request: off }\nrequestBody: { payload: '{"a": ' }`,
    body: '{"a": ',
  },
];
for (const {
  name,
  step,
  workflow,
  url = '/things',
  headers = { 'Content-Type': 'application/json' },
  body,
} of requests) {
  test(`build: ${name}`, () => {
    const built = build(step, workflow);
    if (!built.ok) throw new Error(JSON.stringify(built.refusals));
    const { request } = built.value;
    expect(request.url).toBe(`http://127.0.0.1:1/base${url}`);
    expect(Object.fromEntries(request.headers)).toEqual(headers);
    expect(request.body).toBe(body);
  });
}

const refused: readonly {
  name: string;
  step: string;
  title: string;
  expected: string;
  actual: string;
  where: string;
}[] = [
  {
    name: 'a parameter whose expression finds nothing',
    step: 'operationId: readThing\nparameters:\n  - name: id\n    in: path\n    value: $steps.create.outputs.id',
    title: 'the path parameter "id" has no value, so the request was not sent',
    expected: 'a value for $steps.create.outputs.id',
    actual: 'step "create" has no output "id"',
    where: 'value: $steps.create.outputs.id',
  },
  {
    name: 'a path parameter that is empty',
    step: 'operationId: readThing\nparameters:\n  - name: id\n    in: path\n    value: $inputs.empty',
    title: 'the path parameter "id" has no value, so the request was not sent',
    expected: 'a value for {id} in /things/{id}',
    actual: '"" (string)',
    where: 'value: $inputs.empty',
  },
  {
    name: 'a path parameter that leads to the folder above',
    step: "operationId: readThing\nparameters:\n  - name: id\n    in: path\n    value: '..'",
    title: 'the path parameter "id" has no value, so the request was not sent',
    expected: 'a value for {id} in /things/{id}',
    actual: '".." (string)',
    where: "value: '..'",
  },
  {
    name: 'a path parameter that is not given',
    step: 'operationId: readThing',
    title: 'the path parameter "id" has no value, so the request was not sent',
    expected: 'a value for {id} in /things/{id}',
    actual: 'the step does not give this parameter',
    where: '- stepId: s',
  },
  {
    name: 'a payload in which one expression finds nothing',
    step: 'operationId: addThing\nrequestBody:\n  payload: { a: $inputs.n, b: "x {$response.body#/a}" }',
    title: 'the request body has no value, so the request was not sent',
    expected: 'a value for $response.body#/a',
    actual: 'there is no exchange yet',
    where: 'payload: { a: $inputs.n, b: "x {$response.body#/a}" }',
  },
  {
    name: 'a replacement whose parent does not exist',
    step: 'operationId: addThing\nrequestBody:\n  payload: {}\n  replacements:\n    - target: /a/b\n      value: 1',
    title: 'the replacement of /a/b has no place, so the request was not sent',
    expected: '/a/b',
    actual: 'the payload has no /a: it is of type object',
    where: '- target: /a/b',
  },
];
for (const { name, step, title, expected, actual, where } of refused) {
  test(`build refuses: ${name}`, () => {
    const built = build(step);
    if (built.ok) throw new Error(built.value.request.url);
    expect(built.refusals[0]).toMatchObject({ code: 'VALUE_UNRESOLVED', title, expected, actual });
    expect(built.where).toBe(where);
  });
}

test('build refuses text that is not JSON once it is filled in', () => {
  const built = build('operationId: addThing\nrequestBody: { payload: \'{"a": {$inputs.name}}\' }');
  expect(built).toMatchObject({
    ok: false,
    refusals: [{ code: 'REQUEST_SCHEMA_MISMATCH', actual: '"{\\"a\\": 高等数学}" (string)' }],
  });
});

test('an exchange in short shows path and query as they were sent', () => {
  const response = { status: 200, headers: [], body: new Uint8Array() };
  const shown = (url: string): string =>
    describeExchange({ request: { method: 'GET', url, headers: [] }, response, startedAt: 0, duration: 0 });
  expect(shown('http://127.0.0.1:1/v1/rdb/rest/course?id=eq.%2F')).toBe('GET /v1/rdb/rest/course?id=eq.%2F -> 200');
  expect(shown('http://localhost')).toBe('GET / -> 200');
});
