import { randomBytes } from 'node:crypto';
import { watch } from 'node:fs';
import { join, resolve } from 'node:path';
import { DescriptionError } from '../core/errors.ts';
import { createMask } from '../core/secrets.ts';
import { loadProject, readProject } from '../project.ts';
import type { Project } from '../project.ts';
import { againLine } from '../run/again-line.ts';
import { chooseGateways } from '../run/choose-gateways.ts';
import { claimRunFolder } from '../run/claim-run-folder.ts';
import { failedRows, lastFailed } from '../run/last-failed.ts';
import { runWorkflows } from '../run/run-workflows.ts';
import type { RunRequest } from '../run/run-workflows.ts';
import type { Test } from '../run/run-test.ts';
import { countTests, selectWorkflows } from '../run/select-workflows.ts';
import type { RunFlags } from './flags.ts';
import { createFaultText } from './fault-text.ts';
import { openRun } from './open-run.ts';
import { readContractFlags } from './read-contract-flags.ts';
import { readInputs } from './read-inputs.ts';
import type { Terminal } from './terminal.ts';
import { version } from '../run/version.ts';

/** `gatewright run`, once or, with --watch, whenever a contract or workflow changes. */
export async function runCommand(selectors: readonly string[], flags: RunFlags, terminal: Terminal): Promise<number> {
  const { signal } = terminal.interruption;
  const interrupted = (): boolean => signal.aborted;
  let exit = await (flags.watch === true ? runWatched : runOnce)(selectors, flags, terminal);
  while (flags.watch === true && !interrupted()) {
    terminal.print('\nwaiting for a change in contracts/, workflows/ or gateways.yaml; Ctrl-C ends');
    await nextChange(resolve(flags.project), filesOf(flags, terminal), signal);
    if (!interrupted()) exit = await runWatched(selectors, flags, terminal);
  }
  return exit;
}

/** A file with a fault ends a run, and not the watching: the next change may mend it. */
async function runWatched(selectors: readonly string[], flags: RunFlags, terminal: Terminal): Promise<number> {
  try {
    return await runOnce(selectors, flags, terminal);
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    terminal.complain(createFaultText(terminal.color)(error));
    return 2;
  }
}

async function runOnce(selectors: readonly string[], flags: RunFlags, terminal: Terminal): Promise<number> {
  const project = loadProject(resolve(flags.project), terminal.environment);
  const gateways = chooseGateways(project, flags);
  const reports = resolve(flags.reports ?? join(project.directory, 'reports'));
  const failed = flags.lastFailed === true ? await lastFailed(reports) : undefined;
  const inputs = readInputs(flags.input);
  const selection = { selectors: failed ? [...failed.keys()] : selectors, tags: flags.tag, rows: flags.row, inputs };
  const selected = selectWorkflows(project.workflows, selection);
  const workflows = failed ? failedRows(selected, failed) : selected;
  const seed = flags.seed ?? randomBytes(3).toString('hex');
  const startedAt = Date.now();
  const run = claimRunFolder(reports, new Date(startedAt), seed);
  const mask = createMask();
  const names = workflows.flatMap(({ name, rows }) => rows?.map(({ id }) => `${name}#${id}`) ?? [name]);
  const writing = openRun({ project, names, mask, folder: join(reports, run) }, flags, terminal);
  const request: RunRequest = {
    ...{ project, gateways, workflows, inputs, seed, mask, folder: writing.folder },
    ...{
      repeat: flags.repeat,
      rerun: flags.rerun ?? 0,
      untilFail: flags.untilFail === true,
      keep: flags.keep === true,
    },
    ...{ mockFaults: flags.mockFault, bodies: flags.bodies },
    ...(flags.lanes !== undefined && { lanes: flags.lanes }),
    ...(flags.timeout !== undefined && { timeout: flags.timeout }),
    policy: readContractFlags(flags.contract),
    ...(flags.to !== undefined && { toStep: flags.to }),
    warn: (line) => {
      terminal.complain(`  warning    ${line}`);
    },
    again: (test, step) => againOf(flags, { test, step, seed, project }),
  };
  const { digests } = project;
  const count = countTests(workflows) * gateways.length * flags.repeat;
  try {
    await runWorkflows(
      request,
      { type: 'run', run, gatewright: version, startedAt, seed, frontDoor: 'command', selected: count, digests },
      writing.emit,
      terminal.interruption.signal,
    );
  } catch (error) {
    writing.abandon();
    throw error;
  }
  return writing.finish();
}

type Again = {
  readonly test: Test;
  readonly step: string | undefined;
  readonly seed: string;
  readonly project: Project;
};

function againOf(flags: RunFlags, { test, step, seed, project }: Again): string {
  const { gateway, workflow, data } = test;
  // With --base-url a gateway has the name of its host, and the accounts of the one that was named.
  const named = flags.baseUrl === undefined ? gateway.name : flags.gateway[0];
  const isDefault = named === undefined || named === project.gateways?.default;
  return againLine({
    ...{ name: workflow.name, seed, mockFaults: flags.mockFault, inputs: flags.input, contract: flags.contract },
    ...(data && { row: data.id }),
    ...(step !== undefined && { step }),
    ...(!isDefault && { gateway: named }),
    ...(flags.project !== '.' && { project: flags.project }),
    ...(flags.baseUrl !== undefined && { baseUrl: flags.baseUrl }),
    ...(flags.timeout !== undefined && { timeout: flags.timeout }),
  });
}

/** Those that workflows name may lie anywhere in the project; none are known while a file has a fault. */
function filesOf({ project }: RunFlags, { environment }: Terminal): ReadonlySet<string> {
  return new Set(Object.keys(readProject(resolve(project), environment).project?.digests ?? {}));
}

/** Resolves at the next change of a file that describes something, or when interrupted. */
function nextChange(directory: string, files: ReadonlySet<string>, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const watcher = watch(directory, { recursive: true, signal }, (_event, file) => {
      const name = String(file).replaceAll('\\', '/');
      if (!/^(?:contracts|workflows|mock)\/|^gateways\.yaml$|^\.env$/.test(name) && !files.has(name)) return;
      watcher.close();
      done();
    });
    watcher.on('error', () => {
      done();
    });
    signal.addEventListener('abort', () => {
      done();
    });
  });
}
