// The door of the embedded SQL engine. libsql aborts the process on a value that it cannot bind, so only `Stored` values
// pass, and it loses digits of integers unless asked not to.
import Database from 'libsql';
import { DescriptionError } from '../../core/errors.ts';
import type { GatewayRefusal } from '../errors.ts';
import { compileInsert } from './compile.ts';
import { sqliteDialect } from './dialect.ts';
import type { Answer, Engine, Program, Statement } from './program.ts';
import { duplicate, foreignKey, refuseDatabase, refuseStatement } from './refusal.ts';

import type { Column, Stored, Table } from './table.ts';

const keptStatements = 500;

/**
 * Opens an SQLite database with these tables; those that are not there yet are made, with their rows.
 * @param file absent: in memory
 * @throws DescriptionError with CONFIGURATION where the file is none, or holds a table of another shape
 */
export function openSqlite(tables: readonly Table[], file?: string): Engine {
  const database = openFile(file);
  const execute = createExecute(database);
  for (const table of tables) createTable(database, table, { file, execute });
  return {
    dialect: sqliteDialect,
    // Nothing is waited for, so nothing comes in between; a promise, since other engines must wait.
    run: (program, kind) =>
      new Promise((resolve) => {
        resolve(kind === 'write' ? inTransaction(database, program, execute) : carryOut(program(), execute));
      }),
    close: () => {
      database.close();
      return Promise.resolve();
    },
  };
}

type Execute = (statement: Statement) => Answer;

function createExecute(database: Database.Database): Execute {
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
  return ({ sql, parameters }) => {
    try {
      const statement = prepare(sql);
      if (statement.reader) return { rows: statement.all([...parameters]) as Stored[][], inserted: null };
      return { rows: [], inserted: BigInt(statement.run([...parameters]).lastInsertRowid) };
    } catch (error) {
      throw refusalOf(error);
    }
  };
}

function carryOut<Result>(program: Program<Result>, execute: Execute): Result {
  let step = program.next();
  while (!step.done) step = program.next(execute(step.value));
  return step.value;
}

function inTransaction<Result>(database: Database.Database, program: () => Program<Result>, execute: Execute): Result {
  exec(database, 'begin immediate');
  try {
    const result = carryOut(program(), execute);
    exec(database, 'commit');
    return result;
  } catch (error) {
    if (database.inTransaction) database.exec('rollback');
    throw error;
  }
}

function exec(database: Database.Database, text: string): void {
  try {
    database.exec(text);
  } catch (error) {
    throw refusalOf(error);
  }
}

function openFile(file: string | undefined): Database.Database {
  try {
    const database = new Database(file ?? ':memory:');
    database.prepare('select name from sqlite_schema limit 1').all();
    database.exec('pragma foreign_keys = on');
    return database;
  } catch (error) {
    const message = `the data file "${file ?? ''}" cannot be opened: ${messageOf(error)}`;
    throw new DescriptionError([{ code: 'CONFIGURATION', message, remedy: 'name another file, or delete this one' }]);
  }
}

type Creation = { readonly file: string | undefined; readonly execute: Execute };

function createTable(database: Database.Database, table: Table, { file, execute }: Creation): void {
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
  try {
    for (const row of table.rows) execute(compileInsert(sqliteDialect, table, row));
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
  for (const { name, references } of columns) {
    if (!references) continue;
    const constraint = `CONSTRAINT ${quote(references.constraint)} FOREIGN KEY (${quote(name)})`;
    parts.push(`${constraint} REFERENCES ${quote(references.table)} (${quote(references.column)})`);
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

/** A constraint that a row breaks is the caller's; all else means that the database is not usable. */
function refusalOf(error: unknown): GatewayRefusal | Error {
  if (!(error instanceof Database.SqliteError)) return error instanceof Error ? error : new Error(String(error));
  if (error.code === 'SQLITE_CONSTRAINT_FOREIGNKEY') return refuseStatement(foreignKey);
  if (/^SQLITE_CONSTRAINT_(?:UNIQUE|PRIMARYKEY|ROWID)$/.test(error.code)) return refuseStatement(duplicate);
  if (error.code === 'SQLITE_ERROR' || error.code.startsWith('SQLITE_CONSTRAINT')) {
    return refuseStatement(error.message);
  }
  return refuseDatabase(error.message);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
