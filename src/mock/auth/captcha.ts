import { randomInt } from 'node:crypto';
import type { JsonObject } from '../../core/json.ts';
import type { Refusal } from './refusal.ts';
import { refuse } from './refusal.ts';
import type { AuthRequest } from './request.ts';
import { missingField } from './request.ts';
import type { AuthState, Captcha } from './state.ts';
import { randomText } from './tokens.ts';

/** Seconds (https://docs.cloudbase.net/en/http-api/auth/auth-get-captcha-data). */
const pictureLifetime = 300;
/** Seconds (https://docs.cloudbase.net/en/http-api/auth/auth-verify-captcha-data); a newer copy of the page says 300. */
const proofLifetime = 600;
/** Letters and digits that nobody mixes up. */
const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
/** One white dot: the text is not in the picture, it is told on the control port alone. */
const picture = 'data:image/gif;base64,R0lGODlhAQABAIAAAP///wAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==';

/** `POST /auth/v1/captcha/data` (https://docs.cloudbase.net/en/http-api/auth/auth-get-captcha-data). */
export function getCaptchaData(auth: AuthState, { body }: AuthRequest): JsonObject {
  const token = newCaptcha(auth, body['state']);
  return { data: picture, type: 'image', token, expires_in: pictureLifetime };
}

/** `POST /auth/v1/captcha/init`, of the oldest pages (https://docs.cloudbase.net/en/openapi/auth/auth-get-captcha). */
export function initCaptcha(auth: AuthState, { body }: AuthRequest): JsonObject {
  const token = newCaptcha(auth, body['state']);
  const url = new URL(`https://${auth.environment}.api.tcloudbasegateway.com/auth/captcha`);
  url.searchParams.set('token', token);
  return { url: url.href, expires_in: pictureLifetime };
}

/** `POST /auth/v1/captcha/data/verify` (https://docs.cloudbase.net/en/http-api/auth/auth-verify-captcha-data). */
export function verifyCaptchaData(auth: AuthState, { fields }: AuthRequest): JsonObject | Refusal {
  const token = fields.get('token');
  const key = fields.get('key');
  if (token === undefined) return missingField('token');
  if (key === undefined) return missingField('key');
  const captcha = auth.captchas.get(token);
  if (captcha === undefined) return refuse('invalid_captcha', 'token names no captcha');
  const now = auth.clock.now();
  if (captcha.used) return refuse('captcha_used', 'the captcha was solved before');
  if (now >= captcha.expiresAt) return refuse('captcha_expired', 'the captcha is expired');
  if (key.toUpperCase() !== captcha.text) return refuse('invalid_captcha', 'key is not the text of the captcha');
  captcha.used = true;
  const proof = randomText(24);
  auth.captchaProofs.set(proof, { captcha, expiresAt: now + proofLifetime * 1000 });
  return { captcha_token: proof, expires_in: proofLifetime };
}

/** `POST /auth/v1/captcha/introspect`, of the oldest pages (https://docs.cloudbase.net/http-api/auth/auth-captcha-token-info). */
export function introspectCaptcha(auth: AuthState, { fields }: AuthRequest): JsonObject {
  const proof = auth.captchaProofs.get(fields.get('token') ?? '');
  if (proof === undefined || auth.clock.now() >= proof.expiresAt) return {};
  return { client_id: auth.environment, state: proof.captcha.state };
}

/**
 * Whether the caller proved to be a person: by the header of the pages or the query of the official client. A proof is
 * good until it expires (https://docs.cloudbase.net/en/authentication-v2/method/captcha).
 */
export function requireCaptcha(auth: AuthState, request: AuthRequest, why: string): Refusal | undefined {
  const token = request.headers.get('x-captcha-token') ?? request.query.get('captcha_token');
  if (token === undefined) return refuse('captcha_required', `${why}: solve a captcha`);
  const proof = auth.captchaProofs.get(token);
  if (proof !== undefined && auth.clock.now() < proof.expiresAt) return undefined;
  return refuse('captcha_invalid', 'the captcha token is unknown or expired: solve another captcha');
}

function newCaptcha(auth: AuthState, state: unknown): string {
  const token = randomText(24);
  const text = Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)] ?? '').join('');
  const captcha: Captcha = {
    text,
    state: typeof state === 'string' ? state : '',
    expiresAt: auth.clock.now() + pictureLifetime * 1000,
    used: false,
  };
  auth.captchas.set(token, captcha);
  return token;
}
