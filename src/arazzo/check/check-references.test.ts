import { expect, test } from '@playwright/test';
import { readDocument } from '../../document/read-document.ts';
import { readContract } from '../../openapi/read-contract.ts';
import { documentOf, read, showFault } from '../arazzo.samples.ts';
import { checkReferences } from './check-references.ts';
import type { Link } from '../link.ts';

const contract = readContract(
  readDocument(
    `
openapi: 3.0.3
info: {title: API, version: "1"}
paths:
  /rows/{table}:
    get:
      operationId: queryRecords
      parameters:
        - {name: table, in: path, required: true, schema: {type: string}}
        - {name: limit, in: query, required: true, schema: {type: integer}}
        - {name: select, in: query, schema: {type: string}}
        - {name: X-Version, in: header, required: true, schema: {$ref: '#/components/schemas/Version'}}
        - {name: X-Trace, in: header, required: true, schema: {type: string}}
        - {name: X-Key, in: header, required: true, schema: {type: string}}
        - {name: Authorization, in: header, required: true, schema: {type: string}}
      security: [{key: []}]
      responses: {'200': {description: ok}}
    post:
      operationId: insertRecords
      parameters: [{name: table, in: path, required: true, schema: {type: string}}]
      requestBody: {required: true, content: {application/json: {schema: {}}}}
      responses: {'201': {description: ok}}
  /plain:
    get: {operationId: plain, responses: {'200': {description: ok}}}
components:
  schemas: {Version: {type: string, enum: ['1']}}
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
`,
    'contracts/api.yaml',
  ),
);

function linkOf(text: string, others: Readonly<Record<string, Link>> = {}): Link {
  return {
    description: read(text),
    contracts: new Map([['api', contract]]),
    descriptions: new Map(Object.entries(others)),
  };
}

const other = linkOf(
  documentOf({
    workflow: 'outputs: {token: $steps.a.outputs.t}',
    steps: '- {stepId: a, operationId: plain, outputs: {t: $url}}',
  }),
);

function check(text: string, accounts?: readonly string[]): string[] {
  const withOther = text.replace('type: openapi}]', 'type: openapi}, {name: other, url: other.yaml, type: arazzo}]');
  return checkReferences(linkOf(withOther, { other }), { accounts }).map(showFault);
}

type Options = Parameters<typeof documentOf>[0];
const sound: readonly [name: string, options: Options][] = [
  [
    'a workflow that refers to what exists',
    {
      workflow: `
inputs: {type: object, required: [phone], properties: {phone: {type: string}, mark: {x-from: run.mark}, code: {x-from: {source: sms-code, to: $inputs.phone}}}}
parameters: [{name: x-trace, in: header, value: $inputs.mark}]
outputs: {id: $steps.b.outputs.id}
failureActions: [{name: again, type: retry, criteria: [{condition: $statusCode == 503}]}]
x-as: user
x-finally: [{stepId: undo, operationId: plain, x-as: nobody, parameters: [{name: q, in: query, value: $steps.b.outputs.id}]}]`,
      steps: `
- stepId: a
  operationId: queryRecords
  parameters: [{name: table, in: path, value: course}, {name: limit, in: query, value: 1}]
  successCriteria: [{context: $response.body, condition: '$[?@.id == {$inputs.phone}]', type: jsonpath}]
  outputs: {rows: $response.body}
- stepId: b
  operationPath: $sourceDescriptions.api.url#/paths/~1rows~1{table}/post
  parameters: [{name: table, in: path, value: '{$inputs.phone}'}]
  requestBody: {payload: {first: $steps.a.outputs.rows#/0}}
  onSuccess: [{name: on, type: goto, stepId: c, criteria: [{condition: $steps.b.outputs.id == 1}]}]
  outputs: {id: $response.body#/id}
- {stepId: c, workflowId: $sourceDescriptions.other.w}
- {stepId: d, operationId: plain, parameters: [{name: q, in: query, value: $steps.c.outputs.token}]}`,
    },
  ],
  [
    'a body and parameters left out on purpose',
    {
      steps: `
- {stepId: a, operationId: insertRecords, x-contract: {request: off}, parameters: [{name: table, in: path, value: t}]}
- {stepId: b, operationId: queryRecords, x-contract: {request: off}, parameters: [{name: table, in: path, value: t}]}`,
    },
  ],
  [
    'outputs of a later step that is waited for',
    {
      steps: `
- {stepId: a, operationId: plain, dependsOn: [b], parameters: [{name: q, in: query, value: $steps.c.outputs.u}]}
- {stepId: b, operationId: plain, dependsOn: [c]}
- {stepId: c, operationId: plain, outputs: {u: $url}}`,
    },
  ],
  [
    'the outputs of a workflow that ran before',
    {
      workflow: 'dependsOn: [$sourceDescriptions.other.w]',
      steps:
        '- {stepId: a, operationId: plain, parameters: [{name: q, in: query, value: $sourceDescriptions.other.w.outputs.token}]}',
    },
  ],
];
for (const [name, options] of sound) test(`accepts ${name}`, () => expect(check(documentOf(options))).toEqual([]));

