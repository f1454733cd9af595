import { isSigned } from './auth/server-credential.ts';
import type { AuthState } from './auth/state.ts';
import { verifyAccessToken } from './auth/tokens.ts';
import type { Caller } from './caller.ts';
import { GatewayRefusal } from './errors.ts';

/** Long-lived keys of the environment. */
export type Keys = { readonly apiKeys: readonly string[]; readonly publishableKeys: readonly string[] };

/** A request that may be signed: what the signature is over. A body is its text. */
export type SignedRequest = {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: unknown;
};

/**
 * Who an `Authorization` header proves to call.
 * @param request where signatures are taken too (https://docs.cloudbase.net/http-api/basic/tc3-auth)
 * @throws GatewayRefusal 401 with MISSING_CREDENTIALS, INVALID_CREDENTIALS or ACCESS_TOKEN_EXPIRED
 */
export type CallerOf = (authorization: string | undefined, request?: SignedRequest) => Promise<Caller>;

/** An API key, a server's token and its signature are the administrator, a publishable key nobody in particular, an access token its user. */
export function createCredentials(keys: Keys, auth: AuthState): CallerOf {
  const known = new Map<string, Caller>([
    ...keys.publishableKeys.map((key) => [key, { kind: 'public' }] as const),
    ...keys.apiKeys.map((key) => [key, { kind: 'admin' }] as const),
  ]);
  return (authorization, request) => {
    const isSignature = authorization?.startsWith('TC3-HMAC-SHA256 ') === true && request !== undefined;
    return Promise.resolve(isSignature ? signerOf(auth, request, authorization) : callerOf(known, auth, authorization));
  };
}

function signerOf(auth: AuthState, { method, url, headers, body }: SignedRequest, authorization: string): Caller {
  const fields = new Map(
    Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : [])),
  );
  const text = typeof body === 'string' ? body : '';
  if (!isSigned(auth, { method, url, headers: fields, text }, authorization)) throw invalidCredentials();
  return { kind: 'admin' };
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

function expiredToken(): GatewayRefusal {
  return new GatewayRefusal(401, 'ACCESS_TOKEN_EXPIRED', 'Access token expired.');
}

function invalidCredentials(): GatewayRefusal {
  return new GatewayRefusal(401, 'INVALID_CREDENTIALS', 'Credentials are invalid.');
}
