// The rules of one step at a time: each test says what the contract says, and what the workflow then has.
import { expect, test } from '@playwright/test';
import type { JsonValue } from '../../core/json.ts';
import { isJsonArray } from '../../core/json.ts';
import { memberOf } from '../../document/json-pointer.ts';
import { contractOf } from '../../openapi/contract.samples.ts';
import { indexOperations } from '../../openapi/operation-index.ts';
import { documentOf } from './draft.ts';
import { draftFromOperations } from './from-operations.ts';
import { sampleTexts } from './sample-text.ts';

type Drawn = {
  readonly steps: readonly JsonValue[];
  readonly cleanUp: readonly JsonValue[];
  readonly inputs: JsonValue | undefined;
  readonly as: JsonValue | undefined;
  readonly notes: readonly string[];
};

/** Every operation of the paths, in their order, or those that are named. */
function draw(paths: string, names?: readonly string[], rest = ''): Drawn {
  const contract = contractOf(`openapi: 3.1.0\ninfo: { title: t, version: '1' }\npaths: ${paths}\n${rest}`);
  const index = indexOperations([contract]);
  const chosen = names?.flatMap((name) => index.byId(name)) ?? contract.operations;
  const draft = draftFromOperations(chosen, index, 'user');
  const document = documentOf(draft, { workflowId: 'w', title: 'W', urlOf: () => 'api.yaml' });
  const workflow = isJsonArray(document['workflows']) ? document['workflows'][0] : undefined;
  const list = (name: string): readonly JsonValue[] => {
    const found = memberOf(workflow, name);
    return isJsonArray(found) ? found : [];
  };
  return {
    ...{ steps: list('steps'), cleanUp: list('x-finally'), inputs: memberOf(workflow, 'inputs') },
    ...{ as: memberOf(workflow, 'x-as'), notes: draft.notes },
  };
}

const answers = (schema: string, status = '201'): string =>
  `responses: { '${status}': { description: d, content: { application/json: { schema: ${schema} } } } }`;
const plain = "responses: { '200': { description: d } }";
const takes = (schema: string, type = 'application/json'): string =>
  `requestBody: { required: true, content: { ${type}: { schema: ${schema} } } }`;
const object = (...properties: string[]): string =>
  `{ type: object, required: [${properties.map((text) => text.split(':')[0]).join(', ')}], properties: { ${properties.join(', ')} } }`;

function payloadOf(step: JsonValue | undefined): JsonValue | undefined {
  return memberOf(memberOf(step, 'requestBody'), 'payload');
}

test('a body takes the id of what a POST of that name created, of the right type', () => {
  const make = answers(object('id: { type: integer }'));
  const { steps } = draw(`
  /courses: { post: { operationId: makeCourse, ${make} } }
  /teachers: { post: { operationId: makeTeacher, ${make} } }
  /lessons: { post: { operationId: makeLesson, ${takes(object('course_id: { type: integer }', 'teacherId: { type: integer }'))}, ${plain} } }
  /texts: { post: { operationId: makeText, ${takes(object('course_id: { type: string }'))}, ${plain} } }
`);
  expect(payloadOf(steps[2])).toEqual({
    course_id: '$steps.make-course.outputs.id',
    teacherId: '$steps.make-teacher.outputs.id',
  });
  expect(payloadOf(steps[3])).toEqual({ course_id: 'example' });
});

test('of two steps that give a value the nearest that creates gives it, else the latest', () => {
  const token = answers(object('token: { type: string }'), '200');
  const paths = `
  /a: { post: { operationId: first, ${token} } }
  /b: { post: { operationId: creating, ${answers(object('token: { type: string }'))} } }
  /c: { get: { operationId: latest, ${token} } }
  /d: { post: { operationId: use, ${takes(object('token: { type: string }'))}, ${plain} } }
`;
  expect(payloadOf(draw(paths).steps.at(-1))).toEqual({ token: '$steps.creating.outputs.token' });
  expect(payloadOf(draw(paths, ['first', 'latest', 'use']).steps.at(-1))).toEqual({
    token: '$steps.latest.outputs.token',
  });
});

