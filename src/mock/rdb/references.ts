import { didYouMean } from '../../core/nearest-name.ts';
import type { Column, Table } from './table.ts';
import { renderColumnType } from './table.ts';

type Report = (table: string, column: string, message: string) => void;

/** Checks what foreign keys point at, and gives the tables in an order in which each stands behind those it points at. */
export function checkReferences(tables: readonly Table[], report: Report): Table[] {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const ordered = new Set<Table>();
  const visit = (table: Table, path: readonly Table[]): void => {
    if (ordered.has(table)) return;
    for (const column of table.columns.values()) {
      if (!column.references) continue;
      const fault = faultOf(column, byName);
      const other = byName.get(column.references.table);
      if (fault !== undefined) report(table.name, column.name, fault);
      else if (!other || other === table) continue;
      else if (path.includes(other)) report(table.name, column.name, 'tables refer to each other in a circle');
      else visit(other, [...path, table]);
    }
    ordered.add(table);
  };
  for (const table of tables) visit(table, []);
  return [...ordered];
}

function faultOf(column: Column, tables: ReadonlyMap<string, Table>): string | undefined {
  const { table = '', column: name = '' } = column.references ?? {};
  const other = tables.get(table);
  const target = other?.columns.get(name);
  if (!other) return `there is no table "${table}"${nearest(table, tables.keys())}`;
  if (!target) return `table "${table}" has no column "${name}"${nearest(name, other.columns.keys())}`;
  const keys = [...other.columns.values()].filter(({ primaryKey }) => primaryKey);
  if (!target.unique && !(target.primaryKey && keys.length === 1)) {
    return `"${table}.${name}" is neither the primary key nor unique, so that it tells no row from another`;
  }
  const types = [column, target].map(({ type }) => renderColumnType(type));
  return types[0] === types[1] ? undefined : `the column is ${types[0]}, and "${table}.${name}" is ${types[1]}`;
}

function nearest(name: string, names: Iterable<string>): string {
  const meant = didYouMean(name, names);
  return meant === undefined ? '' : `; ${meant}`;
}
