// What a body gives, as the columns store it.
import type { JsonObject } from '../../core/json.ts';
import { refuseOwner } from './permissions.ts';
import { columnNamed } from './plan.ts';
import { refuseStatement } from './refusal.ts';
import type { Work } from './work.ts';
import type { Given, Stored, Table } from './table.ts';
import { storeValue } from './values.ts';

/**
 * The changes of a PATCH.
 * @throws GatewayRefusal: INVALID_PARAM for an unknown column, INVALID_REQUEST for a value that does not fit
 */
export function readGiven({ table, caller }: Work, row: JsonObject): Given {
  refuseOwner(caller, Object.keys(row));
  return storeGiven(table, row);
}

/**
 * The rows of a POST: they share their keys, and one that lacks a key holds NULL there, unless `missing=default` is asked
 * for.
 * @throws GatewayRefusal as above
 */
export function readRowsGiven({ table, caller, query, preferences }: Work, rows: readonly JsonObject[]): Given[] {
  for (const name of query.onConflict ?? []) columnNamed(table, name);
  const names = query.columns ?? [...new Set(rows.flatMap((row) => Object.keys(row)))];
  for (const name of names) columnNamed(table, name);
  refuseOwner(caller, names);
  return rows.map((row) => {
    const written = names.filter((name) => !preferences.missingDefault || Object.hasOwn(row, name));
    const given = written.map((name) => [name, Object.hasOwn(row, name) ? (row[name] ?? null) : null] as const);
    return storeGiven(table, Object.fromEntries(given));
  });
}

function storeGiven(table: Table, row: JsonObject): Given {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]): [string, Stored] => {
      const column = columnNamed(table, name);
      const stored = storeValue(column, value);
      if (!stored.ok) throw refuseStatement(stored.reason);
      if (stored.value === null && !column.nullable && !column.autoIncrement) throw refuseNull(name);
      return [name, stored.value];
    }),
  );
}

/** A row that leaves out what has no default breaks the same rule. */
export function refuseMissing(table: Table, row: readonly Stored[]): void {
  for (const [index, column] of [...table.columns.values()].entries()) {
    if (row[index] === null && !column.nullable && !column.autoIncrement) throw refuseNull(column.name);
  }
}

function refuseNull(name: string) {
  return refuseStatement(`Column '${name}' cannot be null`);
}
