// schemas/arazzo.schema.json and the reader say the same of a document, as far as a schema can see.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Ajv } from 'ajv';
import { DescriptionError } from '../core/errors.ts';
import { readDocument } from '../document/read-document.ts';
import { checkKinds, strictnesses } from '../openapi/check-policy.ts';
import { readDescription } from './read/read-description.ts';
import { shapes } from './read/shapes.ts';
import type { Shape } from './read/shapes.ts';

type Schema = { readonly [name: string]: Schema } & { readonly properties: object; readonly required?: string[] };
const schema = JSON.parse(readFileSync('schemas/arazzo.schema.json', 'utf8')) as Schema;
const isValid = new Ajv({ strict: true, strictRequired: false, strictTypes: false }).compile(schema);

/** Codes of the faults; what is not carried out is no fault of the document. */
function faultsOf(text: string): { readonly all: readonly string[]; readonly own: readonly string[] } {
  try {
    readDescription(readDocument(text, 'w.arazzo.yaml'));
    return { all: [], own: [] };
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    const all = error.faults.filter(({ weight }) => weight === undefined).map(({ code }) => code);
    return { all, own: all.filter((code) => code !== 'NOT_SUPPORTED') };
  }
}

const keeps = (text: string): boolean => isValid(readDocument(text, 'w.arazzo.yaml').value);

type Parts = { arazzo?: string; root?: string; source?: string; workflow?: string; step?: string; target?: string };

/** A document in one line per part, in flow style. */
function write(parts: Parts): string {
  const { arazzo = '1.1.0', root = '', source = '', workflow = '', step = '', target = 'operationId: read' } = parts;
  return `arazzo: ${arazzo}
info: { title: T, version: v1 }
sourceDescriptions: [{ name: api, url: api.yaml${source} }]
workflows: [{ workflowId: w${workflow}, steps: [{ stepId: a, ${target}${step} }] }]
${root}
`;
}

const right: Readonly<Record<string, Parts>> = {
  'the least that is one': {},
  'Arazzo 1.0': { arazzo: '1.0.1', step: ', successCriteria: []' },
  'foreign extensions': { root: 'x-a: 1', source: ', x-b: 1', workflow: ', x-c: 1', step: ', x-d: { e: 1 }' },
  'a base address': { root: '$self: https://a/b' },
  'the operation of a source': { target: 'operationId: $sourceDescriptions.api.read' },
  'an operation by its path': { target: "operationPath: '{$sourceDescriptions.api.url}#/paths/~1a/get'" },
  'another workflow': { target: 'workflowId: w2', step: ', parameters: [{ name: a, value: 1 }]' },
  'values of every kind': {
    step: ', parameters: [{ name: a, in: query, value: { b: [1, null] } }, { name: c, in: header, value: null }]',
  },
  'replacements of every kind': {
    step: ', requestBody: { payload: {}, replacements: [{ target: /a, value: 10 }, { target: /b, value: null }, { target: /c, value: { d: 1 } }] }',
  },
  'a target with its language': {
    step: ', requestBody: { payload: {}, replacements: [{ target: /a, targetSelectorType: jsonpointer, value: 10 }] }',
  },
  'a component beside keys that do not count': {
    root: 'components: { parameters: { p: { name: a, in: query, value: 1 } } }',
    step: ', parameters: [{ reference: $components.parameters.p, value: 0, name: b }]',
  },
  'criteria of each type': {
    step: `, successCriteria: [{ condition: $statusCode == 200, type: simple }, { condition: a, context: $response.body, type: regex },
    { condition: $.a, context: $response.body, type: { type: jsonpath, version: rfc9535 } }]`,
  },
  'XPath of the newest version': {
    step: ', successCriteria: [{ condition: //a, context: $response.body, type: { type: xpath, version: xpath-31 } }]',
  },
  actions: {
    step: `, onSuccess: [{ name: x, type: goto, stepId: a, criteria: [] }, { name: y, type: end }],
    onFailure: [{ name: x, type: retry, retryAfter: 0.5, retryLimit: 0 }, { name: y, type: goto, workflowId: w, parameters: [{ name: i, value: 1 }] }]`,
  },
  outputs: { step: ', outputs: { a.b-c_d: $response.body#/a }', workflow: ", outputs: { a: '{$steps.a.outputs.b}' }" },
  'a Selector Object': {
    step: ', outputs: { a: { context: $response.body, selector: $.a, type: jsonpath, x-a: 1 } }',
  },
  'what Arazzo 1.1 brought': { step: ', timeout: 100, dependsOn: [b]' },
  'a message': { source: ', type: asyncapi', step: ', action: receive, correlationId: x' },
  'a channel': {
    source: ', type: asyncapi',
    target: "channelPath: '{$sourceDescriptions.api.url}#/channels/a'",
    step: ', action: send',
  },
  'the whole query string': { step: ', parameters: [{ name: q, in: querystring, value: a=1 }]' },
  'x-as, x-finally, labels': {
    workflow: `, x-as: user, x-tags: [a], x-owner: o, x-severity: minor, x-skip: [{ gateway: g, reason: r }, { reason: r }],
    x-finally: [{ stepId: z, operationId: remove, x-as: admin }]`,
  },
  'x-skip in one word': { workflow: ', x-skip: not yet' },
  'x-from': {
    workflow: `, inputs: { type: object, properties: { a: { x-from: run.mark }, b: { x-from: { source: env, name: N, secret: true } },
    c: { x-from: { source: sms-code, to: $inputs.a } }, d: { x-from: { source: run.seed } }, e: true } }`,
  },
  'x-contract': { step: ', x-contract: { request: off, undeclared: error }' },
  'x-parity': { step: ', x-parity: { /a: exact, /b: ignore }' },
  'x-parity in one word': { step: ', x-parity: shape' },
  'x-data': { workflow: ', inputs: { type: object, properties: { a: {} } }, x-data: { rows: [{ a: 1 }], id: a }' },
  'x-poll': {
    step: ', x-poll: { until: [{ condition: $statusCode == 200 }], interval: 1, deadline: 10, backoff: 2, failFast: [{ condition: $statusCode == 500 }] }',
  },
  'x-literal': { step: ', parameters: [{ name: a, in: query, value: { x-literal: $inputs.a } }]' },
};

