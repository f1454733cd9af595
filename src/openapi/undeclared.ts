// Which of the properties that are left over, once all schemas of an object have spoken, are worth a word.
import type { JsonValue } from '../core/json.ts';
import { unescapeToken } from '../document/json-pointer.ts';
import type { Origin } from './convert-schema.ts';
import type { KeywordError } from './describe-error.ts';
import { isDeclaredByName } from './discriminator.ts';
import { requiredProperties } from './schema-parts.ts';
import type { SchemaViolation } from './schema-violation.ts';

export const undeclaredKeyword = 'undeclared';

export function isUndeclaredViolation({ keyword }: SchemaViolation): boolean {
  return keyword === undeclaredKeyword;
}

/** A name that is required is known, and so are those of the schema that a discriminator names. */
export function isExpected(error: KeywordError, { place }: Origin): boolean {
  const property = error.params['unevaluatedProperty'];
  if (typeof property !== 'string') return false;
  return requiredProperties(place).has(property) || isDeclaredByName(place, error.data as JsonValue, property);
}

/**
 * A schema that was broken declares nothing to the validator: its own properties are then left over too.
 * @param broken the other faults of the value
 */
export function withoutEchoes(
  undeclared: readonly SchemaViolation[],
  broken: readonly SchemaViolation[],
): SchemaViolation[] {
  return undeclared.filter(({ pointer, declared = [] }) => {
    const cut = pointer.lastIndexOf('/');
    if (!declared.includes(unescapeToken(pointer.slice(cut + 1)))) return true;
    const object = pointer.slice(0, cut);
    const isBelow = (other: SchemaViolation): boolean => other.pointer.startsWith(`${object}/`);
    if (broken.some((other) => other.pointer === object || isBelow(other))) return false;
    return !undeclared.some((other) => isBelow(other) && other.pointer.slice(cut + 1).includes('/'));
  });
}
