// What is certainly wrong with a value of which only a part is known: a payload whose expressions are still to be filled
// in. What the unknown parts may put right is not told.
import type { JsonValue } from '../../core/json.ts';
import { isJsonArray, isJsonObject, showValue } from '../../core/json.ts';
import { escapeToken } from '../../document/json-pointer.ts';
import type { SchemaReference } from '../contract.ts';
import { exemptProperties } from '../exempt-properties.ts';
import { inside, placeAt } from '../resolve-reference.ts';
import type { Place } from '../resolve-reference.ts';
import type { SchemaViolation } from '../schema-violation.ts';
import { validatorOf } from '../validate-value.ts';
import { sharedTypes } from './conjunction.ts';
import { declarationsOf, typesIn, worldsOf } from './schema-worlds.ts';
import type { World } from './schema-worlds.ts';

export type PartialValue =
  | { readonly kind: 'known'; readonly value: JsonValue }
  /** Filled in later: `text` is what stands for it. `types` and `values` are all that may come, where that is known. */
  | {
      readonly kind: 'unknown';
      readonly text: string;
      readonly types?: ReadonlySet<string> | undefined;
      readonly values?: readonly JsonValue[] | undefined;
    }
  | { readonly kind: 'array'; readonly items: readonly PartialValue[] }
  | { readonly kind: 'object'; readonly members: ReadonlyMap<string, PartialValue> };

/** @returns violations of the request schema that no value of the unknown parts can put right */
export function certainViolations(schema: SchemaReference, value: PartialValue): SchemaViolation[] {
  const found = violationsAt(placeAt(schema.document, schema.pointer), value, '');
  return [...new Map(found.map((one) => [`${one.pointer} ${one.keyword} ${one.expected}`, one])).values()];
}

function violationsAt(place: Place, value: PartialValue, at: string): SchemaViolation[] {
  if (value.kind === 'known') return judgeKnown(place, value.value, at);
  if (value.kind === 'unknown') return judgeUnknown(place, value, at);
  const worlds = worldsOf(place);
  const exempt = new Set(exemptProperties('request', place, []));
  const found = worlds.map((world) =>
    value.kind === 'array' ? inList(world, value.items, at) : inObject(world, value.members, { at, exempt }),
  );
  if (found.some(({ length }) => length === 0)) return [];
  // Of several ways to be right, the one that fails least is most likely meant.
  const [best = []] = found.sort((left, right) => weightOf(left, at) - weightOf(right, at));
  return best;
}

function weightOf(violations: readonly SchemaViolation[], at: string): number {
  if (violations.some(({ pointer, keyword }) => pointer === at && keyword === 'type')) return 1000;
  const depths = violations.map(({ pointer }) => pointer.split('/').length);
  return violations.length - Math.min(...depths) / 100;
}

function judgeKnown({ document, pointer }: Place, value: JsonValue, at: string): SchemaViolation[] {
  const validator = validatorOf({ document, pointer }, 'request');
  const violations = validator.usable ? validator.validate(value).violations : [];
  return violations.map((violation) => ({ ...violation, pointer: at + violation.pointer }));
}

type Unknown = Extract<PartialValue, { readonly kind: 'unknown' }>;

function judgeUnknown(place: Place, { text, types, values }: Unknown, at: string): SchemaViolation[] {
  const listed = values && values.length > 0 ? values.map((value) => judgeKnown(place, value, at)) : [[]];
  const [first = []] = listed;
  if (listed.every(({ length }) => length > 0))
    return first.map((one) => ({ ...one, actual: `${text}, one of ${list(values)}` }));
  const allowed = typesIn(worldsOf(place));
  if (types === undefined || allowed.size === 0 || [...types].some((type) => allowed.has(type))) return [];
  return [
    violation(place, 'type', at, { expected: typeText(allowed), actual: `${text}, which is ${typeText(types)}` }),
  ];
}

function list(values: readonly JsonValue[] = []): string {
  return values.map((value) => showValue(value)).join(', ');
}

function inList(world: World, items: readonly PartialValue[], at: string): SchemaViolation[] {
  const types = sharedTypes(world);
  if (!types.has('array')) return [wrongType(world, types, at, 'a list')];
  return world.flatMap((schema) => [
    ...counted(schema, ['minItems', 'maxItems'], items.length, { at, unit: 'items' }),
    ...items.flatMap((item, index) => {
      const first = inside(inside(schema, 'prefixItems'), index);
      const place = first.value === undefined ? inside(schema, 'items') : first;
      return place.value === undefined ? [] : violationsAt(place, item, `${at}/${index}`);
    }),
  ]);
}

