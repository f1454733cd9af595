// A request as it came over the wire against its operation: for servers, and for callers that build requests themselves.
import type { HttpRequest } from '../core/http.ts';
import { headerValues } from '../core/http.ts';
import { checkParsed, parametersThatCount } from './check-parameter.ts';
import { checkRequestBody } from './check-request-body.ts';
import { weakest } from './checked.ts';
import type { RequestCheck } from './checked.ts';
import type { Operation, Parameter } from './contract.ts';
import { pathTexts } from './operation-index.ts';
import { parseParameter } from './parse-parameter.ts';
import type { ParsedParameter } from './parse-parameter.ts';
import { percentDecode, splitPair, splitPairs } from './percent-decode.ts';
import type { Pair } from './percent-decode.ts';
import { beginning, readBody } from './read-body.ts';
import { readHeader } from './read-header.ts';

/**
 * Judges path, query, headers, cookies and body. Query parameters and headers that the contract does not name are not
 * its matter, nor is what proves who calls.
 * @param operation one that fits the request's path, see `OperationIndex.byRequest`
 * @param request whose `url` is a path, or absolute; behind a base path of the contract's `servers` too
 */
export function checkSentRequest(operation: Operation, request: HttpRequest): RequestCheck {
  const sent: Sent = {
    path: pathTexts(operation, request.url),
    query: splitPairs(queryOf(request.url)),
    cookies: cookiesOf(request),
    request,
  };
  const parts = parametersThatCount(operation).flatMap((parameter) =>
    readParameter(operation, parameter, sent).map((read) => checkParsed(operation, parameter, read)),
  );
  parts.push(checkBody(operation, request));
  return { ...weakest(parts), violations: parts.flatMap(({ violations }) => violations) };
}

type Sent = {
  readonly path: ReadonlyMap<string, string>;
  readonly query: readonly Pair[];
  readonly cookies: readonly Pair[];
  readonly request: HttpRequest;
};

function queryOf(url: string): string {
  const withoutFragment = url.split('#', 1)[0] ?? '';
  const mark = withoutFragment.indexOf('?');
  return mark < 0 ? '' : withoutFragment.slice(mark + 1);
}

function cookiesOf({ headers }: HttpRequest): Pair[] {
  const cookies = headerValues(headers, 'cookie').flatMap((value) => value.split(';'));
  return cookies.map((cookie) => splitPair(cookie.trim()));
}

function readParameter(operation: Operation, parameter: Parameter, sent: Sent): readonly ParsedParameter[] {
  const { name } = parameter;
  switch (parameter.in) {
    case 'path': {
      const text = sent.path.get(name);
      return [parseParameter(parameter, text === undefined ? [] : [[name, text]])];
    }
    case 'query':
      return [parseParameter(parameter, withoutOthers(operation, parameter, sent.query))];
    case 'cookie':
      return [parseParameter(parameter, sent.cookies)];
    case 'header': {
      const values = headerValues(sent.request.headers, name);
      return values.length === 0 ? [{ type: 'absent' }] : readHeader(parameter, values);
    }
  }
}

/** Where the members of an object stand under their own names, those of other parameters are not among them. */
function withoutOthers({ parameters }: Operation, parameter: Parameter, query: readonly Pair[]): readonly Pair[] {
  if (parameter.style !== 'form' || !parameter.explode) return query;
  const others = parameters.filter((other) => other.in === 'query' && other !== parameter).map(({ name }) => name);
  return query.filter(([sent]) => {
    const name = percentDecode(sent, true) ?? sent;
    return !others.some((other) => name === other || name.startsWith(`${other}[`));
  });
}

const encoder = new TextEncoder();

function checkBody(operation: Operation, { headers, body }: HttpRequest): RequestCheck {
  if (body === undefined || body.length === 0) return checkRequestBody(operation, undefined);
  const bytes = typeof body === 'string' ? encoder.encode(body) : body;
  const contentTypes = [...new Set(headerValues(headers, 'content-type').filter((type) => type.trim() !== ''))];
  const shown = `${bytes.length} bytes: ${beginning(bytes)}`;
  return checkRequestBody(operation, {
    contentTypes,
    shown,
    read: (name, declared) => readBody(bytes, name, declared),
  });
}
