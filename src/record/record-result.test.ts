import { createHash } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { GatewayError } from '../core/errors.ts';
import type { Finding } from '../core/finding.ts';
import type { Exchange } from '../core/http.ts';
import type { JsonValue } from '../core/json.ts';
import { createMask } from '../core/secrets.ts';
import type { AttemptResult, StepResult } from '../runner/result.ts';
import { maskFinding, recordAttempt, recordError, recordStep } from './record-result.ts';
import type { Recording } from './record-result.ts';

const mask = createMask();
mask.hide('secret-token', 'token');
mask.hide('481516', 'code');
const recording: Recording = { test: 'mock:look', mask: mask.mask, bodies: 'failed' };
const step = { stepId: 'read', phase: 'steps' } as const;

const answer = '[{"id":1,"name":"高等数学","token":"secret-token"}]';
const exchange: Exchange = {
  request: {
    method: 'POST',
    url: 'http://127.0.0.1:1/v1/rdb/rest/course?code=eq.481516',
    headers: [['Authorization', 'Bearer secret-token']],
    body: '{"code":481516}',
  },
  response: {
    status: 200,
    headers: [['Content-Type', 'application/json; charset=utf-8']],
    body: new TextEncoder().encode(answer),
  },
  startedAt: 1_700_000_000_000,
  duration: 3.14159,
};
const nothingSent: AttemptResult = { attempt: 1, operationId: 'queryRecords', findings: [], succeeded: true };
const passed: AttemptResult = {
  attempt: 1,
  operationId: 'queryRecords',
  account: 'user',
  exchange,
  requestBody: { code: 481516 },
  responseBody: JSON.parse(answer) as JsonValue,
  check: { checked: 'checked', violations: [], operationId: 'queryCourses', declared: '200' },
  findings: [],
  succeeded: true,
};
const finding: Finding = {
  code: 'BODY_SCHEMA_MISMATCH',
  severity: 'error',
  title: 'the body breaks its schema',
  location: { file: 'workflows/look.arazzo.yaml', line: 3, column: 5 },
  stepId: 'read',
  exchange: 'GET /v1?code=eq.481516 -> 200',
  at: '/secret-token',
  expected: 'not secret-token',
  actual: '"secret-token" (string)',
  remedy: 'remove secret-token',
};

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
const written = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('an exchange that passed keeps shape and digest of the masked bodies, and no headers', () => {
  expect(written(recordAttempt(recording, step, passed))).toEqual({
    ...{ type: 'exchange', test: 'mock:look', step: 'read', phase: 'steps', attempt: 1, operation: 'queryRecords' },
    ...{ account: 'user', startedAt: 1_700_000_000_000, duration: 3.142 },
    request: {
      method: 'POST',
      url: 'http://127.0.0.1:1/v1/rdb/rest/course?code=eq.«code#1»',
      body: { bytes: 15, shape: '{code:integer}', digest: digestOf('{"code":«code#1»}') },
    },
    response: {
      status: 200,
      mediaType: 'application/json; charset=utf-8',
      body: {
        bytes: 55,
        shape: '[{id:integer,name:string,token:string}]',
        digest: digestOf('[{"id":1,"name":"高等数学","token":"«token#1»"}]'),
      },
    },
    check: { operation: 'queryCourses', declared: '200', checked: 'checked' },
  });
});

const whole: readonly { name: string; recording: Recording; attempt: AttemptResult }[] = [
  { name: 'a finding', recording, attempt: { ...passed, findings: [finding] } },
  { name: 'a step that did not succeed', recording, attempt: { ...passed, succeeded: false } },
  { name: 'the switch that keeps all', recording: { ...recording, bodies: 'all' }, attempt: passed },
];

for (const { name, recording: chosen, attempt } of whole) {
  test(`bodies and headers are kept, masked, because of ${name}`, () => {
    const event = recordAttempt(chosen, step, attempt);
    expect(event?.request.headers).toEqual([['Authorization', 'Bearer «token#1»']]);
    expect(event?.request.body).toEqual({ bytes: 15, text: '{"code":«code#1»}' });
    expect(event?.response?.body).toEqual({ bytes: 55, text: '[{"id":1,"name":"高等数学","token":"«token#1»"}]' });
  });
}

