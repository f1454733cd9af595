// The door of MariaDB and MySQL: a schema of its own for each mock, on one connection, one piece of work after another.
import { randomUUID } from 'node:crypto';
import type * as Mysql2 from 'mysql2/promise';
import type { Connection, ConnectionOptions, RowDataPacket } from 'mysql2/promise';
import { DescriptionError } from '../../core/errors.ts';
import type { GatewayRefusal } from '../errors.ts';
import { compileInsert } from './compile.ts';
import { foldedPrefix, isText, keyOf, mysqlDialect, rowKey } from './dialect.ts';
import type { Answer, Engine, Kind, Program, Statement } from './program.ts';
import { duplicate, foreignKey, refuseConnection, refuseDatabase, refuseStatement } from './refusal.ts';
import type { Column, Stored, Table } from './table.ts';

/**
 * Makes a schema `DATABASE_gatewright_…` with these tables and their rows; closing removes it. What mocks that were
 * killed left behind is removed first: a mock that lives holds a lock of its schema's name.
 * @param address as `mysql://user:password@host:port/database`
 * @throws DescriptionError with CONFIGURATION where mysql2 is not installed, the server is not there, or refuses
 */
export async function openMysql(tables: readonly Table[], address: string): Promise<Engine> {
  const { connect, database } = await readAddress(address);
  const schema = `${database}_gatewright_${randomUUID().slice(0, 8)}`;
  try {
    const connection = await connect();
    await removeLeftBehind(connection, database);
    await connection.query('select get_lock(?, 0)', [schema]);
    await connection.query(`create database ${quote(schema)} character set utf8mb4`);
    await connection.query(`use ${quote(schema)}`);
    const collation = await exactCollation(connection);
    for (const table of tables) {
      await connection.query(tableText(table, collation));
      for (const row of table.rows) await execute(connection, compileInsert(mysqlDialect, table, row));
    }
    return engineOf(connection, { connect, schema });
  } catch (error) {
    const message = `the database cannot be used: ${messageOf(error)}`;
    const remedy = 'start the server, or name another with --database or "database" in gateways.yaml';
    throw new DescriptionError([{ code: 'CONFIGURATION', message, remedy }]);
  }
}

type Server = { readonly connect: () => Promise<Connection>; readonly schema: string };

function engineOf(first: Connection, { connect, schema }: Server): Engine {
  let connection: Connection | undefined = first;
  let last: Promise<unknown> = Promise.resolve();
  const connected = async (): Promise<Connection> => {
    if (connection) return connection;
    const again = await connect();
    await again.query(`use ${quote(schema)}`);
    await again.query('select get_lock(?, 0)', [schema]);
    connection = again;
    return again;
  };
  const run = async <Result>(program: () => Program<Result>, kind: Kind): Promise<Result> => {
    try {
      const current = await connected();
      return await (kind === 'write' ? inTransaction(current, program) : carryOut(current, program()));
    } catch (error) {
      if (!isLost(error)) throw refusalOf(error);
      connection?.destroy();
      connection = undefined;
      throw refuseConnection();
    }
  };
  return {
    dialect: mysqlDialect,
    run: (program, kind) => {
      const mine = last.then(() => run(program, kind));
      last = mine.catch(() => undefined);
      return mine;
    },
    close: async () => {
      await last;
      const current = await connected();
      await current.query(`drop database ${quote(schema)}`);
      await current.end();
    },
  };
}

async function carryOut<Result>(connection: Connection, program: Program<Result>): Promise<Result> {
  let step = program.next();
  while (!step.done) step = program.next(await execute(connection, step.value));
  return step.value;
}

async function inTransaction<Result>(connection: Connection, program: () => Program<Result>): Promise<Result> {
  await connection.beginTransaction();
  try {
    const result = await carryOut(connection, program());
    await connection.commit();
    return result;
  } catch (error) {
    if (!isLost(error)) await connection.rollback();
    throw error;
  }
}

async function execute(connection: Connection, { sql, parameters }: Statement): Promise<Answer> {
  const [result] = await connection.execute({ sql, rowsAsArray: true, values: [...parameters] as Stored[] });
  if (Array.isArray(result)) return { rows: result as unknown as Stored[][], inserted: null };
  return { rows: [], inserted: BigInt(result.insertId) };
}

type Address = { readonly connect: () => Promise<Connection>; readonly database: string };

async function readAddress(address: string): Promise<Address> {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const database = url?.pathname.slice(1) ?? '';
  if (url?.protocol !== 'mysql:' || !/^\w{1,40}$/.test(database)) {
    const message = 'the database is given as mysql://user:password@host:port/database';
    throw new DescriptionError([{ code: 'CONFIGURATION', message }]);
  }
  const { createConnection } = await loadMysql2();
  const options: ConnectionOptions = {
    host: url.hostname,
    port: Number(url.port || 3306),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    charset: 'utf8mb4',
    // No digit of a BIGINT or DECIMAL is lost, and dates are as they stand.
    ...{ supportBigNumbers: true, bigNumberStrings: true, dateStrings: true, timezone: 'Z' },
    connectTimeout: 5000,
  };
  const connect = async (): Promise<Connection> => {
    const connection = await createConnection(options);
    // What is lost is told by the next statement.
    connection.on('error', () => undefined);
    await connection.query("set sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO', time_zone = '+00:00'");
    await connection.query('set innodb_lock_wait_timeout = 5, lock_wait_timeout = 5');
    return connection;
  };
  return { connect, database };
}

