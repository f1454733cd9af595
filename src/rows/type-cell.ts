// Cells of CSV are text; the schema of the inputs says what they mean.
import type { JsonObject, JsonValue } from '../core/json.ts';
import { isJsonArray, isJsonObject, jsonType, parseJson } from '../core/json.ts';
import { memberOf, valueAt } from '../document/json-pointer.ts';

/**
 * A function that gives a cell its type: `3` is a number where the schema allows no text but a number there. What does not
 * read as such a type stays text, for the schema to refuse.
 */
export function cellTyper(schema: JsonObject): (name: string, cell: string) => JsonValue {
  const known = new Map<string, ReadonlySet<string>>();
  return (name, cell) => {
    const types = known.get(name) ?? new Set(typesOf(schema, schema, name, 0));
    known.set(name, types);
    return typeCell(types, cell);
  };
}

function typeCell(types: ReadonlySet<string>, cell: string): JsonValue {
  if (types.size === 0 || types.has('string')) return cell;
  // Spreadsheets write TRUE and FALSE.
  const text = types.has('boolean') && /^(?:true|false)$/i.test(cell) ? cell.toLowerCase() : cell;
  const parsed = parseJson(text);
  if (!parsed.ok) return cell;
  const type = jsonType(parsed.value);
  return types.has(type) || (type === 'integer' && types.has('number')) ? parsed.value : cell;
}

const deepest = 10;

/** The types that a property may have; none where its schema does not say. */
function typesOf(root: JsonObject, schema: JsonValue | undefined, name: string, depth: number): readonly string[] {
  const { object, parts } = follow(root, schema, depth);
  const property = memberOf(object['properties'], name);
  const own = property === undefined ? [] : typesIn(root, property, depth);
  return [...own, ...parts.flatMap((part) => typesOf(root, part, name, depth + 1))];
}

function typesIn(root: JsonObject, schema: JsonValue, depth: number): readonly string[] {
  const { object, parts } = follow(root, schema, depth);
  const { type } = object;
  const own = isJsonArray(type) ? type : type === undefined ? [] : [type];
  const options = isJsonArray(object['enum']) ? object['enum'] : 'const' in object ? [object['const']] : [];
  const ofOptions = own.length > 0 ? [] : options.map((value) => jsonType(value ?? null));
  const types = [...own, ...ofOptions].filter((word): word is string => typeof word === 'string');
  return [...types, ...parts.flatMap((part) => typesIn(root, part, depth + 1))];
}

/** The schema behind its references, and those beside it that judge the same value. */
function follow(root: JsonObject, schema: JsonValue | undefined, depth: number) {
  const object = isJsonObject(schema) && depth <= deepest ? schema : {};
  const reference = object['$ref'];
  const target = typeof reference === 'string' && reference.startsWith('#') ? [valueAt(root, reference.slice(1))] : [];
  const lists = ['allOf', 'anyOf', 'oneOf'].flatMap((keyword) => {
    const list = object[keyword];
    return isJsonArray(list) ? list : [];
  });
  return { object, parts: [...target, ...lists].filter((part) => part !== undefined) };
}
