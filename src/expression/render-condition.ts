import { writeJson } from '../core/json.ts';
import type { Condition, Navigation, Operand } from './expression.ts';

/** A condition as its author could have written it. */
export function renderCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'operand':
      return renderOperand(condition.operand);
    case 'comparison':
      return `${renderOperand(condition.left)} ${condition.operator} ${renderOperand(condition.right)}`;
    case 'not':
      return condition.condition.kind === 'operand'
        ? `!${renderCondition(condition.condition)}`
        : `!(${renderCondition(condition.condition)})`;
    case 'and':
      return `${grouped(condition.left)} && ${grouped(condition.right)}`;
    case 'or':
      return `${renderCondition(condition.left)} || ${renderCondition(condition.right)}`;
  }
}

/** An expression with what is behind it: `$response.body.items[0]`. */
export function renderNavigation(navigation: Navigation): string {
  const path = navigation.path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`));
  return navigation.expression.text + path.join('');
}

/** Every expression of a condition, in order. */
export function navigationsIn(condition: Condition): Navigation[] {
  switch (condition.kind) {
    case 'operand':
      return navigationOf(condition.operand);
    case 'comparison':
      return [...navigationOf(condition.left), ...navigationOf(condition.right)];
    case 'not':
      return navigationsIn(condition.condition);
    case 'and':
    case 'or':
      return [...navigationsIn(condition.left), ...navigationsIn(condition.right)];
  }
}

function grouped(condition: Condition): string {
  return condition.kind === 'or' ? `(${renderCondition(condition)})` : renderCondition(condition);
}

function renderOperand(operand: Operand): string {
  if (!('literal' in operand)) return renderNavigation(operand);
  const { literal } = operand;
  return typeof literal === 'string' ? `'${literal.replaceAll("'", "''")}'` : writeJson(literal);
}

function navigationOf(operand: Operand): Navigation[] {
  return 'literal' in operand ? [] : [operand];
}
