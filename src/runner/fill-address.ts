// `x-url`
import type { Address } from '../arazzo/description.ts';
import { expectedAddress } from '../arazzo/read/read-address.ts';
import type { JsonValue } from '../core/json.ts';
import { showValue } from '../core/json.ts';
import type { Scope } from '../expression/scope.ts';
import { readAddress } from '../openapi/address.ts';
import type { Operation } from '../openapi/contract.ts';
import { pathParameters } from '../openapi/operation-index.ts';
import { percentDecode, splitPairs } from '../openapi/percent-decode.ts';
import { resolveTemplate } from './resolve-template.ts';
import type { Refusal } from './step-findings.ts';

type Filled = {
  /** By name, for expressions. */
  readonly path: Map<string, JsonValue>;
  readonly query: Map<string, JsonValue>;
  readonly refusals: Refusal[];
};

/** The address of a request that an answer gave; what stands in its path and query is added to `path` and `query`. */
export function fillAddress(
  { value, pointer }: Address,
  operation: Operation,
  scope: Scope,
  { path, query, refusals }: Filled,
): string {
  const given = resolveTemplate(value, scope, refusals, { name: 'x-url', pointer });
  if (given === undefined) return '';
  const read = typeof given === 'string' ? readAddress(given) : ({ ok: false, reason: 'it is no text' } as const);
  if (!read.ok) {
    refusals.push({
      code: 'REQUEST_SCHEMA_MISMATCH',
      title: `x-url is no address, so the request was not sent: ${read.reason}`,
      pointer,
      expected: expectedAddress,
      actual: showValue(given),
    });
    return '';
  }
  for (const [name, text] of pathParameters(operation, read.url)) path.set(name, text);
  for (const [name, text] of splitPairs(read.url.split('?').slice(1).join('?'))) {
    query.set(percentDecode(name, true) ?? name, percentDecode(text, true) ?? text);
  }
  return read.url;
}
