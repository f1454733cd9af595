// Plans as statements.
import type { CompiledQuery, RawBuilder } from 'kysely';
import { sql } from 'kysely';
import type { Place } from './compile-where.ts';
import { everyCondition, linked, referenceTo, tableOf } from './compile-where.ts';
import type { Dialect, Written } from './dialect.ts';
import { keyOf } from './dialect.ts';
import { keptText } from './kept-text.ts';
import type { Embed, Plan } from './plan.ts';
import { columnNamed } from './plan.ts';
import type { OrderTerm } from './query.ts';
import type { Statement } from './program.ts';
import { invalidParameter } from './read-query.ts';
import type { Column, Given, Stored, Table } from './table.ts';

/** More rows than there can be: OFFSET stands only behind LIMIT. */
const everything = 9_223_372_036_854_775_807n;

export function compileSelect(dialect: Dialect, plan: Plan, columns: readonly string[]): CompiledQuery {
  const place = { dialect, plan, alias: 't' };
  return compile(
    dialect,
    sql`${select(place, columns)} where ${everyCondition(place)} ${inOrder(place)} ${window(plan)}`,
  );
}

/** The embedded rows of all parents at once; each parent's window is cut out of them later. */
export function compileSelectLinked(
  dialect: Dialect,
  { plan, there }: Embed,
  { columns, values }: { readonly columns: readonly string[]; readonly values: readonly Stored[] },
): CompiledQuery {
  const place = { dialect, plan, alias: 't' };
  const wanted = sql.join(values.map((value) => sql`${dialect.comparable(there, value)}`));
  const link = referenceTo(place, dialect.compared(there));
  return compile(
    dialect,
    sql`${select(place, columns)} where ${link} in (${wanted}) and ${everyCondition(place)} ${inOrder(place)}`,
  );
}

export function compileCount(dialect: Dialect, plan: Plan): CompiledQuery {
  const place = { dialect, plan, alias: 't' };
  return compile(dialect, sql`select count(*) from ${tableOf(place)} where ${everyCondition(place)}`);
}

/** The keys of the rows that a change touches. */
export function compileSelectKeys(dialect: Dialect, plan: Plan): CompiledQuery {
  return compileSelect(dialect, plan, [keyOf(plan.table)]);
}

/** The rows with these keys, in the query's order. */
export function compileSelectByKeys(
  dialect: Dialect,
  plan: Plan,
  { columns, keys }: { readonly columns: readonly string[]; readonly keys: readonly Stored[] },
): CompiledQuery {
  const place = { dialect, plan, alias: 't' };
  const key = referenceTo(place, keyOf(plan.table));
  return compile(dialect, sql`${select(place, columns)} where ${dialect.isOneOf(key, keys)} ${inOrder(place)}`);
}

export function compileUpdate(
  dialect: Dialect,
  table: Table,
  { changes, keys }: { readonly changes: Given; readonly keys: readonly Stored[] },
): CompiledQuery {
  return dialect.kysely
    .updateTable(table.name)
    .set(written(dialect, table, changes))
    .where(dialect.isOneOf(sql.ref(keyOf(table)), keys))
    .compile();
}

export function compileDelete(dialect: Dialect, table: Table, keys: readonly Stored[]): CompiledQuery {
  return dialect.kysely
    .deleteFrom(table.name)
    .where(dialect.isOneOf(sql.ref(keyOf(table)), keys))
    .compile();
}

/** One row with every column, in the table's order. */
export function compileInsert(dialect: Dialect, table: Table, row: readonly Stored[]): CompiledQuery {
  return dialect.kysely
    .insertInto(table.name)
    .values(written(dialect, table, rowOf(table, row)))
    .compile();
}

/** The same, and gives these columns of what was stored; for dialects that can. */
export function compileInsertReturning(
  dialect: Dialect,
  table: Table,
  { row, columns }: { readonly row: readonly Stored[]; readonly columns: readonly string[] },
): Statement {
  const text = keptText({ dialect, table }, `insert ${columns.join()}`, () => {
    const inserted = dialect.kysely.insertInto(table.name).values(written(dialect, table, rowOf(table, row)));
    return (columns.length === 0 ? inserted : inserted.returning([...columns])).compile().sql;
  });
  return { sql: text, parameters: row };
}

