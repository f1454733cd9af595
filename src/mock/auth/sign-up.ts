import type { JsonObject } from '../../core/json.ts';
import { takeProvider } from './providers.ts';
import type { Refusal } from './refusal.ts';
import { isRefusal, refuse } from './refusal.ts';
import type { AuthRequest, Fields } from './request.ts';
import { missingField } from './request.ts';
import { openSession } from './sessions.ts';
import type { AuthState } from './state.ts';
import { verifyAccessToken } from './tokens.ts';
import type { User } from './users.ts';
import { addUser, removeUser, withoutAbsent } from './users.ts';
import { parseAddress, provenAddress } from './verification.ts';

/** 2 to 48 characters, a letter or digit first (https://docs.cloudbase.net/en/http-api/auth/auth-sign-in). */
const usernamePattern = /^[A-Za-z0-9][A-Za-z0-9\-_.:+ @]{1,47}$/;

/**
 * `POST /auth/v1/signup` (https://docs.cloudbase.net/en/http-api/auth/auth-sign-up) for the address of a verification
 * token, or for a third-party identity. A username and password alone cannot register.
 */
export async function signUp(auth: AuthState, request: AuthRequest): Promise<JsonObject | Refusal> {
  const { fields } = request;
  const login = fields.has('verification_token') ? provenLogin(auth, fields) : providedLogin(auth, fields);
  if (isRefusal(login)) return login;
  const username = fields.get('username');
  const gender = fields.get('gender');
  const refusal =
    (username === undefined ? undefined : checkUsername(auth, username, undefined)) ??
    (gender === undefined ? undefined : checkGender(gender));
  if (refusal) return refusal;
  auth.proofs.delete(fields.get('verification_token') ?? '');
  const given = Object.fromEntries(
    ['username', 'password', 'name', 'gender', 'picture', 'locale'].map((name) => [name, fields.get(name)]),
  );
  const user = createUser(auth, { ...withoutAbsent(given), ...login }, fields.get('anonymous_token'));
  return isRefusal(user) ? user : openSession(auth, user, request);
}

/** Whether somebody may be called so: the form of the name, and that nobody else has it. */
export function checkUsername(auth: AuthState, username: string, self: User | undefined): Refusal | undefined {
  if (!usernamePattern.test(username)) {
    return refuse(
      'invalid_argument',
      'username must have 2 to 48 letters, digits or -_.:+ @ and begin with a letter or digit',
    );
  }
  const holder = auth.users.byLogin.get(username);
  return holder === undefined || holder.id === self?.id ? undefined : refuse('already_exists', 'username is taken');
}

export function checkGender(gender: string): Refusal | undefined {
  return ['MALE', 'FEMALE'].includes(gender)
    ? undefined
    : refuse('invalid_argument', 'gender must be one of MALE, FEMALE');
}

function provenLogin(auth: AuthState, fields: Fields): Partial<User> | Refusal {
  const address = parseAddress(fields);
  if (isRefusal(address)) return address;
  const proven = provenAddress(auth, fields.get('verification_token') ?? '');
  if (isRefusal(proven)) return proven;
  if (proven.text !== address.text) {
    return refuse('invalid_argument', 'verification_token was issued for another address');
  }
  if (auth.users.byLogin.has(address.text)) return refuse('already_exists', 'an account has this address: sign in');
  return address.kind === 'sms' ? { phoneNumber: address.text } : { email: address.text };
}

function providedLogin(auth: AuthState, fields: Fields): Partial<User> | Refusal {
  const token = fields.get('provider_token');
  if (token === undefined) return missingField('verification_token');
  const provided = takeProvider(auth, token);
  if (isRefusal(provided)) return provided;
  if (provided.user) return refuse('already_exists', 'an account has this identity: sign in');
  return { identities: [provided.identity] };
}

/** @param anonymousToken of an anonymous user, who becomes this one (official client) */
function createUser(auth: AuthState, seed: Partial<User>, anonymousToken: string | undefined): User | Refusal {
  const now = auth.clock.now();
  if (anonymousToken === undefined) return addUser(auth.users, seed, now);
  const caller = verifyAccessToken(auth, anonymousToken);
  const user = typeof caller !== 'string' && caller.kind === 'user' ? auth.users.byId.get(caller.userId) : undefined;
  if (user?.anonymousDevice === undefined) {
    return refuse('invalid_argument', 'anonymous_token is no access token of an anonymous user');
  }
  removeUser(auth.users, user);
  const { id, createdAt } = user;
  return addUser(auth.users, { ...seed, id, createdAt }, now);
}
