// `x-finally`: what a workflow created is removed, whatever its outcome.
import { runStep } from './run-step.ts';
import type { StepResult } from './result.ts';
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
