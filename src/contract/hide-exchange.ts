// What an exchange carries that must not be shown, found before anything of it is.
import type { Exchange, HeaderField } from '../core/http.ts';
import type { JsonValue } from '../core/json.ts';
import { isJsonArray, isJsonObject } from '../core/json.ts';
import { createMask } from '../core/secrets.ts';
import type { Mask } from '../core/secrets.ts';
import type { Operation } from '../openapi/contract.ts';
import { pathParameters } from '../openapi/operation-index.ts';
import {
  findNamedText,
  findSecretAddress,
  findSecretHeaders,
  findSecretMembers,
  secretKind,
} from '../runner/find-secrets.ts';
import { passwordNames } from '../runner/schema-facts.ts';

/** Contracts here are anyone's: names that say of themselves that they carry a secret. */
const tellingName = /(?:token|secret|passw(?:or)?d|passphrase|api[-_]?key|signature|credentials?)$/i;

/**
 * Gives texts without the secrets of an exchange: credentials and cookies of its headers, and values of its query, path
 * and bodies whose names are well known, tell of a secret, or are declared `format: password` or `apiKey`.
 * @param operations those that judge it
 * @param body of the answer, where it was read
 */
export function maskOf(
  { request, response }: Exchange,
  operations: readonly Operation[],
  body: JsonValue | undefined,
): (text: string) => string {
  const { hide, mask } = createMask();
  const declared = new Set(operations.flatMap(declaredNames));
  const isSecret = (name: string): boolean =>
    secretKind(name) !== 'secret' || tellingName.test(name) || declared.has(name.toLowerCase());
  const hideNamed: HideNamed = (name, value) => {
    if (isSecret(name)) hide(value, secretKind(name));
  };
  for (const headers of [request.headers, response.headers]) hideHeaders(headers, hide, hideNamed);
  for (const [name, value] of queryOf(request.url)) hideNamed(name, value);
  for (const operation of operations) {
    for (const [name, value] of pathParameters(operation, request.url)) hideNamed(name, value);
  }
  if (body !== undefined) hideMembers('', body, hideNamed);
  for (const { value, kind } of [...findSecretAddress(request.url), ...findSecretMembers(body ?? null, declared)])
    hide(value, kind);
  for (const text of [request.body ?? '', response.body]) hideInText(text, hideNamed);
  return mask;
}

type HideNamed = (name: string, value: string) => void;

/** In lower case: names of headers compare without it, and too much hidden is better than too little. */
function declaredNames(operation: Operation): string[] {
  const keys = [...operation.contract.securitySchemes.values()].flatMap((scheme) =>
    scheme.type === 'apiKey' ? [scheme.name] : [],
  );
  return [...passwordNames(operation), ...keys].map((name) => name.toLowerCase());
}

function hideHeaders(headers: readonly HeaderField[], hide: Mask['hide'], hideNamed: HideNamed): void {
  for (const { value, kind } of findSecretHeaders(headers)) hide(value, kind);
  for (const [name, value] of headers) hideNamed(name, value);
}

function queryOf(url: string): URLSearchParams {
  const [, query = ''] = /\?([^#]*)/.exec(url) ?? [];
  return new URLSearchParams(query);
}

/** Every scalar by the nearest name around it. */
function hideMembers(name: string, value: JsonValue, hideNamed: HideNamed): void {
  if (isJsonArray(value)) {
    for (const item of value) hideMembers(name, item, hideNamed);
  } else if (isJsonObject(value)) {
    for (const [member, each] of Object.entries(value)) hideMembers(member, each, hideNamed);
  } else if (typeof value === 'string' || typeof value === 'number') {
    hideNamed(name, String(value));
  }
}

/** Characters of a body that is no JSON after all: messages show its beginning. */
const searched = 20_000;

function hideInText(text: string | Uint8Array, hideNamed: HideNamed): void {
  const beginning =
    typeof text === 'string' ? text.slice(0, searched) : new TextDecoder().decode(text.subarray(0, searched));
  for (const { name, value } of findNamedText(beginning)) hideNamed(name, value);
}
