// A workflow from what a recorded test sent: one step for each exchange.
import { DescriptionError } from '../../core/errors.ts';
import type { JsonValue } from '../../core/json.ts';
import { parseJson } from '../../core/json.ts';
import { didYouMean } from '../../core/nearest-name.ts';
import type { Operation } from '../../openapi/contract.ts';
import type { OperationIndex } from '../../openapi/operation-index.ts';
import type { ExchangeEvent, RecordedBody } from '../../record/event.ts';
import { asksForCredential } from '../../runner/credential-place.ts';
import { pathOf } from '../recorded.ts';
import { emptyDraft } from './draft.ts';
import type { Draft, DraftParameter, DraftStep } from './draft.ts';
import { freeStepId } from './from-operations.ts';
import { layersOf } from './layers.ts';
import { readBody, readHeaders, readParameters } from './read-request.ts';
import { foldAttempts } from './recorded-test.ts';
import type { RecordedTest } from './recorded-test.ts';
import { remember, replayAddress, replayValue, startReplay } from './replay-value.ts';
import type { Replay } from './replay-value.ts';

/**
 * @param run its name, for messages
 * @throws DescriptionError with USAGE where the record holds too little, OPERATION_NOT_FOUND
 */
export function draftFromRecord(recorded: RecordedTest, operations: OperationIndex, run: string): Draft {
  const exchanges = foldAttempts(recorded.exchanges);
  checkWhole(exchanges, recorded.test, run);
  const draft = emptyDraft();
  const replay = startReplay(draft, recorded.seed);
  for (const exchange of exchanges) {
    const { response, step } = exchange;
    if (!response) {
      draft.notes.push(`${step}: left out, since no answer came`);
      continue;
    }
    const drawn = replayStep(replay, exchange, recorded.baseUrl, operations);
    (exchange.phase === 'finally' ? draft.cleanUp : draft.steps).push(drawn);
  }
  chooseAccount(
    draft,
    exchanges.filter(({ response }) => response),
  );
  return draft;
}

function pathIn(url: string, baseUrl: string): string {
  const path = pathOf(url);
  const basePath = baseUrl === '' ? '' : pathOf(baseUrl).replace(/\/$/, '');
  return path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : path;
}

/** Only `x-url` leads to another host. */
function isElsewhere(url: string, baseUrl: string): boolean {
  return baseUrl !== '' && new URL(url).origin !== new URL(baseUrl).origin;
}

function checkWhole(exchanges: readonly ExchangeEvent[], test: string, run: string): void {
  const shown = exchanges.find(({ request, response }) => {
    const isKept = request.headers !== undefined && isWhole(request.body) && isWhole(response?.body);
    return response && !isKept;
  });
  if (!shown) return;
  const message = `the record of ${run} has only the shape of what ${test} sent in step "${shown.step}"`;
  throw new DescriptionError([{ code: 'USAGE', message, remedy: 'run again with --bodies all' }]);
}

function isWhole(body: RecordedBody | undefined): boolean {
  if (body === undefined || body.sha256 !== undefined) return true;
  return body.text !== undefined && body.digest === undefined;
}

/** By the id in the record; where several contracts have it, or none any more, by the request. */
function findOperation(exchange: ExchangeEvent, path: string, operations: OperationIndex): Operation {
  const { operation: id, request } = exchange;
  const known = operations.byId(id);
  const fitting = operations.byRequest(request.method, path);
  const [only, second] = known;
  const found = (only && !second ? only : undefined) ?? fitting.find((each) => known.includes(each)) ?? fitting[0];
  if (found) return found;
  const remedy = didYouMean(id, operations.ids()) ?? 'the contracts have changed since the run';
  const message = `no contract has the operation "${id}" that step "${exchange.step}" of the record called`;
  throw new DescriptionError([{ code: 'OPERATION_NOT_FOUND', message, remedy }]);
}

function replayStep(replay: Replay, exchange: ExchangeEvent, baseUrl: string, operations: OperationIndex): DraftStep {
  const { draft } = replay;
  const { request, response } = exchange;
  const path = pathIn(request.url, baseUrl);
  const operation = findOperation(exchange, path, operations);
  const elsewhere = isElsewhere(request.url, baseUrl);
  const step: DraftStep = {
    ...(elsewhere ? { operation, path: operation.path, layers: [operation] } : layersOf(operation, path, operations)),
    // Steps of a workflow that was called are named behind the step that called it.
    stepId: freeStepId(draft, exchange.step.replaceAll(/[^A-Za-z0-9_-]+/g, '-')),
    ...{ parameters: [], payload: undefined, criteria: [], outputs: new Map<string, string>() },
    ...(request.check?.reason?.startsWith('x-contract') === true && { invalid: true }),
  };
  if (response && !isSuccess(response.status)) {
    step.criteria.push(`$statusCode == ${response.status}`);
    replay.refused.add(step);
  }
  if (elsewhere) step.address = replayAddress(replay, step, request.url);
  const parameters = parametersSent(step, exchange);
  const body = readBody(step, request);
  step.parameters.push(
    ...parameters.map(({ name, in: place, value }) => ({
      ...{ name, in: place },
      value: replayValue(replay, step, value, name),
    })),
  );
  if (body.contentType !== undefined) step.contentType = body.contentType;
  if (body.payload !== undefined) step.payload = replayValue(replay, step, body.payload, '');
  const sent = [...parameters.map(({ value }) => value), ...(body.payload === undefined ? [] : [body.payload])];
  remember(replay, step, sent, answerOf(response?.body));
  return step;
}

const isSuccess = (status: number): boolean => status >= 200 && status <= 299;

/** Of an address path and query are given already, and no account's credential goes there. */
function parametersSent(step: DraftStep, { account, request }: ExchangeEvent): DraftParameter[] {
  if (step.address !== undefined) return readHeaders(step, request.headers ?? [], false);
  return readParameters(step, request, account !== undefined && account !== 'nobody');
}

function answerOf(body: RecordedBody | undefined): JsonValue | undefined {
  const parsed = body?.text === undefined ? undefined : parseJson(body.text);
  return parsed?.ok === true ? parsed.value : undefined;
}

/** The account that most steps have is the workflow's; the others name their own. */
function chooseAccount(draft: Draft, answered: readonly ExchangeEvent[]): void {
  const accounts = answered.flatMap(({ account }) => account ?? []);
  const times = (account: string): number => accounts.filter((other) => other === account).length;
  const [most] = [...new Set(accounts)].sort((left, right) => times(right) - times(left));
  draft.as = most;
  for (const phase of ['steps', 'finally'] as const) {
    const steps = phase === 'steps' ? draft.steps : draft.cleanUp;
    const own = answered.filter((exchange) => exchange.phase === phase);
    for (const [index, step] of steps.entries()) {
      const account = own[index]?.account ?? (asksForCredential(step.operation) ? 'nobody' : undefined);
      if (most !== undefined && account !== undefined) step.as = account;
    }
  }
}
