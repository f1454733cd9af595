// Inserts, merges, changes and deletions of rows that are known by their keys.
import type { Dialect } from './dialect.ts';
import { keyOf } from './dialect.ts';
import {
  compileDelete,
  compileFindDuplicate,
  compileInsert,
  compileInsertReturning,
  compileSelectKeys,
  compileUpdate,
} from './compile.ts';
import { refuseMissing } from './given.ts';
import { denyAccess } from './permissions.ts';
import type { Plan } from './plan.ts';
import type { Program } from './program.ts';
import { invalidParameter } from './read-query.ts';
import { completeRow } from './rows.ts';
import type { Work } from './work.ts';
import type { Given, Stored, Table } from './table.ts';
import { ownerColumn } from './table.ts';

export function* selectKeys(dialect: Dialect, plan: Plan): Program<readonly Stored[]> {
  const { rows } = yield compileSelectKeys(dialect, plan);
  return rows.map((row) => row[0] ?? null);
}

/** Gives the keys as they are afterwards, for a change may touch the key itself. */
export function* updateKeys(
  dialect: Dialect,
  table: Table,
  { changes, keys }: { readonly changes: Given; readonly keys: readonly Stored[] },
): Program<readonly Stored[]> {
  if (keys.length === 0) return keys;
  yield compileUpdate(dialect, table, { changes, keys });
  const changed = changes[keyOf(table)];
  return changed === undefined ? keys : [changed];
}

export function* deleteKeys(dialect: Dialect, table: Table, keys: readonly Stored[]): Program<void> {
  if (keys.length > 0) yield compileDelete(dialect, table, keys);
}

export type Insert = { readonly work: Work; readonly owner: string | undefined; readonly now: number };

/** Counts as MySQL's ON DUPLICATE KEY UPDATE does: 1 for a new row, 2 for a merged one, 0 where nothing changed. */
export function* writeRows(
  dialect: Dialect,
  insert: Insert,
  rows: readonly Given[],
): Program<{ readonly affected: number; readonly keys: readonly Stored[] }> {
  let affected = 0;
  const keys: Stored[] = [];
  for (const row of rows) {
    const written = yield* writeRow(dialect, insert, row);
    affected += written.affected;
    if (written.key !== undefined) keys.push(written.key);
  }
  return { affected, keys };
}

/** Inserts one row in one statement, which gives these columns back. */
export function* insertOne(
  dialect: Dialect,
  insert: Insert,
  { given, columns }: { readonly given: Given; readonly columns: readonly string[] },
): Program<readonly (readonly Stored[])[]> {
  const { table } = insert.work;
  const { rows } = yield compileInsertReturning(dialect, table, { row: newRow(insert, given), columns });
  return rows;
}

function newRow({ work: { table }, owner, now }: Insert, given: Given): Stored[] {
  const row = completeRow(table, owner === undefined ? given : { ...given, [ownerColumn]: owner }, now);
  refuseMissing(table, row);
  return row;
}

type RowWritten = { readonly affected: number; readonly key?: Stored };

/** Inserts one row, or merges or skips it where a preference says so. */
function* writeRow(dialect: Dialect, insert: Insert, given: Given): Program<RowWritten> {
  const { work, owner } = insert;
  const { table, preferences } = work;
  const merging = preferences.resolution !== undefined;
  const duplicate = merging ? yield* findDuplicate(dialect, table, given) : undefined;
  if (!duplicate) {
    const { inserted } = yield compileInsert(dialect, table, newRow(insert, given));
    return { affected: 1, key: given[keyOf(table)] ?? inserted };
  }
  if (preferences.resolution === 'ignore-duplicates') return { affected: 0 };
  if (owner !== undefined && duplicate.row[ownerColumn] !== owner) throw denyAccess();
  const changed = Object.entries(given).some(([name, value]) => duplicate.row[name] !== value);
  if (!changed) return { affected: 0, key: duplicate.key };
  const [key = null] = yield* updateKeys(dialect, table, { changes: given, keys: [duplicate.key] });
  return { affected: 2, key };
}

type Duplicate = { readonly key: Stored; readonly row: Given };

/** The row with the same primary key or unique value, by column. */
function* findDuplicate(dialect: Dialect, table: Table, given: Given): Program<Duplicate | undefined> {
  for (const column of table.columns.values()) {
    if (column.primaryKey && given[column.name] === undefined) {
      throw invalidParameter(`an upsert needs the primary key "${column.name}" among the values`);
    }
  }
  const { rows } = yield compileFindDuplicate(dialect, table, given);
  const [found] = rows;
  if (!found) return undefined;
  const [key, ...values] = found;
  const row = Object.fromEntries(
    [...table.columns.values()].map((column, index) => [column.name, dialect.read(column, values[index] ?? null)]),
  );
  return { key: key ?? null, row };
}
