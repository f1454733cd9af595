// `x-parity` of a step: its pointers lead to something that an answer may have.
import { didYouMean } from '../../core/nearest-name.ts';
import { escapeToken, parsePointer } from '../../document/json-pointer.ts';
import { bodySchemas, knownMembers, schemasBelow } from '../../openapi/body-schemas.ts';
import type { Operation } from '../../openapi/contract.ts';
import type { Step } from '../description.ts';
import type { Reading } from '../read/fields.ts';
import { addFault, partAt } from '../read/fields.ts';

/** @param operation the step's; undefined where it calls a workflow, or names what does not exist */
export function checkParity(
  reading: Reading,
  { parity, target, pointer }: Step,
  operation: Operation | undefined,
): void {
  if (!parity) return;
  const at = `${pointer}/x-parity`;
  if (target.type === 'workflow') {
    const remedy = 'say it on the steps of the called workflow';
    addFault(partAt(reading, at), 'ARAZZO_SCHEMA', 'a step that calls a workflow gets no answer to compare', {
      at: 'key',
      remedy,
    });
  }
  if (!operation) return;
  for (const rule of parity.keys()) {
    const unknown = unknownMember(operation, rule);
    if (!unknown) continue;
    const part = partAt(reading, rule === '' ? at : `${at}/${escapeToken(rule)}`);
    const message = `no answer of ${operation.operationId} has anything at "${rule}"`;
    const remedy = didYouMean(unknown.name, unknown.known) ?? `members there: ${[...unknown.known].join(', ')}`;
    addFault(part, 'REFERENCE_NOT_FOUND', message, { at: 'key', remedy });
  }
}

/** The first token that no schema has a place for; schemas that list no members allow any. */
function unknownMember(operation: Operation, rule: string) {
  let places = bodySchemas(operation);
  for (const name of parsePointer(rule) ?? []) {
    const below = schemasBelow(places, name);
    const known = knownMembers(places);
    if (below.length === 0) return known && { name, known };
    places = below;
  }
  return undefined;
}
