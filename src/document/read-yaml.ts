// YAML 1.2 text to a JSON value. The parser's events are read here rather than by the parser's own constructor: keys
// keep their text (`1.0` is no `1`), every key that is there twice is found, and aliases are counted before they grow.
import { EVENT_ID, SCALAR_STYLE, YAMLException, getScalarValue, parseEvents } from 'js-yaml';
import type { Event } from 'js-yaml';
import type { JsonValue } from '../core/json.ts';
import { isJsonArray, isJsonObject } from '../core/json.ts';
import { plainValue } from './core-schema.ts';
import { explainYaml } from './explain-yaml.ts';
import { YamlError } from './yaml-error.ts';
import type { YamlFault } from './yaml-error.ts';

/** Whoever walks a value calls himself for each level: no description may exhaust the stack. */
const deepest = 500;
/** How many values the aliases of a document may stand for: whoever walks the value meets each of them. */
const mostAliased = 1_000_000;

/**
 * The events of a text, in its order: nodes with their offsets, and the ends of collections.
 * @throws YamlError with the first place that breaks the grammar
 */
export function eventsOf(text: string): Event[] {
  try {
    return parseEvents(text, { maxDepth: deepest });
  } catch (error) {
    throw error instanceof YAMLException ? new YamlError([explainYaml(text, error)]) : error;
  }
}

/**
 * The value that events stand for; null where the text holds none.
 * @throws YamlError with every key that is there twice, or the first place that JSON cannot hold
 */
export function valueOf(text: string, events: readonly Event[]): JsonValue {
  const reader = new ValueReader(text, events);
  const value = reader.read();
  if (reader.twice.length > 0) throw new YamlError(reader.twice);
  return value;
}

/** Where a node begins: at its quotation mark, bracket, `|`, or first character; undefined for a value left out. */
export function offsetOf(text: string, event: Event): number | undefined {
  if (event.type === EVENT_ID.ALIAS) return event.anchorStart - 1;
  if (event.type === EVENT_ID.SCALAR) return event.valueStart < 0 ? undefined : scalarOffset(text, event);
  return 'start' in event ? event.start : undefined;
}

type ScalarEvent = Extract<Event, { type: typeof EVENT_ID.SCALAR }>;

function scalarOffset(text: string, { style, valueStart }: ScalarEvent): number {
  switch (style) {
    case SCALAR_STYLE.SINGLE_QUOTED:
    case SCALAR_STYLE.DOUBLE_QUOTED:
      return valueStart - 1;
    case SCALAR_STYLE.LITERAL_BLOCK:
      return text.lastIndexOf('|', valueStart - 1);
    case SCALAR_STYLE.FOLDED_BLOCK:
      return text.lastIndexOf('>', valueStart - 1);
    default:
      return valueStart;
  }
}

/** The text of a scalar; undefined for every other node. */
export function scalarText(text: string, event: Event): string | undefined {
  return event.type === EVENT_ID.SCALAR ? getScalarValue(text, event) : undefined;
}

/** Whether a key merges its value into the mapping (https://yaml.org/type/merge.html): `<<` without quotes. */
export function isMergeKey(text: string, event: Event): boolean {
  return event.type === EVENT_ID.SCALAR && event.style === SCALAR_STYLE.PLAIN && text.startsWith('<<', event.valueStart)
    ? event.valueEnd - event.valueStart === 2
    : false;
}

/** What an anchor names, how many values it stands for, and how deep it goes. */
type Anchored = { readonly value: JsonValue; readonly size: number; readonly height: number };

class ValueReader {
  readonly twice: YamlFault[] = [];
  readonly #text: string;
  readonly #events: readonly Event[];
  readonly #anchors = new Map<string, Anchored | 'open'>();
  #next = 0;
  /** Values so far, those behind aliases counted each time. */
  #size = 0;
  #aliased = 0;
  #reach = 0;

  constructor(text: string, events: readonly Event[]) {
    this.#text = text;
    this.#events = events;
  }

