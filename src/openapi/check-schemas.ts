// Walks the schemas of a contract once, before anything is sent: what is misspelt, of the wrong kind, or leads nowhere.
import { isNumber } from '../core/exact-number.ts';
import type { JsonObject, JsonValue } from '../core/json.ts';
import { isJsonArray, isJsonObject, showValue } from '../core/json.ts';
import { nearestName } from '../core/nearest-name.ts';
import { addFault, addUnresolved, nearestOf } from './reading.ts';
import type { Reading } from './reading.ts';
import { dialectOf, inside, resolveReference } from './resolve-reference.ts';
import type { Place } from './resolve-reference.ts';
import { inPlace, schemaKeywords } from './schema-keywords.ts';
import type { KeywordKind } from './schema-keywords.ts';

/** Adds every fault of a schema and of all schemas that it leads to, however long the way. */
export function checkSchema(reading: Reading, place: Place): void {
  const waiting = [place];
  for (let next = waiting.pop(); next; next = waiting.pop()) checkOne(reading, next, waiting);
}

/** Checks one schema; those that it holds or refers to have to wait. */
function checkOne(reading: Reading, place: Place, waiting: Place[]): void {
  const { value } = place;
  if (value === undefined) return;
  if (!isJsonObject(value)) {
    const allowed = typeof value === 'boolean' && dialectOf(place.document) === '3.1';
    if (!allowed) addFault(reading, place, 'a schema must be an object');
    return;
  }
  if (reading.seenSchemas.has(value)) return;
  reading.seenSchemas.add(value);
  checkEnds(reading, place);
  const alone = value['$ref'] !== undefined && dialectOf(place.document) === '3.0';
  for (const name of alone ? ['$ref'] : Object.keys(value)) {
    if (!name.startsWith('x-')) checkKeyword(reading, place, name, waiting);
  }
}

/** The keywords that count: in OpenAPI 3.0 nothing beside `$ref` does. */
function keywordsOf(place: Place, schema: JsonObject): string[] {
  if (schema['$ref'] !== undefined && dialectOf(place.document) === '3.0') return ['$ref'];
  return Object.keys(schema).filter((name) => !name.startsWith('x-'));
}

/** Finds schemas that come back to themselves for the same value. */
function checkEnds(reading: Reading, place: Place): void {
  // Those that are being judged, each with the schemas behind it that remain.
  const trail = new Map<JsonValue, Place[]>();
  const enter = (next: Place): void => {
    const { value } = next;
    if (!isJsonObject(value) || reading.endingSchemas.has(value)) return;
    if (!judgesFurther(value)) return;
    if (trail.has(value)) {
      addFault(reading, next, 'the schema refers to itself for the same value, so that judging it never ends');
      return;
    }
    stack.push(value);
    trail.set(value, schemasInPlace(next, value));
  };
  const stack: JsonValue[] = [];
  enter(place);
  for (let value = stack.at(-1); value !== undefined; value = stack.at(-1)) {
    const next = trail.get(value)?.shift();
    if (next) {
      enter(next);
      continue;
    }
    stack.pop();
    trail.delete(value);
    reading.endingSchemas.add(value);
  }
}

function judgesFurther(schema: JsonObject): boolean {
  for (const name in schema) if (name === '$ref' || inPlace.has(name)) return true;
  return false;
}

/** The schemas that judge the same value. */
function schemasInPlace(place: Place, schema: JsonObject): Place[] {
  return keywordsOf(place, schema).flatMap((name) => {
    if (name === '$ref') {
      const reference = schema[name];
      const resolved = typeof reference === 'string' ? resolveReference(place, reference) : undefined;
      return resolved?.ok === true ? [resolved.place] : [];
    }
    if (!inPlace.has(name)) return [];
    return childSchemas(schemaKeywords(dialectOf(place.document))[name] ?? 'annotation', inside(place, name));
  });
}

function checkKeyword(reading: Reading, schema: Place, name: string, waiting: Place[]): void {
  const keywords = schemaKeywords(dialectOf(schema.document));
  const kind = Object.hasOwn(keywords, name) ? keywords[name] : undefined;
  const value = isJsonObject(schema.value) ? schema.value[name] : undefined;
  if (kind === undefined) checkUnknown(reading, inside(schema, name), name);
  else if (!hasKind(kind, value)) addWrongKind(reading, inside(schema, name), name, kind);
  else if (kind === 'reference') addTarget(reading, schema, inside(schema, name), waiting);
  else if (holdsSchemas.has(kind)) waiting.push(...childSchemas(kind, inside(schema, name)));
}

