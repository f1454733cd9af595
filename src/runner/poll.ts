// `x-poll`: one request, repeated until its answer is what is waited for. A not-ready answer is no failure.
import type { Criterion, Poll } from '../arazzo/description.ts';
import type { Finding } from '../core/finding.ts';
import type { Exchange, HttpResponse } from '../core/http.ts';
import { evaluateCriterion } from '../expression/evaluate-criterion.ts';
import type { Scope } from '../expression/scope.ts';
import { retryAfterOf } from './retry-after.ts';
import type { Place } from './step-findings.ts';
import { aboutStep } from './step-findings.ts';

/** What an answer of a poll says: `stopped` where it will never be ready. Each with what was seen. */
export type PollState = { readonly state: 'waiting' | 'stopped'; readonly finding: Finding };

/** Undefined where the answer is ready: then the step's own criteria judge it. */
export function judgePoll(place: Place, scope: Scope, poll: Poll): PollState | undefined {
  const unmet = unmetOf(poll.until, scope);
  const [first] = unmet;
  if (!first) return undefined;
  const stop = poll.failFast.find((criterion) => evaluateCriterion(criterion.parsed, scope).met);
  const expected = unmet.map((one) => one.expected).join(' and ');
  const actual = unmet.map((one) => one.actual).join(' and ');
  const about = { severity: 'error', ...aboutStep(place) } as const;
  if (stop) {
    const title = 'the answer tells that what is waited for will not come';
    const location = place.document.locate(`${stop.pointer}/condition`);
    const seen = `${stop.condition} holds; ${actual}`;
    return { state: 'stopped', finding: { code: 'POLL_STOPPED', title, ...about, location, expected, actual: seen } };
  }
  const title = `what is waited for did not come within ${poll.deadline} s`;
  const location = place.document.locate(`${first.pointer}/condition`);
  return { state: 'waiting', finding: { code: 'POLL_DEADLINE', title, ...about, location, expected, actual } };
}

type Unmet = { readonly expected: string; readonly actual: string; readonly pointer: string };

function unmetOf(criteria: readonly Criterion[], scope: Scope): Unmet[] {
  return criteria.flatMap(({ parsed, pointer }) => {
    const outcome = evaluateCriterion(parsed, scope);
    return outcome.met ? [] : [{ expected: outcome.expected, actual: outcome.actual, pointer }];
  });
}

/** One stretch of polling. Times in milliseconds; a retry begins a new one. */
export type Polling = { readonly endsAt: number; readonly interval: number };

export function afterPoll(polling: Polling, { backoff }: Poll): Polling {
  return { ...polling, interval: polling.interval * backoff };
}

export function beginPolling(poll: Poll, startedAt: number): Polling {
  return { endsAt: startedAt + poll.deadline * 1000, interval: poll.interval * 1000 };
}

type Answer = { readonly poll?: PollState | undefined; readonly result: { readonly exchange?: Exchange | undefined } };

/**
 * How long to wait before the next request; the last one is sent at the deadline. Undefined: the answer is ready, or the
 * time is over, or the service asks for more than there is.
 */
export function pollWait(polling: Polling | undefined, { poll, result }: Answer, now: number): number | undefined {
  if (poll?.state !== 'waiting' || !polling) return undefined;
  const left = polling.endsAt - now;
  const asked = askedWait(result.exchange?.response, now);
  return left <= 0 || asked > left ? undefined : Math.min(Math.max(polling.interval, asked), left);
}

/** What a poll comes to whose answers were never ready. */
export function missedDeadline({ finding }: PollState, response: HttpResponse | undefined, now: number): Finding {
  const asked = askedWait(response, now);
  return asked === 0
    ? finding
    : { ...finding, actual: `${finding.actual}; the service asks to wait ${asked / 1000} s` };
}

function askedWait(response: HttpResponse | undefined, now: number): number {
  const busy = response && [429, 503].includes(response.status);
  return (busy ? retryAfterOf(response.headers, now) : undefined) ?? 0;
}
