// An amendment in the text of a file: the rest of it, comments included, stays as it is.
import { DescriptionError } from '../core/errors.ts';
import { isJsonObject, isSame } from '../core/json.ts';
import type { JsonValue } from '../core/json.ts';
import type { SourceDocument } from '../core/source.ts';
import { valueAt } from '../document/json-pointer.ts';
import { readDocument } from '../document/read-document.ts';
import { amendedValue } from './amend.ts';
import type { Amendment } from './amend.ts';
import { writeFlow } from './flow.ts';

/**
 * The document with the amendment written into it; undefined where it could not be placed without touching more: the new
 * text is read again, and must say just what was proposed.
 */
export function amendText(document: SourceDocument, amendment: Amendment): SourceDocument | undefined {
  const text = edits[amendment.edit](document, amendment);
  if (text === undefined) return undefined;
  const wanted = amendedValue(document.value, amendment);
  try {
    const amended = readDocument(text, document.file);
    return isSame(amended.value, wanted) ? amended : undefined;
  } catch (error) {
    if (error instanceof DescriptionError) return undefined;
    throw error;
  }
}

type Edit = (document: SourceDocument, amendment: Amendment) => string | undefined;

const edits: Readonly<Record<Amendment['edit'], Edit>> = {
  replace: replacePart,
  add: addMember,
  confirm: confirmPart,
};

/** The mark gives way to the evidence, or goes, where there is evidence already. */
function confirmPart(document: SourceDocument, { pointer, value }: Amendment): string | undefined {
  const { text } = document;
  const start = offsetAt(document, `${pointer}/x-confidence`, 'key');
  const [mark] = /^(['"]?)x-confidence\1\s*:\s*(['"]?)inferred\2/.exec(text.slice(start)) ?? [];
  if (mark === undefined) return undefined;
  const [before, after] = [text.slice(0, start), text.slice(start + mark.length)];
  if (valueAt(document.value, `${pointer}/x-evidence`) === undefined) {
    return `${before}x-evidence: ${writeFlow(value)}${after}`;
  }
  // In flow style the comma goes with it, in block style the line.
  if (/,\s*$/.test(before)) return before.replace(/,\s*$/, '') + after;
  if (/^\s*,\s*/.test(after)) return before + after.replace(/^\s*,\s*/, '');
  return before.replace(/[ \t]*$/, '') + after.replace(/^[ \t]*\r?\n/, '');
}

function replacePart(document: SourceDocument, { pointer, value }: Amendment): string | undefined {
  const { text } = document;
  const start = offsetAt(document, pointer);
  if (/[[{]/.test(text.charAt(start))) {
    const end = endOfFlow(text, start);
    return end === undefined ? undefined : text.slice(0, start) + writeFlow(value) + text.slice(end);
  }
  const end = endOfBlock(text, start, columnOf(text, start));
  // A comment inside would be lost.
  if (/(?:^|\s)#/.test(text.slice(start, end))) return undefined;
  return text.slice(0, start) + blockText(value, columnOf(text, start)) + text.slice(end);
}

function addMember(document: SourceDocument, { pointer, member = '', value }: Amendment): string | undefined {
  const { text } = document;
  const start = offsetAt(document, pointer);
  if (text.charAt(start) === '{') {
    const end = endOfFlow(text, start);
    if (end === undefined) return undefined;
    const inside = text.slice(start + 1, end - 1).trimEnd();
    const comma = inside.trim() === '' ? '' : ',';
    return `${text.slice(0, start + 1)}${inside}${comma} ${memberText(member, value)} ${text.slice(end - 1)}`;
  }
  if (!isJsonObject(valueAt(document.value, pointer))) return undefined;
  const column = columnOf(text, start);
  const end = endOfBlock(text, start, column);
  return `${text.slice(0, end)}\n${' '.repeat(column)}${memberText(member, value)}${text.slice(end)}`;
}

/** `name: value`, as inside a mapping in flow style. */
function memberText(member: string, value: JsonValue): string {
  return writeFlow({ [member]: value }).slice(2, -2);
}

/** A mapping in block style, each member on a line. */
function blockText(value: JsonValue, column: number): string {
  if (!isJsonObject(value)) return writeFlow(value);
  const members = Object.entries(value).map(([name, member]) => memberText(name, member));
  return members.join(`\n${' '.repeat(column)}`);
}

function offsetAt(document: SourceDocument, pointer: string, part: 'key' | 'value' = 'value'): number {
  const { line, column } = document.locate(pointer, part);
  let offset = 0;
  for (let passed = 1; passed < line; passed++) offset = document.text.indexOf('\n', offset) + 1;
  return offset + column - 1;
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

/** Behind the bracket that closes the one at `start`; undefined where there is a comment in between. */
function endOfFlow(text: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === "'" || character === '"') at = endOfQuotes(text, at);
    else if (character === '#' && /\s/.test(text.charAt(at - 1))) return undefined;
    else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') depth--;
    if (depth === 0) return at + 1;
  }
  return undefined;
}

/** The quote that closes; a mark inside a word, as in `it's`, opens nothing. */
function endOfQuotes(text: string, start: number): number {
  const quote = text.charAt(start);
  if (/[\p{L}\p{N}]/u.test(text.charAt(start - 1))) return start;
  for (let at = start + 1; at < text.length; at++) {
    if (quote === '"' && text.charAt(at) === '\\') at++;
    else if (text.charAt(at) === quote) {
      if (quote === '"' || text.charAt(at + 1) !== quote) return at;
      at++;
    }
  }
  return text.length;
}

/** Where the last line of a block ends that stands at this column; blank lines and comments behind it are not its own. */
function endOfBlock(text: string, start: number, column: number): number {
  let end = lineEnd(text, start);
  for (let next = nextLine(text, start); next < text.length; next = nextLine(text, next)) {
    const line = text.slice(next, lineEnd(text, next));
    const indent = line.search(/\S/);
    if (indent < 0 || line.trimStart().startsWith('#')) continue;
    if (indent < column) break;
    end = next + line.length;
  }
  return end;
}

function nextLine(text: string, from: number): number {
  const found = text.indexOf('\n', from);
  return found < 0 ? text.length : found + 1;
}

/** Without the line's own end, that of Windows among them. */
function lineEnd(text: string, from: number): number {
  const found = text.indexOf('\n', from);
  const end = found < 0 ? text.length : found;
  return end > from && text.charAt(end - 1) === '\r' ? end - 1 : end;
}
