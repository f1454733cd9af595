// Arazzo 1.1, "Payload Replacement Object", with JSON Pointers (RFC 6901).
import type { JsonValue } from '../core/json.ts';
import { isJsonArray, isJsonObject, jsonType } from '../core/json.ts';
import { formatPointer, memberOf, parsePointer } from '../document/json-pointer.ts';

export type Replaced =
  { readonly ok: true; readonly value: JsonValue } | { readonly ok: false; readonly reason: string };

/**
 * The payload with one part replaced; the payload itself stays as it is.
 * The last member may be new and `-` appends to an array; a parent that does not exist is refused.
 */
export function replaceValue(payload: JsonValue, target: string, value: JsonValue): Replaced {
  const tokens = parsePointer(target);
  if (!tokens) return { ok: false, reason: `"${target}" is not a JSON Pointer` };
  return replaceAt(payload, tokens, 0, value);
}

function replaceAt(holder: JsonValue, tokens: readonly string[], depth: number, value: JsonValue): Replaced {
  const token = tokens[depth];
  if (token === undefined) return { ok: true, value };
  const last = depth === tokens.length - 1;
  const child = memberOf(holder, token);
  if (child === undefined && !(last && canCreate(holder, token))) {
    return { ok: false, reason: whyNot(holder, tokens, depth) };
  }
  const inner = last ? ({ ok: true, value } as const) : replaceAt(child ?? null, tokens, depth + 1, value);
  if (!inner.ok) return inner;
  if (isJsonObject(holder)) return { ok: true, value: { ...holder, [token]: inner.value } };
  const items = isJsonArray(holder) ? [...holder] : [];
  items[token === '-' ? items.length : Number(token)] = inner.value;
  return { ok: true, value: items };
}

function canCreate(holder: JsonValue, token: string): boolean {
  return isJsonObject(holder) || (isJsonArray(holder) && token === '-');
}

function whyNot(holder: JsonValue, tokens: readonly string[], depth: number): string {
  const parent = formatPointer(tokens.slice(0, depth));
  const missing = formatPointer(tokens.slice(0, depth + 1));
  const type = jsonType(holder);
  return `the payload has no ${missing}: ${parent === '' ? 'it' : parent} is ${type === 'null' ? 'null' : `of type ${type}`}`;
}
