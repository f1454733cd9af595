// An answer against the contract: status, media type, headers, body, in this order. Nothing here throws.
import type { Exchange } from '../core/http.ts';
import type { JsonValue } from '../core/json.ts';
import { checkBody } from './check-body.ts';
import { checkHeaders } from './check-headers.ts';
import { defaultPolicy, weighViolations } from './check-policy.ts';
import type { CheckPolicy } from './check-policy.ts';
import { breakPromise } from './break-promise.ts';
import { weakest } from './checked.ts';
import type { HowChecked } from './checked.ts';
import type { Operation } from './contract.ts';
import { governingResponse } from './match-response.ts';
import type { GoverningResponse } from './match-response.ts';
import { showStatus } from './own-words.ts';
import { contentTypeOf, readUndeclared } from './read-body.ts';
import type { ContractCheck, Violation } from './violation.ts';

export type CheckedResponse = {
  readonly check: ContractCheck;
  /** JSON as a value, text as a string; undefined where there is no body, or nothing reads it. */
  readonly body: JsonValue | undefined;
};

/**
 * Checks an answer against the contract that governs it.
 * @param operations all that fit the request, most specific first
 */
export function checkResponse(
  operations: readonly Operation[],
  exchange: Exchange,
  policy: CheckPolicy = defaultPolicy,
): CheckedResponse {
  const { status, headers } = exchange.response;
  const [specific] = operations;
  if (!specific) return withoutOperation(exchange);
  const governing = governingResponse(operations, status);
  if (!governing) return undeclaredStatus(specific, exchange, policy);
  const { operation, response } = governing;
  const ofBody = checkBody(governing, exchange, policy.undeclared !== 'off');
  const ofHeaders = checkHeaders(operation, response, headers);
  const how = ofHeaders.unchecked.length === 0 ? ofBody : weakest([...ofHeaders.unchecked, ofBody]);
  const found = inOrder(ofHeaders.violations, ofBody.violations);
  const violations = [...found, ...doubt(governing, how, policy)];
  const check: ContractCheck = {
    checked: how.checked,
    violations: weighViolations(policy, violations),
    operationId: operation.operationId,
    declared: response.status,
  };
  return { check: how.reason === undefined ? check : { ...check, reason: how.reason }, body: ofBody.body };
}

function inOrder(ofHeaders: readonly Violation[], ofBody: readonly Violation[]): readonly Violation[] {
  if (ofHeaders.length === 0) return ofBody;
  const isMediaType = ({ code }: Violation): boolean => code === 'MEDIA_TYPE_NOT_DECLARED';
  return [...ofBody.filter(isMediaType), ...ofHeaders, ...ofBody.filter((violation) => !isMediaType(violation))];
}

/** What could not be checked, or only against a schema that allows anything, for those who count it. */
function doubt(
  { operation, response }: GoverningResponse,
  { checked, reason = '' }: HowChecked,
  policy: CheckPolicy,
): Violation[] {
  // To look for its line in the contract takes longer than the check.
  if (checked === 'checked' || policy[checked === 'wildcard' ? 'wildcard' : 'notChecked'] === 'off') return [];
  const words =
    checked === 'wildcard'
      ? ({
          code: 'WILDCARD_ONLY',
          title: 'the body was checked against a wildcard',
          expected: 'a schema that says what the body is',
        } as const)
      : ({
          code: 'NOT_CHECKED',
          title: 'the answer could not be checked',
          expected: 'an answer that can be checked',
        } as const);
  return [breakPromise({ operation, part: response }, { ...words, actual: reason }, '/content')];
}

function withoutOperation({ response }: Exchange): CheckedResponse {
  const reason = 'no operation of a contract fits the request';
  return {
    check: { checked: 'not-checked', reason, violations: [], operationId: '' },
    body: readUndeclared(response.body, contentTypeOf(response)),
  };
}

function undeclaredStatus(operation: Operation, { response }: Exchange, policy: CheckPolicy): CheckedResponse {
  const body = readUndeclared(response.body, contentTypeOf(response));
  const violation = breakPromise(
    { operation, part: operation },
    {
      code: 'STATUS_NOT_DECLARED',
      title: 'the contract declares no such status',
      expected: operation.responses.map(({ status }) => status).join(', '),
      actual: showStatus(response.status, body),
    },
    '/responses',
  );
  return {
    check: {
      checked: 'checked',
      violations: weighViolations(policy, [violation]),
      operationId: operation.operationId,
    },
    body,
  };
}
