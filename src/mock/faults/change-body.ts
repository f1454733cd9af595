import type { JsonValue } from '../../core/json.ts';
import { isJsonArray, isJsonObject, parseJson, writeJson } from '../../core/json.ts';
import { memberOf, parsePointer } from '../../document/json-pointer.ts';
import type { Answer } from './answer.ts';

/** What a value becomes; undefined takes it out of its object or list. */
type Change = (value: JsonValue) => JsonValue | undefined;

/** The answer with one value of its JSON body changed; as it was where the body has no such value. */
export function changeBody(answer: Answer, pointer: string, change: Change): Answer {
  const parsed = parseJson(answer.body);
  if (!parsed.ok) return answer;
  const body = changeAt(parsed.value, parsePointer(pointer) ?? [], change);
  return body === undefined ? answer : { ...answer, body: writeJson(body) };
}

function changeAt(value: JsonValue, [token, ...rest]: readonly string[], change: Change): JsonValue | undefined {
  if (token === undefined) return change(value);
  const member = memberOf(value, token);
  if (member === undefined) return value;
  const changed = changeAt(member, rest, change);
  if (isJsonArray(value)) {
    return value.flatMap((item, index) => (index !== Number(token) ? [item] : changed === undefined ? [] : [changed]));
  }
  if (!isJsonObject(value)) return value;
  const others = Object.entries(value).flatMap(([name, item]) => {
    if (name !== token) return [[name, item] as const];
    return changed === undefined ? [] : [[name, changed] as const];
  });
  return Object.fromEntries(others);
}

/** A value of another JSON type that looks the same: 1 becomes "1", and "1" becomes 1. */
export function retyped(value: JsonValue): JsonValue {
  if (typeof value !== 'string') return writeJson(value);
  const number = value.trim() === '' ? NaN : Number(value);
  return Number.isFinite(number) ? number : value.length;
}
