import { isJsonArray, isJsonObject, parseJson, writeJson } from '../../core/json.ts';
import type { JsonArray, JsonObject, JsonValue } from '../../core/json.ts';
import { parsePointer } from '../../document/json-pointer.ts';
import type { Answer, Effect } from './kind.ts';

/** What a value becomes; undefined takes it out of its object or list, the same value leaves everything as it is. */
type Change = (value: JsonValue) => JsonValue | undefined;

export const pointerForm = 'a JSON Pointer into the body, as /0/position, or /*/position for each row';

/** The tokens of a pointer to a part of the body; undefined where it is none, or means the whole. */
function readPointer(text: string): readonly string[] | undefined {
  const tokens = parsePointer(text);
  return tokens === undefined || tokens.length === 0 ? undefined : tokens;
}

/** Changes the values of a JSON body at a pointer, in which `*` is each element or member. */
export function changeAt(pointer: string, change: Change): Effect | undefined {
  const tokens = readPointer(pointer);
  return tokens && { body: (answer) => changeBody(answer, tokens, change) };
}

/** Changes the objects that hold what a pointer leads to; `name` is its last part. */
export function changeHolders(
  pointer: string,
  change: (holder: JsonObject, name: string) => JsonObject,
): Effect | undefined {
  const tokens = readPointer(pointer);
  const name = tokens?.at(-1);
  if (tokens === undefined || name === undefined || name === '*') return undefined;
  const holders = tokens.slice(0, -1);
  return {
    body: (answer) => changeBody(answer, holders, (value) => (isJsonObject(value) ? change(value, name) : value)),
  };
}

/** The answer with its JSON body changed; the same answer where the body is no JSON, or has no such value. */
export function changeBody(answer: Answer, tokens: readonly string[], change: Change): Answer {
  const parsed = parseJson(answer.body.toString());
  if (!parsed.ok) return answer;
  const changed = changedAt(parsed.value, tokens, change);
  if (changed === parsed.value || changed === undefined) return answer;
  return { ...answer, body: Buffer.from(writeJson(changed)) };
}

function changedAt(value: JsonValue, [token, ...rest]: readonly string[], change: Change): JsonValue | undefined {
  if (token === undefined) return change(value);
  if (isJsonArray(value)) return changedList(value, token, (item) => changedAt(item, rest, change));
  if (isJsonObject(value)) return changedObject(value, token, (item) => changedAt(item, rest, change));
  return value;
}

function changedList(list: JsonArray, token: string, change: Change): JsonArray {
  const items = list.map((item, index) => (token === '*' || token === String(index) ? change(item) : item));
  if (items.every((item, index) => item === list[index])) return list;
  return items.filter((item) => item !== undefined);
}

function changedObject(object: JsonObject, token: string, change: Change): JsonObject {
  const everyMember = token === '*' && !Object.hasOwn(object, token);
  const members = Object.entries(object).map(
    ([name, value]) => [name, everyMember || token === name ? change(value) : value] as const,
  );
  if (members.every(([name, value]) => value === object[name])) return object;
  return Object.fromEntries(members.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
}
