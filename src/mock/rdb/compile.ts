// A query as SQL. Every identifier is a column of the table that was looked up by name, every value is bound: nothing
// that a caller wrote reaches the text of a statement.
import type { CompiledQuery, Expression, ExpressionBuilder, SelectQueryBuilder, SqlBool } from 'kysely';
import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, sql } from 'kysely';
import { didYouMean } from '../../core/nearest-name.ts';
import type { Condition, OrderTerm, Query } from './query.ts';
import { invalidParameter } from './read-query.ts';
import type { Column, Given, Stored, Table } from './table.ts';
import { ownerColumn } from './table.ts';
import { comparableValue } from './values.ts';

type Rows = Record<string, Record<string, Stored>>;
type Builder = ExpressionBuilder<Rows, string>;

/** Writes SQL only: `database.ts` runs it. */
const kysely = new Kysely<Rows>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new SqliteIntrospector(database),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

/** The engine's own key of a row; no column of a table may have this name. */
export const rowKey = '_rowid_';

/** Which rows: a query's, and of them only one owner's where `owner` is given. */
export type Target = { readonly table: Table; readonly query: Query; readonly owner: string | undefined };

/** @throws GatewayRefusal with INVALID_PARAM and the nearest name */
export function columnNamed(table: Table, name: string): Column {
  const column = table.columns.get(name);
  if (column) return column;
  const meant = didYouMean(name, table.columns.keys());
  const remedy = meant === undefined ? '' : `; ${meant}`;
  throw invalidParameter(`table "${table.name}" has no column "${name}"${remedy}`);
}

export function compileSelect(target: Target, columns: readonly string[]): CompiledQuery {
  const { query } = target;
  let select = rowsOf(target).select([...columns]);
  // The engine knows OFFSET only behind LIMIT; -1 is no limit.
  if (query.limit !== undefined || query.offset !== undefined) select = select.limit(query.limit ?? -1);
  if (query.offset !== undefined) select = select.offset(query.offset);
  return select.compile();
}

export function compileCount({ table, query, owner }: Target): CompiledQuery {
  return kysely
    .selectFrom(table.name)
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .where((eb) => everyCondition(eb, { table, query, owner }))
    .compile();
}

/** The rows with these keys, each with its key first, in the query's order. */
export function compileSelectKeys(
  { table, query }: Target,
  columns: readonly string[],
  keys: readonly Stored[],
): CompiledQuery {
  return inOrder(kysely.selectFrom(table.name), table, query.order)
    .select([rowKey, ...columns])
    .where(rowKey, 'in', sql<Stored>`(select value from json_each(${`[${keys.join(',')}]`}))`)
    .compile();
}

/** Gives the keys of the rows that were changed, for a change may touch the key itself. */
export function compileUpdate(target: Target, changes: Given): CompiledQuery {
  return kysely
    .updateTable(target.table.name)
    .set(changes)
    .where(rowKey, 'in', limitedKeys(target))
    .returning(rowKey)
    .compile();
}

export function compileUpdateKey(table: Table, key: Stored, changes: Given): CompiledQuery {
  return kysely.updateTable(table.name).set(changes).where(rowKey, '=', key).returning(rowKey).compile();
}

export function compileDelete(target: Target): CompiledQuery {
  return kysely.deleteFrom(target.table.name).where(rowKey, 'in', limitedKeys(target)).compile();
}

/** One row with every column, in the table's order; gives its key. */
export function compileInsert(table: Table, row: readonly Stored[]): CompiledQuery {
  const values = Object.fromEntries([...table.columns.keys()].map((name, index) => [name, row[index] ?? null]));
  return kysely.insertInto(table.name).values(values).returning(rowKey).compile();
}

