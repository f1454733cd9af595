// URIs, IRIs, URI templates and JSON Pointers. Each part is searched for what it must not hold, which takes time in
// proportion to its length and no stack.
import { isIpv6 } from './network.ts';

/** RFC 3986 appendix B: every text has these parts. */
const parts = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;

const scheme = /^[A-Za-z][A-Za-z\d+.-]*$/;
const ucschar =
  '\\u00A0-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFEF' +
  Array.from({ length: 14 }, (_, plane) => {
    const hex = (plane + 1).toString(16);
    return `\\u{${hex}${plane === 13 ? '1000' : '0000'}}-\\u{${hex}FFFD}`;
  }).join('');
const iprivate = '\\uE000-\\uF8FF\\u{F0000}-\\u{FFFFD}\\u{100000}-\\u{10FFFD}';
const shared = "\\w.~!$&'()*+,;=%\\-";

/** Finds a character that does not belong, and `%` that begins no escape. */
function outside(allowed: string): RegExp {
  return new RegExp(`[^${shared}${allowed}]|%(?![\\dA-Fa-f]{2})`, 'u');
}

type Grammar = Readonly<Record<'user' | 'host' | 'path' | 'query' | 'fragment', RegExp>>;

const uri: Grammar = {
  user: outside(':'),
  host: outside(''),
  path: outside(':@/'),
  query: outside(':@/?'),
  fragment: outside(':@/?'),
};
const iri: Grammar = {
  user: outside(`:${ucschar}`),
  host: outside(ucschar),
  path: outside(`:@/${ucschar}`),
  query: outside(`:@/?${ucschar}${iprivate}`),
  fragment: outside(`:@/?${ucschar}`),
};

/** `URI` of RFC 3986 section 3. */
export function isUri(text: string): boolean {
  return follows(uri, text, true);
}

/** `URI-reference` of RFC 3986 section 4.1. */
export function isUriReference(text: string): boolean {
  return follows(uri, text, false);
}

/** `IRI` of RFC 3987 section 2.2. */
export function isIri(text: string): boolean {
  return follows(iri, text, true);
}

/** `IRI-reference` of RFC 3987 section 2.2. */
export function isIriReference(text: string): boolean {
  return follows(iri, text, false);
}

function follows(grammar: Grammar, text: string, absolute: boolean): boolean {
  const [, name, authority, path = '', query = '', fragment = ''] = parts.exec(text) ?? [];
  if (name === undefined ? absolute || path.startsWith(':') : !scheme.test(name)) return false;
  if (authority !== undefined && !isAuthority(grammar, authority)) return false;
  return !grammar.path.test(path) && !grammar.query.test(query) && !grammar.fragment.test(fragment);
}

/** RFC 3986 section 3.2: `[ userinfo "@" ] host [ ":" port ]`. */
function isAuthority(grammar: Grammar, text: string): boolean {
  const at = text.lastIndexOf('@');
  if (at >= 0 && grammar.user.test(text.slice(0, at))) return false;
  const host = /^(?:\[([^\]]*)\]|([^:]*))(?::(.*))?$/s.exec(text.slice(at + 1));
  if (!host) return false;
  const [literal, name = '', port = ''] = host.slice(1) as (string | undefined)[];
  const isHost = literal === undefined ? !grammar.host.test(name) : isIpv6(literal) || isFutureAddress(literal);
  return isHost && !/\D/.test(port);
}

/** `IPvFuture` of RFC 3986 section 3.2.2. */
function isFutureAddress(text: string): boolean {
  return /^v[\dA-F]+\.[\w.~!$&'()*+,;=:-]+$/i.test(text);
}

const variable = '(?:\\w|%[\\dA-Fa-f]{2})(?:\\.?(?:\\w|%[\\dA-Fa-f]{2}))*(?:\\*|:[1-9]\\d{0,3})?';
const expression = new RegExp(`^[+#./;?&=,!@|]?${variable}(?:,${variable})*$`);
// The apostrophe belongs to the literals by erratum 6937.
const notLiteral = new RegExp(`[^\\w.~!#$&'()*+,/:;=?@[\\]%\\-${ucschar}${iprivate}]|%(?![\\dA-Fa-f]{2})`, 'u');

/** `URI-Template` of RFC 6570 section 2. */
export function isUriTemplate(text: string): boolean {
  let literals = '';
  let end = 0;
  for (const { 0: whole, 1: inside = '', index } of text.matchAll(/\{([^{}]*)\}/g)) {
    if (!expression.test(inside)) return false;
    literals += text.slice(end, index);
    end = index + whole.length;
  }
  return !notLiteral.test(literals + text.slice(end));
}

/** RFC 6901 section 3. */
export function isJsonPointer(text: string): boolean {
  return text === '' || (text.startsWith('/') && !/~(?![01])/.test(text));
}

/** Relative JSON Pointer (draft-bhutton-relative-json-pointer-00 section 3). */
export function isRelativeJsonPointer(text: string): boolean {
  const [whole] = /^(?:0|[1-9]\d*)/.exec(text) ?? [];
  if (whole === undefined) return false;
  const rest = text.slice(whole.length);
  return rest === '#' || isJsonPointer(rest);
}
