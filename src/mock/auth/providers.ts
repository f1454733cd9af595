// Third-party identities. The third parties are played: whoever a `provider_code` names is who signed in there.
import type { JsonObject } from '../../core/json.ts';
import type { Refusal } from './refusal.ts';
import { isRefusal, refuse } from './refusal.ts';
import type { AuthRequest } from './request.ts';
import { missingField } from './request.ts';
import { openSession } from './sessions.ts';
import type { AuthState } from './state.ts';
import { randomText } from './tokens.ts';
import type { User, UserIdentity } from './users.ts';
import { addUser, changeUser, identityLogin } from './users.ts';

/** Seconds (https://docs.cloudbase.net/en/http-api/auth/auth-grant-provider-token). */
const lifetime = 3600;

/** Those that the mock's environment has switched on. */
const providers = [
  { id: 'wx_open', name: 'WeChat', homepage: 'https://open.weixin.qq.com/connect/qrconnect' },
  { id: 'google', name: 'Google', homepage: 'https://accounts.google.com/o/oauth2/v2/auth' },
] as const;

/** `GET /auth/v1/provider/uri` (https://docs.cloudbase.net/en/http-api/auth/auth-gen-provider-redirect-uri). */
export function getProviderUri(auth: AuthState, { query, deviceId }: AuthRequest): JsonObject | Refusal {
  if (deviceId === undefined) return refuse('invalid_argument', 'the header x-device-id is missing');
  const provider = providerNamed(query.get('provider_id'));
  if ('refused' in provider) return provider;
  const uri = new URL(provider.homepage);
  uri.searchParams.set('client_id', auth.environment);
  for (const name of ['redirect_uri', 'state', 'scope', 'response_type']) {
    const value = query.get(name);
    if (value !== undefined) uri.searchParams.set(name, value);
  }
  return { uri: uri.href };
}

/** `POST /auth/v1/provider/token` (https://docs.cloudbase.net/en/http-api/auth/auth-grant-provider-token). */
export function grantProviderToken(auth: AuthState, { fields, deviceId }: AuthRequest): JsonObject | Refusal {
  if (deviceId === undefined) return refuse('invalid_argument', 'the header x-device-id is missing');
  const provider = providerNamed(fields.get('provider_id'));
  if ('refused' in provider) return provider;
  const code = fields.get('provider_code');
  if (code === undefined) return missingField('provider_code');
  return tokenAnswer(auth, { providerId: provider.id, sub: code, name: code });
}

/** `PATCH /auth/v1/provider/token`, known from the official client: the profile is completed, the token a new one. */
export function patchProviderToken(auth: AuthState, { fields }: AuthRequest): JsonObject | Refusal {
  const token = fields.get('provider_token');
  if (token === undefined) return missingField('provider_token');
  const provided = takeProvider(auth, token);
  return isRefusal(provided) ? provided : tokenAnswer(auth, provided.identity);
}

/** `POST /auth/v1/signin/with/provider` (https://docs.cloudbase.net/en/http-api/auth/auth-sign-in-with-provider). */
export async function signInWithProvider(auth: AuthState, request: AuthRequest): Promise<JsonObject | Refusal> {
  const { fields, body, deviceId } = request;
  if (deviceId === undefined) return refuse('invalid_argument', 'the header x-device-id is missing');
  const token = fields.get('provider_token');
  if (token === undefined) return missingField('provider_token');
  const provided = takeProvider(auth, token);
  if (isRefusal(provided)) return provided;
  const { identity, user } = provided;
  if (user === undefined && body['force_disable_sign_up'] === true) {
    return refuse('user_not_found', 'no account has this identity, and force_disable_sign_up forbids a new one');
  }
  auth.providerTokens.delete(token);
  const now = auth.clock.now();
  const known = user ?? addUser(auth.users, { name: identity.name, identities: [identity] }, now);
  const synced = body['sync_profile'] === true ? changeUser(auth.users, known, { name: identity.name }) : known;
  return openSession(auth, synced, request);
}

/** `GET /auth/v1/user/provider` (https://docs.cloudbase.net/en/http-api/auth/user-providers): bound and bindable ones. */
export function listUserProviders(_auth: AuthState, user: User): JsonObject {
  const data = providers.map(({ id, name, homepage }) => {
    const bound = user.identities.find(({ providerId }) => providerId === id);
    return {
      id,
      name,
      homepage,
      picture: '',
      provider_type: 'OAUTH',
      ...(bound && { provider_user_name: bound.name }),
      bind: bound !== undefined,
    };
  });
  return { total: data.length, data };
}

/** `POST /auth/v1/user/provider/bind` (https://docs.cloudbase.net/en/http-api/auth/user-bind-with-provider). */
export function bindUserProvider(auth: AuthState, user: User, { fields }: AuthRequest): JsonObject | Refusal {
  const token = fields.get('provider_token');
  if (token === undefined) return missingField('provider_token');
  const provided = takeProvider(auth, token);
  if (isRefusal(provided)) return provided;
  const { identity } = provided;
  if (provided.user && provided.user.id !== user.id) return refuse('unauthorized', 'somebody else has this identity');
  auth.providerTokens.delete(token);
  const others = user.identities.filter(({ providerId }) => providerId !== identity.providerId);
  changeUser(auth.users, user, { identities: [...others, identity], updatedAt: auth.clock.now() });
  return {};
}

/** `DELETE /auth/v1/user/provider/{provider_id}` (https://docs.cloudbase.net/en/http-api/auth/user-un-bind-provider). */
export function unbindUserProvider(auth: AuthState, user: User, { path }: AuthRequest): JsonObject | Refusal {
  const identities = user.identities.filter(({ providerId }) => providerId !== path.get('provider_id'));
  if (identities.length === user.identities.length) {
    return refuse('provider_not_found', 'the user has no identity of this provider');
  }
  changeUser(auth.users, user, { identities, updatedAt: auth.clock.now() });
  return {};
}

/** Who a provider token stands for, and the account that has this identity. */
export function takeProvider(
  auth: AuthState,
  token: string,
): { readonly identity: UserIdentity; readonly user: User | undefined } | Refusal {
  const provided = auth.providerTokens.get(token);
  if (provided === undefined) return refuse('invalid_grant', 'provider_token is unknown or used');
  if (auth.clock.now() >= provided.expiresAt) return refuse('invalid_grant', 'provider_token is expired');
  return { identity: provided.identity, user: auth.users.byLogin.get(identityLogin(provided.identity)) };
}

function tokenAnswer(auth: AuthState, identity: UserIdentity): JsonObject {
  const token = randomText(24);
  auth.providerTokens.set(token, { identity, expiresAt: auth.clock.now() + lifetime * 1000 });
  const { providerId, sub, name } = identity;
  return {
    provider_token: token,
    expires_in: lifetime,
    provider_profile: { provider_id: providerId, sub, name, provider: providerId },
  };
}

function providerNamed(id: string | undefined): (typeof providers)[number] | Refusal {
  if (id === undefined) return missingField('provider_id');
  const known = providers.map((provider) => provider.id).join(', ');
  return (
    providers.find((provider) => provider.id === id) ??
    refuse('provider_not_enabled', `provider_id: the mock plays ${known}`)
  );
}
