import type { JsonObject } from '../../core/json.ts';

/**
 * The symbols the mock refuses with, each with its status and number.
 * Clients decide on the symbol; the number is any int32 and differs between generations of the official pages
 * (https://docs.cloudbase.net/en/http-api/auth/auth-reset-password shows 3 for `invalid_argument`, others 4001).
 * Canonical symbols carry their gRPC numbers, the others a number that was documented or reported.
 */
const refusals = {
  /** Documented pair: https://docs.cloudbase.net/en/http-api/auth/auth-reset-password */
  invalid_argument: { status: 400, number: 3 },
  /** Documented pair of symbol and 400: https://docs.cloudbase.net/en/http-api/auth/auth-sign-in-anonymously */
  unimplemented: { status: 400, number: 12 },
  /** 409 by the gRPC table, but https://docs.cloudbase.net/en/http-api/auth/auth-sign-up lists 400 and 500 only. */
  already_exists: { status: 400, number: 6 },
  /** Documented for rates: https://docs.cloudbase.net/en/openapi/auth/auth-grant-token; status from the gRPC table. */
  resource_exhausted: { status: 429, number: 8 },
  /** Status and number from the gRPC table: no source states them for a missing or dead access token. */
  unauthenticated: { status: 401, number: 16 },
  /** Documented pairs: https://docs.cloudbase.net/en/http-api/auth/auth-reset-password, .../http-api/auth/user-delete-me */
  permission_denied: { status: 403, number: 7 },
  /** Symbol of the official client (package `@cloudbase/oauth`); number reported. */
  invalid_verification_code: { status: 400, number: 4001 },
  /** Symbol of the official client (package `@cloudbase/oauth`); number reported. */
  user_not_found: { status: 400, number: 4004 },
  /** Symbol of the official client; 400 is listed on https://docs.cloudbase.net/en/http-api/auth/auth-sign-in */
  invalid_username_or_password: { status: 400, number: 4043 },
  /** Symbol of the official client; number inferred (a failed precondition). */
  password_not_set: { status: 400, number: 9 },
  /** https://docs.cloudbase.net/en/authentication-v2/method/captcha */
  captcha_required: { status: 400, number: 4001 },
  /** https://docs.cloudbase.net/en/authentication-v2/method/captcha; the number is that of the official client. */
  captcha_invalid: { status: 400, number: 4002 },
  /** This and the next two: https://docs.cloudbase.net/en/http-api/auth/auth-verify-captcha-data; 400 inferred. */
  invalid_captcha: { status: 400, number: 4001 },
  captcha_expired: { status: 400, number: 4002 },
  captcha_used: { status: 400, number: 4003 },
  /** https://docs.cloudbase.net/en/openapi/auth/auth-sign-in; the number is that of gRPC's invalid argument. */
  invalid_password: { status: 400, number: 3 },
  /** This and the next: https://docs.cloudbase.net/en/openapi/auth/auth-sign-in; 400 and the number inferred. */
  user_pending: { status: 400, number: 9 },
  user_blocked: { status: 400, number: 9 },
  /** Symbol of the official client; number inferred (a failed precondition). */
  provider_not_enabled: { status: 400, number: 9 },
  /** https://docs.cloudbase.net/en/http-api/auth/user-bind-with-provider; 400 inferred. */
  unauthorized: { status: 400, number: 4003 },
  /** https://docs.cloudbase.net/en/http-api/auth/user-un-bind-provider; 400 inferred. */
  provider_not_found: { status: 400, number: 4004 },
  /** https://docs.cloudbase.net/en/openapi/auth/auth-grant-token; 400 as RFC 6749 section 5.2 has it. */
  invalid_grant: { status: 400, number: 4001 },
  /** https://docs.cloudbase.net/en/openapi/auth/auth-grant-token; 400 as RFC 6749 section 5.2 has it. */
  unsupported_grant_type: { status: 400, number: 3 },
  /** https://docs.cloudbase.net/en/openapi/auth/auth-grant-token; 401 as RFC 6749 section 5.2 has it. */
  invalid_client: { status: 401, number: 16 },
  /** The secret is wrong (https://docs.cloudbase.net/en/openapi/auth/auth-grant-token); 401 inferred. */
  unauthorized_client: { status: 401, number: 16 },
} as const;

export type RefusalSymbol = keyof typeof refusals;

const isSymbol = (name: string): name is RefusalSymbol => Object.hasOwn(refusals, name);

export const refusalSymbols: readonly RefusalSymbol[] = Object.keys(refusals).filter(isSymbol);

/** Why the auth service says no; a value, so that rules stay free of exceptions. */
export type Refusal = { readonly refused: RefusalSymbol; readonly description: string };

export function refuse(refused: RefusalSymbol, description: string): Refusal {
  return { refused, description };
}

export function isRefusal(value: object): value is Refusal {
  return 'refused' in value;
}

export function refusalStatus(refusal: Refusal): number {
  return refusals[refusal.refused].status;
}

/** The body of every error of the auth service: no `code`, no `requestId` (https://docs.cloudbase.net/en/http-api/auth/auth-revoke). */
export function refusalBody(refusal: Refusal): JsonObject {
  return {
    error: refusal.refused,
    error_code: refusals[refusal.refused].number,
    error_description: refusal.description,
  };
}
