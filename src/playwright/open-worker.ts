// What a Playwright worker opens once: the project, a gateway, and the record that all workers of a run append to.
import { randomBytes } from 'node:crypto';
import { basename, join, resolve } from 'node:path';
import { createMask } from '../core/secrets.ts';
import { loadProject } from '../project.ts';
import type { Project } from '../project.ts';
import { openRecord, runId } from '../record/write-record.ts';
import { againLine } from '../run/again-line.ts';
import { chooseGateways } from '../run/choose-gateways.ts';
import { openGateway } from '../run/open-gateway.ts';
import type { OpenGateway } from '../run/open-gateway.ts';
import { carryOutTest } from '../run/run-test.ts';
import type { Recorder } from '../run/run-test.ts';
import { selectWorkflows } from '../run/select-workflows.ts';
import { version } from '../run/version.ts';

/** A gateway that answers, its project, and the record of this worker. */
export type GatewayUnderTest = {
  readonly project: Project;
  readonly opened: OpenGateway;
  readonly baseUrl: string;
  readonly recorder: Omit<Recorder, 'tries'>;
};

export type GatewrightOptions = {
  /** The folder with contracts/, workflows/ and gateways.yaml. */
  readonly project: string;
  /** A gateway of gateways.yaml; empty: the default. One Playwright project per gateway runs them side by side. */
  readonly gateway: string;
  /** Which bodies the record keeps. */
  readonly bodies: 'failed' | 'all';
  readonly mockFaults: readonly string[];
};

/**
 * Names the run of this Playwright process, so that all its workers append to one record: call it in
 * playwright.config.ts. Gives the run folder.
 */
export function nameRun(reports = 'reports'): string {
  const seed = (process.env['GATEWRIGHT_SEED'] ??= randomBytes(3).toString('hex'));
  return (process.env['GATEWRIGHT_RUN'] ??= join(reports, runId(new Date(), seed)));
}

/** @throws DescriptionError where a file of the project is wrong */
export async function openWorker(
  options: GatewrightOptions,
): Promise<{ gatewayUnderTest: GatewayUnderTest; close: () => Promise<void> }> {
  const folder = resolve(nameRun());
  const seed = process.env['GATEWRIGHT_SEED'] ?? '';
  const project = loadProject(options.project);
  const [gateway] = chooseGateways(project, { gateway: options.gateway === '' ? [] : [options.gateway] });
  if (gateway === undefined) throw new Error('no gateway was chosen');
  const mask = createMask();
  const record = openRecord(folder);
  const recorder: Omit<Recorder, 'tries'> = {
    mask,
    bodies: options.bodies,
    emit: (event) => {
      record.write(event);
    },
    again: (test, step) =>
      againLine({
        ...{ name: test.workflow.name, seed, mockFaults: options.mockFaults },
        ...(step !== undefined && { step }),
        ...(gateway.name !== project.gateways?.default && { gateway: gateway.name }),
        ...(options.project !== '.' && { project: options.project }),
      }),
  };
  const opened = await openGateway(project, gateway, {
    ...{ mask, seed, lanes: 1, mockFaults: options.mockFaults },
    recordSession: (account, workflow, login) =>
      carryOutTest({ workflow, gateway, row: account, number: 0, purpose: 'session' }, login, {
        ...recorder,
        tries: 1,
      }),
  });
  if (record.begun) {
    const { baseUrl } = opened;
    const selected = selectWorkflows(project.workflows, { selectors: [], tags: [], inputs: {} }).length;
    record.write({
      ...{ type: 'run', run: basename(folder), gatewright: version, startedAt: Date.now(), seed, selected },
      ...{ frontDoor: 'playwright', lanes: 1, digests: project.digests },
      gateways: [{ name: gateway.name, kind: gateway.kind, baseUrl }],
    });
  }
  return {
    gatewayUnderTest: { project, opened, baseUrl: opened.baseUrl, recorder },
    close: async () => {
      await opened.close();
      record.close();
    },
  };
}
