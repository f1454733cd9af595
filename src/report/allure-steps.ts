// The steps of a test in Allure: one per step, one inside it per attempt where there were several, clean-up apart.
import type { Attachment, Parameter, Stage, Status, StepResult } from 'allure-js-commons';
import { showBytes } from '../core/bytes.ts';
import type { Finding } from '../core/finding.ts';
import type { HeaderField } from '../core/http.ts';
import { headerValues } from '../core/http.ts';
import type { JsonObject } from '../core/json.ts';
import { parseJson } from '../core/json.ts';
import type { ExchangeEvent, RecordedBody, StepEvent } from '../record/event.ts';
import type { Verdict } from '../runner/result.ts';
import { curlLine } from './curl-line.ts';
import { prettyJson } from './pretty-json.ts';
import { findingInShort, renderFinding } from './render-finding.ts';

export type AllureStep = Omit<StepResult, 'status' | 'stage' | 'steps'> & {
  status: `${Status}`;
  stage: `${Stage}`;
  steps: AllureStep[];
};

type Attach<A> = (name: string, type: string, content: string) => A;

type Context = {
  /** Keeps an attachment's text and names its file. */
  readonly attach: Attach<Attachment>;
  readonly text: (file: string) => string | undefined;
};

/** @param events of one try of one test, as they happened: the exchanges of a step come before it */
export function allureSteps(events: readonly (ExchangeEvent | StepEvent)[], context: Context): AllureStep[] {
  const steps: AllureStep[] = [];
  const cleanUp: AllureStep[] = [];
  let waiting: ExchangeEvent[] = [];
  for (const event of events) {
    if (event.type === 'exchange') {
      waiting.push(event);
      continue;
    }
    const own = waiting.every((exchange) => exchange.step === event.step);
    const attempts = own ? waiting : waiting.filter((exchange) => exchange.step === event.step);
    waiting = own ? [] : waiting.filter((exchange) => exchange.step !== event.step);
    (event.phase === 'finally' ? cleanUp : steps).push(stepOf(event, attempts, context));
  }
  // Exchanges whose step never ended: the run was stopped in the middle.
  for (const exchange of waiting) steps.push(attemptOf(exchange, exchange.step, context));
  if (cleanUp.length > 0) steps.push(groupOf('clean-up', cleanUp));
  return steps;
}

function stepOf(event: StepEvent, exchanges: readonly ExchangeEvent[], context: Context): AllureStep {
  const [only] = exchanges;
  const single = exchanges.length === 1 && only !== undefined;
  const step: AllureStep = {
    ...emptyStep,
    name: single ? `${event.step}: ${exchangeInShort(only)}` : event.step,
    status: allureStatuses[event.verdict],
    statusDetails: detailsOf(event.findings ?? [], event.reason, context),
    ...timesOf(event),
    steps: single ? [] : exchanges.map((exchange) => attemptOf(exchange, attemptName(exchange), context)),
    attachments: single ? attachmentsOf(only, context) : [],
    parameters: single ? parametersOf(only) : [],
  };
  return step;
}

function attemptOf(exchange: ExchangeEvent, name: string, context: Context): AllureStep {
  const findings = exchange.findings ?? [];
  const wrong = findings.some((finding) => finding.severity === 'error');
  return {
    ...emptyStep,
    name: `${name}: ${exchangeInShort(exchange)}`,
    status: exchange.response === undefined ? 'broken' : wrong ? 'failed' : 'passed',
    statusDetails: detailsOf(findings, exchange.error?.message, context),
    ...timesOf(exchange),
    attachments: attachmentsOf(exchange, context),
    parameters: parametersOf(exchange),
  };
}

/** `attempt 3, poll, not ready`: why it was made, and what became of it. */
export function attemptName({ attempt, why, waiting }: Pick<ExchangeEvent, 'attempt' | 'why' | 'waiting'>): string {
  const reason = why === undefined ? '' : `, ${why}`;
  return `attempt ${attempt}${reason}${waiting === true ? ', not ready' : ''}`;
}

/** Allure counts whole milliseconds. What was never sent has no time. */
export function timesOf({ startedAt, duration }: { readonly startedAt: number; readonly duration: number }): {
  start?: number;
  stop?: number;
} {
  if (startedAt === 0) return {};
  const start = Math.round(startedAt);
  return { start, stop: start + Math.round(duration) };
}

function groupOf(name: string, steps: AllureStep[]): AllureStep {
  const worst = (['failed', 'broken'] as const).find((status) => steps.some((step) => step.status === status));
  const startedAt = Math.min(...steps.map(({ start }) => start ?? 0));
  const duration = Math.max(...steps.map(({ stop }) => stop ?? 0)) - startedAt;
  return { ...emptyStep, name, status: worst ?? 'passed', ...timesOf({ startedAt, duration }), steps };
}

const emptyStep: Pick<AllureStep, 'stage' | 'statusDetails' | 'steps' | 'attachments' | 'parameters'> = {
  stage: 'finished',
  statusDetails: {},
  steps: [],
  attachments: [],
  parameters: [],
};

