// What a step has of its workflow (Arazzo 1.1, "Workflow Object": overridden by the step, never removed).
import type { Parameter } from '../openapi/contract.ts';
import type { Action, StepParameter } from './description.ts';

/** The workflow's parameters without those of the same name and place as one of the step's, and then the step's. */
export function mergeParameters(common: readonly StepParameter[], own: readonly StepParameter[]): StepParameter[] {
  const names = new Set(own.map(identityOf));
  return [...common.filter((parameter) => !names.has(identityOf(parameter))), ...own];
}

/** Name and place; names of headers compare without case. */
export function identityOf({
  in: place,
  name,
}: Pick<StepParameter, 'in' | 'name'> | Pick<Parameter, 'in' | 'name'>): string {
  return `${place ?? ''}:${place === 'header' ? name.toLowerCase() : name}`;
}

/** The step's actions first, then the workflow's whose name the step does not take. */
export function mergeActions(own: readonly Action[], common: readonly Action[]): readonly Action[] {
  if (common.length === 0) return own;
  return [...own, ...common.filter((action) => !own.some(({ name }) => name === action.name))];
}
