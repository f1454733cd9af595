import { join } from 'node:path';
import { DescriptionError } from '../core/errors.ts';
import { listRuns, readRecord } from '../record/read-record.ts';
import { addToSummary, emptySummary } from '../report/summary.ts';

/**
 * The ids of the workflows that did not pass in the last run that has a record.
 * @throws DescriptionError with NOTHING_SELECTED where there is no run, or nothing failed in it
 */
export async function lastFailed(reports: string): Promise<string[]> {
  const run = listRuns(reports).at(-1);
  if (run === undefined) throw nothing('there is no earlier run', 'make one with: npx gatewright run');
  const summary = emptySummary();
  for await (const event of readRecord(join(reports, run))) addToSummary(summary, event);
  const tests = [...summary.troubles.values()].filter(({ event }) => event.purpose === 'test');
  if (tests.length === 0) throw nothing(`nothing failed in the last run, ${run}`, 'run without --last-failed');
  return [...new Set(tests.map(({ event }) => event.identity.workflowId))];
}

function nothing(message: string, remedy: string): DescriptionError {
  return new DescriptionError([{ code: 'NOTHING_SELECTED', message, remedy }]);
}
