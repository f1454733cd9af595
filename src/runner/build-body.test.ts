import { expect, test } from '@playwright/test';
import { readDescription } from '../arazzo/read/read-description.ts';
import { parseJson } from '../core/json.ts';
import type { JsonObject } from '../core/json.ts';
import { readDocument } from '../document/read-document.ts';
import type { Scope } from '../expression/scope.ts';
import { readContract } from '../openapi/read-contract.ts';
import { checkRequest } from '../openapi/check-request.ts';
import { createByteMaker } from '../run/make-bytes.ts';
import type { Built } from './build-request.ts';
import { buildRequest } from './build-request.ts';
import { planStep } from './plan-step.ts';

const contract = readContract(
  readDocument(
    `
openapi: 3.0.3
info: { title: Things, version: '1' }
paths:
  /list:
    get:
      operationId: list
      parameters: [{ name: limit, in: query, schema: { type: integer } }, { name: X-Note, in: header, schema: { type: string } }]
      responses: { '200': { description: ok } }
  /any:
    post:
      operationId: send
      requestBody:
        content:
          application/json: { schema: {} }
          application/xml: { schema: { type: string } }
          application/octet-stream: { schema: { type: string, format: binary } }
          multipart/form-data:
            schema:
              type: object
              required: [file]
              properties: { file: { type: string, format: binary }, count: { type: integer }, meta: { type: object } }
            encoding:
              file: { contentType: 'image/png, image/jpeg', headers: { X-Kind: { schema: { type: string, enum: [avatar] } }, X-Free: { schema: { type: string } } } }
              note: { contentType: text/markdown }
      responses: { '200': { description: ok } }
`,
    'contracts/things.openapi.yaml',
  ),
);

const exact = parseJson('{"items":[{"id":9007199254740993,"name":"a"},{"id":2,"name":"b"}],"text":"x"}');
const scope: Scope = {
  inputs: {
    list: exact.ok ? exact.value : null,
    xml: '<o xmlns:p="urn:p"><i n="1">a</i><i n="2">b</i><p:q>c</p:q></o>',
    n: 2,
    quote: `it's "x"`,
    slash: 'a/b',
    looks: '$inputs.n {$inputs.n}',
    broken: 'a\r\nX-Evil: 1',
    query: '?a=1&limit=5',
    odd: 'a=ü b#c\r\n',
  },
  steps: new Map([['create', {}]]),
  workflows: new Map(),
  outputs: {},
  sources: new Map(),
};

const files: Readonly<Record<string, Uint8Array>> = {
  'files/照片.png': Uint8Array.of(0x89, 0x50, 0xff, 0x00),
  'note.txt': Buffer.from('好 --gatewright-part-1'),
  'data.json': Buffer.from('{"n": 9007199254740993}'),
  'bad.json': Buffer.from('{"n": '),
};

function build(step: string): Built {
  const text = `arazzo: 1.1.0
info: { title: t, version: '1' }
sourceDescriptions: [{ name: things, url: things.openapi.yaml, type: openapi }]
workflows:
  - workflowId: w
    inputs: { type: object, properties: { list: {}, xml: {}, n: {}, quote: {}, slash: {}, looks: {}, broken: {}, query: {}, odd: {} } }
    steps:
      - stepId: create
        operationId: list
      - stepId: s
${step.replace(/^/gm, '        ')}
`;
  const description = readDescription(readDocument(text, 'w.arazzo.yaml'), {
    readFile: (path) => {
      const bytes = files[path];
      return bytes ? { bytes } : { unread: 'absent' };
    },
  });
  const link = { description, contracts: new Map([['things', contract]]), descriptions: new Map() };
  const [workflow] = description.workflows;
  const [, found] = workflow?.steps ?? [];
  if (!workflow || !found) throw new Error('the case itself is wrong');
  const { target } = planStep(link, workflow, found);
  if (target.type !== 'operation') throw new Error('not an operation');
  return buildRequest(target.plan, scope, 'http://127.0.0.1:1', createByteMaker('seed'));
}

