// Results of the engine become events of the record. Every string passes the mask before it stands in an event.
import { hash } from 'node:crypto';
import type { Finding } from '../core/finding.ts';
import type { HeaderField } from '../core/http.ts';
import { headerValue } from '../core/http.ts';
import { parseJson } from '../core/json.ts';
import type { GatewayError } from '../core/errors.ts';
import type { AttemptResult, StepResult } from '../runner/result.ts';
import type { ExchangeEvent, RecordedBody, StepEvent } from './event.ts';
import { shapeOf } from './shape.ts';

export type Recording = {
  /** The test that the events belong to. */
  readonly test: string;
  readonly mask: (text: string) => string;
  /** `failed`: bodies in full only where something was wrong. */
  readonly bodies: 'failed' | 'all';
};

/** Characters of a body that are kept at most. */
const bodyLimit = 65_536;

/** One attempt: undefined where nothing was sent and nothing went wrong on the way. */
export function recordAttempt(
  recording: Recording,
  step: Pick<StepResult, 'stepId' | 'phase'>,
  attempt: AttemptResult,
): ExchangeEvent | undefined {
  const { exchange, error, check, findings } = attempt;
  if (exchange === undefined && error === undefined) return undefined;
  const { mask } = recording;
  return {
    type: 'exchange',
    test: recording.test,
    step: step.stepId,
    phase: step.phase,
    attempt: attempt.attempt,
    operation: attempt.operationId ?? '',
    account: attempt.account,
    startedAt: exchange?.startedAt ?? 0,
    duration: round(exchange?.duration ?? 0),
    ...recordMessages(recording, attempt),
    error: error && recordError(error, mask),
    check: check && {
      operation: check.operationId,
      declared: check.declared,
      checked: check.checked,
      reason: check.reason === undefined ? undefined : mask(check.reason),
    },
    findings: findings.length > 0 ? findings.map((finding) => maskFinding(finding, mask)) : undefined,
  };
}

function recordMessages(
  { mask, bodies }: Recording,
  { exchange, succeeded, findings }: AttemptResult,
): Pick<ExchangeEvent, 'request' | 'response'> {
  if (exchange === undefined) return { request: { method: '', url: '' }, response: undefined };
  const { request, response } = exchange;
  const whole = bodies === 'all' || !succeeded || findings.length > 0;
  const mediaType = headerValue(response.headers, 'content-type');
  return {
    request: {
      method: request.method,
      url: mask(request.url),
      headers: whole ? maskHeaders(request.headers, mask) : undefined,
      body: recordBody(request.body, mask, whole),
    },
    response: {
      status: response.status,
      headers: whole ? maskHeaders(response.headers, mask) : undefined,
      mediaType: mediaType === undefined ? undefined : mask(mediaType),
      body: recordBody(response.body, mask, whole),
    },
  };
}

const utf8 = new TextDecoder();

function recordBody(
  body: string | Uint8Array | undefined,
  mask: (text: string) => string,
  whole: boolean,
): RecordedBody | undefined {
  if (body === undefined || body.length === 0) return undefined;
  const bytes = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  const text = typeof body === 'string' ? body : utf8.decode(body);
  if (whole && text.length <= bodyLimit) return { bytes, text: mask(text) };
  const parsed = parseJson(text);
  // The digest is of the masked text: a short code could be guessed from a digest of the body itself.
  const masked = mask(text);
  const digest = hash('sha256', masked).slice(0, 16);
  const kept = whole ? { text: `${masked.slice(0, bodyLimit)}... cut, ${text.length} characters in all` } : {};
  return { bytes, ...kept, ...(parsed.ok && { shape: mask(shapeOf(parsed.value)) }), digest };
}

function maskHeaders(headers: readonly HeaderField[], mask: (text: string) => string): HeaderField[] {
  return headers.map(([name, value]) => [name, mask(value)] as const);
}

export function recordStep(recording: Recording, result: StepResult, startedAt: number): StepEvent {
  const { mask } = recording;
  return {
    type: 'step',
    test: recording.test,
    step: result.stepId,
    phase: result.phase,
    location: result.location,
    verdict: result.verdict,
    attempts: result.attempts.length,
    startedAt,
    duration: round(result.duration),
    ...(result.findings.length > 0 && { findings: result.findings.map((finding) => maskFinding(finding, mask)) }),
    ...(result.reason !== undefined && { reason: mask(result.reason) }),
  };
}

export function recordError(
  error: GatewayError,
  mask: (text: string) => string,
): { code: string; message: string; remedy?: string } {
  const { code, message, remedy } = error;
  return { code, message: mask(message), ...(remedy !== undefined && { remedy: mask(remedy) }) };
}

export function maskFinding(finding: Finding, mask: (text: string) => string): Finding {
  return {
    ...finding,
    title: mask(finding.title),
    expected: mask(finding.expected),
    actual: mask(finding.actual),
    ...(finding.exchange !== undefined && { exchange: mask(finding.exchange) }),
    ...(finding.at !== undefined && { at: mask(finding.at) }),
    ...(finding.remedy !== undefined && { remedy: mask(finding.remedy) }),
  };
}

/** Milliseconds with at most three decimals: what a clock can tell, and short. */
function round(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
