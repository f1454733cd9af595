// How a value is read from a path, query, header or cookie: the reverse of serialize-parameter.ts.
import type { JsonValue } from '../core/json.ts';
import { parseJson, showValue } from '../core/json.ts';
import type { Parameter } from './contract.ts';
import { isJsonType, isUnreadForm, parseMediaType } from './media-type.ts';
import { parseDeepObject } from './parse-deep-object.ts';
import { percentDecode, splitPair } from './percent-decode.ts';
import type { Pair } from './percent-decode.ts';
import { anyText, readRepeated, textSchemaOf } from './text-schema.ts';
import type { TextSchema } from './text-schema.ts';

export type Readable = Pick<Parameter, 'name' | 'in' | 'style' | 'explode' | 'content' | 'schema'>;

/**
 * `text` beside a value: the same without its type, as `"1"` is beside `1`, where the schema allows text too; on the wire
 * both are one, so that either may be right. `faulty`: not written as the parameter's style says. `unread`: nothing here
 * reads its media type.
 */
export type ParsedParameter =
  | { readonly type: 'value'; readonly value: JsonValue; readonly text?: string }
  | { readonly type: 'absent' }
  | { readonly type: 'faulty'; readonly expected: string; readonly actual: string }
  | { readonly type: 'unread'; readonly reason: string };

const absent = { type: 'absent' } as const;

/** @param pairs as they were sent. Path and header: one, with the text. Query and cookie: all of them, in order. */
export function parseParameter(parameter: Readable, pairs: readonly Pair[]): ParsedParameter {
  const { content, schema } = parameter;
  const decode = decoderOf(parameter);
  const isNamed = parameter.in === 'query' || parameter.in === 'cookie';
  const shape = schema ? textSchemaOf(schema) : anyText;
  const own = isNamed ? pairs.filter(([name]) => isOwn(parameter, shape, decode(name) ?? name)) : pairs;
  const [first] = own;
  if (!first) return absent;
  const malformed = (isNamed ? own.flat() : [first[1]]).find((text) => decode(text) === undefined);
  if (malformed !== undefined) return faulty('percent-encoded text in UTF-8', malformed);
  const reading: Reading = { parameter, shape, decode: (text) => decode(text) ?? text };
  if (content) return own.length > 1 ? several(reading, own) : parseContent(content.mediaType, reading, first[1]);
  return withText(reading, own, parseStyled(reading, own));
}

/** A schema that allows lists or objects may allow plain text beside them. */
function withText(
  { parameter, shape, decode }: Reading,
  own: readonly Pair[],
  parsed: ParsedParameter,
): ParsedParameter {
  const [first, second] = own;
  const isWhole = !second && parameter.style !== 'label' && parameter.style !== 'matrix';
  if (parsed.type !== 'value' || !shape.isText || !isWhole || first?.[0] !== parameter.name) return parsed;
  return { ...parsed, text: decode(first[1]) };
}

type Reading = {
  readonly parameter: Readable;
  readonly shape: TextSchema;
  readonly decode: (text: string) => string;
};

function decoderOf({ in: place }: Readable): (text: string) => string | undefined {
  if (place === 'header') return (text) => text.trim();
  // Cookies are often not encoded at all.
  if (place === 'cookie') return (text) => percentDecode(text) ?? text;
  return (text) => percentDecode(text, place === 'query');
}

/** Exploded, the members of an object stand under their own names. */
function isOwn({ name, style, explode, content }: Readable, shape: TextSchema, sent: string): boolean {
  if (content || !shape.isObject) return sent === name;
  if (style === 'deepObject') return sent.startsWith(`${name}[`);
  return style === 'form' && explode ? shape.isOpen || shape.names.includes(sent) : sent === name;
}

function faulty(expected: string, actual: string): ParsedParameter {
  return { type: 'faulty', expected, actual: showValue(actual) };
}

const shownTimes = 3;

/** Several values where one is meant. */
export function notOnce(name: string, values: readonly string[]): ParsedParameter {
  const shown = values.slice(0, shownTimes).map((value) => JSON.stringify(value.slice(0, 80)));
  const more = values.length > shownTimes ? ', ...' : '';
  return { type: 'faulty', expected: `${name} once`, actual: `${values.length} times: ${shown.join(', ')}${more}` };
}

function several({ parameter }: Reading, pairs: readonly Pair[]): ParsedParameter {
  return notOnce(
    parameter.name,
    pairs.map(([, value]) => value),
  );
}

function parseContent(mediaType: string, { decode }: Reading, sent: string): ParsedParameter {
  const text = decode(sent);
  const essence = parseMediaType(mediaType)?.essence ?? mediaType;
  if (essence.startsWith('text/') && !isUnreadForm(essence)) return { type: 'value', value: text };
  if (!isJsonType(essence)) return { type: 'unread', reason: `nothing here reads ${essence}` };
  const parsed = parseJson(text);
  return parsed.ok ? { type: 'value', value: parsed.value } : faulty('JSON', text);
}

