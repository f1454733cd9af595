// Between the rows of a body or an answer and those of a table.
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { isJsonArray, isJsonObject, showValue } from '../../core/json.ts';
import { GatewayRefusal } from '../errors.ts';
import { columnNamed } from './compile.ts';
import type { SelectItem } from './query.ts';
import type { Column, Given, Stored, Table } from './table.ts';
import { ownerColumn } from './table.ts';
import { formatDateTime, readValue, storeValue } from './values.ts';

/**
 * The object or list of objects that a POST carries.
 * @throws GatewayRefusal with INVALID_REQUEST
 */
export function readBodyRows(body: JsonValue | undefined): readonly JsonObject[] {
  if (isJsonArray(body)) return body.map(readBodyRow);
  return [readBodyRow(body)];
}

export function readBodyRow(body: JsonValue | undefined): JsonObject {
  if (isJsonObject(body)) return body;
  throw new GatewayRefusal(400, 'INVALID_REQUEST', `a row is a JSON object, not ${showValue(body)}`);
}

/** @throws GatewayRefusal: INVALID_PARAM for an unknown column, INVALID_REQUEST for a value that does not fit */
export function storeGiven(table: Table, row: JsonObject): Given {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      const stored = storeValue(columnNamed(table, name), value);
      if (!stored.ok) throw new GatewayRefusal(400, 'INVALID_REQUEST', `Execute sql error. ${stored.reason}`);
      return [name, stored.value] as const;
    }),
  );
}

/** Every column of a new row, in the table's order: what was given, else the default. */
export function completeRow(table: Pick<Table, 'columns'>, given: Given, now: number): Stored[] {
  return [...table.columns.values()].map((column) => {
    const value = given[column.name];
    return value === undefined ? defaultValue(column, now) : value;
  });
}

function defaultValue(column: Column, now: number): Stored {
  return column.defaultNow ? formatDateTime(now) : (column.default ?? null);
}

/** What an answer shows of a row: each column under its name there. */
export type Selection = readonly { readonly key: string; readonly column: Column }[];

/** Keys come in alphabetical order, the owner's column first. */
export function resolveSelection(table: Table, select: readonly SelectItem[]): Selection {
  const columns = new Map<string, Column>();
  for (const { column, alias } of select) {
    if (column === '*') for (const [name, found] of table.columns) columns.set(name, found);
    else columns.set(alias, columnNamed(table, column));
  }
  return [...columns].map(([key, column]) => ({ key, column })).sort((left, right) => compareKeys(left.key, right.key));
}

function compareKeys(left: string, right: string): number {
  if (left === ownerColumn || right === ownerColumn) return left === ownerColumn ? -1 : 1;
  return left < right ? -1 : 1;
}

/** A row of stored values, in the selection's order, as JSON. */
export function showRow(selection: Selection, values: readonly Stored[]): JsonObject {
  return Object.fromEntries(
    selection.map(({ key, column }, index) => [key, readValue(column, values[index] ?? null)] as const),
  );
}