/** The row that stands in the way of this one: the same primary key, or the same value in a unique column. */
export function compileFindDuplicate(dialect: Dialect, table: Table, row: Given): CompiledQuery {
  const columns = [...table.columns.values()];
  const primary = columns.filter((column) => column.primaryKey);
  const unique = columns.filter((column) => column.unique).map((column) => [column]);
  const same = (column: Column): RawBuilder<unknown> =>
    sql`${sql.id(dialect.compared(column))} = ${dialect.comparable(column, row[column.name] ?? null)}`;
  const keys = [primary, ...unique]
    .filter((key) => key.length > 0)
    .map((key) => sql`(${sql.join(key.map(same), sql` and `)})`);
  const names = [keyOf(table), ...table.columns.keys()].map((name) => sql.id(name));
  const found = keys.length === 0 ? sql`1 = 0` : sql.join(keys, sql` or `);
  return compile(dialect, sql`select ${sql.join(names)} from ${sql.table(table.name)} where ${found} limit 1`);
}

function rowOf(table: Table, row: readonly Stored[]): Given {
  return Object.fromEntries([...table.columns.keys()].map((name, index) => [name, row[index] ?? null]));
}

function written(dialect: Dialect, table: Table, given: Given): Written {
  return Object.assign(
    {},
    ...Object.entries(given).map(([name, value]) => dialect.write(columnNamed(table, name), value)),
  ) as Written;
}

function compile(dialect: Dialect, statement: RawBuilder<unknown>): CompiledQuery {
  return statement.compile(dialect.kysely);
}

/** Its text depends on the names alone, and is most of a statement. */
function select(place: Place, columns: readonly string[]): RawBuilder<unknown> {
  const { dialect, plan, alias } = place;
  const key = `select ${alias} ${columns.join()}`;
  return sql.raw(keptText({ dialect, table: plan.table }, key, () => compile(dialect, selectOf(place, columns)).sql));
}

function selectOf(place: Place, columns: readonly string[]): RawBuilder<unknown> {
  const references = columns.map((name) => referenceTo(place, name));
  return sql`select ${references.length === 0 ? sql`1` : sql.join(references)} from ${tableOf(place)}`;
}

function window({ limit, offset }: Plan): RawBuilder<unknown> {
  if (limit === undefined && offset === undefined) return sql``;
  const shown = sql.lit(limit === undefined ? everything : BigInt(limit));
  return offset === undefined ? sql`limit ${shown}` : sql`limit ${shown} offset ${sql.lit(BigInt(offset))}`;
}

/** Rows that the order leaves equal come as they were inserted, so that an answer does not depend on an index. */
function inOrder(place: Place): RawBuilder<unknown> {
  const terms = place.plan.order.flatMap((term) => orderBy(place, term));
  return sql`order by ${sql.join([...terms, referenceTo(place, keyOf(place.plan.table))])}`;
}

function orderBy(place: Place, term: OrderTerm): RawBuilder<unknown>[] {
  const value = orderValue(place, term);
  const directed = term.direction === 'asc' ? sql`${value} asc` : sql`${value} desc`;
  // MySQL has no NULLS FIRST.
  if (term.nulls === undefined) return [directed];
  return [term.nulls === 'first' ? sql`(${value} is null) desc` : sql`(${value} is null) asc`, directed];
}

function orderValue(place: Place, { column, of }: OrderTerm): RawBuilder<unknown> {
  const { dialect, plan } = place;
  if (of === undefined) return referenceTo(place, dialect.compared(columnNamed(plan.table, column)));
  const embed = plan.embeds.find(({ key, target }) => key === of || target === of);
  if (!embed || embed.toMany) {
    throw invalidParameter(`order=${of}(${column}): "${of}" is no single row that "select" embeds`);
  }
  const inner = { dialect, plan: embed.plan, alias: `${place.alias}i` };
  const found = referenceTo(inner, dialect.compared(columnNamed(embed.plan.table, column)));
  return sql`(select ${found} from ${tableOf(inner)} where ${linked(place, inner, embed)})`;
}
