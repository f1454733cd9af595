// The pattern of `match`, in what all engines understand alike: SQLite's own regular expressions, PCRE (MariaDB) and ICU
// (MySQL). Literals, `.`, sets, `^`, `$`, `|`, groups, `*`, `+`, `?`, `{m,n}`, and escapes.
import type { Parsed } from './query.ts';

const classes: Readonly<Record<string, string>> = { d: '0-9', w: '0-9A-Za-z_', s: ' \\t\\n\\r' };

const token = /\\([\s\S])|\[(\^?)(\]?(?:\\[\s\S]|[^\]\\])*)\]|\{\d{1,3}(?:,\d{0,3})?\}|\(\?|[*+?}][*+?{]|[\s\S]/g;

/** The pattern with its classes written out, so that they mean ASCII everywhere. */
export function readPattern(text: string): Parsed<string> {
  const faults: string[] = [];
  let depth = 0;
  const written = text.replace(token, (part, escaped?: string, inverted?: string, set?: string) => {
    if (escaped !== undefined) return writeEscape(escaped, faults);
    if (set !== undefined) return `[${inverted ?? ''}${writeSet(set, faults)}]`;
    if (part === '(?') faults.push('"(?" is not offered');
    else if (part === '[' || part === '{') faults.push(`unclosed '${part}'`);
    else if (part === '\\') faults.push('trailing "\\"');
    else if (part.length === 2) faults.push(`"${part}" is not offered`);
    else if (part === '(') depth += 1;
    else if (part === ')') depth -= 1;
    if (depth < 0) faults.push("unmatched ')'");
    return part;
  });
  if (depth > 0) faults.push("unmatched '('");
  if (/^[*+?{]|[(|^][*+?{]/.test(text.replace(/\\[\s\S]/g, 'x').replace(/\[[^\]]*\]/g, 'x')))
    faults.push('nothing to repeat');
  const [reason] = faults;
  return reason === undefined ? { ok: true, value: written } : { ok: false, reason };
}

function writeEscape(escaped: string, faults: string[]): string {
  const plain = classes[escaped];
  if (plain !== undefined) return `[${plain}]`;
  const inverted = classes[escaped.toLowerCase()];
  if (inverted !== undefined) return `[^${inverted}]`;
  if (/[\p{L}\p{N}]/u.test(escaped) && !'bnrt'.includes(escaped)) faults.push(`"\\${escaped}" is not offered`);
  return `\\${escaped}`;
}

function writeSet(set: string, faults: string[]): string {
  if (/\[[:.=]/.test(set)) faults.push('classes such as [:digit:] are not offered');
  return set
    .replace(/\\([\s\S])/g, (part, escaped: string) => {
      if (/[DWS]/.test(escaped)) faults.push(`"${part}" within [] is not offered`);
      return classes[escaped] ?? part;
    })
    .replace(/(?<!\\)\[/g, '\\[');
}
