// Whether a text that was written anew says what it said before: the same value, its numbers to the last digit, and the same comments.
import { Parser } from 'yaml';
import type { JsonValue } from '../../core/json.ts';
import { isJsonArray, isJsonObject, writeJson } from '../../core/json.ts';
import { escapeToken } from '../../document/json-pointer.ts';
import { readDocument } from '../../document/read-document.ts';

type Edits = ReadonlyMap<string, string | undefined>;
type Change = {
  readonly file: string;
  /** By JSON Pointer: the text that stands there now, or undefined where the member was removed. */
  readonly edits: Edits;
};

/** Why the new text does not say the same as the old one; undefined where it does. */
export function differenceOf(before: string, after: string, { file, edits }: Change): string | undefined {
  const expected = withEdits(readDocument(before, file).value, '', edits);
  let found: JsonValue;
  try {
    found = readDocument(after, file).value;
  } catch {
    return 'the new text could not be read';
  }
  if (writeJson(inOrder(expected)) !== writeJson(inOrder(found))) return 'it would not mean the same';
  const [old, now] = [before, after].map((text) => commentsOf(text).sort().join('\n'));
  return old === now ? undefined : 'a comment would be lost';
}

function withEdits(value: JsonValue, pointer: string, edits: Edits): JsonValue {
  const edit = edits.get(pointer);
  if (edit !== undefined) return edit;
  if (isJsonArray(value)) return value.map((item, index) => withEdits(item, `${pointer}/${index}`, edits));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      const inner = `${pointer}/${escapeToken(name)}`;
      return edits.has(inner) && edits.get(inner) === undefined ? [] : [[name, withEdits(member, inner, edits)]];
    }),
  );
}

/** With the members of every object by name. */
function inOrder(value: JsonValue): JsonValue {
  if (isJsonArray(value)) return value.map(inOrder);
  if (!isJsonObject(value)) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, inOrder(value[name] ?? null)]));
}

/** Every comment of a text, wherever it stands. */
function commentsOf(text: string): string[] {
  const found: string[] = [];
  const collect = (token: unknown): void => {
    if (Array.isArray(token)) token.forEach(collect);
    else if (typeof token === 'object' && token !== null) {
      if ('type' in token && token.type === 'comment' && 'source' in token) found.push(String(token.source).trim());
      else Object.values(token).forEach(collect);
    }
  };
  for (const token of new Parser().parse(text)) collect(token);
  return found;
}
