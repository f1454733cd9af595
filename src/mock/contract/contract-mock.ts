// A mock of any OpenAPI description: what it answers, request by request. No state, no clock, no chance: the same seed
// and the same request, the same answer.
import type { HeaderField, HttpRequest } from '../../core/http.ts';
import { headerValues } from '../../core/http.ts';
import type { JsonValue } from '../../core/json.ts';
import { isContainer, isJsonObject, parseJson, writeJson } from '../../core/json.ts';
import { formatLocation } from '../../core/source.ts';
import type { Contract, Operation } from '../../openapi/contract.ts';
import { isJsonType, parseMediaType } from '../../openapi/media-type.ts';
import { pathParameters } from '../../openapi/operation-index.ts';
import { textSchemaOf } from '../../openapi/text-schema.ts';
import { chooseContent, chooseResponse, responseOf } from './choose-response.ts';
import type { Chosen } from './choose-response.ts';
import { createRoutes, operationFor } from './find-route.ts';
import type { Routes } from './find-route.ts';
import { isQueryKey } from './query-key.ts';
import { judgeRequest } from './judge-request.ts';
import type { Trouble } from './judge-request.ts';
import { isAnswer, makeAnswer } from './make-answer.ts';
import type { CannotAnswer, MadeAnswer } from './make-answer.ts';
import { readPreference } from './prefer.ts';

export type ContractMock = {
  readonly routes: Routes;
  readonly answer: (request: HttpRequest) => SentAnswer;
  /** What the operation answers where nobody prefers anything. */
  readonly usual: (operation: Operation) => MadeAnswer | CannotAnswer;
};

export type SentAnswer = {
  readonly status: number;
  readonly headers: readonly HeaderField[];
  readonly body: string | Uint8Array;
};

export function createContractMock(contracts: readonly Contract[], seed = ''): ContractMock {
  const routes = createRoutes(contracts);
  return {
    routes,
    answer: (request) => answerRequest(routes, seed, request),
    usual: (operation) => {
      const chosen = chooseResponse(operation, {}, []);
      if ('reason' in chosen) return { ...chosen, location: locate(operation), doubts: [] };
      return makeAnswer(operation, chosen, { method: operation.method, url: operation.path, seed, dynamic: false });
    },
  };
}

function locate({ contract, document = contract.document, pointer }: Operation): CannotAnswer['location'] {
  return document.locate(pointer, 'key');
}

function answerRequest(routes: Routes, seed: string, request: HttpRequest): SentAnswer {
  const operation = operationFor(routes, request.method, request.url);
  if (!operation) return withoutOperation(routes, request);
  const { trouble, notChecked } = judgeRequest(operation, request);
  if (trouble) return refuse(operation, request, trouble, seed);
  const answer = answerAllowed(operation, request, seed);
  if (notChecked === undefined) return answer;
  return { ...answer, headers: [...answer.headers, ['gatewright-not-checked', fieldText(notChecked)]] };
}

function answerAllowed(operation: Operation, request: HttpRequest, seed: string): SentAnswer {
  const read = readPreference(headerValues(request.headers, 'prefer'));
  if (!read.ok) return problem({ statuses: [400], title: 'the preference is not understood', detail: read.reason });
  const chosen = chooseResponse(operation, read.preference, headerValues(request.headers, 'accept'));
  if ('reason' in chosen) {
    return problem({ statuses: [chosen.status], title: 'no such answer is declared', detail: chosen.reason });
  }
  const made = makeAnswer(operation, chosen, {
    method: request.method,
    url: request.url,
    seed: seedOf(operation, request, seed),
    dynamic: read.preference.dynamic === true,
    hints: hintsOf(operation, request),
  });
  return isAnswer(made) ? made : cannot(made);
}

function cannot({ location, reason }: CannotAnswer): SentAnswer {
  const detail = `${formatLocation(location)}: ${reason}`;
  return problem({ statuses: [501], title: 'no answer could be made from the contract', detail });
}

/**
 * The same with the base path of a server and without, for HEAD and GET, whatever credential the query has, and whatever
 * stands between the parts of a form.
 */
function seedOf(operation: Operation, request: HttpRequest, seed: string): string {
  const { method, url } = request;
  const parameters = [...pathParameters(operation, url)].map((pair) => pair.join('='));
  const query = url.split('#')[0]?.split('?').slice(1).join('?') ?? '';
  const shown = query.split('&').filter((pair) => !isQueryKey([operation.contract], pair));
  return [
    seed,
    method === 'HEAD' ? 'GET' : method,
    operation.path,
    ...parameters,
    shown.join('&'),
    textOf(request),
  ].join('\n');
}

function textOf({ headers, body = '' }: HttpRequest): string {
  const text = typeof body === 'string' ? body : Buffer.from(body).toString('latin1');
  const type = parseMediaType(headerValues(headers, 'content-type')[0] ?? '');
  const boundary = type?.essence.startsWith('multipart/') === true ? type.parameters.get('boundary') : undefined;
  return boundary === undefined || boundary === '' ? text : text.replaceAll(boundary, '');
}

