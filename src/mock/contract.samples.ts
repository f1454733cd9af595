// For the tests of the mock: every answer of it must keep what the contracts promise.
import type { CheckOptions, PlainExchange } from '../contract/contract-check.ts';
import { checkResponse, openContract } from '../contract/contract-check.ts';

const contracts = openContract(['contracts']);

/** What the contract of the called operation has against an answer: a text per broken promise, warnings too. */
export function contractFindings(exchange: PlainExchange, options: CheckOptions = {}): string[] {
  const result = checkResponse(contracts, exchange, options);
  if (result.operation === undefined) return [`${result.exchange}: ${result.reason ?? 'no operation'}`];
  const unchecked = result.checked === 'not-checked' ? [`${result.exchange}: ${result.reason ?? ''}`] : [];
  return [
    ...result.violations.map(
      ({ title, at = '', expected, actual }) => `${result.exchange}: ${title} ${at}: ${expected}, not ${actual}`,
    ),
    ...unchecked,
  ];
}
