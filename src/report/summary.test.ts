import { test, expect } from '@playwright/test';
import { addToSummary, causesOf, coverageOf, emptySummary, exitCode, requestsPerSecond } from './summary.ts';
import type { Summary } from './summary.ts';
import { summaryJson } from './summary-json.ts';
import { exchangeEvent, finding, operation, runEvent, workflowEvent } from './events.samples.ts';
import type { RecordEvent } from '../record/event.ts';

function summaryOf(...events: RecordEvent[]): Summary {
  const summary = emptySummary();
  for (const event of events) addToSummary(summary, event);
  return summary;
}

const failed = workflowEvent('mysqldb/read', { verdict: 'failed', findings: [finding] });
const refused = workflowEvent('auth/sign-in', { purpose: 'session', verdict: 'failed', findings: [finding] });
const error = { code: 'GATEWAY_UNREACHABLE', message: 'nothing answers' };
const broken = workflowEvent('mysqldb/read', { verdict: 'broken', error });
const passed = workflowEvent('auth/login');
const skipped = workflowEvent('auth/sms', { verdict: 'skipped', reason: 'Shanghai only' });

const exits: { name: string; events: RecordEvent[]; exit: number }[] = [
  { name: 'all passed', events: [passed], exit: 0 },
  { name: 'passed and skipped', events: [passed, skipped], exit: 0 },
  { name: 'recovered by a declared action', events: [workflowEvent('a/b', { verdict: 'recovered' })], exit: 0 },
  { name: 'one failed', events: [passed, failed], exit: 1 },
  { name: 'failed beats broken', events: [failed, workflowEvent('a/b', { verdict: 'broken', error })], exit: 1 },
  { name: 'a login that was refused', events: [passed, refused], exit: 1 },
  {
    name: 'a finding counts whatever the verdict says',
    events: [workflowEvent('a/b', { verdict: 'broken', error, findings: [finding] })],
    exit: 1,
  },
  {
    name: 'a warning does not',
    events: [workflowEvent('a/b', { findings: [{ ...finding, severity: 'warn' }] })],
    exit: 0,
  },
  { name: 'only broken', events: [broken], exit: 3 },
  { name: 'passed and broken', events: [passed, broken], exit: 3 },
  { name: 'not tried', events: [passed, workflowEvent('a/b', { verdict: 'not tried' })], exit: 3 },
  { name: 'nothing at all', events: [], exit: 2 },
  { name: 'only skipped: nothing was sent', events: [skipped], exit: 2 },
  { name: 'failed, then passed', events: [failed, { ...failed, verdict: 'passed', findings: [], tries: 2 }], exit: 0 },
  { name: 'broken, then failed', events: [broken, { ...failed, tries: 2 }], exit: 1 },
];

for (const { name, events, exit } of exits) {
  test(`exit ${exit}: ${name}`, () => {
    expect(exitCode(summaryOf(runEvent, ...events))).toBe(exit);
  });
}

test('only the last try counts: a pass after a failed try is flaky, and its causes are gone', () => {
  const summary = summaryOf(runEvent, failed);
  expect(summary.verdicts).toMatchObject({ failed: 1, passed: 0 });
  expect(addToSummary(summary, { ...failed, verdict: 'passed', findings: [], tries: 2 })).toBe('flaky');
  expect(summary.verdicts).toMatchObject({ failed: 0, passed: 0, flaky: 1 });
  expect(causesOf(summary)).toEqual([]);
});

test('repeats that pass are counted each', () => {
  const summary = summaryOf(runEvent, passed, { ...passed, tries: 2 }, { ...passed, tries: 3 });
  expect(summary.verdicts).toMatchObject({ passed: 3, flaky: 0 });
});

test('a login that a second one mended counts no more', () => {
  const summary = summaryOf(runEvent, refused, { ...refused, verdict: 'passed', findings: [] }, passed);
  expect(summary.sessions).toEqual({ obtained: 1, failed: 0 });
  expect(exitCode(summary)).toBe(0);
});

test('exchanges are counted by how far they were checked, whichever test they serve', () => {
  const summary = summaryOf(
    runEvent,
    exchangeEvent('mock:a', 'one'),
    exchangeEvent('mock:a', 'two', { check: { operation: 'invoke', declared: '200', checked: 'wildcard' } }),
    exchangeEvent('mock:a', 'three', { check: { operation: 'invoke', checked: 'not-checked', reason: 'XML' } }),
    exchangeEvent('mock:a', 'four', { response: undefined, check: undefined }),
    { type: 'end', at: runEvent.startedAt + 2000, exit: 0 },
  );
  expect(summary.exchanges).toEqual({ total: 4, checked: 1, wildcard: 1, notChecked: 1, unanswered: 1 });
  expect(requestsPerSecond(summary)).toBe(2);
});