function scalar({ shape, decode }: Reading, sent: string): ParsedParameter {
  const text = decode(sent);
  return { type: 'value', value: shape.read(text), ...(shape.isText ? { text } : {}) };
}

function list({ shape, decode }: Reading, parts: readonly string[]): ParsedParameter {
  const items = shape.items();
  return { type: 'value', value: parts.map((part) => items.read(decode(part))) };
}

function object({ shape, decode }: Reading, pairs: readonly Pair[]): ParsedParameter {
  const members = pairs.map(([name, value]) => {
    const decoded = decode(name);
    return [decoded, shape.member(decoded).read(decode(value))] as const;
  });
  return { type: 'value', value: Object.fromEntries(members) };
}

/** The parts between delimiters: a list's items, or an object's names and values, paired as `explode` says. */
function parseParts(reading: Reading, parts: readonly string[], explode: boolean): ParsedParameter {
  if (!reading.shape.isObject) return list(reading, parts);
  if (explode) {
    const alone = parts.find((part) => !part.includes('='));
    return alone === undefined ? object(reading, parts.map(splitPair)) : faulty('name=value', alone);
  }
  if (parts.length % 2 > 0) return faulty('names and values in turn', parts.join());
  const names = parts.filter((_, index) => index % 2 === 0);
  return object(
    reading,
    names.map((name, index) => [name, parts[2 * index + 1] ?? '']),
  );
}

const isScalar = ({ isList, isObject }: TextSchema): boolean => !isList && !isObject;

const ofPathAndHeader = {
  simple: (reading: Reading, text: string): ParsedParameter => {
    if (isScalar(reading.shape)) return scalar(reading, text);
    return parseParts(reading, text === '' ? [] : text.split(','), reading.parameter.explode);
  },
  label: (reading: Reading, text: string): ParsedParameter => {
    if (!text.startsWith('.')) return faulty('text that begins with "."', text);
    const { explode } = reading.parameter;
    if (isScalar(reading.shape)) return scalar(reading, text.slice(1));
    return parseParts(reading, text.slice(1).split(explode ? '.' : ','), explode);
  },
  matrix: (reading: Reading, text: string): ParsedParameter => {
    const { name, explode } = reading.parameter;
    if (!text.startsWith(';')) return faulty(`text that begins with ";${name}"`, text);
    const parts = text.slice(1).split(';');
    if (reading.shape.isObject && explode) return parseParts(reading, parts, true);
    const pairs = parts.map(splitPair);
    if (pairs.some(([sent]) => reading.decode(sent) !== name)) return faulty(`text that begins with ";${name}"`, text);
    return parseRepeated(reading, pairs, ',');
  },
} as const;

function parseStyled(reading: Reading, pairs: readonly Pair[]): ParsedParameter {
  const { parameter, shape } = reading;
  switch (parameter.style) {
    case 'form':
      return parseForm(reading, pairs);
    case 'spaceDelimited':
      return parseRepeated(reading, pairs, /%20|[+ ]/);
    case 'pipeDelimited':
      return parseRepeated(reading, pairs, /%7C|\|/i);
    case 'deepObject':
      if (!shape.isObject) return parseForm(reading, pairs);
      return { type: 'value', value: parseDeepObject(parameter.name, decodePairs(reading, pairs), shape) };
    default:
      return ofPathAndHeader[parameter.style](reading, pairs[0]?.[1] ?? '');
  }
}

/** Pairs of one name: exploded, one for each item; else one whose value holds all. */
function parseRepeated(reading: Reading, pairs: readonly Pair[], delimiter: string | RegExp): ParsedParameter {
  const { shape, parameter } = reading;
  const values = pairs.map(([, value]) => value);
  const [value = '', ...more] = values;
  if (shape.isList && parameter.explode) return list(reading, values);
  if (more.length > 0) return several(reading, decodePairs(reading, pairs));
  return isScalar(shape) ? scalar(reading, value) : parseParts(reading, value.split(delimiter), false);
}

function parseForm(reading: Reading, pairs: readonly Pair[]): ParsedParameter {
  const { shape, parameter } = reading;
  return shape.isObject && parameter.explode ? parseMembers(reading, pairs) : parseRepeated(reading, pairs, ',');
}

/** A member that comes several times is a list, for the schema to allow or to refuse. */
function parseMembers({ shape, decode }: Reading, pairs: readonly Pair[]): ParsedParameter {
  const texts = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const known = texts.get(decode(name));
    if (known) known.push(decode(value));
    else texts.set(decode(name), [decode(value)]);
  }
  const members = [...texts].map(([name, values]) => [name, readRepeated(values, shape.member(name))] as const);
  return { type: 'value', value: Object.fromEntries(members) };
}

function decodePairs({ decode }: Reading, pairs: readonly Pair[]): Pair[] {
  return pairs.map(([name, value]) => [decode(name), decode(value)]);
}
