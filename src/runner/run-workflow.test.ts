import { expect, test } from '@playwright/test';
import { readDescription } from '../arazzo/read/read-description.ts';
import type { Link } from '../arazzo/link.ts';
import { DescriptionError, GatewayError } from '../core/errors.ts';
import type { Finding } from '../core/finding.ts';
import type { HeaderField, HttpRequest, HttpResponse } from '../core/http.ts';
import type { JsonObject, JsonValue } from '../core/json.ts';
import { readDocument } from '../document/read-document.ts';
import { indexOperations } from '../openapi/operation-index.ts';
import { readContract } from '../openapi/read-contract.ts';
import { createByteMaker } from '../run/make-bytes.ts';
import { isBuildingBlock } from './bind-inputs.ts';
import type { Credentials, Ports } from './ports.ts';
import type { WorkflowResult } from './result.ts';
import { runWorkflow } from './run-workflow.ts';
import type { WorkflowRun } from './workflow-run.ts';

const contract = readContract(
  readDocument(
    `openapi: 3.0.3
info: { title: Things, version: '1' }
security: [{ bearer: [] }]
paths:
  /things:
    get:
      operationId: listThings
      parameters: [{ name: limit, in: query, schema: { type: integer } }]
      responses:
        '200': { $ref: '#/components/responses/Thing' }
        '401': { $ref: '#/components/responses/Refusal' }
        '404': { $ref: '#/components/responses/Refusal' }
        '503': { $ref: '#/components/responses/Refusal' }
    post:
      operationId: addThing
      requestBody: { required: true, content: { application/json: { schema: { type: object, required: [name] } } } }
      responses:
        '201': { $ref: '#/components/responses/Thing' }
        '400': { $ref: '#/components/responses/Refusal' }
  /things/{id}:
    delete:
      operationId: removeThing
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '204': { description: gone }, '404': { $ref: '#/components/responses/Refusal' } }
  /codes:
    post:
      operationId: sendCode
      security: []
      requestBody: { content: { application/json: { schema: {} } } }
      responses: { '200': { $ref: '#/components/responses/Thing' } }
  /session:
    post:
      operationId: signIn
      security: []
      requestBody: { content: { application/json: { schema: { properties: { pin: { type: string, format: password } } } } } }
      responses: { '200': { $ref: '#/components/responses/Thing' }, '400': { $ref: '#/components/responses/Refusal' } }
components:
  securitySchemes: { bearer: { type: http, scheme: bearer } }
  responses:
    Thing: { description: one, content: { application/json: { schema: { type: object, properties: { id: { type: integer } } } } } }
    Refusal: { description: no, content: { application/json: { schema: { type: object, required: [code] } } } }
`,
    'contracts/things.openapi.yaml',
  ),
);

type Answer = readonly [status: number, body?: JsonValue, headers?: readonly HeaderField[]] | Error;

type World = {
  readonly answers?: readonly Answer[];
  readonly run?: Partial<WorkflowRun>;
  readonly credentials?: Credentials;
  readonly codes?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Aborts while this request, counted from 1, is answered. */
  readonly abortAt?: number;
};

type Happened = {
  readonly result: WorkflowResult;
  /** Requests as `GET /things`, with the body where there is one. */
  readonly sent: readonly string[];
  readonly requests: readonly HttpRequest[];
  readonly waits: readonly number[];
  readonly hidden: readonly string[];
  readonly journal: readonly string[];
  readonly observed: readonly string[];
  readonly asked: readonly string[];
  readonly timeouts: readonly number[];
};

const encoder = new TextEncoder();
const refusal = { code: 'NO' };
const nobody: Credentials = { obtain: () => Promise.resolve(undefined), renew: () => Promise.resolve(undefined) };

function read(workflows: string): Link {
  const text = `arazzo: 1.1.0
info: { title: t, version: '1' }
sourceDescriptions: [{ name: things, url: things.openapi.yaml, type: openapi }]
workflows:
${workflows.replace(/^/gm, '  ')}
`;
  const description = readDescription(readDocument(text, 'workflows/w.arazzo.yaml'));
  return { description, contracts: new Map([['things', contract]]), descriptions: new Map() };
}

async function run(workflows: string, world: World = {}): Promise<Happened> {
  const link = read(workflows);
  const requests: HttpRequest[] = [];
  const waits: number[] = [];
  const hidden: string[] = [];
  const journal: string[] = [];
  const observed: string[] = [];
  const asked: string[] = [];
  const timeouts: number[] = [];
  const codes = [...(world.codes ?? [])];
  const controller = new AbortController();
  const answers = world.answers ?? [];
  let time = 1_000;
  const timeout = 30_000;
  const ports: Ports = {
    transport: async (request, signal, within): Promise<HttpResponse> => {
      timeouts.push(within);
      requests.push(request);
      if (requests.length === world.abortAt) {
        controller.abort(new Error('SIGINT'));
        signal.throwIfAborted();
      }
      const answer = answers[requests.length - 1] ?? [200, {}];
      if (answer instanceof Error) throw answer;
      const [status, body, headers = []] = answer;
      if (body === undefined) return { status, headers, body: new Uint8Array() };
      const typed: HeaderField[] = [['Content-Type', 'application/json'], ...headers];
      return { status, headers: typed, body: encoder.encode(JSON.stringify(body)) };
    },
    clock: {
      now: () => (time += 5),
      wait: (milliseconds) => {
        waits.push(milliseconds);
        time += milliseconds;
        return Promise.resolve();
      },
    },
    credentials: world.credentials ?? nobody,
    bytes: createByteMaker('seed-1'),
    values: {
      env: (name) => world.env?.[name],
      mark: 'mark-1',
      seed: 'seed-1',
      code: (to, since) => {
        asked.push(`${to} since ${since}`);
        const code = codes.shift();
        if (code !== undefined) return Promise.resolve(code);
        return Promise.reject(new GatewayError('CODE_NOT_RECEIVED', 'no code'));
      },
    },
    journal: {
      attempt: (stepId, attempt, phase) => {
        const why = attempt.why === undefined ? '' : ` ${attempt.why}`;
        journal.push(`${phase} ${stepId} ${attempt.attempt} ${attempt.succeeded}${why}`);
      },
      step: (result) => {
        journal.push(`${result.phase} ${result.stepId} ${result.verdict}`);
      },
    },
    observe: (step, body) => {
      observed.push(step.stepId);
      return body();
    },
    hide: (secret, kind) => {
      hidden.push(`${kind} ${secret}`);
    },
  };
  const [workflow] = link.description.workflows;
  const baseUrl = 'http://127.0.0.1:1/base';
  const result = await runWorkflow(
    {
      ...{ link, workflow: workflow!, inputs: {}, baseUrl, operations: indexOperations([contract]), timeout },
      ...world.run,
    },
    ports,
    controller.signal,
  );
  const sent = requests.map(({ method, url, body }) => {
    const text = typeof body === 'string' ? ` ${body}` : '';
    return `${method} ${url.slice(baseUrl.length)}${text}`;
  });
  return { result, sent, requests, waits, hidden, journal, observed, asked, timeouts };
}

const shown = (findings: readonly Finding[]): string[] =>
  findings.map(
    ({ code, severity, stepId, expected, actual }) => `${severity} ${code} ${stepId}: ${expected} / ${actual}`,
  );
const codesOf = (findings: readonly Finding[]): string[] => findings.map(({ code }) => code);
const verdicts = ({ steps }: WorkflowResult): string[] => steps.map(({ stepId, verdict }) => `${stepId} ${verdict}`);

