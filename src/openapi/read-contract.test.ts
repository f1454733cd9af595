import { expect, test } from '@playwright/test';
import { DescriptionError } from '../core/errors.ts';
import { formatLocation } from '../core/source.ts';
import { contractOf } from './contract.samples.ts';

/** What reading says of a faulty contract, one line a fault. */
function faultsOf(text: string, files?: Readonly<Record<string, string>>): string[] {
  try {
    contractOf(text, files);
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    return error.faults.map(({ code, location, message, remedy }) => {
      const place = location ? formatLocation(location).replace('contracts/api.yaml:', '') : '';
      return `${place} ${code === 'CONTRACT_SCHEMA' ? '' : `${code} `}${message}${remedy === undefined ? '' : ` | ${remedy}`}`;
    });
  }
  return [];
}

const head = "openapi: 3.1.1\ninfo: { title: t, version: '1' }\n";
const head30 = head.replace('3.1.1', '3.0.3');
/** The paths begin at line 4. */
const paths = (text: string, first = head): string => `${first}paths:\n${text}`;
/** One operation: its fields begin at line 6, column 7. */
const operation = (fields: string, path = '/x', first = head): string =>
  paths(`  ${path}:\n    get:\n      ${fields.replaceAll('\n', '\n      ')}\n`, first);
const ok = 'responses: { default: {} }';
/** One schema `S` in flow style at line 5, column 8. */
const schema = (text: string, first = head): string => `${first}components:\n  schemas:\n    S: ${text}\npaths: {}\n`;

