import { randomInt } from 'node:crypto';
import type { JsonObject } from '../../core/json.ts';
import type { Refusal } from './refusal.ts';
import { requireCaptcha } from './captcha.ts';
import { currentUser } from './current-user.ts';
import { isRefusal, refuse } from './refusal.ts';
import type { AuthRequest, Fields } from './request.ts';
import { missingField } from './request.ts';
import { checkSendLimits, isDaySpent, noteSend } from './send-limits.ts';
import type { Address, AuthState } from './state.ts';
import { randomText, signToken } from './tokens.ts';

/** Seconds that a verification id, and then a verification token, is good for. */
const lifetime = 600;
/** After so many wrong codes the right one is refused too: our choice, no source names a number. */
const wrongTriesAllowed = 5;

/** A country code, one space, the number (https://docs.cloudbase.net/en/http-api/auth/auth-send-verification). */
const phonePattern = /^\+[1-9]\d{0,2} \d{5,14}$/;
const emailPattern = /^[^\s@]+@[^\s@]+$/;
const targets = ['ANY', 'USER', 'NOT_USER', 'CUR_USER'];

/**
 * `POST /auth/v1/verification` (https://docs.cloudbase.net/en/http-api/auth/auth-send-verification). `target` is
 * documented as required, yet the official client leaves it out: absent means `ANY`.
 */
export async function sendVerification(auth: AuthState, request: AuthRequest): Promise<JsonObject | Refusal> {
  const { fields } = request;
  const address = parseAddress(fields);
  if (isRefusal(address)) return address;
  const isUser = auth.users.byLogin.has(address.text);
  const refusal =
    checkTarget(fields, isUser) ??
    checkOwnAddress(auth, address, request) ??
    checkOffer(auth, address, fields) ??
    checkRate(auth, address, request);
  if (refusal) return refusal;

  const now = auth.clock.now();
  noteSend(auth.sends, address.text, now);
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const id = await signProof(auth, address);
  auth.verifications.set(id, { address, code, expiresAt: now + lifetime * 1000, wrongTries: 0 });
  auth.outbox.send(address.text, code, address.kind);
  return { verification_id: id, expires_in: lifetime, is_user: isUser };
}

/**
 * `POST /auth/v1/verification/verify` (https://docs.cloudbase.net/en/http-api/auth/auth-verify-verification). A code
 * works once, and wrong, used, expired and worn-out ones share a symbol: our choices, since the only official symbol
 * is `invalid_verification_code`.
 */
export async function verifyCode(auth: AuthState, { fields }: AuthRequest): Promise<JsonObject | Refusal> {
  const id = fields.get('verification_id');
  const code = fields.get('verification_code');
  if (id === undefined) return missingField('verification_id');
  if (code === undefined) return missingField('verification_code');
  const verification = auth.verifications.get(id);
  if (verification === undefined) return refuse('invalid_argument', 'verification_id is unknown or used');
  const now = auth.clock.now();
  if (now >= verification.expiresAt) return refuse('invalid_verification_code', 'the verification code is expired');
  if (verification.wrongTries >= wrongTriesAllowed) {
    return refuse('invalid_verification_code', 'too many wrong codes: request a new one');
  }
  if (code !== verification.code) {
    verification.wrongTries += 1;
    return refuse('invalid_verification_code', 'the verification code is wrong');
  }
  auth.verifications.delete(id);
  const token = await signProof(auth, verification.address);
  auth.proofs.set(token, { address: verification.address, expiresAt: now + lifetime * 1000 });
  return { verification_token: token, expires_in: lifetime };
}

/**
 * The address a verification token proves. The caller removes the token from `auth.proofs` once it has served: it works
 * once (our choice, no source says), but a sign-in refused as unknown leaves it good for signing up.
 */
export function provenAddress(auth: AuthState, token: string): Address | Refusal {
  const proof = auth.proofs.get(token);
  if (proof === undefined) return refuse('invalid_argument', 'verification_token is unknown or used');
  if (auth.clock.now() >= proof.expiresAt) return refuse('invalid_argument', 'verification_token is expired');
  return proof.address;
}

/** Exactly one of `phone_number` and `email`. */
export function parseAddress(fields: Fields): Address | Refusal {
  const phone = fields.get('phone_number');
  const email = fields.get('email');
  if (phone !== undefined && email !== undefined) {
    return refuse('invalid_argument', 'phone_number and email must not be given together');
  }
  if (phone !== undefined) {
    if (phonePattern.test(phone)) return { kind: 'sms', text: phone };
    return refuse('invalid_argument', 'phone_number must be a country code, a space and the number: +86 13800138000');
  }
  if (email === undefined) return refuse('invalid_argument', 'phone_number or email is missing');
  if (emailPattern.test(email)) return { kind: 'email', text: email };
  return refuse('invalid_argument', 'email must be an e-mail address');
}

function checkTarget(fields: Fields, isUser: boolean): Refusal | undefined {
  const target = fields.get('target') ?? 'ANY';
  if (!targets.includes(target)) return refuse('invalid_argument', `target must be one of ${targets.join(', ')}`);
  if (target === 'USER' && !isUser) return refuse('user_not_found', 'no account has this address');
  if (target === 'NOT_USER' && isUser) return refuse('already_exists', 'an account has this address');
  return undefined;
}

/** `CUR_USER`, known from the official client: the code goes to an address of whoever is signed in. */
function checkOwnAddress(auth: AuthState, address: Address, request: AuthRequest): Refusal | undefined {
  if (request.fields.get('target') !== 'CUR_USER') return undefined;
  const user = currentUser(auth, request);
  if (isRefusal(user)) return user;
  if ([user.phoneNumber, user.email].includes(address.text)) return undefined;
  return refuse('invalid_argument', 'target: the signed-in user has another address');
}

/** SMS has limits; past as many e-mails a captcha is asked for (https://docs.cloudbase.net/en/authentication-v2/method/captcha). */
function checkRate(auth: AuthState, address: Address, request: AuthRequest): Refusal | undefined {
  const now = auth.clock.now();
  if (address.kind === 'email') {
    return isDaySpent(auth.sends, address.text, now)
      ? requireCaptcha(auth, request, 'too many codes to this address')
      : undefined;
  }
  const limit = checkSendLimits(auth.sends, address.text, now);
  return limit === undefined ? undefined : refuse('resource_exhausted', limit);
}

/**
 * SMS works in Shanghai only (https://docs.cloudbase.net/en/authentication-v2/method/sms-login). The symbol is the one
 * documented for a sign-in method that is switched off; which one SMS elsewhere gives is stated nowhere.
 */
function checkOffer(auth: AuthState, address: Address, fields: Fields): Refusal | undefined {
  if (fields.has('email_redirect_to')) return refuse('unimplemented', 'email_redirect_to: magic links are not offered');
  if (address.kind === 'email' || auth.region === 'ap-shanghai') return undefined;
  return refuse('unimplemented', `phone_number: SMS is not offered in region ${auth.region}`);
}

function signProof(auth: AuthState, address: Address): Promise<string> {
  return signToken({
    [address.kind === 'sms' ? 'phone_number' : 'email']: address.text,
    exp: Math.floor(auth.clock.now() / 1000) + lifetime,
    project_id: auth.environment,
    jti: randomText(16),
  });
}
