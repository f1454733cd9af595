// One workflow, from its inputs to its verdict. No clock, no network, no file: those come through the ports.
import type { Workflow } from '../arazzo/description.ts';
import type { GatewayError } from '../core/errors.ts';
import { DescriptionError } from '../core/errors.ts';
import type { Finding } from '../core/finding.ts';
import type { JsonObject, JsonValue } from '../core/json.ts';
import { didYouMean } from '../core/nearest-name.ts';
import { evaluateSelection } from '../expression/template.ts';
import { bindInputs } from './bind-inputs.ts';
import { cleanUp, cleanUpFindings, countCleanUp } from './clean-up.ts';
import { planWorkflow } from './plan-step.ts';
import type { Journal, Ports } from './ports.ts';
import type { StepResult, WorkflowResult } from './result.ts';
import type { Obstacle } from './run-dependencies.ts';
import { runDependencies } from './run-dependencies.ts';
import type { Refusal } from './step-findings.ts';
import { isContractFinding, verdictOf } from './verdict.ts';
import type { Walk } from './walk-steps.ts';
import { emptyWalk, walkSteps } from './walk-steps.ts';
import type { Call, Called, Dependencies, Progress, WorkflowRun } from './workflow-run.ts';

/** A run, and the workflows that called it, outermost first. */
type Frame = {
  readonly run: WorkflowRun;
  readonly ports: Ports;
  readonly dependencies: Dependencies;
  readonly callers: readonly Workflow[];
  readonly total: Progress['total'];
  /** The inputs that the whole run was given. */
  readonly given: JsonObject;
};

/** Workflows may call each other so deep. */
const deepest = 20;

/**
 * Carries out a workflow and cleans up after it. What the service gets wrong and infrastructure that fails are in the
 * result.
 * @throws DescriptionError for inputs and names that are wrong, before anything is sent
 */
export async function runWorkflow(run: WorkflowRun, ports: Ports, signal: AbortSignal): Promise<WorkflowResult> {
  const inputs = prepareWorkflow(run, ports);
  const dependencies: Dependencies = run.dependencies ?? new Map<Workflow, Promise<Called>>();
  const frame: Frame = { run, ports, dependencies, callers: [], total: { attempts: 0 }, given: run.inputs };
  return (await carryOut(frame, inputs, signal)).result;
}

type Prepared = Pick<WorkflowRun, 'link' | 'workflow' | 'inputs' | 'toStep'>;

/**
 * The inputs that a workflow will have; nothing is sent.
 * @throws DescriptionError for inputs and names that are wrong
 */
export function prepareWorkflow(run: Prepared, ports: Parameters<typeof bindInputs>[2]): JsonObject {
  const { link, workflow, inputs, toStep } = run;
  planWorkflow(link, workflow);
  if (toStep !== undefined && !workflow.steps.some(({ stepId }) => stepId === toStep)) throw stepNotFound(run, toStep);
  return bindInputs(workflow, inputs, ports, link.description.document);
}

function stepNotFound({ link, workflow }: Prepared, stepId: string): DescriptionError {
  const remedy = didYouMean(
    stepId,
    workflow.steps.map((step) => step.stepId),
  );
  const message = `workflow "${workflow.workflowId}" has no step "${stepId}"`;
  const location = link.description.document.locate(`${workflow.pointer}/workflowId`);
  return new DescriptionError([{ code: 'STEP_NOT_FOUND', message, location, ...(remedy ? { remedy } : {}) }]);
}

async function carryOut(
  frame: Frame,
  inputs: JsonObject,
  signal: AbortSignal,
): Promise<Extract<Called, { readonly ok: true }>> {
  const { run, ports } = frame;
  const progress = begin(frame, inputs);
  const obstacle = await runDependencies(progress, frame.dependencies, signal);
  let walk = emptyWalk();
  let cleaned: readonly StepResult[] = [];
  if (signal.aborted) walk.interrupted = true;
  else if (!obstacle) {
    try {
      walk = await walkSteps(progress, signal);
    } finally {
      if (run.keep !== true) cleaned = await cleanUp(progress);
    }
  }
  const { startedAt, lastExchange } = progress;
  const result: WorkflowResult = {
    workflowId: run.workflow.workflowId,
    ...judge(walk, cleaned, obstacle),
    steps: [...walk.results, ...(walk.transfer?.steps ?? []), ...cleaned],
    declaredSteps: run.workflow.steps.length,
    outputs: { ...outputsOf(progress), ...walk.transfer?.outputs },
    startedAt,
    duration: ports.clock.now() - startedAt,
    cleanUp: countCleanUp(cleaned),
  };
  return { ok: true, result, inputs: progress.scope.inputs, steps: progress.scope.steps, lastExchange };
}