const faults: { name: string; text: string; faults: string[]; files?: Record<string, string> }[] = [
  {
    name: 'not an object',
    text: '- 1\n',
    faults: ['1:1 the document is not an OpenAPI description: it must be an object'],
  },
  {
    name: 'an empty file',
    text: '',
    faults: ['1:1 the file is empty | write an OpenAPI description, or remove the file'],
  },
  {
    name: 'not OpenAPI',
    text: 'arazzo: 1.0.1\n',
    faults: ['1:1 the document is not an OpenAPI description: it has no "openapi" | begin it with openapi: 3.1.1'],
  },
  {
    name: 'OpenAPI 2.0',
    text: "swagger: '2.0'\n",
    faults: ['1:10 OpenAPI 2.0 is not read | convert the document to OpenAPI 3.1 or 3.0'],
  },
  {
    name: 'a later version',
    text: 'openapi: 3.2.0\n',
    faults: ['1:10 openapi "3.2.0" is not a version that is read | use 3.0.x or 3.1.x'],
  },
  {
    name: 'a version that is a number',
    text: 'openapi: 3.1\n',
    faults: ['1:10 openapi 3.1 is not a version that is read | put it in quotes, as in "3.1.1"'],
  },
  {
    name: 'no info, no paths',
    text: 'openapi: 3.0.3\n',
    faults: [
      '1:1 an OpenAPI description must have info, with title and version',
      '1:1 an OpenAPI description must have paths',
    ],
  },
  {
    name: 'a dialect of its own',
    text: `${head}jsonSchemaDialect: https://json-schema.org/draft-07/schema\npaths: {}\n`,
    faults: ['3:20 NOT_SUPPORTED schemas of another dialect than JSON Schema 2020-12 are not read'],
  },
  {
    name: 'a misspelt field of the root',
    text: `${head}pahts: {}\npaths: {}\n`,
    faults: ['3:1 an OpenAPI description has no field "pahts" | did you mean "paths"?'],
  },
  {
    name: 'a misspelt field of an operation',
    text: operation(`operationID: a\n${ok}`),
    faults: ['6:7 an operation has no field "operationID" | did you mean "operationId"?'],
  },
  {
    name: 'a misspelt method',
    text: paths('  /x:\n    gett: {}\n'),
    faults: ['5:5 a path item has no field "gett" | did you mean "get"?'],
  },
  {
    name: 'missing responses',
    text: operation('operationId: a'),
    faults: [
      '6:7 an operation must declare at least one response | add responses, as in "200: { description: … }", or default',
    ],
  },
  {
    name: 'a status that is none',
    text: operation("responses: { '2xx': {}, '99': {} }"),
    faults: [
      '6:20 "2xx" is no status: 200, 2XX or default are | write 2XX',
      '6:31 "99" is no status: 200, 2XX or default are',
    ],
  },
  {
    name: 'a media type that is none',
    text: operation("responses: { '200': { content: { json: {} } } }"),
    faults: ['6:40 "json" is no media type: application/json and application/* are'],
  },
  {
    name: 'a bad place of a parameter',
    text: operation(`parameters: [{ name: a, in: Query, schema: {} }]\n${ok}`),
    faults: ['6:35 a parameter\'s "in" must be one of path, query, header, cookie | did you mean "query"?'],
  },
  {
    name: 'a parameter without name and schema',
    text: operation(`parameters: [{ in: query }]\n${ok}`),
    faults: ['6:20 a parameter must have a name', '6:20 a parameter must have a schema or a content'],
  },
  {
    name: 'a style of another place',
    text: operation(`parameters: [{ name: a, in: query, style: matrix, schema: {} }]\n${ok}`),
    faults: ['6:49 a query parameter has no style "matrix" | use form, spaceDelimited, pipeDelimited, deepObject'],
  },
  {
    name: 'a parameter declared twice',
    text: operation(`parameters: [{ name: A, in: header, schema: {} }, { name: a, in: header, schema: {} }]\n${ok}`),
    faults: ['6:57 the header parameter "a" is declared twice'],
  },
  {
    name: 'a path parameter that is not declared',
    text: operation(ok, '/x/{id}'),
    faults: ['6:7 the path parameter "id" of /x/{id} is not declared'],
  },
  {
    name: 'a path parameter that the path does not have',
    text: operation(`parameters: [{ name: id, in: path, required: true, schema: {} }]\n${ok}`),
    faults: ['6:20 the path parameter "id" is not in /x'],
  },
  {
    name: 'a path parameter that is not required',
    text: operation(`parameters: [{ name: id, in: path, schema: {} }]\n${ok}`, '/x/{id}'),
    faults: ['6:20 the path parameter "id" must be required: true'],
  },
  {
    name: 'a path without slash, and braces left open',
    text: paths('  x: {}\n  /y/{id: {}\n'),
    faults: ['4:3 the path "x" must begin with /', '5:3 the path "/y/{id" has braces that do not enclose a name'],
  },
  {
    name: 'the same path twice',
    text: paths('  /x/{a}: {}\n  /x/{b}: {}\n'),
    faults: ['5:3 the paths "/x/{b}" and "/x/{a}" are the same'],
  },
  {
    name: 'a duplicate operationId',
    text: paths(`  /x:\n    get:\n      operationId: a\n      ${ok}\n    put:\n      operationId: a\n      ${ok}\n`),
    faults: ['9:20 the operationId "a" is taken: contracts/api.yaml:6:20'],
  },
  {
    name: 'an unknown security scheme',
    text: `${operation(`security: [{ barer: [] }]\n${ok}`)}components: { securitySchemes: { bearer: { type: http, scheme: bearer } } }\n`,
    faults: ['6:20 there is no security scheme "barer" | did you mean "bearer"?'],
  },
  {
    name: 'a security scheme without its fields',
    text: `${paths('  {}\n')}components: { securitySchemes: { a: { type: http }, b: { type: htp } } }\n`,
    faults: [
      '5:37 a security scheme of this type must have "scheme"',
      '5:64 a security scheme must have a type: apiKey, http, mutualTLS, oauth2, openIdConnect | did you mean "http"?',
    ],
  },
  {
    name: 'a $ref to nothing',
    text: `${operation("responses: { default: { $ref: '#/components/responses/Eror' } }")}components: { responses: { Error: {} } }\n`,
    faults: [
      '6:37 $ref leads nowhere: contracts/api.yaml has nothing at /components/responses/Eror | did you mean "Error"?',
    ],
  },
  {
    name: 'a $ref that is no pointer',
    text: operation("responses: { default: { $ref: '#Error' } }"),
    faults: ['6:37 $ref leads nowhere: "#Error" does not end in a JSON Pointer, as in "#/components/schemas/Course"'],
  },
  {
    name: 'references in a circle',
    text: `${operation("responses: { default: { $ref: '#/components/responses/A' } }")}components: { responses: { A: { $ref: '#/components/responses/B' }, B: { $ref: '#/components/responses/A' } } }\n`,
    faults: ['6:37 the reference leads back to itself'],
  },
  {
    name: 'a $ref to a file that is not there',
    text: operation("responses: { default: { $ref: './gone.yaml#/a' } }"),
    faults: ['6:37 $ref leads nowhere: there is no file contracts/gone.yaml'],
  },
  {
    name: 'a $ref that leaves the project',
    text: operation(
      "responses: { default: { $ref: '../../etc/passwd#/a' }, '200': { $ref: '/etc/passwd' }, '201': { $ref: 'https://example.com/a' } }",
    ),
    faults: [
      '6:37 $ref leads nowhere: "../../etc/passwd" lies outside of the project | if it may be read, say so in gateways.yaml: contracts: { allow: [../etc] }',
      '6:77 $ref leads nowhere: "/etc/passwd" is not a file of this project',
      '6:109 DOCUMENT_NOT_FETCHED $ref leads nowhere: the document behind https://example.com/a has not been fetched | npx gatewright lint --fetch keeps it in contracts/remote',
    ],
  },
  {
    name: 'a fault in a file that a $ref leads to',
    text: operation("responses: { default: { $ref: 'common.yaml#/Error' } }"),
    files: { 'contracts/common.yaml': 'Error:\n  contents: {}\n' },
    faults: ['contracts/common.yaml:2:3 a response has no field "contents" | did you mean "content"?'],
  },
  {
    name: 'a shared part is faulted once',
    text: `${paths(`  /x:\n    get: { responses: { default: { $ref: '#/components/responses/E' }, '200': { $ref: '#/components/responses/E' } } }\n`)}components: { responses: { E: { conten: {} } } }\n`,
    faults: ['6:33 a response has no field "conten" | did you mean "content"?'],
  },
  {
    name: 'an unknown type',
    text: schema('{ type: strng }'),
    faults: ['5:16 type must be one of string, number, integer, boolean, object, array, null | did you mean "string"?'],
  },
  {
    name: 'a misspelt keyword, 3.1',
    text: schema('{ requried: [a] }'),
    faults: ['5:10 a schema has no keyword "requried" | did you mean "required"?'],
  },
  { name: 'an unknown keyword is allowed in 3.1', text: schema('{ geometry: wide, x-requried: true }'), faults: [] },
  {
    name: 'an unknown keyword, 3.0',
    text: schema('{ const: 1 }', head30),
    faults: ['5:10 a schema has no keyword "const"'],
  },
  {
    name: 'nothing beside $ref counts in 3.0',
    text: schema('{ $ref: "#/components/schemas/S/x-t", const: 1, x-t: {} }', head30),
    faults: [],
  },
  {
    name: 'required: true on a property',
    text: schema('{ properties: { a: { required: true } } }'),
    faults: ['5:39 required must be a list of property names'],
  },
  {
    name: 'keywords of the wrong kind',
    text: schema('{ minLength: -1, maximum: "5", pattern: "(", enum: [], allOf: {} }'),
    faults: [
      '5:21 minLength must be a whole number, not below 0',
      '5:34 maximum must be a number',
      '5:48 pattern must be a regular expression (ECMA-262)',
      '5:59 enum must be a list of at least one value',
      '5:70 allOf must be a list of at least one schema',
    ],
  },
  {
    name: 'a number for exclusiveMinimum, 3.0',
    text: schema('{ exclusiveMinimum: 5 }', head30),
    faults: ['5:28 exclusiveMinimum must be true or false'],
  },
  {
    name: 'a boolean for exclusiveMinimum, 3.1',
    text: schema('{ minimum: 1, exclusiveMinimum: true }'),
    faults: ['5:40 exclusiveMinimum must be a number'],
  },
  {
    name: 'a schema that is text',
    text: schema('{ properties: { a: text } }'),
    faults: ['5:27 a schema must be an object'],
  },
  {
    name: 'a schema $ref to nothing',
    text: schema('{ items: { $ref: "#/components/schemas/T" } }'),
    faults: ['5:25 $ref leads nowhere: contracts/api.yaml has nothing at /components/schemas/T | did you mean "S"?'],
  },
  {
    name: 'a schema that is only itself',
    text: schema('{ allOf: [{ $ref: "#/components/schemas/S" }] }'),
    faults: ['5:8 the schema refers to itself for the same value, so that judging it never ends'],
  },
  {
    name: 'a schema that is itself by another',
    text: schema(
      '{ properties: { t: { $ref: "#/components/schemas/T" } }, allOf: [{ $ref: "#/components/schemas/T" }] }\n    T: { $ref: "#/components/schemas/S" }',
    ),
    faults: ['5:8 the schema refers to itself for the same value, so that judging it never ends'],
  },
  {
    name: 'a recursive schema is no loop',
    text: schema('{ properties: { next: { $ref: "#/components/schemas/S" } } }'),
    faults: [],
  },
  {
    name: 'every fault at once',
    text: paths('  /x:\n    get: {}\n    put: {}\n'),
    faults: [
      '5:10 an operation must declare at least one response | add responses, as in "200: { description: … }", or default',
      '6:10 an operation must declare at least one response | add responses, as in "200: { description: … }", or default',
    ],
  },
];

