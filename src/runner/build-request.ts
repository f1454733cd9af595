// Arazzo 1.1, "Parameter Object"; OpenAPI decides how values are written into the request.
import type { HeaderField, HttpRequest } from '../core/http.ts';
import { isFieldText, withHeader } from '../core/http.ts';
import type { JsonValue } from '../core/json.ts';
import { isJsonObject, showValue } from '../core/json.ts';
import type { Scope } from '../expression/scope.ts';
import type { Operation } from '../openapi/contract.ts';
import { writeForm } from '../openapi/form.ts';
import { parseParameter } from '../openapi/parse-parameter.ts';
import { splitPairs } from '../openapi/percent-decode.ts';
import { percentEncode, serializeParameter } from '../openapi/serialize-parameter.ts';
import { buildBody } from './build-body.ts';
import type { BuiltBody } from './build-multipart.ts';
import { fillAddress } from './fill-address.ts';
import type { OperationPlan, ParameterPlan } from './plan-step.ts';
import type { ByteMaker } from './ports.ts';
import { resolveTemplate } from './resolve-template.ts';
import type { Refusal } from './step-findings.ts';

export type BuiltRequest = {
  readonly request: HttpRequest;
  /** By place and name, as in `query:id`. */
  readonly parameters: ReadonlyMap<string, JsonValue>;
  /** Path and query parameters by name, for `$request.path.` and `$request.query.`. */
  readonly path: ReadonlyMap<string, JsonValue>;
  readonly query: ReadonlyMap<string, JsonValue>;
  /** Before it was serialised. */
  readonly payload: JsonValue | undefined;
  /** The same as the contract judges it. */
  readonly judged: JsonValue | undefined;
  readonly contentType: string | undefined;
};

export type Built =
  | { readonly ok: true; readonly value: BuiltRequest }
  | { readonly ok: false; readonly refusals: readonly [Refusal, ...Refusal[]] };

type Draft = {
  readonly parameters: Map<string, JsonValue>;
  readonly path: Map<string, JsonValue>;
  readonly query: Map<string, JsonValue>;
  /** The path's values, encoded. */
  readonly segments: Map<string, string>;
  readonly search: string[];
  readonly headers: HeaderField[];
  readonly cookies: string[];
  readonly refusals: Refusal[];
};

/** The request of a step with every expression filled in; refused where one finds nothing. */
export function buildRequest(plan: OperationPlan, scope: Scope, baseUrl: string, bytes: ByteMaker): Built {
  const draft: Draft = {
    parameters: new Map(),
    path: new Map(),
    query: new Map(),
    segments: new Map(),
    search: [],
    headers: [],
    cookies: [],
    refusals: [],
  };
  for (const parameter of plan.parameters) addParameter(draft, parameter, scope, plan.operation);
  for (const [name, value] of plan.fixedHeaders) {
    draft.headers.push([name, value]);
    draft.parameters.set(`header:${name}`, value);
  }
  const strict = !plan.sendsInvalidRequest;
  const body = plan.body && buildBody(plan.body, scope, draft.refusals, { strict, bytes });
  const url = plan.address ? fillAddress(plan.address, plan.operation, scope, draft) : baseUrl + fillPath(plan, draft);
  const [refusal, ...more] = draft.refusals;
  if (refusal) return { ok: false, refusals: [refusal, ...more] };
  const search = draft.search.length > 0 ? `?${draft.search.join('&')}` : '';
  return { ok: true, value: finish(draft, { method: plan.operation.method, url: url + search }, body) };
}

function finish(draft: Draft, start: Pick<HttpRequest, 'method' | 'url'>, body: BuiltBody | undefined): BuiltRequest {
  const { parameters, path, query, cookies } = draft;
  const values = { parameters, path, query, payload: body?.payload, judged: body?.judged ?? body?.payload };
  const headers = cookies.length > 0 ? withHeader(draft.headers, 'Cookie', cookies.join('; ')) : draft.headers;
  if (!body) return { ...values, request: { ...start, headers }, contentType: undefined };
  // The request body's content type wins over a parameter of that name.
  const { contentType, content } = body;
  const request = { ...start, headers: withHeader(headers, 'Content-Type', contentType), body: content };
  return { ...values, request, contentType };
}

