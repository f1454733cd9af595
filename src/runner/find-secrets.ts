// What must never be shown, found before any text of it exists.
import { isNumber } from '../core/exact-number.ts';
import type { HeaderField } from '../core/http.ts';
import type { JsonValue } from '../core/json.ts';
import { isContainer, isJsonArray, isJsonObject } from '../core/json.ts';
import { percentDecode } from '../openapi/percent-decode.ts';

/** `kind` names the pseudonym: a `token` is shown as «token#1». */
export type Secret = { readonly value: string; readonly kind: string };

/** Members that carry a secret in every CloudBase answer and request, whatever a contract says of them. */
const wellKnown: ReadonlyMap<string, string> = new Map([
  ['access_token', 'token'],
  ['refresh_token', 'token'],
  ['id_token', 'token'],
  ['verification_token', 'token'],
  ['sudo_token', 'token'],
  ['captcha_token', 'token'],
  ['provider_token', 'token'],
  ['password', 'password'],
  ['new_password', 'password'],
  ['old_password', 'password'],
  ['verification_code', 'code'],
  ['ticket', 'ticket'],
  ['authorization', 'signature'],
]);

/** Shorter cookie values are settings such as `lang=en`; hiding those would blank out ordinary text. */
const shortestCookie = 6;

/**
 * The secrets among named values: a JSON body, or the parameters of a request.
 * @param declared names that the contract marks as `format: password`
 */
export function findSecretMembers(value: JsonValue, declared: ReadonlySet<string>): Secret[] {
  const secrets: Secret[] = [];
  collectMembers(value, declared, secrets);
  return secrets;
}

function collectMembers(value: JsonValue, declared: ReadonlySet<string>, secrets: Secret[]): void {
  if (isJsonArray(value)) {
    for (const item of value) collectMembers(item, declared, secrets);
  } else if (isJsonObject(value)) {
    for (const name in value) {
      const member = value[name];
      if (member === undefined) continue;
      if (isContainer(member)) collectMembers(member, declared, secrets);
      else if (wellKnown.has(name) || declared.has(name)) addSecret(secrets, member, secretKind(name));
      else if (typeof member === 'string') secrets.push(...findSecretText(member));
    }
  }
}

/** What tests of refusals send in place of a token, as in `Bearer wrong`: to hide it would blank out ordinary text. */
const word = /^(?:wrong|invalid|bad|expired|unknown|none|nobody|nothing|anything|garbage|nonsense|fake|dummy|test)$/i;
const neverWords: ReadonlySet<string> = new Set(['token', 'signature', 'ticket']);

function addSecret(secrets: Secret[], value: JsonValue, kind: string): void {
  if (typeof value === 'string' && neverWords.has(kind) && word.test(value)) return;
  if (isNumber(value) || (typeof value === 'string' && value !== '')) {
    secrets.push({ value: String(value), kind });
  }
}

/** Of the queries of signed addresses: `sign`, `X-Amz-Signature`, `q-signature`, `x-cos-security-token`, `sig`. */
const signing = /(?:^|[-_.])sig(?:n)?$|(?:signature|token|secret|credential|authorization|access_?key_?id)$/i;

/** Shorter values are settings, such as `sign=true`. */
const shortestSignature = 8;

/** The secrets of the addresses that stand in a text, alone or in a sentence. */
function findSecretText(text: string): Secret[] {
  return text.includes('://') ? findSecretAddress(text) : [];
}

/** Values end where no query goes on; a path may hold blanks, since services give addresses that are not encoded. */
const pairs = /(?:[?&]|&amp;)([\w.-]+)=([^&#\s"'<>]+)/g;
const passwords = /:\/\/[^/?#@\s]*:([^/?#@\s]+)@/g;

/** What proves in an address that its owner gave it away: values of its query, and a password before its host. */
export function findSecretAddress(address: string): Secret[] {
  const secrets: Secret[] = [];
  for (const [, password = ''] of address.matchAll(passwords)) {
    addSecret(secrets, percentDecode(password) ?? password, 'password');
  }
  for (const [, name = '', text = ''] of address.matchAll(pairs)) {
    const value = percentDecode(text) ?? text;
    if (signing.test(name) && value.length >= shortestSignature) addSecret(secrets, value, 'signature');
  }
  return secrets;
}

/** Characters that are searched of a body that is not what it says: what is written of it is not longer as a rule. */
const searched = 200_000;

/** `"name": "value"` and `name=value`. */
const named = /([\w.-]{1,100})\\?["']?\s{0,10}[:=]\s{0,10}(?:\\?"([^"\\\n]{4,4000})|([^\s"'&,;{}[\]<>\\]{4,4000}))/g;

type NamedText = { readonly name: string; readonly value: string; readonly isQuoted: boolean };

/** What stands behind a name, in a text that nothing else could read, such as JSON that is cut off. */
export function findNamedText(text: string): NamedText[] {
  return [...text.slice(0, searched).matchAll(named)].map(([, name = '', quoted, plain]) => ({
    name,
    value: quoted ?? plain ?? '',
    isQuoted: quoted !== undefined,
  }));
}

/** The secrets of a body that is text, or nothing that could be read. A word, as in `ticket: expired`, is none. */
export function findSecretBody(text: string, declared: ReadonlySet<string>): Secret[] {
  const secrets = findSecretText(text);
  for (const { name, value, isQuoted } of findNamedText(text)) {
    if (!wellKnown.has(name) && !declared.has(name)) continue;
    if (isQuoted || /[^A-Za-z]/.test(value)) addSecret(secrets, value, secretKind(name));
  }
  return secrets;
}

/** Also `q-signature=...` and `Signature=...` by themselves, where it is made of parts: a refusal often shows them so. */
function addCredentials(secrets: Secret[], value: string): void {
  addSecret(secrets, value, 'token');
  for (const [, name = '', part = ''] of value.matchAll(/([\w-]+)="?([^\s&,;"]+)/g)) {
    if (signing.test(name) && part.length >= shortestSignature) addSecret(secrets, part, 'signature');
  }
}

/** The pseudonym's name for a secret of this member, input or parameter. */
export function secretKind(name: string): string {
  return (
    wellKnown.get(name.toLowerCase()) ??
    (/password/i.test(name) ? 'password' : /token$/i.test(name) ? 'token' : 'secret')
  );
}

/** Of the names below: most headers are passed over by their length. */
const lengths: ReadonlySet<number> = new Set(
  ['authorization', 'cookie', 'set-cookie', 'location', 'content-location'].map((name) => name.length),
);

/**
 * Credentials in `Authorization` (RFC 9110 section 11.4: behind the scheme), cookie values (RFC 6265 section 4), and what
 * signs the address that an answer sends to.
 */
export function findSecretHeaders(headers: readonly HeaderField[]): Secret[] {
  const secrets: Secret[] = [];
  for (const [name, value] of headers) {
    if (!lengths.has(name.length)) continue;
    switch (name.toLowerCase()) {
      case 'authorization':
        addCredentials(secrets, value.slice(value.indexOf(' ') + 1).trim());
        break;
      case 'location':
      case 'content-location':
        secrets.push(...findSecretAddress(value));
        break;
      case 'cookie':
        for (const pair of value.split(';')) addCookie(secrets, pair);
        break;
      case 'set-cookie':
        addCookie(secrets, value.split(';', 1)[0] ?? '');
        break;
      default:
    }
  }
  return secrets;
}

function addCookie(secrets: Secret[], pair: string): void {
  const value = pair.slice(pair.indexOf('=') + 1).trim();
  if (value.length >= shortestCookie) secrets.push({ value, kind: 'cookie' });
}