async function thrown(promise: Promise<unknown>): Promise<DescriptionError> {
  const error: unknown = await promise.catch((reason: unknown) => reason);
  if (error instanceof DescriptionError) return error;
  throw new Error('expected a DescriptionError', { cause: error });
}

const list = '- { stepId: list, operationId: listThings }';

test('a step sees the outputs of those before it; the workflow gives its own', async () => {
  const { result, sent, journal, observed } = await run(
    `- workflowId: w
  inputs: { type: object, properties: { mark: { x-from: run.mark }, n: { type: integer, default: 2 } } }
  outputs: { id: $steps.add.outputs.id, none: $steps.add.outputs.none }
  steps:
    - stepId: add
      operationId: addThing
      requestBody: { payload: { name: 'a {$inputs.mark}' } }
      outputs: { id: $response.body#/id }
    - stepId: list
      operationId: listThings
      parameters: [{ name: limit, in: query, value: $inputs.n }, { name: id, in: query, value: $steps.add.outputs.id }]
      successCriteria: [{ condition: $response.body#/id == $steps.add.outputs.id }]`,
    {
      answers: [
        [201, { id: 7 }],
        [200, { id: 7 }],
      ],
    },
  );
  expect(sent).toEqual(['POST /things {"name":"a mark-1"}', 'GET /things?limit=2&id=7']);
  expect(result).toMatchObject({
    ...{ workflowId: 'w', verdict: 'passed', findings: [], outputs: { id: 7, none: null }, declaredSteps: 2 },
    ...{ startedAt: 1005, cleanUp: { done: 0, due: 0 } },
  });
  const [first] = result.steps;
  expect(first).toMatchObject({
    location: { file: 'workflows/w.arazzo.yaml', line: 9, column: 9 },
    outputs: { id: 7 },
  });
  expect(first?.attempts).toMatchObject([
    { attempt: 1, operationId: 'addThing', succeeded: true, check: { checked: 'checked', declared: '201' } },
  ]);
  expect(journal).toEqual(['steps add 1 true', 'steps add passed', 'steps list 1 true', 'steps list passed']);
  expect(observed).toEqual(['add', 'list']);
});

test('without criteria, a status other than 2xx is not met, and nothing follows', async () => {
  const { result, sent } = await run(
    `- workflowId: w\n  steps:\n    ${list}\n    - { stepId: b, operationId: listThings }`,
    {
      answers: [[404, refusal]],
    },
  );
  expect(sent).toEqual(['GET /things']);
  expect(result.verdict).toBe('failed');
  expect(result.findings).toEqual([
    {
      code: 'CRITERION_NOT_MET',
      severity: 'error',
      title: 'a step without success criteria needs a 2xx answer that the contract declares',
      stepId: 'list',
      location: { file: 'workflows/w.arazzo.yaml', line: 7, column: 11 },
      exchange: 'GET /base/things -> 404',
      expected: 'a declared status from 200 to 299',
      actual: '404 (NO)',
      remedy: 'where another status is right, say so in successCriteria',
    },
  ]);
});

test('a 2xx that the contract does not declare stops the workflow with that finding alone', async () => {
  const { result, sent } = await run(
    `- workflowId: w\n  steps:\n    ${list}\n    - { stepId: b, operationId: listThings }`,
    {
      answers: [[202, {}]],
    },
  );
  expect(sent).toHaveLength(1);
  expect(codesOf(result.findings)).toEqual(['STATUS_NOT_DECLARED']);
});

test('a broken contract fails the workflow, and the next steps still show what they have', async () => {
  const { result, sent } = await run(
    `- workflowId: w\n  steps:\n    ${list}\n    - { stepId: b, operationId: listThings }`,
    {
      answers: [[200, { id: '1' }]],
    },
  );
  expect(sent).toHaveLength(2);
  expect(verdicts(result)).toEqual(['list failed', 'b passed']);
  expect(result.findings[0]).toMatchObject({
    code: 'BODY_SCHEMA_MISMATCH',
    at: '/id',
    exchange: 'GET /base/things -> 200',
  });
  expect(result.verdict).toBe('failed');
});

test('all criteria are evaluated, each at its own line', async () => {
  const { result } = await run(`- workflowId: w
  steps:
    - stepId: list
      operationId: listThings
      successCriteria:
        - condition: $statusCode == 201
        - condition: $response.body#/id == 1
        - { type: jsonpath, context: $response.body, condition: '$[?@.x]' }`);
  expect(result.findings.map(({ code, location }) => `${code} ${location.line}:${location.column}`)).toEqual([
    'CRITERION_NOT_MET 10:24',
    'CRITERION_NOT_MET 11:24',
    'CRITERION_NOT_MET 12:67',
  ]);
});

test('selectors give outputs of steps and workflows, with all digits, and the next request takes them', async () => {
  const { result, sent } = await run(
    `- workflowId: w
  outputs: { last: { context: $steps.list.outputs.ids, selector: '$[-1]', type: jsonpath } }
  steps:
    - stepId: list
      operationId: listThings
      outputs:
        ids: { context: $response.body, selector: '$.items[*].id', type: jsonpath }
        first: { context: $response.body.items, selector: /0/id, type: jsonpointer }
        gone: { context: $response.body, selector: '$.items[5].id', type: jsonpath }
    - stepId: remove
      operationId: removeThing
      parameters: [{ name: id, in: path, value: { context: $steps.list.outputs.ids, selector: '$[0]', type: jsonpath } }]`,
    { answers: [[200, { items: [{ id: 7 }, { id: 8 }] }], [204]] },
  );
  expect(sent).toEqual(['GET /things', 'DELETE /things/7']);
  expect(result.steps[0]?.outputs).toEqual({ ids: [7, 8], first: 7, gone: null });
  expect(result.outputs).toEqual({ last: 8 });
  expect(shown(result.findings)).toContain(
    'warn OUTPUT_UNRESOLVED list: jsonpath $.items[5].id of $response.body / $response.body has no $.items[5].id',
  );
});

test('an output that finds nothing is null and a warning, and is never sent as null', async () => {
  const { result, sent } = await run(
    `- workflowId: w
  steps:
    - { stepId: list, operationId: listThings, outputs: { id: $response.body#/id } }
    - { stepId: remove, operationId: removeThing, parameters: [{ name: id, in: path, value: $steps.list.outputs.id }] }`,
  );
  expect(sent).toHaveLength(1);
  expect(result.steps[0]?.outputs).toEqual({ id: null });
  expect(shown(result.findings)).toEqual([
    'warn OUTPUT_UNRESOLVED list: $response.body#/id / the response body has no /id: /id is missing, the object is empty',
    'error VALUE_UNRESOLVED remove: a value for $steps.list.outputs.id / step "list" has no output "id": the response body has no /id: /id is missing, the object is empty',
  ]);
});

const invalid = `operationId: addThing, requestBody: { payload: { nam: x } }`;
test('a request that breaks the contract is not sent', async () => {
  const { result, sent } = await run(`- workflowId: w\n  steps:\n    - { stepId: add, ${invalid} }`);
  expect(sent).toEqual([]);
  expect(codesOf(result.findings)).toEqual(['REQUEST_SCHEMA_MISMATCH']);
  expect(result.findings[0]).not.toHaveProperty('exchange');
});
test('a request that is invalid on purpose is sent', async () => {
  const { result, sent } = await run(
    `- workflowId: w\n  steps:\n    - { stepId: add, ${invalid}, x-contract: { request: off }, successCriteria: [{ condition: $statusCode == 400 }] }`,
    { answers: [[400, refusal]] },
  );
  expect(sent).toEqual(['POST /things {"nam":"x"}']);
  expect(result.verdict).toBe('passed');
});

