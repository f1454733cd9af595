import type { ParsedJson } from '../../core/json.ts';
import { parseJson } from '../../core/json.ts';

const mayLoseDigits = /[\d.]{16,}|\d[eE]/;
const stringOrNumber = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** JSON as a value in which a number that a double cannot hold exactly is a string of its digits. */
export function parseExactJson(text: string): ParsedJson {
  const parsed = parseJson(text);
  if (!parsed.ok || !mayLoseDigits.test(text)) return parsed;
  return parseJson(text.replace(stringOrNumber, (token) => (isExact(token) ? token : `"${token}"`)));
}

function isExact(token: string): boolean {
  if (token.startsWith('"')) return true;
  const significant = token
    .replace(/[eE].*$/, '')
    .replace(/\D/g, '')
    .replace(/^0+/, '');
  return significant.length <= 15 && Number.isFinite(Number(token));
}
