// What the mock of a contract answers: each answer is held against the contract that it was made from.
import { expect, test } from '@playwright/test';
import type { HeaderField } from '../../core/http.ts';
import { contractOf } from '../../openapi/contract.samples.ts';
import { checkResponse } from '../../openapi/check-response.ts';
import { createContractMock } from './contract-mock.ts';

const pets = contractOf(`openapi: 3.1.0
info: { title: Pets, version: '1' }
servers: [{ url: 'https://pets.example/api/v1' }]
security: [{ key: [] }]
paths:
  /pets:
    get:
      operationId: listPets
      security: []
      parameters:
        - { name: limit, in: query, schema: { type: integer, maximum: 100 } }
        - { name: tag, in: query, explode: false, schema: { type: array, items: { enum: [cat, dog] } } }
        - { name: X-Trace, in: header, schema: { type: string, format: uuid } }
        - { name: session, in: cookie, schema: { type: string, minLength: 3 } }
      responses:
        '200':
          description: all
          headers: { X-Total: { required: true, schema: { type: integer, minimum: 0 } }, X-Next: { schema: { type: string } } }
          content:
            application/xml: { schema: { type: string } }
            application/json:
              schema: { type: array, items: { $ref: '#/components/schemas/Pet' } }
              examples: { none: { value: [] }, one: { value: [{ id: 1, name: Tom }] }, wrong: { value: [{ id: x }] } }
        '422': { description: wrong, content: { application/json: { schema: { $ref: '#/components/schemas/Error' } } } }
    post:
      operationId: addPet
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
      responses:
        '201': { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
        '401': { description: who, content: { application/json: { schema: { $ref: '#/components/schemas/Error' } } } }
  /pets/{petId}:
    parameters: [{ name: petId, in: path, required: true, schema: { type: integer } }]
    get:
      operationId: readPet
      security: []
      responses:
        '404': { description: none, content: { application/json: { schema: { $ref: '#/components/schemas/Error' } } } }
        '200': { description: one, content: { application/vnd.pets+json: { schema: { $ref: '#/components/schemas/Pet' } } } }
    delete: { operationId: deletePet, security: [], responses: { '204': { description: gone } } }
  /broken:
    get:
      operationId: broken
      security: []
      responses:
        '200': { description: one, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' }, example: { id: one } } } }
  /impossible:
    get:
      operationId: impossible
      security: []
      responses: { '200': { description: no, content: { application/json: { schema: { type: integer, minimum: 5, maximum: 4 } } } } }
  /forms/{kind}:
    parameters: [{ name: kind, in: path, required: true, schema: { type: string } }]
    get:
      operationId: readForm
      security: []
      responses:
        default:
          description: any
          content:
            application/xml: { schema: { $ref: '#/components/schemas/Pet' } }
            text/plain: { schema: { type: string, maxLength: 20 } }
            text/event-stream: { schema: { $ref: '#/components/schemas/Pet' } }
            application/octet-stream: { schema: { type: string, format: binary } }
            application/x-www-form-urlencoded: { schema: { $ref: '#/components/schemas/Pet' } }
            image/*: { schema: { type: string, format: binary } }
components:
  securitySchemes: { key: { type: apiKey, in: header, name: X-Key } }
  schemas:
    Pet:
      type: object
      required: [id, name]
      properties:
        id: { type: integer }
        name: { type: string, minLength: 1 }
        secret: { type: string, writeOnly: true }
        friends: { type: array, items: { $ref: '#/components/schemas/Pet' } }
    Error: { type: object, required: [message], properties: { code: { type: integer }, message: { type: string } } }
`);

const mock = createContractMock([pets]);

type Asked = {
  readonly method?: string;
  readonly url: string;
  readonly headers?: readonly HeaderField[];
  readonly body?: string;
};

function ask({ method = 'GET', url, headers = [], body }: Asked, from = mock) {
  const answer = from.answer({ method, url, headers, ...(body !== undefined && { body }) });
  const operations = from.routes.byRequest(method === 'HEAD' ? 'GET' : method, url);
  // The server leaves out the body of an answer to HEAD.
  const bytes = method === 'HEAD' ? Buffer.alloc(0) : Buffer.from(answer.body);
  // Our own problems are no answers of the contract.
  if (operations.length > 0 && !isProblem(answer.headers)) {
    const exchange = {
      request: { method, url, headers },
      response: { ...answer, body: bytes },
      startedAt: 0,
      duration: 0,
    };
    expect(checkResponse(operations, exchange).check.violations).toEqual([]);
  }
  return { status: answer.status, headers: new Map(answer.headers), text: bytes.toString() };
}

