// Criteria (Arazzo 1.1, "Criterion Object"), and the home of the JSONPath library (RFC 9535).
import type { JSONPathQuery, JSONValue } from 'json-p3';
import { compile } from 'json-p3';
import type { JsonValue } from '../core/json.ts';
import { holdsExactNumber, replaceExactNumbers, showValue } from '../core/json.ts';
import { compilePattern } from '../core/pattern/pattern.ts';
import { evaluateCondition } from './evaluate-condition.ts';
import { evaluateExpression } from './evaluate-expression.ts';
import type { CriterionOutcome, ParsedCriterion, Template } from './expression.ts';
import type { Scope } from './scope.ts';
import { textOf } from './template.ts';

type PatternCriterion = Exclude<ParsedCriterion, { readonly type: 'simple' }>;
type Test = (context: JsonValue) => boolean;

/** Never throws: what cannot be evaluated is not met, and says so. */
export function evaluateCriterion(criterion: ParsedCriterion, scope: Scope): CriterionOutcome {
  if (criterion.type === 'simple') return evaluateCondition(criterion.condition, scope);
  const { context, pattern } = criterion;
  const written = writtenPattern(pattern);
  const verb = criterion.type === 'regex' ? 'matches' : 'has nodes at';
  const unmet = (error: boolean, actual: string, shown = written): CriterionOutcome => ({
    met: false,
    error,
    expected: `${context.text} ${verb} ${shown}`,
    actual,
  });
  const found = evaluateExpression(context, scope);
  if (!found.found) return unmet(false, found.reason);
  if (found.value === null) return unmet(false, `${context.text} is null`);
  const text = patternText(criterion, scope);
  if (!text.ok) return unmet(true, text.reason);
  try {
    if (testOf(criterion, text.text)(found.value)) return { met: true };
  } catch (error) {
    return unmet(true, error instanceof Error ? error.message : String(error), text.text);
  }
  return unmet(false, `${context.text} is ${showValue(found.value)}`, text.text);
}

/** Why a pattern without expressions is no regular expression or no JSONPath query; undefined where it is one. */
export function checkPattern(type: PatternCriterion['type'], pattern: Template): string | undefined {
  if (pattern.kind !== 'literal') return undefined;
  try {
    compileTest(type, textOf(pattern.value));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const compiled = new WeakMap<PatternCriterion, Test>();

/** Compiled once where the pattern is always the same. */
function testOf(criterion: PatternCriterion, text: string): Test {
  if (criterion.pattern.kind !== 'literal') return compileTest(criterion.type, text);
  let test = compiled.get(criterion);
  if (!test) compiled.set(criterion, (test = compileTest(criterion.type, text)));
  return test;
}

function compileTest(type: PatternCriterion['type'], text: string): Test {
  if (type === 'regex') {
    const pattern = compilePattern(text);
    return (context) => pattern.isFoundIn(textOf(context));
  }
  const query: JSONPathQuery = compile(text);
  // The library's type is the mutable twin of ours; it only reads, and knows doubles alone.
  return (context) => query.match(withDoubles(context)) !== undefined;
}

function withDoubles(value: JsonValue): JSONValue {
  return (holdsExactNumber(value) ? replaceExactNumbers(value, Number) : value) as JSONValue;
}

type PatternText = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string };

/** The pattern with its expressions filled in; inside a quoted JSONPath literal they cannot end the literal. */
function patternText({ type, pattern }: PatternCriterion, scope: Scope): PatternText {
  if (pattern.kind !== 'text') return { ok: true, text: writtenPattern(pattern) };
  let text = '';
  for (const part of pattern.parts) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    const found = evaluateExpression(part, scope);
    if (!found.found) return { ok: false, reason: `${part.text}: ${found.reason}` };
    const value = textOf(found.value);
    const quote = type === 'jsonpath' ? openQuote(text) : undefined;
    text += quote === undefined ? value : value.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);
  }
  return { ok: true, text };
}

/** The quote that a JSONPath text has opened and not closed. */
function openQuote(text: string): string | undefined {
  let open: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (open !== undefined && character === '\\') at += 1;
    else if (open !== undefined) open = character === open ? undefined : open;
    else if (character === '"' || character === "'") open = character;
  }
  return open;
}

function writtenPattern(pattern: Template): string {
  if (pattern.kind === 'literal') return textOf(pattern.value);
  if (pattern.kind !== 'text') return '';
  return pattern.parts.map((part) => (typeof part === 'string' ? part : `{${part.text}}`)).join('');
}
