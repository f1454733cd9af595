// Comma-separated values (RFC 4180): the first line names the columns.
import { CsvError, parse } from 'csv-parse/sync';
import type { Fault } from '../core/errors.ts';
import type { RawRow, RawRows } from './raw-row.ts';

/** The line in which a record ends, and its cells. */
type CsvRecord = { readonly end: number; readonly cells: readonly string[] };

/** Every cell is text; an empty one is absent. A row has as many cells as there are columns. */
export function readCsv(text: string, file: string): RawRows {
  const faults: Fault[] = [];
  const fault = (line: number, message: string, remedy?: string): void => {
    faults.push({ code: 'ROWS_SYNTAX', message, location: { file, line, column: 1 }, ...(remedy && { remedy }) });
  };
  const [header, ...records] = recordsOf(text, fault);
  const columns = header?.cells.map((name) => name.trim()) ?? [];
  const separator = columns.length === 1 ? /[;\t]/.exec(columns[0] ?? '')?.[0] : undefined;
  if (separator !== undefined) {
    const shown = separator === '\t' ? 'tabs' : `"${separator}"`;
    fault(1, `the cells stand between ${shown}, and not between commas`, 'save the file with commas as separators');
    return { rows: [], faults };
  }
  const known = new Set<string>();
  columns.forEach((name, index) => {
    if (name === '') fault(1, `column ${index + 1} has no name`);
    else if (known.size === known.add(name).size)
      fault(1, `the column "${name}" occurs twice`, 'rename one of the two');
  });
  const rows = records.flatMap(({ cells, end }): RawRow[] => {
    const line = end - cells.reduce((lines, cell) => lines + (cell.match(/\n/g)?.length ?? 0), 0);
    if (cells.length !== columns.length) {
      const remedy = 'a value with a comma in it stands in double quotes';
      fault(line, `the row has ${cells.length} cells, and there are ${columns.length} columns`, remedy);
      return [];
    }
    const given = cells.flatMap((cell, index) => (cell === '' ? [] : [[columns[index] ?? '', cell] as const]));
    return [{ members: Object.fromEntries(given), locate: () => ({ file, line, column: 1 }) }];
  });
  return { rows, columns, faults };
}

function recordsOf(
  text: string,
  fault: (line: number, message: string, remedy?: string) => void,
): readonly CsvRecord[] {
  const records: CsvRecord[] = [];
  const keep = (cells: string[], { lines }: { readonly lines: number }): null => {
    records.push({ end: lines, cells });
    return null;
  };
  try {
    parse(text, { bom: true, relax_column_count: true, skip_empty_lines: true, onRecord: keep });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line: unknown = error['lines'];
    const [reason = ''] = error.message.split(/ at line |, value is /);
    const remedy = 'a quote inside quotes is written twice';
    fault(typeof line === 'number' ? line : 1, `it is no CSV: ${reason}`, remedy);
    return [];
  }
  return records;
}
