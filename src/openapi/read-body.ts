// Raw bytes and a media type become the value that schemas and expressions see.
import type { JsonValue } from '../core/json.ts';
import type { HttpResponse } from '../core/http.ts';
import { parseJson } from '../core/json.ts';
import { findJsonError } from './find-json-error.ts';
import { isJsonType, parseMediaType } from './media-type.ts';
import type { MediaTypeName } from './media-type.ts';

/**
 * `value`: JSON, or text as a string. `faulty`: not what the media type says; a value may be had all the same.
 * `unread`: nothing here reads such a type, or the character set.
 */
export type ReadBody =
  | { readonly type: 'value'; readonly value: JsonValue }
  | { readonly type: 'faulty'; readonly expected: string; readonly actual: string; readonly value?: JsonValue }
  | { readonly type: 'unread'; readonly reason: string; readonly value?: JsonValue };

export function readBody(body: Uint8Array, name: MediaTypeName): ReadBody {
  if (isJsonType(name.essence)) return readJson(body);
  if (name.essence.startsWith('text/') || name.essence === 'application/x-www-form-urlencoded') {
    return readText(body, name);
  }
  return { type: 'unread', reason: `nothing here reads ${name.essence}` };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8');

/** JSON is UTF-8 whatever the charset says (RFC 8259 sections 8.1 and 11), and begins without a byte order mark. */
function readJson(body: Uint8Array): ReadBody {
  let text: string;
  try {
    text = utf8.decode(body);
  } catch {
    return { type: 'faulty', expected: 'JSON in UTF-8', actual: `bytes that are not UTF-8: ${beginning(body)}` };
  }
  const marked = text.charCodeAt(0) === 0xfeff;
  const parsed = parseJson(marked ? text.slice(1) : text);
  if (!parsed.ok) {
    const actual = placeOf(text);
    // Without a place it is JSON, and only too deep for what is here.
    return actual === undefined
      ? { type: 'unread', reason: parsed.reason }
      : { type: 'faulty', expected: 'JSON', actual };
  }
  if (!marked) return { type: 'value', value: parsed.value };
  const actual = 'a byte order mark before the first character';
  return { type: 'faulty', expected: 'JSON without a byte order mark', actual, value: parsed.value };
}

/** `line 1, column 9: found "x" where "," or "}" should be`. */
function placeOf(text: string): string | undefined {
  const error = findJsonError(text);
  if (!error) return undefined;
  const before = text.slice(0, error.offset).split('\n');
  const found = error.offset < text.length ? showCharacters(text.slice(error.offset)) : 'the end';
  const column = (before.at(-1) ?? '').length + 1;
  return `line ${before.length}, column ${column}: found ${found} where ${error.expected} should be`;
}

const shownCharacters = 20;

function showCharacters(text: string): string {
  const shown = text.slice(0, shownCharacters);
  return `${JSON.stringify(shown)}${shown.length < text.length ? '...' : ''}`;
}

function decoderOf(charset: string): typeof utf8 | undefined {
  try {
    return new TextDecoder(charset, { fatal: true });
  } catch {
    return undefined;
  }
}

function readText(body: Uint8Array, name: MediaTypeName): ReadBody {
  const charset = name.parameters.get('charset') ?? 'utf-8';
  const decoder = decoderOf(charset);
  if (!decoder) return { type: 'unread', reason: `nothing here reads the charset ${charset}` };
  try {
    return { type: 'value', value: decoder.decode(body) };
  } catch {
    return { type: 'faulty', expected: `text in ${charset}`, actual: `other bytes: ${beginning(body)}` };
  }
}

/** The first characters of a body, for a message. */
export function beginning(body: Uint8Array): string {
  return showCharacters(lenient.decode(body.subarray(0, 4 * shownCharacters)));
}

/** What expressions may still see of a body that the contract does not speak of: its JSON, else its text. */
export function readUndeclared(body: Uint8Array, contentType: string | undefined): JsonValue | undefined {
  if (body.length === 0) return undefined;
  const name = contentType === undefined ? undefined : parseMediaType(contentType);
  const read = name === undefined ? readJson(body) : readBody(body, name);
  if (read.type === 'unread') return undefined;
  return read.value ?? lenient.decode(body);
}

/** The Content-Type field, the first if a server sent several; undefined where it is absent or blank. */
export function contentTypeOf({ headers }: HttpResponse): string | undefined {
  for (const [name, value] of headers) {
    if (name.length === 12 && name.toLowerCase() === 'content-type') return value.trim() === '' ? undefined : value;
  }
  return undefined;
}
