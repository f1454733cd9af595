// A header's or parameter's text, read as its schema means it: style `simple` (OpenAPI 3.0.4 section 4.7.12.3).
import type { JsonValue } from '../core/json.ts';
import { isJsonArray, isJsonObject } from '../core/json.ts';
import type { SchemaReference } from './contract.ts';
import { inside, placeAt } from './resolve-reference.ts';
import type { Place } from './resolve-reference.ts';
import { targetOf } from './schema-parts.ts';

/** Turns text into the value that a schema judges; text that is none of its types stays text, for the schema to refuse. */
export type ParseText = (text: string) => JsonValue;

const parsers = new WeakMap<SchemaReference, ParseText>();

export function simpleParser(schema: SchemaReference, explode: boolean): ParseText {
  let parser = parsers.get(schema);
  if (!parser) parsers.set(schema, (parser = parserOf(placeAt(schema.document, schema.pointer), explode)));
  return parser;
}

const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

function parserOf(place: Place, explode: boolean): ParseText {
  const schema = typedPart(place, 0) ?? place;
  const declared = inside(schema, 'type').value;
  const types = isJsonArray(declared) ? declared : [declared];
  const readers: ((text: string) => JsonValue | undefined)[] = [];
  if (types.includes('integer') || types.includes('number')) {
    readers.push((text) => (number.test(text) ? Number(text) : undefined));
  }
  if (types.includes('boolean'))
    readers.push((text) => (text === 'true' || text === 'false' ? text === 'true' : undefined));
  if (types.includes('null')) readers.push((text) => (text === '' || text === 'null' ? null : undefined));
  if (types.includes('array')) readers.push(listReader(schema));
  if (types.includes('object')) readers.push(objectReader(schema, explode));
  return (text) => {
    for (const read of readers) {
      const value = read(text);
      if (value !== undefined) return value;
    }
    return text;
  };
}

/** Behind `$ref` and in `allOf`, the part that names a type. */
function typedPart(place: Place, depth: number): Place | undefined {
  if (inside(place, 'type').value !== undefined) return place;
  if (depth > 20) return undefined;
  const target = targetOf(place);
  const behind = target && typedPart(target, depth + 1);
  if (behind) return behind;
  for (const keyword of ['allOf', 'oneOf', 'anyOf']) {
    const list = inside(place, keyword);
    const branches = isJsonArray(list.value) ? list.value.map((_, index) => inside(list, index)) : [];
    const found = branches.map((branch) => typedPart(branch, depth + 1)).find((part) => part !== undefined);
    if (found) return found;
  }
  return undefined;
}

function split(text: string): string[] {
  return text === '' ? [] : text.split(',').map((part) => part.trim());
}

function listReader(schema: Place): ParseText {
  const items = inside(schema, 'items');
  const read = isJsonObject(items.value) ? parserOf(items, false) : undefined;
  return (text) => split(text).map((part) => read?.(part) ?? part);
}

function objectReader(schema: Place, explode: boolean): ParseText {
  const properties = inside(schema, 'properties');
  const names = isJsonObject(properties.value) ? Object.keys(properties.value) : [];
  const readers = new Map(names.map((name) => [name, parserOf(inside(properties, name), false)]));
  return (text) => {
    const parts = split(text);
    const pairs = explode
      ? parts.map((part) => [part.split('=', 1)[0] ?? '', part.slice(part.indexOf('=') + 1)] as const)
      : parts.flatMap((part, index) => (index % 2 === 0 ? [[part, parts[index + 1] ?? ''] as const] : []));
    return Object.fromEntries(pairs.map(([name, part]) => [name, readers.get(name)?.(part) ?? part]));
  };
}
