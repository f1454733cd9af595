import { expect, test } from '@playwright/test';
import type { FindingCode } from '../core/codes.ts';
import type { Finding, Severity } from '../core/finding.ts';
import type { AttemptResult } from './result.ts';
import { countingFindings, isContractFinding, verdictOf } from './verdict.ts';

const finding = (code: FindingCode, severity: Severity = 'error', actual = ''): Finding => ({
  code,
  severity,
  title: '',
  location: { file: 'w.arazzo.yaml', line: 1, column: 1 },
  stepId: 's',
  expected: '',
  actual,
});
const contract = finding('BODY_SCHEMA_MISMATCH');
const warning = finding('BODY_SCHEMA_MISMATCH', 'warn');
const criterion = finding('CRITERION_NOT_MET');
const calm = { findings: [], broken: false, mended: false, interrupted: false };

const verdicts: readonly { name: string; evidence: Parameters<typeof verdictOf>[0]; verdict: string }[] = [
  { name: 'nothing wrong: passed', evidence: calm, verdict: 'passed' },
  { name: 'a warning never fails', evidence: { ...calm, findings: [warning] }, verdict: 'passed' },
  { name: 'an error fails', evidence: { ...calm, findings: [criterion] }, verdict: 'failed' },
  { name: 'mended and nothing left: recovered', evidence: { ...calm, mended: true }, verdict: 'recovered' },
  {
    name: 'mended, but the contract was broken: failed',
    evidence: { ...calm, mended: true, findings: [contract] },
    verdict: 'failed',
  },
  { name: 'infrastructure alone: broken', evidence: { ...calm, broken: true }, verdict: 'broken' },
  {
    name: 'a broken contract outweighs infrastructure',
    evidence: { ...calm, broken: true, findings: [contract] },
    verdict: 'failed',
  },
  {
    name: 'one part mended, another broken: broken',
    evidence: { ...calm, broken: true, mended: true },
    verdict: 'broken',
  },
  {
    name: 'an interrupted run is judged by nobody',
    evidence: { ...calm, interrupted: true, findings: [contract] },
    verdict: 'interrupted',
  },
];
for (const { name, evidence, verdict } of verdicts) {
  test(`verdict: ${name}`, () => expect(verdictOf(evidence)).toBe(verdict));
}

const attempt = (number: number, succeeded: boolean, ...findings: Finding[]): AttemptResult => ({
  attempt: number,
  findings,
  succeeded,
});
const first = finding('CRITERION_NOT_MET', 'error', 'first');
const output = finding('OUTPUT_UNRESOLVED', 'warn');

const counting: readonly { name: string; attempts: AttemptResult[]; mended?: boolean; counts: Finding[] }[] = [
  { name: 'no attempt, no finding', attempts: [], counts: [] },
  { name: 'one attempt: all', attempts: [attempt(1, false, contract, criterion)], counts: [contract, criterion] },
  {
    name: 'a criterion that a later attempt met does not',
    attempts: [attempt(1, false, criterion), attempt(2, true)],
    counts: [],
  },
  {
    name: "the contract's always do",
    attempts: [attempt(1, false, contract, criterion), attempt(2, true)],
    counts: [contract],
  },
  {
    name: 'a criterion never met does once',
    attempts: [attempt(1, false, first), attempt(2, false, criterion)],
    counts: [criterion],
  },
  {
    name: 'a criterion that a goto mended does not',
    attempts: [attempt(1, false, contract, criterion)],
    mended: true,
    counts: [contract],
  },
  {
    name: 'the same broken promise is told once',
    attempts: [attempt(1, false, contract), attempt(2, false, contract)],
    counts: [contract],
  },
  {
    name: 'warnings of the last attempt stay',
    attempts: [attempt(1, false, criterion), attempt(2, true, output)],
    counts: [output],
  },
];
for (const { name, attempts, mended = false, counts } of counting) {
  test(`findings that count: ${name}`, () => expect(countingFindings(attempts, mended)).toEqual(counts));
}

test('contract findings are told from all others', () => {
  expect(
    [contract, warning, finding('STATUS_NOT_DECLARED'), finding('REQUEST_SCHEMA_MISMATCH')].every(isContractFinding),
  ).toBe(true);
  expect([criterion, output, finding('VALUE_UNRESOLVED'), finding('WORKFLOW_FAILED')].some(isContractFinding)).toBe(
    false,
  );
});