/** Arazzo 1.1, "Parameter Object", `querystring`: a text is all of it, an object is written as a form. */
function addQueryString(draft: Draft, pointer: string, value: JsonValue, operation: Operation): void {
  if (typeof value !== 'string' && !isJsonObject(value)) {
    draft.refusals.push({
      code: 'VALUE_UNRESOLVED',
      title: 'the query string has no value, so the request was not sent',
      pointer: `${pointer}/value`,
      expected: 'a text, or an object of names and values',
      actual: showValue(value),
    });
    return;
  }
  const text =
    typeof value === 'string' ? value.replace(/^\?/, '').replaceAll(notInQuery, percentEncode) : writeForm(value);
  if (text === '') return;
  draft.search.push(text);
  const pairs = splitPairs(text);
  for (const parameter of operation.parameters) {
    const parsed = parameter.in === 'query' ? parseParameter(parameter, pairs) : undefined;
    if (parsed?.type !== 'value') continue;
    draft.parameters.set(`query:${parameter.name}`, parsed.value);
    draft.query.set(parameter.name, parsed.value);
  }
}

/** What no query may hold as it is (RFC 3986 section 3.4): white space, line breaks, `#`, and all beyond ASCII. */
const notInQuery = /[^\x21\x24-\x3b\x3d\x3f-\x5a\x5f\x61-\x7a\x7e\x5b\x5d]+/gu;

/** A line break would begin another header, and what is beyond Latin-1 cannot be written (RFC 9110 section 5.5). */
function isHeaderText(draft: Draft, name: string, text: string, pointer: string): boolean {
  if (isFieldText(text)) return true;
  const breaks = /[\r\n]/.test(text);
  draft.refusals.push({
    code: 'REQUEST_SCHEMA_MISMATCH',
    title: `the ${name} holds ${breaks ? 'a line break' : 'a character that no header can hold'}, so the request was not sent`,
    pointer: `${pointer}/value`,
    expected: breaks ? 'a text of one line' : 'characters of Latin-1, none of them a control character',
    actual: showValue(text),
  });
  return false;
}

function addParameter(draft: Draft, { given, declared, key }: ParameterPlan, scope: Scope, operation: Operation): void {
  const name = `the ${given.in ?? ''} parameter "${given.name}"`;
  const value = resolveTemplate(given.value, scope, draft.refusals, { name, pointer: `${given.pointer}/value` });
  if (value === undefined) return;
  if (!declared) {
    addQueryString(draft, given.pointer, value, operation);
    return;
  }
  draft.parameters.set(key, value);
  if (declared.in === 'path') draft.path.set(declared.name, value);
  if (declared.in === 'query') draft.query.set(declared.name, value);
  for (const [written, text] of serializeParameter(declared, value)) {
    switch (declared.in) {
      case 'path':
        draft.segments.set(declared.name, text);
        break;
      case 'query':
        draft.search.push(`${written}=${text}`);
        break;
      case 'header':
        if (isHeaderText(draft, `header "${written}"`, text, given.pointer)) draft.headers.push([written, text]);
        break;
      case 'cookie':
        draft.cookies.push(`${written}=${text}`);
    }
  }
}

/** Empty, `.` and `..` would address another path than the one that is meant, however they are encoded (RFC 3986, 5.2.4). */
function fillPath(plan: OperationPlan, draft: Draft): string {
  const { path } = plan;
  let text = path[0] ?? '';
  for (let index = 1; index < path.length; index += 2) {
    const name = path[index] ?? '';
    const segment = draft.segments.get(name) ?? '';
    const after = path[index + 1] ?? '';
    const isWhole = text.endsWith('/') && /^(?:\/|$)/.test(after);
    if (segment === '' || (isWhole && /^\.\.?$/.test(segment))) refusePath(plan, draft, name);
    text += segment + after;
  }
  return text;
}

function refusePath(plan: OperationPlan, draft: Draft, name: string): void {
  const given = plan.parameters.find(({ key }) => key === `path:${name}`)?.given;
  if (given && !draft.path.has(name)) return; // its expression was refused already
  draft.refusals.push({
    code: 'VALUE_UNRESOLVED',
    title: `the path parameter "${name}" has no value, so the request was not sent`,
    ...(given ? { pointer: `${given.pointer}/value` } : {}),
    expected: `a value for {${name}} in ${plan.operation.path}`,
    actual: given ? showValue(draft.path.get(name)) : 'the step does not give this parameter',
  });
}