for (const [name, parts] of Object.entries(right)) {
  test(`both accept ${name}`, () => {
    const text = write(parts);
    expect(faultsOf(text).own).toEqual([]);
    expect(keeps(text), JSON.stringify(isValid.errors)).toBe(true);
  });
}

const wrong: Readonly<Record<string, Parts>> = {
  'a version of another major': { arazzo: '2.0.0' },
  'a version that is no text': { arazzo: '1.1' },
  'an unknown key of the document': { root: 'workflow: []' },
  'an unknown key of a step': { step: ', operationID: read' },
  'an extension of ours where it has no meaning': { step: ', x-finally: []' },
  'a fragment in $self': { root: '$self: https://a/b#c' },
  'an empty operationId': { target: "operationId: ''" },
  'a source of no type': { source: ', type: swagger' },
  'no target': { target: 'description: none' },
  'two targets': { target: 'operationId: read', step: ', workflowId: w' },
  'an operationPath without a method': { target: "operationPath: '{$sourceDescriptions.api.url}#/paths/~1a'" },
  'a reference that is none': { target: 'operationId: $steps.a.outputs.b' },
  'a body for a workflow': { target: 'workflowId: w2', step: ', requestBody: { payload: 1 }' },
  'a parameter without its place': { step: ', parameters: [{ name: a, value: 1 }]' },
  'a parameter in no place': { step: ', parameters: [{ name: a, in: body, value: 1 }]' },
  'a parameter without a value': { step: ', parameters: [{ name: a, in: query }]' },
  'a parameter twice': { step: ', parameters: [{ name: a, in: query, value: 1 }, { name: a, in: query, value: 1 }]' },
  'the whole query string in 1.0': { arazzo: '1.0.1', step: ', parameters: [{ name: a, in: querystring, value: 1 }]' },
  'a reference to another kind of component': { step: ', parameters: [{ reference: $components.successActions.a }]' },
  'a value for an action': {
    root: 'components: { successActions: { e: { name: e, type: end } } }',
    step: ', onSuccess: [{ reference: $components.successActions.e, value: 1 }]',
  },
  'a component of no name': { root: "components: { parameters: { 'a b': { name: a, in: query, value: 1 } } }" },
  'an output of no name': { step: ", outputs: { 'a b': $statusCode }" },
  'an output that is no expression': { step: ', outputs: { a: b }' },
  'an output that is a number': { step: ', outputs: { a: 1 }' },
  'a Selector Object in 1.0': {
    arazzo: '1.0.1',
    step: ', outputs: { a: { context: $response.body, selector: $.a, type: jsonpath } }',
  },
  'a criterion without a condition': { step: ', successCriteria: [{ type: simple }]' },
  'a criterion without its context': { step: ', successCriteria: [{ condition: a, type: regex }]' },
  'a criterion of the type jsonpointer': {
    step: ', successCriteria: [{ condition: /a, context: $response.body, type: jsonpointer }]',
  },
  'a version of another language': {
    step: ', successCriteria: [{ condition: $.a, context: $response.body, type: { type: jsonpath, version: xpath-10 } }]',
  },
  'no criteria in 1.1': { step: ', successCriteria: []' },
  'goto without a target': { step: ', onSuccess: [{ name: a, type: goto }]' },
  'goto with two targets': { step: ', onSuccess: [{ name: a, type: goto, stepId: a, workflowId: w }]' },
  'retry with two targets': { step: ', onFailure: [{ name: a, type: retry, stepId: a, workflowId: w }]' },
  'retry after success': { step: ', onSuccess: [{ name: a, type: retry }]' },
  'a negative wait': { step: ', onFailure: [{ name: a, type: retry, retryAfter: -1 }]' },
  'half a retry': { step: ', onFailure: [{ name: a, type: retry, retryLimit: 1.5 }]' },
  'parameters for a step': {
    step: ', onSuccess: [{ name: a, type: goto, stepId: a, parameters: [{ name: b, value: 1 }] }]',
  },
  'parameters of an action in 1.0': {
    arazzo: '1.0.1',
    step: ', onSuccess: [{ name: a, type: goto, workflowId: w, parameters: [{ name: b, value: 1 }] }]',
  },
  'a timeout in 1.0': { arazzo: '1.0.1', step: ', timeout: 1' },
  'a timeout of nothing': { step: ', timeout: 0' },
  'an empty dependsOn': { step: ', dependsOn: []' },
  'a step twice in dependsOn': { step: ', dependsOn: [b, b]' },
  'a channel without an action': { target: "channelPath: '{$sourceDescriptions.api.url}#/channels/a'" },
  'a correlationId to send': { source: ', type: asyncapi', step: ', action: send, correlationId: x' },
  'a message of a workflow': { target: 'workflowId: w', step: ', action: send' },
  'a target that is no JSON Pointer': {
    step: ', requestBody: { payload: {}, replacements: [{ target: a, targetSelectorType: jsonpointer, value: 1 }] }',
  },
  'a replacement without a value': { step: ', requestBody: { payload: {}, replacements: [{ target: /a }] }' },
  'inputs that are no schema': { workflow: ', inputs: 1' },
  'an account that is no text': { workflow: ', x-as: 1' },
  'an empty x-finally': { workflow: ', x-finally: []' },
  'x-skip without a reason': { workflow: ', x-skip: [{ gateway: g }]' },
  'x-from of no source': { workflow: ', inputs: { type: object, properties: { a: { x-from: { source: nowhere } } } }' },
  'x-from without its name': { workflow: ', inputs: { type: object, properties: { a: { x-from: { source: env } } } }' },
  'x-from with a key too many': {
    workflow: ', inputs: { type: object, properties: { a: { x-from: { source: run.mark, to: a } } } }',
  },
  'x-contract of no kind': { step: ', x-contract: { bodies: off }' },
  'x-contract of no strictness': { step: ', x-contract: { body: no }' },
  'x-data with both': { workflow: ', x-data: { rows: [{ a: 1 }], source: a.csv }' },
  'x-data without rows': { workflow: ', x-data: { rows: [] }' },
  'x-poll without an end': { step: ', x-poll: { interval: 1 }' },
  'x-data with a row that is none': { workflow: ', x-data: { rows: [1] }' },
  'x-data without a file': { workflow: ", x-data: { source: '' }" },
  'x-data with an unknown key': { workflow: ', x-data: { rows: [{ a: 1 }], name: a }' },
  'x-data that is a list': { workflow: ', x-data: [{ a: 1 }]' },
  'x-poll until nothing': { step: ', x-poll: { until: [] }' },
  'x-poll without a pause': { step: ', x-poll: { until: [{ condition: $statusCode == 200 }], interval: 0 }' },
  'x-poll for days': { step: ', x-poll: { until: [{ condition: $statusCode == 200 }], deadline: 86400 }' },
  'x-poll that gets faster': { step: ', x-poll: { until: [{ condition: $statusCode == 200 }], backoff: 0.5 }' },
  'x-poll of a workflow': {
    target: 'workflowId: w2',
    step: ', x-poll: { until: [{ condition: $statusCode == 200 }] }',
  },
  'x-parity of no word': { step: ', x-parity: same' },
  'x-parity of no pointer': { step: ', x-parity: { name: exact }' },
  'x-parity of no word at a pointer': { step: ', x-parity: { /name: same }' },
  'x-severity of no word': { workflow: ', x-severity: grave' },
  'a tag twice': { workflow: ', x-tags: [a, a]' },
  'an empty tag': { workflow: ", x-tags: ['']" },
  'an owner of no name': { workflow: ", x-owner: ' '" },
  'a gateway twice in x-skip': { workflow: ', x-skip: [{ gateway: g, reason: a }, { gateway: g, reason: a }]' },
  'AsyncAPI in 1.0': { arazzo: '1.0.1', source: ', type: asyncapi' },
};