const retrying = (actions: string): string => `- workflowId: w
  steps:
    - { stepId: list, operationId: listThings, onFailure: [${actions}] }
    - { stepId: last, operationId: listThings }`;

const flows: readonly {
  name: string;
  workflow: string;
  answers: readonly Answer[];
  steps: readonly string[];
  verdict: string;
  sent: number;
  waits?: readonly number[];
  codes?: readonly string[];
}[] = [
  {
    name: 'a retry mends a failure: recovered',
    workflow: retrying('{ name: r, type: retry, retryAfter: 2 }'),
    answers: [
      [503, refusal],
      [200, {}],
    ],
    ...{ steps: ['list recovered', 'last passed'], verdict: 'recovered', sent: 3, waits: [2000] },
  },
  {
    name: 'the answer says when to retry',
    workflow: retrying('{ name: r, type: retry, retryAfter: 2 }'),
    answers: [[503, refusal, [['Retry-After', '7']]]],
    ...{ steps: ['list recovered', 'last passed'], verdict: 'recovered', sent: 3, waits: [7000] },
  },
  {
    name: 'one repeat where no limit is given, then the workflow fails',
    workflow: retrying('{ name: r, type: retry }'),
    answers: [
      [503, refusal],
      [503, refusal],
    ],
    ...{ steps: ['list failed'], verdict: 'failed', sent: 2, codes: ['CRITERION_NOT_MET'] },
  },
  {
    name: 'a retry that is used up gives way to the next action',
    workflow: retrying('{ name: r, type: retry, retryLimit: 2 }, { name: g, type: goto, stepId: last }'),
    answers: [
      [503, refusal],
      [503, refusal],
      [503, refusal],
    ],
    ...{ steps: ['list recovered', 'last passed'], verdict: 'recovered', sent: 4 },
  },
  {
    name: 'a broken contract counts on an attempt that a retry mended',
    workflow: retrying('{ name: r, type: retry }'),
    answers: [
      [500, refusal],
      [200, {}],
    ],
    ...{ steps: ['list failed', 'last passed'], verdict: 'failed', sent: 3, codes: ['STATUS_NOT_DECLARED'] },
  },
  {
    name: 'an end on failure fails',
    workflow: retrying('{ name: e, type: end }'),
    answers: [[404, refusal]],
    ...{ steps: ['list failed'], verdict: 'failed', sent: 1, codes: ['CRITERION_NOT_MET'] },
  },
  {
    name: 'an end on success passes',
    workflow: retrying('').replace('onFailure: []', 'onSuccess: [{ name: e, type: end }]'),
    answers: [],
    ...{ steps: ['list passed'], verdict: 'passed', sent: 1 },
  },
  {
    name: "the workflow's actions serve every step",
    workflow: retrying('').replace('steps:', 'failureActions: [{ name: r, type: retry }]\n  steps:'),
    answers: [
      [503, refusal],
      [200, {}],
      [503, refusal],
      [200, {}],
    ],
    ...{ steps: ['list recovered', 'last recovered'], verdict: 'recovered', sent: 4 },
  },
  {
    name: 'a step of a retry is done first, and its own failure is only reported',
    workflow: retrying('{ name: r, type: retry, stepId: last }'),
    answers: [
      [503, refusal],
      [404, refusal],
      [200, {}],
      [200, {}],
    ],
    ...{ steps: ['last failed', 'list recovered', 'last passed'], verdict: 'recovered', sent: 4 },
  },
  {
    name: 'a gateway that fails breaks the workflow',
    workflow: retrying(''),
    answers: [new GatewayError('GATEWAY_UNREACHABLE', 'nothing answers')],
    ...{ steps: ['list broken'], verdict: 'broken', sent: 1, codes: [] },
  },
  {
    name: 'a retry mends a gateway that failed',
    workflow: retrying('{ name: r, type: retry }'),
    answers: [new GatewayError('GATEWAY_UNREACHABLE', 'nothing answers')],
    ...{ steps: ['list recovered', 'last passed'], verdict: 'recovered', sent: 3 },
  },
  {
    name: 'a broken contract outweighs a gateway that failed later',
    workflow: retrying(''),
    answers: [[200, { id: '1' }], new GatewayError('GATEWAY_UNREACHABLE', 'nothing answers')],
    ...{ steps: ['list failed', 'last broken'], verdict: 'failed', sent: 2, codes: ['BODY_SCHEMA_MISMATCH'] },
  },
];
for (const { name, workflow, answers, steps, verdict, sent, waits = [], codes = [] } of flows) {
  test(`flow: ${name}`, async () => {
    const happened = await run(workflow, { answers });
    expect(verdicts(happened.result)).toEqual(steps);
    expect(happened.result.verdict).toBe(verdict);
    expect(codesOf(happened.result.findings)).toEqual(codes);
    expect(happened.sent).toHaveLength(sent);
    expect(happened.waits).toEqual(waits);
  });
}

test('a goto that never ends is stopped', async () => {
  const { result, sent } = await run(
    `- workflowId: w\n  steps:\n    - { stepId: list, operationId: listThings, onSuccess: [{ name: g, type: goto, stepId: list }] }`,
  );
  expect(sent).toHaveLength(1001);
  expect(shown(result.findings)).toEqual([
    'error STEP_LIMIT_REACHED list: at most 1000 steps beyond the 1 that it declares / step "list" would be number 1002',
  ]);
});

test('10,000 declared steps are carried out, in time that grows with them', async () => {
  const steps = (count: number): string =>
    Array.from(
      { length: count },
      (_, n) => `    - { stepId: s${n}, operationId: listThings, outputs: { id: $response.body#/id } }`,
    ).join('\n');
  const ended = await run(`- workflowId: w\n  steps:\n${steps(10_000)}`);
  expect(ended.sent).toHaveLength(10_000);
  expect(ended.result.verdict).toBe('passed');
});

test('retries without a wait are stopped', async () => {
  const { result, sent } = await run(
    `- workflowId: w
  steps:
    - stepId: list
      operationId: listThings
      onFailure: [{ name: again, type: retry, retryLimit: 1000000, retryAfter: 60 }]`,
    { answers: Array.from({ length: 2000 }, () => [503, refusal, [['Retry-After', '0']]] as const) },
  );
  expect(sent).toHaveLength(1001);
  expect(result.verdict).toBe('failed');
  expect(shown(result.findings)).toEqual([
    'error CRITERION_NOT_MET list: a declared status from 200 to 299 / 503 (NO)',
    'error RETRY_LIMIT_REACHED list: at most 1000 retries / retryLimit: 1000000 of the action "again"',
  ]);
});

test('a wait that is too long is cut short, and that is told once', async () => {
  const wait: Answer = [503, refusal, [['Retry-After', '86400']]];
  const { result, waits } = await run(
    `- workflowId: w
  steps: [{ stepId: list, operationId: listThings, onFailure: [{ name: r, type: retry, retryLimit: 2 }] }]`,
    { answers: [wait, wait] },
  );
  expect(waits).toEqual([120_000, 120_000]);
  expect(result.verdict).toBe('recovered');
  expect(shown(result.findings)).toEqual(['warn WAIT_CUT_SHORT list: at most 120 s / 86400 s were asked for']);
});

