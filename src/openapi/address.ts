// An address that a service gave, such as that of a signed upload (RFC 3986).
import { percentEncode } from './serialize-parameter.ts';

/** `url` is written as HTTP can send it. */
export type ReadAddress = { readonly ok: true; readonly url: string } | { readonly ok: false; readonly reason: string };

const beginning = /^([^:/?#]+):\/\/([^/?#]*)/;

/**
 * Reads an absolute address of http or https. What is not allowed in a path or query is percent-encoded, what is encoded
 * already stays: a signature counts for these characters. A fragment is never sent.
 */
export function readAddress(text: string): ReadAddress {
  // eslint-disable-next-line no-control-regex -- those are what no address holds
  if (/[\0-\x1f\x7f]/.test(text)) return refuse('it holds a line break or another control character');
  const [whole, scheme = '', authority = ''] = beginning.exec(text) ?? [];
  if (whole === undefined) return refuse('it has no scheme and host');
  if (!/^https?$/i.test(scheme)) return refuse(`its scheme is ${scheme}`);
  if (authority.includes('@')) return refuse('a user and a password stand in it');
  const origin = originOf(whole);
  if (origin !== undefined) return { ok: true, url: origin + restOf(text.slice(whole.length)) };
  return refuse(authority === '' ? 'it has no host' : `no host and port can be ${authority}`);
}

/** The path, and behind it the query. */
function restOf(text: string): string {
  const [rest = ''] = text.split('#', 1);
  const mark = rest.includes('?') ? rest.indexOf('?') : rest.length;
  const path = rest.slice(0, mark).replaceAll(notInPath, percentEncode);
  return (path === '' ? '/' : path) + rest.slice(mark).replaceAll(notInQuery, percentEncode);
}

function refuse(reason: string): ReadAddress {
  return { ok: false, reason };
}

function originOf(text: string): string | undefined {
  if (/[\s\\%]/.test(text)) return undefined;
  try {
    return new URL(text).origin;
  } catch {
    return undefined;
  }
}

/** What no path, and no query, may hold as it is (RFC 3986 sections 3.3 and 3.4): `%` stands only before two digits. */
const notInPath = /[^!$%&'()*+,\-./0-9:;=@A-Z_a-z~]+|%(?![0-9A-Fa-f]{2})/gu;
const notInQuery = /[^!$%&'()*+,\-./0-9:;=?@A-Z[\]_a-z~]+|%(?![0-9A-Fa-f]{2})/gu;
