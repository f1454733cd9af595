import { stripVTControlCharacters } from 'node:util';
import { test, expect } from '@playwright/test';
import type { Finding } from '../core/finding.ts';
import type { RecordEvent } from '../record/event.ts';
import { createRunText, exitLine, renderSummary } from './render-summary.ts';
import { renderProgress } from './render-progress.ts';
import { exchangeEvent, finding, runEvent, workflowEvent } from './events.samples.ts';
import { addToSummary, emptySummary, exitCode } from './summary.ts';
import type { Summary } from './summary.ts';

const source = `${'\n'.repeat(47)}      - stepId: read-back\n`;
const text = (file: string): string | undefined => (file === finding.location.file ? source : undefined);
const gateway = (): { file: string; line: number; column: number } => ({ file: 'gateways.yaml', line: 4, column: 14 });
const coverage = { operations: { seen: 14, of: 23 }, responses: { seen: 21, of: 61 } };

/** The whole screen, as the command writes it. */
function screen(events: readonly RecordEvent[], color = false): string {
  const summary = emptySummary();
  const run = createRunText(
    color,
    events.flatMap((event) => (event.type === 'workflow' ? [event.name] : [])),
  );
  const lines: string[] = [];
  for (const event of events) {
    const verdict = addToSummary(summary, event);
    if (event.type === 'run') lines.push(run.header(event));
    const line = event.type === 'workflow' && verdict !== undefined ? run.workflow(event, verdict) : undefined;
    if (line !== undefined) lines.push(line);
  }
  lines.push(run.end(summary, { text, gateway, coverage, report: 'reports/r/index.html', exit: exitCode(summary) }));
  return lines.join('\n');
}

const lifecycle = workflowEvent('mysqldb/course-lifecycle', {
  verdict: 'failed',
  duration: 58,
  steps: { done: 5, declared: 9 },
  findings: [finding],
  cleanUp: { done: 3, due: 3 },
  again: 'npx gatewright run mysqldb/course-lifecycle --to read-back --keep --seed 7f3a',
});

const upload = workflowEvent('storage/upload-and-read-back', {
  steps: { done: 6, declared: 6 },
  duration: 140,
  tries: 2,
});

const mixed: RecordEvent[] = [
  { ...runEvent, selected: 5 },
  exchangeEvent('mock:sms-login', 'send'),
  workflowEvent('auth/sms-login'),
  workflowEvent('auth/refuses-wrong-code', { steps: { done: 1, declared: 1 }, duration: 900 }),
  exchangeEvent('mock:course-lifecycle', 'read-back', { findings: [finding] }),
  lifecycle,
  { ...upload, verdict: 'failed', tries: 1, findings: [{ ...finding, at: '/1/other' }] },
  upload,
  workflowEvent('auth/sms', { verdict: 'skipped', reason: 'SMS is Shanghai only' }),
  workflowEvent('functions/invoke', { verdict: 'recovered' }),
  { type: 'end', at: runEvent.startedAt + 900, exit: 1 },
];

test('a line per workflow, the cause whole, the figures, the exit code by name', () => {
  expect(screen(mixed)).toBe(`gatewright 0.1.0   mock at http://127.0.0.1:41873   5 workflows   8 lanes

  ok      auth/sms-login                     4 steps     31 ms
  ok      auth/refuses-wrong-code            1 step      0.9 s
  FAILED  mysqldb/course-lifecycle           5 of 9      58 ms   1 finding
  FAILED  storage/upload-and-read-back       6 steps    140 ms   1 finding
  flaky   storage/upload-and-read-back       6 steps    140 ms   passed on rerun 1
  skipped auth/sms                                               SMS is Shanghai only
  ok      functions/invoke                   4 steps     31 ms   mended by an action

mysqldb/course-lifecycle

  BODY_SCHEMA_MISMATCH  the answer breaks the contract
    --> workflows/mysqldb/course-lifecycle.arazzo.yaml:48:9   step "read-back"
     |
  48 |       - stepId: read-back
     |         ^^^^^^^^^^^^^^^^^
    GET /v1/rdb/rest/course?id=eq.1 -> 200
    at         /0/position
    expected   integer                     contracts/app/course.openapi.yaml:41:13
    actual     "1" (string)
    again      npx gatewright run mysqldb/course-lifecycle --to read-back --keep --seed 7f3a

  2 passed, 1 failed, 1 recovered, 1 flaky, 1 skipped  2 exchanges: 2 checked, 0 against a wildcard, 0 not checked
  clean-up   3 of 3 undone                      0.9 s, 2 requests per second
  coverage   14 of 23 operations, 21 of 61 declared responses
  report     reports/r/index.html
exit 1: verdict`);
});

test('colour only adds', () => {
  expect(screen(mixed, true)).toContain('\u001b[');
  expect(stripVTControlCharacters(screen(mixed, true))).toBe(screen(mixed));
});

