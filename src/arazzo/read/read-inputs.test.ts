import { expect, test } from '@playwright/test';
import { validateInputs } from '../../openapi/validate-value.ts';
import { documentOf, faultsOf, read } from '../arazzo.samples.ts';
import type { JsonValue } from '../../core/json.ts';
import type { Inputs } from '../description.ts';

function inputsOf(workflow: string, root = ''): Inputs {
  const [first] = read(documentOf({ workflow, root })).workflows;
  if (!first) throw new Error('no workflow');
  return first.inputs;
}

test('knows names, defaults, requirements, secrets and sources', () => {
  const inputs = inputsOf(`
inputs:
  type: object
  required: [phone]
  properties:
    phone: {type: string, default: '+86 13800138000'}
    password: {type: string, format: password}
    key: {type: string, writeOnly: true}
    mark: {type: string, x-from: run.mark}
    seed: {type: string, x-from: {source: run.seed}}
    env: {type: string, x-from: {source: env, name: KEY, secret: true}}
    code: {type: string, x-from: {source: sms-code, to: $inputs.phone}}`);
  expect(inputs).toMatchObject({
    required: ['phone'],
    names: ['phone', 'password', 'key', 'mark', 'seed', 'env', 'code'],
    defaults: { phone: '+86 13800138000' },
  });
  expect([...inputs.secret]).toEqual(['password', 'key', 'env', 'code']);
  expect([...inputs.from]).toMatchObject([
    ['mark', { source: 'run.mark', pointer: '/workflows/0/inputs/properties/mark/x-from' }],
    ['seed', { source: 'run.seed' }],
    ['env', { source: 'env', name: 'KEY' }],
    ['code', { source: 'sms-code', to: { kind: 'expression', expression: { name: 'phone' } } }],
  ]);
});

function violations({ schema }: Inputs, value: JsonValue): string[] {
  if (!schema) throw new Error('no schema');
  return validateInputs(schema, value).map(({ pointer, expected }) => `${pointer} ${expected}`);
}

test('takes no inputs where none are declared', () => {
  expect(inputsOf('')).toMatchObject({ schema: undefined, names: [], required: [] });
});

test('leaves the names open where the schema does', () => {
  for (const schema of [
    '{}',
    '{properties: {a: {}}, additionalProperties: true}',
    '{properties: {a: {}}, oneOf: [{}]}',
  ]) {
    expect(inputsOf(`inputs: ${schema}`).names).toBeUndefined();
  }
});

test('follows references to components, and carries them along', () => {
  const inputs = inputsOf(
    "inputs: {allOf: [{$ref: '#/components/inputs/base'}], properties: {b: {$ref: '#/components/inputs/secret'}}}",
    `
components:
  inputs:
    base: {required: [a], properties: {a: {type: integer, default: 1}}}
    secret: {type: string, format: password, default: x}`,
  );
  expect(inputs).toMatchObject({ required: ['a'], names: ['b', 'a'], defaults: { a: 1, b: 'x' } });
  expect([...inputs.secret]).toEqual(['b']);
  expect(violations(inputs, { a: 1, b: 'x' })).toEqual([]);
  expect(violations(inputs, { a: 'x', b: 'x' })).toEqual(['/a integer']);
});

const cases: readonly [name: string, inputs: string, faults: readonly string[]][] = [
  [
    'inputs that are no schema',
    '[]',
    ['6:13 ARAZZO_SCHEMA "inputs" is not a JSON Schema (a JSON Schema / [] (array))'],
  ],
  [
    'a reference to nothing',
    "{$ref: '#/components/inputs/bse'}",
    ['6:20 REFERENCE_NOT_FOUND $ref leads nowhere: w.yaml has nothing at /components/inputs/bse; did you mean "base"?'],
  ],
  [
    'a reference to a file that is not there',
    "{properties: {a: {$ref: 'a.yaml#/b'}}}",
    ['6:37 REFERENCE_NOT_FOUND $ref leads nowhere: there is no file a.yaml'],
  ],
  [
    'sources that do not exist',
    '{properties: {a: {x-from: run.mrk}, b: {x-from: {source: enf}}, c: {x-from: {}}, d: {x-form: run.mark}}}',
    [
      '6:39 ARAZZO_SCHEMA "x-from" is not one of run.mark, run.seed (one of run.mark, run.seed / "run.mrk" (string))',
      '6:70 ARAZZO_SCHEMA "source" is not one of env, run.mark, run.seed, sms-code (one of env, run.mark, run.seed, sms-code / "enf" (string))',
      '6:89 ARAZZO_SCHEMA "x-from" has no "source"',
      '6:98 ARAZZO_SCHEMA there is no extension "x-form"; did you mean "x-from"?',
    ],
  ],
  [
    'sources that say too little or too much',
    '{properties: {a: {x-from: {source: env, nme: A}}, b: {x-from: {source: sms-code}}}}',
    [
      '6:53 ARAZZO_SCHEMA "x-from" of this source has no key "nme"; did you mean "name"?',
      '6:39 ARAZZO_SCHEMA "x-from" has no "name"; add "name"',
      '6:75 ARAZZO_SCHEMA "x-from" has no "to"; add "to"',
    ],
  ],
];
for (const [name, inputs, faults] of cases) {
  test(`refuses ${name}`, () => {
    const root = 'components: {inputs: {base: {}}}';
    expect(faultsOf(documentOf({ workflow: `inputs: ${inputs}`, root }))).toEqual(faults);
  });
}
