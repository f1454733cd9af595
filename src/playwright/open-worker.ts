// What a Playwright worker opens once: the project, a gateway, and the record that all workers of a run append to.
import { randomBytes } from 'node:crypto';
import type { JsonObject } from '../core/json.ts';
import { createMask } from '../core/secrets.ts';
import type { Mask } from '../core/secrets.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { loadProject } from '../project.ts';
import type { Project, ProjectWorkflow } from '../project.ts';
import { openRecord } from '../record/write-record.ts';
import { againLine } from '../run/again-line.ts';
import { checkRequest } from '../run/check-request.ts';
import { chooseGateways } from '../run/choose-gateways.ts';
import { openGateway, splitFault } from '../run/open-gateway.ts';
import type { OpenGateway } from '../run/open-gateway.ts';
import { carryOutTest } from '../run/run-test.ts';
import type { Recorder, Test } from '../run/run-test.ts';
import { findSecretMembers } from '../runner/find-secrets.ts';
import { literalSecrets } from '../runner/literal-secrets.ts';
import { runFolder } from './record-run.ts';

/** A gateway that answers, its project, and the record of this worker. */
export type GatewayUnderTest = {
  readonly project: Project;
  readonly opened: OpenGateway;
  readonly baseUrl: string;
  readonly seed: string;
  readonly recorder: Omit<Recorder, 'tries' | 'again'> & {
    readonly again: (test: Test, step: string | undefined, inputs: JsonObject) => string;
  };
  /** Tells that a workflow begins; gives what the names carry that it creates, and no other's. */
  readonly begin: (workflow: ProjectWorkflow) => string;
};

export type GatewrightOptions = {
  /** The folder with contracts/, workflows/ and gateways.yaml. */
  readonly project: string;
  /** A gateway of gateways.yaml; empty: the default. One Playwright project per gateway runs them side by side. */
  readonly gateway: string;
  /** Which bodies are kept in the record and attached: all, or those of exchanges where something was wrong. */
  readonly bodies: 'failed' | 'all';
  /** Make the embedded gateway lie, as in `retype:queryRecords:/0/position`. */
  readonly mockFaults: readonly string[];
};

export type OpenWorker = { readonly gatewayUnderTest: GatewayUnderTest; readonly close: () => Promise<void> };

/** @throws DescriptionError where a file of the project or an option is wrong */
export async function openWorker(options: GatewrightOptions, workerIndex: number): Promise<OpenWorker> {
  const seed = process.env['GATEWRIGHT_SEED'] ?? randomBytes(3).toString('hex');
  const project = loadProject(options.project);
  const { mockFaults } = options;
  const gateways = chooseGateways(project, { gateway: options.gateway === '' ? [] : [options.gateway] });
  const [gateway] = gateways;
  if (gateway === undefined) throw new Error('no gateway was chosen');
  // What names another gateway is meant for another Playwright project.
  const own = mockFaults.filter((fault) => (splitFault(fault).gateway ?? gateway.name) === gateway.name);
  checkRequest({ project, gateways, workflows: [], inputs: {}, seed, mockFaults: own });
  const mask = createMask();
  hideLiterals(project, mask);
  const folder = runFolder();
  const record = folder === undefined ? undefined : openRecord(folder);
  const recorder: GatewayUnderTest['recorder'] = {
    mask,
    bodies: options.bodies,
    emit: (event) => {
      record?.write(event);
    },
    again: (test, step, inputs) => againOf(options, { project, gateway, seed, test, step, inputs }),
  };
  // A login is shown again by the workflow that asked for it: what it is given may be secret.
  let asking: ProjectWorkflow | undefined;
  const opened = await openGateway(project, gateway, {
    ...{ mask, seed, lanes: 1, mockFaults },
    recordSession: (account, workflow, login) =>
      carryOutTest({ workflow, gateway, row: account, number: 0, purpose: 'session' }, login, {
        ...recorder,
        tries: 1,
        again: (test) => recorder.again({ ...test, workflow: asking ?? workflow }, undefined, {}),
      }),
  });
  let marks = 0;
  const begin = (workflow: ProjectWorkflow): string => {
    asking = workflow;
    return `gw-${seed}-w${workerIndex}-${(++marks).toString(36)}`;
  };
  return {
    gatewayUnderTest: { project, opened, baseUrl: opened.baseUrl, seed, recorder, begin },
    close: async () => {
      await opened.close();
      record?.close();
    },
  };
}

/** Secrets that stand in the files of workflows: Playwright shows parts of a file beside an error. */
function hideLiterals({ workflows }: Project, { hide }: Mask): void {
  for (const { link, workflow, rows } of workflows) {
    for (const { value, kind } of literalSecrets(link, workflow, rows)) hide(value, kind);
  }
  for (const { value: content } of new Set(workflows.map(({ link }) => link.description.document))) {
    const literals = findSecretMembers(content, new Set()).filter(({ value }) => !/[${]/.test(value));
    for (const { value, kind } of literals) hide(value, kind);
  }
}

type Again = {
  readonly project: Project;
  readonly gateway: Gateway;
  readonly seed: string;
  readonly test: Test;
  readonly step: string | undefined;
  readonly inputs: JsonObject;
};

function againOf(options: GatewrightOptions, { project, gateway, seed, test, step, inputs }: Again): string {
  return againLine({
    ...{ name: test.workflow.name, seed, mockFaults: options.mockFaults },
    inputs: Object.entries(inputs).map(([input, value]) =>
      typeof value === 'string' ? `${input}=${value}` : `${input}:=${JSON.stringify(value)}`,
    ),
    ...(test.data && { row: test.data.id }),
    ...(step !== undefined && { step }),
    ...(gateway.name !== project.gateways?.default && { gateway: gateway.name }),
    ...(options.project !== '.' && { project: options.project }),
  });
}
