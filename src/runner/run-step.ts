// One visit of a step: attempts, until an action other than retry is chosen.
import type { Action, ActionTarget, Step } from '../arazzo/description.ts';
import type { Scope } from '../expression/scope.ts';
import type { Move, RetryAction } from './choose-action.ts';
import { chooseAction, retryDelay } from './choose-action.ts';
import type { Tried } from './judge-step.ts';
import { refuse } from './judge-step.ts';
import type { StepPlan } from './plan-step.ts';
import { planStep } from './plan-step.ts';
import type { Credential } from './ports.ts';
import type { AttemptResult, StepResult } from './result.ts';
import { refusalFinding } from './step-findings.ts';
import type { Attempt } from './try-operation.ts';
import { tryOperation } from './try-operation.ts';
import { tryWorkflow } from './try-workflow.ts';
import { countingFindings, verdictOf } from './verdict.ts';
import type { Progress } from './workflow-run.ts';

export type Visited = { readonly result: StepResult; readonly move: Move };

export type Visiting = {
  readonly phase: StepResult['phase'];
  readonly signal: AbortSignal;
  /** Carries out what a retry names to be done before the repeat. */
  readonly doFirst: (target: ActionTarget) => Promise<void>;
};

/** Throws only for a mistake in our own code: infrastructure that fails and interruption are results. */
export async function runStep(progress: Progress, step: Step, visiting: Visiting): Promise<Visited> {
  const { journal, observe } = progress.ports;
  let move: Move = { type: 'end' };
  const body = async (): Promise<StepResult> => {
    const visited = await visit(progress, step, visiting);
    move = visited.move;
    return visited.result;
  };
  const result = observe ? await observe(step, body) : await body();
  journal?.step?.(result);
  return { result, move };
}

/** What a visit has come to so far. */
type Visit = {
  readonly step: Step;
  readonly plan: StepPlan;
  readonly phase: StepResult['phase'];
  readonly attempts: AttemptResult[];
  readonly retries: Map<Action, number>;
  last: Tried | undefined;
  move: Move;
  interrupted: boolean;
};

async function visit(progress: Progress, step: Step, visiting: Visiting): Promise<Visited> {
  const { clock } = progress.ports;
  const startedAt = clock.now();
  const state: Visit = {
    step,
    plan: planStep(progress.run.link, progress.run.workflow, step),
    phase: visiting.phase,
    attempts: [],
    retries: new Map(),
    last: undefined,
    move: { type: 'end' },
    interrupted: false,
  };
  try {
    await makeAttempts(progress, state, visiting);
  } catch (error) {
    if (!visiting.signal.aborted) throw error;
    state.interrupted = true;
  }
  return { result: resultOf(state, clock.now() - startedAt), move: state.move };
}

async function makeAttempts(progress: Progress, state: Visit, { signal, doFirst }: Visiting): Promise<void> {
  const { step, plan, attempts, retries } = state;
  let stale: Credential | undefined;
  for (;;) {
    signal.throwIfAborted();
    const tried = await tryStep(progress, { step, plan, number: attempts.length + 1, stale }, signal);
    state.last = tried;
    if (tried.unresolved && state.phase === 'finally') return;
    attempts.push(tried.result);
    progress.ports.journal?.attempt?.(step.stepId, tried.result, state.phase);
    remember(progress, step, tried);
    if (!tried.result.succeeded) signal.throwIfAborted();

    // A session that ran out is renewed once in a visit: that is no failure of the step, so no action is asked.
    stale = stale ? undefined : staleCredential(tried);
    if (stale) continue;
    const { succeeded } = tried.result;
    const actions = succeeded ? plan.successActions : plan.failureActions;
    state.move = chooseAction({ succeeded, actions, scope: tried.scope, retries });
    if (state.move.type !== 'retry') return;
    await prepareRetry(progress, tried, state.move.action, { signal, doFirst });
    retries.set(state.move.action, (retries.get(state.move.action) ?? 0) + 1);
  }
}

async function tryStep(progress: Progress, attempt: Attempt, signal: AbortSignal): Promise<Tried> {
  const { target } = attempt.plan;
  const awaited = findAwaited(progress, attempt.step);
  if (awaited !== undefined) return refuseUnready(progress, attempt, awaited);
  if (target.type === 'workflow') return tryWorkflow(progress, attempt, target, signal);
  return tryOperation(progress, attempt, target.plan, signal);
}

