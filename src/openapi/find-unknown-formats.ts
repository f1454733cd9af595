// Formats that nothing here judges: by the specification annotations, and never to vanish silently.
import { isJsonArray, isJsonObject } from '../core/json.ts';
import { nearestName } from '../core/nearest-name.ts';
import { formatNames, formatOf } from './formats/formats.ts';
import { dialectOf, inside, resolveReference } from './resolve-reference.ts';
import type { Place } from './resolve-reference.ts';
import { schemaKeywords } from './schema-keywords.ts';

export type UnknownFormat = {
  readonly format: string;
  /** Of the keyword `format`. */
  readonly place: Place;
  /** A format that is judged here and may have been meant. */
  readonly nearest?: string;
};

/** The formats of a schema, and of all schemas that it leads to, that nothing here judges; each place once. */
export function findUnknownFormats(schema: Place, seen = new Set<unknown>()): UnknownFormat[] {
  if (!isJsonObject(schema.value) || seen.has(schema.value)) return [];
  seen.add(schema.value);
  const below = partsOf(schema).flatMap((part) => findUnknownFormats(part, seen));
  const place = inside(schema, 'format');
  if (typeof place.value !== 'string' || formatOf(place.value)) return below;
  const nearest = nearestName(place.value, formatNames);
  return [{ format: place.value, place, ...(nearest === undefined ? {} : { nearest }) }, ...below];
}

function partsOf(schema: Place): Place[] {
  const keywords = schemaKeywords(dialectOf(schema.document));
  return Object.keys(isJsonObject(schema.value) ? schema.value : {}).flatMap((name) => {
    const member = inside(schema, name);
    switch (Object.hasOwn(keywords, name) ? keywords[name] : undefined) {
      case 'schema':
      case 'schemaOrBoolean':
        return [member];
      case 'schemas':
        return isJsonArray(member.value) ? member.value.map((_, index) => inside(member, index)) : [];
      case 'schemaMap':
        return Object.keys(isJsonObject(member.value) ? member.value : {}).map((key) => inside(member, key));
      case 'reference': {
        const resolved = typeof member.value === 'string' ? resolveReference(schema, member.value) : undefined;
        return resolved?.ok === true ? [resolved.place] : [];
      }
      default:
        return [];
    }
  });
}
