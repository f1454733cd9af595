import { closeSync, fstatSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordEvent } from './event.ts';

/** The record of one run, on disk as it happens. */
export type RecordWriter = {
  /** `reports/2026-11-22T22-15-03Z-7f3a1c` */
  readonly folder: string;
  /** Whether this process began the record: then it says what the run is. */
  readonly begun: boolean;
  /**
   * One line. Lines of the same moment, such as those of an exchange and of the step that it ends, are one write, so that
   * several processes may append; a killed run loses at most what is in flight.
   */
  readonly write: (event: RecordEvent) => void;
  /** Puts on disk what was written in this moment. */
  readonly flush: () => void;
  readonly close: () => void;
  /** Closes it where something went wrong: a run that never began leaves no folder. */
  readonly abandon: () => void;
};

export const recordFile = 'events.ndjson';

/** A run's name: when it began, in UTC, and its seed, as in `2026-11-22T22-15-03Z-7f3a1c`. */
export function runId(startedAt: Date, seed: string): string {
  const time = startedAt
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-');
  return `${time}-${seed.replace(/[^\w-]/g, '_')}`;
}

/** Makes the folder where it is missing, and appends to its record. */
export function openRecord(folder: string): RecordWriter {
  mkdirSync(folder, { recursive: true });
  const { file, begun } = openToAppend(join(folder, recordFile));
  let lines = '';
  const flush = (): void => {
    if (lines === '') return;
    const text = lines;
    lines = '';
    writeSync(file, text);
  };
  return {
    folder,
    begun,
    write: (event) => {
      if (lines === '') process.nextTick(flush);
      lines += `${JSON.stringify(event)}\n`;
    },
    flush,
    close: () => {
      flush();
      closeSync(file);
    },
    abandon: () => {
      flush();
      const empty = fstatSync(file).size === 0;
      closeSync(file);
      if (begun && empty) rmSync(folder, { recursive: true });
    },
  };
}

/** Of several processes exactly one finds that it made the file. */
function openToAppend(path: string): { readonly file: number; readonly begun: boolean } {
  try {
    return { file: openSync(path, 'ax'), begun: true };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    return { file: openSync(path, 'a'), begun: false };
  }
}
