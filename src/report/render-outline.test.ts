import { expect, test } from '@playwright/test';
import { read } from '../arazzo/arazzo.samples.ts';
import { readDocument } from '../document/read-document.ts';
import { readContract } from '../openapi/read-contract.ts';
import { workflowsOf } from '../project-workflows.ts';
import { outlineWorkflow } from './outline.ts';
import { renderOutline } from './render-outline.ts';
import { fullExpression, shortExpression } from './short-text.ts';

const contract = readContract(
  readDocument(
    `openapi: 3.1.0
info: { title: api, version: '1' }
paths:
  /courses/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    put: { operationId: change, responses: { '200': { description: changed } } }
`,
    'api.yaml',
  ),
);

const text = `arazzo: 1.1.0
info: { title: T, version: v1 }
sourceDescriptions: [{ name: api, url: api.yaml, type: openapi }]
workflows:
  - workflowId: change-course
    summary: 课程 is changed
    x-as: user
    x-tags: [smoke, courses]
    x-owner: 教务
    x-skip: [{ gateway: a, reason: no table }, { gateway: b, reason: no table }]
    inputs:
      type: object
      required: [id]
      properties:
        id: { type: string }
        size: { enum: [1, 2], default: 2 }
        password: { type: string, format: password, default: not-to-be-shown }
        token: { x-from: { source: env, name: TOKEN, secret: true } }
        mark: { type: string, x-from: run.mark }
    parameters: [{ name: id, in: path, value: $inputs.id }, { name: Accept, in: header, value: text/html }]
    failureActions: [{ name: again, type: retry, retryAfter: 1, retryLimit: 3, criteria: [{ condition: $statusCode == 503 }] }]
    steps:
      - stepId: first
        operationId: change
        x-contract: { request: off }
        timeout: 500
        requestBody: { payload: { name: '高等数学 {$inputs.mark}', code: '007', list: [1, { a: $inputs.size }] } }
        successCriteria:
          - condition: $response.body#/name == 'it''s' && $response.header.ETag != null
          - { context: $response.body, condition: '$[?@.a == 1]', type: jsonpath }
        outputs: { id: $response.body#/id }
        onSuccess: [{ name: x, type: goto, stepId: third, criteria: [{ condition: $statusCode == 201 }] }]
      - stepId: second
        x-as: nobody
        operationId: change
        parameters: [{ name: id, in: path, value: 'c-{$steps.first.outputs.id}' }, { name: q, in: query, value: 1 }]
        onFailure: [{ name: stop, type: end }]
      - stepId: third
        workflowId: change-course
        dependsOn: [second]
        parameters: [{ name: id, value: $steps.first.outputs.id }]
    x-finally:
      - { stepId: undo, operationId: change }
    outputs: { id: $steps.first.outputs.id }
`;

const description = read(text, 'workflows/x/w.arazzo.yaml');
const link = { description, contracts: new Map([['api', contract]]), descriptions: new Map() };
const [workflow] = workflowsOf(link);

test('a workflow for reading', () => {
  const outline = outlineWorkflow(workflow!, shortExpression);
  expect(renderOutline(outline, { width: 110, color: false })).toBe(`x/change-course   workflows/x/w.arazzo.yaml:5
  课程 is changed
  account    user
  tags       smoke, courses
  owner      教务
  not on     a, b: no table
  inputs     id        string             the caller gives it
             size      1 | 2              default 2
             password  string (password)  a default that is secret
             token                        from the environment: TOKEN, secret
             mark      string             from run.mark
  each step  Accept: text/html
             failed: retry 3 × 1 s if status == 503
  outputs    id = $first.id

  #  step    as      calls                       sends                          expects and keeps
  1  first           PUT /courses/$inputs.id     { name: 高等数学               body/name == 'it''s' && header
                                                   {$inputs.mark},                ETag != null
                                                   code: '007', list: [1,       body has jsonpath $[?@.a == 1]
                                                   { a: $inputs.size }] }       contract: request off
                                                                                within 500 ms
                                                                                keeps id = body/id
                                                                                passed: goto third if status
                                                                                  == 201
  2  second  nobody  PUT /courses/c-{$first.id}  ?q=1                           2xx declared
                                                                                failed: end
  3  third           -> change-course            id = $first.id                 it passes
                                                                                after second
  ── clean-up, whatever happened ─────────────────────────────────────────────────────────────────────────────
  1  undo            PUT /courses/$inputs.id                                    2xx declared`);
});

test('on a narrow screen no line is wider than it, and nothing is left out', () => {
  const outline = outlineWorkflow(workflow!, shortExpression);
  const lines = renderOutline(outline, { width: 72, color: false }).split('\n');
  expect(lines.filter((line) => line.length > 72)).toEqual([]);
  expect(lines.join('').replace(/\s/g, '')).toContain('retry3×1s');
});

test('for machines, expressions are as their author wrote them; a secret is not shown', () => {
  const { steps, inputs } = outlineWorkflow(workflow!, fullExpression);
  expect(steps[0]).toEqual({
    number: 1,
    stepId: 'first',
    line: 23,
    calls: 'PUT /courses/$inputs.id',
    operationId: 'change',
    sends: ["{ name: 高等数学 {$inputs.mark}, code: '007', list: [1, { a: $inputs.size }] }"],
    expects: [
      "$response.body#/name == 'it''s' && $response.header.ETag != null",
      '$response.body has jsonpath $[?@.a == 1]',
      'contract: request off',
      'within 500 ms',
    ],
    keeps: ['id = $response.body#/id'],
    then: ['passed: goto third if $statusCode == 201'],
  });
  expect(inputs.map(({ from }) => from)).toEqual([
    'the caller gives it',
    'default 2',
    'a default that is secret',
    'from the environment: TOKEN, secret',
    'from run.mark',
  ]);
  expect(JSON.stringify(inputs)).not.toContain('not-to-be-shown');
});

test('control characters of a file do not reach the screen', () => {
  const outline = { ...outlineWorkflow(workflow!, shortExpression), summary: 'a\u001b[31mb', owner: 'c\u202ed' };
  const shown = renderOutline(outline, { width: 100, color: false });
  expect(shown).toContain('a\\u001b[31mb');
  expect(shown).toContain('c\\u202ed');
});
