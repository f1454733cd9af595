import type { JsonObject } from '../../core/json.ts';
import { signInByPassword } from './passwords.ts';
import type { Refusal } from './refusal.ts';
import { isRefusal, refuse } from './refusal.ts';
import type { AuthRequest } from './request.ts';
import { missingField, refuseOrigin } from './request.ts';
import { openSession, refreshSession } from './sessions.ts';
import { serverAnswer } from './server-credential.ts';
import type { AuthState } from './state.ts';
import { randomText, readSigned, keySet } from './tokens.ts';
import type { UserIdentity } from './users.ts';
import { addUser, deviceLogin, identityLogin } from './users.ts';
import { provenAddress } from './verification.ts';

/** `POST /auth/v1/signin` (https://docs.cloudbase.net/en/http-api/auth/auth-sign-in): by verification token, else by password. */
export async function signIn(auth: AuthState, request: AuthRequest): Promise<JsonObject | Refusal> {
  const { fields } = request;
  const token = fields.get('verification_token');
  if (token !== undefined) return signInByToken(auth, token, request);
  if (fields.has('username') || fields.has('password')) return signInByPassword(auth, fields, request);
  return refuse('invalid_argument', 'verification_token, or username and password, is missing');
}

/**
 * `POST /auth/v1/signin/anonymously` (https://docs.cloudbase.net/en/http-api/auth/auth-sign-in-anonymously): off as in new
 * environments. A device has one anonymous user.
 */
export async function signInAnonymously(auth: AuthState, request: AuthRequest): Promise<JsonObject | Refusal> {
  const { deviceId } = request;
  if (deviceId === undefined) return refuse('invalid_argument', 'the header x-device-id is missing');
  if (auth.switches.anonymous !== true) return refuse('unimplemented', 'anonymous sign-in is not enabled');
  const origin = refuseOrigin(auth, request);
  if (origin) return origin;
  const user =
    auth.users.byLogin.get(deviceLogin(deviceId)) ??
    addUser(auth.users, { id: randomText(16), anonymousDevice: deviceId }, auth.clock.now());
  return openSession(auth, user, request);
}

/**
 * `POST /auth/v1/signin/custom` (https://docs.cloudbase.net/en/http-api/auth/auth-sign-in-custom) with a ticket that an
 * application's server signed: `<key id>/@@/<JWT>`, whose times are milliseconds. The key is told on the control port.
 */
export async function signInCustom(auth: AuthState, request: AuthRequest): Promise<JsonObject | Refusal> {
  const { fields } = request;
  if (fields.get('provider_id') !== 'custom') return refuse('invalid_argument', 'provider_id must be custom');
  const ticket = fields.get('ticket');
  if (ticket === undefined) return missingField('ticket');
  const uid = await readTicket(auth, ticket);
  if (typeof uid !== 'string') return uid;
  const identity: UserIdentity = { providerId: 'custom', sub: uid, name: uid };
  const user =
    auth.users.byLogin.get(identityLogin(identity)) ??
    addUser(auth.users, { identities: [identity] }, auth.clock.now());
  return openSession(auth, user, request);
}

/** `POST /auth/v1/token` (https://docs.cloudbase.net/en/http-api/auth/auth-grant-token). */
export async function grantToken(auth: AuthState, request: AuthRequest): Promise<JsonObject | Refusal> {
  const { fields, query } = request;
  const client = fields.get('client_id') ?? query.get('client_id');
  if (client !== undefined && client !== auth.environment) {
    return refuse('invalid_client', `client_id: there is no client ${client}`);
  }
  const refreshToken = fields.get('refresh_token');
  switch (fields.get('grant_type')) {
    case undefined:
      return missingField('grant_type');
    case 'password':
      return signInByPassword(auth, fields, request);
    case 'client_credentials':
      return serverAnswer(auth, request);
    case 'refresh_token':
      return refreshToken === undefined ? missingField('refresh_token') : refreshSession(auth, refreshToken);
    default:
      return refuse('unsupported_grant_type', 'grant_type must be one of refresh_token, password, client_credentials');
  }
}

/** The user that a ticket names. */
async function readTicket(auth: AuthState, ticket: string): Promise<string | Refusal> {
  const [keyId, jwt, ...rest] = ticket.split('/@@/');
  if (jwt === undefined || rest.length > 0) return refuse('invalid_argument', 'ticket must be <key id>/@@/<JWT>');
  const claims = keyId === keySet.keys[0]?.kid ? await readSigned(jwt) : undefined;
  if (claims?.['env'] !== auth.environment) {
    return refuse('invalid_grant', 'ticket was not signed by a custom sign-in key of this environment');
  }
  const { uid, exp } = claims;
  if (typeof uid !== 'string' || uid === '') return refuse('invalid_grant', 'ticket names no uid');
  return typeof exp === 'number' && auth.clock.now() < exp ? uid : refuse('invalid_grant', 'ticket is expired');
}

/** The official client sends `username`, the address, beside the token; it must then name the same account. */
async function signInByToken(auth: AuthState, token: string, request: AuthRequest): Promise<JsonObject | Refusal> {
  const address = provenAddress(auth, token);
  if (isRefusal(address)) return address;
  const known = auth.users.byLogin.get(address.text);
  const username = request.fields.get('username');
  if (username !== undefined && username !== address.text && auth.users.byLogin.get(username) !== known) {
    return refuse('invalid_argument', 'verification_token was issued for another address');
  }
  if (known === undefined && auth.switches.signUpOnSignIn !== true) {
    return refuse('user_not_found', 'no account has this address: sign up first');
  }
  auth.proofs.delete(token);
  const login = address.kind === 'sms' ? { phoneNumber: address.text } : { email: address.text };
  return openSession(auth, known ?? addUser(auth.users, login, auth.clock.now()), request);
}
