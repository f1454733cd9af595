import { bytesOf } from '../core/bytes.ts';
import type { JsonObject, JsonValue } from '../core/json.ts';
import { isContainer, isJsonArray, isJsonObject, jsonType } from '../core/json.ts';

/** Deeper than this, and wider, a shape says no more. */
const depthLimit = 12;
const membersLimit = 200;
const elementsLimit = 1000;

/**
 * The types inside a value, as in `[{id:integer,name:string|null}]`: members in alphabetical order, the elements of an
 * array as one, a member that some objects of an array lack with a `?`.
 */
export function shapeOf(value: JsonValue, depth = 0): string {
  if (!isContainer(value)) return jsonType(value);
  if (bytesOf(value)) return 'bytes';
  if (depth > depthLimit) return '...';
  if (isJsonArray(value)) return `[${shapeOfAll(value.slice(0, elementsLimit), depth + 1)}]`;
  let shape = '';
  for (const name of namesOf(value))
    shape += `${shape === '' ? '' : ','}${name}:${shapeOf(value[name] ?? null, depth + 1)}`;
  return `{${shape}}`;
}

function namesOf(value: JsonObject): string[] {
  return Object.keys(value).slice(0, membersLimit).sort();
}

/** What several values have in common: mostly they are alike, and only where they differ are they looked at as one. */
function shapeOfAll(values: readonly JsonValue[], depth: number): string {
  const shapes = new Set(values.map((value) => shapeOf(value, depth)));
  const [first] = shapes;
  if (first === undefined) return '';
  if (shapes.size === 1 || depth > depthLimit) return first;
  const objects = values.filter(isJsonObject);
  const arrays = values.filter(isJsonArray);
  const parts = new Set<string>();
  if (objects.length > 0) parts.add(shapeOfObjects(objects, depth));
  if (arrays.length > 0) parts.add(`[${shapeOfAll(arrays.flat().slice(0, elementsLimit), depth + 1)}]`);
  const scalars = values.filter((value) => !isContainer(value));
  for (const type of [...new Set(scalars.map(jsonType))].sort()) parts.add(type);
  return [...parts].join('|');
}

function shapeOfObjects(objects: readonly JsonObject[], depth: number): string {
  const names = [...new Set(objects.flatMap(namesOf))].sort();
  const members = names.map((name) => {
    const values = objects.flatMap((object) => (Object.hasOwn(object, name) ? [object[name] ?? null] : []));
    return `${name}${values.length < objects.length ? '?' : ''}:${shapeOfAll(values, depth + 1)}`;
  });
  return `{${members.join(',')}}`;
}
