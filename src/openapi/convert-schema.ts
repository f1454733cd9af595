// From a schema as the contract writes it to one that the validator reads: JSON Schema 2020-12, one direction, every
// reference by a name that stands for one place. Converted once; each part remembers where it came from.
import type { JsonValue } from '../core/json.ts';
import { isJsonArray, isJsonObject } from '../core/json.ts';
import { dialectOf, inside, resolveReference } from './resolve-reference.ts';
import type { Place } from './resolve-reference.ts';
import { inPlace, schemaKeywords } from './schema-keywords.ts';
import type { KeywordKind } from './schema-keywords.ts';

/** `readOnly` properties are not required in a request, `writeOnly` ones not in a response. */
export type Direction = 'request' | 'response' | 'both';

export type Converted = Readonly<Record<string, unknown>>;

/** Where a converted schema stands in its document, or that it is an aid to read the validator's errors. */
export type Origin = {
  readonly place: Place;
  /** The nearest `x-confidence` on the way here. */
  readonly confidence: string | undefined;
  /**
   * `marker` always fails, so that the errors between two of them belong to one branch of a choice. `nullable` is a
   * choice that OpenAPI 3.0's keyword makes; `contains` one that the converter makes. `never` is the schema `false`.
   */
  readonly role: 'schema' | 'marker' | 'nullable' | 'contains' | 'never';
  /** Of a marker: which branch follows, from 0. */
  readonly branch?: number;
};

/** What a schema inherits from where it is used. */
export type Use = {
  /** Properties that the direction frees from `required`. */
  readonly exempt: readonly string[];
  readonly confidence: string | undefined;
};

export const plainUse: Use = { exempt: [], confidence: undefined };

export type Conversion = {
  readonly direction: Direction;
  readonly origins: WeakMap<object, Origin>;
  /** The name under which a schema is known to the validator, for this use. */
  readonly nameOf: (place: Place, use: Use) => string;
};

/** A schema that no rule here can carry out: its body is not checked, and this says why. */
export class SchemaNotSupported extends Error {
  override readonly name = 'SchemaNotSupported';
}

/** @throws SchemaNotSupported */
export function convertSchema(conversion: Conversion, place: Place, use: Use): Converted {
  const { value } = place;
  if (value === true) return {};
  if (value === false) return remember(conversion, place, { role: 'never', confidence: use.confidence }, { not: {} });
  if (!isJsonObject(value)) throw new SchemaNotSupported(`${place.pointer} is not a schema`);
  const marked = value['x-confidence'];
  const confidence = typeof marked === 'string' ? marked : use.confidence;
  if (dialectOf(place.document) === '3.1') {
    return remember(
      conversion,
      place,
      { role: 'schema', confidence },
      convertMembers(conversion, place, use, confidence),
    );
  }
  // OpenAPI 3.0.4 section 4.7.23: nothing beside `$ref` counts.
  if (value['$ref'] !== undefined) return { $ref: nameOfTarget(conversion, place, { ...use, confidence }) };
  const converted = convertNumbers(convertMembers(conversion, place, use, confidence));
  remember(conversion, place, { role: 'schema', confidence }, converted);
  return value['nullable'] === true ? allowNull(conversion, place, confidence, converted) : converted;
}

/** What is looked up when a reference leads there, or has a rule of its own. */
const passedOver: ReadonlySet<string> = new Set(['$defs', 'definitions', 'nullable']);

function convertMembers(conversion: Conversion, place: Place, use: Use, confidence: string | undefined): Converted {
  const own: Use = { exempt: exemptOf(conversion, place, use), confidence };
  const keywords = schemaKeywords(dialectOf(place.document));
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(isJsonObject(place.value) ? place.value : {})) {
    const kind = keywords[name];
    if (kind === undefined || kind === 'annotation' || passedOver.has(name)) continue;
    if (kind === 'unsupported') refuseUnsupported(name, value);
    else result[name] = convertKeyword(conversion, place, [name, kind], own);
  }
  // Without then or else, Ajv leaves `if` out, and with it what it evaluates.
  return 'if' in result ? { then: {}, ...result } : result;
}

function remember(
  { origins }: Conversion,
  place: Place,
  origin: Omit<Origin, 'place'>,
  converted: Converted,
): Converted {
  origins.set(converted, { place, ...origin });
  return converted;
}

