import type { JsonObject } from '../../core/json.ts';
import type { Refusal } from './refusal.ts';
import { isRefusal, refuse } from './refusal.ts';
import type { AuthRequest } from './request.ts';
import type { AuthState, Session } from './state.ts';
import { accessTokenLifetime, issueAccessToken, newRefreshToken, userScope, verifyAccessToken } from './tokens.ts';
import type { User } from './users.ts';
import { describeUser } from './users.ts';

/** Milliseconds: 30 days (https://docs.cloudbase.net/en/authentication-v2/auth/token); the endpoint pages say 31. */
const refreshTokenLifetime = 30 * 24 * 3_600_000;
/** Past it the oldest refresh token dies; its access token lives on (https://docs.cloudbase.net/en/authentication-v2/auth/token). */
const sessionsPerUser = 1;

/** Signs a user in and gives the token answer (https://docs.cloudbase.net/en/http-api/auth/auth-sign-in). */
export async function openSession(auth: AuthState, user: User): Promise<JsonObject> {
  const session = {
    userId: user.id,
    refreshToken: newRefreshToken(),
    refreshExpiresAt: auth.clock.now() + refreshTokenLifetime,
    ended: false,
  };
  auth.sessions.set(session.refreshToken, session);
  const own = [...auth.sessions.values()].filter((other) => other.userId === user.id);
  for (const oldest of own.slice(0, -sessionsPerUser)) auth.sessions.delete(oldest.refreshToken);
  return tokenAnswer(auth, session);
}

/** A refresh token works once: the answer has the next one (https://docs.cloudbase.net/en/http-api/auth/auth-grant-token). */
export async function refreshSession(auth: AuthState, refreshToken: string): Promise<JsonObject | Refusal> {
  const session = auth.sessions.get(refreshToken);
  const now = auth.clock.now();
  if (session === undefined || now >= session.refreshExpiresAt) {
    return refuse('invalid_grant', 'refresh_token is unknown, used or expired: sign in again');
  }
  auth.sessions.delete(refreshToken);
  session.refreshToken = newRefreshToken();
  session.refreshExpiresAt = now + refreshTokenLifetime;
  auth.sessions.set(session.refreshToken, session);
  return tokenAnswer(auth, session);
}

/** `GET /auth/v1/user/me` (https://docs.cloudbase.net/en/http-api/auth/user-me). */
export async function showUser(auth: AuthState, request: AuthRequest): Promise<JsonObject | Refusal> {
  const user = await bearerUser(auth, request);
  return isRefusal(user) ? user : describeUser(user);
}

/** `GET /auth/v1/token/introspect`: `{}` for a dead token (https://docs.cloudbase.net/en/http-api/auth/auth-token-introspect). */
export async function introspectToken(auth: AuthState, request: AuthRequest): Promise<JsonObject | Refusal> {
  if (request.bearer === undefined) return noBearer();
  const verified = await verifyAccessToken(auth, request.bearer);
  if (typeof verified === 'string') return {};
  return { token_type: 'Bearer', client_id: auth.environment, sub: verified.userId, scope: userScope };
}

/**
 * `POST /auth/v1/revoke` (https://docs.cloudbase.net/en/http-api/auth/auth-revoke). The token is the Bearer, or, as the
 * official client sends it, the member `token`; an unknown one there is no error (RFC 7009 section 2.2).
 */
export async function revokeToken(auth: AuthState, request: AuthRequest): Promise<JsonObject | Refusal> {
  const token = request.fields.get('token');
  if (token === undefined) {
    const user = await bearerUser(auth, request);
    if (isRefusal(user)) return user;
  }
  endSession(auth, token ?? request.bearer);
  return {};
}

/** `POST /auth/v1/user/signout` (https://docs.cloudbase.net/en/http-api/auth/auth-sign-out). */
export async function signOut(auth: AuthState, request: AuthRequest): Promise<JsonObject | Refusal> {
  const user = await bearerUser(auth, request);
  if (isRefusal(user)) return user;
  const redirect = request.fields.get('redirect_uri');
  if (redirect !== undefined && !URL.canParse(redirect)) {
    return refuse('invalid_argument', 'redirect_uri must be a full URL');
  }
  endSession(auth, request.bearer);
  if (redirect === undefined) return {};
  const url = new URL(redirect);
  const state = request.fields.get('state');
  if (state !== undefined) url.searchParams.append('state', state);
  return { redirect_uri: url.href };
}

async function tokenAnswer(auth: AuthState, session: Session): Promise<JsonObject> {
  const refreshToken = session.refreshToken;
  return {
    token_type: 'Bearer',
    access_token: await issueAccessToken(auth, session),
    refresh_token: refreshToken,
    expires_in: accessTokenLifetime,
    scope: userScope,
    sub: session.userId,
  };
}

async function bearerUser(auth: AuthState, request: AuthRequest): Promise<User | Refusal> {
  if (request.bearer === undefined) return noBearer();
  const verified = await verifyAccessToken(auth, request.bearer);
  if (verified === 'expired') return refuse('unauthenticated', 'the access token is expired');
  const user = verified === 'invalid' ? undefined : auth.users.byId.get(verified.userId);
  return user ?? refuse('unauthenticated', 'the access token is not valid');
}

function noBearer(): Refusal {
  return refuse('unauthenticated', 'the header Authorization: Bearer with an access token is missing');
}

function endSession(auth: AuthState, accessToken: string | undefined): void {
  const session = accessToken === undefined ? undefined : auth.accessTokens.get(accessToken)?.session;
  if (session === undefined) return;
  session.ended = true;
  auth.sessions.delete(session.refreshToken);
}
