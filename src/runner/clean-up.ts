// `x-finally`: what a workflow created is removed, whatever its outcome.
import type { Finding } from '../core/finding.ts';
import { runStep } from './run-step.ts';
import type { StepResult } from './result.ts';
import { isContractFinding } from './verdict.ts';
import type { Progress } from './workflow-run.ts';

/**
 * Carries out the clean-up in order, each step on its own and under a signal of its own: it is done after an
 * interruption too, and every attempt of it still ends with its time-out.
 */
export async function cleanUp(progress: Progress): Promise<StepResult[]> {
  const results: StepResult[] = [];
  const mistakes: unknown[] = [];
  const { signal } = new AbortController();
  for (const step of progress.run.workflow.finally) {
    try {
      const { result } = await runStep(progress, step, { phase: 'finally', signal, doFirst: () => Promise.resolve() });
      results.push(result);
    } catch (mistake) {
      // One that fails must not keep the others from being tried.
      mistakes.push(mistake);
    }
  }
  if (mistakes.length > 0) throw mistakes[0];
  return results;
}

/** A step that had nothing to undo was not due. */
export function countCleanUp(results: readonly StepResult[]): { readonly done: number; readonly due: number } {
  const due = results.filter(({ verdict }) => verdict !== 'skipped');
  return { due: due.length, done: due.filter(({ attempts }) => attempts.at(-1)?.succeeded).length };
}

/**
 * What counts of the clean-up's findings: the contract's as they are. Everything else is no verdict on the workflow, so
 * a step that failed by it is a warning, which says why something may be left behind.
 */
export function cleanUpFindings(results: readonly StepResult[]): readonly Finding[] {
  return results.flatMap((result) => {
    const counting = result.findings.filter(isContractFinding);
    const isTold = counting.some(({ severity }) => severity === 'error');
    const last = result.attempts.at(-1);
    if (result.verdict === 'skipped' || last === undefined || last.succeeded || isTold) return counting;
    return [...counting, leftBehind(result)];
  });
}

function leftBehind({ stepId, location, findings, reason }: StepResult): Finding {
  const finding = findings.find(({ severity }) => severity === 'error');
  const cause = reason ?? finding?.actual ?? 'no reason is known';
  const exchange = finding?.exchange;
  return {
    code: 'CLEAN_UP_INCOMPLETE',
    severity: 'warn',
    title: `step "${stepId}" of the clean-up failed, so something may be left behind: ${cause}`,
    location,
    stepId,
    ...(exchange !== undefined && { exchange }),
    expected: finding?.expected ?? 'an answer',
    actual: cause,
    remedy: 'remove by hand what is left; what only fails for a moment can be repeated: onFailure',
  };
}