test('a step that calls a workflow has its time for all that this does, and that is cleaned up', async () => {
  const { result, waits } = await run(
    `- workflowId: w
  steps: [{ stepId: call, workflowId: slow, timeout: 700 }]
- workflowId: slow
  steps: [{ stepId: list, operationId: listThings }]
  x-finally: [{ stepId: undo, operationId: listThings }]`,
  );
  expect(waits).toEqual([700]);
  expect(verdicts(result)).toEqual(['call broken']);
  expect(result.error?.message).toBe('workflow "slow" did not end within 700 ms');
});

const polling = (members: string, poll = '', step = ''): string => `- workflowId: w
  steps:
    - stepId: list
      operationId: listThings
      outputs: { id: $response.body#/id }
      x-poll:
        until: [{ condition: $response.body#/id == 3 }]
${members.replace(/^(?=.)/gm, '        ')}${poll}
      successCriteria: [{ condition: $statusCode == 200 }]
${step.replace(/^(?=.)/gm, '      ')}
    - { stepId: last, operationId: listThings }`;

const notReady = (id: number): Answer => [200, { id }];
const busy = (seconds: string): Answer => [503, { ...refusal, id: 0 }, [['Retry-After', seconds]]];
const polls: readonly {
  name: string;
  workflow: string;
  answers: readonly Answer[];
  steps: readonly string[];
  verdict: string;
  waits?: readonly number[];
  whys?: readonly (string | undefined)[];
  findings?: readonly string[];
}[] = [
  {
    name: 'an answer that is ready at once is asked for once',
    workflow: polling(''),
    answers: [notReady(3)],
    ...{ steps: ['list passed', 'last passed'], verdict: 'passed', whys: [undefined] },
  },
  {
    name: 'answers that are not ready are no failures, and nothing is mended',
    workflow: polling('interval: 2'),
    answers: [[404, refusal], notReady(1), notReady(3)],
    ...{
      steps: ['list passed', 'last passed'],
      verdict: 'passed',
      waits: [2000, 2000],
      whys: [undefined, 'poll', 'poll'],
    },
  },
  {
    name: 'the interval grows by backoff',
    workflow: polling('interval: 1\nbackoff: 3'),
    answers: [notReady(1), notReady(1), notReady(1), notReady(3)],
    ...{ steps: ['list passed', 'last passed'], verdict: 'passed', waits: [1000, 3000, 9000] },
  },
  {
    name: 'the last request is sent at the deadline, and then what was seen is told',
    workflow: polling('interval: 2\ndeadline: 5'),
    answers: [notReady(1), notReady(1), notReady(1), notReady(2)],
    ...{ steps: ['list failed'], verdict: 'failed', waits: [2000, 2000, 945] },
    findings: ['error POLL_DEADLINE list: $response.body#/id == 3 / $response.body#/id is 2 (integer)'],
  },
  {
    name: 'failFast ends it at once',
    workflow: polling('failFast: [{ condition: $response.body#/id == 9 }]'),
    answers: [notReady(1), notReady(9)],
    ...{ steps: ['list failed'], verdict: 'failed', waits: [1000] },
    findings: [
      'error POLL_STOPPED list: $response.body#/id == 3 / $response.body#/id == 9 holds; $response.body#/id is 9 (integer)',
    ],
  },
  {
    name: 'Retry-After of 503 is honoured where it is longer',
    workflow: polling('interval: 1'),
    answers: [busy('7'), busy('0'), notReady(3)],
    ...{ steps: ['list passed', 'last passed'], verdict: 'passed', waits: [7000, 1000] },
  },
  {
    name: 'a service that asks for more time than there is ends it',
    workflow: polling('deadline: 5'),
    answers: [busy('60')],
    ...{ steps: ['list failed'], verdict: 'failed' },
    findings: [
      'error POLL_DEADLINE list: $response.body#/id == 3 / $response.body#/id is 0 (integer); the service asks to wait 60 s',
    ],
  },
  {
    name: 'a contract that an answer breaks on the way counts',
    workflow: polling(''),
    answers: [[200, { id: '1' }], notReady(3)],
    ...{ steps: ['list failed', 'last passed'], verdict: 'failed', waits: [1000] },
    findings: ['error BODY_SCHEMA_MISMATCH list: integer / "1" (string)'],
  },
  {
    name: 'the success criteria judge the last answer alone',
    workflow: polling(''),
    answers: [busy('0'), [503, { ...refusal, id: 3 }]],
    ...{ steps: ['list failed'], verdict: 'failed', waits: [1000] },
    findings: ['error CRITERION_NOT_MET list: $statusCode == 200 / $statusCode is 503 (integer); the server says NO'],
  },
  {
    name: 'a retry polls anew',
    workflow: polling('deadline: 1\ninterval: 1', '', 'onFailure: [{ name: r, type: retry }]'),
    answers: [notReady(1), notReady(1), notReady(1), notReady(3)],
    ...{ steps: ['list recovered', 'last passed'], verdict: 'recovered', waits: [985, 985] },
    whys: [undefined, 'poll', 'retry', 'poll'],
  },
  {
    name: 'a failure action sees the outputs of the answer that came too late',
    workflow: polling(
      'deadline: 0.1',
      '',
      'onFailure: [{ name: g, type: goto, stepId: last, criteria: [{ condition: $steps.list.outputs.id == 2 }] }]',
    ),
    answers: [notReady(1), notReady(2)],
    ...{ steps: ['list recovered', 'last passed'], verdict: 'recovered', waits: [85] },
  },
  {
    name: 'a gateway that fails is not waited for',
    workflow: polling(''),
    answers: [notReady(1), new GatewayError('GATEWAY_TIMEOUT', 'late')],
    ...{ steps: ['list broken'], verdict: 'broken', waits: [1000] },
  },
];
for (const { name, workflow, answers, steps, verdict, waits = [], whys, findings = [] } of polls) {
  test(`poll: ${name}`, async () => {
    const happened = await run(workflow, { answers });
    expect(verdicts(happened.result)).toEqual(steps);
    expect(happened.result.verdict).toBe(verdict);
    expect(shown(happened.result.findings)).toEqual(findings);
    expect(happened.waits).toEqual(waits);
    if (whys) expect(happened.result.steps[0]!.attempts.map(({ why }) => why)).toEqual(whys);
  });
}

test('an interruption ends a poll', async () => {
  const { result, sent } = await run(polling(''), { answers: [notReady(1), notReady(1)], abortAt: 2 });
  expect(sent).toHaveLength(2);
  expect(verdicts(result)).toEqual(['list interrupted']);
});

test('an attempt gets the time that its step gives it, and is broken where it runs out', async () => {
  const late = new GatewayError('GATEWAY_TIMEOUT', 'no answer within 300 ms');
  const { result, timeouts } = await run(
    '- workflowId: w\n  steps:\n    - { stepId: list, operationId: listThings, timeout: 300 }',
    { answers: [late] },
  );
  expect(timeouts).toEqual([300]);
  expect([result.verdict, result.error, result.steps[0]?.reason]).toEqual(['broken', late, late.message]);
});

const withCleanUp = `- workflowId: w
  steps:
    - { stepId: add, operationId: addThing, requestBody: { payload: { name: a } }, outputs: { id: $response.body#/id } }
    - { stepId: list, operationId: listThings }
  x-finally:
    - { stepId: remove, operationId: removeThing, parameters: [{ name: id, in: path, value: $steps.add.outputs.id }] }
    - { stepId: sweep, operationId: listThings }`;