for (const { name, text, faults: expected, files } of faults) {
  test(`refuses: ${name}`, () => expect(faultsOf(text, files)).toEqual(expected));
}

const whole = `openapi: 3.0.3
info: { title: Courses, version: '1' }
security: [{ bearer: [] }]
paths:
  /courses/{id}:
    parameters:
      - { name: id, in: path, required: true, schema: { type: integer } }
      - { name: limit, in: query, schema: {} }
    get:
      operationId: getCourse
      parameters:
        - { name: limit, in: query, required: true, style: pipeDelimited, schema: {} }
        - { name: X-A, in: header, schema: {} }
        - { name: c, in: cookie, schema: {} }
      responses:
        '200':
          headers: { X-Total: { $ref: '#/components/headers/Total' }, Content-Type: { schema: {} } }
          content:
            Application/JSON:
              schema: { $ref: common.yaml#/Course }
              examples: { one: { $ref: '#/components/examples/One' } }
        4XX: { $ref: common.yaml#/Error }
    delete:
      security: []
      responses: { '204': {} }
    post:
      security: [{ bearer: [], key: [] }, {}]
      requestBody: { required: true, content: { application/json: { schema: { example: 7 } } } }
      responses: { default: {} }
  /shared: { $ref: common.yaml#/Item }
components:
  headers: { Total: { required: true, schema: { type: integer } } }
  examples: { One: { value: { id: 1 } } }
  securitySchemes:
    bearer: { type: http, scheme: Bearer }
    key: { type: apiKey, in: header, name: X-Key }
    other: { type: oauth2, flows: {} }
`;
const common = `Course: { type: object, properties: { next: { $ref: '#/Course' } } }
Error: { content: { application/json: { schema: { $ref: 'api.yaml#/components/headers/Total/schema' } } } }
Item:
  get:
    operationId: getShared
    responses: { default: { $ref: '#/Error' } }
`;

