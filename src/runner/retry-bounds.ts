// What keeps retries from going on for ever, or from standing still, and how that is told.
import type { Finding } from '../core/finding.ts';
import type { RetryAction } from './choose-action.ts';
import type { Place } from './step-findings.ts';
import { refusalFinding } from './step-findings.ts';

/** A visit repeats its step so often by retries, whatever their `retryLimit` says: without a wait it would never end. */
export const retryLimit = 1000;

/**
 * A test makes so many attempts beyond the steps that it declares, polls aside: workflows that call each other again and
 * again, each within its own limits, come to an end all the same.
 */
export const attemptLimit = 10_000;

export function tooManyAttempts(place: Place): Finding {
  return refusalFinding(place, {
    code: 'STEP_LIMIT_REACHED',
    title: 'a workflow and those that it calls try their steps a limited number of times, so that all of it ends',
    expected: `at most ${attemptLimit} attempts beyond the steps that it declares`,
    actual: 'more would be made',
    remedy: 'let gotos and retries lead to fewer workflows',
  });
}

export function tooManyRetries(place: Place, { name, retryLimit: asked }: RetryAction): Finding {
  return refusalFinding(place, {
    code: 'RETRY_LIMIT_REACHED',
    title: 'a visit of a step has a limited number of retries, so that it ends',
    expected: `at most ${retryLimit} retries`,
    actual: `retryLimit: ${asked} of the action "${name}"`,
    remedy: 'wait longer between them, or poll: x-poll',
  });
}

export function waitCutShort(place: Place, wait: number, asked: number): Finding {
  const finding = refusalFinding(place, {
    code: 'WAIT_CUT_SHORT',
    title: 'the wait before a retry was cut short',
    expected: `at most ${wait / 1000} s`,
    actual: `${Math.round(asked / 1000)} s were asked for`,
  });
  return { ...finding, severity: 'warn' };
}
