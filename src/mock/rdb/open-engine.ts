import { DescriptionError } from '../../core/errors.ts';
import type { Engine } from './program.ts';
import { openSqlite } from './engine-sqlite.ts';
import type { Table } from './table.ts';

export type EngineOptions = {
  /** An SQLite file that keeps the rows; absent: they live in memory. */
  readonly dataFile?: string | undefined;
  /** A MariaDB or MySQL server instead, as `mysql://user:password@host:port/database`. */
  readonly database?: string | undefined;
};

/** @throws DescriptionError with CONFIGURATION */
export async function openEngine(tables: readonly Table[], { dataFile, database }: EngineOptions): Promise<Engine> {
  if (database === undefined) return openSqlite(tables, dataFile);
  if (dataFile !== undefined) {
    const message = 'the rows live in a data file or in a database, not in both';
    throw new DescriptionError([{ code: 'CONFIGURATION', message, remedy: 'leave out --data or the database' }]);
  }
  // Loaded only here, so that nobody else needs the package.
  const { openMysql } = await import('./engine-mysql.ts');
  return openMysql(tables, database);
}
