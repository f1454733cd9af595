import { randomUUID } from 'node:crypto';
import { join, posix, resolve } from 'node:path';
import { DescriptionError } from '../core/errors.ts';
import { didYouMean } from '../core/nearest-name.ts';
import type { Mask } from '../core/secrets.ts';
import { systemClock } from '../gateway/clock.ts';
import { createCodes } from '../gateway/codes.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { createHttpTransport } from '../gateway/http-transport.ts';
import { openSessionCache } from '../gateway/session-cache.ts';
import { withPaths } from '../gateway/services.ts';
import type { SessionCache } from '../gateway/session-cache.ts';
import { createSessions } from '../gateway/sessions.ts';
import type { JsonObject } from '../core/json.ts';
import type { FaultReport } from '../mock/faults/faults-in-force.ts';
import type { WrittenFault } from '../mock/faults/read-fault.ts';
import type { MockGatewayOptions, StartedMock } from '../mock/server.ts';
import type { Project, ProjectWorkflow } from '../project.ts';
import type { PolicyPart } from '../openapi/check-policy.ts';
import type { Contract } from '../openapi/contract.ts';
import type { Credentials, Journal, Observe } from '../runner/ports.ts';
import type { WorkflowResult } from '../runner/result.ts';
import { runWorkflow } from '../runner/run-workflow.ts';
import type { Dependencies } from '../runner/workflow-run.ts';
import { createByteMaker } from './make-bytes.ts';
import { paceTransport } from './pace.ts';

export type OpenOptions = {
  readonly mask: Mask;
  readonly seed: string;
  /** Connections, as many as workflows at the same time. */
  readonly lanes: number;
  /** Milliseconds for one attempt; absent: the gateway's. */
  readonly timeout?: number;
  /** Over what the gateway says. */
  readonly policy?: PolicyPart;
  /** Records the logins that accounts need. */
  readonly recordSession: (
    account: string,
    workflow: ProjectWorkflow,
    login: (journal: Journal) => Promise<WorkflowResult>,
  ) => Promise<WorkflowResult>;
} & Pick<EmbeddedOptions, 'mockFaults' | 'dataFile'>;

export type WorkflowOptions = {
  readonly inputs: JsonObject;
  /** What names created by this workflow carry. */
  readonly mark: string;
  readonly toStep?: string;
  readonly keep?: boolean;
  readonly journal: Journal;
  readonly observe?: Observe;
};

/** A gateway that answers, with the sessions of its accounts: the same for both front doors. */
export type OpenGateway = {
  readonly gateway: Gateway;
  readonly baseUrl: string;
  /** The control port of an embedded gateway. */
  readonly controlUrl?: string;
  /** The faults of an embedded gateway, and how often each did something. */
  readonly faults: () => readonly FaultReport[];
  readonly runWorkflow: (
    workflow: ProjectWorkflow,
    options: WorkflowOptions,
    signal: AbortSignal,
  ) => Promise<WorkflowResult>;
  /** Those of its accounts. */
  readonly credentials: Credentials;
  readonly close: () => Promise<void>;
};

/**
 * Starts an embedded gateway, or takes the address of a live one; nothing is sent yet.
 * @throws DescriptionError where the mock's tables, functions or faults are wrong
 */
export async function openGateway(project: Project, gateway: Gateway, options: OpenOptions): Promise<OpenGateway> {
  const { embedded } = gateway;
  const seed = embedded?.seed ?? options.seed;
  const mock = embedded && (await startEmbedded(project, gateway, { ...options, seed }));
  const baseUrl = mock?.url ?? gateway.baseUrl ?? '';
  const { bodyLimit } = gateway;
  const http = createHttpTransport({ connections: options.lanes, ...(bodyLimit !== undefined && { bodyLimit }) });
  const { hide } = options.mask;
  const shared = {
    transport: paceTransport(http.transport, systemClock, gateway.requestsPerSecond),
    clock: systemClock,
    bytes: createByteMaker(options.seed),
    hide,
  };
  const dependencies: Dependencies = new Map();
  const code = createCodes(gateway, mock?.controlUrl);
  const execute = (workflow: ProjectWorkflow, credentials: Credentials, chosen: WorkflowOptions, signal: AbortSignal) =>
    runWorkflow(
      {
        link: workflow.link,
        workflow: workflow.workflow,
        inputs: chosen.inputs,
        baseUrl,
        operations: project.operations,
        timeout: options.timeout ?? gateway.timeout,
        policy: { ...gateway.policy, ...options.policy },
        ...(chosen.toStep !== undefined && { toStep: chosen.toStep }),
        ...(chosen.keep !== undefined && { keep: chosen.keep }),
        dependencies,
      },
      {
        ...shared,
        credentials,
        values: { env: (name) => project.environment[name], mark: chosen.mark, seed: options.seed, code },
        journal: chosen.journal,
        ...(chosen.observe && { observe: chosen.observe }),
      },
      signal,
    );
  const cache = gateway.kind === 'live' ? openCache(project, gateway) : undefined;
  const nobody: Credentials = { obtain: () => Promise.resolve(undefined), renew: () => Promise.resolve(undefined) };
  const sessions = createSessions({
    gateway,
    findWorkflow: (workflowId) => project.workflows.find(({ workflow }) => workflow.workflowId === workflowId),
    run: (account, workflow, inputs, signal) =>
      options.recordSession(account, workflow, async (journal) => {
        const mark = `gw-${options.seed}-${randomUUID().slice(0, 8)}`;
        const result = await execute(workflow, nobody, { inputs, mark, journal }, signal);
        return isRefresh(gateway, account, workflow) ? forgiveRefusal(result) : result;
      }),
    clock: systemClock,
    hide,
    ...(cache && { cache }),
  });
  return {
    gateway,
    baseUrl,
    ...(mock && { controlUrl: mock.controlUrl }),
    faults: () => mock?.faults() ?? [],
    runWorkflow: (workflow, chosen, signal) => execute(workflow, sessions, chosen, signal),
    credentials: sessions,
    close: async () => {
      await http.close();
      await mock?.close();
    },
  };
}

