// What users see and change of their own accounts.
import type { JsonObject } from '../../core/json.ts';
import { decryptText } from './encryption.ts';
import { currentUser, isAdministrator } from './current-user.ts';
import { checkNewPassword, setPassword } from './passwords.ts';
import type { Refusal } from './refusal.ts';
import { isRefusal, refuse } from './refusal.ts';
import type { AuthRequest, Fields } from './request.ts';
import { missingField } from './request.ts';
import { endSessions } from './sessions.ts';
import { checkGender, checkUsername } from './sign-up.ts';
import type { AuthState } from './state.ts';
import { checkSudo } from './sudo.ts';
import type { User } from './users.ts';
import { changeUser, describeUser, removeUser, withoutAbsent } from './users.ts';
import { parseAddress, provenAddress } from './verification.ts';

/** `GET /auth/v1/user/me` (https://docs.cloudbase.net/en/http-api/auth/user-me). */
export function showUser(_auth: AuthState, user: User): JsonObject {
  return describeUser(user);
}

/** `DELETE /auth/v1/user/me` (https://docs.cloudbase.net/en/http-api/auth/user-delete-me), with a sudo token. */
export function deleteUser(auth: AuthState, user: User, request: AuthRequest): JsonObject | Refusal {
  const refusal = checkSudo(auth, user, request);
  if (refusal) return refusal;
  endSessions(auth, ({ userId }) => userId === user.id);
  removeUser(auth.users, user);
  return {};
}

/**
 * `POST /auth/v1/user/basic/edit` (https://docs.cloudbase.net/en/http-api/auth/user-edit-user-basic-info). An administrator
 * may name somebody else by `user_id`. The official client changes passwords here too, encrypted.
 */
export function editUserBasic(auth: AuthState, request: AuthRequest): JsonObject | Refusal {
  const { fields } = request;
  const user = editedUser(auth, request);
  if (isRefusal(user)) return user;
  if (fields.has('encrypt_new_password')) return editPassword(auth, user, request);
  const refusal = checkChanges(auth, user, fields);
  if (refusal) return refusal;
  const changes = withoutAbsent({
    name: fields.get('nickname'),
    username: fields.get('username'),
    phoneNumber: fields.get('phone'),
    email: fields.get('email'),
    description: fields.get('description'),
    picture: fields.get('avatar_url'),
    gender: fields.get('gender'),
  });
  changeUser(auth.users, user, { ...changes, updatedAt: auth.clock.now() });
  return {};
}

/** `PATCH /auth/v1/user/profile`, known from the official client, which calls it old. */
export function setUserProfile(auth: AuthState, user: User, { fields }: AuthRequest): JsonObject | Refusal {
  const refusal = checkChanges(auth, user, fields);
  if (refusal) return refusal;
  const names = ['name', 'username', 'picture', 'gender', 'locale'];
  const changes = withoutAbsent(Object.fromEntries(names.map((name) => [name, fields.get(name)])));
  return describeUser(changeUser(auth.users, user, { ...changes, updatedAt: auth.clock.now() }));
}

/** `PATCH /auth/v1/user/contact`, known from the official client: another phone number or e-mail address. */
export function editUserContact(auth: AuthState, user: User, request: AuthRequest): JsonObject | Refusal {
  const { fields } = request;
  const address = parseAddress(fields);
  if (isRefusal(address)) return address;
  const refusal = checkSudo(auth, user, request);
  if (refusal) return refusal;
  const token = fields.get('verification_token');
  if (token === undefined) return missingField('verification_token');
  const proven = provenAddress(auth, token);
  if (isRefusal(proven)) return proven;
  if (proven.text !== address.text) {
    return refuse('invalid_argument', 'verification_token was issued for another address');
  }
  const holder = auth.users.byLogin.get(address.text);
  if (holder !== undefined && holder.id !== user.id) {
    return refuse('already_exists', 'somebody else has this address, and the mock takes it from nobody');
  }
  auth.proofs.delete(token);
  const change = address.kind === 'sms' ? { phoneNumber: address.text } : { email: address.text };
  changeUser(auth.users, user, { ...change, updatedAt: auth.clock.now() });
  return {};
}

