import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DescriptionError } from '../core/errors.ts';
import { parseJson } from '../core/json.ts';
import type { RecordEvent } from './event.ts';
import { recordFile } from './write-record.ts';

const eventTypes: ReadonlySet<unknown> = new Set(['run', 'exchange', 'step', 'workflow', 'end']);

/**
 * The events of a run, one after the other. A last line that a kill tore off is left out.
 * @throws DescriptionError with FILE_NOT_FOUND, or CONFIGURATION at the line that is no event
 */
export async function* readRecord(folder: string): AsyncGenerator<RecordEvent> {
  const path = join(folder, recordFile);
  if (!existsSync(path)) {
    throw new DescriptionError([
      {
        code: 'FILE_NOT_FOUND',
        message: `${folder} holds no record`,
        expected: `a file ${recordFile}`,
        remedy: 'name a run folder',
      },
    ]);
  }
  let line = 0;
  let torn: string | undefined;
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    if (torn !== undefined) throw notAnEvent(path, line, torn);
    line++;
    const parsed = parseJson(text);
    if (!parsed.ok) torn = parsed.reason;
    else if (isEvent(parsed.value)) yield parsed.value;
    else throw notAnEvent(path, line, 'it has no known type');
  }
}

/** By its type alone: a line is written by nobody else. */
function isEvent(value: unknown): value is RecordEvent {
  return typeof value === 'object' && value !== null && 'type' in value && eventTypes.has(value.type);
}

function notAnEvent(file: string, line: number, reason: string): DescriptionError {
  return new DescriptionError([
    {
      code: 'CONFIGURATION',
      message: `this line of the record is no event: ${reason}`,
      location: { file, line, column: 1 },
    },
  ]);
}

/** Run folders that hold a record, the newest last. */
export function listRuns(reports: string): string[] {
  if (!existsSync(reports)) return [];
  return readdirSync(reports, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(reports, entry.name, recordFile)))
    .map((entry) => entry.name)
    .sort();
}
