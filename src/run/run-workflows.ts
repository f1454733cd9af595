import { join } from 'node:path';
import type { Row } from '../arazzo/description.ts';
import { reachableWorkflows } from '../arazzo/link.ts';
import type { Mask } from '../core/secrets.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { PolicyPart } from '../openapi/check-policy.ts';
import type { ProjectWorkflow } from '../project.ts';
import type { RecordEvent, RunEvent, WorkflowEvent } from '../record/event.ts';
import { literalSecrets } from '../runner/literal-secrets.ts';
import { createBreaker } from './breaker.ts';
import type { Breaker } from './breaker.ts';
import { checkRequest, inputsFor } from './check-request.ts';
import type { Requested } from './check-request.ts';
import { reasonToSkip } from './eligibility.ts';
import { idleFaults } from './idle-faults.ts';
import { openGateway } from './open-gateway.ts';
import type { OpenGateway } from './open-gateway.ts';
import { carryOutTest, untriedEvent } from './run-test.ts';
import type { Test } from './run-test.ts';

export type RunRequest = Requested & {
  /** Workflows at the same time on each gateway; absent: the gateway's own number. */
  readonly lanes?: number;
  readonly repeat: number;
  readonly untilFail: boolean;
  /** How often a workflow that failed is carried out again. */
  readonly rerun: number;
  readonly keep: boolean;
  readonly timeout?: number;
  /** How strictly answers are checked, over what the gateways say. */
  readonly policy?: PolicyPart;
  readonly bodies: 'failed' | 'all';
  /** The run folder, for what an embedded gateway keeps. */
  readonly folder: string;
  readonly mask: Mask;
  /** The command line that shows a test again, from the step that failed. */
  readonly again: (test: Test, step: string | undefined) => string;
  /** Tells what hinders nothing, and may surprise: a fault of the mock that did nothing. */
  readonly warn: (line: string) => void;
};

/**
 * Carries out every selected workflow on every gateway, and tells what happens as it happens.
 * @throws DescriptionError where a file or an input is wrong, before anything is sent
 */
