// The five things that can be done with a table. Each is one transaction.
import type { JsonObject } from '../../core/json.ts';
import type { Caller } from '../caller.ts';
import { GatewayRefusal } from '../errors.ts';
import type { Target } from './compile.ts';
import {
  columnNamed,
  compileCount,
  compileDelete,
  compileFindDuplicate,
  compileInsert,
  compileSelect,
  compileSelectKeys,
  compileUpdate,
  compileUpdateKey,
} from './compile.ts';
import type { SqlDatabase } from './database.ts';
import { accessTo, denyOthersRow, refuseOwner } from './permissions.ts';
import type { Preferences } from './prefer.ts';
import type { Query } from './query.ts';
import { invalidParameter } from './read-query.ts';
import type { Selection } from './rows.ts';
import { completeRow, resolveSelection, showRow, storeGiven } from './rows.ts';
import type { Given, Stored, Table } from './table.ts';
import { ownerColumn } from './table.ts';

export type Store = {
  readonly tables: ReadonlyMap<string, Table>;
  readonly database: SqlDatabase;
  readonly now: () => number;
};

/** One request, with what the routes already know of it. */
export type Work = {
  readonly table: Table;
  readonly caller: Caller;
  readonly query: Query;
  readonly preferences: Preferences;
  /** The caller wants one object instead of a list. */
  readonly single: boolean;
};

export type Written = { readonly affected: number; readonly rows: readonly JsonObject[] };

/** How many of the matching rows a window of `offset` and `limit` shows, and how many there are. */
export type Counted = { readonly shown: number; readonly total: number };

export function readRows(store: Store, work: Work): { readonly rows: readonly JsonObject[]; readonly total: number } {
  const target = targetOf(work, 'read');
  const selection = resolveSelection(work.table, work.query.select);
  return {
    rows: represent(work, selectRows(store, target, selection)),
    total: work.preferences.countExact ? total(store, target) : 0,
  };
}

export function countRows(store: Store, work: Work): Counted {
  const target = targetOf(work, 'read');
  resolveSelection(work.table, work.query.select);
  const { limit = Infinity, offset = 0 } = work.query;
  const found = total(store, target);
  return { total: found, shown: Math.max(0, Math.min(limit, found - offset)) };
}

/** @param body read only when the request is safe to carry out */
export function updateRows(store: Store, work: Work, body: () => JsonObject): Written {
  requireCondition(work.query, 'UPDATE');
  const target = targetOf(work, 'write');
  const selection = resolveSelection(work.table, work.query.select);
  const row = body();
  refuseOwner(work.caller, Object.keys(row));
  const changes = storeGiven(work.table, row);
  if (Object.keys(changes).length === 0) throw new GatewayRefusal(400, 'INVALID_REQUEST', 'the body names no column');
  return store.database.transaction(() => {
    const keys = store.database.all(compileUpdate(target, changes)).map(keyOf);
    return { affected: keys.length, rows: representKeys(store, { work, target, selection }, keys) };
  });
}

export function deleteRows(store: Store, work: Work): Written {
  requireCondition(work.query, 'DELETE');
  const target = targetOf(work, 'write');
  const selection = resolveSelection(work.table, work.query.select);
  return store.database.transaction(() => {
    const representing = work.preferences.return === 'representation';
    const rows = representing ? represent(work, selectRows(store, target, selection)) : [];
    return { affected: store.database.run(compileDelete(target)), rows };
  });
}

export function insertRows(store: Store, work: Work, bodyRows: readonly JsonObject[]): Written {
  const { table, caller, query } = work;
  const target = targetOf(work, 'write');
  const selection = resolveSelection(table, query.select);
  for (const name of query.onConflict ?? []) columnNamed(table, name);
  const names = query.columns ?? [...new Set(bodyRows.flatMap((row) => Object.keys(row)))];
  for (const name of names) columnNamed(table, name);
  refuseOwner(caller, names);
  const rows = bodyRows.map((row) => storeGiven(table, pick(row, names, work.preferences.missingDefault)));
  return store.database.transaction(() => {
    let affected = 0;
    const keys: Stored[] = [];
    for (const row of rows) {
      const written = writeRow(store, { work, owner: target.owner }, row);
      affected += written.affected;
      if (written.key !== undefined) keys.push(written.key);
    }
    return { affected, rows: representKeys(store, { work, target, selection }, keys) };
  });
}

