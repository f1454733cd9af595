import { writeFileSync } from 'node:fs';
import { CompiledQuery } from 'kysely';
import { expect, test } from '@playwright/test';
import { DescriptionError } from '../../core/errors.ts';
import { readDocument } from '../../document/read-document.ts';
import type { Engine } from './program.ts';
import { openSqlite } from './engine-sqlite.ts';
import { readTables } from './tables.ts';

const tables = (columns: string, rows: string) =>
  readTables(readDocument(`tables: { t: { columns: { ${columns} }, rows: ${rows} } }`, 't.yaml'));
const columns = 'id: { type: BIGINT, primaryKey: true }, name: { type: TEXT }';
const one = tables(columns, '[{ id: "9007199254740993", name: a }]');
const query = (text: string, ...parameters: unknown[]) => CompiledQuery.raw(text, parameters);
const everything = query('select * from t');

const all = (engine: Engine, statement: CompiledQuery): Promise<unknown> =>
  engine.run(function* () {
    return (yield statement).rows;
  }, 'read');

test('integers keep their digits', async () => {
  const engine = openSqlite(one);
  expect(await all(engine, everything)).toEqual([[9007199254740993n, 'a']]);
  await engine.close();
});

test('text compares without case for ASCII letters only', async () => {
  const engine = openSqlite(tables(columns, '[{ id: 1, name: Éa }]'));
  expect(await all(engine, query('select id from t where name = ?', 'ÉA'))).toEqual([[1n]]);
  expect(await all(engine, query('select id from t where name = ?', 'éa'))).toEqual([]);
  await engine.close();
});

test('a transaction that fails leaves nothing behind', async () => {
  const engine = openSqlite(one);
  const failed = engine.run(function* () {
    yield query('delete from t');
    throw new Error('stop');
  }, 'write');
  await expect(failed).rejects.toThrow('stop');
  expect(await all(engine, everything)).toHaveLength(1);
  await engine.close();
});

test('a data file keeps its rows, and gets the shipped ones only once', async () => {
  const file = test.info().outputPath('rows.sqlite');
  const first = openSqlite(one, file);
  await first.run(function* () {
    yield query('insert into t values (?, ?)', 2n, 'b');
  }, 'write');
  await first.close();
  const second = openSqlite(one, file);
  expect(await all(second, query('select name from t order by name'))).toEqual([['a'], ['b']]);
  await second.close();
});

const refused: { name: string; open: (file: string) => unknown; message: RegExp }[] = [
  {
    name: 'a data file with a table of another shape is refused',
    open: (file) => {
      void openSqlite(one, file).close();
      return openSqlite(tables('id: { type: TEXT }', '[]'), file);
    },
    message: /holds a table "t" of another shape/,
  },
  {
    name: 'a file that is no database is refused',
    open: (file) => {
      writeFileSync(file, 'not a database, but long enough to be taken for one by its size alone\n'.repeat(20));
      return openSqlite(one, file);
    },
    message: /the data file ".*" cannot be opened/,
  },
  {
    name: 'rows that share a key are refused',
    open: () => openSqlite(tables(columns, '[{ id: 1 }, { id: 1 }]')),
    message: /the rows of table "t" break its keys: Execute sql error. Duplicate entry/,
  },
];
for (const { name, open, message } of refused) {
  test(name, () => {
    let thrown: unknown;
    try {
      open(test.info().outputPath('rows.sqlite'));
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(DescriptionError);
    expect((thrown as DescriptionError).faults[0]).toMatchObject({
      code: 'CONFIGURATION',
      message: expect.stringMatching(message),
    });
  });
}
