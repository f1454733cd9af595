import { didYouMean } from '../../core/nearest-name.ts';
import { GatewayRefusal } from '../errors.ts';
import type { Tables } from './plan.ts';
import { business } from './refusal.ts';
import type { Table } from './table.ts';

/** Where a request says its table is. */
export type Address = {
  readonly table: string;
  /** Absent: the database of the environment. */
  readonly schema: string | undefined;
  /** Absent: `default`. */
  readonly instance: string | undefined;
};

const onlyInstance = 'default';

/** @throws GatewayRefusal with RESOURCE_NOT_FOUND */
export function findTable(tables: Tables, { table: name, schema, instance }: Address, environment: string): Table {
  if ((instance ?? onlyInstance) !== onlyInstance) {
    const message = `database instance "${instance}" does not exist; the mock has "${onlyInstance}"`;
    throw new GatewayRefusal(404, 'RESOURCE_NOT_FOUND', message, business('ResourceNotFound.InstanceNotFound'));
  }
  if ((schema ?? environment) !== environment) {
    const message = `database "${schema}" does not exist; the mock has "${environment}"`;
    throw new GatewayRefusal(404, 'RESOURCE_NOT_FOUND', message);
  }
  const table = tables.get(name);
  if (table) return table;
  const meant = didYouMean(name, tables.keys());
  const remedy = meant === undefined ? '' : `; ${meant}`;
  throw new GatewayRefusal(404, 'RESOURCE_NOT_FOUND', `table "${name}" does not exist${remedy}`);
}