async function loadMysql2(): Promise<typeof Mysql2> {
  try {
    return await import('mysql2/promise');
  } catch {
    const message = 'a database server needs the package mysql2, which is not installed';
    throw new DescriptionError([{ code: 'CONFIGURATION', message, remedy: 'npm install -D mysql2' }]);
  }
}

async function removeLeftBehind(connection: Connection, database: string): Promise<void> {
  const [schemas] = await connection.query<RowDataPacket[]>('show databases');
  for (const name of schemas.map((row) => String(Object.values(row)[0]))) {
    if (!name.startsWith(`${database}_gatewright_`)) continue;
    const [[lock]] = await connection.query<RowDataPacket[]>('select is_free_lock(?) as free', [name]);
    if (Number(lock?.['free']) === 1) await connection.query(`drop database if exists ${quote(name)}`);
  }
}

/** By code points, letter case and trailing blanks counted. MariaDB and MySQL have different names for it. */
async function exactCollation(connection: Connection): Promise<string> {
  const names = ['utf8mb4_nopad_bin', 'utf8mb4_0900_bin'];
  const [found] = await connection.query<RowDataPacket[]>('show collation where collation in (?)', [names]);
  return String(found[0]?.['Collation'] ?? 'utf8mb4_bin');
}

function tableText(table: Table, collation: string): string {
  const columns = [...table.columns.values()];
  const parts = columns.flatMap((column) => columnTexts(column, collation));
  const key = keyOf(table);
  if (key === rowKey) parts.push(`${quote(rowKey)} BIGINT NOT NULL AUTO_INCREMENT UNIQUE`);
  const compared = (column: Column): string => quote(mysqlDialect.compared(column));
  const primary = columns.filter((column) => column.primaryKey).map(compared);
  if (primary.length > 0) parts.push(`PRIMARY KEY (${primary.join(', ')})`);
  for (const column of columns) {
    if (column.unique) parts.push(`UNIQUE (${compared(column)})`);
    if (!column.references) continue;
    const { table: other, column: name, constraint } = column.references;
    const there = isText(column) ? foldedPrefix + name : name;
    const reference = `FOREIGN KEY (${compared(column)}) REFERENCES ${quote(other)} (${quote(there)})`;
    parts.push(`CONSTRAINT ${quote(constraint)} ${reference}`);
  }
  return `CREATE TABLE ${quote(table.name)} (${parts.join(', ')}) ENGINE=InnoDB`;
}

function columnTexts(column: Column, collation: string): string[] {
  const rest = `${column.nullable ? '' : ' NOT NULL'}${column.autoIncrement ? ' AUTO_INCREMENT' : ''}`;
  const names = isText(column) ? [column.name, foldedPrefix + column.name] : [column.name];
  return names.map((name) => `${quote(name)} ${storageType(column, collation)}${rest}`);
}

const mostVarchar = 1000;

function storageType({ type }: Column, collation: string): string {
  switch (type.name) {
    case 'INT':
    case 'BIGINT':
    case 'DATETIME':
      return type.name;
    case 'BOOLEAN':
      return 'TINYINT';
    case 'DECIMAL':
      return `DECIMAL(${type.precision}, ${type.scale})`;
    case 'VARCHAR':
      return `${type.length <= mostVarchar ? `VARCHAR(${type.length})` : 'LONGTEXT'} COLLATE ${collation}`;
    case 'TEXT':
    case 'JSON':
      return `LONGTEXT COLLATE ${collation}`;
  }
}

function quote(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

const duplicates = ['ER_DUP_ENTRY'];
const foreignKeys = [
  'ER_NO_REFERENCED_ROW_2',
  'ER_ROW_IS_REFERENCED_2',
  'ER_NO_REFERENCED_ROW',
  'ER_ROW_IS_REFERENCED',
];
const unusable = ['ER_LOCK_WAIT_TIMEOUT', 'ER_LOCK_DEADLOCK', 'ER_OPTION_PREVENTS_STATEMENT', 'ER_RECORD_FILE_FULL'];

function refusalOf(error: unknown): GatewayRefusal | Error {
  const code = codeOf(error);
  if (!(error instanceof Error) || code === undefined) return error instanceof Error ? error : new Error(String(error));
  if (duplicates.includes(code)) return refuseStatement(duplicate);
  if (foreignKeys.includes(code)) return refuseStatement(foreignKey);
  return unusable.includes(code) ? refuseDatabase(error.message) : refuseStatement(error.message);
}

/** The connection is gone, so that a new one is needed. */
function isLost(error: unknown): boolean {
  return error instanceof Error && ('fatal' in error ? error.fatal === true : error.message.includes('closed state'));
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'errno' in error && 'code' in error ? String(error.code) : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error && error.message !== '' ? error.message : String(codeOf(error) ?? error);
}