function begin(frame: Frame, inputs: JsonObject): Progress {
  const { run, ports } = frame;
  const { self, sourceDescriptions } = run.link.description;
  const sources = sourceDescriptions.map(({ name, url, type }) => [name, { url, type: type ?? '' }] as const);
  const scope = {
    inputs,
    steps: new Map<string, JsonObject>(),
    absent: new Map<string, string>(),
    workflows: new Map(),
    outputs: {},
    sources: new Map(sources),
    ...(self === undefined ? {} : { self }),
  };
  return {
    run,
    ports,
    startedAt: ports.clock.now(),
    scope,
    lastExchange: undefined,
    codes: new Map(),
    causes: [],
    visits: 0,
    callers: frame.callers,
    total: frame.total,
    given: frame.given,
    call: (call, signal) => callWorkflow(frame, call, signal),
  };
}

async function callWorkflow(frame: Frame, call: Call, signal: AbortSignal): Promise<Called> {
  const { link, workflow } = call;
  const callers = [...frame.callers, frame.run.workflow];
  if (callers.length >= deepest) return { ok: false, refusal: tooDeep(callers, workflow) };
  const { journal, ...others } = frame.ports;
  const ports: Ports = journal ? { ...others, journal: prefixJournal(journal, call.prefix) } : others;
  const { baseUrl, operations, timeout, keep } = frame.run;
  const run: WorkflowRun = {
    ...{ link, workflow, inputs: call.inputs, baseUrl, operations, timeout },
    ...(keep === undefined ? {} : { keep }),
    ...(call.account === undefined ? {} : { defaultAccount: call.account }),
  };
  let inputs: JsonObject;
  try {
    inputs = bindInputs(workflow, call.inputs, ports, link.description.document);
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    return { ok: false, refusal: wrongInputs(workflow, error) };
  }
  return carryOut({ ...frame, run, ports, callers }, inputs, signal);
}

function prefixJournal(journal: Journal, prefix: string): Journal {
  return {
    attempt: (stepId, attempt, phase) => journal.attempt?.(`${prefix}/${stepId}`, attempt, phase),
    step: (result) => journal.step?.({ ...result, stepId: `${prefix}/${result.stepId}` }),
  };
}

function tooDeep(callers: readonly Workflow[], workflow: Workflow): Refusal {
  return {
    code: 'STEP_LIMIT_REACHED',
    title: 'workflows may call each other only so deep',
    expected: `at most ${deepest} workflows inside each other`,
    actual: [...callers.slice(-2), workflow].map(({ workflowId }) => workflowId).join(' calls '),
    remedy: 'let one of them end without calling the next',
  };
}

function wrongInputs(workflow: Workflow, error: DescriptionError): Refusal {
  return {
    code: 'WORKFLOW_FAILED',
    title: 'a workflow is called with inputs that it refuses, so nothing was sent',
    expected: `inputs that fit the schema of workflow "${workflow.workflowId}"`,
    actual: error.faults.map(({ message }) => message).join('; '),
  };
}

function judge(
  walk: Walk,
  cleaned: readonly StepResult[],
  obstacle: Obstacle | undefined,
): Pick<WorkflowResult, 'verdict' | 'findings' | 'error'> {
  const own = walk.results.filter((result) => !walk.aside.has(result));
  const error = obstacle?.error ?? brokenBy(own) ?? walk.transfer?.error;
  const findings = gatherFindings(walk, own, cleaned, obstacle);
  const verdict = verdictOf({
    findings,
    broken: error !== undefined,
    mended: own.some((result) => result.verdict === 'recovered') || walk.transfer?.verdict === 'recovered',
    interrupted: walk.interrupted || walk.transfer?.verdict === 'interrupted',
  });
  return { verdict, findings, ...(error ? { error } : {}) };
}

function brokenBy(results: readonly StepResult[]): GatewayError | undefined {
  return results.find(({ verdict }) => verdict === 'broken')?.attempts.at(-1)?.error;
}

/** Of what a retry did first only the contract's findings count. */
function gatherFindings(
  walk: Walk,
  own: readonly StepResult[],
  cleaned: readonly StepResult[],
  obstacle: Obstacle | undefined,
): readonly Finding[] {
  const aside = [...walk.aside].flatMap((result) => result.findings);
  return [
    ...(obstacle?.findings ?? []),
    ...own.flatMap((result) => result.findings),
    ...walk.findings,
    ...(walk.transfer?.findings ?? []),
    ...aside.filter(isContractFinding),
    ...cleanUpFindings(cleaned),
  ];
}

/** Evaluated whatever the outcome: null for what was not found. */
function outputsOf(progress: Progress): JsonObject {
  const outputs: Record<string, JsonValue> = {};
  for (const { name, value } of progress.run.workflow.outputs) {
    const lookup = evaluateSelection(value, progress.scope);
    outputs[name] = lookup.found ? lookup.value : null;
  }
  return outputs;
}