function isProblem(headers: readonly HeaderField[]): boolean {
  return headers.some(([, value]) => value === 'application/problem+json');
}

const prefer = (value: string): { readonly headers: readonly HeaderField[] } => ({ headers: [['Prefer', value]] });
const accept = (value: string): { readonly headers: readonly HeaderField[] } => ({ headers: [['Accept', value]] });
const json: HeaderField = ['Content-Type', 'application/json'];
const key: HeaderField = ['X-Key', 'k'];

const answers: readonly {
  readonly name: string;
  readonly asked: Asked;
  readonly status?: number;
  readonly text?: string | RegExp;
  readonly type?: string;
}[] = [
  { name: 'the first example', asked: { url: '/pets' }, text: '[]', type: 'application/json' },
  { name: 'behind the base path of a server', asked: { url: '/api/v1/pets' }, text: '[]' },
  { name: 'a chosen example', asked: { url: '/pets', ...prefer('example=one') }, text: '[{"id":1,"name":"Tom"}]' },
  {
    name: 'made instead of shown',
    asked: { url: '/pets', ...prefer('dynamic=true') },
    text: /^\[\{"id":\d+,"name":".+/,
  },
  {
    name: 'a chosen status',
    asked: { url: '/pets/7', ...prefer('code=404') },
    status: 404,
    text: /^\{"code":\d+,"message":/,
  },
  {
    name: 'the lowest success, with the id of the path',
    asked: { url: '/pets/7' },
    text: /^\{"id":7,"name":/,
    type: 'application/vnd.pets+json',
  },
  { name: 'without what is only written', asked: { url: '/pets/7' }, text: /^(?!.*secret)/ },
  {
    name: 'what was sent, where it fits',
    asked: { method: 'POST', url: '/pets', headers: [json, key], body: '{"id":3,"name":"Rex"}' },
    status: 201,
    text: /^\{"id":3,"name":"Rex"/,
  },
  { name: 'no body of a 204', asked: { method: 'DELETE', url: '/pets/7' }, status: 204, text: '' },
  { name: 'HEAD as GET', asked: { method: 'HEAD', url: '/forms/a', ...accept('text/plain') } },
  { name: 'an example that breaks its schema is made instead', asked: { url: '/broken' }, text: /^\{"id":\d+,"name"/ },
  {
    name: 'JSON first, else as declared',
    asked: { url: '/forms/a' },
    type: 'application/xml',
    text: /^<\?xml version="1.0" encoding="UTF-8"\?><Pet><id>\d+<\/id><name>/,
  },
  {
    name: 'text',
    asked: { url: '/forms/a', ...accept('text/html, text/plain;q=0.5') },
    type: 'text/plain; charset=utf-8',
    text: /^\w+ \d+$/,
  },
  { name: 'an event', asked: { url: '/forms/a', ...accept('text/event-stream') }, text: /^data: \{"id":.*\}\n\n$/ },
  { name: 'bytes', asked: { url: '/forms/a', ...accept('application/octet-stream') }, text: /^[a-z]{12}$/ },
  { name: 'a form', asked: { url: '/forms/a', ...accept('application/x-www-form-urlencoded') }, text: /^id=\d+&name=/ },
  { name: 'a type of a range', asked: { url: '/forms/a', ...accept('image/webp') }, type: 'image/webp' },
];

for (const { name, asked, status = 200, text, type } of answers) {
  test(`answers ${name}`, () => {
    const answer = ask(asked);
    expect(answer.status).toBe(status);
    if (typeof text === 'string') expect(answer.text).toBe(text);
    else if (text) expect(answer.text).toMatch(text);
    if (type !== undefined) expect(answer.headers.get('content-type')).toBe(type);
  });
}

test('headers that are required are made, others only where an example shows them', () => {
  const { headers } = ask({ url: '/pets' });
  expect([...headers.keys()]).toEqual(['content-type', 'X-Total']);
  expect(headers.get('X-Total')).toMatch(/^\d+$/);
});

const at = (line: string): string => `contracts/api.yaml:${line}`;

const refusals: readonly {
  readonly name: string;
  readonly asked: Asked;
  readonly status: number;
  readonly says: string;
}[] = [
  {
    name: 'an unknown path',
    asked: { url: '/pet/7' },
    status: 404,
    says: 'the contract has no path that fits /pet/7; did you mean "/pets/{petId}"?',
  },
  {
    name: 'another method',
    asked: { method: 'PUT', url: '/pets/7' },
    status: 405,
    says: 'the contract has DELETE, GET for /pets/7, not PUT',
  },
  {
    name: 'a query parameter',
    asked: { url: '/pets?limit=500' },
    status: 422,
    says: `query parameter "limit": expected at most 100 (${at('11:71')}), not 500 (integer)`,
  },
  {
    name: 'a path parameter',
    asked: { url: '/pets/x' },
    status: 422,
    says: `path parameter "petId": expected integer (${at('32:75')}), not "x" (string)`,
  },
  {
    name: 'no credential, as declared',
    asked: { method: 'POST', url: '/pets', headers: [json], body: '{}' },
    status: 401,
    says: 'expected the header X-Key; the request has none',
  },
  {
    name: 'another media type',
    asked: { method: 'POST', url: '/pets', headers: [key, ['Content-Type', 'text/plain']], body: 'a' },
    status: 415,
    says: `expected application/json (${at('27:47')}), not text/plain`,
  },
  {
    name: 'a body',
    asked: { method: 'POST', url: '/pets', headers: [json, key], body: '{"id":"1"}' },
    status: 422,
    says: `/name: expected the property "name" (${at('71:17')}), not nothing; the object has only "id"; and 1 more`,
  },
  {
    name: 'an unacceptable type',
    asked: { url: '/pets/1', ...accept('text/html') },
    status: 406,
    says: 'the answer is declared as application/vnd.pets+json, and the request accepts text/html',
  },
  {
    name: 'a status that is not declared',
    asked: { url: '/pets/1', ...prefer('code=403') },
    status: 400,
    says: 'Prefer: code=403: readPet declares no such answer, but 200, 404; did you mean "404"?',
  },
  {
    name: 'a status that is none',
    asked: { url: '/pets/1', ...prefer('code=abc') },
    status: 400,
    says: 'Prefer: code=abc is not understood; expected a status from 200 to 599, as in code=404',
  },
  {
    name: 'an example that is not there',
    asked: { url: '/pets', ...prefer('example=on') },
    status: 400,
    says: 'Prefer: example=on: listPets has no such example; there are none, one, wrong; did you mean "one"?',
  },
  {
    name: 'an example that breaks its schema',
    asked: { url: '/pets', ...prefer('example=wrong') },
    status: 501,
    says: `${at('23:105')}: the example "wrong" breaks its schema: expected the property "name", not nothing; the object has only "id"; it is not sent`,
  },
  {
    name: 'what cannot be made',
    asked: { url: '/impossible' },
    status: 501,
    says: `${at('50:123')}: no value was found that has at most 4; the nearest has 5 (integer)`,
  },
];

for (const { name, asked, status, says } of refusals) {
  test(`refuses ${name}`, () => {
    const answer = ask(asked);
    expect(answer.status).toBe(status);
    const body = JSON.parse(answer.text) as { readonly detail?: string; readonly message?: string };
    expect(body.detail ?? body.message).toBe(says);
  });
}

test('a header and a cookie are judged too, and every fault is told', () => {
  const url = '/pets/x';
  const headers: HeaderField[] = [
    ['X-Trace', 'no'],
    ['Cookie', 'session=a'],
  ];
  expect(ask({ url: '/pets', headers }).text).toContain('header parameter \\"X-Trace\\"');
  expect(ask({ url, headers }).status).toBe(422);
});

test('the same request has the same answer, in any order; another id has another', () => {
  const ids = ['/pets/1', '/pets/2', '/pets/3'];
  const first = ids.map((url) => ask({ url }).text);
  const other = createContractMock([pets]);
  const again = ids
    .toReversed()
    .map((url) => ask({ url }, other).text)
    .toReversed();
  expect(again).toEqual(first);
  expect(new Set(first.map((text) => text.replace(/"id":\d/, ''))).size).toBe(3);
  expect(ask({ url: '/pets/1' }, createContractMock([pets], 'other')).text).not.toBe(first[0]);
  expect(ask({ url: '/api/v1/pets/1' }).text).toBe(first[0]);
});

test('doubts are told: the example that is not sent, with its place', () => {
  const [broken] = mock.routes.byId('broken');
  if (!broken) throw new Error('no operation "broken"');
  expect(mock.usual(broken).doubts).toEqual([
    {
      location: { file: 'contracts/api.yaml', line: 45, column: 122 },
      reason:
        'the example breaks its schema: expected the property "name", not nothing; the object has only "id"; it is not sent',
    },
  ]);
});