test('coverage counts operations and declared responses that answered, over those that the contracts declare', () => {
  const summary = summaryOf(
    runEvent,
    exchangeEvent('mock:a', 'one'),
    exchangeEvent('mock:a', 'two', { check: { operation: 'queryRecords', checked: 'checked' } }),
    exchangeEvent('mock:a', 'three', { check: { operation: 'elsewhere', declared: '200', checked: 'checked' } }),
  );
  const operations = [operation('queryRecords', '200', '4XX', 'default'), operation('insertRecords', '201')];
  expect(coverageOf(summary, operations)).toEqual({ operations: { seen: 1, of: 2 }, responses: { seen: 1, of: 4 } });
});

test('one cause for many workflows, folded by operation, status, pointer and keyword', () => {
  const events = Array.from({ length: 12 }, (_, index) => {
    const name = `mysqldb/read-${index}`;
    const found = { ...finding, at: `/${index}/position` };
    return [
      exchangeEvent(`mock:read-${index}`, finding.stepId, { findings: [found] }),
      workflowEvent(name, { verdict: 'failed', findings: [found, { ...found, at: '/99/position' }] }),
    ];
  });
  const summary = summaryOf(runEvent, ...events.flat());
  expect(
    causesOf(summary).map(({ fingerprint, workflows, event }) => ({ fingerprint, workflows, first: event.name })),
  ).toEqual([
    { fingerprint: 'BODY_SCHEMA_MISMATCH queryRecords 200 /*/position type', workflows: 12, first: 'mysqldb/read-0' },
  ]);
  expect(summary.operations.size).toBe(0);
});

test('what passed leaves nothing behind', () => {
  const summary = summaryOf(runEvent);
  for (let index = 0; index < 1000; index++) {
    addToSummary(summary, exchangeEvent(`mock:w${index}`, 'one'));
    addToSummary(summary, workflowEvent(`a/w${index}`));
  }
  expect(summary.verdicts.passed).toBe(1000);
  expect(summary.troubles.size + summary.operations.size).toBe(0);
  expect(summary.seen.operations.size).toBe(1);
});

test('summary.json keeps its names', () => {
  const summary = summaryOf(
    runEvent,
    exchangeEvent('mock:read', finding.stepId, { findings: [finding] }),
    { ...failed, again: 'npx gatewright run mysqldb/read' },
    { type: 'end', at: runEvent.startedAt + 500, exit: 1 },
  );
  const coverage = { operations: { seen: 1, of: 2 }, responses: { seen: 1, of: 4 } };
  expect(summaryJson(summary, { exit: 1, coverage, report: 'reports/r/index.html' })).toEqual({
    run: '2026-11-22T22-15-03Z-7f3a',
    gatewright: '0.1.0',
    startedAt: '2026-11-22T22:15:03.000Z',
    durationMs: 500,
    seed: '7f3a',
    frontDoor: 'command',
    gateways: [{ name: 'mock', baseUrl: 'http://127.0.0.1:41873', kind: 'embedded' }],
    lanes: 8,
    selected: 12,
    exit: 1,
    verdicts: { passed: 0, failed: 1, recovered: 0, flaky: 0, skipped: 0, broken: 0, interrupted: 0, notTried: 0 },
    exchanges: { total: 1, checked: 1, wildcard: 0, notChecked: 0, unanswered: 0, perSecond: 2 },
    sessions: { obtained: 0, failed: 0 },
    cleanUp: { done: 0, due: 0 },
    warnings: 0,
    coverage,
    causes: [
      {
        fingerprint: 'BODY_SCHEMA_MISMATCH queryRecords 200 /*/position type',
        workflows: 1,
        first: 'mysqldb/read',
        code: 'BODY_SCHEMA_MISMATCH',
        message: 'the answer breaks the contract',
        location: 'workflows/mysqldb/course-lifecycle.arazzo.yaml:48:9',
        step: 'read-back',
        exchange: 'GET /v1/rdb/rest/course?id=eq.1 -> 200',
        at: '/0/position',
        keyword: 'type',
        expected: 'integer',
        contract: 'contracts/app/course.openapi.yaml:41:13',
        actual: '"1" (string)',
        again: 'npx gatewright run mysqldb/read',
      },
    ],
    troubles: [
      {
        test: 'mock:read',
        name: 'mysqldb/read',
        purpose: 'test',
        verdict: 'failed',
        location: 'workflows/mysqldb/read.arazzo.yaml:9:5',
        durationMs: 31,
        findings: ['BODY_SCHEMA_MISMATCH queryRecords 200 /*/position type'],
        again: 'npx gatewright run mysqldb/read',
      },
    ],
    report: 'reports/r/index.html',
  });
});