export async function runWorkflows(
  request: RunRequest,
  run: Omit<RunEvent, 'gateways' | 'lanes'>,
  emit: (event: RecordEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  checkRequest(request);
  hideLiterals(request);
  const opened: OpenGateway[] = [];
  try {
    for (const gateway of request.gateways) opened.push(await open(request, gateway, emit));
    emit({
      ...run,
      gateways: opened.map(({ gateway: { name, kind }, baseUrl }) => ({ name, kind, baseUrl })),
      lanes: Math.max(...request.gateways.map((gateway) => lanesOf(request, gateway))),
    });
    await Promise.all(opened.map((gateway) => runOn(gateway, request, emit, signal)));
    for (const { gateway, faults } of opened) for (const line of idleFaults(gateway.name, faults())) request.warn(line);
  } finally {
    await Promise.all(opened.map((gateway) => gateway.close()));
  }
}

function hideLiterals({ workflows, mask }: RunRequest): void {
  for (const { link, workflow, rows } of workflows) {
    for (const { value, kind } of literalSecrets(link, workflow, rows)) mask.hide(value, kind);
    for (const part of reachableWorkflows(link, workflow)) {
      for (const { value, kind } of literalSecrets(part.link, part.workflow)) mask.hide(value, kind);
    }
  }
}

const lanesOf = (request: RunRequest, gateway: Gateway): number => request.lanes ?? gateway.concurrency;

function open(request: RunRequest, gateway: Gateway, emit: (event: RecordEvent) => void): Promise<OpenGateway> {
  const { project, mask, seed, timeout, policy, mockFaults, keep, folder } = request;
  return openGateway(project, gateway, {
    mask,
    seed,
    mockFaults,
    lanes: lanesOf(request, gateway),
    ...(timeout !== undefined && { timeout }),
    ...(policy !== undefined && { policy }),
    ...(keep &&
      gateway.embedded &&
      gateway.embedded.database === undefined && { dataFile: join(folder, `${gateway.name}.sqlite`) }),
    recordSession: async (account, workflow, login) => {
      const test: Test = { workflow, gateway, row: account, number: 0, purpose: 'session' };
      // A login is shown again by a workflow that needs it: what it is given may be secret.
      const asking = request.workflows.find((candidate) => asks(candidate, account));
      const again = (): string => request.again(asking ? { ...test, workflow: asking } : test, undefined);
      return carryOutTest(test, (journal) => login(journal), { ...request, emit, tries: 1, again });
    },
  });
}

function asks({ workflow }: ProjectWorkflow, account: string): boolean {
  return [workflow, ...workflow.steps].some((part) => part.as?.name === account);
}

async function runOn(
  gateway: OpenGateway,
  request: RunRequest,
  emit: (event: RecordEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const tests = testsOf(gateway.gateway, request);
  const breaker = createBreaker();
  const stop = new AbortController();
  const lane = async (): Promise<void> => {
    for (let test = tests.next(); !test.done; test = tests.next()) {
      const event = await runTest(test.value, {
        gateway,
        request,
        emit,
        breaker,
        signal,
        stopped: stop.signal.aborted,
      });
      if (request.untilFail && event.verdict === 'failed') stop.abort();
    }
  };
  await Promise.all(Array.from({ length: lanesOf(request, gateway.gateway) }, lane));
}

/** Made one by one, so that thousands of repeats cost no memory. */
function* testsOf(gateway: Gateway, { workflows, repeat }: RunRequest): Generator<Test, undefined> {
  let number = 0;
  for (let time = 1; time <= repeat; time++) {
    for (const workflow of workflows) {
      for (const data of workflow.rows ?? [undefined]) {
        number++;
        const row = rowName(data, repeat > 1 ? time : undefined);
        const test: Test = { workflow, gateway, number, purpose: 'test' };
        yield { ...test, ...(data && { data }), ...(row !== undefined && { row }) };
      }
    }
  }
}

/** A row keeps its name, whatever else is run; with --repeat, the time is told behind it. */
function rowName(data: Row | undefined, time: number | undefined): string | undefined {
  if (time === undefined) return data?.id;
  return data ? `${data.id} #${time}` : String(time);
}

type Lane = {
  readonly gateway: OpenGateway;
  readonly request: RunRequest;
  readonly emit: (event: RecordEvent) => void;
  readonly breaker: Breaker;
  readonly signal: AbortSignal;
  readonly stopped: boolean;
};

/** One test with its reruns. Every try is recorded; the last one counts. */
async function runTest(test: Test, { gateway, request, emit, breaker, signal, stopped }: Lane): Promise<WorkflowEvent> {
  const untried = reasonNotTried(test, breaker, signal, stopped);
  if (untried !== undefined) {
    const event = untriedEvent(test, untried);
    emit(event);
    return event;
  }
  const { inputs, seed, toStep, keep } = request;
  for (let tries = 1; ; tries++) {
    let ended: WorkflowEvent | undefined;
    const mark = `gw-${seed}-${test.number.toString(36)}${tries > 1 ? `-${tries}` : ''}`;
    await carryOutTest(
      test,
      (journal) =>
        gateway.runWorkflow(
          test.workflow,
          {
            inputs: inputsFor(test.workflow, inputs, test.data),
            mark,
            keep,
            journal,
            ...(toStep !== undefined && { toStep }),
          },
          signal,
        ),
      {
        ...request,
        tries,
        emit: (event) => {
          if (event.type === 'workflow') ended = event;
          emit(event);
        },
      },
    );
    if (ended === undefined) throw new Error('a workflow ended without an event');
    breaker.note(ended.verdict === 'broken' && ended.error?.code.startsWith('GATEWAY_') === true);
    const again = (ended.verdict === 'failed' || ended.verdict === 'broken') && tries <= request.rerun;
    if (!again || signal.aborted) return ended;
  }
}

function reasonNotTried(test: Test, breaker: Breaker, signal: AbortSignal, stopped: boolean) {
  const skip = reasonToSkip(test.workflow, test.gateway);
  if (skip !== undefined) return { verdict: 'skipped', reason: skip } as const;
  if (signal.aborted) return { verdict: 'not tried', reason: 'the run was interrupted' } as const;
  if (stopped) return { verdict: 'not tried', reason: 'an earlier one failed' } as const;
  if (breaker.open()) return { verdict: 'not tried', reason: 'the gateway does not answer' } as const;
  return undefined;
}
