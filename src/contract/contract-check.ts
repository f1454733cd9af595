// The check alone, for whoever does not want workflows: `import { openContract, checkResponse } from 'gatewright/contract'`.
// `checkResponse` here finds the operation and tells the result to people; the one of `openapi/` judges, and is told the
// operations.
import type { Exchange } from '../core/http.ts';
import { mergePolicies, policiesOf, weighViolations } from '../openapi/check-policy.ts';
import type { PolicyPart } from '../openapi/check-policy.ts';
import { checkResponse as judgeResponse } from '../openapi/check-response.ts';
import { checkSentRequest } from '../openapi/check-sent-request.ts';
import type { HowChecked } from '../openapi/checked.ts';
import { locatePart } from '../openapi/contract.ts';
import type { Operation } from '../openapi/contract.ts';
import type { Violation } from '../openapi/violation.ts';
import { describeExchange } from '../runner/step-findings.ts';
import { finishViolation, renderResult } from './check-result.ts';
import type { CheckResult } from './check-result.ts';
import { findOperations } from './find-operations.ts';
import type { Found } from './find-operations.ts';
import { maskOf } from './hide-exchange.ts';
import type { ContractSet } from './open-contract.ts';
import { readExchange } from './plain-exchange.ts';
import type { PlainExchange, PlainRequest } from './plain-exchange.ts';

export { DescriptionError } from '../core/errors.ts';
export type { Fault } from '../core/errors.ts';
export type { CheckKind, PolicyPart, Strictness } from '../openapi/check-policy.ts';
export type { Violation } from '../openapi/violation.ts';
export type { CheckResult } from './check-result.ts';
export { openContract } from './open-contract.ts';
export type { ContractSet, ContractSource, OpenOptions } from './open-contract.ts';
export { fetchExchange } from './plain-exchange.ts';
export type {
  FetchRequest,
  FetchResponse,
  PlainExchange,
  PlainHeaders,
  PlainRequest,
  PlainResponse,
} from './plain-exchange.ts';

export type CheckOptions = {
  /** Pins the operation, whatever the URL; `GET /course` where the contract gives it no name. */
  readonly operationId?: string | undefined;
  /** As in `openContract`, for this exchange. */
  readonly baseUrl?: string | undefined;
  /** How strictly each kind of check counts, as in `{ undeclared: 'error' }`; operations say more by `x-contract`. */
  readonly policy?: PolicyPart | undefined;
};

const givenParsed =
  'the body was given as parsed JSON: whether its bytes were JSON, names that stood twice, and large numbers were not checked';

/**
 * Checks an answer against the contract of the operation that was called: status, media type, headers, body.
 * What the service gets wrong, and what cannot be checked, is in the result; nothing of it throws.
 * @throws TypeError where the exchange is not what its type says
 */
export function checkResponse(contracts: ContractSet, given: PlainExchange, options: CheckOptions = {}): CheckResult {
  const { exchange, parsed } = readExchange(given);
  const found = findFor(contracts, exchange, options);
  if (!found.found) return withoutOperation(exchange, found);
  const [specific] = found.operations;
  const called = exchange.request.method === '' && specific ? withMethod(exchange, specific.method) : exchange;
  const policy = mergePolicies(options.policy, ...policiesOf(found.operations));
  const { check, body } = judgeResponse(found.operations, called, policy);
  const judge = found.operations.find(({ operationId }) => operationId === check.operationId) ?? specific;
  const mask = maskOf(called, found.operations, body);
  return tell({ check, judge, declared: check.declared, parsed, mask, exchange: describeExchange(called) });
}

/**
 * Checks a request as it goes over the wire against the contract of the operation that it calls: the parameters of path,
 * query, headers and cookies, and the body.
 * @throws TypeError where the request is not what its type says
 */
export function checkRequest(contracts: ContractSet, given: PlainRequest, options: CheckOptions = {}): CheckResult {
  const { exchange } = readExchange({ request: given, response: { status: 200, headers: [] } });
  const found = findFor(contracts, exchange, options);
  const called = describeExchange(exchange)
    .replace(/ -> 200$/, '')
    .trim();
  if (!found.found) return withoutOperation(exchange, found, called);
  const [judge] = found.operations;
  if (!judge) return withoutOperation(exchange, { reason: 'no operation fits the request', remedy: '' }, called);
  const policy = mergePolicies(options.policy, ...policiesOf(found.operations));
  const { violations, ...how } = checkSentRequest(judge, exchange.request);
  const check = { ...how, violations: weighViolations(policy, violations) };
  const mask = maskOf(exchange, found.operations, undefined);
  return tell({ check, judge, parsed: given.json !== undefined, mask, exchange: called });
}

function findFor(contracts: ContractSet, { request: { method, url } }: Exchange, options: CheckOptions): Found {
  return findOperations(contracts, { method: method === '' ? undefined : method, url, ...options });
}

type Told = {
  readonly check: HowChecked & { readonly violations: readonly Violation[] };
  readonly judge: Operation | undefined;
  readonly declared?: string | undefined;
  /** Whether a body was given as parsed JSON. */
  readonly parsed: boolean;
  readonly mask: (text: string) => string;
  /** In short. */
  readonly exchange: string;
};

function tell({ check, judge, declared, parsed, mask, exchange }: Told): CheckResult {
  const violations = check.violations.map((violation) => finishViolation(violation, mask));
  return finish({
    ok: check.checked !== 'not-checked' && violations.every(({ severity }) => severity !== 'error'),
    checked: check.checked,
    reason: check.reason === undefined ? undefined : mask(check.reason),
    note: parsed ? givenParsed : undefined,
    violations,
    operation: judge && {
      operationId: judge.operationId,
      method: judge.method,
      path: judge.path,
      location: locatePart(judge.contract, judge),
      declared,
    },
    exchange: mask(exchange),
  });
}

function withMethod(exchange: Exchange, method: string): Exchange {
  return { ...exchange, request: { ...exchange.request, method } };
}

function withoutOperation(
  exchange: Exchange,
  { reason, remedy }: { readonly reason: string; readonly remedy: string },
  called = describeExchange(exchange).trim(),
): CheckResult {
  const mask = maskOf(exchange, [], undefined);
  return finish({
    ...{ ok: false, checked: 'not-checked', reason: mask(reason), remedy: mask(remedy), violations: [] },
    exchange: mask(called),
  });
}

function finish(result: Omit<CheckResult, 'text'>): CheckResult {
  return { ...result, text: renderResult(result) };
}
