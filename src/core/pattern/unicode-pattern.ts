// Patterns as contracts write them: many escape more than the `u` flag allows, or leave a brace as it is (ECMA-262
// annex B.1.2). What they mean can be said with the flag, too.

/**
 * The same pattern for the `u` flag.
 * @throws SyntaxError where it is no regular expression, or escapes a letter that means nothing in ECMA-262: an author
 *   who wrote `\Z` or `\pL` did not mean a letter
 */
export function asUnicodePattern(source: string): string {
  if (isUnicodePattern(source)) return source;
  const rewritten = source.replaceAll(tokens, (token) => (token.startsWith('[') ? rewriteClass(token) : escape(token)));
  new RegExp(rewritten, 'u');
  return rewritten;
}

function isUnicodePattern(source: string): boolean {
  try {
    return new RegExp(source, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

/** A class, an escape, a counted repeat, or a bracket that stands for itself. */
const tokens = /\[(?:[^\]\\]|\\.)*\]|\\(?:[pPu]\{[^}]*\}|.)|\{[0-9]+,?[0-9]*\}|[{}\]]/gsu;
/** In a class: a set of characters with the hyphen on either side, which makes no range, or an escape. */
const inClass = /(\\(?:[dDwWsS]|[pP]\{[^}]*\}))(-(?!\]))?|-(?=\\(?:[dDwWsS]|[pP]\{))|\\./gsu;

function escape(token: string): string {
  if (token.length === 1) return `\\${token}`;
  return isNeedless(token) ? token.slice(1) : token;
}

function rewriteClass(token: string): string {
  return token.replaceAll(inClass, (part: string, set: string | undefined, hyphen: string | undefined) => {
    if (set !== undefined) return hyphen === undefined ? set : `${set}\\-`;
    if (part === '-') return '\\-';
    return part !== '\\-' && isNeedless(part) ? part.slice(1) : part;
  });
}

/** Whether a sign is escaped that has no meaning of its own. */
function isNeedless(escaped: string): boolean {
  return /^\\[^A-Za-z\d^$\\.*+?()[\]{}|/]$/u.test(escaped);
}
