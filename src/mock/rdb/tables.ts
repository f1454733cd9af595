// The tables file:
//
//   tables:
//     course:                                # letters, digits and _, not beginning with a digit
//       permission: READONLY                 # or PRIVATE, ADMINWRITE, ADMINONLY; left out: the administrator only
//       columns:
//         id: { type: INT, primaryKey: true, autoIncrement: true }
//         name: { type: VARCHAR(255), nullable: false, unique: true }
//         credit: { type: 'DECIMAL(4,1)', default: 0 }
//         created_at: { type: DATETIME, default: CURRENT_TIMESTAMP }
//         class_id: { type: INT, references: class.id }      # a foreign key, by which rows can be embedded
//       rows:
//         - { name: 高等数学 }
//
// Types: INT, BIGINT, BOOLEAN, DECIMAL(p,s), VARCHAR(n), TEXT, DATETIME, JSON. A column is nullable unless it says no, or
// is a primary key. An autoIncrement column is the table's only primary key.
import { DescriptionError } from '../../core/errors.ts';
import type { Fault } from '../../core/errors.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { isJsonArray, isJsonObject, showValue } from '../../core/json.ts';
import { didYouMean } from '../../core/nearest-name.ts';
import type { SourceDocument } from '../../core/source.ts';
import { formatPointer } from '../../document/json-pointer.ts';
import { foldedPrefix, rowKey } from './dialect.ts';
import { checkReferences } from './references.ts';
import { completeRow } from './rows.ts';
import type { Column, ColumnType, Permission, Reference, Stored, Table } from './table.ts';
import { parseColumnType, permissions } from './table.ts';
import { storeValue } from './values.ts';

/** Collects what is wrong, each at its line. */
type Report = (
  pointer: readonly (string | number)[],
  fault: Omit<Fault, 'code' | 'location'>,
  part?: 'key' | 'value',
) => void;

/** @throws DescriptionError with CONFIGURATION, all faults of the file at once */
export function readTables(document: SourceDocument): Table[] {
  const faults: Fault[] = [];
  const report: Report = (pointer, fault, part = 'value') => {
    faults.push({ code: 'CONFIGURATION', ...fault, location: document.locate(formatPointer(pointer), part) });
  };
  const file = objectAt(document.value, [], report);
  checkKeys(file, ['tables'], [], report);
  const tables = Object.entries(objectAt(file['tables'], ['tables'], report)).map(([name, value]) =>
    readTable(name, value, report),
  );
  const ordered = checkReferences(tables, (table, column, message) => {
    report(['tables', table, 'columns', column, 'references'], { message });
  });
  if (faults.length > 0) throw new DescriptionError(faults);
  return ordered;
}

function readTable(name: string, value: JsonValue, report: Report): Table {
  const at = ['tables', name];
  checkName(name, at, report);
  const table = objectAt(value, at, report);
  checkKeys(table, ['permission', 'columns', 'rows'], at, report);
  const columns = new Map(
    Object.entries(objectAt(table['columns'], [...at, 'columns'], report)).map(
      ([column, description]) =>
        [column, readColumn({ table: name, name: column }, description, [...at, 'columns', column], report)] as const,
    ),
  );
  checkPrimaryKey(columns, at, report);
  return {
    name,
    permission: readPermission(table['permission'], [...at, 'permission'], report),
    columns,
    rows: readRows(columns, table['rows'] ?? [], [...at, 'rows'], report),
  };
}

function readPermission(value: JsonValue | undefined, at: readonly string[], report: Report): Permission | undefined {
  const known = permissions.find((permission) => permission === value);
  if (value === undefined || known !== undefined) return known;
  report(at, {
    message: 'the permission is one of the presets',
    expected: permissions.join(', '),
    actual: showValue(value),
    ...(typeof value === 'string' ? remedyFor(value, permissions) : {}),
  });
  return undefined;
}

const columnKeys = ['type', 'nullable', 'default', 'primaryKey', 'autoIncrement', 'unique', 'references'];
const switches = ['nullable', 'primaryKey', 'autoIncrement', 'unique'];
const typeNames = ['INT', 'BIGINT', 'BOOLEAN', 'DECIMAL(p,s)', 'VARCHAR(n)', 'TEXT', 'DATETIME', 'JSON'];

type Named = { readonly table: string; readonly name: string };