const cleanUps: readonly {
  name: string;
  world: World;
  sent: readonly string[];
  verdict: string;
  cleanUp: { done: number; due: number };
  codes?: readonly string[];
}[] = [
  {
    name: 'it is done after a success',
    world: { answers: [[201, { id: 7 }], [200, {}], [204]] },
    ...{ sent: ['POST', 'GET', 'DELETE /things/7', 'GET'], verdict: 'passed', cleanUp: { done: 2, due: 2 } },
  },
  {
    name: 'it is done after a failure, and one that fails hides neither another nor the verdict',
    world: {
      answers: [
        [201, { id: 7 }],
        [200, {}],
        [404, refusal],
        [200, {}],
      ],
    },
    ...{ sent: ['POST', 'GET', 'DELETE /things/7', 'GET'], verdict: 'passed', cleanUp: { done: 1, due: 2 } },
    codes: ['CLEAN_UP_INCOMPLETE'],
  },
  {
    name: 'what was never created is not undone',
    world: { answers: [[400, refusal]] },
    ...{ sent: ['POST', 'GET'], verdict: 'failed', cleanUp: { done: 1, due: 1 }, codes: ['CRITERION_NOT_MET'] },
  },
  {
    name: 'the contract counts here too',
    world: {
      answers: [
        [201, { id: 7 }],
        [200, {}],
        [500, refusal],
      ],
    },
    ...{ sent: ['POST', 'GET', 'DELETE /things/7', 'GET'], verdict: 'failed', cleanUp: { done: 1, due: 2 } },
    codes: ['STATUS_NOT_DECLARED'],
  },
  {
    name: 'a gateway that fails does not break the workflow',
    world: { answers: [[201, { id: 7 }], [200, {}], new GatewayError('GATEWAY_CONNECTION_LOST', 'lost')] },
    ...{ sent: ['POST', 'GET', 'DELETE /things/7', 'GET'], verdict: 'passed', cleanUp: { done: 1, due: 2 } },
    codes: ['CLEAN_UP_INCOMPLETE'],
  },
  {
    name: 'it is left out on demand',
    world: { answers: [[201, { id: 7 }]], run: { keep: true } },
    ...{ sent: ['POST', 'GET'], verdict: 'passed', cleanUp: { done: 0, due: 0 } },
  },
  {
    name: 'it is done where the workflow is to stop early',
    world: { answers: [[201, { id: 7 }], [204]], run: { toStep: 'add' } },
    ...{ sent: ['POST', 'DELETE /things/7', 'GET'], verdict: 'passed', cleanUp: { done: 2, due: 2 } },
  },
  {
    name: 'it is done after an interruption',
    world: { answers: [[201, { id: 7 }], [200, {}], [204]], abortAt: 2 },
    ...{ sent: ['POST', 'GET', 'DELETE /things/7', 'GET'], verdict: 'interrupted', cleanUp: { done: 2, due: 2 } },
  },
];
for (const { name, world, sent, verdict, cleanUp, codes = [] } of cleanUps) {
  test(`clean-up: ${name}`, async () => {
    const happened = await run(withCleanUp, world);
    expect(happened.sent.map((line, index) => line.slice(0, sent[index]?.length))).toEqual(sent);
    expect(happened.result).toMatchObject({ verdict, cleanUp });
    expect(codesOf(happened.result.findings)).toEqual(codes);
  });
}

test('a clean-up step without anything to undo is skipped, with the reason', async () => {
  const { result, journal } = await run(withCleanUp, { answers: [[400, refusal]] });
  expect(result.steps[1]).toMatchObject({
    ...{ stepId: 'remove', phase: 'finally', verdict: 'skipped', attempts: [], findings: [] },
    reason:
      'nothing to undo: step "add" has no output "id": the response body has no /id: /id is missing, the object has code',
  });
  expect(journal).toContain('finally remove skipped');
});

const user = (workflow: string): string => workflow.replace('steps:', 'x-as: user\n  steps:');

function sessions(...secrets: string[]): { credentials: Credentials; log: string[] } {
  const log: string[] = [];
  const next = (): Promise<{ secret: string; renewable: boolean }> =>
    Promise.resolve({ secret: secrets.shift() ?? 'none left', renewable: true });
  let current: Promise<{ secret: string; renewable: boolean }> | undefined;
  return {
    log,
    credentials: {
      obtain: (account) => {
        log.push(`obtain ${account}`);
        return (current ??= next());
      },
      renew: (account, stale) => {
        log.push(`renew ${account} ${stale.secret}`);
        return (current = next());
      },
    },
  };
}

test("an account's credential goes where the contract says, and is hidden before it is sent", async () => {
  const { credentials, log } = sessions('secret-1');
  const { requests, hidden, result } = await run(
    user(`- workflowId: w\n  steps:\n    ${list}\n    - { stepId: b, operationId: sendCode, requestBody: { payload: {} } }
    - { stepId: c, operationId: listThings, x-as: admin }`),
    { credentials },
  );
  expect(log).toEqual(['obtain user', 'obtain admin']);
  expect(requests.map(({ headers }) => Object.fromEntries(headers)['Authorization'])).toEqual([
    'Bearer secret-1',
    undefined,
    'Bearer secret-1',
  ]);
  expect(hidden[0]).toBe('token secret-1');
  expect(result.steps.map(({ attempts }) => attempts[0]?.account)).toEqual(['user', 'user', 'admin']);
});

const oneStep = user(`- workflowId: w\n  steps:\n    ${list}`);
test('a session that ran out is renewed once, as a further attempt, and nothing had to be mended', async () => {
  const { credentials, log } = sessions('old', 'new');
  const { result, requests } = await run(oneStep, {
    credentials,
    answers: [
      [401, { code: 'ACCESS_TOKEN_EXPIRED' }],
      [200, {}],
    ],
  });
  expect(log).toEqual(['obtain user', 'renew user old']);
  expect(requests.map(({ headers }) => headers[0]?.[1])).toEqual(['Bearer old', 'Bearer new']);
  expect(result).toMatchObject({ verdict: 'passed', findings: [] });
  expect(result.steps[0]?.attempts.map(({ attempt, succeeded }) => `${attempt} ${succeeded}`)).toEqual([
    '1 false',
    '2 true',
  ]);
});
test('a session that is refused after its renewal is not renewed again', async () => {
  const { credentials, log } = sessions('old', 'new');
  const { result } = await run(oneStep, {
    credentials,
    answers: [
      [401, refusal],
      [401, refusal],
    ],
  });
  expect(log).toEqual(['obtain user', 'renew user old']);
  expect(result.verdict).toBe('failed');
});
test('a 401 that the step wants, or that answers a header of its own, renews nothing', async () => {
  const { credentials, log } = sessions('old', 'new');
  const workflow = user(`- workflowId: w
  steps:
    - { stepId: list, operationId: listThings, successCriteria: [{ condition: $statusCode == 401 }] }
    - { stepId: own, operationId: listThings, parameters: [{ name: Authorization, in: header, value: Bearer mine }] }`);
  await run(workflow, {
    credentials,
    answers: [
      [401, refusal],
      [401, refusal],
    ],
  });
  expect(log).toEqual(['obtain user', 'obtain user']);
});
test('a session that cannot be had breaks the workflow', async () => {
  const error = new GatewayError('SESSION_NOT_OBTAINED', 'no login');
  const { result, sent } = await run(oneStep, { credentials: { ...nobody, obtain: () => Promise.reject(error) } });
  expect(sent).toEqual([]);
  expect(result).toMatchObject({ verdict: 'broken', error });
});

