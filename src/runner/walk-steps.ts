// The loop over the steps of one workflow (Arazzo 1.1, "Workflow Object").
import type { ActionTarget, Step } from '../arazzo/description.ts';
import { resolveWorkflow } from '../arazzo/link.ts';
import type { Finding } from '../core/finding.ts';
import type { Scope } from '../expression/scope.ts';
import type { Move } from './choose-action.ts';
import { orderSteps } from '../arazzo/order-steps.ts';
import { planStep } from './plan-step.ts';
import { rememberWorkflow } from './remember-workflow.ts';
import type { StepResult, WorkflowResult } from './result.ts';
import { attemptLimit, tooManyAttempts } from './retry-bounds.ts';
import { runStep } from './run-step.ts';
import type { Place, Refusal } from './step-findings.ts';
import { refusalFinding } from './step-findings.ts';
import { accountOf } from './try-operation.ts';
import { inherit, resolveInputs } from './try-workflow.ts';
import type { Progress } from './workflow-run.ts';

/** A goto that never ends is stopped after so many steps beyond those that the workflow declares. */
const stepLimit = 1000;

/** What a walk leaves behind. */
export type Walk = {
  /** In the order carried out. */
  readonly results: StepResult[];
  /** Those that were only carried out on behalf of a retry: as with clean-up, only the contract's findings count. */
  readonly aside: Set<StepResult>;
  /** Findings of no step visit of its own. */
  readonly findings: Finding[];
  /** The workflow that took over by a goto. */
  transfer: WorkflowResult | undefined;
  interrupted: boolean;
};

export function emptyWalk(): Walk {
  return { results: [], aside: new Set(), findings: [], transfer: undefined, interrupted: false };
}

/** Walks until the last step, an `end`, a failure that nobody handles, `toStep`, a transfer or an interruption. */
export async function walkSteps(progress: Progress, signal: AbortSignal): Promise<Walk> {
  const steps = orderSteps(progress.run.workflow.steps);
  const walk = emptyWalk();
  let index: number | undefined = 0;
  while (index !== undefined) {
    const step: Step | undefined = steps[index];
    if (!step || !countVisit(progress, step, walk)) break;
    const doFirst = doFirstOf(progress, step, walk, signal);
    const { result, move, scope } = await runStep(progress, step, { phase: 'steps', signal, doFirst });
    walk.results.push(result);
    if (result.verdict === 'interrupted') walk.interrupted = true;
    if (walk.interrupted || step.stepId === progress.run.toStep) break;
    if (move.type === 'goto' && move.to.type === 'workflow') {
      const taken = await callTarget(progress, step, move.to, { scope, signal });
      if (taken.ok) walk.transfer = taken.result;
      else walk.findings.push(...taken.findings);
    }
    index = nextIndex(steps, index, move);
  }
  return walk;
}

/** Undefined: the workflow is over, or another one has taken over. */
function nextIndex(steps: readonly Step[], index: number, move: Move): number | undefined {
  if (move.type === 'next') return index + 1;
  if (move.type !== 'goto' || move.to.type === 'workflow') return undefined;
  const { stepId } = move.to;
  return steps.findIndex((step) => step.stepId === stepId);
}

function countVisit(progress: Progress, step: Step, walk: Walk): boolean {
  progress.visits += 1;
  const declared = progress.run.workflow.steps.length;
  if (progress.total.attempts >= declared + attemptLimit) {
    walk.findings.push(tooManyAttempts(placeOf(progress, step)));
    return false;
  }
  if (progress.visits <= declared + stepLimit) return true;
  const finding = refusalFinding(placeOf(progress, step), {
    code: 'STEP_LIMIT_REACHED',
    title: 'a workflow may carry out a limited number of steps, so that a goto ends',
    expected: `at most ${stepLimit} steps beyond the ${declared} that it declares`,
    actual: `step "${step.stepId}" would be number ${progress.visits}`,
    remedy: 'give the goto a criterion that becomes false',
  });
  walk.findings.push(finding);
  return false;
}

/** What a retry does first is reported; that it fails, or refuses its inputs, does not stop the retry; its own actions lead nowhere. */
function doFirstOf(progress: Progress, caller: Step, walk: Walk, signal: AbortSignal) {
  return async (target: ActionTarget, scope: Scope): Promise<void> => {
    if (target.type === 'workflow') {
      const called = await callTarget(progress, caller, target, { scope, signal });
      if (called.ok) for (const result of called.result.steps) addAside(walk, result);
      else walk.findings.push(...called.findings.map((finding) => ({ ...finding, severity: 'warn' as const })));
      return;
    }
    const step = progress.run.workflow.steps.find(({ stepId }) => stepId === target.stepId);
    if (!step || !countVisit(progress, step, walk)) return;
    const { result } = await runStep(progress, step, { phase: 'steps', signal, doFirst: () => Promise.resolve() });
    addAside(walk, result);
  };
}

function addAside(walk: Walk, result: StepResult): void {
  walk.results.push(result);
  walk.aside.add(result);
}

type Taken =
  | { readonly ok: true; readonly result: WorkflowResult }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/** Calls the workflow that an action names; or the findings of the step that keep it from being called. */
async function callTarget(
  progress: Progress,
  step: Step,
  target: Extract<ActionTarget, { type: 'workflow' }>,
  { scope, signal }: { readonly scope: Scope; readonly signal: AbortSignal },
): Promise<Taken> {
  const refusals: Refusal[] = [];
  const inputs = resolveInputs(target.parameters, scope, refusals);
  const found = resolveWorkflow(progress.run.link, target.workflow);
  if (!found) refusals.push(unknownWorkflow(target.workflow.id));
  if (found && refusals.length === 0) {
    const call = { ...found, inputs, prefix: step.stepId, account: accountOf(progress, step) };
    const called = await progress.call(call, signal);
    if (called.ok) {
      rememberWorkflow(progress, found, called);
      return { ok: true, result: { ...called.result, findings: inherit(called.result.findings, step.stepId) } };
    }
    refusals.push(called.refusal);
  }
  return { ok: false, findings: refusals.map((refusal) => refusalFinding(placeOf(progress, step), refusal)) };
}

function unknownWorkflow(id: string): Refusal {
  return {
    code: 'WORKFLOW_FAILED',
    title: 'the workflow that an action names does not exist',
    expected: `a workflow "${id}"`,
    actual: 'nothing',
  };
}

function placeOf(progress: Progress, step: Step): Place {
  const { link, workflow } = progress.run;
  return { document: link.description.document, step, location: planStep(link, workflow, step).location };
}