for (const [name, parts] of Object.entries(wrong)) {
  test(`both refuse ${name}`, () => {
    const text = write(parts);
    expect(faultsOf(text).all.length).toBeGreaterThan(0);
    expect(keeps(text)).toBe(false);
  });
}

/** What the reader refuses and a schema cannot see. */
const unseen: Readonly<Record<string, Parts & { why: string }>> = {
  'a name twice': { why: 'it does not compare items', step: ' }, { stepId: a, operationId: b' },
  'a parameter twice with two values': {
    why: 'it compares whole items',
    step: ', parameters: [{ name: a, in: query, value: 1 }, { name: a, in: query, value: 2 }]',
  },
  'a condition out of the grammar': { why: 'it has no grammar', step: ", successCriteria: [{ condition: '== 1' }]" },
  'an expression out of the grammar': { why: 'it has no grammar', step: ', outputs: { a: $steps.b }' },
  'a component that is not there': {
    why: 'it does not follow references',
    step: ', parameters: [{ reference: $components.parameters.gone }]',
  },
  'two reasons of x-skip for one gateway': {
    why: 'it compares whole items',
    workflow: ', x-skip: [{ gateway: g, reason: a }, { gateway: g, reason: b }]',
  },
  'a file that is not there': { why: 'it reads no files', step: ', requestBody: { payload: { x-file: gone.json } }' },
  'a key beside x-literal': {
    why: 'a value may be anything',
    step: ', requestBody: { payload: { x-literal: 1, b: 2 } }',
  },
  'a key beside x-file': { why: 'a value may be anything', step: ', requestBody: { payload: { x-file: a, b: 2 } }' },
  'an extension that looks like one of ours': { why: 'foreign ones are allowed', workflow: ', x-tag: [a]' },
};

