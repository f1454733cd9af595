// Playwright's reporter, in the process that sees all workers: it writes how a run begins and ends.
import { basename } from 'node:path';
import type { FullConfig, FullProject, FullResult, Reporter, Suite } from '@playwright/test/reporter';
import { DescriptionError } from '../core/errors.ts';
import { loadProject } from '../project.ts';
import type { Project } from '../project.ts';
import type { RunEvent } from '../record/event.ts';
import { openRecord } from '../record/write-record.ts';
import type { RecordWriter } from '../record/write-record.ts';
import { openAllureResults } from '../report/allure-files.ts';
import { chooseGateways } from '../run/choose-gateways.ts';
import { version } from '../run/version.ts';
import type { GatewrightOptions } from './open-worker.ts';

/** The exit codes of Playwright. */
const exitCodes: Record<FullResult['status'], number> = { passed: 0, failed: 1, timedout: 1, interrupted: 130 };

/** Playwright makes one of the default export of a reporter's file. */
export default class RecordReporter implements Reporter {
  readonly #folder: string;
  readonly #resultsDir: string;
  #record: RecordWriter | undefined;

  constructor({ folder, resultsDir }: { readonly folder: string; readonly resultsDir: string }) {
    this.#folder = folder;
    this.#resultsDir = resultsDir;
  }

  onBegin(config: FullConfig, suite: Suite): void {
    const opened = suite.suites.flatMap((project) => openOf(project.project()) ?? []);
    const event: RunEvent = {
      ...{ type: 'run', run: basename(this.#folder), gatewright: version, frontDoor: 'playwright' },
      startedAt: Date.now(),
      seed: process.env['GATEWRIGHT_SEED'] ?? '',
      lanes: config.workers,
      selected: suite.allTests().length,
      digests: Object.fromEntries(opened.flatMap(({ project }) => Object.entries(project.digests))),
      gateways: opened.flatMap(({ gateways }) => gateways),
    };
    this.#record = openRecord(this.#folder);
    this.#record.write(event);
    openAllureResults(this.#resultsDir, { text: () => undefined, environment: process.env }).add(event);
  }

  onEnd({ status }: FullResult): void {
    this.#record?.write({ type: 'end', at: Date.now(), exit: exitCodes[status] });
    this.#record?.close();
  }

  printsToStdio(): boolean {
    return false;
  }
}

type Opened = { readonly project: Project; readonly gateways: RunEvent['gateways'] };

/** Undefined where the workers will tell what is wrong. */
function openOf(project: FullProject<object, Partial<GatewrightOptions>> | undefined): Opened | undefined {
  const { project: directory = '.', gateway = '' } = project?.use ?? {};
  try {
    const loaded = loadProject(directory);
    const chosen = chooseGateways(loaded, { gateway: gateway === '' ? [] : [gateway] });
    // Each worker starts an embedded gateway of its own, on a port of its own.
    const gateways = chosen.map(({ name, kind, baseUrl = 'http://127.0.0.1' }) => ({ name, kind, baseUrl }));
    return { project: loaded, gateways };
  } catch (error) {
    if (error instanceof DescriptionError) return undefined;
    throw error;
  }
}
