// Results of the engine become events of the record. Every string passes the mask before it stands in an event.
import { isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';
import { asBytes } from '../core/bytes.ts';
import type { Finding } from '../core/finding.ts';
import type { HeaderField, HttpRequest, HttpResponse } from '../core/http.ts';
import { headerValue } from '../core/http.ts';
import type { JsonValue } from '../core/json.ts';
import type { GatewayError } from '../core/errors.ts';
import { isBytesType, parseMediaType } from '../openapi/media-type.ts';
import { contentTypeOf } from '../openapi/read-body.ts';
import type { ContractCheck } from '../openapi/violation.ts';
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
  const { test, mask, bodies } = recording;
  const isGood = attempt.succeeded || attempt.waiting === true;
  const whole = bodies === 'all' || !isGood || findings.length > 0;
  return {
    type: 'exchange',
    test,
    step: step.stepId,
    phase: step.phase,
    attempt: attempt.attempt,
    why: attempt.why,
    waiting: attempt.waiting,
    operation: attempt.operationId ?? '',
    account: attempt.account,
    ...recordMessages(attempt, { mask, whole }),
    error: error && recordError(error, mask),
    check: check && recordCheck(check, mask),
    findings: findings.length > 0 ? findings.map((finding) => maskFinding(finding, mask)) : undefined,
  };
}

type Keeping = { readonly mask: (text: string) => string; readonly whole: boolean };

function recordMessages(
  { exchange, unanswered, requestBody, requestCheck, responseBody }: AttemptResult,
  keeping: Keeping,
): Pick<ExchangeEvent, 'startedAt' | 'duration' | 'request' | 'response'> {
  const sent = exchange ?? unanswered;
  return {
    startedAt: sent?.startedAt ?? 0,
    duration: round(exchange?.duration ?? 0),
    request: sent
      ? { ...recordRequest(sent.request, requestBody, keeping), ...recordRequestCheck(requestCheck, keeping) }
      : { method: '', url: '' },
    response: exchange && recordResponse(exchange.response, responseBody, keeping),
  };
}

function recordRequest(request: HttpRequest, value: JsonValue | undefined, keeping: Keeping): ExchangeEvent['request'] {
  return {
    method: request.method,
    url: keeping.mask(request.url),
    headers: recordHeaders(request.headers, keeping),
    body: recordBody(request, value, keeping),
  };
}

/** Nothing where the contract judged all of it, as it mostly does. */
function recordRequestCheck(
  check: AttemptResult['requestCheck'],
  { mask }: Keeping,
): Pick<ExchangeEvent['request'], 'check'> {
  if (check === undefined || check.checked === 'checked') return {};
  const { checked, reason } = check;
  return { check: { checked, reason: reason === undefined ? undefined : mask(reason) } };
}

function recordResponse(
  response: HttpResponse,
  value: JsonValue | undefined,
  keeping: Keeping,
): ExchangeEvent['response'] {
  const { status, headers } = response;
  const mediaType = headerValue(headers, 'content-type');
  return {
    status,
    headers: recordHeaders(headers, keeping),
    mediaType: mediaType === undefined ? undefined : keeping.mask(mediaType),
    body: recordBody(response, value, keeping),
  };
}

function recordCheck(check: ContractCheck, mask: (text: string) => string): ExchangeEvent['check'] {
  const { operationId, declared, checked, reason } = check;
  return { operation: operationId, declared, checked, reason: reason === undefined ? undefined : mask(reason) };
}

function recordHeaders(headers: readonly HeaderField[], { mask, whole }: Keeping): HeaderField[] | undefined {
  return whole ? headers.map(([name, value]) => [name, mask(value)] as const) : undefined;
}

const utf8 = new TextDecoder();

/** @param value the body as it was read, where it could be */
function recordBody(
  { headers, body }: Pick<HttpRequest, 'headers' | 'body'>,
  value: JsonValue | undefined,
  { mask, whole }: Keeping,
): RecordedBody | undefined {
  if (body === undefined || body.length === 0) return undefined;
  const bytes = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  const mediaType = contentTypeOf({ headers });
  const text = isText(mediaType) ? textOf(body) : undefined;
  const shape = (): string | undefined => (value === undefined ? undefined : mask(shapeOf(value)));
  if (text === undefined) {
    const about = { bytes, mediaType: mediaType && mask(mediaType) };
    const known = asBytes(value);
    return known ? { ...about, sha256: known.sha256 } : { ...about, shape: shape(), sha256: hash('sha256', body) };
  }
  const masked = mask(text);
  const kept = whole ? masked : undefined;
  if (kept !== undefined && kept.length <= bodyLimit) return { bytes, text: kept };
  return {
    bytes,
    text: kept && `${kept.slice(0, bodyLimit)}... cut, ${kept.length} characters in all`,
    shape: shape(),
    // Of the masked text: a short code could be guessed from a digest of the body itself.
    digest: hash('sha256', masked).slice(0, 16),
  };
}

/** What has no type may be text; what is of a type that may hold any bytes is none, however it looks. */
function isText(mediaType: string | undefined): boolean {
  const essence = mediaType === undefined ? undefined : parseMediaType(mediaType)?.essence;
  return essence === undefined || !isBytesType(essence);
}

/** Undefined where the bytes are no text: a record keeps their number and digest. */
function textOf(body: string | Uint8Array): string | undefined {
  if (typeof body === 'string') return body;
  return isUtf8(body) ? utf8.decode(body) : undefined;
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
