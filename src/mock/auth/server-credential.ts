// What proves a server: a key pair of the cloud account, as HTTP Basic or as a signature.
import { createHash, createHmac } from 'node:crypto';
import type { JsonObject } from '../../core/json.ts';
import { GatewayRefusal } from '../errors.ts';
import type { Refusal } from './refusal.ts';
import { refuse } from './refusal.ts';
import type { AuthRequest } from './request.ts';
import type { AuthState } from './state.ts';
import { issueServerToken, serverTokenLifetime } from './tokens.ts';

/** Seconds that a signature may be old, as for all of Tencent Cloud's APIs. */
const signatureLifetime = 300;

/** `POST /auth/v1/token/clientCredential` (https://docs.cloudbase.net/en/http-api/auth/auth-client-credential). */
export async function grantClientCredential(auth: AuthState, request: AuthRequest): Promise<JsonObject | Refusal> {
  if (request.fields.get('grant_type') !== 'client_credentials') {
    return refuse('invalid_argument', 'grant_type must be client_credentials');
  }
  return serverAnswer(auth, request);
}

/**
 * An administrator's token for a server that proves itself.
 * @throws GatewayRefusal where it shows no credential
 */
export async function serverAnswer(auth: AuthState, request: AuthRequest): Promise<JsonObject | Refusal> {
  const authorization = request.headers.get('authorization') ?? '';
  if (authorization === '') throw new GatewayRefusal(401, 'MISSING_CREDENTIALS', 'Credentials missing.');
  const proven = authorization.startsWith('TC3-HMAC-SHA256 ')
    ? isSigned(auth, request, authorization)
    : isBasic(auth, authorization);
  if (!proven) return refuse('unauthorized_client', 'the SecretId, the SecretKey or the signature is wrong');
  const token = await issueServerToken(auth);
  return { token_type: 'Bearer', access_token: token, expires_in: serverTokenLifetime };
}

function isBasic(auth: AuthState, authorization: string): boolean {
  const encoded = /^Basic +(\S+)$/i.exec(authorization)?.[1];
  if (encoded === undefined) return false;
  const [id = '', ...key] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return auth.serverKeys.secrets.get(id) === key.join(':');
}

/** Signature version 3 (https://docs.cloudbase.net/http-api/basic/tc3-auth); the path is the one that is called. */
export function isSigned(
  auth: AuthState,
  request: Pick<AuthRequest, 'method' | 'url' | 'headers' | 'text'>,
  authorization: string,
): boolean {
  const part = (name: string): string => new RegExp(`${name}=([^, ]+)`).exec(authorization)?.[1] ?? '';
  const [id = '', date = '', service, terminator] = part('Credential').split('/');
  const timestamp = part('Timestamp') === '' ? (request.headers.get('x-tc-timestamp') ?? '') : part('Timestamp');
  const key = auth.serverKeys.secrets.get(id);
  const age = Math.abs(auth.clock.now() / 1000 - Number(timestamp));
  if (key === undefined || service !== 'tcb' || terminator !== 'tc3_request' || !(age <= signatureLifetime))
    return false;
  const names = part('SignedHeaders').split(';');
  const [path = '', query = ''] = request.url.split('?');
  const canonical = [
    request.method,
    path,
    query,
    ...names.map((name) => `${name}:${(request.headers.get(name) ?? '').trim().toLowerCase()}`),
    '',
    names.join(';'),
    sha256(request.text),
  ].join('\n');
  const text = ['TC3-HMAC-SHA256', timestamp, `${date}/tcb/tc3_request`, sha256(canonical)].join('\n');
  const signingKey = [date, 'tcb', 'tc3_request'].reduce<string | Buffer>(
    (secret, word) => createHmac('sha256', secret).update(word).digest(),
    `TC3${key}`,
  );
  return createHmac('sha256', signingKey).update(text).digest('hex') === part('Signature');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
