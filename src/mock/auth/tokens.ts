import { randomBytes } from 'node:crypto';
import { importJWK, SignJWT } from 'jose';
import type { JsonObject } from '../../core/json.ts';
import { signingKey } from './signing-key.ts';
import type { AuthState, Session } from './state.ts';

/** Seconds (https://docs.cloudbase.net/en/authentication-v2/auth/token). */
export const accessTokenLifetime = 7200;
export const userScope = 'user sso';

const signing = importJWK(signingKey, 'RS256');

/** A JWT with the header of https://docs.cloudbase.net/en/http-api/auth/auth-sign-in-anonymously: `alg` RS256, `kid` a UUID. */
export async function signToken(claims: JsonObject): Promise<string> {
  const header = { alg: 'RS256', ...(signingKey.kid !== undefined && { kid: signingKey.kid }) };
  return new SignJWT({ ...claims }).setProtectedHeader(header).sign(await signing);
}

/** An access token with the claims of the example on https://docs.cloudbase.net/en/http-api/auth/auth-revoke */
export async function issueAccessToken(auth: AuthState, session: Session): Promise<string> {
  const issuedAt = Math.floor(auth.clock.now() / 1000);
  const expires = issuedAt + accessTokenLifetime;
  const user = auth.users.byId.get(session.userId);
  const token = await signToken({
    iss: `http://${auth.environment}.${auth.region}.tcb-api.tencentcloudapi.com`,
    sub: session.userId,
    aud: auth.environment,
    exp: expires,
    iat: issuedAt,
    // Random, so that two tokens of one second differ: RS256 gives equal claims equal signatures.
    at_hash: randomText(16),
    scope: userScope,
    project_id: auth.environment,
    provider_type: providerType(user),
    meta: { wxOpenId: '', wxUnionId: '' },
    user_type: 'external',
  });
  auth.accessTokens.set(token, { session, expiresAt: expires * 1000 });
  return token;
}

/**
 * Whose access token this is. Every token that can be good was issued here and is remembered, so looking it up says
 * all that checking its signature would, and also whether it was revoked.
 */
export function verifyAccessToken(auth: AuthState, token: string): Promise<{ userId: string } | 'expired' | 'invalid'> {
  const issued = auth.accessTokens.get(token);
  if (issued === undefined || issued.session.ended) return Promise.resolve('invalid');
  if (auth.clock.now() >= issued.expiresAt) return Promise.resolve('expired');
  return Promise.resolve({ userId: issued.session.userId });
}

/** At most 128 characters, beginning with `m.` as in https://docs.cloudbase.net/en/http-api/auth/auth-sign-in */
export function newRefreshToken(): string {
  return `m.${randomText(48)}`;
}

/** Base64url text of so many random bytes. */
export function randomText(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}

function providerType(user: { phoneNumber?: string; email?: string } | undefined): string {
  if (user?.phoneNumber !== undefined) return 'phone';
  return user?.email === undefined ? 'username' : 'email';
}
