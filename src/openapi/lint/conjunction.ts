// The schemas that judge one value together, as one list of rules: what `allOf` and `$ref` add up to.
import type { JsonValue } from '../../core/json.ts';
import { isJsonArray, isJsonObject } from '../../core/json.ts';
import { memberOf } from '../../document/json-pointer.ts';
import { dialectOf, inside } from '../resolve-reference.ts';
import type { Place } from '../resolve-reference.ts';
import { partsInPlace, targetOf } from '../schema-parts.ts';
import { keyOf } from './walk-contract.ts';

/** Schemas that all have to hold for the same value, each once. */
export type Conjunction = readonly Place[];

/** A keyword with its value. */
export type Rule = { readonly place: Place; readonly value: JsonValue };

/** What holds together with these schemas; `undefined` where one of them is the schema `false`, which is meant. */
export function conjunctionOf(places: readonly Place[]): Conjunction | undefined {
  const parts = new Map<string, Place>();
  const waiting = [...places];
  for (let place = waiting.shift(); place; place = waiting.shift()) {
    if (place.value === false) return undefined;
    if (!isJsonObject(place.value) || parts.has(keyOf(place))) continue;
    parts.set(keyOf(place), place);
    const alone = dialectOf(place.document) === '3.0' && targetOf(place) !== undefined;
    waiting.unshift(...(alone ? partsInPlace(place).slice(0, 1) : partsInPlace(place)));
  }
  // In OpenAPI 3.0, nothing beside `$ref` counts.
  return [...parts.values()].filter((place) => dialectOf(place.document) === '3.1' || targetOf(place) === undefined);
}

/** A keyword, wherever one of the schemas has it. */
export function rulesOf(conjunction: Conjunction, keyword: string): Rule[] {
  const rules: Rule[] = [];
  for (const schema of conjunction) {
    const value = memberOf(schema.value, keyword);
    // Most keywords are absent: then no place is made.
    if (value !== undefined) rules.push({ place: inside(schema, keyword), value });
  }
  return rules;
}

/** The types that exclude each other; an integer is a number. */
export const typeNames = ['null', 'boolean', 'object', 'array', 'number', 'string'] as const;

/** The types that a schema's own `type` allows, `nullable` of OpenAPI 3.0 counted in; all where it has none. */
export function typesOf(schema: Place): ReadonlySet<string> {
  const type = inside(schema, 'type').value;
  const named = isJsonArray(type) ? type : [type];
  if (type === undefined) return new Set([...typeNames, 'integer']);
  const allowed = new Set(named.filter((name) => typeof name === 'string'));
  if (dialectOf(schema.document) === '3.0' && inside(schema, 'nullable').value === true) allowed.add('null');
  if (allowed.has('number')) allowed.add('integer');
  return allowed;
}

/**
 * The types that all of these schemas allow, with `integer` where whole numbers are. `nullable` beside a choice, or of
 * a schema that refers, may free null from what the parts say: it is left in.
 */
export function sharedTypes(conjunction: Conjunction): ReadonlySet<string> {
  let shared: ReadonlySet<string> = new Set([...typeNames, 'integer']);
  for (const schema of conjunction) {
    const own = typesOf(schema);
    shared = new Set([...shared].filter((name) => own.has(name)));
  }
  const lenient = conjunction.some(
    (schema) => dialectOf(schema.document) === '3.0' && inside(schema, 'nullable').value === true,
  );
  return lenient ? new Set([...shared, 'null']) : shared;
}