test('a large body is cut, and says how much there was', () => {
  const body = new TextEncoder().encode('x'.repeat(70_000));
  const large = { ...passed, succeeded: false, exchange: { ...exchange, response: { ...exchange.response, body } } };
  const kept = recordAttempt(recording, step, large)?.response?.body;
  expect(kept?.bytes).toBe(70_000);
  expect(kept?.text).toBe(`${'x'.repeat(65_536)}... cut, 70000 characters in all`);
});

test('an error without an answer', () => {
  const error = new GatewayError('GATEWAY_TIMEOUT', 'no answer with secret-token', { remedy: 'wait for secret-token' });
  const event = recordAttempt(recording, step, { ...nothingSent, error, succeeded: false });
  expect(event?.response).toBeUndefined();
  expect(event?.error).toEqual({
    code: 'GATEWAY_TIMEOUT',
    message: 'no answer with «token#1»',
    remedy: 'wait for «token#1»',
  });
  expect(recordError(new GatewayError('GATEWAY_TIMEOUT', 'late'), mask.mask)).toEqual({
    code: 'GATEWAY_TIMEOUT',
    message: 'late',
  });
});

test('an attempt that neither sent nor failed leaves nothing', () => {
  expect(recordAttempt(recording, step, nothingSent)).toBeUndefined();
});

test('no text of a finding shows a secret', () => {
  expect(maskFinding(finding, mask.mask)).toEqual({
    ...finding,
    exchange: 'GET /v1?code=eq.«code#1» -> 200',
    at: '/«token#1»',
    expected: 'not «token#1»',
    actual: '"«token#1»" (string)',
    remedy: 'remove «token#1»',
  });
});

test('a step with its findings and its reason', () => {
  const result: StepResult = {
    ...{ stepId: 'read', location: finding.location, phase: 'finally', verdict: 'failed', attempts: [passed, passed] },
    ...{ findings: [finding], outputs: {}, duration: 1.23456, reason: 'because of secret-token' },
  };
  expect(recordStep(recording, result, 5)).toEqual({
    ...{
      type: 'step',
      test: 'mock:look',
      step: 'read',
      phase: 'finally',
      location: finding.location,
      verdict: 'failed',
    },
    ...{ attempts: 2, startedAt: 5, duration: 1.235, findings: [maskFinding(finding, mask.mask)] },
    reason: 'because of «token#1»',
  });
});

test('an exchange that passed takes at most 2 KB', () => {
  const rows = Array.from({ length: 100 }, (_, id) => ({
    id,
    name: 'x'.repeat(50),
    credits: 3,
    teacher: 't',
    note: null,
  }));
  const body = new TextEncoder().encode(JSON.stringify(rows));
  const event = recordAttempt(recording, step, {
    ...passed,
    exchange: { ...exchange, response: { ...exchange.response, body } },
  });
  expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(2048);
});

test('bytes that are no text are kept by their number and digest', () => {
  const body = Uint8Array.of(0x89, 0xff, 0x00);
  const { request } = exchange;
  const binary = { ...passed, exchange: { ...exchange, request: { ...request, body } }, requestBody: { file: 'x' } };
  const all: Recording = { ...recording, bodies: 'all' };
  expect(written(recordAttempt(all, step, binary))).toMatchObject({
    request: {
      body: { bytes: 3, shape: '{file:string}', sha256: createHash('sha256').update(body).digest('hex') },
    },
  });
  expect(JSON.stringify(recordAttempt(all, step, binary))).not.toContain('\uFFFD');
});

for (const bodies of ['all', 'failed'] as const) {
  test(`a body of a type of bytes is never kept, not even as text: --bodies ${bodies}`, () => {
    const body = new TextEncoder().encode('looks like text');
    const sha256 = createHash('sha256').update(body).digest('hex');
    const headers = [['content-type', 'image/png; q=1']] as const;
    const response = { status: 200, headers, body };
    const bytes = {
      ...passed,
      exchange: { ...exchange, response },
      responseBody: { size: 15, sha256 },
      succeeded: false,
    };
    const event = recordAttempt({ ...recording, bodies }, step, bytes);
    expect(event?.response?.body).toMatchObject({ bytes: 15, mediaType: 'image/png; q=1', sha256 });
    expect(JSON.stringify(event)).not.toContain('looks like');
  });
}
