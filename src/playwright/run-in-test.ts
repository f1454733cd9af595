import { test as playwrightTest } from '@playwright/test';
import type { TestInfo } from '@playwright/test';
import * as allure from 'allure-js-commons';
import type { JsonObject } from '../core/json.ts';
import type { ProjectWorkflow } from '../project.ts';
import type { ExchangeEvent } from '../record/event.ts';
import { maskFinding } from '../record/record-result.ts';
import { allureIdentity, allureLabels } from '../report/allure.ts';
import { attachmentsOf } from '../report/allure-steps.ts';
import { reasonToSkip } from '../run/eligibility.ts';
import { carryOutTest, untriedEvent } from '../run/run-test.ts';
import type { Test } from '../run/run-test.ts';
import { selectWorkflows } from '../run/select-workflows.ts';
import type { StepResult, WorkflowResult } from '../runner/result.ts';
import { findingError } from './matchers.ts';
import type { GatewayUnderTest } from './open-worker.ts';

export type RunOptions = { readonly inputs?: JsonObject; readonly toStep?: string; readonly keep?: boolean };

/** Carries out a workflow inside a Playwright test: the same engine, events and identity as the command's. */
export async function runInTest(
  under: GatewayUnderTest,
  wanted: ProjectWorkflow | string,
  options: RunOptions,
  testInfo: TestInfo,
): Promise<WorkflowResult> {
  const { project, opened, recorder } = under;
  const workflow = typeof wanted === 'string' ? named(under, wanted) : wanted;
  const { gateway } = opened;
  const test: Test = { workflow, gateway, number: 0, purpose: 'test' };
  await describeToAllure(test);
  const skip = reasonToSkip(workflow, gateway);
  if (skip !== undefined) {
    recorder.emit(untriedEvent(test, { verdict: 'skipped', reason: skip }));
    playwrightTest.skip(true, skip);
  }
  const exchanges: ExchangeEvent[] = [];
  const { inputs = {}, toStep, keep } = options;
  // Playwright's id of the test makes names that it creates its own.
  const mark = `gw-${process.env['GATEWRIGHT_SEED'] ?? ''}-${testInfo.testId.slice(-8)}-${testInfo.retry}`;
  const { mask } = recorder.mask;
  const result = await carryOutTest(
    test,
    (journal) =>
      opened.runWorkflow(
        workflow,
        {
          ...{ inputs, mark, journal },
          observe: (step, body) =>
            asTestStep(step.stepId, body, { takeExchanges: () => exchanges.splice(0), mask, text: project.text }),
          ...(toStep !== undefined && { toStep }),
          ...(keep !== undefined && { keep }),
        },
        new AbortController().signal,
      ),
    {
      ...recorder,
      tries: testInfo.retry + 1,
      emit: (event) => {
        if (event.type === 'exchange') exchanges.push(event);
        recorder.emit(event);
      },
    },
  );
  // What a matcher prints reaches reports: no secret stands in it.
  return { ...result, findings: result.findings.map((finding) => maskFinding(finding, mask)) };
}

function named({ project }: GatewayUnderTest, wanted: string): ProjectWorkflow {
  const [found] = selectWorkflows(project.workflows, { selectors: [wanted], tags: [], inputs: {} });
  if (found === undefined) throw new Error(`no workflow "${wanted}"`);
  return found;
}

/** The same labels and identity as the command's results, so that both share one history. */
async function describeToAllure({ workflow, gateway }: Test): Promise<void> {
  const { workflowId, tags, owner, severity, summary } = workflow.workflow;
  const identity = { gateway: gateway.name, workflowId };
  const { testCaseId, historyId, parameters } = allureIdentity(identity);
  const title = summary ?? workflow.link.description.title;
  await allure.labels(...allureLabels({ ...workflow, identity, title, tags, owner, severity }));
  await allure.testCaseId(testCaseId);
  await allure.historyId(historyId);
  for (const { name, value } of parameters) await allure.parameter(name, value);
}

type StepContext = {
  readonly takeExchanges: () => readonly ExchangeEvent[];
  readonly mask: (text: string) => string;
  readonly text: (file: string) => string | undefined;
};

/** The step is red where it has findings; the workflow goes on, and its own rules decide. */
async function asTestStep(
  stepId: string,
  body: () => Promise<StepResult>,
  { takeExchanges, mask, text }: StepContext,
): Promise<StepResult> {
  let result: StepResult | undefined;
  try {
    await playwrightTest.step(stepId, async () => {
      result = await body();
      for (const exchange of takeExchanges()) {
        const attach = (name: string, contentType: string, content: string) => () =>
          allure.attachment(name, content, { contentType });
        for (const write of attachmentsOf(exchange, { attach })) await write();
      }
      const [finding] = result.findings.filter(({ severity }) => severity === 'error');
      if (finding !== undefined) throw findingError(maskFinding(finding, mask), text);
    });
  } catch (error) {
    if (result === undefined) throw error;
  }
  if (result === undefined) throw new Error(`step ${stepId} gave no result`);
  return result;
}