test('what the caller chose himself, and words that mean something else everywhere, are not chained', () => {
  const { steps } = draw(`
  /a: { post: { operationId: make, ${takes(object('tint: { type: string }'))}, ${answers(object('tint: { type: string }', 'name: { type: string }'))} } }
  /b: { post: { operationId: use, ${takes(object('tint: { type: string }', 'name: { type: string }'))}, ${plain} } }
`);
  expect(payloadOf(steps[1])).toEqual({ tint: 'example', name: 'example' });
  expect(memberOf(steps[0], 'outputs')).toBeUndefined();
});

test('optional parameters, credentials and headers of one value are left out', () => {
  const { steps, as } = draw(
    `
  /a:
    get:
      operationId: read
      parameters:
        - { name: size, in: query, required: true, schema: { type: integer, minimum: 5, multipleOf: 4 } }
        - { name: order, in: query, schema: { type: string } }
        - { name: X-Key, in: header, required: true, schema: { type: string } }
        - { name: X-Version, in: header, required: true, schema: { const: '2' } }
        - { name: X-Mode, in: header, required: true, schema: { enum: [fast, slow] } }
        - { name: list, in: query, required: true, schema: { type: array, minItems: 2, items: { type: boolean } } }
      ${plain}
`,
    undefined,
    'security: [{ key: [] }]\ncomponents: { securitySchemes: { key: { type: apiKey, in: header, name: X-Key } } }\n',
  );
  expect(memberOf(steps[0], 'parameters')).toEqual([
    { name: 'size', in: 'query', value: 8 },
    { name: 'X-Mode', in: 'header', value: 'fast' },
    { name: 'list', in: 'query', value: [true, true] },
  ]);
  expect(as).toBe('user');
});

test('without an operation that needs a credential nobody is named', () => {
  const rest =
    'security: [{}, { key: [] }]\ncomponents: { securitySchemes: { key: { type: http, scheme: bearer } } }\n';
  expect(draw(`{ /a: { get: { operationId: read, ${plain} } } }`, undefined, rest).as).toBeUndefined();
});

test('a form is written with its type where the contract has several', () => {
  const body = `requestBody: { required: true, content: { application/x-www-form-urlencoded: { schema: ${object('a: { type: string }')} }, text/plain: {} } }`;
  const { steps } = draw(`{ /a: { post: { operationId: send, ${body}, ${plain} } } }`);
  expect(memberOf(steps[0], 'requestBody')).toEqual({
    contentType: 'application/x-www-form-urlencoded',
    payload: { a: 'example' },
  });
});

test('an example with text that a workflow would read as an expression is passed over', () => {
  const schema = "{ type: string, examples: ['a {$inputs.b}', plain] }";
  const { steps } = draw(`{ /a: { post: { operationId: send, ${takes(object(`a: ${schema}`))}, ${plain} } } }`);
  expect(JSON.stringify(steps)).not.toContain('$inputs');
});

test('filters that name no operator take the bare id, and no list is asserted on without one', () => {
  const filters =
    '{ name: where, in: query, style: deepObject, schema: { type: object, additionalProperties: { type: string } } }';
  const rows = `{ type: array, items: ${object('id: { type: string }')} }`;
  const paths = `
  /rows:
    post: { operationId: insert, ${answers(object('id: { type: string }'))} }
    get: { operationId: query, parameters: [${filters}], ${answers(rows, '200')} }
    delete: { operationId: clear, parameters: [${filters}], ${plain} }
`;
  const addressed = [{ name: 'where', in: 'query', value: { id: '{$steps.insert.outputs.id}' } }];
  const { steps, cleanUp } = draw(paths, ['insert', 'query']);
  expect(steps[1]).toEqual({
    ...{ stepId: 'query', operationId: 'query', parameters: addressed },
    successCriteria: [{ condition: '$response.body#/0/id == $steps.insert.outputs.id' }],
  });
  expect(cleanUp).toEqual([{ stepId: 'remove', operationId: 'clear', parameters: addressed }]);
  expect(draw(paths, ['query']).steps).toEqual([{ stepId: 'query', operationId: 'query' }]);
});

test('what nothing deletes is told', () => {
  const { notes } = draw(
    `
  /a: { post: { operationId: make, ${answers(object('id: { type: string }'))} } }
  /b: { post: { operationId: lose, ${answers('{ type: object }')} } }
  /b/{b}: { delete: { operationId: drop, parameters: [{ name: b, in: path, required: true, schema: { type: string } }], ${plain} } }
`,
    ['make', 'lose'],
  );
  expect(notes).toEqual([
    'make: nothing here deletes what make creates: no contract has an operation that does',
    'lose: nothing here deletes what lose creates: its answer has no id',
  ]);
});

