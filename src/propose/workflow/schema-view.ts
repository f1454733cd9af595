// A schema as one view: what its `$ref`, `allOf` and choices say together.
import { isJsonArray, isJsonObject } from '../../core/json.ts';
import type { JsonValue } from '../../core/json.ts';
import type { SchemaReference } from '../../openapi/contract.ts';
import { inside, placeAt } from '../../openapi/resolve-reference.ts';
import type { Place } from '../../openapi/resolve-reference.ts';
import { listAt, partsInPlace } from '../../openapi/schema-parts.ts';

export function placeOf({ document, pointer }: SchemaReference): Place {
  return placeAt(document, pointer);
}

/**
 * The schemas that judge the same value: behind `$ref` and `allOf`, and of a choice every branch.
 * @param choices false: only those that hold in any case
 */
export function partsOf(place: Place, choices = true, passed = new Set<JsonValue>()): Place[] {
  const { value } = place;
  if (!isJsonObject(value) || passed.has(value)) return [];
  passed.add(value);
  const branches = choices ? [...listAt(inside(place, 'oneOf')), ...listAt(inside(place, 'anyOf'))] : [];
  return [place, ...[...partsInPlace(place), ...branches].flatMap((part) => partsOf(part, choices, passed))];
}

/** The first that says something under this keyword. */
export function saidOf(parts: readonly Place[], keyword: string): Place | undefined {
  return parts.map((part) => inside(part, keyword)).find(({ value }) => value !== undefined);
}

export function propertiesOf(parts: readonly Place[]): ReadonlyMap<string, Place> {
  const found = new Map<string, Place>();
  for (const part of parts) {
    const properties = inside(part, 'properties');
    for (const name of isJsonObject(properties.value) ? Object.keys(properties.value) : []) {
      if (!found.has(name)) found.set(name, inside(properties, name));
    }
  }
  return found;
}

export function requiredOf(parts: readonly Place[]): string[] {
  const names = parts.flatMap((part) => {
    const { value } = inside(part, 'required');
    return isJsonArray(value) ? value.filter((name) => typeof name === 'string') : [];
  });
  return [...new Set(names)];
}

/** The types that it names; without any, those that its keywords speak of. */
export function typesOf(parts: readonly Place[]): ReadonlySet<JsonValue> {
  const named = parts.flatMap((part): readonly JsonValue[] => {
    const { value = [] } = inside(part, 'type');
    return isJsonArray(value) ? value : [value];
  });
  if (named.length > 0) return new Set(named);
  if (parts.some((part) => inside(part, 'properties').value !== undefined)) return new Set(['object']);
  return new Set(parts.some((part) => inside(part, 'items').value !== undefined) ? ['array'] : []);
}
