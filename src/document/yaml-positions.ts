// Where the part at a JSON Pointer stands in a YAML or JSON text.
import { EVENT_ID } from 'js-yaml';
import type { Event } from 'js-yaml';
import { isMergeKey, offsetOf, scalarText } from './read-yaml.ts';

/** Finds the offset of a part; of the nearest part above it, where it is not there. */
export type FindOffset = (tokens: readonly string[], part: 'key' | 'value') => number;

type Found = { readonly key?: number; readonly value: number };

/** Walks down as far as the document goes, through aliases and merged mappings. */
export function createPositions(text: string, events: readonly Event[]): FindOffset {
  const { after, anchors } = indexEvents(text, events);
  const offsetAt = (index: number): number | undefined => {
    const event = events[index];
    return event && offsetOf(text, event);
  };
  const resolve = (index: number): number => {
    const event = events[index];
    if (event?.type !== EVENT_ID.ALIAS) return index;
    return anchors.get(text.slice(event.anchorStart, event.anchorEnd))?.findLast((each) => each < index) ?? index;
  };

  const childOf = (holder: number, token: string): Found | undefined => {
    const index = resolve(holder);
    if (events[index]?.type === EVENT_ID.SEQUENCE) return elementOf(index, token);
    return events[index]?.type === EVENT_ID.MAPPING ? memberOf(index, token) : undefined;
  };
  const elementOf = (sequence: number, token: string): Found | undefined => {
    let position = 0;
    for (let at = sequence + 1; events[at]?.type !== EVENT_ID.POP; at = after[at] ?? events.length) {
      if (String(position++) === token) return { value: at };
    }
    return undefined;
  };
  const memberOf = (mapping: number, token: string): Found | undefined => {
    const merged: number[] = [];
    for (let key = mapping + 1; events[key]?.type !== EVENT_ID.POP;) {
      const value = after[key] ?? events.length;
      const event = events[resolve(key)];
      if (event && isMergeKey(text, event)) merged.push(value);
      else if (event && scalarText(text, event) === token) return { key, value };
      key = after[value] ?? events.length;
    }
    return firstOf(merged.flatMap(sourcesOf), (source) => childOf(source, token));
  };
  const sourcesOf = (index: number): number[] => {
    const sequence = resolve(index);
    if (events[sequence]?.type !== EVENT_ID.SEQUENCE) return [sequence];
    const sources: number[] = [];
    for (let at = sequence + 1; events[at]?.type !== EVENT_ID.POP; at = after[at] ?? events.length) sources.push(at);
    return sources;
  };

  return (tokens, part) => {
    // The first event is the document's.
    let node: number | undefined = 1;
    let offset = offsetAt(node) ?? 0;
    tokens.forEach((token, depth) => {
      const found: Found | undefined = node === undefined ? undefined : childOf(node, token);
      node = found?.value;
      const key = found?.key === undefined ? undefined : offsetAt(found.key);
      const wanted = depth === tokens.length - 1 && part === 'key' ? key : undefined;
      offset = wanted ?? (node === undefined ? undefined : offsetAt(node)) ?? key ?? offset;
    });
    return offset;
  };
}

type Index = {
  /** Behind each node: the event that follows it. */
  readonly after: Int32Array;
  /** The nodes that carry an anchor of this name, in order. */
  readonly anchors: ReadonlyMap<string, readonly number[]>;
};

function indexEvents(text: string, events: readonly Event[]): Index {
  const after = new Int32Array(events.length);
  const anchors = new Map<string, number[]>();
  const open: number[] = [];
  events.forEach((event, index) => {
    if (event.type === EVENT_ID.POP) after[open.pop() ?? 0] = index + 1;
    else if (event.type === EVENT_ID.SCALAR || event.type === EVENT_ID.ALIAS) after[index] = index + 1;
    else open.push(index);
    if (event.type === EVENT_ID.ALIAS || !('anchorStart' in event) || event.anchorStart < 0) return;
    const name = text.slice(event.anchorStart, event.anchorEnd);
    const same = anchors.get(name);
    if (same) same.push(index);
    else anchors.set(name, [index]);
  });
  return { after, anchors };
}

function firstOf<T>(items: readonly number[], find: (item: number) => T | undefined): T | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