test('the mark stands in the first free text that has room for it', () => {
  const marked = (...properties: string[]): JsonValue | undefined =>
    payloadOf(
      draw(`{ /a: { post: { operationId: make, ${takes(object(...properties))}, ${answers('{ type: object }')} } } }`)
        .steps[0],
    );
  expect(marked('name: { type: string, maxLength: 20 }', 'title: { type: string }')).toEqual({
    name: 'example',
    title: 'example {$inputs.mark}',
  });
  expect(marked('name: { type: string, pattern: "^e" }')).toMatchObject({ name: 'e' });
  expect(marked('name: { enum: [a] }')).toEqual({ name: 'a' });
});

test('a code without anybody it was sent to stays as the contract shows it', () => {
  const code = takes(object("verification_code: { type: string, examples: ['123456'] }"));
  const send = takes(object('email: { type: string, format: email }'));
  const paths = `{ /send: { post: { operationId: send, ${send}, ${plain} } }, /verify: { post: { operationId: verify, ${code}, ${plain} } } }`;
  expect(payloadOf(draw(paths, ['verify']).steps[0])).toEqual({ verification_code: '123456' });
  const { steps, inputs } = draw(paths);
  expect(steps.map(payloadOf)).toEqual([{ email: '$inputs.email' }, { verification_code: '$inputs.code' }]);
  expect(inputs).toEqual({
    type: 'object',
    properties: {
      email: { type: 'string', default: 'someone@example.com' },
      code: { type: 'string', 'x-from': { source: 'sms-code', to: '$inputs.email' } },
    },
  });
});

test('a value that nothing gives is an input that must be given', () => {
  const never = "{ type: string, pattern: '^(?=x)y' }";
  const { steps, inputs, notes } = draw(
    `{ '/a/{a-b}': { get: { operationId: read, parameters: [{ name: a-b, in: path, required: true, schema: ${never} }], ${plain} } } }`,
  );
  expect(memberOf(steps[0], 'parameters')).toEqual([{ name: 'a-b', in: 'path', value: '$inputs.aB' }]);
  expect(inputs).toEqual({ type: 'object', required: ['aB'], properties: { aB: { type: 'string' } } });
  expect(notes).toEqual(['read: no value for the path parameter "a-b" is known; give the input "aB" a default']);
});

test('an operation without an id is named by its place', () => {
  const { steps } = draw(`{ /a/b: { get: { ${plain} } } }`);
  expect(steps).toEqual([{ stepId: 'get-a-b', operationPath: '{$sourceDescriptions.api-yaml.url}#/paths/~1a~1b/get' }]);
});

for (const [pattern, text] of [
  ['^[A-Z]{2}-\\d+$', 'AA-1'],
  ['^(cat|dog)s?$', 'cat'],
  ['^\\+\\d{1,3} \\d{6,}$', '+1 111111'],
  ['\\p{Lu}x', 'Ax'],
] as const) {
  test(`a text for the pattern ${pattern} is ${text}`, () => {
    expect(sampleTexts({ format: undefined, pattern, minLength: 0, maxLength: 100 })[0]).toBe(text);
  });
}

test('schemas inside themselves and wide ones come to an end', () => {
  const names = Array.from({ length: 8 }, (_, index) => `p${index}`);
  const wide = (next: string): string =>
    `{ type: object, required: [${names.join(', ')}], properties: { ${names.map((name) => `${name}: { oneOf: [{ type: integer, maximum: 0, minimum: 1 }, { $ref: '#/components/schemas/${next}' }] }`).join(', ')} } }`;
  const schemas = [...Array.from({ length: 9 }, (_, index) => `S${index}: ${wide(`S${index + 1}`)}`)].join(', ');
  const rest = `components: { schemas: { ${schemas}, S9: { type: string }, Self: ${object("a: { $ref: '#/components/schemas/Self' }")} } }\n`;
  const send = (schema: string): string =>
    `{ /a: { post: { operationId: send, ${takes(`{ $ref: '#/components/schemas/${schema}' }`)}, ${plain} } } }`;
  expect(payloadOf(draw(send('S7'), undefined, rest).steps[0])).toMatchObject({ p0: { p7: 'example' } });
  expect(() => draw(send('Self'), undefined, rest)).toThrow('no body for send could be made that keeps its schema');
});
