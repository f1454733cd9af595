// Workflows inside a Playwright test: the same engine, events and identity as the command's.
import { test as playwrightTest } from '@playwright/test';
import type { TestInfo } from '@playwright/test';
import { DescriptionError } from '../core/errors.ts';
import type { Row } from '../arazzo/description.ts';
import type { JsonObject } from '../core/json.ts';
import { didYouMean } from '../core/nearest-name.ts';
import type { ProjectWorkflow } from '../project.ts';
import type { WorkflowEvent } from '../record/event.ts';
import { maskFinding } from '../record/record-result.ts';
import { checkRequest } from '../run/check-request.ts';
import { reasonToSkip } from '../run/eligibility.ts';
import { carryOutTest, untriedEvent } from '../run/run-test.ts';
import type { Test } from '../run/run-test.ts';
import type { WorkflowResult } from '../runner/result.ts';
import { allureListens, describeTest, rowOf } from './describe-test.ts';
import { rememberOrigin } from './matchers.ts';
import type { GatewayUnderTest } from './open-worker.ts';
import { createTestSteps } from './test-steps.ts';
import type { Origin } from './workflow-error.ts';
import { maskError, readableError } from './workflow-error.ts';

export type RunOptions = {
  /** Over those of the row. */
  readonly inputs?: JsonObject;
  /** Id of a row of the workflow's `x-data`. */
  readonly row?: string;
  readonly toStep?: string;
  readonly keep?: boolean;
};

export type RunWorkflow = (workflow: ProjectWorkflow | string, options?: RunOptions) => Promise<WorkflowResult>;

/** What one test needs to carry out workflows; `close` lets those that still run clean up. */
export function openTest(
  under: GatewayUnderTest,
  testInfo: TestInfo,
): { readonly runWorkflow: RunWorkflow; readonly close: () => Promise<void> } {
  const controller = new AbortController();
  const running = new Set<Promise<unknown>>();
  const times = new Map<ProjectWorkflow, number>();
  const begin = async (wanted: ProjectWorkflow | string, options: RunOptions): Promise<WorkflowResult> => {
    const workflow = workflowOf(under, wanted);
    const first = times.size === 0;
    const time = (times.get(workflow) ?? 0) + 1;
    times.set(workflow, time);
    const data = dataOf(workflow, wanted, options);
    const row = rowOf({ workflow, ...(data && { data }) }, testInfo, time);
    const test: Test = {
      workflow,
      gateway: under.opened.gateway,
      number: 0,
      purpose: 'test',
      ...(data && { data }),
      ...(row !== undefined && { row }),
    };
    // A test of several workflows is the first one's.
    if (first && allureListens(testInfo)) await describeTest(test);
    return runInTest(under, { test, options, tries: testInfo.retry + 1, signal: controller.signal });
  };
  return {
    runWorkflow: async (wanted, options = {}) => {
      const promise = begin(wanted, options);
      running.add(promise);
      try {
        return await promise;
      } catch (error) {
        throw readableError(error, { project: under.project, mask: under.recorder.mask.mask });
      } finally {
        running.delete(promise);
      }
    },
    close: async () => {
      // Where the test ran out of time or was interrupted, it no longer waits.
      controller.abort(new Error('the test ended before its workflow'));
      await Promise.allSettled(running);
    },
  };
}

/** As this worker has read it: a workflow of `testWorkflows` was read by the spec. */
function workflowOf({ project }: GatewayUnderTest, wanted: ProjectWorkflow | string): ProjectWorkflow {
  const id = typeof wanted === 'string' ? wanted : wanted.workflow.workflowId;
  const found = project.workflows.find(({ name, workflow }) => name === id || workflow.workflowId === id);
  if (found !== undefined) return found;
  const known = project.workflows.flatMap(({ name, workflow }) => [name, workflow.workflowId]);
  const remedy = didYouMean(id, known) ?? `name one of ${project.directory}`;
  throw new DescriptionError([{ code: 'WORKFLOW_NOT_FOUND', message: `there is no workflow "${id}"`, remedy }]);
}

/** The row that is meant: the one that `testWorkflows` gave, or that the test names. */
function dataOf(workflow: ProjectWorkflow, wanted: ProjectWorkflow | string, { row }: RunOptions): Row | undefined {
  const given = typeof wanted === 'string' ? undefined : wanted.rows;
  const id = row ?? (given?.length === 1 ? given[0]?.id : undefined);
  if (id === undefined && !workflow.rows) return undefined;
  const found = workflow.rows?.find((known) => known.id === id);
  if (!found) throw rowNotFound(workflow, id);
  return found;
}

function rowNotFound({ name, rows = [] }: ProjectWorkflow, id: string | undefined): DescriptionError {
  const message = id === undefined ? `workflow "${name}" has rows: name one` : `workflow "${name}" has no row "${id}"`;
  const known = rows.map((row) => row.id);
  const example = known.length === 0 ? 'leave it out' : `as in { row: '${known.slice(0, 1).join('')}' }`;
  const remedy = didYouMean(id ?? '', known) ?? example;
  return new DescriptionError([{ code: 'NOTHING_SELECTED', message, remedy }]);
}

type Running = {
  readonly test: Test;
  readonly options: RunOptions;
  readonly tries: number;
  readonly signal: AbortSignal;
};

async function runInTest(under: GatewayUnderTest, { test, options, tries, signal }: Running): Promise<WorkflowResult> {
  const { project, opened, recorder, seed } = under;
  const { workflow, gateway } = test;
  const { inputs = {}, toStep, keep } = options;
  const { data } = test;
  const skip = reasonToSkip(workflow, gateway);
  if (skip !== undefined) {
    recorder.emit(untriedEvent(test, { verdict: 'skipped', reason: skip }));
    playwrightTest.skip(true, skip);
  }
  const chosen = { inputs, ...(toStep !== undefined && { toStep }) };
  const checked = data ? { ...workflow, rows: [data] } : workflow;
  checkRequest({ project, gateways: [gateway], workflows: [checked], seed, mockFaults: [], ...chosen });
  const { mask } = recorder.mask;
  const origin: Origin = { project, gateway: gateway.name, location: workflow.location, mask };
  const steps = createTestSteps(origin, signal);
  let ended: WorkflowEvent | undefined;
  const result = await carryOutTest(
    test,
    (journal) =>
      opened.runWorkflow(
        workflow,
        {
          ...chosen,
          inputs: { ...data?.inputs, ...inputs },
          mark: under.begin(workflow),
          journal,
          observe: steps.observe,
          ...(keep !== undefined && { keep }),
        },
        signal,
      ),
    {
      ...recorder,
      tries,
      again: (_, step) => recorder.again(test, step, inputs),
      emit: (event) => {
        if (event.type === 'exchange') steps.add(event);
        if (event.type === 'workflow') ended = event;
        recorder.emit(event);
      },
    },
  );
  const shown = maskResult(result, mask);
  rememberOrigin(shown, { ...origin, again: ended?.again });
  return shown;
}

/** What a matcher prints reaches reports: no secret stands in it. */
function maskResult(result: WorkflowResult, mask: (text: string) => string): WorkflowResult {
  const { error, findings } = result;
  return {
    ...result,
    findings: findings.map((finding) => maskFinding(finding, mask)),
    ...(error && { error: maskError(error, mask) }),
  };
}
