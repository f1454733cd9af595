// The signature of COS (https://www.tencentcloud.com/document/product/436/7778): HMAC-SHA1 over the method, the path and
// the named headers, valid for a time.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { percentDecode, splitPair } from '../../openapi/percent-decode.ts';
import { percentEncode } from '../../openapi/serialize-parameter.ts';

/** Known to everyone, and nothing but a mock may trust them: so links stay valid when a mock starts anew. */
const secretId = 'AKIDmockgatewaymockgatewaymockgateway';
const secretKey = 'mock-object-store';

export type SignedRequest = {
  readonly method: 'put' | 'get';
  readonly key: string;
  /** By their names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
};

/** Seconds since the epoch. */
export type Period = { readonly start: number; readonly end: number };

export type Verdict = 'valid' | 'malformed' | 'unknown key' | 'expired' | 'not yet valid' | 'mismatch';

/** The value of an `Authorization` that lets in exactly this request: all its headers are signed. */
export function signRequest(request: SignedRequest, { start, end }: Period): string {
  const time = `${start};${end}`;
  const names = [...request.headers.keys()].sort();
  return [
    'q-sign-algorithm=sha1',
    `q-ak=${secretId}`,
    `q-sign-time=${time}`,
    `q-key-time=${time}`,
    `q-header-list=${names.map(percentEncode).join(';')}`,
    'q-url-param-list=',
    `q-signature=${signatureOf(request, names, { sign: time, key: time })}`,
  ].join('&');
}

/**
 * @param request with all headers that it has: those that were signed are found in the signature
 * @param now seconds since the epoch
 */
export function verifySignature(authorization: string, request: SignedRequest, now: number): Verdict {
  const parts = new Map(authorization.split('&').map((part) => splitPair(part)));
  const period = /^(\d{1,12});(\d{1,12})$/.exec(parts.get('q-sign-time') ?? '');
  const keyTime = parts.get('q-key-time');
  const list = parts.get('q-header-list');
  if (parts.get('q-sign-algorithm') !== 'sha1' || !period || keyTime === undefined || list === undefined) {
    return 'malformed';
  }
  if (parts.get('q-ak') !== secretId) return 'unknown key';
  const names = list === '' ? [] : list.split(';').map((name) => percentDecode(name) ?? name);
  const expected = signatureOf(request, names, { sign: period[0], key: keyTime });
  if (!isSameText(expected, parts.get('q-signature') ?? '')) return 'mismatch';
  if (now < Number(period[1])) return 'not yet valid';
  return now > Number(period[2]) ? 'expired' : 'valid';
}

/** The signature of a download's address; it says when it was made, and the bucket's settings how long it lives. */
export function signLink(key: string, signedAt: string): string {
  return hmac(hmac(secretKey, signedAt), `get\n/${key}\n`);
}

export function isLinkSigned(key: string, signedAt: string, sign: string): boolean {
  return isSameText(signLink(key, signedAt), sign);
}

function signatureOf(
  { method, key, headers }: SignedRequest,
  names: readonly string[],
  time: { readonly sign: string; readonly key: string },
): string {
  const pairs = names.map((name) => `${percentEncode(name)}=${percentEncode(headers.get(name) ?? '')}`).join('&');
  const request = createHash('sha1').update(`${method}\n/${key}\n\n${pairs}\n`).digest('hex');
  return hmac(hmac(secretKey, time.key), `sha1\n${time.sign}\n${request}\n`);
}

function hmac(key: string, text: string): string {
  return createHmac('sha1', key).update(text).digest('hex');
}

/** In a time that tells nothing of where they differ. */
function isSameText(left: string, right: string): boolean {
  const [a, b] = [left, right].map((text) => Buffer.from(text)) as [Buffer, Buffer];
  return a.length === b.length && timingSafeEqual(a, b);
}