function isRefresh({ accounts }: Gateway, name: string, { workflow }: ProjectWorkflow): boolean {
  const account = accounts.get(name);
  return account?.type === 'session' && account.refresh === workflow.workflowId;
}

/** That a session of an earlier run cannot be refreshed any more is no finding: the login that follows mends it. */
function forgiveRefusal(result: WorkflowResult): WorkflowResult {
  const findings = result.findings.filter(({ code }) => code !== 'CRITERION_NOT_MET');
  const kept = findings.some(({ severity }) => severity === 'error');
  return result.verdict === 'failed' && !kept ? { ...result, verdict: 'recovered', findings } : result;
}

/** Where sessions of live gateways are kept between runs, and shared by the workers of one. */
function openCache({ directory }: Project, gateway: Gateway): SessionCache {
  const cache = openSessionCache(join(directory, '.gatewright', 'sessions.json'), gateway, systemClock);
  if (cache.warning !== undefined) process.emitWarning(cache.warning);
  return cache;
}

/** What an embedded gateway is started with, over its settings. */
export type EmbeddedOptions = Omit<MockGatewayOptions, 'operations' | 'contracts' | 'faults'> & {
  readonly mockFaults: readonly WrittenFault[];
};

/** Starts the mock gateway; loaded only here, so that a live run loads no server and no database. */
export async function startEmbedded(
  project: Project,
  gateway: Gateway,
  { mockFaults, ...options }: EmbeddedOptions,
): Promise<StartedMock> {
  const { startContractMock, startMockGateway } = await import('../mock/server.ts');
  const { contract, faults: own = [], ...settings } = gateway.embedded ?? {};
  const faults = [...own, ...faultsFor(gateway.name, mockFaults)];
  if (contract !== undefined) {
    const seed = options.seed ?? gateway.embedded?.seed;
    const contracts = [contractNamed(project, gateway, contract)];
    return startContractMock({ ...options, ...(seed !== undefined && { seed }), contracts, faults });
  }
  return startMockGateway({
    ...settings,
    ...absolutePaths(project, settings),
    apiKeys: keysOf(gateway, 'apiKey'),
    publishableKeys: keysOf(gateway, 'publishableKey'),
    ...options,
    operations: project.operations,
    contracts: project.contracts,
    faults,
  });
}

type Paths = Pick<MockGatewayOptions, 'tables' | 'functions' | 'services' | 'dataFile'>;

/** The same files and folders, which are relative to the project's. */
export function absolutePaths({ directory }: Project, { tables, functions, services, dataFile }: Paths): Paths {
  return {
    ...(tables !== undefined && { tables: resolve(directory, tables) }),
    ...(functions !== undefined && { functions: resolve(directory, functions) }),
    ...(services !== undefined && { services: withPaths(services, (path) => resolve(directory, path)) }),
    ...(dataFile !== undefined && { dataFile: resolve(directory, dataFile) }),
  };
}

/** @throws DescriptionError where the project has no such contract */
function contractNamed({ contracts }: Project, { location }: Gateway, file: string): Contract {
  const files = contracts.map(({ document }) => document.file);
  const found = contracts.find(({ document }) => document.file === posix.normalize(file));
  if (found) return found;
  const message = `${file} is no contract of the project`;
  const remedy = didYouMean(file, files) ?? `name one of ${files.join(', ')}`;
  throw new DescriptionError([{ code: 'FILE_NOT_FOUND', message, location, remedy }]);
}

/** A fault counts for every embedded gateway, or, as in `mock-singapore=drop:queryRecords:/0/name`, for the one it names. */
function faultsFor(gateway: string, faults: readonly WrittenFault[]): WrittenFault[] {
  return faults.flatMap((fault): WrittenFault[] => {
    if (typeof fault !== 'string') return [fault];
    const { gateway: name = gateway, own } = splitFault(fault);
    return name === gateway ? [own] : [];
  });
}

/** The gateway that a fault names, and what that one is told. */
export function splitFault(fault: string): { readonly gateway?: string; readonly own: string } {
  const [, gateway, own] = /^([\w-]+)=(.*)$/s.exec(fault) ?? [];
  return gateway === undefined || own === undefined ? { own: fault } : { gateway, own };
}

function keysOf(gateway: Gateway, type: 'apiKey' | 'publishableKey'): string[] {
  const accounts = [...gateway.accounts.values()];
  return accounts.flatMap((account) => (account.type === type && 'key' in account ? [account.key] : []));
}
