// summary.json: the run for machines. Names of fields are promised; new ones may come.
import type { JsonObject, JsonValue } from '../core/json.ts';
import { formatLocation } from '../core/source.ts';
import type { Cause, Coverage, Summary } from './summary.ts';
import { causesOf, durationOf, requestsPerSecond } from './summary.ts';

export function summaryJson(
  summary: Summary,
  { exit, coverage, report }: { readonly exit: number; readonly coverage?: Coverage; readonly report?: string },
): JsonObject {
  const { run, verdicts, exchanges } = summary;
  return defined({
    run: run?.run,
    gatewright: run?.gatewright,
    startedAt: run === undefined ? undefined : new Date(run.startedAt).toISOString(),
    durationMs: durationOf(summary),
    seed: run?.seed,
    frontDoor: run?.frontDoor,
    gateways: run?.gateways.map(({ name, baseUrl, kind }) => ({ name, baseUrl, kind })),
    lanes: run?.lanes,
    selected: run?.selected,
    exit,
    verdicts: {
      passed: verdicts.passed,
      failed: verdicts.failed,
      recovered: verdicts.recovered,
      flaky: verdicts.flaky,
      skipped: verdicts.skipped,
      broken: verdicts.broken,
      interrupted: verdicts.interrupted,
      notTried: verdicts['not tried'],
    },
    exchanges: { ...exchanges, perSecond: requestsPerSecond(summary) },
    sessions: { ...summary.sessions },
    cleanUp: { ...summary.cleanUp },
    warnings: summary.warnings,
    coverage:
      coverage === undefined
        ? undefined
        : { operations: { ...coverage.operations }, responses: { ...coverage.responses } },
    causes: causesOf(summary).map(causeJson),
    troubles: [...summary.troubles.values()].map(({ event, findings }) =>
      defined({
        test: event.test,
        name: event.name,
        purpose: event.purpose,
        verdict: event.verdict,
        location: formatLocation(event.location),
        durationMs: event.duration,
        findings: findings.map((found) => found.fingerprint),
        error: event.error === undefined ? undefined : defined({ ...event.error }),
        again: event.again,
      }),
    ),
    report,
  });
}

function causeJson(cause: Cause): JsonObject {
  const common = { fingerprint: cause.fingerprint, workflows: cause.workflows, first: cause.event.name };
  if ('error' in cause) return defined({ ...common, ...cause.error, again: cause.event.again });
  const { finding } = cause;
  return defined({
    ...common,
    code: finding.code,
    message: finding.title,
    location: formatLocation(finding.location),
    step: finding.stepId,
    exchange: finding.exchange,
    at: finding.at,
    keyword: finding.keyword,
    expected: finding.expected,
    contract: finding.contract === undefined ? undefined : formatLocation(finding.contract),
    actual: finding.actual,
    remedy: finding.remedy,
    again: cause.event.again,
  });
}

/** Without the members that are undefined, as JSON has no such thing. */
function defined(members: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(members).filter((member): member is [string, JsonValue] => member[1] !== undefined),
  );
}
