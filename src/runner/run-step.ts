// One visit of a step: attempts, until an action other than retry is chosen.
import type { Action, ActionTarget, Step } from '../arazzo/description.ts';
import type { Move, RetryAction } from './choose-action.ts';
import { chooseAction } from './choose-action.ts';
import type { Tried } from './judge-step.ts';
import { refuse } from './judge-step.ts';
import type { StepPlan } from './plan-step.ts';
import { planStep } from './plan-step.ts';
import { afterPoll, beginPolling, missedDeadline, pollWait } from './poll.ts';
import type { Polling } from './poll.ts';
import type { Credential } from './ports.ts';
import type { AttemptResult, Repeat, StepResult } from './result.ts';
import { retryDelay } from './retry-after.ts';
import { attemptLimit, retryLimit, tooManyAttempts, tooManyRetries, waitCutShort } from './retry-bounds.ts';
import { refusalFinding } from './step-findings.ts';
import type { Place } from './step-findings.ts';
import type { Attempt } from './try-operation.ts';
import { tryOperation } from './try-operation.ts';
import { tryWorkflow } from './try-workflow.ts';
import { withoutBodies } from './result.ts';
import { countingFindings, verdictOf } from './verdict.ts';
import type { Finding } from '../core/finding.ts';
import type { Scope } from '../expression/scope.ts';
import type { Progress } from './workflow-run.ts';

export type Visited = {
  readonly result: StepResult;
  readonly move: Move;
  /** Of the last attempt: what the parameters of an action may see. */
  readonly scope: Scope;
};

export type Visiting = {
  readonly phase: StepResult['phase'];
  readonly signal: AbortSignal;
  /** Carries out what a retry names to be done before the repeat. */
  readonly doFirst: (target: ActionTarget, scope: Scope) => Promise<void>;
};

/** Throws only for a mistake in our own code: infrastructure that fails and interruption are results. */
export async function runStep(progress: Progress, step: Step, visiting: Visiting): Promise<Visited> {
  const { journal, observe } = progress.ports;
  let last: Pick<Visited, 'move' | 'scope'> = { move: { type: 'end' }, scope: progress.scope };
  const body = async (): Promise<StepResult> => {
    const { result, ...rest } = await visit(progress, step, visiting);
    last = rest;
    return result;
  };
  const result = observe ? await observe(step, body) : await body();
  journal?.step?.(result);
  return { result, ...last };
}

/** What a visit has come to so far. */
type Visit = {
  readonly step: Step;
  readonly plan: StepPlan;
  readonly phase: StepResult['phase'];
  readonly attempts: AttemptResult[];
  readonly retries: Map<Action, number>;
  /** Findings of no attempt. */
  readonly notes: Finding[];
  /** Set from the first request of a poll until a retry begins anew. */
  polling: Polling | undefined;
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
    notes: [],
    polling: undefined,
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
  const scope = state.last?.scope ?? progress.scope;
  return { result: resultOf(state, clock.now() - startedAt), move: state.move, scope };
}

async function makeAttempts(progress: Progress, state: Visit, visiting: Visiting): Promise<void> {
  const { step, plan, attempts } = state;
  const { signal } = visiting;
  let stale: Credential | undefined;
  for (let why: Repeat | undefined; ;) {
    signal.throwIfAborted();
    const begun = progress.ports.clock.now();
    if (step.poll) state.polling ??= beginPolling(step.poll, begun);
    const number = attempts.length + 1;
    const tried = await tryStep(progress, { step, plan, number, stale }, signal);
    if (tried.unresolved && state.phase === 'finally') {
      state.last = tried;
      return;
    }
    // A session that ran out is renewed once in a visit: that is no failure of the step, so no action is asked.
    stale = stale ? undefined : staleCredential(tried);
    const now = progress.ports.clock.now();
    const wait = stale ? undefined : pollWait(state.polling, tried, now);
    note(progress, state, settle(progress, tried, why, wait === undefined && !stale));
    if (!tried.result.succeeded) signal.throwIfAborted();
    why = stale ? 'renewed session' : await whyAgain(progress, state, tried, { ...visiting, wait });
    if (why === undefined) return;
  }
}

