// What a run tells while it goes on, and what stands on disk when it has ended.
import { join, relative } from 'node:path';
import type { Mask } from '../core/secrets.ts';
import type { Project } from '../project.ts';
import type { RecordEvent } from '../record/event.ts';
import { scanSecrets } from '../record/scan-secrets.ts';
import { openRecord } from '../record/write-record.ts';
import { openAllureResults } from '../report/allure-files.ts';
import { renderProgress } from '../report/render-progress.ts';
import { createRunText } from '../report/render-summary.ts';
import { summaryJson } from '../report/summary-json.ts';
import { addToSummary, coverageOf, emptySummary } from '../report/summary.ts';
import type { Summary } from '../report/summary.ts';
import { complainOfLeaks, finalExit } from './final-exit.ts';
import type { RunFlags } from './flags.ts';
import type { Terminal } from './terminal.ts';

export type RunToTell = {
  readonly project: Project;
  /** Of the selected workflows. */
  readonly names: readonly string[];
  readonly mask: Mask;
  /** The run folder. */
  readonly folder: string;
};

export type OpenRun = {
  readonly folder: string;
  readonly emit: (event: RecordEvent) => void;
  /** A run that never began leaves nothing behind. */
  readonly abandon: () => void;
  /** Tells the end, and gives the exit code. */
  readonly finish: () => Promise<number>;
};

/** Everything that is told and written while a run goes on, and at its end. */
export function openRun({ project, names, mask, folder }: RunToTell, flags: RunFlags, terminal: Terminal): OpenRun {
  const record = openRecord(folder);
  const results = join(folder, 'allure-results');
  // A line of a workflow that a message shows may hold a secret of its own.
  const source = (file: string): string | undefined => {
    const found = project.text(file);
    return found === undefined ? undefined : mask.mask(found);
  };
  const wanted = flags.allure || flags.report === true;
  const allure = wanted ? openAllureResults(results, { text: source, environment: terminal.environment }) : undefined;
  const summary = emptySummary();
  const text = createRunText(terminal.color, names);
  const silent = flags.json === true;
  const running = new Set<string>();
  const live = silent ? undefined : terminal.live;
  const timer =
    live &&
    setInterval(
      () => live(renderProgress(summary, { now: Date.now(), running: running.size, color: terminal.color })),
      200,
    );
  const emit = (event: RecordEvent): void => {
    record.write(event);
    allure?.add(event);
    const verdict = addToSummary(summary, event);
    if (event.type === 'workflow') running.delete(event.test);
    else if ('test' in event) running.add(event.test);
    if (silent) return;
    if (event.type === 'run') terminal.print(text.header(event));
    const line = event.type === 'workflow' && verdict !== undefined ? text.workflow(event, verdict) : undefined;
    if (line !== undefined) terminal.print(line);
  };
  const stop = (): void => {
    clearInterval(timer);
    live?.('');
  };
  return {
    folder,
    emit,
    abandon: () => {
      stop();
      record.abandon();
    },
    finish: async () => {
      stop();
      const at = Date.now();
      const page = flags.report === true ? await renderPage(results, folder, summary) : undefined;
      record.flush();
      const leaks = scanSecrets(folder, mask);
      const exit = finalExit(summary, leaks, terminal);
      emit({ type: 'end', at, exit });
      record.close();
      const report = relative(process.cwd(), page ?? folder) || '.';
      const coverage = coverageOf(
        summary,
        project.contracts.flatMap(({ operations }) => operations),
      );
      if (silent) terminal.print(JSON.stringify(summaryJson(summary, { exit, coverage, report }), null, 2));
      else {
        const gateway = (name: string) => project.gateways?.locate(name);
        terminal.print(text.end(summary, { text: source, coverage, report, exit, gateway }));
      }
      complainOfLeaks(leaks, terminal);
      return exit;
    },
  };
}

/** Loaded only when a page is wanted: it is by far the largest part. */
async function renderPage(results: string, folder: string, summary: Summary): Promise<string> {
  const { writeAllurePage } = await import('../report/allure-page.ts');
  return writeAllurePage(results, join(folder, 'allure'), `Gatewright ${summary.run?.run ?? ''}`);
}
