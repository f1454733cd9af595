// One attempt of a step that calls another workflow (Arazzo 1.1, Step Object `workflowId`).
import type { Workflow } from '../arazzo/description.ts';
import type { Link } from '../arazzo/link.ts';
import type { JsonObject, JsonValue } from '../core/json.ts';
import type { StepParameter } from '../arazzo/description.ts';
import { GatewayError } from '../core/errors.ts';
import type { Finding } from '../core/finding.ts';
import type { Scope } from '../expression/scope.ts';
import { bindCodes } from './bind-inputs.ts';
import { judgeStep, refuse } from './judge-step.ts';
import type { Tried } from './judge-step.ts';
import { rememberWorkflow } from './remember-workflow.ts';
import { resolveTemplate } from './resolve-template.ts';
import type { WorkflowResult } from './result.ts';
import type { Place, Refusal } from './step-findings.ts';
import { refusalFinding } from './step-findings.ts';
import type { Attempt } from './try-operation.ts';
import { accountOf } from './try-operation.ts';
import type { Call, Called, Progress } from './workflow-run.ts';

/**
 * The called workflow decides first; then the step's criteria, which see its outputs as `$outputs` and its last
 * exchange as the response.
 */
export async function tryWorkflow(
  progress: Progress,
  attempt: Attempt,
  target: { readonly link: Link; readonly workflow: Workflow },
  signal: AbortSignal,
): Promise<Tried> {
  const { run } = progress;
  const { step, plan } = attempt;
  const place: Place = { document: run.link.description.document, step, location: plan.location };
  const number = { attempt: attempt.number };
  const refused = (refusals: readonly Refusal[], unresolved: boolean): Tried => {
    const findings = refusals.map((refusal) => refusalFinding(place, refusal));
    const tried = refuse(progress.scope, findings, unresolved);
    return { ...tried, result: { ...number, ...tried.result } };
  };
  try {
    await bindCodes(progress, plan.codes, signal);
  } catch (error) {
    if (!(error instanceof GatewayError) || signal.aborted) throw error;
    const tried = refuse(progress.scope, [], false);
    return { ...tried, result: { ...number, ...tried.result, error } };
  }
  const refusals: Refusal[] = [];
  const inputs = resolveInputs(step.parameters, progress.scope, refusals);
  if (refusals.length > 0) return refused(refusals, true);

  const call = { ...target, inputs, prefix: step.stepId, account: accountOf(progress, step) };
  const { called, late } = await callWithin(progress, call, step.timeout, signal);
  if (late) {
    const tried = refuse(progress.scope, [], false);
    return { ...tried, result: { ...number, ...tried.result, error: late } };
  }
  if (!called.ok) return refused([called.refusal], false);
  const { result, lastExchange } = called;
  addCauses(progress, result);
  rememberWorkflow(progress, target, called);
  const scope: Scope = { ...progress.scope, outputs: result.outputs };
  const seen: Scope = lastExchange ? { ...scope, exchange: lastExchange } : scope;
  const findings = inherit(result.findings, step.stepId);
  const error = result.error === undefined ? {} : { error: result.error };
  if (!hasPassed(result)) {
    const tried = refuse(seen, findings, false);
    return { ...tried, result: { ...number, ...tried.result, ...error }, child: result };
  }
  const exchanged = lastExchange ? { ...place, exchange: lastExchange.exchange } : place;
  const judged = judgeStep(exchanged, seen, undefined);
  return {
    ...judged,
    result: { ...number, ...judged.result, findings: [...findings, ...judged.result.findings] },
    child: result,
  };
}

/** The time of a step counts for all that the called workflow does; its clean-up is still done. */
async function callWithin(
  progress: Progress,
  call: Call,
  timeout: number | undefined,
  signal: AbortSignal,
): Promise<{ readonly called: Called; readonly late?: GatewayError | undefined }> {
  if (timeout === undefined) return { called: await progress.call(call, signal) };
  const late = new GatewayError(
    'GATEWAY_TIMEOUT',
    `workflow "${call.workflow.workflowId}" did not end within ${timeout} ms`,
  );
  const clock = new AbortController();
  const tooLate = new AbortController();
  const watch = progress.ports.clock.wait(timeout, clock.signal).then(
    () => {
      tooLate.abort(late);
    },
    () => undefined,
  );
  try {
    const called = await progress.call(call, AbortSignal.any([signal, tooLate.signal]));
    const stopped = called.ok && called.result.verdict === 'interrupted' && !signal.aborted;
    return { called, late: stopped ? late : undefined };
  } finally {
    clock.abort(new Error('the workflow has ended'));
    await watch;
  }
}

/** Parameters of a step or action that names a workflow are that workflow's inputs. */
export function resolveInputs(parameters: readonly StepParameter[], scope: Scope, refusals: Refusal[]): JsonObject {
  const inputs: Record<string, JsonValue> = {};
  for (const { name, value, pointer } of parameters) {
    const what = { name: `the input "${name}"`, pointer: `${pointer}/value` };
    const found = resolveTemplate(value, scope, refusals, what);
    if (found !== undefined) inputs[name] = found;
  }
  return inputs;
}

export function hasPassed(result: WorkflowResult): boolean {
  return result.verdict === 'passed' || result.verdict === 'recovered';
}

/** What the called workflow met keeps its own line, and is told as this step's. */
export function inherit(findings: readonly Finding[], stepId: string): readonly Finding[] {
  return findings.map((finding) => ({ ...finding, stepId }));
}

/** A code may have been sent by the called workflow as well. */
function addCauses(progress: Progress, result: WorkflowResult): void {
  if (progress.run.workflow.inputs.from.size === 0) return;
  for (const step of result.steps) {
    for (const { exchange } of step.attempts) if (exchange) progress.causes.push(exchange);
  }
}