function sent(step: string): { body: string | undefined; contentType: string | undefined; url: string } {
  const built = build(step);
  if (!built.ok) throw new Error(JSON.stringify(built.refusals));
  const { request, contentType } = built.value;
  const { body } = request;
  return {
    body: body === undefined || typeof body === 'string' ? body : Buffer.from(body).toString('latin1'),
    contentType,
    url: request.url,
  };
}

const select = (selector: string, type = 'jsonpath', context = '$inputs.list'): string =>
  `{ context: ${context}, selector: '${selector.replaceAll("'", "''")}', type: ${type} }`;
const jsonBody = (value: string): string =>
  `operationId: send\nrequestBody: { contentType: application/json, payload: { v: ${value} } }`;

const payloads: readonly (readonly [name: string, value: string, body: string])[] = [
  ['a singular query gives its value, with all digits', select('$.items[0].id'), '9007199254740993'],
  ['another query gives an array of all values', select('$.items[*].id'), '[9007199254740993,2]'],
  ['an array of one', select('$.items[?@.id == 9007199254740993].name'), '["a"]'],
  ['an array of none', select('$.items[?@.id == 9007199254740992].name'), '[]'],
  ['a JSON Pointer', select('/items/1/name', 'jsonpointer'), '"b"'],
  [
    'an expression in a pointer is one name',
    select('/items/{$inputs.n}', 'jsonpointer', '$inputs.list').replace('{$inputs.n}', '1'),
    '{"id":2,"name":"b"}',
  ],
  ['an expression in a query', select('$.items[?@.id == {$inputs.n}].name'), '["b"]'],
  ['a text in a query stays a text', select(`$.items[?@.name != '{$inputs.quote}'].id`), '[9007199254740993,2]'],
  ['an XPath of one item', select('//i[2]/@n', 'xpath', '$inputs.xml'), '"2"'],
  ['an XPath of several', select('//i', 'xpath', '$inputs.xml'), '["a","b"]'],
  ['an XPath of a number', select('count(//i)', '{ type: xpath, version: xpath-10 }', '$inputs.xml'), '2'],
  ['an XPath of a boolean', select('//i = "a"', 'xpath', '$inputs.xml'), 'true'],
  ['a prefix of the document', select('//p:q', 'xpath', '$inputs.xml'), '"c"'],
  ['a text in an XPath stays a text', select(`//i[. != '{$inputs.quote}'][1]`, 'xpath', '$inputs.xml'), '"a"'],
  ['literal data', '{ x-literal: { a: $inputs.n } }', '{"a":"$inputs.n"}'],
  ['data that looks like an expression', '$inputs.looks', '"$inputs.n {$inputs.n}"'],
  ['names are no expressions', '{ $inputs.n: 1, "{$inputs.n}": 2 }', '{"$inputs.n":1,"{$inputs.n}":2}'],
  ['stray braces', '"{ {$inputs.n} {x} }"', '"{ 2 {x} }"'],
  ['a braced expression is a text', '"{$inputs.n}"', '"2"'],
  ['an expression without braces in a text', '"Bearer $inputs.n"', '"Bearer $inputs.n"'],
  ['null and objects in a text', '"{$inputs.list#/items/1}"', '"{\\"id\\":2,\\"name\\":\\"b\\"}"'],
  ['the text of a file', '{ x-file: note.txt }', '"好 --gatewright-part-1"'],
  ['the tree of a file', '{ x-file: data.json, as: json }', '{"n":9007199254740993}'],
];
for (const [name, value, body] of payloads) {
  test(`a payload has ${name}`, () => {
    expect(sent(jsonBody(value)).body).toBe(`{"v":${body}}`);
  });
}

