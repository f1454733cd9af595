// Comparisons that no answer decides, since the contract has decided them; and operands that are no question.
import { isNumber } from '../../core/exact-number.ts';
import type { JsonValue } from '../../core/json.ts';
import { showValue } from '../../core/json.ts';
import { didYouMean } from '../../core/nearest-name.ts';
import { compare } from '../../expression/evaluate-condition.ts';
import type { ComparisonOperator, Condition, Navigation, Operand } from '../../expression/expression.ts';
import { renderCondition, renderNavigation } from '../../expression/render-condition.ts';
import { typeText } from '../../openapi/lint/certain-violations.ts';
import { factsOf } from './expression-facts.ts';
import type { Facts } from './expression-facts.ts';
import type { Scene, WorkflowFinding } from './scene.ts';
import type { Site } from './walk-workflow.ts';

type Told = Omit<WorkflowFinding, 'pointer'>;
type CriterionSite = Extract<Site, { readonly kind: 'criterion' }>;

export function checkComparisons(scene: Scene, site: Site): WorkflowFinding[] {
  if (site.kind !== 'criterion' || site.criterion.parsed.type !== 'simple') return [];
  // The answer of which an action speaks need not be a good one.
  if (site.passing) return [];
  const pointer = `${site.pointer}/condition`;
  return partsOf(site.criterion.parsed.condition).flatMap((part): WorkflowFinding[] => {
    const told = part.kind === 'operand' ? checkOperand(scene, part, site) : checkPair(scene, part, site);
    return told ? [{ ...told, pointer }] : [];
  });
}

type Lone = Extract<Condition, { readonly kind: 'operand' }>;
type Comparison = Extract<Condition, { readonly kind: 'comparison' }>;

function partsOf(condition: Condition): readonly (Lone | Comparison)[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return [...partsOf(condition.left), ...partsOf(condition.right)];
    case 'not':
      return partsOf(condition.condition);
    default:
      return [condition];
  }
}

function checkOperand(scene: Scene, { operand }: Lone, { step }: Site): Told | undefined {
  if ('literal' in operand) return undefined;
  const facts = factsOf(scene, operand.expression, step, operand.path);
  if (!facts || facts.types.size === 0 || facts.types.has('boolean')) return undefined;
  const text = renderNavigation(operand);
  const message = `${text} alone is ${typeText(facts.types)}, not true or false`;
  return { rule: 'bare-operand', text, message, remedy: `ask a question, as in ${text} != null` };
}

function checkPair(scene: Scene, comparison: Comparison, site: CriterionSite): Told | undefined {
  const pair = navigationAndLiteral(comparison);
  if (!pair) return undefined;
  const { navigation, literal } = pair;
  const facts = factsOf(scene, navigation.expression, site.step, navigation.path);
  if (!facts || mayHold(facts, comparison.operator, literal)) return undefined;
  const always = comparison.operator === '!=' ? 'always true' : 'never true';
  const text = renderCondition(comparison);
  const written = site.criterion.condition.includes(text) ? text : renderNavigation(navigation);
  const told = { rule: 'comparison', text: written, actual: showValue(literal) } as const;
  const message = `${text} is ${always}, by the contract`;
  if (!facts.values) return { ...told, message, expected: typeText(facts.types) };
  const near = typeof literal === 'string' ? didYouMean(literal, facts.values.filter(isText)) : undefined;
  const expected = facts.values.map((value) => showValue(value)).join(', ');
  return { ...told, message, expected: `one of ${expected}`, ...(near === undefined ? {} : { remedy: near }) };
}

function isText(value: JsonValue): value is string {
  return typeof value === 'string';
}

type Pair = { readonly navigation: Navigation; readonly literal: JsonValue };

function navigationAndLiteral({ left, right }: { readonly left: Operand; readonly right: Operand }): Pair | undefined {
  if ('literal' in left) return pairOf(right, left.literal);
  return 'literal' in right ? pairOf(left, right.literal) : undefined;
}

/** What is missing counts as null, so that null is never ruled out. */
function pairOf(operand: Operand, literal: JsonValue): Pair | undefined {
  return literal === null || 'literal' in operand ? undefined : { navigation: operand, literal };
}

/** Whether some value may decide the comparison otherwise than a value of a wrong type does. */
function mayHold({ types, values }: Facts, operator: ComparisonOperator, literal: JsonValue): boolean {
  const isEquality = operator === '==' || operator === '!=';
  if (values && isEquality) return values.some((value) => compare(value, '==', literal));
  const isAmong = (...names: string[]): boolean => names.some((name) => types.has(name));
  if (typeof literal === 'boolean') return isEquality && isAmong('boolean');
  if (isNumber(literal)) return isAmong('integer', 'number', 'string');
  // A text that reads as a number stands beside numbers, too.
  const isNumeric = typeof literal === 'string' && compare(literal, '==', Number(literal));
  return isAmong('string') || (isNumeric && isAmong('integer', 'number'));
}
