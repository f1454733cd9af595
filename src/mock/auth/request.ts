import { isJsonObject, parseJson, showValue } from '../../core/json.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Refusal } from './refusal.ts';
import { refuse } from './refusal.ts';
import type { AuthState } from './state.ts';

/** The members of a body that a rule knows, all of them text; absent ones are absent here too. */
export type Fields = ReadonlyMap<string, string>;

export type AuthRequest = {
  readonly fields: Fields;
  /** The token of `Authorization: Bearer …`. */
  readonly bearer: string | undefined;
  /** The header `x-device-id`. */
  readonly deviceId: string | undefined;
};

/** One rule of the auth service: what it answers under 200, or why it refuses. */
export type Rule = (auth: AuthState, request: AuthRequest) => Promise<JsonObject | Refusal> | JsonObject | Refusal;

/** Reads the named members of a JSON body; no body at all counts as an empty object. */
export function parseFields(body: string, names: readonly string[]): Fields | Refusal {
  if (body.trim() === '') return new Map();
  const parsed = parseJson(body);
  // The parser's reason quotes the body, and with it perhaps a password.
  if (!parsed.ok) return refuse('invalid_argument', 'the body is not JSON');
  const value = parsed.value;
  if (!isJsonObject(value)) {
    return refuse('invalid_argument', `the body must be a JSON object, not ${showValue(value)}`);
  }
  const fields = new Map<string, string>();
  for (const name of names) {
    const field = Object.hasOwn(value, name) ? value[name] : undefined;
    if (field === undefined) continue;
    // The type alone is told: a wrongly typed password must not come back in an answer.
    if (typeof field !== 'string') return refuse('invalid_argument', `${name} must be a string`);
    if (field === '') return refuse('invalid_argument', `${name} must not be empty`);
    fields.set(name, field);
  }
  return fields;
}

export function missingField(name: string): Refusal {
  return refuse('invalid_argument', `${name} is missing`);
}