/** Waits for the next poll, or does what comes before a retry; undefined where the step is not sent again. */
async function whyAgain(
  progress: Progress,
  state: Visit,
  tried: Tried,
  { wait, ...visiting }: Visiting & { readonly wait: number | undefined },
): Promise<Repeat | undefined> {
  if (wait === undefined) return (await willRetry(progress, state, tried, visiting)) ? 'retry' : undefined;
  await progress.ports.clock.wait(wait, visiting.signal);
  const { poll } = state.step;
  if (poll && state.polling) state.polling = afterPoll(state.polling, poll);
  return 'poll';
}

/** An answer that is waited for no longer has missed its deadline. */
function settle({ ports }: Progress, tried: Tried, why: Repeat | undefined, ended: boolean): Tried {
  const { poll, result } = tried;
  const isUnready = poll?.state === 'waiting';
  const findings =
    isUnready && ended
      ? [...result.findings, missedDeadline(poll, result.exchange?.response, ports.clock.now())]
      : result.findings;
  const waiting = isUnready && !ended;
  return { ...tried, result: { ...result, ...(why && { why }), ...(waiting && { waiting }), findings } };
}

function note(progress: Progress, state: Visit, tried: Tried): void {
  const { step, phase } = state;
  state.last = tried;
  if (tried.result.why !== 'poll') progress.total.attempts += 1;
  progress.ports.journal?.attempt?.(step.stepId, tried.result, phase);
  state.attempts.push(withoutBodies(tried.result));
  remember(progress, step, tried);
}

/** Chooses the action; where that is a retry, all is done that comes before the repeat. */
async function willRetry(progress: Progress, state: Visit, tried: Tried, visiting: Visiting): Promise<boolean> {
  const { plan, retries } = state;
  const { succeeded } = tried.result;
  const actions = succeeded ? plan.successActions : plan.failureActions;
  state.move = chooseAction({ succeeded, actions, scope: tried.scope, retries });
  if (state.move.type !== 'retry') return false;
  const { action } = state.move;
  const count = [...retries.values()].reduce((sum, times) => sum + times, 0);
  const isOver = progress.total.attempts >= progress.run.workflow.steps.length + attemptLimit;
  if (count >= retryLimit || isOver) {
    state.move = { type: 'end' };
    state.notes.push(isOver ? tooManyAttempts(placeOf(state)) : tooManyRetries(placeOf(state), action));
    return false;
  }
  await prepareRetry(progress, state, tried, { ...visiting, action });
  retries.set(action, (retries.get(action) ?? 0) + 1);
  state.polling = undefined;
  return true;
}

function placeOf({ step, plan }: Visit): Place {
  return { document: plan.link.description.document, step, location: plan.location };
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

function remember({ scope }: Progress, { stepId, outputs }: Step, { known, absent }: Tried): void {
  scope.steps.set(stepId, known);
  for (const { name } of outputs) {
    const reason = absent?.get(name);
    // Of an earlier visit of the step, nothing is absent any more.
    if (reason === undefined) scope.absent.delete(`${stepId}.${name}`);
    else scope.absent.set(`${stepId}.${name}`, reason);
  }
}

/** The credential that a 401 speaks of, where the step did not want a 401. */
function staleCredential({ result, credential }: Tried): Credential | undefined {
  return !result.succeeded && result.exchange?.response.status === 401 && credential?.renewable
    ? credential
    : undefined;
}

async function prepareRetry(
  { ports }: Progress,
  state: Visit,
  tried: Tried,
  { action, signal, doFirst }: Visiting & { readonly action: RetryAction },
): Promise<void> {
  if (action.first) await doFirst(action.first, tried.scope);
  const headers = tried.result.exchange?.response.headers ?? [];
  const { wait, asked } = retryDelay(action.retryAfter, headers, ports.clock.now());
  if (asked !== undefined && state.notes.length === 0) state.notes.push(waitCutShort(placeOf(state), wait, asked));
  if (wait > 0) await ports.clock.wait(wait, signal);
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
  const { attempts, move, phase, interrupted, notes } = state;
  const last = attempts.at(-1);
  const succeeded = last?.succeeded === true;
  const handled = !succeeded && move.type === 'goto' && phase === 'steps';
  const error = succeeded || handled ? undefined : last?.error;
  const findings = [...countingFindings(attempts, handled), ...notes];
  const mended = handled || (succeeded && wasMended(state));
  const verdict = verdictOf({ findings, broken: error !== undefined, mended, interrupted });
  return { verdict, findings, reason: error?.message };
}

/** By a retry, or inside the workflow that the step calls. */
function wasMended({ retries, last }: Visit): boolean {
  return retries.size > 0 || last?.child?.verdict === 'recovered';
}
