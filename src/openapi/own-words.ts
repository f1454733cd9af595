// What a server says of a request that it refused, in its own words.
import type { JsonObject, JsonValue } from '../core/json.ts';
import { isJsonObject } from '../core/json.ts';

/** Characters; more would hide what stands around it. */
const shownLength = 120;

/** `400 (INVALID_PARAM: unknown column "postion")`; the bare status where the server says nothing. */
export function showStatus(status: number, body: JsonValue | undefined): string {
  const words = ownWords(status, body);
  return words === undefined ? String(status) : `${status} (${words})`;
}

/**
 * `INVALID_PARAM: unknown column "postion"`, of an error body as CloudBase, OAuth 2.0 (RFC 6749, section 5.2) and object
 * stores (https://cloud.tencent.com/document/product/436/7730) have it; undefined where the answer is no error, or its
 * body is none of these.
 */
export function ownWords(status: number, body: JsonValue | undefined): string | undefined {
  if (status < 400) return undefined;
  const [code, message] = isJsonObject(body) ? wordsOfJson(body) : wordsOfXml(body);
  const words = [code, message].filter((word) => word !== undefined).join(': ');
  if (words === '') return undefined;
  // Three dots right behind the cut: so the mask knows the beginning of a secret.
  return words.length > shownLength ? `${words.slice(0, shownLength)}...` : words;
}

type Words = readonly [code: string | undefined, message: string | undefined];

function wordsOfJson(body: JsonObject): Words {
  return [wordOf(body['code']) ?? wordOf(body['error']), wordOf(body['message']) ?? wordOf(body['error_description'])];
}

function wordsOfXml(body: JsonValue | undefined): Words {
  const text = typeof body === 'string' ? body : '';
  const [, inside = ''] = /^\s*(?:<\?xml[^>]*>\s*)?<Error>([^]*)$/.exec(text) ?? [];
  return [/<Code>([^<]+)<\/Code>/.exec(inside)?.[1], /<Message>([^<]+)<\/Message>/.exec(inside)?.[1]];
}

function wordOf(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
