// A record in small, for the tests of this folder.
import type { Finding } from '../core/finding.ts';
import { readDocument } from '../document/read-document.ts';
import type { Operation } from '../openapi/contract.ts';
import type { ExchangeEvent, RecordEvent, RunEvent, StepEvent, WorkflowEvent } from '../record/event.ts';

const startedAt = Date.UTC(2026, 10, 22, 22, 15, 3);

export const runEvent: RunEvent = {
  type: 'run',
  run: '2026-11-22T22-15-03Z-7f3a',
  gatewright: '0.1.0',
  startedAt,
  seed: '7f3a',
  frontDoor: 'command',
  gateways: [{ name: 'mock', baseUrl: 'http://127.0.0.1:41873', kind: 'embedded' }],
  lanes: 8,
  selected: 12,
  digests: {},
};

export const finding: Finding = {
  code: 'BODY_SCHEMA_MISMATCH',
  severity: 'error',
  title: 'the answer breaks the contract',
  location: { file: 'workflows/mysqldb/course-lifecycle.arazzo.yaml', line: 48, column: 9 },
  stepId: 'read-back',
  exchange: 'GET /v1/rdb/rest/course?id=eq.1 -> 200',
  at: '/0/position',
  keyword: 'type',
  expected: 'integer',
  contract: { file: 'contracts/app/course.openapi.yaml', line: 41, column: 13 },
  actual: '"1" (string)',
};

/** @param name `mysqldb/read`: the folder and the workflowId */
export function workflowEvent(name: string, members: Partial<WorkflowEvent> = {}): WorkflowEvent {
  const workflowId = name.slice(name.lastIndexOf('/') + 1);
  return {
    type: 'workflow',
    test: `mock:${workflowId}`,
    identity: { gateway: 'mock', workflowId },
    name,
    title: workflowId,
    location: { file: `workflows/${name}.arazzo.yaml`, line: 9, column: 5 },
    purpose: 'test',
    tags: [],
    verdict: 'passed',
    startedAt,
    duration: 31,
    steps: { done: 4, declared: 4 },
    findings: [],
    cleanUp: { done: 0, due: 0 },
    tries: 1,
    ...members,
  };
}

export function stepEvent(test: string, step: string, members: Partial<StepEvent> = {}): StepEvent {
  return {
    type: 'step',
    test,
    step,
    phase: 'steps',
    location: finding.location,
    verdict: 'passed',
    attempts: 1,
    startedAt,
    duration: 7,
    ...members,
  };
}

/** `undefined` takes a member away. */
export function exchangeEvent(
  test: string,
  step: string,
  members: { readonly [Member in keyof ExchangeEvent]?: ExchangeEvent[Member] | undefined } = {},
): ExchangeEvent {
  const event = {
    type: 'exchange',
    test,
    step,
    phase: 'steps',
    attempt: 1,
    operation: 'queryRecords',
    startedAt,
    duration: 7,
    request: { method: 'GET', url: 'http://127.0.0.1:41873/v1/rdb/rest/course?id=eq.1' },
    response: {
      status: 200,
      mediaType: 'application/json',
      body: { bytes: 27, shape: '[{id:integer,name:string}]', digest: '0123456789abcdef' },
    },
    check: { operation: 'queryRecords', declared: '200', checked: 'checked' },
    ...members,
  };
  return Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined)) as ExchangeEvent;
}

export function operation(operationId: string, ...statuses: string[]): Operation {
  const document = readDocument('{}', 'contracts/sample.openapi.yaml');
  return {
    contract: { document, version: '3.1', title: 'sample', operations: [], securitySchemes: new Map() },
    pointer: '',
    operationId,
    method: 'GET',
    path: `/${operationId}`,
    parameters: [],
    responses: statuses.map((status) => ({ status, headers: [], content: [], bodyOptional: false, pointer: '' })),
    security: [],
  };
}

const courses = 'http://127.0.0.1:41873/v1/rdb/rest/course';

