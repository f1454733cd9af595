// Raw bytes and a media type become the value that schemas and expressions see.
import type { JsonValue } from '../core/json.ts';
import type { HeaderField } from '../core/http.ts';
import { parseJson } from '../core/json.ts';
import type { MediaType } from './contract.ts';
import { findJsonError } from './find-json-error.ts';
import { parseForm } from './form.ts';
import { formType, isBytesType, isJsonType, isUnreadForm, parseMediaType } from './media-type.ts';
import type { MediaTypeName } from './media-type.ts';

/**
 * `value`: JSON, a form as an object, or text as a string. `faulty`: not what the media type says; a value may be had all
 * the same. `unread`: nothing here reads such a type, or the character set. `bytes`: of a type that may hold any.
 */
export type ReadBody =
  | { readonly type: 'value'; readonly value: JsonValue }
  | { readonly type: 'faulty'; readonly expected: string; readonly actual: string; readonly value?: JsonValue }
  | { readonly type: 'unread'; readonly reason: string; readonly value?: JsonValue }
  | { readonly type: 'bytes'; readonly reason: string; readonly size: number };

/** @param declared whose schema gives the properties of a form their types; absent: they are text */
export function readBody(body: Uint8Array, name: MediaTypeName, declared?: MediaType): ReadBody {
  const { essence } = name;
  if (isJsonType(essence)) return readJson(body);
  if (essence === formType) return readForm(body, declared);
  const reason = `nothing here reads ${essence}`;
  if (isBytesType(essence)) return { type: 'bytes', reason, size: body.length };
  if (!isUnreadForm(essence)) return readText(body, name);
  const text = essence.startsWith('multipart/') ? undefined : utf8Text(body);
  return { type: 'unread', reason, ...(text === undefined ? {} : { value: text }) };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8');

/** JSON is UTF-8 whatever the charset says (RFC 8259 sections 8.1 and 11), and begins without a byte order mark. */
function readJson(body: Uint8Array): ReadBody {
  const other = otherEncoding(body);
  if (other !== undefined) return { type: 'faulty', expected: 'JSON in UTF-8', actual: `text in ${other}` };
  const text = utf8Text(body);
  if (text === undefined) {
    return { type: 'faulty', expected: 'JSON in UTF-8', actual: `bytes that are not UTF-8: ${beginning(body)}` };
  }
  const marked = text.charCodeAt(0) === 0xfeff;
  const parsed = parseJson(marked ? text.slice(1) : text);
  if (!parsed.ok) {
    const actual = placeOf(text);
    // Without a place it is JSON, and only nested deeper than anything that is meant to be read.
    return { type: 'faulty', expected: 'JSON', actual: actual ?? parsed.reason };
  }
  if (!marked) return { type: 'value', value: parsed.value };
  const actual = 'a byte order mark before the first character';
  return { type: 'faulty', expected: 'JSON without a byte order mark', actual, value: parsed.value };
}

function utf8Text(body: Uint8Array): string | undefined {
  try {
    return utf8.decode(body);
  } catch {
    return undefined;
  }
}

const utf32: ReadonlySet<string> = new Set(['000x', 'x000']);
const utf16: ReadonlySet<string> = new Set(['0x0x', 'x0x0']);

/** JSON begins with a character of ASCII, so that its first bytes tell UTF-16 and UTF-32 by where their zeros are. */
function otherEncoding(body: Uint8Array): string | undefined {
  const mark = (body[0] ?? 1) * 0x100 + (body[1] ?? 1);
  const isMarked = mark === 0xfffe || mark === 0xfeff;
  if (body[0] !== 0 && body[1] !== 0 && !isMarked) return undefined;
  const zeros = Array.from(body.subarray(0, 4), (byte) => (byte === 0 ? '0' : 'x')).join('');
  if (utf32.has(zeros) || (isMarked && zeros === 'xx00')) return 'UTF-32';
  return isMarked || utf16.has(zeros) ? 'UTF-16' : undefined;
}

/** Percent-encoded, a form is ASCII; the text that it holds is UTF-8. */
function readForm(body: Uint8Array, declared: MediaType | undefined): ReadBody {
  const text = utf8Text(body);
  if (text === undefined) {
    return { type: 'faulty', expected: 'a form, percent-encoded in UTF-8', actual: `other bytes: ${beginning(body)}` };
  }
  return parseForm(text, declared);
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
const shownBytes = 8;

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

/** The first characters of a body, for a message; bytes where it is no text. */
export function beginning(body: Uint8Array): string {
  const text = lenient.decode(body.subarray(0, 4 * shownCharacters));
  // eslint-disable-next-line no-control-regex -- that is what tells bytes from text
  if (!/[\0-\x08\x0e-\x1f]/.test(text.slice(0, shownCharacters))) return showCharacters(text);
  const bytes = [...body.subarray(0, shownBytes)].map((byte) => byte.toString(16).padStart(2, '0'));
  return `the bytes ${bytes.join(' ')}${body.length > shownBytes ? ' ...' : ''}`;
}

/** What expressions may still see of a body that the contract does not speak of: its JSON, else its text. */
export function readUndeclared(body: Uint8Array, contentType: string | undefined): JsonValue | undefined {
  if (body.length === 0) return undefined;
  const name = contentType === undefined ? undefined : parseMediaType(contentType);
  const read = name === undefined ? readJson(body) : readBody(body, name);
  if (read.type === 'bytes') return undefined;
  if (read.type === 'unread') return read.value;
  return read.value ?? (name === undefined ? utf8Text(body) : lenient.decode(body));
}

/** The Content-Type field, the first where several were sent; undefined where it is absent or blank. */
export function contentTypeOf({ headers }: { readonly headers: readonly HeaderField[] }): string | undefined {
  for (const [name, value] of headers) {
    if (name.length === 12 && name.toLowerCase() === 'content-type') return value.trim() === '' ? undefined : value;
  }
  return undefined;
}
