import { isJsonObject, parseJson, showValue } from '../../core/json.ts';
import type { JsonObject } from '../../core/json.ts';
import { isDomainAllowed } from '../cross-origin.ts';
import { GatewayRefusal } from '../errors.ts';
import type { Refusal } from './refusal.ts';
import { refuse } from './refusal.ts';
import type { AuthState } from './state.ts';

/** Members that a rule knows, all of them text; absent ones are absent here too. */
export type Fields = ReadonlyMap<string, string>;

export type AuthRequest = {
  readonly method: string;
  /** The path with its query. */
  readonly url: string;
  /** By their names in lower case. */
  readonly headers: Fields;
  readonly text: string;
  readonly body: JsonObject;
  /** The members of the body that the rule knows as text. */
  readonly fields: Fields;
  readonly query: Fields;
  /** The parameters of the path. */
  readonly path: Fields;
  /** The token of `Authorization: Bearer …`. */
  readonly bearer: string | undefined;
  /** The header `x-device-id`. */
  readonly deviceId: string | undefined;
};

/** One rule of the auth service: what it answers under 200, or why it refuses. */
export type Rule = (auth: AuthState, request: AuthRequest) => Answer | Promise<Answer>;
export type Answer = JsonObject | readonly JsonObject[] | Refusal;

/** Reads a JSON body; none at all counts as an empty object. */
export function parseBody(text: string): JsonObject | Refusal {
  if (text.trim() === '') return {};
  const parsed = parseJson(text);
  // The parser's reason quotes the body, and with it perhaps a password.
  if (!parsed.ok) return refuse('invalid_argument', 'the body is not JSON');
  if (isJsonObject(parsed.value)) return parsed.value;
  return refuse('invalid_argument', `the body must be a JSON object, not ${showValue(parsed.value)}`);
}

/** The named members of a body, all of which must be text. */
export function readFields(body: JsonObject, names: readonly string[]): Fields | Refusal {
  const fields = new Map<string, string>();
  for (const name of names) {
    const field = Object.hasOwn(body, name) ? body[name] : undefined;
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

/**
 * The Bearer of a call that wants one. Without one the gateway answers, before the auth service is asked.
 * @throws GatewayRefusal 401 with MISSING_CREDENTIALS or INVALID_CREDENTIALS
 */
export function compulsoryBearer({ bearer, headers }: AuthRequest): string {
  if (bearer !== undefined) return bearer;
  if ((headers.get('authorization') ?? '') === '') {
    throw new GatewayRefusal(401, 'MISSING_CREDENTIALS', 'Credentials missing.');
  }
  throw new GatewayRefusal(401, 'INVALID_CREDENTIALS', 'Credentials are invalid.');
}

/** The page that calls is not on the environment's list of domains (https://docs.cloudbase.net/en/http-api/auth/auth-reset-password). */
export function refuseOrigin(auth: AuthState, { headers }: AuthRequest): Refusal | undefined {
  const origin = headers.get('origin');
  if (isDomainAllowed(auth.domains, origin)) return undefined;
  return refuse('permission_denied', `origin ${origin ?? ''} is not among the domains of this environment`);
}
