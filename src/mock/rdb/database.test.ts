import { writeFileSync } from 'node:fs';
import { CompiledQuery } from 'kysely';
import { expect, test } from '@playwright/test';
import { DescriptionError } from '../../core/errors.ts';
import { readDocument } from '../../document/read-document.ts';
import { openDatabase } from './database.ts';
import { readTables } from './tables.ts';

const tables = (columns: string, rows: string) =>
  readTables(readDocument(`tables: { t: { columns: { ${columns} }, rows: ${rows} } }`, 't.yaml'));
const columns = 'id: { type: BIGINT, primaryKey: true }, name: { type: TEXT }';
const one = tables(columns, '[{ id: "9007199254740993", name: a }]');
const query = (text: string, ...parameters: unknown[]) => CompiledQuery.raw(text, parameters);
const everything = query('select * from t');

test('integers keep their digits', () => {
  const database = openDatabase(one);
  expect(database.all(everything)).toEqual([[9007199254740993n, 'a']]);
  database.close();
});

test('text compares without case for ASCII letters only', () => {
  const database = openDatabase(tables(columns, '[{ id: 1, name: Éa }]'));
  expect(database.all(query('select id from t where name = ?', 'ÉA'))).toEqual([[1n]]);
  expect(database.all(query('select id from t where name = ?', 'éa'))).toEqual([]);
  database.close();
});

test('a transaction that fails leaves nothing behind', () => {
  const database = openDatabase(one);
  expect(() =>
    database.transaction(() => {
      expect(database.run(query('delete from t'))).toBe(1);
      throw new Error('stop');
    }),
  ).toThrow('stop');
  expect(database.all(everything)).toHaveLength(1);
  database.close();
});

test('a data file keeps its rows, and gets the shipped ones only once', () => {
  const file = test.info().outputPath('rows.sqlite');
  const first = openDatabase(one, file);
  first.run(query('insert into t values (?, ?)', 2n, 'b'));
  first.close();
  const second = openDatabase(one, file);
  expect(second.all(query('select name from t order by name'))).toEqual([['a'], ['b']]);
  second.close();
});

const refused: { name: string; open: (file: string) => unknown; message: RegExp }[] = [
  {
    name: 'a data file with a table of another shape is refused',
    open: (file) => {
      openDatabase(one, file).close();
      return openDatabase(tables('id: { type: TEXT }', '[]'), file);
    },
    message: /holds a table "t" of another shape/,
  },
  {
    name: 'a file that is no database is refused',
    open: (file) => {
      writeFileSync(file, 'not a database, but long enough to be taken for one by its size alone\n'.repeat(20));
      return openDatabase(one, file);
    },
    message: /the data file ".*" cannot be opened/,
  },
  {
    name: 'rows that share a key are refused',
    open: () => openDatabase(tables(columns, '[{ id: 1 }, { id: 1 }]')),
    message: /the rows of table "t" break its keys: UNIQUE constraint failed: t.id/,
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
