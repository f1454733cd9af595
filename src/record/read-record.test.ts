import { appendFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { DescriptionError } from '../core/errors.ts';
import type { RecordEvent } from './event.ts';
import { listRuns, readRecord } from './read-record.ts';
import { openRecord, runId } from './write-record.ts';

const end = (at: number): RecordEvent => ({ type: 'end', at, exit: 0 });
const newFolder = (): string => join(mkdtempSync(join(tmpdir(), 'gatewright-')), 'reports', 'run');

async function eventsOf(folder: string): Promise<RecordEvent[]> {
  const events: RecordEvent[] = [];
  for await (const event of readRecord(folder)) events.push(event);
  return events;
}

async function faultOf(folder: string): Promise<string> {
  const error: unknown = await eventsOf(folder).catch((reason: unknown) => reason);
  if (!(error instanceof DescriptionError)) throw new Error('it did not fail as it should', { cause: error });
  return error.message;
}

test('what was written is read, in order, also while it is still being written', async () => {
  const folder = newFolder();
  const record = openRecord(folder);
  record.write(end(1));
  expect(await eventsOf(folder)).toEqual([end(1)]);
  record.write(end(2));
  record.close();
  expect(await eventsOf(folder)).toEqual([end(1), end(2)]);
  expect(readFileSync(join(folder, 'events.ndjson'), 'utf8')).toBe(
    `${JSON.stringify(end(1))}\n${JSON.stringify(end(2))}\n`,
  );
});

test('several processes append to one record, and one of them began it', async () => {
  const folder = newFolder();
  const [first, second] = [openRecord(folder), openRecord(folder)];
  expect([first.begun, second.begun]).toEqual([true, false]);
  first.write(end(1));
  second.write(end(2));
  first.write(end(3));
  first.close();
  second.close();
  // The lines of one moment are one write, so those of the first stand together.
  expect(await eventsOf(folder)).toEqual([end(1), end(3), end(2)]);
});

test('a last line that a kill tore off is left out', async () => {
  const folder = newFolder();
  const record = openRecord(folder);
  record.write(end(1));
  record.close();
  appendFileSync(join(folder, 'events.ndjson'), '{"type":"end","at":');
  expect(await eventsOf(folder)).toEqual([end(1)]);
});

for (const { name, text, message } of [
  {
    name: 'a torn line in the middle',
    text: '{"type":"end"\n{"type":"end"}\n',
    message: /^CONFIGURATION .*events\.ndjson:1:1 this line of the record is no event: /,
  },
  {
    name: 'an unknown type',
    text: '{"type":"end"}\n{"type":"ende"}\n',
    message: /^CONFIGURATION .*events\.ndjson:2:1 .*: it has no known type$/,
  },
  {
    name: 'a line that is no object',
    text: '[1]\n',
    message: /^CONFIGURATION .*events\.ndjson:1:1 .*: it has no known type$/,
  },
]) {
  test(`refuses ${name}`, async () => {
    const folder = newFolder();
    openRecord(folder).close();
    writeFileSync(join(folder, 'events.ndjson'), text);
    expect(await faultOf(folder)).toMatch(message);
  });
}

test('a folder without a record', async () => {
  const folder = newFolder();
  expect(await faultOf(folder)).toBe(`FILE_NOT_FOUND ${folder} holds no record`);
});

test('lists the runs that have a record, the newest last', () => {
  const reports = join(newFolder(), '..');
  expect(listRuns(reports)).toEqual([]);
  for (const run of ['2026-11-23T01-00-00Z-b', '2026-11-22T22-15-03Z-a']) openRecord(join(reports, run)).close();
  writeFileSync(join(reports, 'other.txt'), '');
  expect(listRuns(reports)).toEqual(['2026-11-22T22-15-03Z-a', '2026-11-23T01-00-00Z-b']);
});

test('a run is named by its beginning and its seed, whatever the seed is', () => {
  expect(runId(new Date('2026-11-22T22:15:03.456Z'), '7f3a1c')).toBe('2026-11-22T22-15-03Z-7f3a1c');
  expect(runId(new Date(0), '../x y')).toBe('1970-01-01T00-00-00Z-___x_y');
});
