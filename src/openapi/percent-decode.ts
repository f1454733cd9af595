// RFC 3986 section 2.1, and, for queries and forms, `+` as a space (OpenAPI 3.1.2, "URI Percent-Encoding").

/** Decoded once; undefined where a `%` does not begin an octet, or the octets are not UTF-8. */
export function percentDecode(text: string, plusIsSpace = false): string | undefined {
  const spaced = plusIsSpace ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return undefined;
  }
}

/** A name or a value as it was sent, not decoded. */
export type Pair = readonly [name: string, value: string];

/** The pairs of a query or of a form; `name` alone has an empty value. */
export function splitPairs(text: string): Pair[] {
  return text
    .split('&')
    .filter((part) => part !== '')
    .map((part) => splitPair(part));
}

/** At the first `=`. */
export function splitPair(text: string): Pair {
  const equals = text.indexOf('=');
  return equals < 0 ? [text, ''] : [text.slice(0, equals), text.slice(equals + 1)];
}