/** What a step waits for and has not been carried out: a jump passed over it, or its workflow did not come to it. */
function findAwaited({ scope }: Progress, { dependsOn, dependsOnOthers }: Step): string | undefined {
  const own = dependsOn.find((stepId) => !scope.steps.has(stepId));
  if (own !== undefined) return `step "${own}"`;
  const other = dependsOnOthers.find(({ source, workflowId, stepId }) => {
    const name = source === undefined ? workflowId : `$sourceDescriptions.${source}.${workflowId}`;
    return scope.workflows.get(name)?.steps?.has(stepId) !== true;
  });
  return other && `step "${other.stepId}" of workflow "${other.workflowId}"`;
}

function refuseUnready(progress: Progress, { step, plan, number }: Attempt, awaited: string): Tried {
  const finding = refusalFinding(
    { document: plan.link.description.document, step, location: plan.location },
    {
      code: 'VALUE_UNRESOLVED',
      title: 'a step that this one depends on has not run, so the request was not sent',
      expected: `${awaited} before step "${step.stepId}"`,
      actual: `${awaited} was passed over`,
    },
  );
  const judged = refuse(progress.scope, [finding], true);
  return { ...judged, result: { attempt: number, ...judged.result } };
}

function remember(progress: Progress, step: Step, tried: Tried): void {
  const steps = new Map(progress.scope.steps).set(step.stepId, tried.known);
  progress.scope = { ...progress.scope, steps, ...absentNow(progress, step, tried) };
}

/** Of an earlier visit of the step, nothing is absent any more. */
function absentNow({ scope }: Progress, { stepId, outputs }: Step, { absent }: Tried): Pick<Scope, 'absent'> {
  if ((absent === undefined || absent.size === 0) && scope.absent === undefined) return {};
  const all = new Map(scope.absent);
  for (const { name } of outputs) {
    const reason = absent?.get(name);
    if (reason === undefined) all.delete(`${stepId}.${name}`);
    else all.set(`${stepId}.${name}`, reason);
  }
  return { absent: all };
}

/** The credential that a 401 speaks of, where the step did not want a 401. */
function staleCredential({ result, credential }: Tried): Credential | undefined {
  return !result.succeeded && result.exchange?.response.status === 401 && credential?.renewable
    ? credential
    : undefined;
}

async function prepareRetry(
  { ports }: Progress,
  tried: Tried,
  action: RetryAction,
  { signal, doFirst }: Pick<Visiting, 'signal' | 'doFirst'>,
): Promise<void> {
  if (action.first) await doFirst(action.first);
  const headers = tried.result.exchange?.response.headers ?? [];
  const delay = retryDelay(action.retryAfter, headers, ports.clock.now());
  if (delay > 0) await ports.clock.wait(delay, signal);
}

function resultOf(state: Visit, duration: number): StepResult {
  const { step, plan, phase, attempts, last } = state;
  const { stepId } = step;
  const { location } = plan;
  const outputs = last?.outputs ?? {};
  if (last?.unresolved && phase === 'finally') {
    const reason = `nothing to undo: ${last.result.findings.map(({ actual }) => actual).join(', ')}`;
    return { stepId, location, phase, verdict: 'skipped', attempts, findings: [], outputs, duration, reason };
  }
  const { verdict, findings, reason } = judge(state);
  return { stepId, location, phase, verdict, attempts, findings, outputs, duration, reason, child: last?.child };
}

function judge(state: Visit): Pick<StepResult, 'verdict' | 'findings' | 'reason'> {
  const { attempts, retries, move, phase, interrupted } = state;
  const last = attempts.at(-1);
  const succeeded = last?.succeeded ?? false;
  const handled = !succeeded && move.type === 'goto' && phase === 'steps';
  const error = succeeded || handled ? undefined : last?.error;
  const findings = countingFindings(attempts, handled);
  const mended = handled || (succeeded && retries.size > 0);
  const verdict = verdictOf({ findings, broken: error !== undefined, mended, interrupted });
  return { verdict, findings, reason: error?.message };
}