/** Members called as a parameter of the path, or as a member of the body that was sent, have its value, where it fits. */
function hintsOf(operation: Operation, request: HttpRequest): ReadonlyMap<string, readonly JsonValue[]> {
  const hints = new Map<string, readonly JsonValue[]>();
  for (const [name, value] of Object.entries(sentMembers(request))) if (!isContainer(value)) hints.set(name, [value]);
  const texts = [...pathParameters(operation, request.url)];
  texts.forEach(([name, text], index) => {
    const schema = operation.parameters.find((parameter) => parameter.in === 'path' && parameter.name === name)?.schema;
    const values = [...new Set(schema ? [textSchemaOf(schema).read(text), text] : [text])];
    hints.set(name, values);
    // `/pets/{petId}` is the pet whose `id` that is.
    if (index === texts.length - 1 && /^id$|Id$|_id$/.test(name)) hints.set('id', values);
  });
  return hints;
}

function sentMembers({ headers, body }: HttpRequest): Readonly<Record<string, JsonValue>> {
  const essence = parseMediaType(headerValues(headers, 'content-type')[0] ?? '')?.essence ?? '';
  if (body === undefined || !isJsonType(essence)) return {};
  const parsed = parseJson(typeof body === 'string' ? body : Buffer.from(body).toString('utf8'));
  return parsed.ok && isJsonObject(parsed.value) ? parsed.value : {};
}

/** What can be asked of a path: HEAD is answered wherever GET is. */
export function allowedMethods(declared: readonly string[]): readonly string[] {
  return [...new Set([...declared, ...(declared.includes('GET') ? ['HEAD'] : []), 'OPTIONS'])];
}

function withoutOperation(routes: Routes, { method, url }: HttpRequest): SentAnswer {
  const methods = routes.methodsOf(url);
  const path = url.split(/[?#]/)[0] ?? '';
  if (methods.length > 0) {
    return problem({
      statuses: [405],
      title: 'the path has no such method',
      detail: `the contract has ${methods.join(', ')} for ${path}, not ${method}`,
      headers: [['allow', allowedMethods(methods).join(', ')]],
    });
  }
  const near = routes.near(url);
  const detail = `the contract has no path that fits ${path}${near === undefined ? '' : `; ${near}`}`;
  return problem({ statuses: [404], title: 'no such path', detail });
}

/** As the contract declares the refusal, with our words in it where there is a place for them; else as a problem. */
export function refuse(operation: Operation, request: HttpRequest, trouble: Trouble, seed: string): SentAnswer {
  const declared = declaredFor(operation, trouble.statuses);
  const chosen = declared && chooseContent(declared, headerValues(request.headers, 'accept'));
  if (!chosen || 'reason' in chosen) return problem(trouble);
  const made = makeAnswer(operation, chosen, {
    ...{ method: request.method, url: request.url, seed: seedOf(operation, request, seed), dynamic: true },
    hints: wordsOf(trouble, chosen.status),
  });
  if (!isAnswer(made)) return problem(trouble);
  return { ...made, headers: [...made.headers, ...(trouble.headers ?? []), ['gatewright-refusal', asField(trouble)]] };
}

/** A status that is declared by itself comes before one that a range or `default` stands for. */
function declaredFor(
  operation: Operation,
  statuses: Trouble['statuses'],
): Pick<Chosen, 'response' | 'status'> | undefined {
  const exact = statuses.find((code) => operation.responses.some(({ status }) => status === String(code)));
  return responseOf(operation, exact ?? statuses[0]);
}

function wordsOf({ title, detail }: Trouble, status: number): ReadonlyMap<string, readonly JsonValue[]> {
  const told = ['message', 'msg', 'detail', 'details', 'description', 'error_description', 'reason', 'errorMessage'];
  const named = ['title', 'error', 'summary', 'name'];
  return new Map<string, readonly JsonValue[]>([
    ...told.map((name) => [name, [detail]] as const),
    ...named.map((name) => [name, [title]] as const),
    ...['status', 'statusCode', 'code'].map((name) => [name, [status, String(status)]] as const),
  ]);
}

/** RFC 9457: what is wrong, for a program and a person. */
export function problem({
  statuses: [status],
  title,
  detail,
  violations,
  headers = [],
}: Trouble): SentAnswer & { readonly body: string } {
  const listed = violations?.map((violation): JsonValue => ({ ...violation }));
  const body: JsonValue = { type: 'about:blank', title, status, detail, ...(listed && { violations: listed }) };
  return { status, headers: [['content-type', 'application/problem+json'], ...headers], body: writeJson(body) };
}

const longestField = 1000;

/** What is wrong, where the declared body has no place for it. */
function asField({ title, detail }: Trouble): string {
  return fieldText(`${title}: ${detail}`);
}

function fieldText(text: string): string {
  return text.slice(0, longestField).replaceAll(/[^\x20-\x7e]/g, '?');
}
