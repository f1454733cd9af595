import { test, expect } from '@playwright/test';
import { allureCategories, allureIdentity, allureResult } from './allure.ts';
import { exchangeEvent, finding, sampleRun, stepEvent, workflowEvent } from './events.samples.ts';
import type { TestEvents } from './allure.ts';

const source = `${'\n'.repeat(47)}      - stepId: read-back\n`;
const text = (file: string): string | undefined => (file === finding.location.file ? source : undefined);

/** The events of one test of the sample run. */
function eventsOf(test: string): TestEvents {
  const events: TestEvents['events'][number][] = [];
  for (const event of sampleRun()) {
    if (event.type === 'workflow' && event.test === test) return { workflow: event, events };
    if ((event.type === 'exchange' || event.type === 'step') && event.test === test) events.push(event);
  }
  throw new Error(`no test ${test}`);
}

test('a test that passed without kept bodies is one file: steps with what was sent, received and checked', () => {
  const { name, result, attachments } = allureResult(eventsOf('mock:sms-login'), { text });
  expect(name).toBe(`${result.uuid}-result.json`);
  expect([...attachments.keys()]).toEqual([]);
  const start = Date.UTC(2026, 10, 22, 22, 15, 3);
  expect(result).toEqual({
    uuid: result.uuid,
    testCaseId: 'dd7511199ab60bb6f17319cc5f18a161',
    historyId: 'dd7511199ab60bb6f17319cc5f18a161:1e2a37976a2b8eeda327974e514b2684',
    fullName: 'auth/sms-login',
    name: 'Sign in with a code sent by SMS',
    titlePath: ['workflows', 'auth', 'sms-login.arazzo.yaml'],
    description: 'auth/sms-login, workflows/auth/sms-login.arazzo.yaml:9:5',
    labels: [
      { name: 'epic', value: 'auth' },
      { name: 'feature', value: 'sms-login' },
      { name: 'story', value: 'Sign in with a code sent by SMS' },
      { name: 'parentSuite', value: 'mock' },
      { name: 'suite', value: 'auth' },
      { name: 'framework', value: 'gatewright' },
      { name: 'tag', value: 'smoke' },
      { name: 'owner', value: 'identity-team' },
    ],
    links: [],
    parameters: [{ name: 'gateway', value: 'mock' }],
    status: 'passed',
    statusDetails: {},
    stage: 'finished',
    start,
    stop: start + 31,
    attachments: [],
    steps: [
      {
        name: 'send-code: GET /v1/rdb/rest/course?id=eq.1 -> 200',
        status: 'passed',
        statusDetails: {},
        stage: 'finished',
        start,
        stop: start + 7,
        steps: [],
        attachments: [],
        parameters: [
          { name: 'contract', value: 'queryRecords 200: checked' },
          { name: 'request', value: 'GET http://127.0.0.1:41873/v1/rdb/rest/course?id=eq.1' },
          { name: 'received', value: 'application/json [{id:integer,name:string}], 27 bytes' },
        ],
      },
    ],
  });
});

test('a failed test: category by its first code, the trace as the terminal shows it, clean-up apart', () => {
  const { result } = allureResult(eventsOf('mock:course-lifecycle'), { text });
  expect(result.status).toBe('failed');
  expect(result.statusDetails).toEqual({
    message:
      'BODY_SCHEMA_MISMATCH the answer breaks the contract at /0/position: expected integer, actual "1" (string)',
    trace: `  BODY_SCHEMA_MISMATCH  the answer breaks the contract
    --> workflows/mysqldb/course-lifecycle.arazzo.yaml:48:9   step "read-back"
     |
  48 |       - stepId: read-back
     |         ^^^^^^^^^^^^^^^^^
    GET /v1/rdb/rest/course?id=eq.1 -> 200
    at         /0/position
    expected   integer                     contracts/app/course.openapi.yaml:41:13
    actual     "1" (string)
    again      npx gatewright run mysqldb/course-lifecycle --to read-back --keep --seed 7f3a`,
  });
  expect(result.steps.map(({ name, status }) => `${status} ${name ?? ''}`)).toEqual([
    'passed create: POST /v1/rdb/rest/course -> 201',
    'failed read-back: GET /v1/rdb/rest/course?id=eq.1 -> 200',
    'passed clean-up',
  ]);
  expect(result.steps[2]?.steps.map(({ name }) => name)).toEqual(['remove: DELETE /v1/rdb/rest/course?id=eq.1 -> 204']);
});

test('where bodies were kept: request, response and a curl line, and no digit is lost', () => {
  const { result, attachments } = allureResult(eventsOf('mock:course-lifecycle'), { text });
  const [create] = result.steps;
  expect(create?.parameters).toEqual([
    { name: 'contract', value: 'insertCourses 201: checked' },
    { name: 'account', value: 'user' },
  ]);
  const attached = create?.attachments.map(({ name, type, source }) => [name, type, attachments.get(source)]);
  expect(attached).toEqual([
    [
      'request',
      'application/json',
      `{
  "method": "POST",
  "url": "http://127.0.0.1:41873/v1/rdb/rest/course",
  "headers": {
    "Authorization": "Bearer «token#1»",
    "Content-Type": "application/json",
    "Prefer": "return=representation"
  },
  "body": {
    "name": "高等数学",
    "position": 1
  }
}`,
    ],
    [
      'response',
      'application/json',
      `{
  "status": 201,
  "headers": {
    "Content-Type": "application/json; charset=utf-8"
  },
  "body": [
    {
      "id": 9007199254740993,
      "name": "高等数学",
      "position": 1
    }
  ]
}`,
    ],
    [
      'curl',
      'text/plain',
      `curl -X POST http://127.0.0.1:41873/v1/rdb/rest/course -H 'Authorization: Bearer «token#1»' -H 'Content-Type: application/json' -H 'Prefer: return=representation' --data-raw '{"name":"高等数学","position":1}'`,
    ],
  ]);
});