function refuseUnsupported(name: string, value: JsonValue | undefined): void {
  if (name === '$schema' && typeof value === 'string' && /draft\/2020-12\/|oas\/3\.1\//.test(value)) return;
  throw new SchemaNotSupported(`the schema uses ${name}, which is not carried out`);
}

function convertKeyword(
  conversion: Conversion,
  schema: Place,
  [name, kind]: readonly [name: string, kind: KeywordKind],
  use: Use,
): unknown {
  const member = inside(schema, name);
  const { value } = member;
  const childUse = inPlace.has(name) ? use : { ...use, exempt: [] };
  const convert = (place: Place): Converted => convertSchema(conversion, place, childUse);
  switch (kind) {
    case 'reference':
      return nameOfTarget(conversion, schema, use);
    case 'strings':
      return withoutExempt(value, use);
    case 'schemas': {
      const branches = childrenOf(member).map(convert);
      return name === 'anyOf' || name === 'oneOf' ? withMarkers(conversion, schema, branches) : branches;
    }
    case 'schemaMap':
      return mapMembers(member, convert);
    case 'schemaOrBoolean':
      return typeof value === 'boolean' ? value : convert(member);
    case 'schema':
      return name === 'contains' ? foldable(conversion, schema, convert(member)) : convert(member);
    default:
      return value;
  }
}

/** A choice of one branch, whose errors end with a known one. */
function foldable(conversion: Conversion, place: Place, branch: Converted): Converted {
  const choice = { anyOf: withMarkers(conversion, place, [branch]) };
  return remember(conversion, place, { role: 'contains', confidence: undefined }, choice);
}

function childrenOf(place: Place): Place[] {
  return isJsonArray(place.value) ? place.value.map((_, index) => inside(place, index)) : [];
}

function withoutExempt(value: JsonValue | undefined, use: Use): JsonValue | undefined {
  if (!isJsonArray(value)) return value;
  return value.filter((item) => typeof item !== 'string' || !use.exempt.includes(item));
}

function mapMembers({ document, pointer, value }: Place, convert: (place: Place) => Converted): Converted {
  const names = isJsonObject(value) ? Object.keys(value) : [];
  // Not by assignment, which would lose a property named `__proto__`.
  return Object.fromEntries(names.map((name) => [name, convert(inside({ document, pointer, value }, name))]));
}

function withMarkers(conversion: Conversion, place: Place, branches: readonly Converted[]): Converted[] {
  return branches.flatMap((branch, index) => [
    remember(conversion, place, { role: 'marker', confidence: undefined, branch: index }, { not: {} }),
    branch,
  ]);
}

function nameOfTarget(conversion: Conversion, place: Place, use: Use): string {
  const target = targetOf(place);
  if (!target) throw new SchemaNotSupported(`the $ref at ${place.pointer} leads nowhere`);
  return conversion.nameOf(target, use);
}

/** Where the `$ref` of a schema leads; undefined where it has none, or it leads nowhere. */
export function targetOf(place: Place): Place | undefined {
  const reference = isJsonObject(place.value) ? place.value['$ref'] : undefined;
  if (typeof reference !== 'string') return undefined;
  const resolved = resolveReference(place, reference);
  return resolved.ok ? resolved.place : undefined;
}

/** Draft 4 said `exclusiveMinimum: true` beside `minimum`; 2020-12 has the number in its place. */
function convertNumbers(schema: Converted): Converted {
  const { exclusiveMinimum, exclusiveMaximum, minimum, maximum, ...rest } = schema;
  return {
    ...rest,
    ...(minimum === undefined ? {} : { [exclusiveMinimum === true ? 'exclusiveMinimum' : 'minimum']: minimum }),
    ...(maximum === undefined ? {} : { [exclusiveMaximum === true ? 'exclusiveMaximum' : 'maximum']: maximum }),
  };
}

/**
 * `nullable: true` adds null to `type`. Without a type, and beside `allOf`, `oneOf` or `anyOf`, many contracts mean by
 * it that null may stand for the whole, though 3.0.4 leaves it without effect there. `enum` must list null itself.
 */
function allowNull(conversion: Conversion, place: Place, confidence: string | undefined, schema: Converted): Converted {
  if ('allOf' in schema || 'oneOf' in schema || 'anyOf' in schema) {
    const branches = withMarkers(conversion, place, [{ type: 'null' }, schema]);
    return remember(conversion, place, { role: 'nullable', confidence }, { anyOf: branches });
  }
  if (schema['type'] === undefined) return schema;
  return remember(conversion, place, { role: 'schema', confidence }, { ...schema, type: [schema['type'], 'null'] });
}

/** The names that `required` must not ask for, gathered over `allOf`, whose branches may list each other's properties. */
function exemptOf(conversion: Conversion, place: Place, use: Use): readonly string[] {
  if (conversion.direction === 'both') return use.exempt;
  const flag = conversion.direction === 'request' ? 'readOnly' : 'writeOnly';
  const names = new Set(use.exempt);
  collectFlagged(place, flag, { names, seen: new Set() });
  return names.size === use.exempt.length ? use.exempt : [...names].sort();
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

/** The schemas that hold together with this one: what its `$ref` leads to, and `allOf`. */
function partsInPlace(place: Place): Place[] {
  const target = targetOf(place);
  return [...(target ? [target] : []), ...childrenOf(inside(place, 'allOf'))];
}
