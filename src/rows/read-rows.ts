// `x-data`: rows of inputs, each with a name that stays, held against the schema of the inputs before anything is sent.
import { hash } from 'node:crypto';
import { posix } from 'node:path';
import type { Data, Row, Workflow } from '../arazzo/description.ts';
import type { Fault } from '../core/errors.ts';
import type { JsonObject, JsonValue } from '../core/json.ts';
import { isContainer, writeJson } from '../core/json.ts';
import { didYouMean } from '../core/nearest-name.ts';
import { formatLocation } from '../core/source.ts';
import type { SourceDocument, SourceLocation } from '../core/source.ts';
import { textOf } from '../expression/text-of.ts';
import { violatedInputs } from '../runner/bind-inputs.ts';
import type { RawRow, RawRows } from './raw-row.ts';
import type { RowFiles } from './read-source.ts';
import { readSource, rowFileName } from './read-source.ts';
import { cellTyper } from './type-cell.ts';

export type RowsReading = { readonly rows: readonly Row[]; readonly faults: readonly Fault[] };

/** Faults of one set of rows that are told; thousands of rows may have the same. */
const faultLimit = 20;

/** The rows of a workflow; undefined where it has none. */
export function readRows(workflow: Workflow, document: SourceDocument, files: RowFiles): RowsReading | undefined {
  const { data } = workflow;
  if (!data) return undefined;
  const raw = data.source ? readFile(data.source, document, files) : inlineRows(data, document);
  const reading: Reading = { workflow, data, faults: [...raw.faults], seen: new Map(), told: new Set() };
  checkColumns(reading, raw, document);
  if (raw.rows.length === 0 && reading.faults.length === 0) {
    const location = document.locate(data.source?.pointer ?? data.pointer);
    reading.faults.push({ code: 'INPUT_INVALID', message: 'there is no row, so nothing would be tested', location });
  }
  const typed = raw.columns && workflow.inputs.schema ? cellTyper(workflow.inputs.schema) : undefined;
  const rows = raw.rows.map((row) => readRow(reading, row, typed));
  return { rows, faults: limited(reading.faults) };
}

type Reading = {
  readonly workflow: Workflow;
  readonly data: Data;
  readonly faults: Fault[];
  /** Where each id was first. */
  readonly seen: Map<string, RawRow>;
  /** Unknown inputs that were told. */
  readonly told: Set<string>;
};

function inlineRows({ rows }: Data, document: SourceDocument): RawRows {
  return {
    rows: rows.map(({ members, pointer }) => ({ members, locate: () => document.locate(pointer) })),
    faults: [],
  };
}

function readFile(
  source: { readonly file: string; readonly pointer: string },
  document: SourceDocument,
  files: RowFiles,
) {
  const folder = posix.dirname(document.file);
  const file = posix.join(folder, source.file);
  const refuse = (code: 'FILE_NOT_FOUND' | 'ARAZZO_SCHEMA', message: string, remedy?: string): RawRows => {
    const fault: Fault = { code, message, location: document.locate(source.pointer), ...(remedy && { remedy }) };
    return { rows: [], faults: [fault] };
  };
  if (file.startsWith('../') || posix.isAbsolute(source.file)) {
    return refuse('FILE_NOT_FOUND', `${source.file} lies outside the project`);
  }
  if (!rowFileName.test(file)) {
    return refuse('ARAZZO_SCHEMA', `${source.file} is no file of rows`, 'name a .csv, .ndjson, .json or .yaml file');
  }
  const text = files.text(file);
  if (text !== undefined) return readSource(file, text, files);
  const known = files.below(folder, rowFileName).map((name) => posix.relative(folder, name));
  return refuse('FILE_NOT_FOUND', `there is no file ${file}`, didYouMean(source.file, known));
}

/** What a header has wrong is told once, and not of every row. */
function checkColumns(
  { workflow, data, faults, told }: Reading,
  { columns, rows }: RawRows,
  document: SourceDocument,
): void {
  if (!columns || rows.length === 0) return;
  const { names = columns } = workflow.inputs;
  const file = data.source === undefined ? document.file : posix.join(posix.dirname(document.file), data.source.file);
  const location = { file, line: 1, column: 1 };
  for (const name of columns) {
    if (name === '') told.add(name);
    if (name === '' || name === nameColumn(workflow, data) || names.includes(name)) continue;
    told.add(name);
    faults.push(unknownColumn(workflow, name, location));
  }
}