type ObjectSite = { readonly at: string; readonly exempt: ReadonlySet<string> };

function inObject(world: World, members: ReadonlyMap<string, PartialValue>, site: ObjectSite): SchemaViolation[] {
  const types = sharedTypes(world);
  const { at } = site;
  if (!types.has('object')) return [wrongType(world, types, at, 'an object')];
  return world.flatMap((schema) => [
    ...counted(schema, ['minProperties', 'maxProperties'], members.size, { at, unit: 'properties' }),
    ...missing(schema, members, site),
    ...[...members].flatMap(([name, value]) => member(schema, name, value, at)),
  ]);
}

function missing(
  schema: Place,
  members: ReadonlyMap<string, PartialValue>,
  { at, exempt }: ObjectSite,
): SchemaViolation[] {
  const required = namesIn(inside(schema, 'required'));
  const dependent = inside(schema, 'dependentRequired');
  for (const name of isJsonObject(dependent.value) ? Object.keys(dependent.value) : []) {
    if (members.has(name)) required.push(...namesIn(inside(dependent, name)));
  }
  return required
    .filter((name) => !members.has(name) && !exempt.has(name))
    .map((name) => {
      const names = [...members.keys()].map((key) => `"${key}"`).join(', ');
      const actual = `nothing; the object has ${names === '' ? 'no property' : `only ${names}`}`;
      const words = { expected: `the property "${name}"`, actual };
      return violation(schema, 'required', `${at}/${escapeToken(name)}`, words);
    });
}

function namesIn({ value }: Place): string[] {
  return isJsonArray(value) ? value.filter((name) => typeof name === 'string') : [];
}

function member(schema: Place, name: string, value: PartialValue, at: string): SchemaViolation[] {
  const { own, listed } = declarationsOf(schema, name);
  const pointer = `${at}/${escapeToken(name)}`;
  const additional = inside(schema, 'additionalProperties');
  if (own.length > 0) return own.flatMap((place) => violationsAt(place, value, pointer));
  if (additional.value === false) {
    const expected = `no other property than ${listed.map((known) => `"${known}"`).join(', ')}`;
    return [
      { ...violation(schema, 'additionalProperties', pointer, { expected, actual: `"${name}"` }), declared: listed },
    ];
  }
  return isJsonObject(additional.value) ? violationsAt(additional, value, pointer) : [];
}

type Bounds = readonly [least: string, most: string];

function counted(
  schema: Place,
  [least, most]: Bounds,
  size: number,
  words: { at: string; unit: string },
): SchemaViolation[] {
  const broken = (
    keyword: string,
    bound: 'at least' | 'at most',
    isBroken: (limit: number) => boolean,
  ): SchemaViolation[] => {
    const limit = inside(schema, keyword).value;
    if (typeof limit !== 'number' || !isBroken(limit)) return [];
    const { at, unit } = words;
    return [violation(schema, keyword, at, { expected: `${bound} ${limit} ${unit}`, actual: `${size} ${unit}` })];
  };
  return [...broken(least, 'at least', (limit) => size < limit), ...broken(most, 'at most', (limit) => size > limit)];
}

function wrongType(world: World, types: ReadonlySet<string>, at: string, actual: string): SchemaViolation {
  const [schema] = world.filter((place) => inside(place, 'type').value !== undefined);
  const words = { expected: typeText(types), actual };
  return schema ? violation(schema, 'type', at, words) : { ...nowhere, pointer: at, ...words };
}

const nowhere = { keyword: 'type', title: 'must be of another type', schemaPointer: '' };

/** `integer`, or `string or null`; a number that may have a fraction is not named twice. */
export function typeText(types: ReadonlySet<string>): string {
  const named = [...types].filter((type) => type !== 'integer' || !types.has('number'));
  return named.join(' or ');
}

function violation(
  schema: Place,
  keyword: string,
  pointer: string,
  words: { readonly expected: string; readonly actual: string },
): SchemaViolation {
  const title = 'must keep the schema';
  return {
    pointer,
    keyword,
    title,
    ...words,
    schemaPointer: `${schema.pointer}/${keyword}`,
    schemaDocument: schema.document,
  };
}
