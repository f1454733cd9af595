import { expect as playwrightExpect } from '@playwright/test';
import type { WorkflowResult } from '../runner/result.ts';
import type { ReceivedAnswer } from './received-answer.ts';
import { matchContract } from './to-match-contract.ts';
import type { MatchContractOptions } from './to-match-contract.ts';
import type { Origin } from './workflow-error.ts';
import { workflowError } from './workflow-error.ts';

const origins = new WeakMap<WorkflowResult, Origin>();

/** Where a result comes from, for the text of a failure. */
export function rememberOrigin(result: WorkflowResult, origin: Origin): void {
  origins.set(result, origin);
}

/** Playwright's expect, whether a workflow went as it should, and whether an answer keeps its contract. */
export const expect = playwrightExpect.extend({
  /** Passes where the service kept every promise, every criterion was met, all could be judged, and all was undone. */
  toHaveNoFindings(result: WorkflowResult) {
    const error = workflowError(result, origins.get(result));
    // Thrown, so that its stack names the line of the YAML file: Playwright's own would only name that of the spec.
    if (error !== undefined && !this.isNot) throw error;
    const message = (): string => `workflow ${result.workflowId} ${result.verdict}: it has no findings`;
    return { pass: error === undefined, name: 'toHaveNoFindings', message };
  },

  /**
   * Passes where the answer of Playwright's `request`, of a browser or of `fetch` keeps the contract of the operation that
   * was called: warnings pass, what could not be checked does not.
   * @param operation its operationId pins it, else method and path tell it; options alone may stand here too
   */
  toMatchContract(
    received: ReceivedAnswer,
    operation?: string | MatchContractOptions,
    options: MatchContractOptions = typeof operation === 'object' ? operation : {},
  ) {
    const operationId = typeof operation === 'string' ? operation : undefined;
    return matchContract({ received, operationId, options, isNot: this.isNot, caller: new Error() });
  },
});
