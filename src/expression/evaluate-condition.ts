// Simple conditions (Arazzo 1.1, "Criterion Object"): strings compare without case, a numeric string is a number beside a
// number, and a value that is not there counts as null.
import { compareNumbers, isNumber, parseNumber } from '../core/exact-number.ts';
import type { JsonNumber } from '../core/exact-number.ts';
import type { JsonValue } from '../core/json.ts';
import { isContainer, isJsonArray, isJsonObject, isSame, showValue } from '../core/json.ts';
import { compareText } from './compare-text.ts';
import { differencesOf, showDifferences } from './differences.ts';
import { evaluateExpression, lookUp } from './evaluate-expression.ts';
import type { ComparisonOperator, Condition, CriterionOutcome, Lookup, Navigation, Operand } from './expression.ts';
import { navigationsIn, renderCondition, renderNavigation } from './render-condition.ts';
import type { Scope } from './scope.ts';

/** Where it is false, the outcome shows the part that made it so, and the value of every expression in that part. */
export function evaluateCondition(condition: Condition, scope: Scope): CriterionOutcome {
  if (isTrue(condition, scope)) return { met: true };
  const part = falsePart(condition, scope);
  const differing = differencesIn(part, scope);
  if (differing !== undefined) return { met: false, error: false, expected: renderCondition(part), actual: differing };
  const shown = navigationsIn(part).map((navigation) => showNavigation(navigation, scope));
  const actual = shown.length === 0 ? 'false' : [...new Set(shown)].join('; ');
  return { met: false, error: false, expected: renderCondition(part), actual };
}

/** Of two objects or arrays that should be equal, the places that are not. */
function differencesIn(part: Condition, scope: Scope): string | undefined {
  if (part.kind !== 'comparison' || part.operator !== '==') return undefined;
  const [left, right] = [valueOf(part.left, scope), valueOf(part.right, scope)];
  const alike = (isJsonArray(left) && isJsonArray(right)) || (isJsonObject(left) && isJsonObject(right));
  return alike ? showDifferences(differencesOf(left, right)) : undefined;
}

/** The comparison table: everything that it does not name is unequal and without order. */
export function compare(left: JsonValue, operator: ComparisonOperator, right: JsonValue): boolean {
  if (operator === '==') return isEqual(left, right);
  if (operator === '!=') return !isEqual(left, right);
  const order = orderOf(left, right);
  if (order === undefined) return false;
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

function isTrue(condition: Condition, scope: Scope): boolean {
  switch (condition.kind) {
    case 'and':
      return isTrue(condition.left, scope) && isTrue(condition.right, scope);
    case 'or':
      return isTrue(condition.left, scope) || isTrue(condition.right, scope);
    case 'not':
      return !isTrue(condition.condition, scope);
    case 'comparison':
      return compare(valueOf(condition.left, scope), condition.operator, valueOf(condition.right, scope));
    case 'operand':
      return isPresent(valueOf(condition.operand, scope));
  }
}

/** What a lone operand says: null, a missing value, 0 and the empty string are false. */
function isPresent(value: JsonValue): boolean {
  return value !== null && value !== false && value !== 0 && value !== '';
}

function falsePart(condition: Condition, scope: Scope): Condition {
  if (condition.kind !== 'and') return condition;
  return falsePart(isTrue(condition.left, scope) ? condition.right : condition.left, scope);
}

function showNavigation(navigation: Navigation, scope: Scope): string {
  const found = evaluateNavigation(navigation, scope);
  return found.found ? `${renderNavigation(navigation)} is ${showValue(found.value)}` : found.reason;
}

function evaluateNavigation({ expression, path }: Navigation, scope: Scope): Lookup {
  const base = evaluateExpression(expression, scope);
  return base.found && path.length > 0 ? lookUp(base.value, path, expression.text) : base;
}

function valueOf(operand: Operand, scope: Scope): JsonValue {
  if ('literal' in operand) return operand.literal;
  const found = evaluateNavigation(operand, scope);
  return found.found ? found.value : null;
}

function isEqual(left: JsonValue, right: JsonValue): boolean {
  if (left === null || right === null) return left === right;
  if (isContainer(left) || isContainer(right)) return isSame(left, right);
  if (typeof left === 'boolean' || typeof right === 'boolean') return left === right;
  return orderOf(left, right) === 0;
}

/** Below, at or above zero; undefined where the two have no order. */
function orderOf(left: JsonValue, right: JsonValue): number | undefined {
  if (typeof left === 'string' && typeof right === 'string')
    return compareText(left.toLowerCase(), right.toLowerCase());
  const leftNumber = numberOf(left);
  const rightNumber = numberOf(right);
  return leftNumber === undefined || rightNumber === undefined ? undefined : compareNumbers(leftNumber, rightNumber);
}

const numeric = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

function numberOf(value: JsonValue): JsonNumber | undefined {
  if (isNumber(value)) return value;
  return typeof value === 'string' && numeric.test(value) ? parseNumber(value) : undefined;
}