  read(): JsonValue {
    if (this.#events.length === 0) return null;
    this.#next = 1;
    const value = this.#peek().type === EVENT_ID.POP ? null : this.#node(0);
    const second = this.#events[this.#next + 1];
    if (second) {
      const following = this.#events.slice(this.#next + 2).map((event) => offsetOf(this.#text, event));
      const offset = following.find((each) => each !== undefined) ?? this.#text.length;
      throw refuse(offset, 'a second document begins here', 'keep one document in a file, without "---" between');
    }
    return value;
  }

  #peek(): Event {
    const event = this.#events[this.#next];
    if (!event) throw new RangeError('the parser closes every collection');
    return event;
  }

  #node(depth: number): JsonValue {
    const event = this.#peek();
    this.#next++;
    this.#size++;
    if (depth > this.#reach) this.#reach = depth;
    if (event.type === EVENT_ID.ALIAS) return this.#alias(event, depth);
    const named = 'anchorStart' in event && event.anchorStart >= 0;
    return named ? this.#anchored(event, depth) : this.#content(event, depth);
  }

  #anchored(event: Extract<Event, { anchorStart: number }>, depth: number): JsonValue {
    const name = this.#text.slice(event.anchorStart, event.anchorEnd);
    const [size, reach] = [this.#size, this.#reach];
    this.#anchors.set(name, 'open');
    this.#reach = depth;
    const value = this.#content(event, depth);
    this.#anchors.set(name, { value, size: this.#size - size + 1, height: this.#reach - depth });
    this.#reach = Math.max(this.#reach, reach);
    return value;
  }