/** The row that stands in the way of this one: the same primary key, or the same value in a unique column. */
export function compileFindDuplicate(table: Table, row: Given): CompiledQuery {
  const columns = [...table.columns.values()];
  const primary = columns.filter((column) => column.primaryKey);
  const unique = columns.filter((column) => column.unique).map((column) => [column]);
  return kysely
    .selectFrom(table.name)
    .select([rowKey, ...table.columns.keys()])
    .where((eb) =>
      eb.or(
        [primary, ...unique]
          .filter((key) => key.length > 0)
          .map((key) => eb.and(key.map(({ name }) => eb(name, '=', row[name] ?? null)))),
      ),
    )
    .limit(1)
    .compile();
}

function rowsOf(target: Target) {
  return inOrder(kysely.selectFrom(target.table.name), target.table, target.query.order).where((eb) =>
    everyCondition(eb, target),
  );
}

/** SQLite has no `UPDATE ... LIMIT`: the rows are chosen by a sub-select on their keys. */
function limitedKeys(target: Target) {
  const keys = rowsOf(target).select(rowKey);
  return target.query.limit === undefined ? keys : keys.limit(target.query.limit);
}

/** Rows that the order leaves equal come as they were inserted, so that an answer does not depend on an index. */
function inOrder<Output>(
  select: SelectQueryBuilder<Rows, string, Output>,
  table: Table,
  order: readonly OrderTerm[],
): SelectQueryBuilder<Rows, string, Output> {
  const ordered = order.reduce(
    (selected, { column, direction, nulls }) =>
      selected.orderBy(columnNamed(table, column).name, (term) => {
        const directed = direction === 'asc' ? term.asc() : term.desc();
        if (nulls === undefined) return directed;
        return nulls === 'first' ? directed.nullsFirst() : directed.nullsLast();
      }),
    select,
  );
  return ordered.orderBy(rowKey);
}

function everyCondition(builder: Builder, { table, query, owner }: Target): Expression<SqlBool> {
  const conditions = query.where.map((condition) => compileCondition(builder, table, condition));
  // Letter case counts here, unlike in comparisons of text: two users are never one.
  if (owner !== undefined) conditions.push(sql`${builder.ref(ownerColumn)} = ${owner} collate binary`);
  return builder.and(conditions);
}

function compileCondition(builder: Builder, table: Table, condition: Condition): Expression<SqlBool> {
  const compiled = compilePositive(builder, table, condition);
  return condition.negated ? builder.not(compiled) : compiled;
}

function compilePositive(builder: Builder, table: Table, condition: Condition): Expression<SqlBool> {
  if (condition.type === 'group') {
    const parts = condition.conditions.map((part) => compileCondition(builder, table, part));
    return condition.joined === 'and' ? builder.and(parts) : builder.or(parts);
  }
  const column = columnNamed(table, condition.column);
  if (condition.type === 'compare') return compileComparison(builder, column, condition);
  if (condition.type === 'in') {
    return builder(
      column.name,
      'in',
      condition.values.map((value) => comparable(column, value)),
    );
  }
  const reference = builder.ref(column.name);
  if (condition.value === 'null' || condition.value === 'unknown') return sql`${reference} is null`;
  return condition.value === 'true' ? sql`${reference} is true` : sql`${reference} is false`;
}

const signs = { eq: '=', neq: '!=', gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

function compileComparison(
  builder: Builder,
  column: Column,
  { operator, value }: Condition & { readonly type: 'compare' },
): Expression<SqlBool> {
  if (operator !== 'like' && operator !== 'match') {
    return builder(column.name, signs[operator], comparable(column, value));
  }
  if (column.type.name === 'DECIMAL')
    throw invalidParameter(`column "${column.name}" is DECIMAL, and "${operator}" is for text`);
  if (value.includes('\0')) throw invalidParameter('the character U+0000 is not accepted');
  const reference = builder.ref(column.name);
  // Both compare without case for ASCII letters only.
  return operator === 'like'
    ? sql`${reference} like ${value} escape ${sql.lit('\\')}`
    : sql`regexpi(${value}, ${reference})`;
}

function comparable(column: Column, text: string): Stored {
  const value = comparableValue(column, text);
  if (!value.ok) throw invalidParameter(value.reason);
  return value.value;
}