const plainStep = (fields: string): Options => ({ steps: `- {stepId: a, operationId: plain, ${fields}}` });
const cases: readonly [name: string, options: Options, faults: readonly string[]][] = [
  [
    'an unknown operationId',
    { steps: '- {stepId: a, operationId: querryRecords}' },
    ['7:34 OPERATION_NOT_FOUND no operation "querryRecords" in contracts/api.yaml; did you mean "queryRecords"?'],
  ],
  [
    'an operationPath that leads nowhere',
    { steps: '- {stepId: a, operationPath: $sourceDescriptions.api.url#/paths/~1plan/get}' },
    [
      '7:36 OPERATION_NOT_FOUND no operation "#/paths/~1plan/get" in contracts/api.yaml; did you mean "#/paths/~1plain/get"?',
    ],
  ],
  [
    'sources that are unknown or of the other kind',
    {
      steps: `
- {stepId: a, operationId: $sourceDescriptions.apj.plain}
- {stepId: b, operationId: $sourceDescriptions.other.plain}
- {stepId: c, workflowId: $sourceDescriptions.api.w}`,
    },
    [
      '7:34 REFERENCE_NOT_FOUND there is no source description "apj"; did you mean "api"?',
      '8:34 REFERENCE_NOT_FOUND source description "other" is not an OpenAPI description',
      '9:33 REFERENCE_NOT_FOUND source description "api" is not an Arazzo description',
    ],
  ],
  [
    'unknown workflows',
    {
      workflow: 'dependsOn: [v]',
      steps: `
- {stepId: a, workflowId: x}
- {stepId: b, operationId: plain, onSuccess: [{name: n, type: goto, workflowId: $sourceDescriptions.other.ww}]}
- {stepId: c, operationId: plain, parameters: [{name: q, in: query, value: $workflows.u.outputs.t}]}`,
    },
    [
      '6:17 WORKFLOW_NOT_FOUND no workflow "v" in w.yaml; did you mean "w"?',
      '8:33 WORKFLOW_NOT_FOUND no workflow "x" in w.yaml; did you mean "w"?',
      '9:87 WORKFLOW_NOT_FOUND no workflow "ww" in w.yaml; did you mean "w"?',
      '10:82 WORKFLOW_NOT_FOUND $workflows.u.outputs.t: there is no workflow "u"; did you mean "w"?',
    ],
  ],
  [
    'parameters that the operation requires, at what was meant',
    {
      steps: `
- stepId: a
  operationId: queryRecords
  parameters:
    - {name: tabel, in: path, value: t}`,
    },
    [
      '10:20 PARAMETER_MISSING queryRecords requires the path parameter "table", and step "a" does not give it; did you mean "table"?',
      '7:9 PARAMETER_MISSING queryRecords requires the query parameter "limit", and step "a" does not give it; add a parameter "limit" with in: query',
      '7:9 PARAMETER_MISSING queryRecords requires the header parameter "X-Trace", and step "a" does not give it; add a parameter "X-Trace" with in: header',
    ],
  ],
  [
    'a required body',
    { steps: '- {stepId: a, operationId: insertRecords, parameters: [{name: table, in: path, value: t}]}' },
    [
      '7:9 BODY_REQUIRED insertRecords requires a request body, and step "a" gives none; add requestBody with a payload',
    ],
  ],
  [
    'a path parameter that even an invalid request needs',
    { steps: '- {stepId: a, operationId: insertRecords, x-contract: {request: off}}' },
    [
      '7:9 PARAMETER_MISSING insertRecords requires the path parameter "table", and step "a" does not give it; add a parameter "table" with in: path',
    ],
  ],
  [
    'unknown inputs',
    {
      workflow: 'inputs: {type: object, properties: {customer: {type: object}}}',
      ...plainStep(
        'parameters: [{name: q, in: query, value: $inputs.custmer}, {name: r, in: query, value: "x{$inputs.customer.name}"}]',
      ),
    },
    [
      '8:82 REFERENCE_NOT_FOUND $inputs.custmer: workflow "w" has no input "custmer"; did you mean "customer"?',
      '8:131 REFERENCE_NOT_FOUND $inputs.customer.name: workflow "w" has no input "customer.name"; write $inputs.customer#/name',
    ],
  ],
  [
    'inputs where none are declared',
    plainStep('requestBody: {payload: {a: [{b: $inputs.x}]}}'),
    ['7:73 REFERENCE_NOT_FOUND $inputs.x: workflow "w" has no input "x"'],
  ],
  [
    'unknown steps and outputs',
    {
      workflow: 'outputs: {x: $steps.aa.outputs.id, y: $steps.a.outputs.idd}',
      ...plainStep('outputs: {id: $url}'),
    },
    [
      '6:18 STEP_NOT_FOUND $steps.aa.outputs.id: workflow "w" has no step "aa"; did you mean "a"?',
      '6:43 REFERENCE_NOT_FOUND $steps.a.outputs.idd: step "a" has no output "idd"; did you mean "id"?',
    ],
  ],
  [
    'a later step, and the step itself',
    {
      steps: `
- {stepId: a, operationId: plain, parameters: [{name: q, in: query, value: $steps.b.outputs.u}]}
- {stepId: b, operationId: plain, requestBody: {payload: $steps.b.outputs.u}, outputs: {u: $url}}`,
    },
    [
      '7:82 REFERENCE_NOT_FOUND $steps.b.outputs.u: step "b" runs later',
      '8:64 REFERENCE_NOT_FOUND $steps.b.outputs.u: the outputs of the step itself are not there yet',
    ],
  ],
  [
    'a response before there is one, and parameters of a response',
    plainStep('parameters: [{name: q, in: query, value: $response.body}], outputs: {s: $response.query.q}'),
    [
      '7:82 REFERENCE_NOT_FOUND $response.body: there is nothing before the request is sent',
      '7:113 REFERENCE_NOT_FOUND $response.query.q: a response has no query parameters; write $request.query.q',
    ],
  ],
  [
    'what is no value',
    plainStep(
      'outputs: {a: $self, b: $components.parameters.p, c: $message.payload, d: $sourceDescriptions.x.url, e: $outputs.f}',
    ),
    [
      '7:54 REFERENCE_NOT_FOUND $self: the document has no "$self"',
      '7:64 REFERENCE_NOT_FOUND $components.parameters.p: a component is not a value; use it by "reference"',
      '7:93 REFERENCE_NOT_FOUND $message.payload: there is a message only in a step over AsyncAPI',
      '7:114 REFERENCE_NOT_FOUND $sourceDescriptions.x.url: there is no source description "x"; known: api, other',
      '7:144 REFERENCE_NOT_FOUND $outputs.f: there is no output "f"',
    ],
  ],
  [
    'actions and dependencies that lead to unknown steps',
    plainStep('dependsOn: [z], onFailure: [{name: n, type: retry, stepId: aa}]'),
    [
      '7:53 STEP_NOT_FOUND workflow "w" has no step "z"; did you mean "a"?',
      '7:100 STEP_NOT_FOUND workflow "w" has no step "aa"; did you mean "a"?',
    ],
  ],
  [
    'patterns that are none',
    plainStep(
      "successCriteria: [{context: $response.body, type: jsonpath, condition: '$.a == 1'}, {context: $url, type: regex, condition: '('}]",
    ),
    [
      "7:112 CONDITION_SYNTAX expected '.', '..' or a bracketed selection, found '=' ('$.a == 1':4); a JSONPath condition is a query that finds nodes, as in $[?@.id == 1]",
      '7:165 CONDITION_SYNTAX Invalid regular expression: /(/u: Unterminated group',
    ],
  ],
];
for (const [name, options, faults] of cases) {
  test(`refuses ${name}`, () => expect(check(documentOf(options))).toEqual(faults));
}

