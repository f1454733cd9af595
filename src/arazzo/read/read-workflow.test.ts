import { expect, test } from '@playwright/test';
import { documentOf, faultsOf, read } from '../arazzo.samples.ts';
import type { Workflow } from '../description.ts';

function workflow(options: Parameters<typeof documentOf>[0]): Workflow {
  const [first] = read(documentOf(options)).workflows;
  if (!first) throw new Error('no workflow');
  return first;
}

test('reads what a workflow says about itself', () => {
  expect(
    workflow({
      workflow: `
summary: S
description: D
dependsOn: [x, $sourceDescriptions.other.y]
outputs: {token: $steps.a.outputs.token}
parameters: [{name: Prefer, in: header, value: count=exact}]
x-as: user
x-tags: [smoke, auth]
x-owner: team
x-severity: critical
x-skip: [{gateway: mock, reason: no SMS}, {reason: everywhere}]
x-finally: [{stepId: undo, operationId: deleteA}]
x-other: ignored`,
    }),
  ).toMatchObject({
    summary: 'S',
    description: 'D',
    dependsOn: [
      { id: 'x', pointer: '/workflows/0/dependsOn/0' },
      { source: 'other', id: 'y' },
    ],
    outputs: [
      { name: 'token', value: { kind: 'expression', expression: { source: 'steps', stepId: 'a', output: 'token' } } },
    ],
    parameters: [{ name: 'Prefer', in: 'header', value: { kind: 'literal', value: 'count=exact' } }],
    as: { name: 'user', pointer: '/workflows/0/x-as' },
    tags: ['smoke', 'auth'],
    owner: 'team',
    severity: 'critical',
    skip: [{ gateway: 'mock', reason: 'no SMS' }, { reason: 'everywhere' }],
    finally: [{ stepId: 'undo', pointer: '/workflows/0/x-finally/0' }],
  });
});

test('reads one reason for every gateway', () => {
  expect(workflow({ workflow: 'x-skip: not yet' }).skip).toEqual([
    { reason: 'not yet', pointer: '/workflows/0/x-skip' },
  ]);
});

test('reads a step with all that it may have', () => {
  const [step] = workflow({
    steps: `
- stepId: a
  description: D
  operationId: $sourceDescriptions.api.insert
  x-as: admin
  x-contract: {request: off}
  timeout: 500
  parameters: [{name: table, in: path, value: course}, {name: id, in: query, value: 'eq.{$inputs.id}'}]
  requestBody:
    contentType: application/json
    payload: {title: $inputs.title}
    replacements: [{target: /title, value: 1}]
  successCriteria: [{condition: $statusCode == 201}, {context: $response.body.rows, condition: $.a, type: jsonpath}]
  onSuccess: [{name: out, type: end}, {name: on, type: goto, stepId: b, criteria: [{condition: 'true'}]}]
  onFailure:
    - {name: again, type: retry, retryAfter: 1.5, retryLimit: 3}
    - {name: once, type: retry, workflowId: w}
    - {name: over, type: goto, workflowId: w, parameters: [{name: p, value: 1}]}
  outputs: {id: $response.body#/0/id, range: $response.header.Content-Range}
- {stepId: b, workflowId: w, dependsOn: [a], parameters: [{name: p, value: $steps.a.outputs.id}]}
`,
  }).steps;
  expect(step).toMatchObject({
    stepId: 'a',
    description: 'D',
    target: {
      type: 'operation',
      operation: { source: 'api', id: 'insert', pointer: '/workflows/0/steps/0/operationId' },
    },
    as: { name: 'admin' },
    policy: { request: 'off' },
    timeout: 500,
    parameters: [
      { name: 'table', in: 'path' },
      { name: 'id', in: 'query', value: { kind: 'text' }, pointer: '/workflows/0/steps/0/parameters/1' },
    ],
    requestBody: { contentType: 'application/json', payload: { kind: 'object' }, replacements: [{ target: '/title' }] },
    successCriteria: [
      { condition: '$statusCode == 201', parsed: { type: 'simple' } },
      { condition: '$.a', parsed: { type: 'jsonpath', context: { pointer: '/rows' } } },
    ],
    onSuccess: [
      { name: 'out', type: 'end', criteria: [] },
      { name: 'on', type: 'goto', to: { type: 'step', stepId: 'b' }, criteria: [{ condition: 'true' }] },
    ],
    onFailure: [
      { type: 'retry', retryAfter: 1.5, retryLimit: 3 },
      { type: 'retry', retryAfter: 0, retryLimit: 1, first: { type: 'workflow', workflow: { id: 'w' } } },
      { type: 'goto', to: { type: 'workflow', parameters: [{ name: 'p' }] } },
    ],
    outputs: [{ name: 'id' }, { name: 'range' }],
  });
});

