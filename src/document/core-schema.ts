// What a plain scalar means: the Core Schema of YAML 1.2.2, section 10.3.2. `no`, `on` and dates are text there.
import { parseNumber } from '../core/exact-number.ts';
import type { JsonValue } from '../core/json.ts';

const nullText = /^(?:null|Null|NULL|~|)$/;
const booleanText = /^(?:true|True|TRUE|false|False|FALSE)$/;
const numberText = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const octalText = /^0o[0-7]+$/;
const hexadecimalText = /^0x[0-9a-fA-F]+$/;
const notFinite = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/** Most scalars are text, and begin with another character. */
const mayMeanMore = /^(?:[-+.~0-9nNtTfF]|$)/;

/** The value of a plain scalar; undefined for `.inf` and `.nan`, which JSON does not have. No digit of a number is lost. */
export function plainValue(text: string): JsonValue | undefined {
  if (!mayMeanMore.test(text)) return text;
  if (nullText.test(text)) return null;
  if (booleanText.test(text)) return text.charAt(0).toLowerCase() === 't';
  if (numberText.test(text)) return parseNumber(jsonNumber(text));
  if (octalText.test(text) || hexadecimalText.test(text)) return Number(text);
  return notFinite.test(text) ? undefined : text;
}

/** `+.5`, `007` and `1.` as JSON writes them (RFC 8259 section 6). */
function jsonNumber(text: string): string {
  return text
    .replace(/^\+/, '')
    .replace(/^(-?)0+(?=[0-9])/, '$1')
    .replace(/^(-?)\./, '$10.')
    .replace(/\.(?![0-9])/, '');
}
