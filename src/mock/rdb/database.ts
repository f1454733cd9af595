// The door of the SQL engine. libsql aborts the process on a value that it cannot bind, so only `Stored` values pass,
// and it loses digits of integers unless asked not to.
import Database from 'libsql';
import type { CompiledQuery } from 'kysely';
import { DescriptionError } from '../../core/errors.ts';
import { GatewayRefusal } from '../errors.ts';
import type { Column, Stored, Table } from './table.ts';

export type SqlDatabase = {
  /** Every row as an array, in the order of the selected columns. */
  readonly all: (query: CompiledQuery) => Stored[][];
  /** How many rows were changed. */
  readonly run: (query: CompiledQuery) => number;
  /** All of it or nothing; the work must not wait for anything. */
  readonly transaction: <Result>(work: () => Result) => Result;
  readonly close: () => void;
};

const keptStatements = 500;

/**
 * Opens an SQLite database with these tables; those that are not there yet are made, with their rows.
 * @param file absent: in memory
 * @throws DescriptionError with CONFIGURATION where the file is none, or holds a table of another shape
 */
export function openDatabase(tables: readonly Table[], file?: string): SqlDatabase {
  const database = openFile(file);
  const statements = new Map<string, Database.Statement>();
  const prepare = (text: string): Database.Statement => {
    const kept = statements.get(text);
    if (kept) return kept;
    const statement = database.prepare(text).safeIntegers(true);
    if (statement.reader) statement.raw(true);
    const oldest = statements.keys().next();
    if (statements.size >= keptStatements && !oldest.done) statements.delete(oldest.value);
    statements.set(text, statement);
    return statement;
  };
  const opened: SqlDatabase = {
    all: (query) => refuseSqlErrors(() => prepare(query.sql).all([...query.parameters]) as Stored[][]),
    run: (query) => refuseSqlErrors(() => prepare(query.sql).run([...query.parameters]).changes),
    transaction: (work) => {
      database.exec('begin immediate');
      try {
        const result = work();
        database.exec('commit');
        return result;
      } catch (error) {
        database.exec('rollback');
        throw error;
      }
    },
    close: () => {
      database.close();
    },
  };
  for (const table of tables) createTable(database, table, file);
  return opened;
}

function openFile(file: string | undefined): Database.Database {
  try {
    const database = new Database(file ?? ':memory:');
    database.prepare('select name from sqlite_schema limit 1').all();
    return database;
  } catch (error) {
    const message = `the data file "${file ?? ''}" cannot be opened: ${messageOf(error)}`;
    throw new DescriptionError([{ code: 'CONFIGURATION', message, remedy: 'name another file, or delete this one' }]);
  }
}

function createTable(database: Database.Database, table: Table, file: string | undefined): void {
  const text = tableText(table);
  const [existing] = database.prepare('select sql from sqlite_schema where name = ?').raw(true).all([table.name]) as [
    string,
  ][];
  if (existing) {
    if (existing[0] === text) return;
    const message = `the data file "${file ?? ''}" holds a table "${table.name}" of another shape`;
    const remedy = 'name another data file, or delete this one';
    throw new DescriptionError([{ code: 'CONFIGURATION', message, remedy, expected: text, actual: existing[0] }]);
  }
  database.exec('begin immediate');
  database.exec(text);
  const insert = database.prepare(
    `insert into ${quote(table.name)} values (${[...table.columns].map(() => '?').join(', ')})`,
  );
  try {
    for (const row of table.rows) insert.run([...row]);
    database.exec('commit');
  } catch (error) {
    database.exec('rollback');
    const message = `the rows of table "${table.name}" break its keys: ${messageOf(error)}`;
    throw new DescriptionError([{ code: 'CONFIGURATION', message, remedy: 'give each row a key of its own' }]);
  }
}

function tableText(table: Table): string {
  const columns = [...table.columns.values()];
  const primary = columns.filter((column) => column.primaryKey).map((column) => quote(column.name));
  const parts = columns.map(columnText);
  if (primary.length > 0 && !columns.some((column) => column.autoIncrement)) {
    parts.push(`PRIMARY KEY (${primary.join(', ')})`);
  }
  return `CREATE TABLE ${quote(table.name)} (${parts.join(', ')})`;
}

/** Text compares without case for ASCII letters, as `NOCASE` does. DECIMAL and DATETIME are text that sorts as it is. */
function columnText(column: Column): string {
  const name = quote(column.name);
  if (column.autoIncrement) return `${name} INTEGER PRIMARY KEY AUTOINCREMENT`;
  const required = column.nullable ? '' : ' NOT NULL';
  const unique = column.unique ? ' UNIQUE' : '';
  return `${name} ${storageClass(column)}${required}${unique}`;
}

function storageClass({ type }: Column): string {
  switch (type.name) {
    case 'INT':
    case 'BIGINT':
    case 'BOOLEAN':
      return 'BIGINT';
    case 'VARCHAR':
    case 'TEXT':
      return 'TEXT COLLATE NOCASE';
    case 'DECIMAL':
    case 'DATETIME':
    case 'JSON':
      return 'TEXT';
  }
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A constraint or a pattern that the engine refuses is the caller's; all else means that the database is not usable. */
function refuseSqlErrors<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    if (error.code === 'SQLITE_ERROR' || error.code.startsWith('SQLITE_CONSTRAINT')) {
      throw new GatewayRefusal(400, 'INVALID_REQUEST', `Execute sql error. ${error.message}`);
    }
    throw new GatewayRefusal(503, 'OPERATION_FAILED', `Failed to use the database. ${error.message}`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