function unknownColumn({ workflowId, inputs }: Workflow, name: string, location: SourceLocation): Fault {
  const { names = [] } = inputs;
  const remedy = didYouMean(name, names) ?? `its inputs: ${names.length === 0 ? 'none' : names.join(', ')}`;
  return { code: 'INPUT_INVALID', message: `workflow "${workflowId}" has no input "${name}"`, location, remedy };
}

function readRow(reading: Reading, raw: RawRow, typed: ReturnType<typeof cellTyper> | undefined): Row {
  const { workflow, data, faults, told } = reading;
  const { names } = workflow.inputs;
  const column = nameColumn(workflow, data);
  const isInput = names === undefined || column === undefined || names.includes(column);
  const entries = Object.entries(raw.members)
    .filter(([name]) => name !== column || isInput)
    .map(([name, value]): [string, JsonValue] => [
      name,
      typed && typeof value === 'string' ? typed(name, value) : value,
    ]);
  const inputs: JsonObject = Object.fromEntries(entries);
  const id = idOf(reading, raw, inputs);
  const named = (fault: Fault): Fault => ({
    ...fault,
    message: `row "${id}": ${fault.message}`,
    location: raw.locate(),
  });
  for (const name of Object.keys(inputs)) {
    if (names === undefined || names.includes(name) || told.has(name)) continue;
    told.add(name);
    faults.push(named(unknownColumn(workflow, name, raw.locate())));
  }
  faults.push(...violatedInputs(workflow, inputs).map(({ fault }) => named(fault)));
  const first = reading.seen.get(id);
  if (first) faults.push(sameId(id, raw, first));
  else reading.seen.set(id, raw);
  return { id, inputs, locate: raw.locate };
}

function sameId(id: string, row: RawRow, first: RawRow): Fault {
  const message = `the row "${id}" is there already, at ${formatLocation(first.locate())}`;
  const remedy = 'give each row an id of its own; without ids, no two rows may be the same';
  return { code: 'ROW_DUPLICATE', message, location: row.locate(), remedy };
}

/** The row's own name; without one, a digest of what it holds, so that it keeps it wherever it moves. */
function idOf({ workflow, data, faults }: Reading, { members, locate }: RawRow, inputs: JsonObject): string {
  const value = members[nameColumn(workflow, data) ?? ''];
  if (value === undefined && data.id !== undefined) {
    const message = `the row has no "${data.id}", which names it`;
    faults.push({
      code: 'INPUT_INVALID',
      message,
      location: locate(),
      remedy: 'give it one, or leave "id" out of x-data',
    });
  }
  if (value === undefined) return digestOf(workflow, inputs);
  const id = isContainer(value) ? '' : textOf(value);
  if (!/^[^\p{Cc}]{1,200}$/u.test(id)) {
    const expected = 'a text or number of 1 to 200 characters, without control characters';
    faults.push({ code: 'INPUT_INVALID', message: "a row's name cannot be shown", location: locate(), expected });
  }
  return id;
}

/** A row's name is shown, so that a secret is none. */
function nameColumn({ inputs: { secret } }: Workflow, { id }: Data): string | undefined {
  return id ?? (secret.has('id') ? undefined : 'id');
}

/** Without secrets: a short one could be guessed from its digest. */
function digestOf({ inputs: { secret } }: Workflow, inputs: JsonObject): string {
  const shown = Object.entries(inputs).filter(([name]) => !secret.has(name));
  const sorted = shown.sort(([left], [right]) => (left < right ? -1 : 1));
  return hash('sha256', writeJson(Object.fromEntries(sorted))).slice(0, 12);
}

function limited(faults: readonly Fault[]): readonly Fault[] {
  const more = faults.length - faultLimit;
  if (more <= 0) return faults;
  const message = `${more} more faults of rows are not told`;
  return [...faults.slice(0, faultLimit), { code: 'INPUT_INVALID', message }];
}