const bodies: readonly (readonly [name: string, body: string, sent: string])[] = [
  [
    'a file of JSON goes as it is',
    'contentType: application/json, payload: { x-file: data.json }',
    '{"n": 9007199254740993}',
  ],
  [
    'a file of JSON with a replacement is written anew',
    'contentType: application/json, payload: { x-file: data.json }, replacements: [{ target: /m, value: 1 }]',
    '{"n":9007199254740993,"m":1}',
  ],
  [
    'a literal text is a JSON string',
    `contentType: application/json, payload: { x-literal: '{"a": "$inputs.n"}' }`,
    '"{\\"a\\": \\"$inputs.n\\"}"',
  ],
  ['bytes', 'contentType: application/octet-stream, payload: { x-file: files/照片.png }', '\x89P\xff\0'],
  ['a text as bytes', 'contentType: application/octet-stream, payload: "n={$inputs.n}"', 'n=2'],
  [
    'every node of a JSONPath is replaced',
    `contentType: application/json, payload: $inputs.list, replacements: [{ target: '$.items[*].id', targetSelectorType: jsonpath, value: 0 }]`,
    '{"items":[{"id":0,"name":"a"},{"id":0,"name":"b"}],"text":"x"}',
  ],
  [
    'nodes inside nodes are replaced from the inside',
    `contentType: application/json, payload: { a: [1, [2]] }, replacements: [{ target: '$.a..*', targetSelectorType: jsonpath, value: 0 }]`,
    '{"a":[0,0]}',
  ],
  [
    'XML is replaced by XPath, and its declaration stays',
    `contentType: application/xml, payload: '<?xml version="1.0"?><o><i n="1">a</i></o>', replacements: [{ target: //i, value: 'b & {$inputs.n}' }, { target: //i/@n, value: $inputs.n }]`,
    '<?xml version="1.0"?><o><i n="2">b &amp; 2</i></o>',
  ],
];
for (const [name, body, text] of bodies) {
  test(`a body: ${name}`, () => {
    expect(sent(`operationId: send\nrequestBody: { ${body} }`).body).toBe(text);
  });
}

test('multipart: a part for each property, files with name and type, a boundary that is nowhere inside', () => {
  const step = `operationId: send
requestBody:
  contentType: multipart/form-data
  payload:
    file: { x-file: files/照片.png }
    count: $inputs.n
    note: { x-file: note.txt }
    meta: { a: 1 }
    'na"me': [x, { x-file: data.json }]`;
  const { body, contentType } = sent(step);
  expect(contentType).toBe('multipart/form-data; boundary=gatewright-part-2');
  const parts = [
    'Content-Disposition: form-data; name="file"; filename="照片.png"\r\nContent-Type: image/png\r\nX-Kind: avatar\r\n\r\n',
    'Content-Disposition: form-data; name="count"\r\n\r\n2',
    'Content-Disposition: form-data; name="note"; filename="note.txt"\r\nContent-Type: text/markdown\r\n\r\n好 --gatewright-part-1',
    'Content-Disposition: form-data; name="meta"\r\nContent-Type: application/json\r\n\r\n{"a":1}',
    'Content-Disposition: form-data; name="na%22me"\r\n\r\nx',
    'Content-Disposition: form-data; name="na%22me"; filename="data.json"\r\nContent-Type: application/json\r\n\r\n{"n": 9007199254740993}',
  ].map((part) => Buffer.from(part).toString('latin1'));
  parts[0] = `${parts[0] ?? ''}\x89P\xff\0`;
  expect(body?.split(/--gatewright-part-2(?:\r\n|--\r\n)/)).toEqual(['', ...parts.map((part) => `${part}\r\n`), '']);
  expect(sent(step)).toEqual({ body, contentType, url: 'http://127.0.0.1:1/any' });
});

test('multipart: the contract judges the parts as properties', () => {
  const check = (payload: string): string[] => {
    const built = build(`operationId: send\nrequestBody: { contentType: multipart/form-data, payload: ${payload} }`);
    if (!built.ok) throw new Error(JSON.stringify(built.refusals));
    const { parameters, judged: body, contentType } = built.value;
    const [operation] = contract.operations.filter(({ operationId }) => operationId === 'send');
    if (!operation) throw new Error('no operation');
    return checkRequest(operation, { parameters, body, contentType }).violations.map(
      ({ at, actual }) => `${at ?? ''} ${actual}`,
    );
  };
  expect(check('{ file: { x-file: files/照片.png }, count: 1 }')).toEqual([]);
  expect(check('{ count: x }')).toEqual([expect.stringContaining('nothing'), expect.stringContaining('"x" (string)')]);
});

