import type { JsonObject } from '../core/json.ts';
import type { Column, Table } from '../mock/rdb/table.ts';
import { columnSchema } from './column-schema.ts';
import type { SqlType } from './column-schema.ts';
import { ownerColumn, ownerDescription } from './table.ts';
import type { ProposedColumn, ProposedTable } from './table.ts';

/** The tables of the mock, as a proposal takes them. */
export function tablesOfMock(tables: readonly Table[]): ProposedTable[] {
  return tables.map(({ name, columns }) => ({ name, columns: [...columns.values()].map(proposedColumn) }));
}

function proposedColumn(column: Column): ProposedColumn {
  const isOwner = column.name === ownerColumn;
  return {
    name: column.name,
    schema: { ...schemaOf(column), ...(isOwner && { description: ownerDescription }) },
    nullable: column.nullable || isOwner,
    key: column.primaryKey,
    optional: column.nullable || column.autoIncrement || column.defaultNow || column.default !== undefined,
    readOnly: isOwner,
    ...(typeof column.default === 'string' && !isOwner && isText(column) && { default: column.default }),
    ...(typeof column.default === 'bigint' && { default: Number(column.default) }),
  };
}

function schemaOf({ type, autoIncrement }: Column): JsonObject {
  const schema = columnSchema(sqlType(type)) ?? {};
  return autoIncrement ? { ...schema, minimum: 1 } : schema;
}

function sqlType(type: Column['type']): SqlType {
  if (type.name === 'VARCHAR') return type;
  if (type.name === 'DECIMAL') return { name: type.name, length: type.precision, scale: type.scale };
  return type;
}

const isText = ({ type }: Column): boolean => type.name === 'VARCHAR' || type.name === 'TEXT';
