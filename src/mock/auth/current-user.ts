import type { Refusal } from './refusal.ts';
import { isRefusal, refuse } from './refusal.ts';
import type { Answer, AuthRequest, Rule } from './request.ts';
import { compulsoryBearer } from './request.ts';
import type { AuthState } from './state.ts';
import { verifyAccessToken } from './tokens.ts';
import type { User } from './users.ts';

/**
 * The user that the Bearer names. A bad one is found by the auth service, so that the official client drops its session.
 * @throws GatewayRefusal where there is none at all
 */
export function currentUser(auth: AuthState, request: AuthRequest): User | Refusal {
  const caller = verifyAccessToken(auth, compulsoryBearer(request));
  if (caller === 'expired') return refuse('unauthenticated', 'the access token is expired');
  const user = caller !== 'invalid' && caller.kind === 'user' ? auth.users.byId.get(caller.userId) : undefined;
  return user ?? refuse('unauthenticated', 'the access token is not valid');
}

/** Whether an administrator calls: by an API key or a server's token. */
export function isAdministrator(auth: AuthState, { bearer }: AuthRequest): boolean {
  if (bearer === undefined) return false;
  if (auth.serverKeys.apiKeys.has(bearer)) return true;
  const caller = verifyAccessToken(auth, bearer);
  return typeof caller !== 'string' && caller.kind === 'admin';
}

/** A rule for whoever is signed in. */
export function signedIn(rule: (auth: AuthState, user: User, request: AuthRequest) => Answer | Promise<Answer>): Rule {
  return (auth, request) => {
    const user = currentUser(auth, request);
    return isRefusal(user) ? user : rule(auth, user, request);
  };
}
