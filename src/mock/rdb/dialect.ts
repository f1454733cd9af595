// Where the two kinds of engine differ. Text compares without case for ASCII letters only, and trailing blanks count: in
// SQLite by its collation, in MySQL by a second, folded copy of each column of text, for no collation of it does so.
import type { Expression, QueryCompiler, RawBuilder, SqlBool } from 'kysely';
import {
  DummyDriver,
  Kysely,
  MysqlAdapter,
  MysqlIntrospector,
  MysqlQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
} from 'kysely';
import { parseDecimal, readDecimal, storeDecimal } from './decimal.ts';
import type { Column, Stored, Table } from './table.ts';

export type Rows = Record<string, Record<string, Stored>>;
export type Written = Record<string, Stored | RawBuilder<Stored>>;

export type Dialect = {
  /** Writes SQL only: an engine runs it. */
  readonly kysely: Kysely<Rows>;
  /** The name of what is compared, sorted and unique in place of the column. */
  readonly compared: (column: Column) => string;
  /** A value to compare a column with. */
  readonly comparable: (column: Column, value: Stored) => Stored | RawBuilder<Stored>;
  /** A value as the columns that hold it. */
  readonly write: (column: Column, value: Stored) => Written;
  /** An insert gives back the row that it stored, and its text depends on the columns alone. */
  readonly returning: boolean;
  /** What the engine gave for a column, as it was stored. */
  readonly read: (column: Column, value: Stored) => Stored;
  readonly like: (reference: Expression<Stored>, pattern: string) => Expression<SqlBool>;
  readonly matches: (reference: Expression<Stored>, pattern: string) => Expression<SqlBool>;
  /** Letter case counts, unlike in other comparisons of text. */
  readonly equalsExactly: (reference: Expression<Stored>, value: string) => Expression<SqlBool>;
  readonly isOneOf: (reference: Expression<Stored>, keys: readonly Stored[]) => Expression<SqlBool>;
};

/** The engine's own key of a row; no column of a table may have this name. */
export const rowKey = '_rowid_';
/** Begins the name of a folded copy; no column of a table may begin so. */
export const foldedPrefix = '_folded_';

/** What tells a row from all others: the column that counts up, or the engine's own key. */
export function keyOf(table: Pick<Table, 'columns'>): string {
  for (const column of table.columns.values()) if (column.autoIncrement) return column.name;
  return rowKey;
}

export function foldCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

export function isText(column: Column): boolean {
  return column.type.name === 'VARCHAR' || column.type.name === 'TEXT';
}

export const sqliteDialect: Dialect = {
  kysely: compilerOnly(new SqliteQueryCompiler(), 'sqlite'),
  compared: ({ name }) => name,
  comparable: (_column, value) => value,
  write: ({ name }, value) => ({ [name]: value }),
  returning: true,
  read: (_column, value) => value,
  like: (reference, pattern) => sql`${reference} like ${pattern} escape ${sql.lit('\\')}`,
  matches: (reference, pattern) => sql`regexpi(${pattern}, ${reference})`,
  equalsExactly: (reference, value) => sql`${reference} = ${value} collate binary`,
  isOneOf: (reference, keys) => sql`${reference} in (select value from json_each(${`[${keys.join(',')}]`}))`,
};

export const mysqlDialect: Dialect = {
  kysely: compilerOnly(new MysqlQueryCompiler(), 'mysql'),
  compared: (column) => (isText(column) ? foldedPrefix + column.name : column.name),
  comparable: bindMysql,
  write: (column, value) => ({
    [column.name]: bindMysql(column, value, (text) => text),
    ...(isText(column) && { [foldedPrefix + column.name]: bindMysql(column, value) }),
  }),
  // MySQL cannot, though MariaDB can.
  returning: false,
  read: readMysql,
  like: (reference, pattern) => sql`${reference} like ${foldCase(pattern)}`,
  matches: (reference, pattern) => sql`${reference} regexp ${foldPattern(pattern)}`,
  equalsExactly: (reference, value) => sql`${reference} = ${value}`,
  isOneOf: (reference, keys) => sql`${reference} in (${sql.join(keys.map((key) => sql.lit(BigInt(key ?? 0))))})`,
};

/** MySQL compares a whole number with text as doubles, and would lose digits. */
function bindMysql(column: Column, value: Stored, fold = foldCase): Stored | RawBuilder<Stored> {
  if (typeof value === 'bigint') return sql`cast(${String(value)} as signed)`;
  if (typeof value !== 'string') return value;
  if (column.type.name !== 'DECIMAL') return isText(column) ? fold(value) : value;
  const text = beyond[value] ?? readDecimal(value, column.type);
  const places = Math.min(30, (text.split('.')[1] ?? '').length);
  return sql`cast(${text} as decimal(65, ${sql.lit(places)}))`;
}

/** What `comparableDecimal` makes of numbers that no column could hold. */
const beyond: Readonly<Record<string, string>> = { '2': '9'.repeat(65), '/': `-${'9'.repeat(65)}` };

function readMysql({ type }: Column, value: Stored): Stored {
  if (value === null) return null;
  if (type.name === 'DECIMAL') {
    const decimal = parseDecimal(String(value));
    return (decimal && storeDecimal(decimal, type)) ?? null;
  }
  return type.name === 'INT' || type.name === 'BIGINT' || type.name === 'BOOLEAN' ? BigInt(value) : String(value);
}

/** Letters stand for themselves, behind a backslash they may not. */
function foldPattern(pattern: string): string {
  return pattern.replace(/\\[\s\S]|[A-Z]/g, (part) => (part.length === 2 ? part : part.toLowerCase()));
}

function compilerOnly(compiler: QueryCompiler, name: 'sqlite' | 'mysql'): Kysely<Rows> {
  return new Kysely<Rows>({
    dialect: {
      createAdapter: () => (name === 'sqlite' ? new SqliteAdapter() : new MysqlAdapter()),
      createDriver: () => new DummyDriver(),
      createIntrospector: (database) =>
        name === 'sqlite' ? new SqliteIntrospector(database) : new MysqlIntrospector(database),
      createQueryCompiler: () => compiler,
    },
  });
}