for (const [text, pointer] of [
  ['"{$sourceDescriptions.api.url}#/paths/~1users/get"', '/paths/~1users/get'],
  ['$sourceDescriptions.api.url#/paths/~1users/get', '/paths/~1users/get'],
  ['$sourceDescriptions.api#/paths/~1users~1{id}/delete', '/paths/~1users~1{id}/delete'],
] as const) {
  test(`reads the operationPath ${text}`, () => {
    expect(workflow({ steps: `- {stepId: a, operationPath: '${text.replaceAll('"', '')}'}` }).steps[0]?.target).toEqual(
      {
        type: 'operationPath',
        source: 'api',
        operationPointer: pointer,
        pointer: '/workflows/0/steps/0/operationPath',
      },
    );
  });
}

test('gives components their place of use, and a value of its own by presence', () => {
  const { steps } = workflow({
    steps: `
- stepId: a
  operationId: x
  parameters:
    - reference: $components.parameters.page
    - {reference: $components.parameters.size, value: 0}
  onFailure: [{reference: $components.failureActions.again}]`,
    root: `
components:
  parameters: {page: {name: page, in: query, value: 1}, size: {name: size, in: query, value: 10}}
  failureActions: {again: {name: again, type: retry}}`,
  });
  expect(steps[0]?.parameters).toEqual([
    { name: 'page', in: 'query', value: { kind: 'literal', value: 1 }, pointer: '/workflows/0/steps/0/parameters/0' },
    { name: 'size', in: 'query', value: { kind: 'literal', value: 0 }, pointer: '/workflows/0/steps/0/parameters/1' },
  ]);
  expect(steps[0]?.onFailure).toMatchObject([{ name: 'again', pointer: '/workflows/0/steps/0/onFailure/0' }]);
});

