import { join, relative, resolve } from 'node:path';
import { loadProject } from '../project.ts';
import type { RunEvent, WorkflowEvent } from '../record/event.ts';
import { listRuns, readRecord } from '../record/read-record.ts';
import { openAllureResults } from '../report/allure-files.ts';
import type { AllureResults } from '../report/allure-files.ts';
import { createRunText } from '../report/render-summary.ts';
import { addToSummary, coverageOf, emptySummary, exitCode } from '../report/summary.ts';
import type { Summary } from '../report/summary.ts';
import type { Verdict } from '../runner/result.ts';
import { chooseRun } from './choose-run.ts';
import type { ReportFlags } from './flags.ts';
import type { Terminal } from './terminal.ts';

/** `gatewright report`: the summary and the Allure page of a run, made from its record alone. */
export async function reportCommand(run: string | undefined, flags: ReportFlags, terminal: Terminal): Promise<number> {
  const project = loadProject(resolve(flags.project), terminal.environment);
  const reports = resolve(flags.reports ?? join(project.directory, 'reports'));
  const folder = join(reports, chooseRun(listRuns(reports), run, reports));
  const results = join(folder, 'allure-results');
  const allure = openAllureResults(results, { text: project.text, environment: terminal.environment });
  const { summary, begun, ended } = await readRun(folder, allure);
  const text = createRunText(
    terminal.color,
    ended.map(({ event }) => event.name),
  );
  for (const event of begun) terminal.print(text.header(event));
  for (const { event, verdict } of ended) {
    const line = text.workflow(event, verdict);
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

type ReadRun = {
  readonly summary: Summary;
  readonly begun: readonly RunEvent[];
  readonly ended: readonly { readonly event: WorkflowEvent; readonly verdict: Verdict }[];
};

async function readRun(folder: string, allure: AllureResults): Promise<ReadRun> {
  const summary = emptySummary();
  const begun: RunEvent[] = [];
  const ended: { readonly event: WorkflowEvent; readonly verdict: Verdict }[] = [];
  for await (const event of readRecord(folder)) {
    const verdict = addToSummary(summary, event);
    if (event.type === 'run') begun.push(event);
    if (event.type === 'workflow' && verdict) ended.push({ event, verdict });
    // Playwright's reporter has written its own results, with what its tests did besides.
    if (summary.run?.frontDoor !== 'playwright') allure.add(event);
  }
  return { summary, begun, ended };
}
