import type { JsonObject } from '../../core/json.ts';
import type { Refusal } from './refusal.ts';
import { isRefusal, refuse } from './refusal.ts';
import type { AuthRequest } from './request.ts';
import type { AuthState } from './state.ts';
import { randomText } from './tokens.ts';
import type { User } from './users.ts';
import { provenAddress } from './verification.ts';

/** Seconds (https://docs.cloudbase.net/en/http-api/auth/user-sudo). */
const lifetime = 900;

/**
 * `POST /auth/v1/user/sudo` (https://docs.cloudbase.net/en/http-api/auth/user-sudo): a user confirms who they are, by the
 * password or by a code to an address of theirs, and may do for 15 minutes what asks for it.
 */
export function sudo(auth: AuthState, user: User, { fields }: AuthRequest): JsonObject | Refusal {
  const password = fields.get('password');
  const token = fields.get('verification_token');
  if (token !== undefined) {
    const address = provenAddress(auth, token);
    if (isRefusal(address)) return address;
    if (auth.users.byLogin.get(address.text)?.id !== user.id) {
      return refuse('invalid_argument', 'verification_token was issued for the address of somebody else');
    }
    auth.proofs.delete(token);
  } else if (password === undefined) {
    return refuse('invalid_argument', 'password or verification_token is missing');
  } else if (user.password === undefined) {
    return refuse('password_not_set', 'the account has no password: confirm by a code');
  } else if (password !== user.password) {
    return refuse('invalid_password', 'the password is wrong');
  }
  const sudoToken = randomText(24);
  auth.sudoTokens.set(sudoToken, { userId: user.id, expiresAt: auth.clock.now() + lifetime * 1000 });
  return { sudo_token: sudoToken, expires_in: lifetime };
}

/** Whether a request has the user's sudo token: in the query as the pages say, or in the body as the client sends it. */
export function checkSudo(auth: AuthState, user: User, { query, fields }: AuthRequest): Refusal | undefined {
  const token = query.get('sudo_token') ?? fields.get('sudo_token');
  if (token === undefined) return refuse('invalid_argument', 'sudo_token is missing');
  const grant = auth.sudoTokens.get(token);
  if (grant?.userId !== user.id) return refuse('permission_denied', 'invalid sudo token');
  return auth.clock.now() < grant.expiresAt ? undefined : refuse('permission_denied', 'the sudo token is expired');
}
