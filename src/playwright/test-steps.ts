// The steps of a workflow as those of a Playwright test: at their lines of the YAML file, with their exchanges.
import { join } from 'node:path';
import { test as playwrightTest } from '@playwright/test';
import type { Location } from '@playwright/test';
import type { Step } from '../arazzo/description.ts';
import type { ExchangeEvent } from '../record/event.ts';
import { maskFinding } from '../record/record-result.ts';
import { attachmentsOf, attemptName } from '../report/allure-steps.ts';
import type { Observe } from '../runner/ports.ts';
import type { StepResult } from '../runner/result.ts';
import type { Origin } from './workflow-error.ts';
import { findingsError, gatewayError, maskError } from './workflow-error.ts';

export type TestSteps = {
  readonly observe: Observe;
  /** An exchange of the step that is under way. */
  readonly add: (event: ExchangeEvent) => void;
};

/** @param signal once aborted, the test has ended: Playwright takes no more steps, and the clean-up goes on without */
export function createTestSteps(origin: Origin, signal: AbortSignal): TestSteps {
  const exchanges: ExchangeEvent[] = [];
  return {
    add: (event) => {
      exchanges.push(event);
    },
    observe: async (step, body) => {
      if (signal.aborted) return body();
      let result: StepResult | undefined;
      try {
        const { title, location } = placeOf(step, origin);
        await playwrightTest.step(
          title,
          async (info) => {
            result = await body();
            if (signal.aborted) return;
            const error = stepError(result, origin);
            await attachExchanges(exchanges.splice(0), error !== undefined);
            info.skip(result.verdict === 'skipped', origin.mask(result.reason ?? ''));
            if (error !== undefined) throw error;
          },
          location && { location },
        );
      } catch (error) {
        // The step is red; the workflow goes on, and its own rules decide.
        if (result === undefined) throw error;
      }
      if (result === undefined) throw new Error(`step ${step.stepId} gave no result`);
      return result;
    },
  };
}

function placeOf(step: Step, { project }: Origin): { readonly title: string; readonly location?: Location } {
  const within = project.workflows.find(({ workflow }) => [...workflow.steps, ...workflow.finally].includes(step));
  if (within === undefined) return { title: step.stepId };
  const { file, line, column } = within.link.description.document.locate(step.pointer);
  const isCleanUp = within.workflow.finally.includes(step);
  return {
    title: isCleanUp ? `clean-up: ${step.stepId}` : step.stepId,
    location: { file: join(project.directory, file), line, column },
  };
}

/** Where a step took several attempts, each is a step inside it. */
async function attachExchanges(exchanges: readonly ExchangeEvent[], red: boolean): Promise<void> {
  const [only] = exchanges;
  if (exchanges.length === 1 && only !== undefined) return attachExchange(only, red);
  for (const exchange of exchanges) {
    const isLast = exchange === exchanges.at(-1);
    await playwrightTest.step(attemptName(exchange), () => attachExchange(exchange, red && isLast));
  }
}

async function attachExchange(exchange: ExchangeEvent, red: boolean): Promise<void> {
  const attach = (name: string, type: string, body: string) => (): Promise<void> => {
    // Playwright prints texts of failed tests in the terminal: a curl line is of use there for red steps alone.
    const contentType = type === 'text/plain' && !red ? 'application/x-sh' : type;
    // Not TestStepInfo.attach: allure-playwright would put it at the end of the test.
    return playwrightTest.info().attach(name, { body, contentType });
  };
  for (const write of attachmentsOf(exchange, { attach })) await write();
}

function stepError(result: StepResult, origin: Origin): Error | undefined {
  const { mask } = origin;
  const findings = result.findings.filter(({ severity }) => severity === 'error');
  if (findings.length > 0) {
    return findingsError(
      findings.map((finding) => maskFinding(finding, mask)),
      origin,
    );
  }
  const error = result.attempts.at(-1)?.error;
  return error && result.verdict === 'broken' ? gatewayError(maskError(error, mask), origin) : undefined;
}
