// Arazzo 1.1, "Parameter Object"; OpenAPI decides how values are written into the request.
import type { HeaderField, HttpRequest } from '../core/http.ts';
import { withHeader } from '../core/http.ts';
import type { JsonValue } from '../core/json.ts';
import { showValue } from '../core/json.ts';
import type { Scope } from '../expression/scope.ts';
import { textOf } from '../expression/text-of.ts';
import { serializeParameter } from '../openapi/serialize-parameter.ts';
import { buildBody } from './build-body.ts';
import type { OperationPlan, ParameterPlan } from './plan-step.ts';
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
export function buildRequest(plan: OperationPlan, scope: Scope, baseUrl: string): Built {
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
  for (const parameter of plan.parameters) addParameter(draft, parameter, scope);
  for (const [name, value] of plan.fixedHeaders) {
    draft.headers.push([name, value]);
    draft.parameters.set(`header:${name}`, value);
  }
  const body = plan.body && buildBody(plan.body, scope, draft.refusals, !plan.sendsInvalidRequest);
  const path = fillPath(plan, draft);
  const [refusal, ...more] = draft.refusals;
  if (refusal) return { ok: false, refusals: [refusal, ...more] };
  const search = draft.search.length > 0 ? `?${draft.search.join('&')}` : '';
  const start = { method: plan.operation.method, url: `${baseUrl}${path}${search}` };
  const values = { parameters: draft.parameters, path: draft.path, query: draft.query, payload: body?.payload };
  const headers = draft.cookies.length > 0 ? withHeader(draft.headers, 'Cookie', joinCookies(draft)) : draft.headers;
  if (body?.text === undefined) {
    return { ok: true, value: { ...values, request: { ...start, headers }, contentType: undefined } };
  }
  // The request body's content type wins over a parameter of that name.
  const contentType = plan.body?.contentType ?? '';
  const request = { ...start, headers: withHeader(headers, 'Content-Type', contentType), body: body.text };
  return { ok: true, value: { ...values, request, contentType } };
}

function joinCookies(draft: Draft): string {
  return draft.cookies.join('; ');
}

function addParameter(draft: Draft, { given, declared, key }: ParameterPlan, scope: Scope): void {
  const name = `the ${given.in ?? ''} parameter "${given.name}"`;
  const value = resolveTemplate(given.value, scope, draft.refusals, { name, pointer: `${given.pointer}/value` });
  if (value === undefined) return;
  if (!declared) {
    draft.search.push(textOf(value).replace(/^\?/, ''));
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
        draft.headers.push([written, text]);
        break;
      case 'cookie':
        draft.cookies.push(`${written}=${text}`);
    }
  }
}

/** An empty value would address another path than the one that is meant. */
function fillPath(plan: OperationPlan, draft: Draft): string {
  const { path } = plan;
  let text = path[0] ?? '';
  for (let index = 1; index < path.length; index += 2) {
    const name = path[index] ?? '';
    const segment = draft.segments.get(name) ?? '';
    if (segment === '') refusePath(plan, draft, name);
    text += segment + (path[index + 1] ?? '');
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