const stepOf = (fields: string): string => documentOf({ steps: `- {stepId: a, operationId: x, ${fields}}` });
const cases: readonly [name: string, text: string, faults: readonly string[]][] = [
  [
    'a step without a target',
    documentOf({ steps: '- stepId: a' }),
    ['7:9 ARAZZO_SCHEMA a step has exactly one target (one of operationId, operationPath, workflowId / none of them)'],
  ],
  [
    'a step with two targets',
    documentOf({ steps: '- {stepId: a, operationId: x, workflowId: w}' }),
    [
      '7:9 ARAZZO_SCHEMA a step has exactly one target (one of operationId, operationPath, workflowId / operationId and workflowId)',
    ],
  ],
  [
    'a misspelt target, once',
    documentOf({ steps: '- {stepId: a, opreationId: x}' }),
    ['7:21 ARAZZO_SCHEMA a step has no key "opreationId"; did you mean "operationId"?'],
  ],
  [
    'a stepId that occurs twice, also in the clean-up',
    documentOf({ workflow: 'x-finally: [{stepId: a, operationId: y}]' }),
    ['6:26 ARAZZO_SCHEMA stepId "a" occurs twice in the workflow; rename one of the two'],
  ],
  [
    'an operationPath that names no operation',
    documentOf({ steps: '- {stepId: a, operationPath: "$sourceDescriptions.api.url#/paths/~1users"}' }),
    [
      '7:36 ARAZZO_SCHEMA the pointer does not end at an operation (#/paths/<path with ~1 for />/<method> / #/paths/~1users)',
    ],
  ],
  [
    'an operationPath of another form',
    documentOf({ steps: '- {stepId: a, operationPath: users}' }),
    [
      '7:36 ARAZZO_SCHEMA "operationPath" is not {$sourceDescriptions.<name>.url}#/paths/<path with ~1 for />/<method> ({$sourceDescriptions.<name>.url}#/paths/<path with ~1 for />/<method> / "users" (string))',
    ],
  ],
  [
    'a reference that is an expression of another kind',
    documentOf({ steps: '- {stepId: a, operationId: $steps.x.outputs.y}' }),
    [
      '7:34 EXPRESSION_SYNTAX "$steps.x.outputs.y": not a reference to another document; write the id alone, or $sourceDescriptions.<name>.<id>',
    ],
  ],
  [
    'parameters without "in", and given twice',
    stepOf('parameters: [{name: p, value: 1}, {name: A, in: header, value: 1}, {name: a, in: header, value: 2}]'),
    [
      '7:50 ARAZZO_SCHEMA parameter "p" does not say where it goes; add "in"',
      '7:104 ARAZZO_SCHEMA parameter "a" in header is given twice; keep one of the two',
    ],
  ],
  [
    'a parameter in an unknown place',
    stepOf('parameters: [{name: p, in: body, value: 1}]'),
    [
      '7:64 ARAZZO_SCHEMA "in" is not one of path, query, header, cookie, querystring (one of path, query, header, cookie, querystring / "body" (string))',
    ],
  ],
  [
    'a parameter in the whole query string in a document of 1.0',
    stepOf('parameters: [{name: p, in: querystring, value: a=1}]').replace('1.1.0', '1.0.1'),
    ['7:64 ARAZZO_SCHEMA "querystring" came with Arazzo 1.1; write arazzo: 1.1.0 at the top of the document'],
  ],
  [
    'a body beside a workflow',
    documentOf({ steps: '- {stepId: a, workflowId: w, requestBody: {payload: 1}}' }),
    ['7:36 ARAZZO_SCHEMA a step that calls a workflow sends no body; give the workflow its inputs by "parameters"'],
  ],
  [
    'an expression that does not parse, at its character',
    stepOf('parameters: [{name: p, in: query, value: $steps.b.token}, {name: q, in: query, value: "x{$input.a}"}]'),
    [
      '7:87 EXPRESSION_SYNTAX "$steps.b.token": $steps.b is followed by outputs, not by "token"; write "$steps.b.outputs.token"',
      '7:126 EXPRESSION_SYNTAX "x{$input.a}": no expression begins with "$input"; did you mean "$inputs"?',
    ],
  ],
  [
    'every wrong expression of a payload',
    stepOf('requestBody: {payload: {a: $inputs, b: [$stepz.x.outputs.y, ok]}}'),
    [
      '7:71 EXPRESSION_SYNTAX "$inputs": expected a dot and the name of an input',
      '7:77 EXPRESSION_SYNTAX "$stepz.x.outputs.y": no expression begins with "$stepz"; did you mean "$steps"?',
    ],
  ],
  [
    'outputs of a wrong name or without an expression',
    stepOf('outputs: {"a b": $url, c: text, d: 1}'),
    [
      '7:47 ARAZZO_SCHEMA "a b" cannot name an output (letters, digits, ".", "-" and "_" / "a b")',
      '7:63 EXPRESSION_SYNTAX "text": an expression begins with "$"',
      '7:72 ARAZZO_SCHEMA "d" is not a runtime expression (a runtime expression / 1 (integer))',
    ],
  ],
  [
    'a condition that does not parse, at its character',
    stepOf(`successCriteria: [{condition: '$statusCode = 200'}, {condition: true}]`),
    [
      '7:80 CONDITION_SYNTAX "$statusCode = 200": there is no operator "="; write ==',
      '7:101 ARAZZO_SCHEMA "condition" is not a string (a string / true (boolean))',
    ],
  ],
  [
    'double quotes in a condition',
    stepOf(`successCriteria: [{condition: '$response.body#/a == "b"'}]`),
    ['7:89 CONDITION_SYNTAX "$response.body#/a == "b"": a string stands in single quotes; write \'b\''],
  ],
  [
    'patterns without a context, of unknown type',
    stepOf('successCriteria: [{condition: a, type: regex}, {condition: a, type: rgex}]'),
    [
      '7:55 ARAZZO_SCHEMA a criterion of type regex has no "context"; add the expression whose value is searched, as in context: $response.body',
      '7:105 ARAZZO_SCHEMA "type" is not one of simple, regex, jsonpath, xpath (one of simple, regex, jsonpath, xpath / "rgex" (string))',
    ],
  ],
  [
    'a version of an expression type that does not fit',
    stepOf('successCriteria: [{condition: $.a, context: $response.body, type: {type: jsonpath, version: rfc9536}}]'),
    [
      '7:129 ARAZZO_SCHEMA "version" is not one of rfc9535, draft-goessner-dispatch-jsonpath-00 (one of rfc9535, draft-goessner-dispatch-jsonpath-00 / "rfc9536" (string))',
    ],
  ],
  [
    'an empty list of criteria',
    stepOf('successCriteria: []'),
    ['7:37 ARAZZO_SCHEMA "successCriteria" is empty; leave it out: then success is a 2xx that the contract declares'],
  ],
  [
    'actions of a wrong type, without a target, with two, of one name',
    stepOf(
      'onSuccess: [{name: a, type: retry}, {name: b, type: goto}, {name: c, type: goto, stepId: a, workflowId: w}, {name: e, type: end}, {name: e, type: end}]',
    ),
    [
      '7:65 ARAZZO_SCHEMA "type" is not one of end, goto (one of end, goto / "retry" (string))',
      '7:73 ARAZZO_SCHEMA a goto action has exactly one of "stepId" and "workflowId" (exactly one of "stepId" and "workflowId" / none of them)',
      '7:96 ARAZZO_SCHEMA a goto action has exactly one of "stepId" and "workflowId" (exactly one of "stepId" and "workflowId" / both)',
      '7:167 ARAZZO_SCHEMA action "e" occurs twice; rename one of the two',
    ],
  ],
  [
    'retries without measure',
    stepOf('onFailure: [{name: a, type: retry, retryAfter: -1, retryLimit: 1.5}], timeout: 0'),
    [
      '7:84 ARAZZO_SCHEMA "retryAfter" is not a number of at least 0 (a number of at least 0 / -1 (integer))',
      '7:100 ARAZZO_SCHEMA "retryLimit" is not an integer of at least 0 (an integer of at least 0 / 1.5 (number))',
      '7:116 ARAZZO_SCHEMA "timeout" is not an integer of at least 1 (an integer of at least 1 / 0 (integer))',
    ],
  ],
  [
    'a component that does not exist, or does not fit',
    stepOf(
      'parameters: [{reference: $components.parameters.pge}, {reference: $components.successActions.done}], onSuccess: [{reference: $components.successActions.done, value: 1}]',
    ) + 'components: {parameters: {page: {name: p, value: 1}}, successActions: {done: {name: d, type: end}}}\n',
    [
      '7:62 REFERENCE_NOT_FOUND there is no component $components.parameters.pge; did you mean "page"?',
      '7:103 ARAZZO_SCHEMA $components.successActions.done cannot stand here',
      '7:195 ARAZZO_SCHEMA only parameters can be given another value; remove "value"',
    ],
  ],
  [
    'extensions that are misspelt or misplaced',
    documentOf({ workflow: 'x-finaly: []\nx-from: a\nx-contract: {}\nx-vendor: 1\nx-ms: 2' }),
    [
      '6:5 ARAZZO_SCHEMA there is no extension "x-finaly"; did you mean "x-finally"?',
      '7:5 ARAZZO_SCHEMA "x-from" has no meaning on a workflow; it stands on a property of the inputs',
      '8:5 ARAZZO_SCHEMA "x-contract" has no meaning on a workflow; it stands on a step',
    ],
  ],
  [
    'an x-contract of unknown kinds and strictness',
    stepOf('x-contract: {reqest: off, body: no}'),
    [
      '7:50 ARAZZO_SCHEMA "x-contract" has a wrong value (one of status, mediaType, headers, body, undeclared, request, notChecked, wildcard / reqest); did you mean "request"?',
      '7:63 ARAZZO_SCHEMA "x-contract" has a wrong value (one of error, warn, off / "no" (string))',
    ],
  ],
  [
    'dependencies of a step that are empty, twice or of no form',
    documentOf({
      steps: `
- {stepId: a, operationId: x, dependsOn: []}
- {stepId: b, operationId: x, dependsOn: [a, a, $steps.a, $workflows.v.steps.s, $workflows.w.steps.a]}`,
    }),
    [
      '7:37 ARAZZO_SCHEMA "dependsOn" is empty; leave it out',
      '8:52 ARAZZO_SCHEMA "a" occurs twice; keep one of the two',
      '8:55 ARAZZO_SCHEMA item 3 of "dependsOn" names no step (a stepId, $workflows.<workflowId>.steps.<stepId> or $sourceDescriptions.<name>.<workflowId>.steps.<stepId> / "$steps.a")',
      '8:87 ARAZZO_SCHEMA "$workflows.w.steps.a" occurs twice; keep one of the two',
    ],
  ],
];
for (const [name, text, faults] of cases) test(`refuses ${name}`, () => expect(faultsOf(text)).toEqual(faults));

test('a Reusable Object gives a parameter another value wherever one is given, whatever it is; else it changes nothing', () => {
  const values = ['0', 'false', 'null', "''"];
  const list = values.map((value, index) => `{reference: $components.parameters.p${index}, value: ${value}, in: body}`);
  const components = [...values, '']
    .map((_, index) => `p${index}: {name: p${index}, in: query, value: own}`)
    .join(', ');
  const root = `components: {parameters: {${components}}}`;
  const workflow = `parameters: [${list.join(', ')}, {reference: $components.parameters.p4}]`;
  const text = documentOf({ workflow, root });
  const [first] = read(text).workflows;
  expect(first?.parameters.map(({ in: place, value }) => [place, value])).toEqual(
    [0, false, null, '', 'own'].map((value) => ['query', { kind: 'literal', value }]),
  );
});