/** A run with one test of every kind: passed, retried, failed, flaky, broken, skipped; bodies kept in some. */
export function sampleRun(): RecordEvent[] {
  const created = exchangeEvent('mock:course-lifecycle', 'create', {
    operation: 'insertRecords',
    account: 'user',
    request: {
      method: 'POST',
      url: courses,
      headers: [
        ['Authorization', 'Bearer «token#1»'],
        ['Content-Type', 'application/json'],
        ['Prefer', 'return=representation'],
      ],
      body: { bytes: 35, text: '{"name":"高等数学","position":1}' },
    },
    response: {
      status: 201,
      headers: [['Content-Type', 'application/json; charset=utf-8']],
      mediaType: 'application/json',
      body: { bytes: 60, text: '[{"id":9007199254740993,"name":"高等数学","position":1}]' },
    },
    check: { operation: 'insertCourses', declared: '201', checked: 'checked' },
  });
  const read = exchangeEvent('mock:course-lifecycle', 'read-back', {
    account: 'user',
    startedAt: startedAt + 12,
    request: { method: 'GET', url: `${courses}?id=eq.1`, headers: [['Authorization', 'Bearer «token#1»']] },
    response: {
      status: 200,
      headers: [['Content-Type', 'application/json; charset=utf-8']],
      mediaType: 'application/json',
      body: { bytes: 49, text: '[{"id":1,"name":"高等数学","position":"1"}]' },
    },
    check: { operation: 'queryCourses', declared: '200', checked: 'checked' },
    findings: [finding],
  });
  const removed = exchangeEvent('mock:course-lifecycle', 'remove', {
    phase: 'finally',
    startedAt: startedAt + 40,
    request: { method: 'DELETE', url: `${courses}?id=eq.1`, headers: [['Authorization', 'Bearer «token#1»']] },
    response: { status: 204, headers: [] },
    check: { operation: 'deleteCourses', declared: '204', checked: 'checked' },
  });
  const invoked = 'http://127.0.0.1:41873/v1/functions/hello';
  const busy = exchangeEvent('mock:invoke', 'call', {
    operation: 'invokeFunction',
    request: { method: 'POST', url: invoked, body: { bytes: 28, shape: '{age:integer,name:string}' } },
    response: { status: 503, mediaType: 'application/json', body: { bytes: 30, shape: '{code:string}' } },
    check: { operation: 'invokeHello', declared: '503', checked: 'wildcard', reason: 'the schema allows anything' },
  });
  const error = {
    code: 'GATEWAY_TIMEOUT',
    message: 'no answer to PUT /v1/storages within 10 s',
    remedy: 'is the gateway busy? give it more time in gateways.yaml',
  };
  const lost = exchangeEvent('mock:upload', 'send', {
    operation: 'uploadObject',
    request: { method: 'PUT', url: 'http://127.0.0.1:41873/v1/storages' },
    response: undefined,
    check: undefined,
    error,
  });
  const flaky = workflowEvent('storage/read-back', { title: 'An uploaded file is read back' });
  return [
    { ...runEvent, selected: 6 },
    exchangeEvent('mock:sms-login', 'send-code', { operation: 'sendVerification' }),
    stepEvent('mock:sms-login', 'send-code'),
    workflowEvent('auth/sms-login', {
      title: 'Sign in with a code sent by SMS',
      tags: ['smoke'],
      owner: 'identity-team',
    }),
    created,
    stepEvent('mock:course-lifecycle', 'create'),
    read,
    stepEvent('mock:course-lifecycle', 'read-back', {
      verdict: 'failed',
      findings: [finding],
      startedAt: startedAt + 12,
    }),
    removed,
    stepEvent('mock:course-lifecycle', 'remove', { phase: 'finally', startedAt: startedAt + 40 }),
    workflowEvent('mysqldb/course-lifecycle', {
      title: 'A course is created, read, changed and deleted',
      verdict: 'failed',
      severity: 'critical',
      tags: ['smoke', 'rows'],
      duration: 58,
      steps: { done: 2, declared: 9 },
      findings: [finding],
      cleanUp: { done: 1, due: 1 },
      again: 'npx gatewright run mysqldb/course-lifecycle --to read-back --keep --seed 7f3a',
    }),
    busy,
    { ...busy, attempt: 2, startedAt: startedAt + 10, response: { status: 200, mediaType: 'application/json' } },
    stepEvent('mock:invoke', 'call', { verdict: 'recovered', attempts: 2, duration: 20 }),
    workflowEvent('functions/invoke', { title: 'A function answers', verdict: 'recovered' }),
    { ...flaky, verdict: 'failed', findings: [finding] },
    { ...flaky, tries: 2, startedAt: startedAt + 100 },
    lost,
    stepEvent('mock:upload', 'send', { verdict: 'broken', reason: error.message }),
    workflowEvent('storage/upload', { title: 'A file is uploaded', verdict: 'broken', error }),
    workflowEvent('auth/refresh', {
      title: 'A refresh token works once',
      verdict: 'skipped',
      reason: 'SMS is Shanghai only',
      steps: { done: 0, declared: 3 },
    }),
    { type: 'end', at: startedAt + 900, exit: 1 },
  ];
}
