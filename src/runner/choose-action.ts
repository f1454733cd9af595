// Arazzo 1.1, "Success Action Object" and "Failure Action Object".
import type { Action, ActionTarget } from '../arazzo/description.ts';
import { evaluateCriterion } from '../expression/evaluate-criterion.ts';
import type { Scope } from '../expression/scope.ts';

export type RetryAction = Extract<Action, { type: 'retry' }>;

/** Where a workflow goes after an attempt. */
export type Move =
  | { readonly type: 'next' }
  | { readonly type: 'goto'; readonly to: ActionTarget }
  | { readonly type: 'retry'; readonly action: RetryAction }
  | { readonly type: 'end' };

export type Choice = {
  readonly succeeded: boolean;
  /** Success or failure actions in the order to try. */
  readonly actions: readonly Action[];
  readonly scope: Scope;
  /** How often each retry action was used in this visit of the step. */
  readonly retries: ReadonlyMap<Action, number>;
};

/**
 * The first action whose criteria all hold; a retry that is used up is passed over.
 * None: after a success the next step, after a failure the end.
 */
export function chooseAction(choice: Choice): Move {
  for (const action of choice.actions) {
    if (action.type === 'retry' && (choice.retries.get(action) ?? 0) >= action.retryLimit) continue;
    if (!action.criteria.every((criterion) => evaluateCriterion(criterion.parsed, choice.scope).met)) continue;
    if (action.type === 'retry') return { type: 'retry', action };
    return action.type === 'goto' ? { type: 'goto', to: action.to } : { type: 'end' };
  }
  return choice.succeeded ? { type: 'next' } : { type: 'end' };
}
