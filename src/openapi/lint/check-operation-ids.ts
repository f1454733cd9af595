// operationIds over all contracts: workflows, faults of the mock and reports name operations by them.
import { formatLocation } from '../../core/source.ts';
import { inside } from '../resolve-reference.ts';
import type { Place } from '../resolve-reference.ts';
import type { LintFinding } from './lint-finding.ts';
import type { Walked } from './unused-components.ts';
import { keyOf } from './walk-contract.ts';

type First = { readonly contract: string; readonly place: Place };

/** Inside one contract, those of callbacks and webhooks count too (OpenAPI 3.0.4 section 4.7.10.1). */
export function checkOperationIds(contracts: readonly Walked[]): LintFinding[] {
  const first = new Map<string, First>();
  const findings: LintFinding[] = [];
  for (const { document, sites } of contracts) {
    for (const { kind, place, reached } of sites) {
      const id = inside(place, 'operationId');
      if (kind !== 'operation' || !reached || typeof id.value !== 'string') continue;
      const known = first.get(id.value);
      if (!known) first.set(id.value, { contract: document.file, place: id });
      if (!known || keyOf(known.place) === keyOf(id)) continue;
      const taken = formatLocation(known.place.document.locate(known.place.pointer));
      findings.push({
        rule: known.contract === document.file ? 'structure' : 'operation-id',
        place: id,
        message: `the operationId "${id.value}" is taken: ${taken}`,
        remedy: 'rename one of the two',
      });
    }
  }
  return findings;
}
