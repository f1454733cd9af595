// A body that "matches its schema" says little where the schema allows anything.
import { isJsonArray, isJsonObject } from '../core/json.ts';
import type { JsonValue } from '../core/json.ts';
import type { SchemaReference } from './contract.ts';
import { dialectOf, inside, placeAt } from './resolve-reference.ts';
import type { Place } from './resolve-reference.ts';
import { schemaKeywords } from './schema-keywords.ts';
import { targetOf } from './schema-parts.ts';

/**
 * Whether no value inside a body is constrained beyond the type of the outermost containers: `{}`, `type: object` alone,
 * `type: array` whose `items` are such, a choice one of whose branches is such. A scalar type alone constrains.
 */
export function isWildcard(schema: SchemaReference): boolean {
  return allowsAnything(placeAt(schema.document, schema.pointer), []);
}

function allowsAnything(place: Place, passed: readonly JsonValue[]): boolean {
  const { value } = place;
  if (value === undefined || value === true) return true;
  // A schema that comes back to itself adds no constraint on the way.
  if (!isJsonObject(value) || passed.includes(value)) return value !== false;
  const trail = [...passed, value];
  const target = targetOf(place);
  if (target && !allowsAnything(target, trail)) return false;
  if (target && dialectOf(place.document) === '3.0') return true;
  return Object.keys(value).every((name) => leavesOpen(name, inside(place, name), trail));
}

type Rule = (member: Place, open: (place: Place) => boolean) => boolean;

const always: Rule = () => true;
const itself: Rule = (member, open) => open(member);
const all: Rule = (member, open) => childrenOf(member).every(open);
const any: Rule = (member, open) => childrenOf(member).some(open);

/** Whether a keyword leaves everything inside open; one that is not listed here does only if it is an annotation. */
const rules: Readonly<Record<string, Rule>> = {
  type: ({ value }) => namesContainer(value),
  items: itself,
  additionalProperties: itself,
  unevaluatedItems: itself,
  unevaluatedProperties: itself,
  allOf: all,
  prefixItems: all,
  properties: all,
  patternProperties: all,
  anyOf: any,
  oneOf: any,
  required: ({ value }) => isJsonArray(value) && value.length === 0,
  nullable: always,
  $ref: always,
  $defs: always,
  definitions: always,
};

function leavesOpen(name: string, member: Place, trail: readonly JsonValue[]): boolean {
  const rule = rules[name];
  if (rule) return rule(member, (place) => allowsAnything(place, trail));
  return (schemaKeywords(dialectOf(member.document))[name] ?? 'annotation') === 'annotation';
}

function namesContainer(type: JsonValue | undefined): boolean {
  const types = isJsonArray(type) ? type : [type];
  return types.includes('object') || types.includes('array');
}

function childrenOf(place: Place): Place[] {
  if (isJsonArray(place.value)) return place.value.map((_, index) => inside(place, index));
  return isJsonObject(place.value) ? Object.keys(place.value).map((name) => inside(place, name)) : [];
}
