// What a run came to: a reducer over its record, event by event, that keeps nothing of what passed.
import type { Finding } from '../core/finding.ts';
import type { Operation } from '../openapi/contract.ts';
import type { ExchangeEvent, RecordEvent, RunEvent, WorkflowEvent } from '../record/event.ts';
import type { Verdict } from '../runner/result.ts';
import { fingerprint } from './fingerprint.ts';

export type Summary = {
  run: RunEvent | undefined;
  /** Tests by the verdict of their last try. */
  readonly verdicts: Record<Verdict, number>;
  /** `unanswered`: no whole answer came. */
  readonly exchanges: { total: number; checked: number; wildcard: number; notChecked: number; unanswered: number };
  /** Logins on behalf of accounts. */
  readonly sessions: { obtained: number; failed: number };
  readonly cleanUp: { done: number; due: number };
  warnings: number;
  /** One warning of each fingerprint. */
  readonly warned: Map<string, Finding>;
  /** Milliseconds since the epoch. */
  endedAt: number;
  readonly seen: { readonly operations: Set<string>; readonly responses: Set<string> };
  /** Tests and logins whose last try was not well, by test. */
  readonly troubles: Map<string, Trouble>;
  /** The operations of exchanges with findings, by test and step, until their workflow ends. */
  readonly operations: Map<string, Map<string, string>>;
};

export type Trouble = {
  /** Without its findings: they are below. */
  readonly event: WorkflowEvent;
  /** One of each fingerprint. */
  readonly findings: readonly { readonly fingerprint: string; readonly finding: Finding }[];
};

/** Several troubles with one origin. */
export type Cause = {
  readonly fingerprint: string;
  /** The first that met it. */
  readonly event: WorkflowEvent;
  workflows: number;
} & ({ readonly finding: Finding } | { readonly error: NonNullable<WorkflowEvent['error']> });

export type Coverage = {
  readonly operations: { readonly seen: number; readonly of: number };
  readonly responses: { readonly seen: number; readonly of: number };
};

/** Beyond this many different findings one workflow says nothing new. */
const findingsKept = 20;
/** Beyond this many different warnings a run says nothing new. */
const warningsKept = 20;

export function emptySummary(): Summary {
  return {
    run: undefined,
    verdicts: {
      passed: 0,
      failed: 0,
      recovered: 0,
      flaky: 0,
      skipped: 0,
      broken: 0,
      interrupted: 0,
      'not tried': 0,
    },
    exchanges: { total: 0, checked: 0, wildcard: 0, notChecked: 0, unanswered: 0 },
    sessions: { obtained: 0, failed: 0 },
    cleanUp: { done: 0, due: 0 },
    warnings: 0,
    warned: new Map(),
    endedAt: 0,
    seen: { operations: new Set(), responses: new Set() },
    troubles: new Map(),
    operations: new Map(),
  };
}

/** Adds one event, in place. Gives the verdict that counts when a test ends: a pass after a failed try is `flaky`. */
export function addToSummary(summary: Summary, event: RecordEvent): Verdict | undefined {
  switch (event.type) {
    case 'run':
      summary.run = event;
      summary.endedAt = event.startedAt;
      return undefined;
    case 'exchange':
      addExchange(summary, event);
      return undefined;
    case 'workflow':
      return addWorkflow(summary, event);
    case 'end':
      summary.endedAt = Math.max(summary.endedAt, event.at);
      return undefined;
    case 'step':
      return undefined;
  }
}

function addExchange(summary: Summary, event: ExchangeEvent): void {
  const operation = event.check?.operation ?? event.operation;
  summary.exchanges.total++;
  summary.exchanges[howChecked(event)]++;
  if (event.response !== undefined) {
    summary.seen.operations.add(operation);
    if (event.check?.declared !== undefined) summary.seen.responses.add(`${operation} ${event.check.declared}`);
  }
  if (event.findings === undefined || event.findings.length === 0) return;
  const steps = summary.operations.get(event.test) ?? new Map<string, string>();
  summary.operations.set(event.test, steps.set(event.step, operation));
}

function howChecked({ response, check }: ExchangeEvent): 'unanswered' | 'checked' | 'wildcard' | 'notChecked' {
  if (response === undefined) return 'unanswered';
  if (check === undefined || check.checked === 'not-checked') return 'notChecked';
  return check.checked;
}