/** Rows of a list share their keys: one that lacks a key holds NULL there, unless `missing=default` is asked for. */
function pick(row: JsonObject, names: readonly string[], missingDefault: boolean): JsonObject {
  return Object.fromEntries(
    names
      .filter((name) => !missingDefault || Object.hasOwn(row, name))
      .map((name) => [name, Object.hasOwn(row, name) ? (row[name] ?? null) : null] as const),
  );
}

type RowWritten = { readonly affected: number; readonly key?: Stored };

/** Inserts one row, or merges or skips it where a preference says so; counts as MySQL's ON DUPLICATE KEY UPDATE does. */
function writeRow(
  store: Store,
  { work, owner }: { readonly work: Work; readonly owner: string | undefined },
  given: Given,
): RowWritten {
  const { table, preferences } = work;
  const owned = owner === undefined ? given : { ...given, [ownerColumn]: owner };
  const duplicate = preferences.resolution === undefined ? undefined : findDuplicate(store, table, given);
  if (!duplicate) {
    const row = completeRow(table, owned, store.now());
    return { affected: 1, key: keyOf(store.database.all(compileInsert(table, row))[0]) };
  }
  if (preferences.resolution === 'ignore-duplicates') return { affected: 0 };
  if (owner !== undefined && duplicate.row[ownerColumn] !== owner) throw denyOthersRow();
  const changed = Object.entries(given).some(([name, value]) => duplicate.row[name] !== value);
  if (!changed) return { affected: 0, key: duplicate.key };
  return { affected: 2, key: keyOf(store.database.all(compileUpdateKey(table, duplicate.key, given))[0]) };
}

/** The row with the same primary key or unique value, by column. */
function findDuplicate(
  store: Store,
  table: Table,
  given: Given,
): { readonly key: Stored; readonly row: Given } | undefined {
  for (const column of table.columns.values()) {
    if (column.primaryKey && given[column.name] === undefined) {
      throw invalidParameter(`an upsert needs the primary key "${column.name}" among the values`);
    }
  }
  const [found] = store.database.all(compileFindDuplicate(table, given));
  if (!found) return undefined;
  const [key, ...values] = found;
  const row = Object.fromEntries(
    [...table.columns.keys()].map((name, index) => [name, values[index] ?? null] as const),
  );
  return { key: key ?? null, row };
}

function targetOf({ table, caller, query }: Work, action: 'read' | 'write'): Target {
  return { table, query, owner: accessTo(table, caller, action).owner };
}

/** A column filter or a group counts; `limit` and `order` alone do not. */
function requireCondition(query: Query, statement: 'UPDATE' | 'DELETE'): void {
  if (query.where.length > 0) return;
  const empty = { details: '', hint: '' };
  throw new GatewayRefusal(400, 'BadApiRequest', `${statement} requires a WHERE clause`, empty);
}

function total(store: Store, target: Target): number {
  return Number(store.database.all(compileCount(target))[0]?.[0] ?? 0);
}

function selectRows(store: Store, target: Target, selection: Selection): readonly JsonObject[] {
  const columns = selection.map(({ column }) => column.name);
  return store.database.all(compileSelect(target, columns)).map((values) => showRow(selection, values));
}

type Represented = { readonly work: Work; readonly target: Target; readonly selection: Selection };

/** The written rows as they are now: in the query's order, else in the order they were written. */
function representKeys(
  store: Store,
  { work, target, selection }: Represented,
  keys: readonly Stored[],
): readonly JsonObject[] {
  if (work.preferences.return !== 'representation') return [];
  const columns = selection.map(({ column }) => column.name);
  const found = store.database.all(compileSelectKeys(target, columns, keys));
  const place = new Map(keys.map((key, index) => [key, index]));
  if (work.query.order.length === 0) {
    found.sort((left, right) => (place.get(keyOf(left)) ?? 0) - (place.get(keyOf(right)) ?? 0));
  }
  return represent(
    work,
    found.map(([, ...values]) => showRow(selection, values)),
  );
}

/** Inside the transaction, so that a write whose answer is refused is undone. */
function represent(work: Work, rows: readonly JsonObject[]): readonly JsonObject[] {
  if (!work.single || rows.length === 1) return rows;
  const message = `a single object was asked for, and the result contains ${rows.length} rows`;
  const details = { details: `The result contains ${rows.length} rows`, hint: '' };
  throw new GatewayRefusal(406, 'INVALID_REQUEST', message, details);
}

function keyOf(row: readonly Stored[] | undefined): Stored {
  return row?.[0] ?? null;
}
