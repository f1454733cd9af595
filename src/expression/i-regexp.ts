// I-Regexp (RFC 9485), the patterns of JSONPath's match() and search(), as patterns of ECMAScript with the `u` flag.

/**
 * The same pattern in ECMAScript (RFC 9485 section 5.3); undefined where the text is no I-Regexp. `^` and `$` are let
 * through as anchors, as in that section.
 */
export function fromIRegexp(text: string): string | undefined {
  let written = '';
  let depth = 0;
  let canRepeat = false;
  for (let at = 0; at < text.length;) {
    const [token] = take(text, at);
    if (token === undefined) return undefined;
    if (repeats.test(token)) {
      if (!canRepeat) return undefined;
      canRepeat = false;
    } else {
      canRepeat = token !== '(' && token !== '|';
    }
    depth += token === '(' ? 1 : token === ')' ? -1 : 0;
    if (depth < 0) return undefined;
    written += translate(token);
    at += token.length;
  }
  return depth === 0 ? written : undefined;
}

const escape =
  /\\(?:[()*+\-.?[\]\\^nrt{|}]|[pP]\{(?:L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|Z[lps]?|S[ckmo]?|C[cfno]?)\})/.source;
const inClass = String.raw`(?:[^\\[\]\-]|${escape})`;
const characterClass = String.raw`\[\^?-?(?:${inClass}(?:-${inClass})?)*-?\]`;
const repeats = /^(?:[*+?]|\{\d+(?:,\d*)?\})$/;
const tokens = new RegExp(
  String.raw`${characterClass}|${escape}|[*+?]|\{\d+(?:,\d*)?\}|[()|.]|[^()*+.?[\\\]{|}]`,
  'uy',
);

function take(text: string, at: number): [token?: string] {
  tokens.lastIndex = at;
  const token = tokens.exec(text)?.[0];
  return token === undefined || /^\[\^?\]$/.test(token) ? [] : [token];
}

function translate(token: string): string {
  if (token === '.') return '[^\\n\\r]';
  return token === '\\-' ? '-' : token;
}
