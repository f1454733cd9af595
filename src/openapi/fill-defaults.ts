// `default` of JSON Schema (2020-12, section 9.2 of the validation specification), where inputs leave values out.
import type { JsonObject, JsonValue } from '../core/json.ts';
import { isJsonObject } from '../core/json.ts';
import { inside, resolveReference } from './resolve-reference.ts';
import type { Place } from './resolve-reference.ts';

/** Schemas inside each other are followed so deep. */
const deepest = 40;

/**
 * The value, with each property that it leaves out and whose schema has a `default`; so in the objects that it holds.
 * An object that is left out is not made up for the sake of a default inside it.
 */
export function fillDefaults(schema: Place, value: JsonValue, depth = 0): JsonValue {
  if (!isJsonObject(value) || depth > deepest) return value;
  let filled = value;
  for (const [name, property] of propertiesOf(schema)) {
    const given = Object.hasOwn(filled, name) ? filled[name] : defaultOf(property);
    if (given === undefined) continue;
    const whole = fillDefaults(property, given, depth + 1);
    if (whole !== filled[name] || !Object.hasOwn(filled, name)) filled = withMember(filled, name, whole);
  }
  return filled;
}

function withMember(object: JsonObject, name: string, value: JsonValue): JsonObject {
  return Object.fromEntries([...Object.entries(object).filter(([key]) => key !== name), [name, value]]);
}

/** The schemas that judge the same value whatever it is: itself, what its `$ref` leads to, and those of `allOf`. */
export function sameValueSchemas(schema: Place): Place[] {
  const found: Place[] = [];
  const seen = new Set<JsonValue>();
  const waiting = [schema];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value } = next;
    if (!isJsonObject(value) || seen.has(value)) continue;
    seen.add(value);
    found.push(next);
    const reference = value['$ref'];
    const all = inside(next, 'allOf');
    const children = Array.isArray(all.value) ? all.value.map((_, index) => inside(all, index)) : [];
    const target = typeof reference === 'string' ? resolveReference(next, reference) : undefined;
    waiting.push(...children.reverse(), ...(target?.ok === true ? [target.place] : []));
  }
  return found;
}

/** By name; a property that several schemas know is the first one's. */
export function propertiesOf(schema: Place): Map<string, Place> {
  const found = new Map<string, Place>();
  for (const part of sameValueSchemas(schema)) {
    const properties = inside(part, 'properties');
    if (!isJsonObject(properties.value)) continue;
    for (const name of Object.keys(properties.value)) if (!found.has(name)) found.set(name, inside(properties, name));
  }
  return found;
}

/** The `default` of a schema, or of those that stand for it; the nearest wins. */
export function defaultOf(schema: Place): JsonValue | undefined {
  for (const part of sameValueSchemas(schema)) {
    const value = inside(part, 'default').value;
    if (value !== undefined) return value;
  }
  return undefined;
}
