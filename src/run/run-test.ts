import type { Row } from '../arazzo/description.ts';
import type { Mask } from '../core/secrets.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { ProjectWorkflow } from '../project.ts';
import type { RecordEvent, WorkflowEvent } from '../record/event.ts';
import { testId } from '../record/event.ts';
import type { Recording } from '../record/record-result.ts';
import { maskFinding, recordAttempt, recordError, recordStep } from '../record/record-result.ts';
import type { Journal } from '../runner/ports.ts';
import type { Repeat, WorkflowResult } from '../runner/result.ts';

/** One workflow on one gateway with one row of data; or a login on behalf of an account. */
export type Test = {
  readonly workflow: ProjectWorkflow;
  readonly gateway: Gateway;
  /** What tells it from the other tests of its workflow. */
  readonly row?: string;
  /** The row of `x-data` that gives its inputs. */
  readonly data?: Row;
  /** Its place in the run, from 1: names that it creates are its own. */
  readonly number: number;
  readonly purpose: WorkflowEvent['purpose'];
};

export type Recorder = {
  readonly mask: Mask;
  readonly bodies: 'failed' | 'all';
  readonly emit: (event: RecordEvent) => void;
  /** Counts the runs of this test in this run, from 1. */
  readonly tries: number;
  readonly again: (test: Test, step: string | undefined) => string;
};

/** Carries out one test and writes down each attempt, each step and the end as they come. */
export async function carryOutTest(
  test: Test,
  run: (journal: Journal) => Promise<WorkflowResult>,
  recorder: Recorder,
): Promise<WorkflowResult> {
  const { emit } = recorder;
  const { mask } = recorder.mask;
  const recording: Recording = { test: idOf(test), mask, bodies: recorder.bodies };
  const repeats: Partial<Record<Repeat, number>> = {};
  const result = await run({
    attempt: (stepId, attempt, phase) => {
      if (attempt.why) repeats[attempt.why] = (repeats[attempt.why] ?? 0) + 1;
      const event = recordAttempt(recording, { stepId, phase }, attempt);
      if (event !== undefined) emit(event);
    },
    step: (step) => {
      emit(recordStep(recording, step, Date.now() - step.duration));
    },
  });
  const wrong = result.verdict !== 'passed' && result.verdict !== 'skipped';
  emit({
    ...descriptionOf(test),
    verdict: result.verdict,
    startedAt: result.startedAt,
    duration: result.duration,
    steps: { done: doneSteps(result), declared: result.declaredSteps },
    findings: result.findings.map((finding) => maskFinding(finding, mask)),
    error: result.error && recordError(result.error, mask),
    cleanUp: result.cleanUp,
    ...(Object.keys(repeats).length > 0 && { repeats }),
    again: wrong ? mask(recorder.again(test, stepToShow(test.workflow, result))) : undefined,
    tries: recorder.tries,
  });
  return result;
}

/** What is known of a test that is not carried out. */
export function untriedEvent(
  test: Test,
  { verdict, reason }: { readonly verdict: 'skipped' | 'not tried'; readonly reason: string },
): WorkflowEvent {
  return {
    ...descriptionOf(test),
    verdict,
    reason,
    startedAt: Date.now(),
    duration: 0,
    steps: { done: 0, declared: test.workflow.workflow.steps.length },
    findings: [],
    cleanUp: { done: 0, due: 0 },
    tries: 1,
  };
}

function identityOf({ gateway, workflow, row }: Test) {
  const { workflowId } = workflow.workflow;
  return { gateway: gateway.name, workflowId, ...(row !== undefined && { row }) };
}

function idOf(test: Test): string {
  return testId(identityOf(test));
}

function descriptionOf(test: Test) {
  const { workflow, name, location, link } = test.workflow;
  return {
    type: 'workflow',
    test: idOf(test),
    identity: identityOf(test),
    name,
    title: workflow.summary ?? link.description.title,
    location,
    purpose: test.purpose,
    ...(test.data && { dataRow: test.data.id }),
    tags: workflow.tags,
    owner: workflow.owner,
    severity: workflow.severity,
  } as const;
}

function doneSteps({ steps }: WorkflowResult): number {
  return new Set(
    steps.filter(({ phase, verdict }) => phase === 'steps' && verdict !== 'skipped').map(({ stepId }) => stepId),
  ).size;
}

/**
 * The last step that has something wrong, so that all of it comes again; else the last one that was carried out.
 * Undefined where only the whole workflow shows it: the clean-up went wrong, or the step is visited several times or
 * belongs to another workflow.
 */
function stepToShow({ workflow }: ProjectWorkflow, { steps }: WorkflowResult): string | undefined {
  const wrong = steps.findLast(({ findings }) => findings.some(({ severity }) => severity === 'error'));
  const { phase, stepId } = wrong ?? steps.findLast((step) => step.phase === 'steps') ?? {};
  const visits = steps.filter((step) => step.stepId === stepId && step.phase === 'steps').length;
  return phase === 'steps' && visits === 1 && workflow.steps.some((step) => step.stepId === stepId)
    ? stepId
    : undefined;
}