/** `GET /auth/v1/user/query`, known from the official client. */
export function queryUsers(auth: AuthState, _user: User, { url }: AuthRequest): JsonObject {
  const parameters = new URL(url, 'http://mock').searchParams;
  const ids = parameters.getAll('id[]').flatMap((id) => auth.users.byId.get(id) ?? []);
  const named = ['username', 'email', 'phone_number'].flatMap((name) => {
    const login = parameters.get(name);
    return login === null ? [] : (auth.users.byLogin.get(login) ?? []);
  });
  const found = [...new Set([...ids, ...named])];
  const data = found.map(({ id, name = '', picture, gender, locale, email, phoneNumber }) => ({
    sub: id,
    name,
    ...withoutAbsent({ picture, gender, locale, email, phone_number: phoneNumber }),
  }));
  return { total: data.length, data };
}

/** `GET /auth/v1/checkUsername`, known from the official client: refused where somebody has the name. */
export function checkUsernameIsFree(auth: AuthState, user: User, { query }: AuthRequest): JsonObject | Refusal {
  const username = query.get('username');
  if (username === undefined) return missingField('username');
  return checkUsername(auth, username, user) ?? {};
}

/** `GET /auth/v1/checkIfUserExist`, known from the official client. */
export function checkIfUserExists(auth: AuthState, { query }: AuthRequest): JsonObject | Refusal {
  const username = query.get('username');
  return username === undefined ? missingField('username') : { exist: auth.users.byLogin.has(username) };
}

/** `GET /auth/v1/user/security/history`, known from the official client: the sign-ins; other changes are not noted. */
export function listSecurityHistory(auth: AuthState, user: User, { query }: AuthRequest): readonly JsonObject[] {
  if (query.get('query[action]') !== 'USER_LOGIN') return [];
  const limit = Number(query.get('limit') ?? '20');
  return (auth.signIns.get(user.id) ?? []).slice(0, Number.isInteger(limit) && limit > 0 ? limit : 20).map((note) => ({
    id: note.id,
    ip: '127.0.0.1',
    user_agent: note.userAgent,
    client_id: auth.environment,
    device_id: note.deviceId,
    created_at: new Date(note.at).toISOString(),
    meta: { from: 'USER_LOGIN' },
  }));
}

/** The caller, or whom an administrator names. */
function editedUser(auth: AuthState, request: AuthRequest): User | Refusal {
  const id = request.fields.get('user_id');
  if (isAdministrator(auth, request)) {
    if (id === undefined) return missingField('user_id');
    return auth.users.byId.get(id) ?? refuse('user_not_found', 'user_id names no user');
  }
  const user = currentUser(auth, request);
  if (isRefusal(user) || id === undefined || id === user.id) return user;
  return refuse('permission_denied', 'user_id: only an administrator may change somebody else');
}

function editPassword(auth: AuthState, user: User, { fields, bearer }: AuthRequest): JsonObject | Refusal {
  const password = decryptText(fields.get('encrypt_new_password') ?? '');
  if (password === undefined) return refuse('invalid_argument', 'encrypt_new_password is not encrypted by the key');
  const old = fields.get('encrypt_password');
  if (user.password !== undefined && (old === undefined || decryptText(old) !== user.password)) {
    return refuse('invalid_password', 'encrypt_password is not the password');
  }
  const weak = checkNewPassword(password);
  if (weak) return weak;
  setPassword(auth, user, password, bearer);
  return {};
}

function checkChanges(auth: AuthState, user: User, fields: Fields): Refusal | undefined {
  const nickname = fields.get('nickname');
  if (nickname !== undefined && !/^.{2,48}$/su.test(nickname)) {
    return refuse('invalid_argument', 'nickname must have 2 to 48 characters');
  }
  const gender = fields.get('gender');
  const username = fields.get('username');
  return (
    (gender === undefined ? undefined : checkGender(gender)) ??
    (username === undefined ? undefined : checkUsername(auth, username, user)) ??
    checkNewAddress(auth, user, 'phone_number', fields.get('phone')) ??
    checkNewAddress(auth, user, 'email', fields.get('email'))
  );
}

function checkNewAddress(auth: AuthState, user: User, kind: string, text: string | undefined): Refusal | undefined {
  if (text === undefined) return undefined;
  const address = parseAddress(new Map([[kind, text]]));
  if (isRefusal(address)) return address;
  const holder = auth.users.byLogin.get(text);
  return holder === undefined || holder.id === user.id
    ? undefined
    : refuse('already_exists', 'somebody else has this address');
}
