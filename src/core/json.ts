import { parse, stringify } from 'lossless-json';
import { asBytes, showBytes } from './bytes.ts';
import {
  ExactNumber,
  compareNumbers,
  haveExactNumbers,
  isInteger,
  isNumber,
  meetsExactNumber,
  parseNumber,
} from './exact-number.ts';
import type { JsonNumber } from './exact-number.ts';

/** A JSON value (RFC 8259). Numbers keep every digit. */
export type JsonValue = null | boolean | JsonNumber | string | JsonArray | JsonObject;
export type JsonArray = readonly JsonValue[];
export type JsonObject = { readonly [member: string]: JsonValue };

export type ParsedJson =
  { readonly ok: true; readonly value: JsonValue } | { readonly ok: false; readonly reason: string };

// Where a number may have more digits than a double keeps, or an exponent. Such a text inside a string only costs time.
const longNumber = /(?:^|[:,[\s])-?(?:\d[\d.]{15}|\d[\d.]*[eE])/;

/** The one place where JSON text becomes a value. Never throws: the reason is fit for a person to read. */
export function parseJson(text: string): ParsedJson {
  if (isTooDeep(text)) return { ok: false, reason: `it is nested more than ${deepest} levels deep` };
  try {
    const value = JSON.parse(text) as JsonValue;
    return { ok: true, value: longNumber.test(text) ? parseExactly(text) : value };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** For text that is JSON. Of a name that is there twice the last counts, as with JSON.parse. */
function parseExactly(text: string): JsonValue {
  return parse(text, undefined, { parseNumber, onDuplicateKey: ({ newValue }) => newValue }) as JsonValue;
}

/** A value as JSON text; `space` as with JSON.stringify. */
export function writeJson(value: JsonValue, space?: number): string {
  let text = '';
  const inexact = meetsExactNumber(() => {
    text = JSON.stringify(value, undefined, space);
  });
  if (!inexact) return text;
  const exact = { test: (part: unknown) => part instanceof ExactNumber, stringify: String };
  return stringify(value, undefined, space, [exact]) ?? text;
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
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);
}

export function isJsonArray(value: JsonValue | undefined): value is JsonArray {
  return Array.isArray(value);
}

export function isContainer(value: JsonValue | undefined): value is JsonArray | JsonObject {
  return isJsonArray(value) || isJsonObject(value);
}

/** Deep equality (JSON Schema 2020-12, core, section 4.2.2): numbers by their value, members in any order. */
export function isSame(left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  if (left === right) return true;
  if (isJsonArray(left) && isJsonArray(right)) {
    return left.length === right.length && left.every((item, index) => isSame(item, right[index]));
  }
  if (isJsonObject(left) && isJsonObject(right)) {
    const names = Object.keys(left);
    return (
      names.length === Object.keys(right).length &&
      names.every((name) => Object.hasOwn(right, name) && isSame(left[name], right[name]))
    );
  }
  return isNumber(left) && isNumber(right) && compareNumbers(left, right) === 0;
}

/** The JSON Schema type of a value, in the words a message uses. */
export function jsonType(value: JsonValue): 'null' | 'boolean' | 'integer' | 'number' | 'string' | 'array' | 'object' {
  if (value === null) return 'null';
  if (isJsonArray(value)) return 'array';
  if (isNumber(value)) return isInteger(value) ? 'integer' : 'number';
  switch (typeof value) {
    case 'boolean':
      return 'boolean';
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
  const bytes = asBytes(value);
  if (bytes) return showBytes(bytes);
  const text = writeJson(value);
  const shown = text.length > shownLength ? `${text.slice(0, shownLength)}... ${text.length} characters` : text;
  return value === null ? 'null' : `${shown} (${jsonType(value)})`;
}

/** Whether there is a number in it that no double stands for. */
export function holdsExactNumber(value: JsonValue): boolean {
  if (!haveExactNumbers()) return false;
  if (isJsonArray(value)) return value.some(holdsExactNumber);
  if (isJsonObject(value)) return Object.values(value).some(holdsExactNumber);
  return value instanceof ExactNumber;
}

/** A copy with something else in place of each number that no double stands for. */
export function replaceExactNumbers(value: JsonValue, replace: (number: ExactNumber) => unknown): unknown {
  if (value instanceof ExactNumber) return replace(value);
  if (isJsonArray(value)) return value.map((item) => replaceExactNumbers(item, replace));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, replaceExactNumbers(member, replace)]),
  );
}
