// Bodies of application/x-www-form-urlencoded: OpenAPI 3.0.4 section 4.7.15 and 3.1.1 section 4.8.15, on top of the rules
// for query parameters.
import type { JsonObject, JsonValue } from '../core/json.ts';
import { isContainer, isJsonArray, isJsonObject, parseJson, writeJson } from '../core/json.ts';
import type { Encoding, MediaType, ParameterStyle } from './contract.ts';
import { isJsonType, parseMediaType } from './media-type.ts';
import { parseParameter } from './parse-parameter.ts';
import type { ParsedParameter } from './parse-parameter.ts';
import { percentDecode, splitPairs } from './percent-decode.ts';
import type { Pair } from './percent-decode.ts';
import { serializeParameter } from './serialize-parameter.ts';
import { anyText, readRepeated, textSchemaOf } from './text-schema.ts';
import type { TextSchema } from './text-schema.ts';

type Declared = Pick<MediaType, 'schema' | 'encoding'>;

/** A form as it is sent. Without a style, lists are repeated names, and what is an object is JSON. */
export function writeForm(payload: JsonObject, declared: Declared = {}): string {
  return Object.entries(payload)
    .flatMap(([name, value]) => {
      const encoding = declared.encoding?.get(name);
      return serializeParameter(asQuery(name, encoding), hasStyle(encoding) ? value : flat(value, encoding));
    })
    .map((pair) => pair.join('='))
    .join('&');
}

/** The properties of a form, of the types that the schema gives them; or what is wrong with its text. */
export function parseForm(text: string, declared: Declared = {}): Exclude<ParsedParameter, { type: 'absent' }> {
  const pairs = splitPairs(text);
  const malformed = pairs.flat().find((part) => percentDecode(part, true) === undefined);
  if (malformed !== undefined) {
    return { type: 'faulty', expected: 'a form, percent-encoded in UTF-8', actual: JSON.stringify(malformed) };
  }
  const shape = shapeOf(declared);
  const styled = [...(declared.encoding ?? [])].filter(([, encoding]) => hasStyle(encoding));
  const members = new Map<string, JsonValue>();
  const claimed = new Set<Pair>();
  for (const [name, encoding] of styled) {
    const written = asQuery(name, encoding);
    const own = pairs.filter(([sent]) => isOwn(written, shape, decode(sent)));
    const schema = shape.memberSchema(name);
    const parsed = parseParameter({ ...written, ...(schema && { schema }) }, own);
    if (parsed.type === 'faulty' || parsed.type === 'unread') return parsed;
    if (parsed.type === 'value') members.set(name, parsed.value);
    for (const pair of own) claimed.add(pair);
  }
  for (const [name, texts] of groupByName(pairs.filter((pair) => !claimed.has(pair)))) {
    members.set(name, readMember(texts, shape.member(name), declared.encoding?.get(name)));
  }
  return { type: 'value', value: Object.fromEntries(members) };
}

function readMember(texts: readonly string[], shape: TextSchema, encoding: Encoding | undefined): JsonValue {
  const [only = '', ...more] = texts;
  return isJsonContent(encoding) && more.length === 0 ? jsonOr(only) : readRepeated(texts, shape);
}

function shapeOf({ schema }: Declared): TextSchema {
  return schema ? textSchemaOf(schema) : anyText;
}

/** Whether a pair belongs to a property that is written by its style; an exploded object's members stand beside others. */
function isOwn({ name, style, explode }: Written, shape: TextSchema, sent: string): boolean {
  const member = shape.member(name);
  const isSpread = style === 'form' && explode && member.isObject;
  if (!isSpread) return sent === name || sent.startsWith(`${name}[`);
  return member.names.includes(sent) || (member.isOpen && !shape.names.includes(sent));
}

function groupByName(pairs: readonly Pair[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const texts = groups.get(decode(name));
    if (texts) texts.push(decode(value));
    else groups.set(decode(name), [decode(value)]);
  }
  return groups;
}

type Written = Parameters<typeof serializeParameter>[0];

function asQuery(name: string, encoding: Encoding | undefined): Written {
  const style: ParameterStyle = encoding?.style ?? 'form';
  const explode = encoding?.explode ?? style === 'form';
  return { name, in: 'query', style, explode, allowReserved: encoding?.allowReserved ?? false };
}

/** Each of the three makes the content type count for nothing. */
function hasStyle(encoding: Encoding | undefined): boolean {
  return encoding?.style !== undefined || encoding?.explode !== undefined || encoding?.allowReserved !== undefined;
}

function isJsonContent(encoding: Encoding | undefined): boolean {
  return isJsonType(parseMediaType(encoding?.contentType ?? '')?.essence ?? '');
}

function flat(value: JsonValue, encoding: Encoding | undefined): JsonValue {
  if (isJsonObject(value) || isJsonContent(encoding)) return writeJson(value);
  return isJsonArray(value) ? value.map((item) => (isContainer(item) ? writeJson(item) : item)) : value;
}

function jsonOr(text: string): JsonValue {
  const parsed = parseJson(text);
  return parsed.ok ? parsed.value : text;
}

function decode(text: string): string {
  return percentDecode(text, true) ?? text;
}
