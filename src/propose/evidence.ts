// What values have in common, counted: how often each part came, with which types, as which texts.
import { isJsonArray, isJsonObject, jsonType } from '../core/json.ts';
import type { JsonObject, JsonValue } from '../core/json.ts';
import { isDate, isDateTime } from '../openapi/formats/date-time.ts';
import { isEmail, isIpv4 } from '../openapi/formats/network.ts';
import { isUuid } from '../openapi/formats/text.ts';
import { isUri } from '../openapi/formats/uri.ts';

export type JsonType = ReturnType<typeof jsonType>;

/** All values that were seen at one place. */
export type Evidence = {
  seen: number;
  readonly types: Map<JsonType, number>;
  /** Texts and how often each came, pseudonyms left out; no more once there are `textsKept`. */
  readonly texts: Map<string, number>;
  /** Texts, pseudonyms left out. */
  readable: number;
  readonly formats: Map<string, number>;
  readonly properties: Map<string, Evidence>;
  items: Evidence | undefined;
};

const textsKept = 50;

export function noEvidence(): Evidence {
  return {
    ...{ seen: 0, readable: 0, items: undefined },
    ...{ types: new Map(), texts: new Map(), formats: new Map(), properties: new Map() },
  };
}

/** Counts one more value. */
export function observe(evidence: Evidence, value: JsonValue): void {
  evidence.seen++;
  addOne(evidence.types, jsonType(value));
  if (typeof value === 'string') observeText(evidence, value);
  if (isJsonArray(value)) {
    evidence.items ??= noEvidence();
    for (const item of value) observe(evidence.items, item);
  }
  if (!isJsonObject(value)) return;
  for (const [name, member] of Object.entries(value)) {
    let property = evidence.properties.get(name);
    if (!property) evidence.properties.set(name, (property = noEvidence()));
    observe(property, member);
  }
}

/** A secret that the record has replaced: it is text, and nothing else is known of it. */
export function holdsPseudonym(text: string): boolean {
  return /«[^»]*#\d+»/.test(text);
}

function observeText(evidence: Evidence, text: string): void {
  if (holdsPseudonym(text)) return;
  evidence.readable++;
  const format = formatOf(text);
  if (format !== undefined) addOne(evidence.formats, format);
  if (evidence.texts.size < textsKept || evidence.texts.has(text)) addOne(evidence.texts, text);
}

function addOne<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

const formats: Readonly<Record<string, (text: string) => boolean>> = {
  'date-time': isDateTime,
  date: isDate,
  uuid: isUuid,
  email: isEmail,
  // `a:b` is a URI too, but few texts that look so are meant to be one.
  uri: (text) => /^https?:/i.test(text) && isUri(text),
  ipv4: isIpv4,
};

function formatOf(text: string): string | undefined {
  return Object.entries(formats).find(([, fits]) => fits(text))?.[0];
}

/** MySQL's own form of a date and time, which no format of JSON Schema names. */
const sqlDateTime = '^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(\\.\\d{1,6})?$';

/** So few texts, each so short and seen so often, may be all there are. */
const enumeration = { values: 8, samples: 20, each: 3, length: 40 };

/** The schema that all the values meet, each part with its evidence. */
export function evidenceSchema(evidence: Evidence, of?: number): JsonObject {
  const types = typesOf(evidence);
  return {
    ...(types.length > 0 && { type: types.length === 1 ? (types[0] ?? null) : types }),
    ...textRules(evidence),
    ...objectRules(evidence),
    ...(types.includes('array') && evidence.items && { items: evidenceSchema(evidence.items) }),
    'x-evidence': countsOf(evidence, of),
  };
}

/** How often it came, of how many objects, how often as null; the types where they differ. */
export function countsOf({ seen, types }: Evidence, of?: number): JsonObject {
  const nulls = types.get('null') ?? 0;
  const others = [...types].filter(([type]) => type !== 'null');
  return {
    seen,
    ...(of !== undefined && { of }),
    ...(nulls > 0 && { null: nulls }),
    ...(others.length > 1 && { types: Object.fromEntries(others) }),
  };
}

/** Null last; an integer among numbers is a number. */
export function typesOf({ types }: Pick<Evidence, 'types'>): JsonType[] {
  const names = [...types.keys()].filter((type) => !(type === 'integer' && types.has('number')));
  return names.sort((left, right) => Number(left === 'null') - Number(right === 'null') || (left < right ? -1 : 1));
}

function textRules({ formats: found, readable, texts, types }: Evidence): JsonObject {
  if (readable === 0 || readable < (types.get('string') ?? 0)) return {};
  const [format] = [...found].find(([, times]) => times === readable) ?? [];
  if (format !== undefined) return { format };
  const all = [...texts.keys()];
  if (all.every((text) => new RegExp(sqlDateTime).test(text))) return { pattern: sqlDateTime };
  const few =
    readable >= enumeration.samples &&
    texts.size <= enumeration.values &&
    [...texts].every(([text, times]) => times >= enumeration.each && text.length <= enumeration.length);
  if (!few || texts.size < 2) return {};
  const note = 'a guess: no other text came';
  return { enum: [...all.sort(), ...(types.has('null') ? [null] : [])], $comment: note };
}

function objectRules({ properties, types }: Evidence): JsonObject {
  const objects = types.get('object') ?? 0;
  if (objects === 0) return {};
  const required = [...properties].filter(([, { seen }]) => seen === objects).map(([name]) => name);
  return {
    ...(required.length > 0 && { required }),
    properties: Object.fromEntries(
      [...properties].map(([name, property]) => [name, evidenceSchema(property, objects)]),
    ),
  };
}
