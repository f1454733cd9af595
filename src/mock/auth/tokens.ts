import { createHash, randomBytes } from 'node:crypto';
import { compactVerify, importJWK, SignJWT } from 'jose';
import type { JWK } from 'jose';
import type { JsonObject } from '../../core/json.ts';
import { isJsonObject, parseJson } from '../../core/json.ts';
import type { Caller } from '../caller.ts';
import { signingKey } from './signing-key.ts';
import type { AccessToken, AuthState, Session } from './state.ts';
import type { User } from './users.ts';

/** Seconds (https://docs.cloudbase.net/en/authentication-v2/auth/token). */
const defaultAccessTokenLifetime = 7200;
const tokensBetweenDrops = 1000;
/** Seconds (https://docs.cloudbase.net/http-api/auth/auth-client-credential). */
export const serverTokenLifetime = 432_000;

const publicKey: JWK = {
  kty: 'RSA',
  kid: signingKey.kid ?? '',
  alg: 'RS256',
  use: 'sig',
  n: signingKey.n ?? '',
  e: signingKey.e ?? '',
};
const signing = importJWK(signingKey, 'RS256');
const verifying = importJWK(publicKey, 'RS256');

/** The keys that verify every token, as a JSON Web Key Set. */
export const keySet: { readonly keys: readonly JWK[] } = { keys: [publicKey] };

/** A JWT with the header of https://docs.cloudbase.net/en/http-api/auth/auth-sign-in-anonymously: `alg` RS256, `kid` a UUID. */
export async function signToken(claims: JsonObject): Promise<string> {
  const header = { alg: 'RS256', ...(signingKey.kid !== undefined && { kid: signingKey.kid }) };
  return new SignJWT({ ...claims }).setProtectedHeader(header).sign(await signing);
}

/** The claims of a JWT that the key here signed, or nothing. */
export async function readSigned(jwt: string): Promise<JsonObject | undefined> {
  try {
    const { payload } = await compactVerify(jwt, await verifying, { algorithms: ['RS256'] });
    const parsed = parseJson(new TextDecoder().decode(payload));
    return parsed.ok && isJsonObject(parsed.value) ? parsed.value : undefined;
  } catch {
    return undefined;
  }
}

/** Seconds that an access token of this environment lives. */
export function accessTokenLifetime({ switches }: AuthState): number {
  return switches.accessTokenLifetime ?? defaultAccessTokenLifetime;
}

export function scopeOf(user: User | undefined): string {
  return user?.anonymousDevice === undefined ? 'user sso' : 'anonymous';
}

/**
 * An access token with the claims of the example on https://docs.cloudbase.net/en/http-api/auth/auth-revoke, and for an
 * anonymous user those of https://docs.cloudbase.net/en/http-api/auth/auth-sign-in-anonymously
 */
export async function issueAccessToken(auth: AuthState, session: Session): Promise<string> {
  const user = auth.users.byId.get(session.userId);
  const anonymous = user?.anonymousDevice === undefined ? {} : { nonce: randomText(16), name: 'Anonymous' };
  const claims = {
    scope: scopeOf(user),
    provider_type: providerType(user),
    meta: { wxOpenId: '', wxUnionId: '' },
    user_type: 'external',
    ...anonymous,
  };
  return issue(auth, { sub: session.userId, ...claims }, accessTokenLifetime(auth), session);
}

/** An administrator's token, for servers: no user, no refresh token. */
export function issueServerToken(auth: AuthState): Promise<string> {
  return issue(auth, { sub: '', user_type: 'admin' }, serverTokenLifetime);
}

async function issue(auth: AuthState, claims: JsonObject, lifetime: number, session?: Session): Promise<string> {
  const issuedAt = Math.floor(auth.clock.now() / 1000);
  const expires = issuedAt + lifetime;
  const token = await signToken({
    iss: `http://${auth.environment}.${auth.region}.tcb-api.tencentcloudapi.com`,
    aud: auth.environment,
    exp: expires,
    iat: issuedAt,
    // Random, so that two tokens of one second differ: RS256 gives equal claims equal signatures.
    at_hash: randomText(16),
    project_id: auth.environment,
    ...claims,
  });
  if (auth.accessTokens.size % tokensBetweenDrops === 0) dropExpired(auth);
  auth.accessTokens.set(digestOf(token), { ...(session && { session }), expiresAt: expires * 1000 });
  return token;
}

/**
 * Whose access token this is. Every token that can be good was issued here and is remembered, so looking it up says
 * all that checking its signature would, and also whether it was revoked.
 */
export function verifyAccessToken(auth: AuthState, token: string): Caller | 'expired' | 'invalid' {
  const issued = findToken(auth, token);
  if (issued === undefined || issued.session?.ended === true) return 'invalid';
  if (auth.clock.now() >= issued.expiresAt) return 'expired';
  return issued.session === undefined ? { kind: 'admin' } : { kind: 'user', userId: issued.session.userId };
}

/** What is known of an access token that was issued here. */
export function findToken(auth: AuthState, token: string): AccessToken | undefined {
  return auth.accessTokens.get(digestOf(token));
}

function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** An expired token is kept for a day, to be told from one that never was. */
function dropExpired({ accessTokens, clock }: AuthState): void {
  const day = 24 * 3_600_000;
  for (const [digest, { expiresAt }] of accessTokens) if (clock.now() >= expiresAt + day) accessTokens.delete(digest);
}

/** At most 128 characters, beginning with `m.` as in https://docs.cloudbase.net/en/http-api/auth/auth-sign-in */
export function newRefreshToken(): string {
  return `m.${randomText(48)}`;
}

/** Base64url text of so many random bytes. */
export function randomText(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}

function providerType(user: User | undefined): string {
  if (user?.anonymousDevice !== undefined) return 'anonymous';
  if (user?.phoneNumber !== undefined) return 'phone';
  if (user?.email !== undefined) return 'email';
  return user?.identities[0]?.providerId ?? 'username';
}
