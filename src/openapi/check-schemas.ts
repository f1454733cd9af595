// Walks the schemas of a contract once, before anything is sent: what is misspelt, of the wrong kind, or leads nowhere.
import type { JsonValue } from '../core/json.ts';
import { isJsonArray, isJsonObject, showValue } from '../core/json.ts';
import { nearestName } from '../core/nearest-name.ts';
import { addFault, membersOf, nearestOf } from './reading.ts';
import type { Reading } from './reading.ts';
import { dialectOf, inside, resolveReference } from './resolve-reference.ts';
import type { Place } from './resolve-reference.ts';
import { inPlace, schemaKeywords } from './schema-keywords.ts';
import type { KeywordKind } from './schema-keywords.ts';

/** Adds every fault of a schema and of all schemas that it leads to. */
export function checkSchema(reading: Reading, place: Place): void {
  const { value } = place;
  if (value === undefined) return;
  if (!isJsonObject(value)) {
    const allowed = typeof value === 'boolean' && dialectOf(place.document) === '3.1';
    if (!allowed) addFault(reading, place, 'a schema must be an object');
    return;
  }
  if (reading.seenSchemas.has(value)) return;
  reading.seenSchemas.add(value);
  checkEnds(reading, place, []);
  for (const [name, member] of keywordsOf(place)) checkKeyword(reading, place, name, member);
}

/** The keywords that count: in OpenAPI 3.0 nothing beside `$ref` does. */
function keywordsOf(place: Place): [name: string, member: Place][] {
  const reference = inside(place, '$ref');
  if (reference.value === undefined || dialectOf(place.document) === '3.1') return membersOf(place);
  return [['$ref', reference]];
}

/** Finds schemas that come back to themselves for the same value. `trail` holds those that are being judged. */
function checkEnds(reading: Reading, place: Place, trail: readonly JsonValue[]): void {
  const { value } = place;
  if (!isJsonObject(value) || reading.endingSchemas.has(value)) return;
  if (trail.includes(value)) {
    addFault(reading, place, 'the schema refers to itself for the same value, so that judging it never ends');
    return;
  }
  const own = [...trail, value];
  for (const [name, member] of keywordsOf(place)) {
    if (name === '$ref') {
      const resolved = typeof member.value === 'string' ? resolveReference(member.document, member.value) : undefined;
      if (resolved?.ok === true) checkEnds(reading, resolved.place, own);
    } else if (inPlace.has(name)) {
      const kind = schemaKeywords(dialectOf(place.document))[name] ?? 'annotation';
      for (const child of childSchemas(kind, member)) checkEnds(reading, child, own);
    }
  }
  reading.endingSchemas.add(value);
}

function checkKeyword(reading: Reading, schema: Place, name: string, member: Place): void {
  const dialect = dialectOf(schema.document);
  const keywords = schemaKeywords(dialect);
  const kind = Object.hasOwn(keywords, name) ? keywords[name] : undefined;
  if (kind === undefined) {
    checkUnknown(reading, member, name);
    return;
  }
  const problem = kindProblem(kind, member.value);
  if (problem !== undefined) {
    addFault(reading, member, `${name} must be ${problem}`, {
      actual: showValue(member.value),
      ...nearestType(kind, member.value),
    });
    return;
  }
  if (typeof member.value === 'string' && kind === 'reference') checkTarget(reading, member, member.value);
  for (const child of childSchemas(kind, member)) checkSchema(reading, child);
}

/** OpenAPI 3.0 closes the list of keywords; 3.1 leaves it open, so that only what looks misspelt is refused. */
function checkUnknown(reading: Reading, member: Place, name: string): void {
  const dialect = dialectOf(member.document);
  const known = Object.keys(schemaKeywords(dialect));
  if (dialect === '3.1' && nearestName(name, known) === undefined) return;
  addFault(reading, member, `a schema has no keyword "${name}"`, { part: 'key', ...nearestOf(name, known) });
}

function checkTarget(reading: Reading, member: Place, reference: string): void {
  const resolved = resolveReference(member.document, reference);
  if (resolved.ok) {
    checkSchema(reading, resolved.place);
    return;
  }
  const remedy = resolved.remedy === undefined ? {} : { remedy: resolved.remedy };
  addFault(reading, member, `$ref leads nowhere: ${resolved.reason}`, remedy);
}

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
  number: [(value) => typeof value === 'number', 'a number'],
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

function kindProblem(kind: KeywordKind, value: JsonValue | undefined): string | undefined {
  const [test, must] = rules[kind];
  return value !== undefined && test(value) ? undefined : must;
}

function nearestType(kind: KeywordKind, value: JsonValue | undefined): { remedy?: string } {
  return kind === 'type' && typeof value === 'string' ? nearestOf(value, types) : {};
}

/** Without the `u` flag too: many real patterns escape more than it allows. */
export function isPattern(text: string): boolean {
  return ['u', ''].some((flags) => {
    try {
      return new RegExp(text, flags) instanceof RegExp;
    } catch {
      return false;
    }
  });
}