  #alias(event: Extract<Event, { type: typeof EVENT_ID.ALIAS }>, depth: number): JsonValue {
    const name = this.#text.slice(event.anchorStart, event.anchorEnd);
    const anchored = this.#anchors.get(name);
    const at = event.anchorStart - 1;
    if (anchored === undefined) throw refuse(at, `no anchor &${name} stands before *${name}`, 'name an earlier anchor');
    if (anchored === 'open') {
      throw refuse(
        at,
        `*${name} stands inside what it names, so that it never ends`,
        'write the part out, or use $ref',
      );
    }
    this.#size += anchored.size;
    this.#aliased += anchored.size;
    this.#reach = Math.max(this.#reach, depth + anchored.height);
    if (this.#aliased > mostAliased) {
      const message = `the aliases up to *${name} stand for more than ${mostAliased} values`;
      throw refuse(at, message, 'write the parts out, or use $ref');
    }
    if (this.#reach > deepest) {
      throw refuse(at, `with *${name} the text is nested more than ${deepest} levels deep`, 'use $ref');
    }
    return anchored.value;
  }

  #content(event: Event, depth: number): JsonValue {
    switch (event.type) {
      case EVENT_ID.SCALAR:
        return this.#scalar(event);
      case EVENT_ID.SEQUENCE:
        this.#checkTag(event, ['!!seq']);
        return this.#sequence(depth);
      case EVENT_ID.MAPPING:
        this.#checkTag(event, ['!!map']);
        return this.#mapping(depth);
      default:
        throw new RangeError('the parser gives a node here');
    }
  }

  #scalar(event: ScalarEvent): JsonValue {
    const content = getScalarValue(this.#text, event);
    const tag = event.tagStart < 0 ? '' : this.#text.slice(event.tagStart, event.tagEnd);
    if (tag === '!!str' || tag === '!') return content;
    if (tag === '' && event.style !== SCALAR_STYLE.PLAIN) return content;
    const value = plainValue(content);
    const at = offsetOf(this.#text, event) ?? event.tagStart;
    if (value === undefined) throw refuse(at, `${content} is a number that JSON does not have`, 'put a text in quotes');
    if (tag !== '' && scalarTags[tag]?.includes(value === null ? 'null' : typeof value) !== true) {
      throw this.#wrongTag(event.tagStart, tag);
    }
    return value;
  }

  #sequence(depth: number): JsonValue {
    const items: JsonValue[] = [];
    while (this.#peek().type !== EVENT_ID.POP) items.push(this.#node(depth + 1));
    this.#next++;
    return items;
  }

  #mapping(depth: number): JsonValue {
    const members: Record<string, JsonValue> = {};
    let merged: Set<string> | undefined;
    for (let event = this.#peek(); event.type !== EVENT_ID.POP; event = this.#peek()) {
      if (isMergeKey(this.#text, event)) {
        this.#next++;
        merged = this.#merge(members, merged ?? new Set(), depth);
        continue;
      }
      const key = this.#key(event);
      const taken = Object.hasOwn(members, key) && merged?.delete(key) !== true;
      if (taken) this.#keyTwice(event, key);
      const value = this.#node(depth + 1);
      if (!taken) setMember(members, key, value);
    }
    this.#next++;
    return members;
  }

  /** Earlier members win, and every key of the mapping's own, wherever it stands. */
  #merge(members: Record<string, JsonValue>, merged: Set<string>, depth: number): Set<string> {
    const at = offsetOf(this.#text, this.#peek()) ?? 0;
    const value = this.#node(depth + 1);
    const sources = isJsonArray(value) ? value : [value];
    for (const source of sources) {
      if (!isJsonObject(source)) throw refuse(at, '<< takes a mapping, or a list of them', 'put the key << in quotes');
      for (const [key, member] of Object.entries(source)) {
        if (Object.hasOwn(members, key)) continue;
        setMember(members, key, member);
        merged.add(key);
      }
    }
    return merged;
  }

  /** A key is text, whatever it looks like. */
  #key(event: Event): string {
    this.#next++;
    if (event.type === EVENT_ID.SCALAR) {
      const key = getScalarValue(this.#text, event);
      if (event.anchorStart >= 0) {
        const name = this.#text.slice(event.anchorStart, event.anchorEnd);
        this.#anchors.set(name, { value: key, size: 1, height: 0 });
      }
      return key;
    }
    const anchored =
      event.type === EVENT_ID.ALIAS
        ? this.#anchors.get(this.#text.slice(event.anchorStart, event.anchorEnd))
        : undefined;
    if (typeof anchored === 'object' && typeof anchored.value === 'string') return anchored.value;
    throw refuse(offsetOf(this.#text, event) ?? 0, 'a key must be text', 'put it in quotes');
  }

  #keyTwice(event: Event, key: string): void {
    const offset = offsetOf(this.#text, event) ?? 0;
    const shown = /[\s:{}]/.test(key) || key === '' ? JSON.stringify(key) : key;
    const message = `the key ${shown} is here a second time`;
    this.twice.push({ offset, message, remedy: 'keep one of the two, or rename it' });
  }

  #checkTag(event: Extract<Event, { tagStart: number }>, known: readonly string[]): void {
    if (event.tagStart < 0) return;
    const tag = this.#text.slice(event.tagStart, event.tagEnd);
    if (!known.includes(tag)) throw this.#wrongTag(event.tagStart, tag);
  }

  /** OpenAPI 3.1.1 section 4.2: tags beyond those of JSON have no meaning. */
  #wrongTag(offset: number, tag: string): YamlError {
    return refuse(offset, `the tag ${tag} does not fit here`, 'leave it out: values are those of JSON');
  }
}

const scalarTags: Readonly<Record<string, readonly string[]>> = {
  '!!null': ['null'],
  '!!bool': ['boolean'],
  '!!int': ['number'],
  '!!float': ['number'],
};

function refuse(offset: number, message: string, remedy: string): YamlError {
  return new YamlError([{ offset, message, remedy }]);
}

/** Not by assignment alone, which would lose a key named `__proto__`. */
function setMember(members: Record<string, JsonValue>, key: string, value: JsonValue): void {
  if (key !== '__proto__') members[key] = value;
  else Object.defineProperty(members, key, { value, enumerable: true, writable: true, configurable: true });
}