function addWrongKind(reading: Reading, member: Place, name: string, kind: KeywordKind): void {
  addFault(reading, member, `${name} must be ${rules[kind][1]}`, {
    actual: showValue(member.value),
    ...nearestType(kind, member.value),
  });
}

/** OpenAPI 3.0 closes the list of keywords; 3.1 leaves it open, so that only what looks misspelt is refused. */
function checkUnknown(reading: Reading, member: Place, name: string): void {
  const dialect = dialectOf(member.document);
  const known = Object.keys(schemaKeywords(dialect));
  if (dialect === '3.1' && nearestName(name, known) === undefined) return;
  addFault(reading, member, `a schema has no keyword "${name}"`, { part: 'key', ...nearestOf(name, known) });
}

function addTarget(reading: Reading, schema: Place, member: Place, waiting: Place[]): void {
  if (typeof member.value !== 'string') return;
  const resolved = resolveReference(schema, member.value);
  if (resolved.ok) waiting.push(resolved.place);
  else addUnresolved(reading, member, resolved);
}

const holdsSchemas: ReadonlySet<KeywordKind> = new Set(['schema', 'schemaOrBoolean', 'schemas', 'schemaMap']);

function childSchemas(kind: KeywordKind, member: Place): Place[] {
  const { value } = member;
  if (kind === 'schema' || kind === 'schemaOrBoolean') return isJsonObject(value) ? [member] : [];
  if (kind === 'schemas' && isJsonArray(value)) return value.map((_, index) => inside(member, index));
  if (kind === 'schemaMap' && isJsonObject(value)) return Object.keys(value).map((name) => inside(member, name));
  return [];
}

const types = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'];

const isCount = (value: JsonValue): boolean => Number.isInteger(value) && Number(value) >= 0;
const isStrings = (value: JsonValue): boolean => isJsonArray(value) && value.every((item) => typeof item === 'string');
const isType = (value: JsonValue): boolean =>
  isJsonArray(value) ? value.length > 0 && value.every(isType) : types.includes(value as string);

/** What a keyword's value must be, where it is not that. */
const rules: Readonly<Record<KeywordKind, readonly [test: (value: JsonValue) => boolean, must: string]>> = {
  schema: [(value) => isJsonObject(value) || typeof value === 'boolean', 'a schema'],
  schemaOrBoolean: [(value) => isJsonObject(value) || typeof value === 'boolean', 'a schema, true or false'],
  schemas: [(value) => isJsonArray(value) && value.length > 0, 'a list of at least one schema'],
  schemaMap: [isJsonObject, 'an object of schemas'],
  reference: [(value) => typeof value === 'string', 'text'],
  type: [isType, `one of ${types.join(', ')}`],
  number: [isNumber, 'a number'],
  count: [isCount, 'a whole number, not below 0'],
  boolean: [(value) => typeof value === 'boolean', 'true or false'],
  string: [(value) => typeof value === 'string', 'text'],
  pattern: [(value) => typeof value === 'string' && isPattern(value), 'a regular expression (ECMA-262)'],
  strings: [isStrings, 'a list of property names'],
  stringsMap: [(value) => isJsonObject(value) && Object.values(value).every(isStrings), 'an object of lists of names'],
  values: [(value) => isJsonArray(value) && value.length > 0, 'a list of at least one value'],
  value: [() => true, ''],
  annotation: [() => true, ''],
  unsupported: [() => true, ''],
};

function hasKind(kind: KeywordKind, value: JsonValue | undefined): boolean {
  return value !== undefined && rules[kind][0](value);
}

function nearestType(kind: KeywordKind, value: JsonValue | undefined): { remedy?: string } {
  return kind === 'type' && typeof value === 'string' ? nearestOf(value, types) : {};
}

/** Without the `u` flag too: many real patterns escape more than it allows. */
function isPattern(text: string): boolean {
  return ['u', ''].some((flags) => {
    try {
      return new RegExp(text, flags) instanceof RegExp;
    } catch {
      return false;
    }
  });
}