for (const [name, { why, ...parts }] of Object.entries(unseen)) {
  test(`only the reader refuses ${name}: ${why}`, () => {
    const text = write(parts);
    expect(faultsOf(text).own.length).toBeGreaterThan(0);
    expect(keeps(text)).toBe(true);
  });
}

test('the shipped workflows keep the schema', () => {
  for (const file of readdirSync('workflows', { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.yaml')) continue;
    const { value } = readDocument(readFileSync(join('workflows', file), 'utf8'), file);
    expect(isValid(value), `${file} ${JSON.stringify(isValid.errors)}`).toBe(true);
  }
});

function expectShape(name: string, definition: Schema, shape: Shape): void {
  const { required = [], optional = [], since11 = [], extensions = [] } = shape;
  const keys = Object.keys(definition.properties);
  const known = [...required, ...optional, ...since11];
  expect(keys.filter((key) => !key.startsWith('x-')).sort(), name).toEqual(known.sort());
  expect(keys, name).toEqual(expect.arrayContaining([...extensions]));
  expect([...(definition.required ?? [])].sort(), name).toEqual([...required].sort());
}

test('the objects of the schema have the keys that the reader knows', () => {
  const definitions = schema['definitions']!;
  for (const [name, shape] of Object.entries<Shape>(shapes)) {
    const definition = name === 'document' ? schema : definitions[name];
    // Others stand inside the definition that uses them.
    if (!definition || name === 'data' || name === 'poll' || name === 'skip') continue;
    expectShape(name, definition, shape);
  }
  const contract = definitions['contract']!.properties as Record<string, { enum: string[] }>;
  expect(Object.keys(contract)).toEqual(checkKinds);
  for (const kind of checkKinds) expect(contract[kind]?.enum).toEqual(strictnesses);
});
