import { stripVTControlCharacters } from 'node:util';
import { test, expect } from '@playwright/test';
import type { Comparison } from '../compare/compare-runs.ts';
import { renderParity } from './render-parity.ts';
import { finding } from './events.samples.ts';

const comparison: Comparison = {
  left: 'shanghai',
  right: 'singapore',
  operations: [
    {
      family: 'auth',
      operation: 'sendVerification',
      left: ['200'],
      right: [],
      differences: 0,
      notOffered: 'SMS is Shanghai only',
    },
    { family: 'auth', operation: 'signIn', left: ['200', '400'], right: ['200', '400'], differences: 0 },
    { family: 'functions', operation: 'invokeFunction', left: ['200'], right: [], differences: 0 },
    { family: 'mysqldb', operation: 'insertRecords', left: ['201'], right: ['201'], differences: 1 },
    { family: 'storage', operation: 'getObjectsUploadInfo', left: ['200'], right: ['403'], differences: 1 },
  ],
  differences: [
    {
      finding: {
        ...finding,
        code: 'PARITY_SHAPE',
        at: '/*/position',
        location: { file: 'workflows/mysqldb/course-lifecycle.arazzo.yaml', line: 31, column: 9 },
        stepId: 'create',
        exchange: 'POST /v1/rdb/rest/course',
      },
      family: 'mysqldb',
      operation: 'insertRecords',
      workflow: 'mysqldb/course-lifecycle',
      left: '1 (integer)',
      right: '"1" (string)',
      times: 3,
    },
    {
      finding: { ...finding, code: 'PARITY_STATUS', exchange: 'POST /v1/storages/get-objects-upload-info' },
      family: 'storage',
      operation: 'getObjectsUploadInfo',
      workflow: 'storage/upload',
      left: '200',
      right: '403',
      times: 1,
    },
  ],
  workflows: { compared: 4, notOffered: 1, notJudged: 1 },
};

const text = `                                   shanghai   singapore
  auth  sendVerification           200        -            not offered (SMS is Shanghai only)
  auth  signIn                     200,400    200,400      same
  functions  invokeFunction        200        -            not judged
  mysqldb  insertRecords           201        201          1 difference
  storage  getObjectsUploadInfo    200        403          1 difference

  mysqldb insertRecords   /*/position   shanghai 1 (integer)   singapore "1" (string)
    workflows/mysqldb/course-lifecycle.arazzo.yaml:31:9   step "create"   POST /v1/rdb/rest/course   and 2 more times

  storage getObjectsUploadInfo   status   shanghai 200   singapore 403
    workflows/mysqldb/course-lifecycle.arazzo.yaml:48:9   step "read-back"   POST /v1/storages/get-objects-upload-info

  4 workflows compared, 1 not offered, 1 not judged: 2 differences`;

test('an operation per line, then each difference with the line of its workflow', () => {
  expect(renderParity(comparison, false)).toBe(text);
});

test('colour only adds', () => {
  expect(renderParity(comparison, true)).toContain('\u001b[');
  expect(stripVTControlCharacters(renderParity(comparison, true))).toBe(text);
});

test('a verdict belongs to a workflow, not to an operation', () => {
  const verdict = {
    finding: { ...finding, code: 'PARITY_VERDICT' as const, stepId: '' },
    family: 'auth',
    workflow: 'auth/sms-login',
    left: 'passed',
    right: 'failed',
    times: 1,
  };
  expect(renderParity({ ...comparison, operations: [], differences: [verdict] }, false)).toContain(
    '  auth/sms-login   verdict   shanghai passed   singapore failed\n',
  );
});
