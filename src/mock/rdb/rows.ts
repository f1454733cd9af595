// Between the rows of a body or an answer and those of a table.
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { isJsonArray, isJsonObject, showValue } from '../../core/json.ts';
import { GatewayRefusal } from '../errors.ts';
import type { Column, Given, Stored, Table } from './table.ts';
import { ownerColumn } from './table.ts';
import { formatDateTime } from './values.ts';

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

/** Keys come in alphabetical order, the owner's column first. */
export function compareKeys(left: string, right: string): number {
  if (left === ownerColumn || right === ownerColumn) return left === ownerColumn ? -1 : 1;
  return left < right ? -1 : 1;
}
