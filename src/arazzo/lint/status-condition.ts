// What a criterion says of a status, before any answer: true, false, or not known since it asks for more than that.
import type { JsonValue } from '../../core/json.ts';
import { compilePattern } from '../../core/pattern/pattern.ts';
import { compare } from '../../expression/evaluate-condition.ts';
import type { Condition, Operand } from '../../expression/expression.ts';
import { expressionsInCriterion } from '../../expression/template.ts';
import { textOf } from '../../expression/text-of.ts';
import type { Criterion } from '../description.ts';

export function mentionsStatus({ parsed }: Criterion): boolean {
  return expressionsInCriterion(parsed).some(({ source }) => source === 'statusCode');
}

/** Whether an answer of this status can meet a criterion. */
export function mayBeMet({ parsed }: Criterion, status: number): boolean {
  if (parsed.type === 'simple') return truthOf(parsed.condition, status) !== false;
  const { type, context, pattern } = parsed;
  if (type !== 'regex' || context.source !== 'statusCode' || pattern.kind !== 'literal') return true;
  try {
    return compilePattern(textOf(pattern.value)).isFoundIn(String(status));
  } catch {
    return true;
  }
}

/** Three-valued: what is not known stays so unless the rest decides. */
function truthOf(condition: Condition, status: number): boolean | undefined {
  switch (condition.kind) {
    case 'comparison': {
      const [left, right] = [valueOf(condition.left, status), valueOf(condition.right, status)];
      return left === undefined || right === undefined ? undefined : compare(left, condition.operator, right);
    }
    case 'operand': {
      const value = valueOf(condition.operand, status);
      return typeof value === 'boolean' ? value : undefined;
    }
    case 'not': {
      const truth = truthOf(condition.condition, status);
      return truth === undefined ? undefined : !truth;
    }
    case 'and':
      return both(truthOf(condition.left, status), truthOf(condition.right, status), false);
    case 'or':
      return both(truthOf(condition.left, status), truthOf(condition.right, status), true);
  }
}

/** @param deciding the truth that decides alone */
function both(left: boolean | undefined, right: boolean | undefined, deciding: boolean): boolean | undefined {
  if (left === deciding || right === deciding) return deciding;
  return left === undefined || right === undefined ? undefined : !deciding;
}

function valueOf(operand: Operand, status: number): JsonValue | undefined {
  if ('literal' in operand) return operand.literal;
  return operand.expression.source === 'statusCode' && operand.path.length === 0 ? status : undefined;
}