test('refuses accounts that gateways.yaml does not have', () => {
  const text = documentOf({ workflow: 'x-as: usr', ...plainStep('x-as: boss') });
  expect(check(text, ['user', 'admin'])).toEqual([
    '6:11 ACCOUNT_NOT_FOUND there is no account "usr" in gateways.yaml; did you mean "user"?',
    '8:47 ACCOUNT_NOT_FOUND there is no account "boss" in gateways.yaml; known accounts: user, admin',
  ]);
  expect(check(text)).toEqual([]);
});

test('holds the inputs of a called workflow against what it declares', () => {
  const text = `
arazzo: 1.1.0
info: {title: T, version: "1"}
sourceDescriptions: [{name: api, url: api.yaml, type: openapi}]
workflows:
  - workflowId: caller
    steps:
      - {stepId: a, workflowId: called, parameters: [{name: phon, value: 1}]}
  - workflowId: called
    inputs:
      type: object
      required: [phone, code, kind]
      properties: {phone: {}, code: {x-from: {source: env, name: A}}, kind: {default: x}}
    steps: [{stepId: a, operationId: plain}]
`;
  expect(check(text)).toEqual([
    '8:61 REFERENCE_NOT_FOUND workflow "called" has no input "phon"; did you mean "phone"?',
    '8:9 INPUT_INVALID workflow "called" requires the input "phone", and step "a" does not give it; add a parameter "phone"',
  ]);
});

