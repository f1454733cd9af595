// Arazzo 1.1, "Selector Object".
import type { JsonValue } from '../core/json.ts';
import { isContainer, showValue } from '../core/json.ts';
import { parsePointer } from '../document/json-pointer.ts';
import { checkXPath, selectXPath } from '../xml/xpath.ts';
import { evaluateExpression, lookUp } from './evaluate-expression.ts';
import type { Lookup, Selector, SelectorLanguage } from './expression.ts';
import { fillPattern } from './fill-pattern.ts';
import { compileQuery } from './json-path.ts';
import type { Scope } from './scope.ts';
import { textOf } from './text-of.ts';

/**
 * The value that a selector finds. So that its form never depends on the data, a singular query of JSONPath (RFC 9535
 * section 2.3.5.1) gives the value of its node or is missing, and any other query gives the array of the values of its
 * nodes, however many. XPath gives the value of one item, an array of several, and is missing where there is none.
 * Never throws.
 */
export function evaluateSelector({ context, language, pattern }: Selector, scope: Scope): Lookup {
  const found = evaluateExpression(context, scope);
  if (!found.found) return found;
  const filled = fillPattern(language.type, pattern, scope);
  if (!filled.ok) return missing(filled.reason);
  try {
    const unfit = whyUnfit(language, found.value);
    if (unfit !== undefined) return missing(`${context.text} is ${showValue(found.value)}, and ${unfit}`);
    const wrong = pattern.kind === 'text' ? checkSelector(language, filled.text) : undefined;
    if (wrong !== undefined) return missing(wrong);
    return select(language, found.value, filled.text, context.text);
  } catch (error) {
    return missing(error instanceof Error ? error.message : String(error));
  }
}

/** Why a text is nothing of its language; undefined where it is. */
export function checkSelector(language: SelectorLanguage, text: string): string | undefined {
  if (language.type === 'xpath') return checkXPath(text, language.version);
  if (language.type === 'jsonpointer') return parsePointer(text) ? undefined : notPointer(text);
  try {
    compileQuery(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function whyUnfit({ type }: SelectorLanguage, value: JsonValue): string | undefined {
  if (type === 'xpath') return typeof value === 'string' ? undefined : 'XPath needs a text of XML';
  if (isContainer(value)) return undefined;
  return `${type === 'jsonpath' ? 'JSONPath' : 'a JSON Pointer'} needs an object or an array`;
}

function select(language: SelectorLanguage, value: JsonValue, text: string, name: string): Lookup {
  switch (language.type) {
    case 'jsonpointer': {
      const path = parsePointer(text);
      return path ? lookUp(value, path, name) : missing(notPointer(text));
    }
    case 'jsonpath': {
      const query = compileQuery(text);
      const values = query.select(value).map((node) => node.value);
      if (!query.isSingular) return { found: true, value: values };
      const [only] = values;
      return only === undefined ? missing(`${name} has no ${text}`) : { found: true, value: only };
    }
    case 'xpath': {
      const [only, ...more] = selectXPath(textOf(value), text);
      if (only === undefined) return missing(`${name} has no ${text}`);
      return { found: true, value: more.length > 0 ? [only, ...more] : only };
    }
  }
}

function notPointer(text: string): string {
  return `"${text}" is not a JSON Pointer`;
}

function missing(reason: string): Lookup {
  return { found: false, reason };
}