const codeFlow = `- workflowId: w
  inputs:
    type: object
    required: [code]
    properties:
      phone: { type: string, default: '+86 13800138000' }
      code: { type: string, x-from: { source: sms-code, to: $inputs.phone } }
  steps:
    - { stepId: other, operationId: sendCode, requestBody: { payload: { to: someone } } }
    - { stepId: send, operationId: sendCode, requestBody: { payload: { phone: $inputs.phone } } }
    - stepId: sign-in
      operationId: signIn
      requestBody: { payload: { phone: $inputs.phone, verification_code: $inputs.code } }
      onFailure: [{ name: r, type: retry }]
    - { stepId: again, operationId: sendCode, requestBody: { payload: { phone: $inputs.phone } } }
    - { stepId: sign-in-again, operationId: signIn, requestBody: { payload: { verification_code: $inputs.code } } }`;

test('a code is asked for when a step first uses it, and again after a newer one was sent', async () => {
  const { sent, asked, hidden, result } = await run(codeFlow, {
    codes: ['111111', '222222'],
    answers: [
      [200, {}],
      [200, {}],
      [400, refusal],
      [200, {}],
    ],
  });
  expect(sent.slice(2)).toEqual([
    'POST /session {"phone":"+86 13800138000","verification_code":"111111"}',
    'POST /session {"phone":"+86 13800138000","verification_code":"111111"}',
    'POST /codes {"phone":"+86 13800138000"}',
    'POST /session {"verification_code":"222222"}',
  ]);
  const startOf = (index: number): number | undefined => result.steps[index]?.attempts[0]?.exchange?.startedAt;
  expect(asked).toEqual([`+86 13800138000 since ${startOf(1)}`, `+86 13800138000 since ${startOf(3)}`]);
  expect(hidden).toContain('code 222222');
});
test('a code that does not come breaks the step', async () => {
  const { result } = await run(codeFlow);
  expect(verdicts(result)).toEqual(['other passed', 'send passed', 'sign-in broken']);
  expect(result.error?.code).toBe('CODE_NOT_RECEIVED');
});

test('what must not be shown is hidden: secret inputs, declared and well-known members, cookies', async () => {
  const { hidden } = await run(
    `- workflowId: w
  inputs: { type: object, properties: { pass: { type: string, format: password, x-from: { source: env, name: PASS } } } }
  steps:
    - stepId: sign-in
      operationId: signIn
      parameters: [{ name: access_token, in: query, value: in-the-query }]
      requestBody: { payload: { pin: '1234', password: $inputs.pass } }`,
    {
      env: { PASS: 'p-1' },
      answers: [[200, { deep: [{ access_token: 'a-1' }] }, [['Set-Cookie', 'sid=abcdef; Path=/']]]],
    },
  );
  expect(hidden).toEqual([
    'secret p-1',
    'token in-the-query',
    'secret 1234',
    'password p-1',
    'signature in-the-query',
    'cookie abcdef',
    'token a-1',
  ]);
});

const child = `- workflowId: child
  inputs: { type: object, required: [limit], properties: { limit: { type: integer } } }
  outputs: { id: $steps.list.outputs.id }
  steps:
    - { stepId: list, operationId: listThings, parameters: [{ name: limit, in: query, value: $inputs.limit }], outputs: { id: $response.body#/id } }`;
const calling = (more = '', limit = '3'): string => `- workflowId: w
  outputs: { id: $steps.call.outputs.id, limit: $workflows.child.inputs.limit }
  steps:
    - { stepId: call, workflowId: child, parameters: [{ name: limit, value: ${limit} }]${more} }
    - { stepId: last, operationId: listThings }
${child}`;

test('a called workflow gives its outputs, and its steps stand behind the caller in the journal', async () => {
  const { result, sent, journal } = await run(calling(), { answers: [[200, { id: 7 }]] });
  expect(sent).toEqual(['GET /things?limit=3', 'GET /things']);
  expect(result).toMatchObject({ verdict: 'passed', outputs: { id: 7, limit: 3 } });
  expect(result.steps[0]?.child).toMatchObject({ workflowId: 'child', verdict: 'passed' });
  expect(journal.slice(0, 4)).toEqual([
    'steps call/list 1 true',
    'steps call/list passed',
    'steps call 1 true',
    'steps call passed',
  ]);
});
test('criteria of the step see the outputs and the last exchange of the workflow it calls', async () => {
  const criteria = `, outputs: { n: $outputs.id, status: $statusCode }, successCriteria: [{ condition: $outputs.id == 7 }, { condition: $statusCode == 200 }, { condition: 1 == 2 }]`;
  const { result } = await run(calling(criteria), { answers: [[200, { id: 7 }]] });
  expect(result.steps[0]?.outputs).toEqual({ n: 7, status: 200 });
  expect(codesOf(result.findings)).toEqual(['CRITERION_NOT_MET']);
});
test('a called workflow that fails fails the step: its findings keep their lines and take its name', async () => {
  const { result } = await run(calling(), { answers: [[404, refusal]] });
  expect(verdicts(result)).toEqual(['call failed']);
  expect(result.findings).toMatchObject([{ code: 'CRITERION_NOT_MET', stepId: 'call', location: { line: 14 } }]);
});
test('a called workflow that breaks breaks the step, unless an action mends it', async () => {
  const down = new GatewayError('GATEWAY_UNREACHABLE', 'down');
  expect((await run(calling(), { answers: [down] })).result).toMatchObject({ verdict: 'broken', error: down });
  const mending = calling(', onFailure: [{ name: r, type: retry }]');
  expect((await run(mending, { answers: [down] })).result.verdict).toBe('recovered');
});
test('inputs that the called workflow refuses are a finding of the step', async () => {
  const { result, sent } = await run(calling('', "'x'"));
  expect(sent).toEqual([]);
  expect(result.findings).toMatchObject([{ code: 'WORKFLOW_FAILED', stepId: 'call' }]);
  expect(result.findings[0]?.actual).toBe('the input "limit" of workflow "child": must be integer');
});
test('workflows that call each other without end are stopped', async () => {
  const { result } = await run('- workflowId: w\n  steps:\n    - { stepId: call, workflowId: w }');
  expect(shown(result.findings)).toEqual([
    'error STEP_LIMIT_REACHED call: at most 20 workflows inside each other / w calls w calls w',
  ]);
});
test('workflows that call each other again and again are stopped, each within its own limits', async () => {
  const again = 'onFailure: [{ name: r, type: retry, retryLimit: 2, workflowId: w }]';
  const { result, sent } = await run(
    `- workflowId: w\n  steps:\n    - { stepId: list, operationId: listThings, successCriteria: [{ condition: $statusCode == 404 }], ${again} }`,
  );
  expect(sent.length).toBeLessThan(10_050);
  expect(shown(result.findings).at(-1)).toBe(
    'error STEP_LIMIT_REACHED list: at most 10000 attempts beyond the steps that it declares / more would be made',
  );
});
test('an interruption reaches the called workflow', async () => {
  const { result } = await run(calling(), { abortAt: 1 });
  expect(result.verdict).toBe('interrupted');
  expect(verdicts(result)).toEqual(['call interrupted']);
});

