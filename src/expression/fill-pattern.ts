// Conditions and selectors with expressions inside (Arazzo 1.1, "Criterion Object" and "Selector Object").
import { escapeToken } from '../document/json-pointer.ts';
import { evaluateExpression } from './evaluate-expression.ts';
import type { PatternLanguage, SelectorLanguage, Template } from './expression.ts';
import type { Scope } from './scope.ts';
import { textOf } from './text-of.ts';

type Filled = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string };
type Language = (PatternLanguage | SelectorLanguage)['type'];

/** The text with its expressions filled in. A value that stands inside a quoted literal or a pointer cannot end it. */
export function fillPattern(language: Language, pattern: Template, scope: Scope): Filled {
  if (pattern.kind !== 'text') return { ok: true, text: writtenPattern(pattern) };
  let text = '';
  for (const part of pattern.parts) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    const found = evaluateExpression(part, scope);
    if (!found.found) return { ok: false, reason: `${part.text}: ${found.reason}` };
    text += escapeIn(language, text, textOf(found.value));
  }
  return { ok: true, text };
}

/** As its author wrote it. */
export function writtenPattern(pattern: Template): string {
  if (pattern.kind === 'literal') return textOf(pattern.value);
  if (pattern.kind !== 'text') return '';
  return pattern.parts.map((part) => (typeof part === 'string' ? part : `{${part.text}}`)).join('');
}

/** @param before the text in front of the value */
function escapeIn(language: Language, before: string, value: string): string {
  if (language === 'regex') return value;
  if (language === 'jsonpointer') return escapeToken(value);
  const quote = openQuote(before, language === 'jsonpath');
  if (quote === undefined) return value;
  if (language === 'xpath') return value.replaceAll(quote, quote + quote);
  return value.replaceAll(/["'\\]|\p{Cc}/gu, (character) => {
    if (character === quote || character === '\\') return `\\${character}`;
    return character < ' ' ? JSON.stringify(character).slice(1, -1) : character;
  });
}

/** The quote that a text has opened and not closed. */
function openQuote(text: string, hasEscapes: boolean): string | undefined {
  let open: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (open !== undefined && hasEscapes && character === '\\') at += 1;
    else if (open !== undefined) open = character === open ? undefined : open;
    else if (character === '"' || character === "'") open = character;
  }
  return open;
}