function addWorkflow(summary: Summary, event: WorkflowEvent): Verdict | undefined {
  summary.endedAt = Math.max(summary.endedAt, event.startedAt + event.duration);
  summary.cleanUp.done += event.cleanUp.done;
  summary.cleanUp.due += event.cleanUp.due;
  const earlier = summary.troubles.get(event.test);
  summary.troubles.delete(event.test);
  const well = event.verdict === 'passed' || event.verdict === 'recovered';
  const verdict = well && earlier !== undefined && event.tries > 1 ? 'flaky' : event.verdict;
  if (event.purpose === 'session') {
    summary.sessions[well ? 'obtained' : 'failed']++;
    if (earlier !== undefined) summary.sessions.failed--;
  } else {
    summary.verdicts[verdict]++;
    if (earlier !== undefined) summary.verdicts[earlier.event.verdict]--;
  }
  keepTrouble(summary, event);
  summary.operations.delete(event.test);
  return event.purpose === 'test' ? verdict : undefined;
}

function keepTrouble(summary: Summary, event: WorkflowEvent): void {
  summary.warnings += keepWarnings(summary, event);
  const wrong = event.findings.filter((finding) => finding.severity === 'error');
  const fine = event.verdict !== 'failed' && event.verdict !== 'broken';
  if (fine && (wrong.length === 0 || event.verdict === 'flaky')) return;
  const operations = summary.operations.get(event.test);
  const distinct = new Map<string, Finding>();
  for (const finding of wrong) {
    const key = fingerprint(finding, operations?.get(finding.stepId));
    if (!distinct.has(key) && distinct.size < findingsKept) distinct.set(key, finding);
  }
  summary.troubles.set(event.test, {
    event: { ...event, findings: [] },
    findings: [...distinct].map(([key, finding]) => ({ fingerprint: key, finding })),
  });
}

function keepWarnings({ warned, operations }: Summary, event: WorkflowEvent): number {
  const warnings = event.findings.filter((finding) => finding.severity === 'warn');
  for (const finding of warnings) {
    const key = fingerprint(finding, operations.get(event.test)?.get(finding.stepId));
    if (!warned.has(key) && warned.size < warningsKept) warned.set(key, finding);
  }
  return warnings.length;
}

/** Findings first, then what could not be reached; within each, in the order they came up. */
export function causesOf(summary: Summary): Cause[] {
  const causes = new Map<string, Cause>();
  const errors = new Map<string, Cause>();
  for (const { event, findings } of summary.troubles.values()) {
    for (const found of findings) {
      const cause = causes.get(found.fingerprint);
      if (cause === undefined) causes.set(found.fingerprint, { ...found, event, workflows: 1 });
      else cause.workflows++;
    }
    if (event.error === undefined || event.verdict === 'failed') continue;
    const key = `${event.identity.gateway} ${event.error.code}`;
    const cause = errors.get(key);
    if (cause === undefined) errors.set(key, { fingerprint: key, error: event.error, event, workflows: 1 });
    else cause.workflows++;
  }
  return [...causes.values(), ...errors.values()];
}

/**
 * 1: a finding, or a test or login that failed; 3: nothing was found wrong, but not all could be judged; 2: nothing ran.
 * Harm (4) and interruption (130, 143) are known to the caller alone, and win.
 */
export function exitCode(summary: Summary): 0 | 1 | 2 | 3 {
  for (const { event, findings } of summary.troubles.values()) {
    if (event.verdict === 'failed' || findings.length > 0) return 1;
  }
  const { verdicts } = summary;
  if (verdicts.broken + verdicts.interrupted + verdicts['not tried'] + summary.sessions.failed > 0) return 3;
  return judged(summary) === 0 ? 2 : 0;
}

/** How many tests came to a verdict about the service. */
export function judged({ verdicts }: Summary): number {
  return verdicts.passed + verdicts.failed + verdicts.recovered + verdicts.flaky;
}

/** What was seen of what the contracts declare; the operations given are the denominator. */
export function coverageOf({ seen }: Summary, operations: Iterable<Operation>): Coverage {
  const coverage = { operations: { seen: 0, of: 0 }, responses: { seen: 0, of: 0 } };
  for (const { operationId, responses } of operations) {
    coverage.operations.of++;
    if (seen.operations.has(operationId)) coverage.operations.seen++;
    coverage.responses.of += responses.length;
    for (const { status } of responses) {
      if (seen.responses.has(`${operationId} ${status}`)) coverage.responses.seen++;
    }
  }
  return coverage;
}

/** Milliseconds from the start to the last event. */
export function durationOf(summary: Summary): number {
  return summary.run === undefined ? 0 : Math.max(0, summary.endedAt - summary.run.startedAt);
}

export function requestsPerSecond(summary: Summary, milliseconds: number = durationOf(summary)): number {
  return milliseconds === 0 ? 0 : Math.round(summary.exchanges.total / (milliseconds / 1000));
}
