// Workflows that must have run before (Arazzo 1.1, Workflow Object `dependsOn`).
import type { Workflow } from '../arazzo/description.ts';
import { resolveWorkflow } from '../arazzo/link.ts';
import type { Link } from '../arazzo/link.ts';
import type { GatewayError } from '../core/errors.ts';
import type { Finding } from '../core/finding.ts';
import type { JsonObject } from '../core/json.ts';
import { rememberWorkflow } from './remember-workflow.ts';
import { hasPassed } from './try-workflow.ts';
import type { Call, Called, Dependencies, Progress } from './workflow-run.ts';

/** What keeps a workflow from being started. */
export type Obstacle = { readonly findings: readonly Finding[]; readonly error?: GatewayError };

/**
 * Carries out each workflow that this one depends on, in order and once per run of the command. It takes its inputs by name: from
 * those of this workflow, else from those of the run.
 * The first that does not pass is an obstacle: the steps of this workflow are not carried out.
 */
export async function runDependencies(
  progress: Progress,
  dependencies: Dependencies,
  signal: AbortSignal,
): Promise<Obstacle | undefined> {
  const { link, workflow, defaultAccount } = progress.run;
  const inputs = { ...progress.given, ...progress.run.inputs };
  for (const reference of workflow.dependsOn) {
    const found = resolveWorkflow(link, reference);
    if (!found) continue;
    const { workflowId } = found.workflow;
    if ([...progress.callers, workflow].includes(found.workflow)) {
      // Told when the description is checked; here it would wait for itself.
      return { findings: [dependencyFinding(link, workflow, reference.pointer, 'it depends on itself')] };
    }
    const call = { ...found, inputs: pickInputs(found.workflow, inputs), prefix: workflowId, account: defaultAccount };
    const called = await runOnce(progress, dependencies, call, signal);
    // Interrupted, nobody judges it.
    if (signal.aborted) return undefined;
    if (called.ok && hasPassed(called.result)) {
      rememberWorkflow(progress, found, called);
      continue;
    }
    const error = called.ok ? called.result.error : undefined;
    const findings = error ? [] : [dependencyFinding(link, workflow, reference.pointer, describe(called, workflowId))];
    return { findings, ...(error ? { error } : {}) };
  }
  return undefined;
}

function runOnce(progress: Progress, dependencies: Dependencies, call: Call, signal: AbortSignal): Promise<Called> {
  let running = dependencies.get(call.workflow);
  if (!running) dependencies.set(call.workflow, (running = progress.call(call, signal)));
  return running;
}

function pickInputs(workflow: Workflow, inputs: JsonObject): JsonObject {
  const { names } = workflow.inputs;
  if (names === undefined) return inputs;
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => names.includes(name)));
}

function describe(called: Called, workflowId: string): string {
  if (!called.ok) return called.refusal.actual;
  const [first] = called.result.findings.filter(({ severity }) => severity === 'error');
  const { verdict } = called.result;
  return `workflow "${workflowId}" ${verdict}${first ? ` at step "${first.stepId}": ${first.code}` : ''}`;
}

function dependencyFinding(link: Link, workflow: Workflow, pointer: string, actual: string): Finding {
  return {
    code: 'WORKFLOW_FAILED',
    severity: 'error',
    title: 'a workflow that this one depends on did not pass, so no step was carried out',
    location: link.description.document.locate(pointer),
    stepId: workflow.steps[0]?.stepId ?? workflow.workflowId,
    expected: 'it passes',
    actual,
  };
}