test('a goto hands over to another workflow: its result is the result', async () => {
  const handing = (answers: readonly Answer[]): Promise<Happened> =>
    run(
      `- workflowId: w
  outputs: { own: $inputs.none }
  steps:
    - { stepId: first, operationId: listThings, onSuccess: [{ name: g, type: goto, workflowId: other }] }
    - { stepId: never, operationId: listThings }
- workflowId: other
  outputs: { id: $steps.list.outputs.id }
  steps: [{ stepId: list, operationId: listThings, outputs: { id: $response.body#/id } }]`,
      { answers },
    );
  const { result } = await handing([
    [200, {}],
    [200, { id: 7 }],
  ]);
  expect(verdicts(result)).toEqual(['first passed', 'list passed']);
  expect(result).toMatchObject({ verdict: 'passed', outputs: { own: null, id: 7 } });
  expect(
    (
      await handing([
        [200, {}],
        [404, refusal],
      ])
    ).result.verdict,
  ).toBe('failed');
});

const dependent = `- workflowId: w
  dependsOn: [before]
  inputs: { type: object, properties: { n: { type: integer } } }
  outputs: { id: $workflows.before.outputs.id }
  steps: [${list.slice(2)}]
- workflowId: before
  inputs: { type: object, properties: { n: { type: integer } } }
  outputs: { id: $steps.b.outputs.id }
  steps: [{ stepId: b, operationId: listThings, parameters: [{ name: limit, in: query, value: $inputs.n }], outputs: { id: $response.body#/id } }]`;

test('what a workflow depends on runs before, with inputs by name, once for all', async () => {
  const dependencies: NonNullable<WorkflowRun['dependencies']> = new Map();
  const first = await run(dependent, { run: { inputs: { n: 4 }, dependencies }, answers: [[200, { id: 9 }]] });
  expect(first.sent).toEqual(['GET /things?limit=4', 'GET /things']);
  expect(first.result.outputs).toEqual({ id: 9 });
  expect(dependencies.size).toBe(1);
});
test('a dependency that fails keeps the steps from being carried out', async () => {
  const { result, sent } = await run(dependent, { run: { inputs: { n: 4 } }, answers: [[404, refusal]] });
  expect(sent).toHaveLength(1);
  expect(result).toMatchObject({ verdict: 'failed', steps: [] });
  expect(shown(result.findings)).toEqual([
    'error WORKFLOW_FAILED list: it passes / workflow "before" failed at step "b": CRITERION_NOT_MET',
  ]);
});
test('a workflow that depends on itself does not wait for itself', async () => {
  const { result, sent } = await run(`- workflowId: w\n  dependsOn: [w]\n  steps: [${list.slice(2)}]`);
  expect(sent).toEqual([]);
  expect(shown(result.findings)).toEqual(['error WORKFLOW_FAILED list: it passes / it depends on itself']);
});
test('a dependency that breaks breaks the workflow', async () => {
  const down = new GatewayError('GATEWAY_UNREACHABLE', 'down');
  const { result } = await run(dependent, { run: { inputs: { n: 4 } }, answers: [down] });
  expect(result).toMatchObject({ verdict: 'broken', error: down, findings: [] });
});

test('steps run behind those that they depend on; a jump over one is a finding', async () => {
  const steps = (more = ''): string => `- workflowId: w
  steps:
    - { stepId: a, operationId: listThings, dependsOn: [b] }
    - { stepId: b, operationId: listThings${more} }
    - { stepId: c, operationId: listThings, dependsOn: [a] }`;
  expect((await run(steps())).observed).toEqual(['b', 'a', 'c']);
  const { result } = await run(steps(', onSuccess: [{ name: g, type: goto, stepId: c }]'));
  expect(shown(result.findings)).toEqual([
    'error VALUE_UNRESOLVED c: step "a" before step "c" / step "a" was passed over',
  ]);
});

const needy = `- workflowId: w
  inputs:
    type: object
    required: [phone, key]
    properties:
      phone: { type: string, minLength: 3 }
      key: { type: string, x-from: { source: env, name: THE_KEY }, format: password }
  steps: [${list.slice(2)}]`;

const wrongInputs: readonly {
  name: string;
  inputs: JsonObject;
  env?: Record<string, string>;
  faults: readonly string[];
}[] = [
  { name: 'nothing wrong', inputs: { phone: '123', key: 'k' }, faults: [] },
  {
    name: 'a missing input',
    inputs: { key: 'k' },
    faults: ['INPUT_INVALID 10:16 workflow "w" needs the input "phone"'],
  },
  {
    name: 'an environment variable that is not set',
    inputs: { phone: '123' },
    faults: ['VARIABLE_NOT_SET 11:38 the environment variable THE_KEY is not set'],
  },
  { name: 'one that is set', inputs: { phone: '123' }, env: { THE_KEY: 'k' }, faults: [] },
  {
    name: 'an input that is not declared',
    inputs: { phone: '123', key: 'k', fone: '1' },
    faults: ['INPUT_INVALID 7:7 workflow "w" has no input "fone"'],
  },
  {
    name: 'an input of the wrong type',
    inputs: { phone: 5, key: 'k' },
    faults: ['INPUT_INVALID 10:16 the input "phone" of workflow "w": must be string'],
  },
];
for (const { name, inputs, env = {}, faults } of wrongInputs) {
  test(`inputs: ${name}`, async () => {
    const running = run(needy, { run: { inputs }, env });
    if (faults.length === 0) expect((await running).result.verdict).toBe('passed');
    else {
      const error = await thrown(running);
      expect(
        error.faults.map(({ code, location, message }) => `${code} ${location?.line}:${location?.column} ${message}`),
      ).toEqual(faults);
    }
  });
}

test('the value of a secret input is in no fault', async () => {
  const error = await thrown(run(needy, { run: { inputs: { phone: '123', key: 98765 } } }));
  expect(JSON.stringify(error.faults)).not.toContain('98765');
  expect(error.faults).toHaveLength(1);
});

test('a workflow with a required input that has no value can only be called', () => {
  const [workflow] = read(needy).description.workflows;
  expect(isBuildingBlock(workflow!, {})).toBe(true);
  expect(isBuildingBlock(workflow!, { phone: '123' })).toBe(false);
});

test('a step to stop at that does not exist is told before anything is sent', async () => {
  const error = await thrown(run(oneStep, { run: { toStep: 'lits' } }));
  expect(error.faults).toEqual([
    {
      code: 'STEP_NOT_FOUND',
      message: 'workflow "w" has no step "lits"',
      location: { file: 'workflows/w.arazzo.yaml', line: 5, column: 17 },
      remedy: 'did you mean "list"?',
    },
  ]);
});

const waiting = (goto: string): string => `- workflowId: w
  dependsOn: [before]
  steps:
    - { stepId: list, operationId: listThings, dependsOn: [$workflows.before.steps.late], parameters: [{ name: limit, in: query, value: $workflows.before.steps.late.outputs.id }] }
- workflowId: before
  steps:
    - { stepId: b, operationId: listThings${goto} }
    - { stepId: late, operationId: listThings, outputs: { id: $response.body#/id } }
    - { stepId: last, operationId: listThings }`;

test('a step waits for a step of another workflow, and sees its outputs', async () => {
  const answers: Answer[] = [
    [200, {}],
    [200, { id: 5 }],
  ];
  const { result, sent } = await run(waiting(''), { answers });
  expect(sent).toEqual(['GET /things', 'GET /things', 'GET /things', 'GET /things?limit=5']);
  expect(result.verdict).toBe('passed');
});
test('a step that waits for one that was not carried out sends nothing', async () => {
  const { result, sent } = await run(waiting(', onSuccess: [{ name: g, type: goto, stepId: last }]'));
  expect(sent).toEqual(['GET /things', 'GET /things']);
  expect(shown(result.findings)).toEqual([
    'error VALUE_UNRESOLVED list: step "late" of workflow "before" before step "list" / step "late" of workflow "before" was passed over',
  ]);
});

