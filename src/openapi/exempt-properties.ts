// `readOnly` properties are not required in a request, `writeOnly` ones not in an answer (OpenAPI 3.0.4 section 4.7.24).
import { isJsonObject } from '../core/json.ts';
import type { JsonValue } from '../core/json.ts';
import { dialectOf, inside } from './resolve-reference.ts';
import type { Place } from './resolve-reference.ts';
import { partsInPlace, targetOf } from './schema-parts.ts';

/** Which way a value travels. `both`: neither is freed. */
export type Direction = 'request' | 'response' | 'both';

/** The names that `required` must not ask for, gathered over `allOf`, whose branches may list each other's properties. */
export function exemptProperties(direction: Direction, place: Place, inherited: readonly string[]): readonly string[] {
  if (direction === 'both') return inherited;
  const flag = direction === 'request' ? 'readOnly' : 'writeOnly';
  const names = new Set(inherited);
  collectFlagged(place, flag, { names, seen: new Set() });
  return names.size === inherited.length ? inherited : [...names].sort();
}

type Flagged = { readonly names: Set<string>; readonly seen: Set<JsonValue | undefined> };

function collectFlagged(place: Place, flag: string, found: Flagged): void {
  if (found.seen.has(place.value)) return;
  found.seen.add(place.value);
  const properties = inside(place, 'properties');
  for (const name of isJsonObject(properties.value) ? Object.keys(properties.value) : []) {
    if (isFlagged(inside(properties, name), flag, new Set())) found.names.add(name);
  }
  for (const branch of partsInPlace(place)) collectFlagged(branch, flag, found);
}

function isFlagged(place: Place, flag: string, seen: Set<JsonValue | undefined>): boolean {
  if (seen.has(place.value)) return false;
  seen.add(place.value);
  const overruled = dialectOf(place.document) === '3.0' && targetOf(place) !== undefined;
  if (!overruled && inside(place, flag).value === true) return true;
  return partsInPlace(place).some((part) => isFlagged(part, flag, seen));
}
