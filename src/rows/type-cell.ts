// Cells of CSV are text; the schema of the inputs says what they mean.
import type { JsonValue } from '../core/json.ts';
import { isJsonArray, jsonType, parseJson } from '../core/json.ts';
import { memberOf } from '../document/json-pointer.ts';
import type { SchemaReference } from '../openapi/contract.ts';
import { inside, placeAt } from '../openapi/resolve-reference.ts';
import type { Place } from '../openapi/resolve-reference.ts';
import { listAt, partsInPlace } from '../openapi/schema-parts.ts';

/**
 * A function that gives a cell its type: `3` is a number where the schema allows no text but a number there. What does not
 * read as such a type stays text, for the schema to refuse.
 */
export function cellTyper({ document, pointer }: SchemaReference): (name: string, cell: string) => JsonValue {
  const schema = placeAt(document, pointer);
  const known = new Map<string, ReadonlySet<string>>();
  return (name, cell) => {
    const types = known.get(name) ?? new Set(typesOf(schema, name, 0));
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
function typesOf(schema: Place, name: string, depth: number): readonly string[] {
  const property = inside(inside(schema, 'properties'), name);
  const own = property.value === undefined ? [] : typesIn(property, depth);
  return [...own, ...partsOf(schema, depth).flatMap((part) => typesOf(part, name, depth + 1))];
}

function typesIn(schema: Place, depth: number): readonly string[] {
  const type = memberOf(schema.value, 'type');
  const own = isJsonArray(type) ? type : type === undefined ? [] : [type];
  const members = memberOf(schema.value, 'enum');
  const only = memberOf(schema.value, 'const');
  const options = isJsonArray(members) ? members : only === undefined ? [] : [only];
  const ofOptions = own.length > 0 ? [] : options.map(jsonType);
  const types = [...own, ...ofOptions].filter((word): word is string => typeof word === 'string');
  return [...types, ...partsOf(schema, depth).flatMap((part) => typesIn(part, depth + 1))];
}

/** The schemas that judge the same value, or may. */
function partsOf(schema: Place, depth: number): readonly Place[] {
  if (depth > deepest) return [];
  return [...partsInPlace(schema), ...listAt(inside(schema, 'anyOf')), ...listAt(inside(schema, 'oneOf'))];
}
