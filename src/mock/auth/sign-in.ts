import type { JsonObject } from '../../core/json.ts';
import type { Refusal } from './refusal.ts';
import { isRefusal, refuse } from './refusal.ts';
import type { AuthRequest, Fields } from './request.ts';
import { missingField } from './request.ts';
import { openSession, refreshSession } from './sessions.ts';
import type { AuthState } from './state.ts';
import { addUser } from './users.ts';
import { parseAddress, provenAddress } from './verification.ts';

/** Then a captcha is asked for (https://docs.cloudbase.net/en/authentication-v2/method/captcha). */
const wrongPasswordsAllowed = 5;
/** Milliseconds after which wrong passwords are forgotten: our choice; the captcha that would end it sooner is not offered yet. */
const wrongPasswordsKept = 1_800_000;

/** 2 to 48 characters, a letter or digit first (https://docs.cloudbase.net/en/http-api/auth/auth-sign-in). */
const usernamePattern = /^[A-Za-z0-9][A-Za-z0-9\-_.:+ @]{1,47}$/;

/** `POST /auth/v1/signin` (https://docs.cloudbase.net/en/http-api/auth/auth-sign-in): by verification token, else by password. */
export async function signIn(auth: AuthState, { fields }: AuthRequest): Promise<JsonObject | Refusal> {
  const token = fields.get('verification_token');
  if (token !== undefined) return signInByToken(auth, token, fields.get('username'));
  if (fields.has('username') || fields.has('password')) return signInByPassword(auth, fields);
  return refuse('invalid_argument', 'verification_token, or username and password, is missing');
}

/**
 * `POST /auth/v1/signup` (https://docs.cloudbase.net/en/http-api/auth/auth-sign-up) for the address of a verification
 * token. A username and password alone cannot register.
 */
export async function signUp(auth: AuthState, { fields }: AuthRequest): Promise<JsonObject | Refusal> {
  if (fields.has('provider_token')) return refuse('unimplemented', 'provider_token: providers are not offered');
  const token = fields.get('verification_token');
  if (token === undefined) return missingField('verification_token');
  const address = parseAddress(fields);
  if (isRefusal(address)) return address;
  const proven = provenAddress(auth, token);
  if (isRefusal(proven)) return proven;
  if (proven.text !== address.text) return otherAddress();
  const refusal = checkNewLogins(auth, address.text, fields.get('username'));
  if (refusal) return refusal;

  auth.proofs.delete(token);
  const given = Object.fromEntries(
    ['username', 'password', 'name', 'gender', 'picture', 'locale'].flatMap((name) => {
      const value = fields.get(name);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
  const login = address.kind === 'sms' ? { phoneNumber: address.text } : { email: address.text };
  return openSession(auth, addUser(auth.users, { ...given, ...login }, auth.clock.now()));
}

/** `POST /auth/v1/token` (https://docs.cloudbase.net/en/http-api/auth/auth-grant-token). */
export async function grantToken(auth: AuthState, { fields }: AuthRequest): Promise<JsonObject | Refusal> {
  const grantType = fields.get('grant_type');
  if (grantType === undefined) return missingField('grant_type');
  if (grantType === 'password') return signInByPassword(auth, fields);
  if (grantType !== 'refresh_token') {
    return refuse('unsupported_grant_type', 'grant_type must be one of refresh_token, password');
  }
  const refreshToken = fields.get('refresh_token');
  return refreshToken === undefined ? missingField('refresh_token') : refreshSession(auth, refreshToken);
}

/** `POST /auth/v1/signin/anonymously`, off as in new environments (https://docs.cloudbase.net/en/http-api/auth/auth-sign-in-anonymously). */
export function signInAnonymously(_auth: AuthState, { deviceId }: AuthRequest): Refusal {
  if (deviceId === undefined) return refuse('invalid_argument', 'the header x-device-id is missing');
  return refuse('unimplemented', 'anonymous sign-in is not enabled');
}

/** The official client sends `username`, the address, beside the token; it must then name the same account. */
async function signInByToken(
  auth: AuthState,
  token: string,
  username: string | undefined,
): Promise<JsonObject | Refusal> {
  const address = provenAddress(auth, token);
  if (isRefusal(address)) return address;
  const user = auth.users.byLogin.get(address.text);
  if (username !== undefined && username !== address.text && auth.users.byLogin.get(username) !== user) {
    return otherAddress();
  }
  if (user === undefined) return refuse('user_not_found', 'no account has this address: sign up first');
  auth.proofs.delete(token);
  return openSession(auth, user);
}

async function signInByPassword(auth: AuthState, fields: Fields): Promise<JsonObject | Refusal> {
  const username = fields.get('username');
  const password = fields.get('password');
  if (username === undefined) return missingField('username');
  if (password === undefined) return missingField('password');
  const now = auth.clock.now();
  const wrong = auth.wrongPasswords.get(username);
  const count = wrong === undefined || now - wrong.at >= wrongPasswordsKept ? 0 : wrong.count;
  if (count >= wrongPasswordsAllowed) return refuse('captcha_required', 'too many wrong passwords: solve a captcha');
  const user = auth.users.byLogin.get(username);
  if (user !== undefined && user.password === undefined) {
    return refuse('password_not_set', 'the account has no password: sign in by code');
  }
  if (user?.password !== password) {
    auth.wrongPasswords.set(username, { count: count + 1, at: now });
    return refuse('invalid_username_or_password', 'the username or the password is wrong');
  }
  auth.wrongPasswords.delete(username);
  return openSession(auth, user);
}

function checkNewLogins(auth: AuthState, address: string, username: string | undefined): Refusal | undefined {
  if (auth.users.byLogin.has(address)) return refuse('already_exists', 'an account has this address: sign in');
  if (username === undefined) return undefined;
  if (!usernamePattern.test(username)) {
    return refuse(
      'invalid_argument',
      'username must have 2 to 48 letters, digits or -_.:+ @ and begin with a letter or digit',
    );
  }
  return auth.users.byLogin.has(username) ? refuse('already_exists', 'username is taken') : undefined;
}

function otherAddress(): Refusal {
  return refuse('invalid_argument', 'verification_token was issued for another address');
}