test('all well: no cause, no exit line', () => {
  const events: RecordEvent[] = [
    { ...runEvent, selected: 1 },
    exchangeEvent('mock:sms-login', 'send'),
    workflowEvent('auth/sms-login'),
  ];
  expect(screen(events)).toBe(`gatewright 0.1.0   mock at http://127.0.0.1:41873   1 workflow   8 lanes

  ok      auth/sms-login                     4 steps     31 ms

  1 passed                                      1 exchange: 1 checked, 0 against a wildcard, 0 not checked
  clean-up   nothing to undo                    0.0 s, 32 requests per second
  coverage   14 of 23 operations, 21 of 61 declared responses
  report     reports/r/index.html`);
});

test('infrastructure is not a verdict', () => {
  const error = {
    code: 'GATEWAY_UNREACHABLE',
    message: 'nothing answers at http://127.0.0.1:3999 (connection refused)',
    remedy: 'is it running? start one with: npx gatewright mock --port 3999',
  };
  const events = Array.from({ length: 12 }, (_, index) => workflowEvent(`a/w${index}`, { verdict: 'broken', error }));
  const summary = emptySummary();
  for (const event of [runEvent, ...events]) addToSummary(summary, event);
  expect(renderSummary(summary, { text, gateway, coverage, exit: 3, color: false })).toBe(`
  GATEWAY_UNREACHABLE  nothing answers at http://127.0.0.1:3999 (connection refused)
    gateways.yaml:4:14   gateway "mock"
    check   is it running? start one with: npx gatewright mock --port 3999
    in      workflows/a/w0.arazzo.yaml:9:5   a/w0
    and the same in 11 more workflows

12 workflows broken, none judged
exit 3: infrastructure`);
});

test('the same cause in many workflows is told once, and of many workflows only those that are not well have a line', () => {
  const events: RecordEvent[] = [{ ...runEvent, selected: 100 }];
  for (let index = 0; index < 100; index++) {
    const name = `mysqldb/w${index}`;
    if (index % 8 !== 0) {
      events.push(workflowEvent(name));
      continue;
    }
    const findings = [{ ...finding, at: `/${index}/position` }];
    events.push(exchangeEvent(`mock:w${index}`, finding.stepId, { findings }));
    events.push(workflowEvent(name, { verdict: 'failed', findings }));
  }
  const lines = screen(events).split('\n');
  expect(lines.filter((line) => line.startsWith('  ok '))).toEqual([]);
  expect(lines.filter((line) => line.startsWith('  FAILED '))).toHaveLength(6);
  expect(lines.filter((line) => line.includes('BODY_SCHEMA_MISMATCH'))).toHaveLength(1);
  expect(lines).toContain('    and the same in 12 more workflows');
  expect(lines).toContain(
    '  87 passed, 13 failed                          13 exchanges: 13 checked, 0 against a wildcard, 0 not checked',
  );
});

for (const failures of [1, 2, 3, 5, 12, 18, 20, 21, 200]) {
  test(`at most 40 lines when ${failures} workflows fail for reasons of their own, the first told whole`, () => {
    const events: RecordEvent[] = [{ ...runEvent, selected: failures }];
    for (let index = 0; index < failures; index++) {
      const findings = [
        { ...finding, at: `/property-${index}` },
        { ...finding, at: `/more-${index}` },
      ];
      events.push(workflowEvent(`mysqldb/w${index}`, { verdict: 'failed', findings, again: 'npx gatewright run' }));
    }
    const lines = screen(events).split('\n');
    expect(lines.length).toBeLessThanOrEqual(40);
    expect(lines).toContain('    at         /property-0');
    expect(lines).toContain('    again      npx gatewright run');
    expect(lines.at(-1)).toBe('exit 1: verdict');
    const told = lines.filter((line) => line.startsWith('  BODY_SCHEMA_MISMATCH')).length;
    const rest = lines.map((line) => /^ {2}and (\d+) more causes?: see the report$/.exec(line)?.[1]).find(Boolean);
    expect(told + Number(rest ?? 0)).toBe(failures * 2);
  });
}

test('the exit code by name', () => {
  const nothing: Summary = { ...emptySummary(), run: runEvent };
  expect([0, 1, 2, 3, 4, 130, 143].map((exit) => exitLine(exit))).toEqual([
    undefined,
    'exit 1: verdict',
    'exit 2: descriptions',
    'exit 3: infrastructure',
    'exit 4: harm',
    'exit 130: interrupted',
    'exit 143: interrupted',
  ]);
  expect(exitLine(2, nothing)).toBe('exit 2: nothing ran');
});

test('the live line says what is done, what failed, what runs and how long it takes', () => {
  const summary = emptySummary();
  addToSummary(summary, { ...runEvent, selected: 120 });
  for (let index = 0; index < 37; index++) {
    for (let exchange = 0; exchange < 31; exchange++) addToSummary(summary, exchangeEvent(`mock:w${index}`, 'one'));
    addToSummary(summary, workflowEvent(`a/w${index}`, index < 2 ? { verdict: 'failed', findings: [finding] } : {}));
  }
  const state = { now: runEvent.startedAt + 2784, running: 8, color: false };
  expect(renderProgress(summary, state)).toBe('  37 of 120   2 failed   running 8   412 requests/s   about 6 s left');
});

