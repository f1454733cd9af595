// Passwords: signing in by one, the captcha that too many wrong ones ask for, and changing one.
import { randomInt } from 'node:crypto';
import type { JsonObject } from '../../core/json.ts';
import { requireCaptcha } from './captcha.ts';
import { checkSudo } from './sudo.ts';
import type { Refusal } from './refusal.ts';
import { isRefusal, refuse } from './refusal.ts';
import type { AuthRequest, Fields } from './request.ts';
import { missingField, refuseOrigin } from './request.ts';
import { endSessions, openSession, sessionOf } from './sessions.ts';
import type { AuthState } from './state.ts';
import type { User } from './users.ts';
import { changeUser } from './users.ts';
import { parseAddress, provenAddress } from './verification.ts';

/** Then a captcha is asked for (https://docs.cloudbase.net/en/authentication-v2/method/captcha). */
const wrongPasswordsAllowed = 5;
/** Milliseconds after which wrong passwords are forgotten: our choice, no source says. */
const wrongPasswordsKept = 1_800_000;
/** Milliseconds (https://docs.cloudbase.net/en/http-api/auth/user-reauthenticate). */
const reauthenticationLifetime = 300_000;

export async function signInByPassword(
  auth: AuthState,
  fields: Fields,
  request: AuthRequest,
): Promise<JsonObject | Refusal> {
  const username = fields.get('username');
  const password = fields.get('password');
  if (username === undefined) return missingField('username');
  if (password === undefined) return missingField('password');
  const count = wrongPasswordsOf(auth, username);
  if (count >= wrongPasswordsAllowed) {
    const refusal = requireCaptcha(auth, request, 'too many wrong passwords');
    if (refusal) return refusal;
  }
  const user = auth.users.byLogin.get(username);
  if (user !== undefined && user.password === undefined) {
    return refuse('password_not_set', 'the account has no password: sign in by code');
  }
  if (user?.password !== password) {
    auth.wrongPasswords.set(username, { count: count + 1, at: auth.clock.now() });
    return refuse('invalid_username_or_password', 'the username or the password is wrong');
  }
  auth.wrongPasswords.delete(username);
  return openSession(auth, user, request);
}

/** `POST /auth/v1/reset` (https://docs.cloudbase.net/en/http-api/auth/auth-reset-password): a forgotten password. */
export function resetPassword(auth: AuthState, request: AuthRequest): JsonObject | Refusal {
  const { fields } = request;
  const origin = refuseOrigin(auth, request);
  if (origin) return origin;
  const address = parseAddress(fields);
  if (isRefusal(address)) return address;
  const token = fields.get('verification_token');
  if (token === undefined) return missingField('verification_token');
  const proven = provenAddress(auth, token);
  if (isRefusal(proven)) return proven;
  if (proven.text !== address.text) {
    return refuse('invalid_argument', 'verification_token was issued for another address');
  }
  const user = auth.users.byLogin.get(address.text);
  if (user === undefined) return refuse('user_not_found', 'no account has this address');
  const password = fields.get('new_password');
  if (password === undefined) return missingField('new_password');
  const weak = checkNewPassword(password);
  if (weak) return weak;
  auth.proofs.delete(token);
  setPassword(auth, user, password, undefined);
  return {};
}

/**
 * `PATCH /auth/v1/user/password` (https://docs.cloudbase.net/en/http-api/auth/user-update-password), confirmed by a sudo
 * token in the query (older copies of the page) or in the body (official client), or by the code of reauthenticate (newest
 * copy). The old password dies at once, and other devices are signed out.
 */
export function updatePassword(auth: AuthState, user: User, request: AuthRequest): JsonObject | Refusal {
  const { fields } = request;
  const password = fields.get('new_password');
  if (password === undefined) return missingField('new_password');
  const refusal =
    checkNewPassword(password) ??
    checkConfirmation(fields, password) ??
    checkOldPassword(user, fields.get('old_password')) ??
    checkProofOfUser(auth, user, request);
  if (refusal) return refusal;
  setPassword(auth, user, password, request.bearer);
  return {};
}

/** `POST /auth/v1/user/reauthenticate` (https://docs.cloudbase.net/en/http-api/auth/user-reauthenticate). */
export function reauthenticate(auth: AuthState, user: User, { fields }: AuthRequest): JsonObject | Refusal {
  const ways: Readonly<Record<string, string | undefined>> = { phone_code: user.phoneNumber, email_code: user.email };
  const way = fields.get('verify_opt');
  if (way === undefined) return missingField('verify_opt');
  if (!Object.hasOwn(ways, way)) return refuse('invalid_argument', 'verify_opt must be one of phone_code, email_code');
  const address = ways[way];
  if (address === undefined) return refuse('invalid_argument', `verify_opt: the user has no address for ${way}`);
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  auth.reauthentications.set(user.id, { code, expiresAt: auth.clock.now() + reauthenticationLifetime });
  auth.outbox.send(address, code, way === 'phone_code' ? 'sms' : 'email');
  return {};
}

/** 8 to 64 characters with upper and lower case, digit and special (https://docs.cloudbase.net/en/http-api/auth/user-update-password). */
export function checkNewPassword(password: string): Refusal | undefined {
  const classes = [/[A-Z]/, /[a-z]/, /\d/, /[^A-Za-z0-9]/];
  const fits = password.length >= 8 && password.length <= 64 && classes.every((pattern) => pattern.test(password));
  if (fits) return undefined;
  return refuse(
    'invalid_argument',
    'new_password must have 8 to 64 characters, with an upper and a lower case letter, a digit and a special character',
  );
}

/** @param bearer of the device that stays signed in */
export function setPassword(auth: AuthState, user: User, password: string, bearer: string | undefined): void {
  const now = auth.clock.now();
  changeUser(auth.users, user, { password, passwordUpdatedAt: now, updatedAt: now });
  auth.reauthentications.delete(user.id);
  for (const login of [user.username, user.phoneNumber, user.email]) {
    if (login !== undefined) auth.wrongPasswords.delete(login);
  }
  const kept = sessionOf(auth, bearer);
  endSessions(auth, (session) => session.userId === user.id && session !== kept);
}

function wrongPasswordsOf(auth: AuthState, username: string): number {
  const wrong = auth.wrongPasswords.get(username);
  return wrong === undefined || auth.clock.now() - wrong.at >= wrongPasswordsKept ? 0 : wrong.count;
}

function checkConfirmation(fields: Fields, password: string): Refusal | undefined {
  const confirmed = fields.get('confirm_password') ?? password;
  return confirmed === password ? undefined : refuse('invalid_argument', 'confirm_password is not new_password');
}

function checkOldPassword(user: User, old: string | undefined): Refusal | undefined {
  return old === undefined || old === user.password
    ? undefined
    : refuse('invalid_password', 'old_password is not the password');
}

function checkProofOfUser(auth: AuthState, user: User, request: AuthRequest): Refusal | undefined {
  const code = request.fields.get('verify_code');
  if (code === undefined) return checkSudo(auth, user, request);
  const sent = auth.reauthentications.get(user.id);
  if (sent?.code !== code) {
    return refuse('invalid_verification_code', 'verify_code is not the code that was sent');
  }
  return auth.clock.now() < sent.expiresAt ? undefined : refuse('invalid_verification_code', 'verify_code is expired');
}
