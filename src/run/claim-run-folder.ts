import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runId } from '../record/write-record.ts';

/**
 * Makes the folder of a new run and gives the run's name. Of runs that begin in the same second with the same seed, each
 * has a folder of its own: the second's name ends with `-2`.
 */
export function claimRunFolder(reports: string, startedAt: Date, seed: string): string {
  mkdirSync(reports, { recursive: true });
  const name = runId(startedAt, seed);
  for (let time = 1; ; time++) {
    const run = time === 1 ? name : `${name}-${time}`;
    if (makeFolder(join(reports, run))) return run;
  }
}

/** Of several processes exactly one finds that it made the folder. */
function makeFolder(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
