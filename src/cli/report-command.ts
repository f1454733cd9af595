import { join, relative, resolve } from 'node:path';
import { DescriptionError } from '../core/errors.ts';
import { didYouMean } from '../core/nearest-name.ts';
import { loadProject } from '../project.ts';
import { listRuns, readRecord } from '../record/read-record.ts';
import { openAllureResults } from '../report/allure-files.ts';
import { createRunText } from '../report/render-summary.ts';
import { addToSummary, coverageOf, emptySummary, exitCode } from '../report/summary.ts';
import type { ReportFlags } from './flags.ts';
import type { Terminal } from './terminal.ts';

/** `gatewright report`: the summary and the Allure page of a run, made from its record alone. */
export async function reportCommand(run: string | undefined, flags: ReportFlags, terminal: Terminal): Promise<number> {
  const project = loadProject(resolve(flags.project), terminal.environment);
  const reports = resolve(flags.reports ?? join(project.directory, 'reports'));
  const folder = join(reports, chooseRun(listRuns(reports), run, reports));
  const results = join(folder, 'allure-results');
  const allure = openAllureResults(results, { text: project.text, environment: terminal.environment });
  const summary = emptySummary();
  const text = createRunText(terminal.color);
  for await (const event of readRecord(folder)) {
    allure.add(event);
    const verdict = addToSummary(summary, event);
    const line =
      event.type === 'run'
        ? text.header(event)
        : event.type === 'workflow' && verdict
          ? text.workflow(event, verdict)
          : undefined;
    if (line !== undefined) terminal.print(line);
  }
  const { writeAllurePage } = await import('../report/allure-page.ts');
  const page = await writeAllurePage(results, join(folder, 'allure'), `Gatewright ${summary.run?.run ?? ''}`);
  const coverage = coverageOf(
    summary,
    project.contracts.flatMap(({ operations }) => operations),
  );
  const exit = exitCode(summary);
  const gateway = (name: string) => project.gateways?.locate(name);
  const report = relative(process.cwd(), page);
  terminal.print(text.end(summary, { text: project.text, coverage, report, exit, gateway }));
  return exit;
}

function chooseRun(runs: readonly string[], wanted: string | undefined, reports: string): string {
  const name = wanted?.replace(/[\\/]+$/, '').replace(/^.*[\\/]/, '') ?? runs.at(-1);
  if (name !== undefined && runs.includes(name)) return name;
  const message =
    name === undefined ? `there is no run in ${relative(process.cwd(), reports)}` : `there is no run "${name}"`;
  const remedy = didYouMean(name ?? '', runs) ?? 'make one with: npx gatewright run';
  throw new DescriptionError([{ code: 'FILE_NOT_FOUND', message, remedy }]);
}
