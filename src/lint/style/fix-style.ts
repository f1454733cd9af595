// One style for workflow documents. That a document means the same as before is made sure of, not assumed.
import { Parser, isMap, parseDocument } from 'yaml';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { isJsonArray, isJsonObject, writeJson } from '../../core/json.ts';
import { escapeToken } from '../../document/json-pointer.ts';
import { readDocument } from '../../document/read-document.ts';
import { arrange } from './arrange.ts';
import type { Arranged } from './arrange.ts';
import { StyleRefusal } from './scalar-text.ts';
import { commentLines, writeDocument } from './write-node.ts';

export type Fixed =
  | {
      readonly kind: 'fixed';
      /** The same text where nothing had to change. */
      readonly text: string;
      /** Objects whose keys were put in order. */
      readonly ordered: number;
      /** Members that said nothing, and braces around a whole expression. */
      readonly removed: number;
    }
  | {
      readonly kind: 'refused';
      /** Why the text is left as it is. */
      readonly reason: string;
    };

/**
 * @param text of a workflow document in YAML that has no faults
 * @param file as messages name it
 */
export function fixStyle(text: string, file: string): Fixed {
  const mark = text.startsWith('\ufeff') ? '\ufeff' : '';
  const crlf = text.includes('\r\n');
  const plain = text.slice(mark.length).replaceAll('\r\n', '\n');
  try {
    const { text: fixed, arranged } = rewrite(plain);
    const reason = differenceOf(plain, fixed, { file, arranged });
    if (reason !== undefined) return { kind: 'refused', reason };
    if (rewrite(fixed).text !== fixed) return { kind: 'refused', reason: 'it would change again at the next time' };
    const { ordered, edits } = arranged;
    const written = mark + (crlf ? fixed.replaceAll('\n', '\r\n') : fixed);
    return { kind: 'fixed', text: written, ordered, removed: edits.size };
  } catch (error) {
    if (error instanceof StyleRefusal) return { kind: 'refused', reason: error.message };
    throw error;
  }
}

function rewrite(text: string): { readonly text: string; readonly arranged: Arranged } {
  const document = parseDocument(text, { keepSourceTokens: true, uniqueKeys: false, logLevel: 'silent' });
  const [error] = document.errors;
  if (error) throw new StyleRefusal(`it cannot be written anew: ${error.message.split('\n')[0] ?? error.code}`);
  if (document.directives.docStart === true && /^%/m.test(text)) throw new StyleRefusal('it has directives');
  const header = commentLines(document.commentBefore, '');
  const { contents } = document;
  const first = contents && isMap(contents) ? contents.items[0]?.key : undefined;
  const above = first?.commentBefore;
  // What stands at the top of the file stays there, whichever key comes first.
  if (first) first.commentBefore = null;
  const arranged = arrange(document);
  const lines = [...header, ...(header.length > 0 ? [''] : []), ...commentLines(above, '')];
  return { text: writeDocument({ document, block: arranged.block }, lines), arranged };
}

type Change = { readonly file: string; readonly arranged: Arranged };

/** Why the new text does not say the same as the old one; undefined where it does. */
function differenceOf(before: string, after: string, { file, arranged }: Change): string | undefined {
  const expected = withEdits(readDocument(before, file).value, '', arranged.edits);
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

function withEdits(value: JsonValue, pointer: string, edits: Arranged['edits']): JsonValue {
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
  return Object.fromEntries(names.map((name) => [name, inOrder((value as JsonObject)[name] ?? null)]));
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
