// Whether a request is one that the operation takes: its credential, the type of its body, and all that the contract says
// of its parameters and body.
import type { HttpRequest } from '../../core/http.ts';
import { headerValues } from '../../core/http.ts';
import { formatLocation } from '../../core/source.ts';
import { mergePolicies, weighViolations } from '../../openapi/check-policy.ts';
import { checkSentRequest } from '../../openapi/check-sent-request.ts';
import { locatePart } from '../../openapi/contract.ts';
import type { Operation, SecurityScheme } from '../../openapi/contract.ts';
import { matchMediaType } from '../../openapi/match-response.ts';
import type { Violation } from '../../openapi/violation.ts';

/** What is wrong, as an answer tells it. */
export type Trouble = {
  /** Statuses that fit it, the best first. */
  readonly statuses: readonly [number, ...number[]];
  readonly title: string;
  readonly detail: string;
  readonly violations?: readonly TroubleAt[];
  readonly headers?: readonly (readonly [name: string, value: string])[];
};

export type TroubleAt = {
  /** As in `query parameter "limit"`, or a JSON Pointer into the body; empty for the whole of it. */
  readonly at: string;
  readonly title: string;
  readonly expected: string;
  readonly actual: string;
  /** The contract's file, line and column. */
  readonly contract: string;
};

/** `trouble`: absent where the request is one that the contract allows. `notChecked`: what could not be judged of it, and why. */
export type Judged = { readonly trouble?: Trouble; readonly notChecked?: string };

export function judgeRequest(operation: Operation, request: HttpRequest): Judged {
  const trouble = withoutCredential(operation, request) ?? ofAnotherType(operation, request);
  if (trouble) return { trouble };
  const check = checkSentRequest(operation, request);
  const broken = breaking(operation, check.violations);
  if (broken) return { trouble: broken };
  return check.checked === 'not-checked' && check.reason !== undefined ? { notChecked: check.reason } : {};
}

function withoutCredential({ contract, security }: Operation, request: HttpRequest): Trouble | undefined {
  const schemes = security.map((names) => names.flatMap((name) => contract.securitySchemes.get(name) ?? []));
  if (schemes.length === 0 || schemes.some((together) => together.every((scheme) => isShown(scheme, request))))
    return undefined;
  const wanted = schemes.map((together) => together.map(describe).join(' and ')).join(', or ');
  const challenge = schemes.flat().some((scheme) => scheme.type === 'http' && scheme.scheme === 'basic')
    ? 'Basic'
    : 'Bearer';
  return {
    statuses: [401, 403],
    title: 'a credential is required',
    detail: `expected ${wanted}; the request has none`,
    headers: [['www-authenticate', challenge]],
  };
}

function isShown(scheme: SecurityScheme, { url, headers }: HttpRequest): boolean {
  const authorization = headerValues(headers, 'authorization')[0] ?? '';
  switch (scheme.type) {
    case 'http':
      return new RegExp(`^${scheme.scheme.replaceAll(/[^\w-]/g, '')}\\s+\\S`, 'i').test(authorization);
    case 'apiKey':
      if (scheme.in === 'header') return headerValues(headers, scheme.name).some((value) => value !== '');
      if (scheme.in === 'query') return (new URLSearchParams(url.split('?')[1] ?? '').get(scheme.name) ?? '') !== '';
      return headerValues(headers, 'cookie').some((value) =>
        value.split(';').some((pair) => pair.trim().startsWith(`${scheme.name}=`)),
      );
    case 'other':
      // The certificate of a client is a matter of the connection.
      return scheme.declared === 'mutualTLS' || authorization !== '';
  }
}

function describe(scheme: SecurityScheme): string {
  switch (scheme.type) {
    case 'http':
      return `Authorization: ${scheme.scheme} ...`;
    case 'apiKey':
      return `the ${scheme.in === 'query' ? 'query parameter' : scheme.in} ${scheme.name}`;
    case 'other':
      return `Authorization (${scheme.declared})`;
  }
}

function ofAnotherType(operation: Operation, { headers, body }: HttpRequest): Trouble | undefined {
  const { requestBody } = operation;
  if (!requestBody || body === undefined || body.length === 0) return undefined;
  const type = headerValues(headers, 'content-type')[0] ?? '';
  if (matchMediaType(requestBody.content, type).declared) return undefined;
  const expected = requestBody.content.map(({ mediaType }) => mediaType).join(' or ');
  const actual = type === '' ? 'no Content-Type' : type;
  const contract = formatLocation(locatePart(operation.contract, requestBody, '/content'));
  return {
    statuses: [415, 400],
    title: 'the contract declares no such media type for the request body',
    detail: `expected ${expected} (${contract}), not ${actual}`,
  };
}

function breaking({ policy }: Operation, all: readonly Violation[]): Trouble | undefined {
  const found = weighViolations(mergePolicies(policy), all);
  const violations = found
    .filter(({ severity }) => severity === 'error')
    .map(({ at = '', title, expected, actual, contract }) => ({
      ...{ at, title, expected, actual },
      contract: formatLocation(contract),
    }));
  const [first] = violations;
  if (!first) return undefined;
  const more = violations.length > 1 ? `; and ${violations.length - 1} more` : '';
  const where = first.at === '' ? '' : `${first.at}: `;
  const detail = `${where}expected ${first.expected} (${first.contract}), not ${first.actual}${more}`;
  return { statuses: [422, 400], title: first.title, detail, violations };
}
