import { join } from 'node:path';
import { DescriptionError } from '../core/errors.ts';
import { listRuns, readRecord } from '../record/read-record.ts';
import type { ProjectWorkflow } from '../project.ts';
import { addToSummary, emptySummary } from '../report/summary.ts';
import { withRows } from './select-workflows.ts';

/** What did not pass: workflows by id, and of those with rows, the rows. */
export type LastFailed = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The workflows that did not pass in the last run that has a record, with their rows.
 * @throws DescriptionError with NOTHING_SELECTED where there is no run, or nothing failed in it
 */
export async function lastFailed(reports: string): Promise<LastFailed> {
  const run = listRuns(reports).at(-1);
  if (run === undefined) throw nothing('there is no earlier run', 'make one with: npx gatewright run');
  const summary = emptySummary();
  for await (const event of readRecord(join(reports, run))) addToSummary(summary, event);
  const tests = [...summary.troubles.values()].filter(({ event }) => event.purpose === 'test');
  if (tests.length === 0) throw nothing(`nothing failed in the last run, ${run}`, 'run without --last-failed');
  const failed = new Map<string, Set<string>>();
  for (const { event } of tests) {
    const rows = failed.get(event.identity.workflowId) ?? new Set();
    failed.set(event.identity.workflowId, rows);
    if (event.dataRow !== undefined) rows.add(event.dataRow);
  }
  return failed;
}

/** Of the workflows that are selected, the rows that failed; all of them where none of those is there any more. */
export function failedRows(workflows: readonly ProjectWorkflow[], failed: LastFailed): ProjectWorkflow[] {
  return workflows.map((workflow) => {
    const [chosen] = withRows(workflow, failed.get(workflow.workflow.workflowId) ?? new Set());
    return chosen ?? workflow;
  });
}

function nothing(message: string, remedy: string): DescriptionError {
  return new DescriptionError([{ code: 'NOTHING_SELECTED', message, remedy }]);
}