/** Allure's four words for our verdicts. */
export const allureStatuses: Record<Verdict, `${Status}`> = {
  passed: 'passed',
  recovered: 'passed',
  flaky: 'passed',
  failed: 'failed',
  broken: 'broken',
  interrupted: 'broken',
  skipped: 'skipped',
  'not tried': 'skipped',
};

function detailsOf(
  findings: readonly Finding[],
  reason: string | undefined,
  { text }: Context,
): StepResult['statusDetails'] {
  if (findings.length === 0) return reason === undefined ? {} : { message: reason };
  return {
    message: findings.map(findingInShort).join('\n'),
    trace: findings.map((finding) => renderFinding(finding, { text, color: false })).join('\n\n'),
  };
}

const shownLength = 90;

/** `GET /v1/rdb/rest/course?id=eq.1 -> 200`, shortened. */
function exchangeInShort({ request, response, error, operation }: ExchangeEvent): string {
  const path = request.url.slice(Math.max(0, request.url.indexOf('/', request.url.indexOf('://') + 3)));
  const shown = path.length > shownLength ? `${path.slice(0, shownLength)}...` : path;
  const sent = request.method === '' ? operation : `${request.method} ${shown}`;
  return `${sent} -> ${response?.status ?? error?.code ?? 'no answer'}`;
}

/** What is known of every exchange; where the bodies were not kept, their shape stands for them. */
function parametersOf(exchange: ExchangeEvent): Parameter[] {
  const { request, response, check, account } = exchange;
  const parameters: Parameter[] = [];
  if (check !== undefined) {
    const promise = `${check.operation}${check.declared === undefined ? '' : ` ${check.declared}`}`;
    const reason = check.reason === undefined ? '' : `, ${check.reason}`;
    parameters.push({ name: 'contract', value: `${promise}: ${checkedWords[check.checked]}${reason}` });
  }
  if (account !== undefined) parameters.push({ name: 'account', value: account });
  if (isKept(exchange) || request.method === '') return parameters;
  parameters.push({ name: 'request', value: `${request.method} ${request.url}` });
  if (request.body !== undefined) parameters.push({ name: 'sent', value: bodyInShort(request.body) });
  if (response?.body !== undefined) {
    const mediaType = response.mediaType === undefined ? '' : `${response.mediaType} `;
    parameters.push({ name: 'received', value: `${mediaType}${bodyInShort(response.body)}` });
  }
  return parameters;
}

const checkedWords = { checked: 'checked', wildcard: 'checked against a wildcard', 'not-checked': 'not checked' };

function bodyInShort({ shape, bytes, sha256 }: RecordedBody): string {
  if (sha256 !== undefined) return `${shape === undefined ? '' : `${shape}, `}${showBytes({ size: bytes, sha256 })}`;
  return shape === undefined ? `${bytes} bytes` : `${shape}, ${bytes} bytes`;
}

function isKept({ request, response }: ExchangeEvent): boolean {
  return request.headers !== undefined || request.body?.text !== undefined || response?.body?.text !== undefined;
}

/** Request, response and a curl line of an exchange whose bodies were kept; none of another. */
export function attachmentsOf<A>(exchange: ExchangeEvent, { attach }: { readonly attach: Attach<A> }): A[] {
  if (!isKept(exchange)) return [];
  const { request, response } = exchange;
  const sent = messageJson({ method: request.method, url: request.url }, request);
  const attachments = [attach('request', 'application/json', sent)];
  if (response !== undefined) {
    attachments.push(attach('response', 'application/json', messageJson({ status: response.status }, response)));
  }
  return [...attachments, attach('curl', 'text/plain', curlLine(request, request.body?.text ?? request.body))];
}

/** A message as pretty-printed JSON. A JSON body goes in as its own text, so that its digits stay as they came. */
function messageJson(first: JsonObject, { headers, body }: Pick<ExchangeEvent['request'], 'headers' | 'body'>): string {
  const members = Object.entries(first).map(([name, value]) => `"${name}":${JSON.stringify(value)}`);
  if (headers !== undefined) members.push(`"headers":${JSON.stringify(headersByName(headers))}`);
  if (body?.text !== undefined && body.text !== '') {
    members.push(`"body":${parseJson(body.text).ok ? body.text : JSON.stringify(body.text)}`);
  } else if (body?.shape !== undefined) {
    members.push(`"shape":${JSON.stringify(body.shape)}`);
  } else if (body?.sha256 !== undefined) {
    const { mediaType, bytes: size, sha256 } = body;
    members.push(`"body":${JSON.stringify({ mediaType, size, sha256 })}`);
  }
  return prettyJson(`{${members.join(',')}}`);
}

function headersByName(headers: readonly HeaderField[]): Record<string, string | string[]> {
  const byName: Record<string, string | string[]> = {};
  for (const [name] of headers) {
    const values = headerValues(headers, name);
    byName[name] = values.length > 1 ? values : (values[0] ?? '');
  }
  return byName;
}