test('workflows of one id in two documents are told apart', async () => {
  const given = (id: number): string =>
    `{ workflowId: login, outputs: { id: $steps.s.outputs.id }, steps: [{ stepId: s, operationId: listThings, parameters: [{ name: limit, in: query, value: ${id} }], outputs: { id: $response.body#/id } }] }`;
  const other = read(`- ${given(2)}`);
  const own = read(`- workflowId: w
  dependsOn: [login, $sourceDescriptions.other.login]
  outputs: { own: $workflows.login.outputs.id, others: $sourceDescriptions.other.login.outputs.id, limit: $sourceDescriptions.other.login.inputs.limit }
  steps: [${list.slice(2)}]
- ${given(1)}`);
  const link: Link = { ...own, descriptions: new Map([['other', other]]) };
  const answers: Answer[] = [
    [200, { id: 11 }],
    [200, { id: 22 }],
  ];
  const { result, sent } = await run(`- ${given(1)}`, {
    answers,
    run: { link, workflow: own.description.workflows[0]! },
  });
  expect(sent).toEqual(['GET /things?limit=1', 'GET /things?limit=2', 'GET /things']);
  expect(result.outputs).toEqual({ own: 11, others: 22, limit: null });
});

test('nothing is sent of a workflow that leads to a step over AsyncAPI', async () => {
  const calling = `- { workflowId: w, steps: [${list.slice(2)}, { stepId: call, workflowId: listen }] }
- { workflowId: listen, steps: [{ stepId: hear, channelPath: '{$sourceDescriptions.things.url}#/channels/c', action: receive }] }`;
  const error = await thrown(run(calling));
  expect(error.faults).toMatchObject([
    { code: 'NOT_SUPPORTED', message: 'step "hear" is over AsyncAPI, which is not carried out', location: { line: 6 } },
  ]);
});

test('defaults reach into the objects that are given, through $ref and allOf, and make up none', async () => {
  const inputs = `- workflowId: w
  inputs:
    $defs: { page: { properties: { size: { type: integer, default: 3 } } } }
    type: object
    properties:
      given: { allOf: [{ $ref: '#/workflows/0/inputs/$defs/page' }], properties: { from: { default: 0 } } }
      absent: { $ref: '#/workflows/0/inputs/$defs/page' }
      whole: { $ref: '#/workflows/0/inputs/$defs/page', default: {} }
  steps:
    - { stepId: list, operationId: listThings, parameters: [{ name: limit, in: query, value: $inputs.given#/size }], outputs: { } }
  outputs: { given: $inputs.given, absent: $inputs.absent, whole: $inputs.whole }`;
  const { result, sent } = await run(inputs, { run: { inputs: { given: { from: 5 } } } });
  expect(sent).toEqual(['GET /things?limit=3']);
  expect(result.outputs).toEqual({ given: { from: 5, size: 3 }, absent: null, whole: { size: 3 } });
});

const addressed = (url: string, more = ''): string =>
  user(`- workflowId: w\n  steps:\n    - { stepId: s, operationId: listThings, x-url: '${url}'${more} }`);
for (const [name, url, authorization] of [
  ["an address of the gateway's own host carries the credential", 'http://127.0.0.1:1/else', 'Bearer secret-1'],
  ['one of another host does not', 'http://files.example/a', undefined],
  ['one of another port does not', 'http://127.0.0.1:2/base/things', undefined],
  ['one of another scheme does not', 'https://127.0.0.1:1/base/things', undefined],
  ['a name that only begins alike does not', 'http://127.0.0.1.files.example/a', undefined],
] as const) {
  test(`x-url: ${name}`, async () => {
    const { credentials, log } = sessions('secret-1');
    const { requests, result } = await run(addressed(url), { credentials, answers: [[200, { id: 1 }]] });
    expect(result.verdict).toBe('passed');
    expect(requests.map((request) => request.url)).toEqual([url]);
    expect(Object.fromEntries(requests[0]!.headers)['Authorization']).toBe(authorization);
    expect(log).toEqual(authorization === undefined ? [] : ['obtain user']);
  });
}

test('x-url: the operation judges the answer, whatever the address fits', async () => {
  const address = 'http://files.example/codes?sign=0123456789';
  const { result } = await run(addressed(address), { answers: [[200, { id: 'x' }]] });
  expect(codesOf(result.findings)).toEqual(['BODY_SCHEMA_MISMATCH']);
  expect(result.findings[0]?.exchange).toBe('GET http://files.example/codes?sign=0123456789 -> 200');
});

test('x-url: where nobody answers there, the step is named and not the base URL', async () => {
  const reason = 'nothing answers at http://files.example (no such host)';
  const { result } = await run(addressed('http://files.example/a'), {
    answers: [new GatewayError('GATEWAY_UNREACHABLE', reason, { sent: false, remedy: 'check the base URL' })],
  });
  expect(result.verdict).toBe('broken');
  expect(result.error?.message).toBe(reason);
  expect(result.error?.remedy).toBe(
    'this is the address of x-url at workflows/w.arazzo.yaml:8:54: see the answer that gave it, and the network',
  );
});

test('x-url: an expression of what the answer gave, its signature hidden, its query seen', async () => {
  const { result, requests, hidden } = await run(
    `- workflowId: w
  steps:
    - { stepId: ask, operationId: addThing, requestBody: { payload: { name: a } }, outputs: { url: $response.body#/url } }
    - stepId: read
      operationId: removeThing
      x-url: $steps.ask.outputs.url
      successCriteria: [{ condition: $statusCode == 204 }]
      outputs: { t: $request.query.t, id: $request.path.id, url: $url }`,
    { answers: [[201, { id: 1, url: 'http://files.example/things/名 1?sign=abcdef%2B0123&t=17' }], [204]] },
  );
  expect(requests[1]?.url).toBe('http://files.example/things/%E5%90%8D%201?sign=abcdef%2B0123&t=17');
  expect(hidden).toEqual(['signature abcdef+0123', 'signature abcdef+0123']);
  expect(result.steps[1]?.outputs).toEqual({ t: '17', id: '名 1', url: requests[1]?.url });
});

for (const [name, id, verdict, code] of [
  ['no address', '"picture.png"', 'failed', 'REQUEST_SCHEMA_MISMATCH'],
  ['a number', '7', 'failed', 'REQUEST_SCHEMA_MISMATCH'],
  ['a user in it', '"http://u:p@files.example/"', 'failed', 'REQUEST_SCHEMA_MISMATCH'],
  ['nothing there', undefined, 'skipped', undefined],
] as const) {
  test(`x-url in a clean-up, ${name}: ${verdict}, and nothing is sent`, async () => {
    const { result, sent } = await run(
      `- workflowId: w
  steps:
    - { stepId: ask, operationId: addThing, requestBody: { payload: { name: a } }, outputs: { url: $response.body#/url } }
  x-finally:
    - { stepId: read, operationId: removeThing, x-url: $steps.ask.outputs.url }`,
      { answers: [[201, { ...(id !== undefined && { url: JSON.parse(id) as JsonValue }) }]] },
    );
    expect(sent.length).toBe(1);
    expect(result.steps.at(-1)?.verdict).toBe(verdict);
    expect(result.steps.at(-1)?.findings[0]?.code).toBe(code);
  });
}
