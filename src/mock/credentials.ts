import type { AuthState } from './auth/state.ts';
import { verifyAccessToken } from './auth/tokens.ts';
import type { Caller } from './caller.ts';
import { GatewayRefusal } from './errors.ts';

/** Long-lived keys of the environment. */
export type Keys = { readonly apiKeys: readonly string[]; readonly publishableKeys: readonly string[] };

/**
 * Who an `Authorization` header proves to call.
 * @throws GatewayRefusal 401 with MISSING_CREDENTIALS, INVALID_CREDENTIALS or ACCESS_TOKEN_EXPIRED
 */
export type CallerOf = (authorization: string | undefined) => Promise<Caller>;

/** An API key and a server's token are the administrator, a publishable key nobody in particular, an access token its user. */
export function createCredentials(keys: Keys, auth: AuthState): CallerOf {
  const known = new Map<string, Caller>([
    ...keys.publishableKeys.map((key) => [key, { kind: 'public' }] as const),
    ...keys.apiKeys.map((key) => [key, { kind: 'admin' }] as const),
  ]);
  return (authorization) => Promise.resolve(callerOf(known, auth, authorization));
}

function callerOf(known: ReadonlyMap<string, Caller>, auth: AuthState, authorization: string | undefined): Caller {
  if (authorization === undefined || authorization === '') {
    throw new GatewayRefusal(401, 'MISSING_CREDENTIALS', 'Credentials missing.');
  }
  const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  if (token === undefined) throw invalidCredentials();
  const caller = known.get(token) ?? verifyAccessToken(auth, token);
  if (caller === 'invalid') throw invalidCredentials();
  if (caller === 'expired') throw expiredToken();
  return caller;
}

export function expiredToken(): GatewayRefusal {
  return new GatewayRefusal(401, 'ACCESS_TOKEN_EXPIRED', 'Access token expired.');
}

function invalidCredentials(): GatewayRefusal {
  return new GatewayRefusal(401, 'INVALID_CREDENTIALS', 'Credentials are invalid.');
}
