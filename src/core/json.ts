/** A JSON value (RFC 8259). */
export type JsonValue = null | boolean | number | string | JsonArray | JsonObject;
export type JsonArray = readonly JsonValue[];
export type JsonObject = { readonly [member: string]: JsonValue };

export type ParsedJson =
  { readonly ok: true; readonly value: JsonValue } | { readonly ok: false; readonly reason: string };

/** The one place where JSON text becomes a value. Never throws: the reason is fit for a person to read. */
export function parseJson(text: string): ParsedJson {
  if (isTooDeep(text)) return { ok: false, reason: `it is nested more than ${deepest} levels deep` };
  try {
    return { ok: true, value: JSON.parse(text) as JsonValue };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Whoever walks a value calls himself for each level: no answer may exhaust the stack. */
const deepest = 500;
const quote = 0x22;
const backslash = 0x5c;
/** With this bit, a bracket is the brace of its side. */
const asBrace = 0x20;
const opening = 0x7b;
const closing = 0x7d;

function isTooDeep(text: string): boolean {
  if (text.length <= deepest * 2) return false;
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) inString = !inString;
    else if (inString) at += code === backslash ? 1 : 0;
    else if ((code | asBrace) === opening) depth++;
    else if ((code | asBrace) === closing) depth--;
    if (depth > deepest) return true;
  }
  return false;
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isJsonArray(value: JsonValue | undefined): value is JsonArray {
  return Array.isArray(value);
}

/** The JSON Schema type of a value, in the words a message uses. */
export function jsonType(value: JsonValue): 'null' | 'boolean' | 'integer' | 'number' | 'string' | 'array' | 'object' {
  if (value === null) return 'null';
  if (isJsonArray(value)) return 'array';
  switch (typeof value) {
    case 'boolean':
      return 'boolean';
    case 'number':
      return Number.isInteger(value) ? 'integer' : 'number';
    case 'string':
      return 'string';
    default:
      return 'object';
  }
}

const shownLength = 80;

/** A value as a message shows it: its JSON text, shortened, with its type behind it, as in `"1" (string)`. */
export function showValue(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  const shown = text.length > shownLength ? `${text.slice(0, shownLength)}... ${text.length} characters` : text;
  return value === null ? 'null' : `${shown} (${jsonType(value)})`;
}