test('a body that is no JSON is a string, and repeated headers stay apart', () => {
  const exchange = exchangeEvent('mock:w', 'one', {
    response: {
      status: 502,
      headers: [
        ['Set-Cookie', 'a=1'],
        ['Set-Cookie', 'b=2'],
      ],
      body: { bytes: 13, text: '<html>"no"' },
    },
  });
  const { attachments } = allureResult(
    { workflow: workflowEvent('a/w'), events: [exchange, stepEvent('mock:w', 'one')] },
    { text },
  );
  expect([...attachments.values()][1]).toBe(
    '{\n  "status": 502,\n  "headers": {\n    "Set-Cookie": [\n      "a=1",\n      "b=2"\n    ]\n  },\n  "body": "<html>\\"no\\""\n}',
  );
});

test('several attempts stand inside their step', () => {
  const { result } = allureResult(eventsOf('mock:invoke'), { text });
  expect(result.status).toBe('passed');
  expect(result.steps).toHaveLength(1);
  expect(result.steps[0]?.name).toBe('call');
  expect(result.steps[0]?.steps.map(({ name, parameters }) => [name, parameters[0]?.value])).toEqual([
    [
      'attempt 1: POST /v1/functions/hello -> 503',
      'invokeHello 503: checked against a wildcard, the schema allows anything',
    ],
    [
      'attempt 2: POST /v1/functions/hello -> 200',
      'invokeHello 503: checked against a wildcard, the schema allows anything',
    ],
  ]);
});

test('infrastructure is broken, not failed, and says what to check', () => {
  const { result } = allureResult(eventsOf('mock:upload'), { text });
  expect(result.status).toBe('broken');
  expect(result.statusDetails).toEqual({
    message: 'GATEWAY_TIMEOUT no answer to PUT /v1/storages within 10 s',
    trace: `  GATEWAY_TIMEOUT  no answer to PUT /v1/storages within 10 s
    gateway "mock"
    check   is the gateway busy? give it more time in gateways.yaml`,
  });
  expect(result.steps.map(({ name, status }) => [name, status])).toEqual([
    ['send: PUT /v1/storages -> GATEWAY_TIMEOUT', 'broken'],
  ]);
});

test('an exchange whose step never ended is not lost', () => {
  const events = [exchangeEvent('mock:w', 'one'), stepEvent('mock:w', 'one'), exchangeEvent('mock:w', 'two')];
  const { result } = allureResult({ workflow: workflowEvent('a/w', { verdict: 'interrupted' }), events }, { text });
  expect(result.steps.map(({ name }) => name)).toEqual([
    'one: GET /v1/rdb/rest/course?id=eq.1 -> 200',
    'two: GET /v1/rdb/rest/course?id=eq.1 -> 200',
  ]);
});

test('the identity is the workflow, with gateway and row as parameters', () => {
  const mock = allureIdentity({ gateway: 'mock', workflowId: 'sms-login' });
  const other = allureIdentity({ gateway: 'shanghai', workflowId: 'sms-login' });
  const row = allureIdentity({ gateway: 'mock', workflowId: 'sms-login', row: 'first' });
  expect(other.testCaseId).toBe(mock.testCaseId);
  expect(new Set([mock.historyId, other.historyId, row.historyId]).size).toBe(3);
  expect(row.parameters).toEqual([
    { name: 'gateway', value: 'mock' },
    { name: 'row', value: 'first' },
  ]);
});

test('each try of a test has a file of its own under the same identity', () => {
  const first = allureResult({ workflow: workflowEvent('a/w'), events: [] }, { text });
  const second = allureResult({ workflow: workflowEvent('a/w', { tries: 2 }), events: [] }, { text, flaky: true });
  expect(second.name).not.toBe(first.name);
  expect(second.result.historyId).toBe(first.result.historyId);
  expect(second.result.statusDetails.flaky).toBe(true);
});

const categories = [
  ['STATUS_NOT_DECLARED the contract', 'failed', 'Contract violation: the service broke its promise'],
  ['BODY_SCHEMA_MISMATCH x\nCRITERION_NOT_MET y', 'failed', 'Contract violation: the service broke its promise'],
  ['CRITERION_NOT_MET a success criterion', 'failed', 'Criterion not met: the service does something else'],
  ['CRITERION_ERROR a success criterion', 'failed', 'Description: the workflow itself needs a look'],
  ['VALUE_UNRESOLVED an expression', 'failed', 'Description: the workflow itself needs a look'],
  ['', 'failed', 'Description: the workflow itself needs a look'],
  ['GATEWAY_TIMEOUT no answer', 'broken', 'Infrastructure: could not be judged'],
  ['GATEWAY_TIMEOUT: no answer\nat all', 'failed', 'Infrastructure: could not be judged'],
  ['interrupted', 'broken', 'Infrastructure: could not be judged'],
] as const;
for (const [message, status, category] of categories) {
  test(`${message.replace('\n', ', ')} is in the category "${category}"`, () => {
    const found = allureCategories.find(
      ({ messageRegex, matchedStatuses }) =>
        matchedStatuses.includes(status) &&
        (messageRegex === undefined || new RegExp(`^(?:${messageRegex})$`).test(message)),
    );
    expect(found?.name).toBe(category);
  });
}
