// Arazzo 1.1, "Selector Object" and the targets of "Payload Replacement Object".
import type { JsonValue } from '../../core/json.ts';
import { isJsonObject } from '../../core/json.ts';
import { checkSelector } from '../../expression/evaluate-selector.ts';
import type { Selector, SelectorLanguage } from '../../expression/expression.ts';
import { parseContext } from '../../expression/parse-expression.ts';
import { meansExpression } from '../../expression/scan-expression.ts';
import { parseText } from '../../expression/template.ts';
import type { Part } from './fields.ts';
import { addFault, addSyntaxFault, member, readText } from './fields.ts';
import { readExpression } from './read-expression.ts';
import { draftRemedy, isDraft, readLanguage } from './read-language.ts';
import { readObject, shapes } from './shapes.ts';

export const selectorTypes = ['jsonpath', 'jsonpointer', 'xpath'] as const;

/**
 * Whether a value is meant as a Selector Object: it has exactly its members, `x-` aside, and its context is an expression
 * or sets out to be one. In a document of 1.0 it is data.
 */
export function isSelector(part: Part): boolean {
  if (!isJsonObject(part.value) || part.reading.version === '1.0') return false;
  const names = Object.keys(part.value).filter((name) => !name.startsWith('x-'));
  if (names.length !== 3 || !shapes.selector.required.every((name) => names.includes(name))) return false;
  return isExpression(part.value['context']);
}

function isExpression(value: JsonValue | undefined): boolean {
  if (typeof value !== 'string' || !/^\{?\$/.test(value)) return false;
  const text = value.replace(/^\{|\}$/g, '');
  return parseContext(text).ok || meansExpression(text);
}

/** Undefined after a fault. */
export function readSelector(part: Part): Selector | undefined {
  if (!readObject(part, shapes.selector)) return undefined;
  const context = readExpression(member(part, 'context'), parseContext);
  const typePart = member(part, 'type');
  const language = readLanguage(typePart, selectorTypes);
  const textPart = member(part, 'selector');
  const text = readText(textPart);
  if (text === undefined || !language) return undefined;
  const parsed = parseText(text);
  if (!parsed.ok) {
    addSyntaxFault(textPart, 'EXPRESSION_SYNTAX', parsed.fault);
    return undefined;
  }
  if (parsed.value.kind === 'literal') checkText(textPart, text, language, typePart);
  return context && { context, language, pattern: parsed.value };
}

/** @param typePart says the language and its version */
export function checkText(part: Part, text: string, language: SelectorLanguage, typePart: Part): void {
  const reason = checkSelector(language, text);
  if (reason === undefined) return;
  const remedy = isDraft(typePart) ? draftRemedy : examples[language.type];
  addFault(part, 'EXPRESSION_SYNTAX', reason, { remedy });
}

const examples = {
  jsonpath: 'a query of JSONPath begins with $, as in $.items[0].id',
  jsonpointer: 'a JSON Pointer is empty or begins with /, as in /items/0/id',
  xpath: 'an XPath names nodes of XML, as in /order/item[1]/@id',
};
