// What a schema says of a value that comes over the wire as text: in a path, query, header, cookie or form.
import type { JsonValue } from '../core/json.ts';
import { isJsonArray, isJsonObject, jsonType, parseJson } from '../core/json.ts';
import type { SchemaReference } from './contract.ts';
import { dialectOf, inside, placeAt } from './resolve-reference.ts';
import type { Place } from './resolve-reference.ts';
import { targetOf } from './schema-parts.ts';

/** Where a schema offers several types, what a text can be read as counts, most particular first. */
export type TextSchema = {
  /** Whether the schema says anything of what kind of value it is. */
  readonly isTyped: boolean;
  /** Whether text may be right as text, beside what else it can be read as. */
  readonly isText: boolean;
  readonly isList: boolean;
  readonly isObject: boolean;
  /** The names of the properties that the schema speaks of. */
  readonly names: readonly string[];
  /** Whether properties of other names may come. */
  readonly isOpen: boolean;
  /** One value; text that is none of the types stays text, for the schema to refuse. */
  readonly read: (text: string) => JsonValue;
  readonly items: () => TextSchema;
  readonly member: (name: string) => TextSchema;
  /** The schema of a property; undefined where there is none. */
  readonly memberSchema: (name: string) => SchemaReference | undefined;
};

const known = new WeakMap<SchemaReference, TextSchema>();

export function textSchemaOf(schema: SchemaReference): TextSchema {
  let found = known.get(schema);
  if (!found) known.set(schema, (found = describe(placeAt(schema.document, schema.pointer))));
  return found;
}

/** Where there is no schema: text, and lists and objects of text. */
export const anyText: TextSchema = {
  isTyped: false,
  isText: true,
  isList: false,
  isObject: false,
  names: [],
  isOpen: true,
  read: (text) => text,
  items: () => anyText,
  member: () => anyText,
  memberSchema: () => undefined,
};

/** Texts of one name, which is a list only if its schema says so, or there are several. */
export function readRepeated(texts: readonly string[], shape: TextSchema): JsonValue {
  const items = shape.isList ? shape.items() : shape;
  const values = texts.map((text) => items.read(text));
  const [only = null, ...more] = values;
  return shape.isList || more.length > 0 ? values : only;
}

function describe(place: Place): TextSchema {
  const parts = [...partsOf(place)];
  const types = typesOf(parts);
  const member = (name: string): Place | undefined => {
    const declared = firstObject(parts.map((part) => inside(inside(part, 'properties'), name)));
    return declared ?? firstObject(parts.map((part) => inside(part, 'additionalProperties')));
  };
  return {
    isTyped: types.size > 0,
    isText: types.size === 0 || types.has('string'),
    isList: types.has('array'),
    isObject: types.has('object'),
    names: [...new Set(parts.flatMap((part) => Object.keys(objectOf(inside(part, 'properties').value))))],
    isOpen: parts.every((part) => inside(part, 'additionalProperties').value !== false),
    read: scalarReader(types),
    items: () => describeOr(firstObject(parts.map((part) => inside(part, 'items')))),
    member: (name) => describeOr(member(name)),
    memberSchema: member,
  };
}

function describeOr(place: Place | undefined): TextSchema {
  return place ? describe(place) : anyText;
}

function firstObject(places: readonly Place[]): Place | undefined {
  return places.find(({ value }) => isJsonObject(value));
}

function objectOf(value: JsonValue | undefined): object {
  return isJsonObject(value) ? value : {};
}

/** The schema and those that hold together with it or may stand for it: behind `$ref`, `allOf`, `oneOf`, `anyOf`. */
function partsOf(place: Place, parts = new Set<Place>(), passed = new Set<JsonValue>()): Set<Place> {
  const { value } = place;
  if (!isJsonObject(value) || passed.has(value)) return parts;
  passed.add(value);
  parts.add(place);
  const target = targetOf(place);
  if (target) partsOf(target, parts, passed);
  if (target && dialectOf(place.document) === '3.0') return parts;
  for (const keyword of ['allOf', 'oneOf', 'anyOf']) {
    const list = inside(place, keyword);
    if (isJsonArray(list.value)) list.value.forEach((_, index) => partsOf(inside(list, index), parts, passed));
  }
  return parts;
}

/** The types that are named; without any, those that other keywords speak of. */
function typesOf(parts: readonly Place[]): ReadonlySet<JsonValue> {
  const named = parts.flatMap((part): readonly JsonValue[] => {
    const { value = [] } = inside(part, 'type');
    const nullable = inside(part, 'nullable').value === true ? ['null'] : [];
    return [...(isJsonArray(value) ? value : [value]), ...nullable];
  });
  if (named.some((type) => type !== 'null')) return new Set(named);
  return new Set([...named, ...parts.flatMap(impliedTypes)]);
}

const numeric = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'];

function impliedTypes(part: Place): JsonValue[] {
  const values = inside(part, 'enum').value;
  const constant = inside(part, 'const').value;
  return [
    ...(inside(part, 'properties').value === undefined ? [] : ['object']),
    ...(inside(part, 'items').value === undefined ? [] : ['array']),
    ...(numeric.some((keyword) => inside(part, keyword).value !== undefined) ? ['number'] : []),
    ...(isJsonArray(values) ? values.map(jsonType) : []),
    ...(constant === undefined ? [] : [jsonType(constant)]),
  ];
}

const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

function scalarReader(types: ReadonlySet<JsonValue>): (text: string) => JsonValue {
  const isNumber = types.has('integer') || types.has('number');
  const isJson = types.has('object') || types.has('array');
  return (text) => {
    if (isNumber && number.test(text)) return jsonOr(text);
    if (types.has('boolean') && (text === 'true' || text === 'false')) return text === 'true';
    if (types.has('null') && !types.has('string') && (text === '' || text === 'null')) return null;
    return isJson && /^[[{]/.test(text) ? jsonOr(text) : text;
  };
}

function jsonOr(text: string): JsonValue {
  const parsed = parseJson(text);
  return parsed.ok ? parsed.value : text;
}
