import type { JsonObject } from '../../core/json.ts';
import { currentUser } from './current-user.ts';
import type { Refusal } from './refusal.ts';
import { isRefusal, refuse } from './refusal.ts';
import type { AuthRequest } from './request.ts';
import { compulsoryBearer } from './request.ts';
import type { AuthState, Session } from './state.ts';
import {
  accessTokenLifetime,
  findToken,
  issueAccessToken,
  newRefreshToken,
  randomText,
  scopeOf,
  verifyAccessToken,
} from './tokens.ts';
import type { User } from './users.ts';
import { changeUser } from './users.ts';

/** Seconds (https://docs.cloudbase.net/en/authentication-v2/auth/token). */
const defaultRefreshTokenLifetime = 30 * 24 * 3600;
/** So many sign-ins of a user are remembered. */
const signInsKept = 50;

/**
 * Signs a user in and gives the token answer (https://docs.cloudbase.net/en/http-api/auth/auth-sign-in). A device has one
 * session; past the limit of sessions the oldest refresh token dies, and its access token lives on
 * (https://docs.cloudbase.net/en/authentication-v2/auth/token).
 */
export async function openSession(auth: AuthState, user: User, request: AuthRequest): Promise<JsonObject | Refusal> {
  if (user.status === 'PENDING') return refuse('user_pending', 'the account is not active yet');
  if (user.status === 'BLOCKED') return refuse('user_blocked', 'the account is blocked');
  const now = auth.clock.now();
  const { deviceId } = request;
  const own = [...auth.sessions.values()].filter((session) => session.userId === user.id);
  const [replaced, others] = partition(own, (session) => deviceId !== undefined && session.deviceId === deviceId);
  const { sessionsPerUser = 1 } = auth.switches;
  const oldest = others.slice(0, Math.max(0, others.length - sessionsPerUser + 1));
  for (const { refreshToken } of [...replaced, ...oldest]) auth.sessions.delete(refreshToken);
  const session: Session = {
    userId: user.id,
    deviceId,
    refreshToken: newRefreshToken(),
    refreshExpiresAt: refreshEnd(auth),
    ended: false,
  };
  auth.sessions.set(session.refreshToken, session);
  changeUser(auth.users, user, { lastLogin: now });
  noteSignIn(auth, user, request);
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
  session.refreshExpiresAt = refreshEnd(auth);
  auth.sessions.set(session.refreshToken, session);
  return tokenAnswer(auth, session);
}

/** `GET /auth/v1/token/introspect`: `{}` for a dead token (https://docs.cloudbase.net/en/http-api/auth/auth-token-introspect). */
export function introspectToken(auth: AuthState, request: AuthRequest): JsonObject {
  const caller = verifyAccessToken(auth, compulsoryBearer(request));
  if (typeof caller === 'string' || caller.kind !== 'user') return {};
  const scope = scopeOf(auth.users.byId.get(caller.userId));
  return { token_type: 'Bearer', client_id: auth.environment, sub: caller.userId, scope };
}

/**
 * `POST /auth/v1/revoke` (https://docs.cloudbase.net/en/http-api/auth/auth-revoke). The token is the Bearer, or, as the
 * official client sends it, the member `token`; an unknown one there is no error (RFC 7009 section 2.2).
 */
export function revokeToken(auth: AuthState, request: AuthRequest): JsonObject | Refusal {
  const token = request.fields.get('token');
  if (token === undefined) {
    const user = currentUser(auth, request);
    if (isRefusal(user)) return user;
  }
  endSession(auth, token ?? request.bearer);
  return {};
}

/** `POST /auth/v1/user/signout` (https://docs.cloudbase.net/en/http-api/auth/auth-sign-out). */
export function signOut(auth: AuthState, _user: User, request: AuthRequest): JsonObject | Refusal {
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

/** `DELETE /auth/v1/user/revoke/all`, known from the official client: every session of the user ends. */
export function revokeAllDevices(auth: AuthState, user: User): JsonObject {
  endSessions(auth, ({ userId }) => userId === user.id);
  return {};
}

/** `DELETE /auth/v1/user/authorized/devices/{device_id}`, known from the official client. */
export function revokeDevice(auth: AuthState, user: User, { path }: AuthRequest): JsonObject {
  endSessions(auth, ({ userId, deviceId }) => userId === user.id && deviceId === path.get('device_id'));
  return {};
}

/** Ends sessions with all their tokens. */
export function endSessions(auth: AuthState, which: (session: Session) => boolean): void {
  const sessions = new Set([...auth.accessTokens.values()].flatMap(({ session }) => (session ? [session] : [])));
  for (const session of sessions) {
    if (!which(session)) continue;
    session.ended = true;
    auth.sessions.delete(session.refreshToken);
  }
}

/** The session that an access token belongs to. */
export function sessionOf(auth: AuthState, accessToken: string | undefined): Session | undefined {
  return accessToken === undefined ? undefined : findToken(auth, accessToken)?.session;
}

function endSession(auth: AuthState, accessToken: string | undefined): void {
  const session = sessionOf(auth, accessToken);
  if (session === undefined) return;
  session.ended = true;
  auth.sessions.delete(session.refreshToken);
}

function refreshEnd({ clock, switches }: AuthState): number {
  return clock.now() + (switches.refreshTokenLifetime ?? defaultRefreshTokenLifetime) * 1000;
}

async function tokenAnswer(auth: AuthState, session: Session): Promise<JsonObject> {
  const refreshToken = session.refreshToken;
  return {
    token_type: 'Bearer',
    access_token: await issueAccessToken(auth, session),
    refresh_token: refreshToken,
    expires_in: accessTokenLifetime(auth),
    scope: scopeOf(auth.users.byId.get(session.userId)),
    sub: session.userId,
  };
}

function noteSignIn(auth: AuthState, user: User, { deviceId = '', headers }: AuthRequest): void {
  const note = { id: randomText(12), deviceId, userAgent: headers.get('user-agent') ?? '', at: auth.clock.now() };
  auth.signIns.set(user.id, [note, ...(auth.signIns.get(user.id) ?? [])].slice(0, signInsKept));
}

function partition<Item>(items: readonly Item[], test: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
