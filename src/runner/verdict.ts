// When a step or workflow has failed: the one place where this is decided.
import type { FindingCode } from '../core/codes.ts';
import type { Finding } from '../core/finding.ts';
import type { AttemptResult } from './result.ts';

export type Evidence = {
  /** Those that count. */
  readonly findings: readonly Finding[];
  /** Infrastructure failed, and no failure action mended it. */
  readonly broken: boolean;
  /** A declared failure action mended something. */
  readonly mended: boolean;
  readonly interrupted: boolean;
};

/** An interrupted run is judged by nobody; a broken promise outweighs infrastructure; a warning never fails. */
export function verdictOf(evidence: Evidence): 'interrupted' | 'failed' | 'broken' | 'recovered' | 'passed' {
  if (evidence.interrupted) return 'interrupted';
  if (evidence.findings.some(({ severity }) => severity === 'error')) return 'failed';
  if (evidence.broken) return 'broken';
  return evidence.mended ? 'recovered' : 'passed';
}

const contractCodes: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'STATUS_NOT_DECLARED',
  'MEDIA_TYPE_NOT_DECLARED',
  'HEADER_MISSING',
  'HEADER_SCHEMA_MISMATCH',
  'BODY_TOO_LARGE',
  'BODY_NOT_PARSEABLE',
  'BODY_MISSING',
  'BODY_NOT_DECLARED',
  'BODY_SCHEMA_MISMATCH',
  'REQUEST_SCHEMA_MISMATCH',
]);

/** The contract's word was broken: no retry, failure action or clean-up makes that good. */
export function isContractFinding(finding: Finding): boolean {
  return contractCodes.has(finding.code);
}

/**
 * The findings of a step visit that count: the contract's on every attempt, all others on the last attempt only,
 * and not even there where a failure action mended the step.
 */
export function countingFindings(attempts: readonly AttemptResult[], mended: boolean): readonly Finding[] {
  const last = attempts.at(-1);
  if (attempts.length === 1 && last && !mended) return last.findings;
  const counting = attempts.flatMap((attempt) =>
    attempt.findings.filter((finding) => isContractFinding(finding) || (attempt === last && !mended)),
  );
  return withoutRepeats(counting);
}

/** Attempts repeat themselves: the same broken promise at the same place is told once. */
function withoutRepeats(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length < 2) return findings;
  const seen = new Set<string>();
  return findings.filter((finding) => {
    const key = JSON.stringify(finding);
    return !seen.has(key) && seen.add(key);
  });
}