const refused: readonly (readonly [name: string, step: string, refusal: object])[] = [
  [
    'a selector that finds nothing',
    jsonBody(select('$.items[7].id')),
    {
      title: 'the request body has no value, so the request was not sent',
      expected: 'a value for jsonpath $.items[7].id of $inputs.list',
      actual: '$inputs.list has no $.items[7].id',
    },
  ],
  [
    'a selector without its context',
    jsonBody(select('/a', 'jsonpointer', '$steps.create.outputs.gone')),
    {
      expected: 'a value for jsonpointer /a of $steps.create.outputs.gone',
      actual: 'step "create" has no output "gone"',
    },
  ],
  [
    'a pointer into what is no structure',
    jsonBody(select('/a', 'jsonpointer', '$inputs.n')),
    { actual: '$inputs.n is 2 (integer), and a JSON Pointer needs an object or an array' },
  ],
  [
    'a pointer whose name has a slash by data',
    jsonBody(select('/items/{$inputs.slash}', 'jsonpointer')),
    { actual: '$inputs.list has no /items/a~1b: /items/a~1b is missing, the array has 2 items' },
  ],
  [
    'a JSONPath in a text',
    jsonBody(select('$.a', 'jsonpath', '$inputs.quote')),
    { actual: `$inputs.quote is "it's \\"x\\"" (string), and JSONPath needs an object or an array` },
  ],
  [
    'an XPath in JSON',
    jsonBody(select('//a', 'xpath')),
    { actual: expect.stringMatching(/ \(object\), and XPath needs a text of XML$/) },
  ],
  [
    'an XPath in a text that is no XML',
    jsonBody(select('//a', 'xpath', '$inputs.quote')),
    { actual: 'it is not XML: Parsing document failed, expected "<" (line 1, column 1)' },
  ],
  [
    'an XPath without nodes',
    jsonBody(select('//gone', 'xpath', '$inputs.xml')),
    { actual: '$inputs.xml has no //gone' },
  ],
  [
    'an XPath that cannot be evaluated',
    jsonBody(select('string(//i)', 'xpath', '$inputs.xml')),
    { actual: expect.stringContaining('XPTY0004') },
  ],
  [
    'bytes in JSON',
    jsonBody('{ x-file: files/照片.png }'),
    { expected: 'a value for the file', actual: 'files/照片.png is not text in UTF-8' },
  ],
  [
    'a file that is not JSON as a body of JSON',
    'operationId: send\nrequestBody: { contentType: application/json, payload: { x-file: bad.json } }',
    { code: 'REQUEST_SCHEMA_MISMATCH', title: 'the request body is not JSON, so the request was not sent' },
  ],
  [
    'a body of multipart that has no properties',
    'operationId: send\nrequestBody: { contentType: multipart/form-data, payload: { x-file: note.txt } }',
    {
      code: 'REQUEST_SCHEMA_MISMATCH',
      title: 'a body of multipart/form-data has one part for each property, so the request was not sent',
      expected: 'an object',
      actual: 'a file',
      remedy: 'name the part: {"file": {"x-file": "path"}}',
    },
  ],
  [
    'a JSONPath target without nodes',
    `operationId: send\nrequestBody: { contentType: application/json, payload: {}, replacements: [{ target: $.a, targetSelectorType: jsonpath, value: 1 }] }`,
    {
      title: 'the replacement of $.a has no place, so the request was not sent',
      expected: '$.a',
      actual: 'the payload has no such node',
    },
  ],
  [
    'an XPath target without nodes',
    `operationId: send\nrequestBody: { contentType: application/xml, payload: <a/>, replacements: [{ target: //b, value: 1 }] }`,
    { expected: '//b', actual: 'the payload has no such node' },
  ],
  [
    'an object in XML',
    `operationId: send\nrequestBody: { contentType: application/xml, payload: <a/>, replacements: [{ target: /a, value: { b: 1 } }] }`,
    { actual: 'an object or a list has no place in XML; give its text' },
  ],
  [
    'a line break in a header',
    'operationId: list\nparameters: [{ name: X-Note, in: header, value: $inputs.broken }]',
    {
      code: 'REQUEST_SCHEMA_MISMATCH',
      title: 'the header "X-Note" holds a line break, so the request was not sent',
      expected: 'a text of one line',
      actual: '"a\\r\\nX-Evil: 1" (string)',
    },
  ],
  [
    'a character beyond Latin-1 in a header',
    'operationId: list\nparameters: [{ name: X-Note, in: header, value: 高等数学 }]',
    {
      code: 'REQUEST_SCHEMA_MISMATCH',
      title: 'the header "X-Note" holds a character that no header can hold, so the request was not sent',
      expected: 'characters of Latin-1, none of them a control character',
      actual: '"高等数学" (string)',
    },
  ],
  [
    'a query string that is neither text nor object',
    'operationId: list\nparameters: [{ name: q, in: querystring, value: 5 }]',
    {
      title: 'the query string has no value, so the request was not sent',
      expected: 'a text, or an object of names and values',
      actual: '5 (integer)',
    },
  ],
];
for (const [name, step, refusal] of refused) {
  test(`not sent: ${name}`, () => {
    const built = build(step);
    if (built.ok) throw new Error(`sent: ${String(built.value.request.body)}`);
    expect(built.refusals).toMatchObject([refusal]);
  });
}

