// Which parts of a value the contract's guesses speak of.
import { isJsonArray, isJsonObject } from '../core/json.ts';
import type { JsonObject, JsonValue } from '../core/json.ts';
import { inside } from '../openapi/resolve-reference.ts';
import type { Place } from '../openapi/resolve-reference.ts';
import { partsInPlace } from '../openapi/schema-parts.ts';

/**
 * Takes note of a schema that says `x-confidence: inferred` itself.
 * @param value undefined where the object has no such property
 * @param inObject whether it is the schema of a property
 */
export type Visit = (place: Place, value: JsonValue | undefined, inObject: boolean) => void;

/** Walks value and schema side by side. Inside a choice nobody knows which branch was meant: it is left out. */
export function visitGuesses(place: Place, value: JsonValue | undefined, visit: Visit, inObject = false): void {
  const schema = place.value;
  if (!isJsonObject(schema)) return;
  if (schema['x-confidence'] === 'inferred') visit(place, value, inObject);
  if (value === undefined) return;
  for (const part of partsInPlace(place)) visitGuesses(part, value, visit, inObject);
  if (isJsonObject(value)) visitProperties(inside(place, 'properties'), value, visit);
  if (isJsonArray(value)) for (const item of value) visitGuesses(inside(place, 'items'), item, visit);
}

function visitProperties(properties: Place, object: JsonObject, visit: Visit): void {
  if (!isJsonObject(properties.value)) return;
  for (const name of Object.keys(properties.value)) {
    const member = Object.hasOwn(object, name) ? object[name] : undefined;
    visitGuesses(inside(properties, name), member, visit, true);
  }
}