test('asks which contract is meant where two have the operation', () => {
  const text = documentOf({ steps: '- {stepId: a, operationId: plain}' });
  const twins = text.replace('type: openapi}]', 'type: openapi}, {name: twin, url: twin.yaml, type: openapi}]');
  const link: Link = {
    description: read(twins),
    contracts: new Map([
      ['api', contract],
      ['twin', contract],
    ]),
    descriptions: new Map(),
  };
  expect(checkReferences(link, { accounts: undefined }).map(showFault)).toEqual([
    '7:34 ARAZZO_SCHEMA with several source descriptions, an operation is named together with its own ($sourceDescriptions.<name>.<operationId> / "plain"); write $sourceDescriptions.api.plain or $sourceDescriptions.twin.plain',
  ]);
});

test('expressions of selectors are checked like others', () => {
  const text = documentOf({
    steps: `
- stepId: a
  operationId: plain
  outputs:
    o: {context: $response.body, selector: '$[?@.id == {$inputs.gone}]', type: jsonpath}
  x-contract: {request: off}
- stepId: b
  operationId: plain
  requestBody:
    payload: {v: [{context: $steps.a.outputs.no, selector: /a, type: jsonpointer}, {context: $response.body, selector: /a, type: jsonpointer}]}`,
  });
  expect(check(text.replace('steps:', 'inputs: {properties: {there: {}}}\n    steps:'))).toEqual([
    '11:63 REFERENCE_NOT_FOUND $inputs.gone: workflow "w" has no input "gone"; known: there',
    '16:35 REFERENCE_NOT_FOUND $steps.a.outputs.no: step "a" has no output "no"; did you mean "o"?',
    '16:100 REFERENCE_NOT_FOUND $response.body: there is nothing before the request is sent',
  ]);
});

test('the whole query string stands alone, and may hold what the contract requires', () => {
  const step = (own: string): string =>
    `- {stepId: a, operationId: queryRecords, parameters: [{name: table, in: path, value: t}, {name: X-Trace, in: header, value: t}, ${own}]}`;
  const query = '{name: q, in: querystring, value: limit=1}';
  expect(check(documentOf({ steps: step(query) }))).toEqual([]);
  expect(check(documentOf({ steps: step(`${query}, {name: limit, in: query, value: 1}`) }))).toEqual([
    '7:179 ARAZZO_SCHEMA "q" is the whole query string of step "a", and "limit" stands beside it; write the value of "limit" into "q", or give every query parameter on its own',
  ]);
  const workflow = 'parameters: [{name: limit, in: query, value: 1}]';
  expect(check(documentOf({ workflow, steps: step(query) }))).toEqual([
    '8:135 ARAZZO_SCHEMA "q" is the whole query string of step "a", and "limit" stands beside it; write the value of "limit" into "q", or give every query parameter on its own',
  ]);
});

test('conditions of XPath and of the draft of JSONPath are checked before anything is sent', () => {
  const criterion = (condition: string, type: string): string =>
    `{condition: '${condition}', context: $response.body, type: ${type}}`;
  const draft = '{type: jsonpath, version: draft-goessner-dispatch-jsonpath-00}';
  const text = documentOf({
    steps: `
- stepId: a
  operationId: plain
  successCriteria:
    - ${criterion('//a[', 'xpath')}
    - ${criterion('if (//a) then 1 else 2', '{type: xpath, version: xpath-10}')}
    - ${criterion('$[(@.length-1)]', draft)}
    - ${criterion('$[?(@.a == 1)]', draft)}`,
  });
  expect(check(text)).toEqual([
    '10:25 CONDITION_SYNTAX XPST0003: Expected end of input; an XPath condition is an expression that is true, as in count(/order/item) = 2',
    '11:25 CONDITION_SYNTAX if came with XPath 2.0, and the version is 1.0; an XPath condition is an expression that is true, as in count(/order/item) = 2',
    "12:25 CONDITION_SYNTAX unexpected token '(' in bracketed selection ('$[(@.leng':2); the draft of JSONPath is read as RFC 9535: write $[-1] for $[(@.length-1)], $[?@.a == 1] for $[?(@.a == 1)]",
  ]);
});
