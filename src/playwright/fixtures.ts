// Playwright's door: fixtures that open a gateway and carry out workflows, and a matcher.
// `import { expect, test, testWorkflows } from 'gatewright'`
import { test as playwrightTest } from '@playwright/test';
import type { StartedMock } from '../mock/server.ts';
import { loadProject } from '../project.ts';
import type { ProjectWorkflow } from '../project.ts';
import { selectWorkflows } from '../run/select-workflows.ts';
import { openWorker } from './open-worker.ts';
import type { GatewayUnderTest, GatewrightOptions } from './open-worker.ts';
import { openTest } from './run-in-test.ts';
import type { RunWorkflow } from './run-in-test.ts';
import { createMockStarter } from './start-mock.ts';
import type { ChosenMockOptions, StartMock } from './start-mock.ts';
import { readableError } from './workflow-error.ts';

export { expect } from './matchers.ts';
export { recordRun } from './record-run.ts';
export type { GatewayUnderTest, GatewrightOptions } from './open-worker.ts';
export type { MatchContractOptions } from './to-match-contract.ts';
export type { ChosenMockOptions, StartMock } from './start-mock.ts';
export type { StartedMock } from '../mock/server.ts';
export type { ReceivedAnswer } from './received-answer.ts';
export type { RunOptions, RunWorkflow } from './run-in-test.ts';
export type { Finding } from '../core/finding.ts';
export type { Project, ProjectWorkflow } from '../project.ts';
export type { WorkflowResult } from '../runner/result.ts';

export type WorkerFixtures = GatewrightOptions & {
  readonly gatewayUnderTest: GatewayUnderTest;
  /** Starts a mock gateway more, as `mockGateway` is; who starts it closes it. */
  readonly startMock: StartMock;
};

export type TestFixtures = {
  /**
   * Carries out a workflow, or the one of an id: steps become test steps, exchanges their attachments. Never throws for
   * what the service gets wrong: `expect(result).toHaveNoFindings()` judges. Skips the test where `x-skip` says so.
   */
  readonly runWorkflow: RunWorkflow;
  /** Tables, functions, region, switches and faults of `mockGateway`, over those that gateways.yaml gives. */
  readonly mockGatewayOptions: ChosenMockOptions;
  /**
   * A mock gateway of this test alone, on free ports, with data of its own: the embedded gateway of gateways.yaml that
   * `gateway` names, or the first one. Closed after the test.
   */
  readonly mockGateway: StartedMock;
};

export const test = playwrightTest.extend<TestFixtures, WorkerFixtures>({
  project: ['.', { option: true, scope: 'worker' }],
  gateway: ['', { option: true, scope: 'worker' }],
  bodies: ['all', { option: true, scope: 'worker' }],
  mockFaults: [[], { option: true, scope: 'worker' }],
  gatewayUnderTest: [
    async ({ project, gateway, bodies, mockFaults }, use, { workerIndex }) => {
      const { gatewayUnderTest, close } = await openWorker({ project, gateway, bodies, mockFaults }, workerIndex).catch(
        (error: unknown) => {
          throw readableError(error);
        },
      );
      await use(gatewayUnderTest);
      await close();
    },
    // Not the time of the test that happens to come first.
    { scope: 'worker', timeout: 60_000 },
  ],
  runWorkflow: async ({ gatewayUnderTest }, use, testInfo) => {
    const { runWorkflow, close } = openTest(gatewayUnderTest, testInfo);
    await use(runWorkflow);
    await close();
  },
  startMock: [
    async ({ project, gateway }, use) => {
      await use(createMockStarter(project, gateway));
    },
    { scope: 'worker' },
  ],
  mockGatewayOptions: [{}, { option: true }],
  mockGateway: async ({ startMock, mockGatewayOptions }, use) => {
    const mock = await startMock(mockGatewayOptions);
    await use(mock);
    await mock.close();
  },
});

/**
 * The workflows of a project that are tests: every one that has the inputs it needs, once for each row of its `x-data`.
 * @throws an error with every fault of every file
 */
export function testWorkflows(project = '.'): ProjectWorkflow[] {
  try {
    return selectWorkflows(loadProject(project).workflows, { selectors: [], tags: [], inputs: {} }).flatMap(eachRow);
  } catch (error) {
    throw readableError(error);
  }
}

function eachRow(workflow: ProjectWorkflow): ProjectWorkflow[] {
  return workflow.rows?.map((row) => ({ ...workflow, name: `${workflow.name}#${row.id}`, rows: [row] })) ?? [workflow];
}
