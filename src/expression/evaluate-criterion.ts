// Criteria (Arazzo 1.1, "Criterion Object").
import type { JsonValue } from '../core/json.ts';
import { showValue } from '../core/json.ts';
import { compilePattern } from '../core/pattern/pattern.ts';
import { checkXPath, isTrueXPath } from '../xml/xpath.ts';
import { evaluateCondition } from './evaluate-condition.ts';
import { evaluateExpression } from './evaluate-expression.ts';
import type { CriterionOutcome, ParsedCriterion, PatternLanguage, Template } from './expression.ts';
import { fillPattern, writtenPattern } from './fill-pattern.ts';
import { compileQuery } from './json-path.ts';
import type { Scope } from './scope.ts';
import { textOf } from './text-of.ts';

type PatternCriterion = Exclude<ParsedCriterion, { readonly type: 'simple' }>;
/** Whether a context passes. */
type Test = (context: JsonValue) => boolean;

const verbs = { regex: 'matches', jsonpath: 'has nodes at', xpath: 'makes true' } as const;

/** Never throws: what cannot be evaluated is not met, and says so. */
export function evaluateCriterion(criterion: ParsedCriterion, scope: Scope): CriterionOutcome {
  if (criterion.type === 'simple') return evaluateCondition(criterion.condition, scope);
  const { context, pattern } = criterion;
  const written = writtenPattern(pattern);
  const verb = verbs[criterion.type];
  const unmet = (error: boolean, actual: string, shown = written): CriterionOutcome => ({
    met: false,
    error,
    expected: `${context.text} ${verb} ${shown}`,
    actual,
  });
  const found = evaluateExpression(context, scope);
  if (!found.found) return unmet(false, found.reason);
  if (found.value === null) return unmet(false, `${context.text} is null`);
  const text = fillPattern(criterion.type, pattern, scope);
  if (!text.ok) return unmet(true, text.reason);
  try {
    if (testOf(criterion, text.text)(found.value)) return { met: true };
  } catch (error) {
    return unmet(true, error instanceof Error ? error.message : String(error), text.text);
  }
  return unmet(false, `${context.text} is ${showValue(found.value)}`, text.text);
}

/** Why a pattern without expressions is nothing of its language; undefined where it is. */
export function checkPattern(language: PatternLanguage, pattern: Template): string | undefined {
  if (pattern.kind !== 'literal') return undefined;
  try {
    compileTest(language, textOf(pattern.value), true);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const compiled = new WeakMap<PatternCriterion, Test>();

/** Compiled once where the pattern is always the same: then it was checked when the description was read. */
function testOf(criterion: PatternCriterion, text: string): Test {
  if (criterion.pattern.kind !== 'literal') return compileTest(criterion, text, true);
  let test = compiled.get(criterion);
  if (!test) compiled.set(criterion, (test = compileTest(criterion, text, false)));
  return test;
}

function compileTest(language: PatternLanguage, text: string, isNew: boolean): Test {
  switch (language.type) {
    case 'regex': {
      const pattern = compilePattern(text);
      return (context) => pattern.isFoundIn(textOf(context));
    }
    case 'jsonpath': {
      const query = compileQuery(text);
      return (context) => query.select(context).length > 0;
    }
    case 'xpath': {
      const refused = isNew ? checkXPath(text, language.version) : undefined;
      if (refused !== undefined) throw new SyntaxError(refused);
      return (context) => {
        if (typeof context !== 'string')
          throw new TypeError(`XPath needs a text of XML, and this is ${showValue(context)}`);
        return isTrueXPath(context, text);
      };
    }
  }
}