test('the column of names is as wide as the longest; a name that is too long keeps its two ends', () => {
  const names = [
    'a/short',
    'mysqldb/upsert-of-several-rows-at-once',
    'mysqldb/upsert-of-several-rows-at-once-with-a-conflict-of-keys',
  ];
  const lines = (...shown: readonly string[]): string[] => {
    const events = shown.map((name) => workflowEvent(name));
    return screen([{ ...runEvent, selected: 3 }, ...events])
      .split('\n')
      .slice(2, 2 + shown.length);
  };
  expect(lines(...names.slice(0, 2))).toEqual([
    '  ok      a/short                                4 steps     31 ms',
    '  ok      mysqldb/upsert-of-several-rows-at-once 4 steps     31 ms',
  ]);
  expect(lines(...names.slice(1))).toEqual([
    '  ok      mysqldb/upsert-of-several-rows-at-once        4 steps     31 ms',
    '  ok      mysqldb/upsert-of-se...ith-a-conflict-of-keys 4 steps     31 ms',
  ]);
});

test('with the longest name and the widest note, the line of a workflow is no wider than the screen', () => {
  const long = `mysqldb/${'x'.repeat(80)}`;
  const error = { code: 'GATEWAY_RESPONSE_INVALID', message: 'm', remedy: 'r' };
  const findings = Array.from({ length: 1000 }, () => finding);
  const events = [
    workflowEvent(long, { verdict: 'broken', error }),
    workflowEvent(`${long}-1`, { verdict: 'failed', findings, steps: { done: 100, declared: 999 } }),
    workflowEvent(`${long}-2`, { verdict: 'recovered' }),
    workflowEvent(`${long}-3`, { verdict: 'skipped', reason: 'this region has no sign-in by SMS' }),
  ];
  const lines = screen([{ ...runEvent, selected: 4 }, ...events])
    .split('\n')
    .slice(2, 6);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
  expect(lines.at(-1)).toMatch(/this region has no sign-in by SMS$/);
});

const guess: Finding = { ...finding, severity: 'warn', title: 'the answer breaks the contract (guess)' };

test('warnings have a line each, told once, and are no failure', () => {
  const output: Finding = {
    ...{ code: 'OUTPUT_UNRESOLVED', severity: 'warn', title: 'output "id" found nothing', stepId: 'read-back' },
    ...{ location: finding.location, expected: '$response.body#/0/id', actual: 'the array is empty' },
  };
  const events: RecordEvent[] = [
    { ...runEvent, selected: 2 },
    exchangeEvent('mock:one', 'read-back', { findings: [guess] }),
    workflowEvent('a/one', { findings: [guess, { ...guess, at: '/1/position' }, output] }),
    exchangeEvent('mock:two', 'read-back', { findings: [guess] }),
    workflowEvent('a/two', { findings: [guess] }),
  ];
  const lines = screen(events).split('\n');
  expect(lines.slice(2, 9)).toEqual([
    '  ok      a/one                              4 steps     31 ms   3 warnings',
    '  ok      a/two                              4 steps     31 ms   1 warning',
    '',
    '  warning    BODY_SCHEMA_MISMATCH  workflows/mysqldb/course-lifecycle.arazzo.yaml:48:9  /0/position  contracts/app/course.openapi.yaml:41:13',
    '  warning    OUTPUT_UNRESOLVED  workflows/mysqldb/course-lifecycle.arazzo.yaml:48:9  output "id" found nothing',
    '',
    '  2 passed, 4 warnings                          2 exchanges: 2 checked, 0 against a wildcard, 0 not checked',
  ]);
  expect(lines.at(-1)).not.toContain('exit');
});

for (const [failures, warnings, shown] of [
  [0, 5, 5],
  [0, 6, 5],
  [0, 300, 5],
  [1, 9, 5],
  [40, 9, 0],
] as const) {
  test(`of ${warnings} warnings beside ${failures} failures, ${shown} have a line, within 40 lines`, () => {
    const events: RecordEvent[] = [{ ...runEvent, selected: failures + warnings }];
    for (let index = 0; index < failures + warnings; index++) {
      const failed = index < failures;
      const findings = [{ ...(failed ? finding : guess), at: `/property-${index}` }];
      events.push(workflowEvent(`a/w${index}`, { verdict: failed ? 'failed' : 'passed', findings }));
    }
    const lines = screen(events).split('\n');
    expect(lines.length).toBeLessThanOrEqual(40);
    expect(lines.filter((line) => line.startsWith('  warning '))).toHaveLength(shown);
    expect(lines.includes('  and more warnings: see the report')).toBe(shown > 0 && shown < warnings);
  });
}
