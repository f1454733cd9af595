// The calls under /auth/v2 that the official client makes by a switch (package `@cloudbase/oauth`, src/auth/apis.ts).
import type { JsonObject } from '../../core/json.ts';
import { isJsonObject, parseJson } from '../../core/json.ts';
import { decryptText } from './encryption.ts';
import { checkNewPassword, setPassword, signInByPassword } from './passwords.ts';
import type { Refusal } from './refusal.ts';
import { isRefusal, refuse } from './refusal.ts';
import type { AuthRequest } from './request.ts';
import { missingField, readFields } from './request.ts';
import { signIn } from './sign-in.ts';
import type { AuthState } from './state.ts';
import { verifyCode } from './verification.ts';

/** `POST /auth/v2/signin/username`: as under /auth/v1, or all of it encrypted. */
export async function signInEncrypted(auth: AuthState, request: AuthRequest): Promise<JsonObject | Refusal> {
  const encrypted = request.fields.get('params');
  if (encrypted === undefined) return signIn(auth, request);
  const parsed = parseJson(decryptText(encrypted) ?? '');
  if (!parsed.ok || !isJsonObject(parsed.value)) {
    return refuse('invalid_argument', 'params is not encrypted by the key');
  }
  const fields = readFields(parsed.value, ['username', 'password']);
  return isRefusal(fields) ? fields : signInByPassword(auth, fields, request);
}

/** `POST /auth/v2/signin/verificationcode`: the right code signs in at once. */
export async function signInByCode(auth: AuthState, request: AuthRequest): Promise<JsonObject | Refusal> {
  const verified = await verifyCode(auth, request);
  if (isRefusal(verified)) return verified;
  const token = verified['verification_token'];
  return signIn(auth, {
    ...request,
    fields: new Map([['verification_token', typeof token === 'string' ? token : '']]),
  });
}

/** `POST /auth/v2/signin/password/update`: by the old password, without being signed in; both are encrypted. */
export function updatePasswordEncrypted(auth: AuthState, { fields }: AuthRequest): JsonObject | Refusal {
  for (const name of ['username', 'password', 'new_password']) if (!fields.has(name)) return missingField(name);
  const user = auth.users.byLogin.get(fields.get('username') ?? '');
  if (user?.password === undefined || decryptText(fields.get('password') ?? '') !== user.password) {
    return refuse('invalid_username_or_password', 'the username or the password is wrong');
  }
  const password = decryptText(fields.get('new_password') ?? '') ?? '';
  const weak = checkNewPassword(password);
  if (weak) return weak;
  setPassword(auth, user, password, undefined);
  return {};
}