const contract = contractOf(whole, { 'contracts/common.yaml': common });
const [getCourse, postCourse, deleteCourse, getShared] = contract.operations;

test('operations stand in the order of the file, by method', () => {
  expect(contract.operations.map(({ operationId, path }) => [operationId, path])).toEqual([
    ['getCourse', '/courses/{id}'],
    ['POST /courses/{id}', '/courses/{id}'],
    ['DELETE /courses/{id}', '/courses/{id}'],
    ['getShared', '/shared'],
  ]);
  expect([contract.title, contract.version]).toEqual(['Courses', '3.0']);
});

test("the operation's parameters win, and have the defaults of their place", () => {
  const shown = getCourse!.parameters.map(({ name, in: where, required, style, explode }) =>
    [name, where, required, style, explode].join(' '),
  );
  expect(shown).toEqual([
    'id path true simple false',
    'limit query true pipeDelimited false',
    'X-A header false simple false',
    'c cookie false form true',
  ]);
});

test('responses, headers, media types and examples are read through their references', () => {
  const [first, second] = getCourse!.responses;
  expect([first!.status, first!.headers.map(({ name, required }) => `${name} ${String(required)}`)]).toEqual([
    '200',
    ['X-Total true'],
  ]);
  expect(first!.content.map(({ mediaType, example }) => [mediaType, example])).toEqual([
    ['application/json', { id: 1 }],
  ]);
  expect([second!.status, second!.document?.file, second!.pointer]).toEqual(['4XX', 'contracts/common.yaml', '/Error']);
  expect(getShared!.document?.file).toBe('contracts/common.yaml');
  expect(postCourse!.requestBody).toMatchObject({ required: true, content: [{ example: 7 }] });
});

test("the operation's security replaces the root's", () => {
  expect([getCourse!.security, deleteCourse!.security, postCourse!.security]).toEqual([
    [['bearer']],
    [],
    [['bearer', 'key'], []],
  ]);
  expect(Object.fromEntries(contract.securitySchemes)).toEqual({
    bearer: { type: 'http', scheme: 'bearer' },
    key: { type: 'apiKey', in: 'header', name: 'X-Key' },
    other: { type: 'other', declared: 'oauth2' },
  });
});
