// What stands together in a schema: where `$ref` leads, and which schemas judge the same value.
import { holdsExactNumber, isJsonArray, isJsonObject } from '../core/json.ts';
import type { JsonObject } from '../core/json.ts';
import { dialectOf, inside, resolveReference } from './resolve-reference.ts';
import type { Place } from './resolve-reference.ts';
import { schemaKeywords } from './schema-keywords.ts';
import type { KeywordKind } from './schema-keywords.ts';

/** Where the `$ref` of a schema leads; undefined where it has none, or it leads nowhere. */
export function targetOf(place: Place): Place | undefined {
  const reference = isJsonObject(place.value) ? place.value['$ref'] : undefined;
  if (typeof reference !== 'string') return undefined;
  const resolved = resolveReference(place, reference);
  return resolved.ok ? resolved.place : undefined;
}

/** The schemas of a list, as `allOf` holds one. */
export function listAt(place: Place): Place[] {
  return isJsonArray(place.value) ? place.value.map((_, index) => inside(place, index)) : [];
}

/** The schemas that hold together with this one: what its `$ref` leads to, and `allOf`. */
export function partsInPlace(place: Place): Place[] {
  const target = targetOf(place);
  return [...(target ? [target] : []), ...listAt(inside(place, 'allOf'))];
}

/** What decides how a schema is judged: found once, over everything that it leads to. */
export type Survey = {
  /** Whether there is a choice: an error inside it need not be one outside. */
  readonly choices: boolean;
  /** Whether a rule has a number that no double stands for. */
  readonly exactNumbers: boolean;
};

const choosing = new Set(['anyOf', 'oneOf', 'not', 'if', 'contains', 'dependentSchemas']);

export function surveySchema(root: Place): Survey {
  const seen = new Set<unknown>();
  const waiting = [root];
  let choices = false;
  let exactNumbers = false;
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    const { value } = place;
    if (!isJsonObject(value) || seen.has(value)) continue;
    seen.add(value);
    const target = targetOf(place);
    if (target) waiting.push(target);
    const keywords = schemaKeywords(dialectOf(place.document));
    for (const [name, member] of Object.entries(value)) {
      const kind = keywords[name] ?? 'annotation';
      choices ||= choosing.has(name);
      exactNumbers ||= kind !== 'annotation' && !holdsSchemas.has(kind) && holdsExactNumber(member);
      waiting.push(...schemasOf(kind, inside(place, name)));
    }
  }
  return { choices, exactNumbers };
}

const holdsSchemas: ReadonlySet<KeywordKind> = new Set(['schema', 'schemaOrBoolean', 'schemas', 'schemaMap']);

/** The schemas that a keyword of this kind holds. */
export function schemasOf(kind: KeywordKind, member: Place): Place[] {
  if (kind === 'schemas') return listAt(member);
  if (kind === 'schema' || kind === 'schemaOrBoolean') return [member];
  if (kind !== 'schemaMap' || !isJsonObject(member.value)) return [];
  return Object.keys(member.value).map((name) => inside(member, name));
}

const choices = ['anyOf', 'oneOf', 'if', 'then', 'else', 'dependentSchemas'];

/** The properties that a schema names, and those of every schema that judges the same value. */
export function declaredProperties(place: Place): Set<string> {
  const names = new Set<string>();
  for (const { properties } of schemasInPlace(place)) {
    if (isJsonObject(properties)) for (const name of Object.keys(properties)) names.add(name);
  }
  return names;
}

/** The properties that a schema requires, and those of every schema that judges the same value. */
export function requiredProperties(place: Place): Set<string> {
  const names = new Set<string>();
  for (const { required, dependentRequired } of schemasInPlace(place)) {
    const dependent = isJsonObject(dependentRequired) ? Object.values(dependentRequired) : [];
    for (const name of [required, ...dependent].flatMap((list) => (isJsonArray(list) ? list : []))) {
      if (typeof name === 'string') names.add(name);
    }
  }
  return names;
}

/** A schema, and all that judge the same value with it, or may. */
function schemasInPlace(place: Place, passed = new Set<JsonObject>()): Set<JsonObject> {
  const { value } = place;
  if (!isJsonObject(value) || passed.has(value)) return passed;
  passed.add(value);
  const chosen = choices.flatMap((name) => branchesAt(inside(place, name), name));
  for (const part of [...partsInPlace(place), ...chosen]) schemasInPlace(part, passed);
  return passed;
}

function branchesAt(place: Place, name: string): Place[] {
  if (name !== 'dependentSchemas') return isJsonArray(place.value) ? listAt(place) : [place];
  return isJsonObject(place.value) ? Object.keys(place.value).map((member) => inside(place, member)) : [];
}
