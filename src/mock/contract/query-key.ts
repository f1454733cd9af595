// Credentials that a contract puts into the query.
import type { Contract } from '../../openapi/contract.ts';
import { percentDecode, splitPair } from '../../openapi/percent-decode.ts';

/** @param pair as it stands in a query, as in `api_key=abc` */
export function isQueryKey(contracts: readonly Contract[], pair: string): boolean {
  const [written] = splitPair(pair);
  const name = percentDecode(written, true) ?? written;
  return contracts.some(({ securitySchemes }) =>
    [...securitySchemes.values()].some(
      (scheme) => scheme.type === 'apiKey' && scheme.in === 'query' && scheme.name === name,
    ),
  );
}