test('the whole query string: a text without its question mark, or an object as a form', () => {
  const step = (value: string): string =>
    `operationId: list\nparameters: [{ name: q, in: querystring, value: ${value} }]`;
  expect(sent(step('$inputs.query')).url).toBe('http://127.0.0.1:1/list?a=1&limit=5');
  expect(sent(step('{ a: x y, list: [1, 2] }')).url).toBe('http://127.0.0.1:1/list?a=x%20y&list=1&list=2');
  expect(sent(step('$inputs.odd')).url).toBe('http://127.0.0.1:1/list?a=%C3%BC%20b%23c%0D%0A');
  expect(sent(step('""')).url).toBe('http://127.0.0.1:1/list');
  const built = build(step('$inputs.query'));
  if (!built.ok) throw new Error('refused');
  expect([...built.value.query]).toEqual([['limit', 5]]);
  expect([...built.value.parameters]).toEqual([['query:limit', 5]]);
});

const bytesSent: readonly (readonly [name: string, step: string, length: number, seen: JsonObject])[] = [
  ['the whole body', 'contentType: application/octet-stream, payload: { x-bytes: 300 }', 300, { size: 300 }],
  ['no bytes at all', 'contentType: image/png, payload: { x-bytes: 0 }', 0, { size: 0 }],
  ['a file of a type of bytes', 'contentType: image/png, payload: { x-file: note.txt }', 23, { size: 23 }],
  [
    'a part',
    'contentType: multipart/form-data, payload: { file: { x-bytes: 5 }, n: 1 }',
    244,
    { file: { size: 5 }, n: 1 },
  ],
  [
    'parts of one name',
    'contentType: multipart/form-data, payload: { f: [{ x-bytes: 1 }, { x-bytes: 2 }] }',
    284,
    { f: [{ size: 1 }, { size: 2 }] },
  ],
];
for (const [name, body, length, seen] of bytesSent) {
  test(`bytes: ${name}`, () => {
    const built = build(`operationId: send\nrequestBody: { ${body} }`);
    if (!built.ok) throw new Error(JSON.stringify(built.refusals));
    expect(built.value.request.body?.length).toBe(length);
    expect(built.value.payload).toMatchObject({ ...seen });
  });
}
