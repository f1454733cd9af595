import { appendFileSync, closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordEvent } from './event.ts';

/** The record of one run, on disk as it happens. */
export type RecordWriter = {
  /** `reports/2026-11-22T22-15-03Z-7f3a1c` */
  readonly folder: string;
  /** One line, one write: a killed run loses at most what is in flight, and several processes may append. */
  readonly write: (event: RecordEvent) => void;
  readonly close: () => void;
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
  const file = openSync(join(folder, recordFile), 'a');
  return {
    folder,
    write: (event) => {
      writeSync(file, `${JSON.stringify(event)}\n`);
    },
    close: () => {
      closeSync(file);
    },
  };
}

/** Appends the one event that a process without a writer has to say. */
export function appendToRecord(folder: string, event: RecordEvent): void {
  mkdirSync(folder, { recursive: true });
  appendFileSync(join(folder, recordFile), `${JSON.stringify(event)}\n`);
}