function readColumn({ table, name }: Named, value: JsonValue, at: readonly string[], report: Report): Column {
  checkName(name, at, report);
  const description = objectAt(value, at, report);
  checkKeys(description, columnKeys, at, report);
  checkSwitches(description, at, report);
  const type = readType(description['type'], [...at, 'type'], report);
  const primaryKey = description['primaryKey'] === true;
  const given = description['default'];
  const defaultNow = type.name === 'DATETIME' && given === 'CURRENT_TIMESTAMP';
  const column: Column = {
    name,
    type,
    nullable: !primaryKey && description['nullable'] !== false,
    default: undefined,
    defaultNow,
    primaryKey,
    autoIncrement: description['autoIncrement'] === true,
    unique: description['unique'] === true,
    references: readReference(`${table}_${name}_fkey`, description['references'], [...at, 'references'], report),
  };
  if (column.autoIncrement && !(primaryKey && (type.name === 'INT' || type.name === 'BIGINT'))) {
    report(at, { message: 'an autoIncrement column is a primary key of type INT or BIGINT' });
  }
  if (given === undefined || defaultNow) return column;
  return { ...column, default: readStored(column, given, [...at, 'default'], report) };
}

function readReference(
  constraint: string,
  value: JsonValue | undefined,
  at: readonly string[],
  report: Report,
): Reference | undefined {
  if (value === undefined) return undefined;
  const [, table, column] = typeof value === 'string' ? (/^([^.]+)\.([^.]+)$/.exec(value) ?? []) : [];
  if (table !== undefined && column !== undefined) return { table, column, constraint };
  report(at, {
    message: 'a reference names a table and its column',
    expected: 'table.column',
    actual: showValue(value),
  });
  return undefined;
}

function readType(value: JsonValue | undefined, at: readonly string[], report: Report): ColumnType {
  const type = typeof value === 'string' ? parseColumnType(value) : undefined;
  if (type) return type;
  const expected = typeNames.join(', ');
  report(at, { message: 'a column has a type that the mock knows', expected, actual: showValue(value) });
  return { name: 'TEXT' };
}

function checkSwitches(description: JsonObject, at: readonly string[], report: Report): void {
  for (const key of switches) {
    const given = description[key];
    if (given === undefined || typeof given === 'boolean') continue;
    report([...at, key], { message: `"${key}" is true or false`, expected: 'boolean', actual: showValue(given) });
  }
}

function checkPrimaryKey(columns: ReadonlyMap<string, Column>, at: readonly string[], report: Report): void {
  const all = [...columns.values()];
  if (all.length === 0) report(at, { message: 'a table has at least one column' });
  const keys = all.filter((column) => column.primaryKey).length;
  if (keys > 1 && all.some((column) => column.autoIncrement)) {
    report([...at, 'columns'], { message: 'an autoIncrement column is the only primary key of its table' });
  }
}

function readRows(
  columns: ReadonlyMap<string, Column>,
  value: JsonValue,
  at: readonly string[],
  report: Report,
): (readonly Stored[])[] {
  if (!isJsonArray(value)) {
    report(at, { message: 'the rows are a list', expected: 'array', actual: showValue(value) });
    return [];
  }
  const now = Date.now();
  return value.map((item, index) => {
    const here = [...at, String(index)];
    const row = objectAt(item, here, report);
    checkKeys(row, [...columns.keys()], here, report);
    const given: Record<string, Stored> = {};
    for (const [name, field] of Object.entries(row)) {
      const column = columns.get(name);
      if (column) given[name] = readStored(column, field, [...here, name], report);
    }
    return completeRow({ columns }, given, now);
  });
}

function readStored(column: Column, value: JsonValue, at: readonly string[], report: Report): Stored {
  const stored = storeValue(column, value);
  if (stored.ok) return stored.value;
  report(at, { message: stored.reason });
  return null;
}

function objectAt(value: JsonValue | undefined, at: readonly string[], report: Report): JsonObject {
  if (isJsonObject(value)) return value;
  const what = at.length === 0 ? 'the tables file' : `"${at.at(-1) ?? ''}"`;
  report(at, { message: `${what} is a mapping`, expected: 'object', actual: showValue(value) });
  return {};
}

function checkKeys(object: JsonObject, known: readonly string[], at: readonly string[], report: Report): void {
  for (const key of Object.keys(object)) {
    if (known.includes(key)) continue;
    report(
      [...at, key],
      { message: `unknown key "${key}"`, expected: known.join(', '), ...remedyFor(key, known) },
      'key',
    );
  }
}

function checkName(name: string, at: readonly string[], report: Report): void {
  const reserved =
    name.toLowerCase() === rowKey || [foldedPrefix, 'sqlite_'].some((word) => name.toLowerCase().startsWith(word));
  if (/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && !reserved) return;
  report(at, { message: `"${name}" cannot be a name: letters, digits and _, not beginning with a digit` }, 'key');
}

function remedyFor(name: string, known: readonly string[]): { readonly remedy?: string } {
  const remedy = didYouMean(name, known);
  return remedy === undefined ? {} : { remedy };
}
