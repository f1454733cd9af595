// The schemas that may judge a part of an answer's body, whichever branch holds.
import type { Operation } from './contract.ts';
import { declaredResponse } from './match-response.ts';
import type { Place } from './resolve-reference.ts';
import { inside, placeAt } from './resolve-reference.ts';
import { declaredProperties, listAt, partsInPlace } from './schema-parts.ts';

/** The schemas of whole bodies: of one status, or of every response that is declared. */
export function bodySchemas(operation: Operation, status?: number): Place[] {
  const declared = status === undefined ? undefined : declaredResponse(operation, status);
  const responses = status === undefined ? operation.responses : declared ? [declared] : [];
  const schemas = responses.flatMap(({ content }) => content.flatMap(({ schema }) => schema ?? []));
  return together(schemas.map(({ document, pointer }) => placeAt(document, pointer)));
}

/** The schemas of a member, or of an element where the token is `*` or an index. */
export function schemasBelow(places: readonly Place[], token: string): Place[] {
  const isElement = /^(?:\*|\d+)$/.test(token);
  const below = places.flatMap((place) => {
    const member = inside(inside(place, 'properties'), token);
    const element = isElement ? [inside(place, 'items')] : [];
    return [member, ...element].filter(({ value }) => value !== undefined);
  });
  return together(below);
}

/** The members that schemas know by name; undefined where they know of none, so that any may come. */
export function knownMembers(places: readonly Place[]): ReadonlySet<string> | undefined {
  const names = new Set(places.flatMap((place) => [...declaredProperties(place)]));
  return names.size === 0 ? undefined : names;
}

/** With all that judges the same value. */
function together(places: readonly Place[]): Place[] {
  const found = new Map<unknown, Place>();
  const waiting = [...places];
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    if (found.has(place.value)) continue;
    found.set(place.value, place);
    const branches = ['anyOf', 'oneOf'].flatMap((keyword) => listAt(inside(place, keyword)));
    waiting.push(...partsInPlace(place), ...branches);
  }
  return [...found.values()];
}
