// Rows as their file has them: CSV, NDJSON, or a list in JSON or YAML.
import type { Fault } from '../core/errors.ts';
import { DescriptionError } from '../core/errors.ts';
import { isJsonArray, isJsonObject, parseJson, showValue } from '../core/json.ts';
import type { SourceDocument } from '../core/source.ts';
import type { RawRow, RawRows } from './raw-row.ts';
import { readCsv } from './read-csv.ts';

/** The files of a project, as far as rows need them. */
export type RowFiles = {
  readonly text: (file: string) => string | undefined;
  /** @throws DescriptionError with YAML_SYNTAX */
  readonly document: (file: string) => SourceDocument | undefined;
  /** Files below a folder whose names fit. */
  readonly below: (folder: string, pattern: RegExp) => readonly string[];
};

export const rowFileName = /\.(?:csv|ndjson|json|yaml|yml)$/;

/** @param file one that exists, and whose name says what it is */
export function readSource(file: string, text: string, files: RowFiles): RawRows {
  if (/\uFFFD|\0/.test(text)) return { rows: [], faults: [noUtf8(text, file)] };
  if (file.endsWith('.csv')) return readCsv(text, file);
  if (file.endsWith('.ndjson')) return readNdjson(text, file);
  try {
    const document = files.document(file);
    return document ? readList(document) : { rows: [], faults: [] };
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    return { rows: [], faults: error.faults };
  }
}

/** What is no UTF-8 was replaced as it was read; sent on, it would be other data than the file has. */
function noUtf8(text: string, file: string): Fault {
  const line = text.slice(0, text.search(/\uFFFD|\0/)).split('\n').length;
  const message = 'the file is not text in UTF-8';
  return { code: 'ROWS_SYNTAX', message, location: { file, line, column: 1 }, remedy: 'save it as UTF-8' };
}

function readList(document: SourceDocument): RawRows {
  const { value } = document;
  if (!isJsonArray(value)) {
    const words = { message: 'the file is not a list of rows', actual: showValue(value) };
    return { rows: [], faults: [{ code: 'ROWS_SYNTAX', ...words, location: document.locate('') }] };
  }
  const faults: Fault[] = [];
  const rows = value.flatMap((members, index): RawRow[] => {
    const locate = () => document.locate(`/${index}`);
    if (isJsonObject(members)) return [{ members, locate }];
    faults.push(noRow(locate(), showValue(members)));
    return [];
  });
  return { rows, faults };
}

function readNdjson(text: string, file: string): RawRows {
  const faults: Fault[] = [];
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const rows = lines.flatMap((content, index): RawRow[] => {
    if (content.trim() === '') return [];
    const location = { file, line: index + 1, column: 1 };
    const parsed = parseJson(content);
    if (parsed.ok && isJsonObject(parsed.value)) return [{ members: parsed.value, locate: () => location }];
    faults.push(parsed.ok ? noRow(location, showValue(parsed.value)) : noJson(location, parsed.reason));
    return [];
  });
  return { rows, faults };
}

function noRow(location: Fault['location'], actual: string): Fault {
  const words = { message: 'a row is a map of inputs', expected: 'a JSON object', actual };
  return { code: 'ROWS_SYNTAX', ...words, ...(location && { location }) };
}

function noJson(location: Fault['location'], reason: string): Fault {
  const remedy = 'every line of NDJSON is one JSON object';
  return { code: 'ROWS_SYNTAX', message: `the line is no JSON: ${reason}`, ...(location && { location }), remedy };
}
