import { randomBytes } from 'node:crypto';
import { join, relative, resolve } from 'node:path';
import { compareRuns } from '../compare/compare-runs.ts';
import { asksForValues, parityWords } from '../compare/parity-words.ts';
import { DescriptionError } from '../core/errors.ts';
import { createMask } from '../core/secrets.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { Project } from '../project.ts';
import { loadProject } from '../project.ts';
import type { RecordEvent } from '../record/event.ts';
import { scanSecrets } from '../record/scan-secrets.ts';
import { openRecord } from '../record/write-record.ts';
import { renderParity } from '../report/render-parity.ts';
import { addToSummary, emptySummary } from '../report/summary.ts';
import { createRunText, exitLine } from '../report/render-summary.ts';
import { againLine } from '../run/again-line.ts';
import { chooseGateways } from '../run/choose-gateways.ts';
import { claimRunFolder } from '../run/claim-run-folder.ts';
import { runWorkflows } from '../run/run-workflows.ts';
import { countTests, selectWorkflows } from '../run/select-workflows.ts';
import { version } from '../run/version.ts';
import { complainOfLeaks, finalExit } from './final-exit.ts';
import type { ParityFlags } from './flags.ts';
import type { Terminal } from './terminal.ts';

/** `gatewright parity`: the same workflows on two gateways at the same time, their answers compared. */
export async function parityCommand(
  selectors: readonly string[],
  flags: ParityFlags,
  terminal: Terminal,
): Promise<number> {
  const project = loadProject(resolve(flags.project), terminal.environment);
  const [left, right] = chooseTwo(project, flags);
  const workflows = selectWorkflows(project.workflows, { selectors, tags: [], inputs: {} });
  const seed = flags.seed ?? randomBytes(3).toString('hex');
  const startedAt = Date.now();
  const reports = resolve(flags.reports ?? join(project.directory, 'reports'));
  const run = claimRunFolder(reports, new Date(startedAt), seed);
  const record = openRecord(join(reports, run));
  const mask = createMask();
  const events: RecordEvent[] = [];
  const summary = emptySummary();
  const { digests } = project;
  const selected = countTests(workflows) * 2;
  await runWorkflows(
    {
      ...{ project, gateways: [left, right], workflows, seed, inputs: {}, mask, folder: record.folder },
      ...{
        repeat: 1,
        rerun: 0,
        untilFail: false,
        keep: false,
        bodies: asksForValues(project) ? 'all' : 'failed',
        mockFaults: flags.mockFault,
      },
      warn: (line) => {
        terminal.complain(`  warning    ${line}`);
      },
      again: ({ workflow, gateway, data }, step) =>
        againLine({
          ...{ name: workflow.name, seed, mockFaults: flags.mockFault, gateway: gateway.name },
          ...(data && { row: data.id }),
          ...(step !== undefined && { step }),
          ...(flags.project !== '.' && { project: flags.project }),
        }),
    },
    { type: 'run', run, gatewright: version, startedAt, seed, frontDoor: 'command', selected, digests },
    (event) => {
      record.write(event);
      events.push(event);
      addToSummary(summary, event);
    },
    terminal.interruption.signal,
  ).catch((error: unknown) => {
    record.abandon();
    throw error;
  });
  record.close();
  const comparison = compareRuns(events, { left: left.name, right: right.name }, parityWords(project));
  const leaks = scanSecrets(record.folder, mask);
  const verdict = finalExit(summary, leaks, terminal);
  // A difference is a verdict, even where other workflows could not be judged.
  const exit = (verdict === 0 || verdict === 3) && comparison.differences.length > 0 ? 1 : verdict;
  if (flags.json === true) terminal.print(JSON.stringify({ ...comparison, exit }, null, 2));
  else {
    terminal.print(renderParity(comparison, terminal.color));
    if (verdict !== 0) {
      const report = relative(process.cwd(), record.folder);
      terminal.print(createRunText(terminal.color, []).end(summary, { text: project.text, report, exit }));
    } else if (exit !== 0) terminal.print(exitLine(exit) ?? '');
  }
  complainOfLeaks(leaks, terminal);
  return exit;
}

function chooseTwo(project: Project, flags: ParityFlags): readonly [Gateway, Gateway] {
  const gateways = chooseGateways(project, flags);
  const [left, right] = gateways;
  if (left && right && gateways.length === 2) return [left, right];
  const message = 'parity compares two different gateways';
  const expected = `--gateway twice, with two of: ${(project.gateways?.names ?? []).join(', ')}`;
  throw new DescriptionError([{ code: 'USAGE', message, expected, actual: flags.gateway.join(', ') }]);
}
