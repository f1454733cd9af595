import { expect, test } from '@playwright/test';
import { DescriptionError } from '../../core/errors.ts';
import { readDocument } from '../../document/read-document.ts';
import { readTables } from './tables.ts';

const good = `
tables:
  course:
    permission: READONLY
    columns:
      id: { type: INT, primaryKey: true, autoIncrement: true }
      name: { type: VARCHAR(255), nullable: false }
      credit: { type: 'decimal( 4, 1 )', default: 0.5 }
      at: { type: DATETIME, default: CURRENT_TIMESTAMP }
    rows:
      - { name: 高等数学, credit: null }
`;

test('a table is read with its columns and rows', () => {
  const [course] = readTables(readDocument(good, 'tables.yaml'));
  expect(course).toMatchObject({ name: 'course', permission: 'READONLY' });
  expect([...(course?.columns.values() ?? [])]).toMatchObject([
    { name: 'id', type: { name: 'INT' }, nullable: false, primaryKey: true, autoIncrement: true },
    { name: 'name', type: { name: 'VARCHAR', length: 255 }, nullable: false, default: undefined },
    { name: 'credit', type: { name: 'DECIMAL', precision: 4, scale: 1 }, nullable: true, default: '10005' },
    { name: 'at', type: { name: 'DATETIME' }, defaultNow: true, default: undefined },
  ]);
  expect(course?.rows).toEqual([[null, '高等数学', null, expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)]]);
});

const faults: { name: string; text: string; told: string[] }[] = [
  {
    name: 'an unknown key gets its nearest name',
    text: 'tables:\n  t:\n    colums: {}\n    columns: { a: { type: TEXT } }',
    told: ['tables.yaml:3:5 unknown key "colums"; did you mean "columns"?'],
  },
  {
    name: 'an unknown type and an unknown permission are told together',
    text: 'tables:\n  t:\n    permission: READONLLY\n    columns: { a: { type: FLOAT } }',
    told: [
      'tables.yaml:4:27 a column has a type that the mock knows',
      'tables.yaml:3:17 the permission is one of the presets; did you mean "READONLY"?',
    ],
  },
  {
    name: 'a row must fit its columns',
    text: 'tables:\n  t:\n    columns: { a: { type: INT } }\n    rows:\n      - { a: x }\n      - { b: 1 }',
    told: [
      'tables.yaml:5:14 column "a" is INT: "x" (string) is not an integer',
      'tables.yaml:6:11 unknown key "b"; did you mean "a"?',
    ],
  },
  {
    name: 'names are plain words',
    text: 'tables:\n  "a b":\n    columns: { _rowid_: { type: INT }, "x;": { type: INT } }',
    told: [
      'tables.yaml:2:3 "a b" cannot be a name: letters, digits and _, not beginning with a digit',
      'tables.yaml:3:16 "_rowid_" cannot be a name: letters, digits and _, not beginning with a digit',
      'tables.yaml:3:40 "x;" cannot be a name: letters, digits and _, not beginning with a digit',
    ],
  },
  {
    name: 'autoIncrement belongs to a primary key',
    text: 'tables:\n  t:\n    columns:\n      a: { type: INT, primaryKey: true }\n      b: { type: TEXT, autoIncrement: true }',
    told: ['tables.yaml:5:10 an autoIncrement column is a primary key of type INT or BIGINT'],
  },
  {
    name: 'autoIncrement stands alone',
    text: 'tables:\n  t:\n    columns:\n      a: { type: INT, primaryKey: true }\n      b: { type: INT, primaryKey: true, autoIncrement: true }',
    told: ['tables.yaml:4:7 an autoIncrement column is the only primary key of its table'],
  },
  {
    name: 'switches are true or false',
    text: 'tables: { t: { columns: { a: { type: INT, unique: yes please } } } }',
    told: ['tables.yaml:1:51 "unique" is true or false'],
  },
  {
    name: 'shapes are checked',
    text: 'tables: { t: { columns: [], rows: {} }, u: 5 }',
    told: [
      'tables.yaml:1:25 "columns" is a mapping',
      'tables.yaml:1:14 a table has at least one column',
      'tables.yaml:1:35 the rows are a list',
      'tables.yaml:1:44 "u" is a mapping',
      'tables.yaml:1:44 "columns" is a mapping',
      'tables.yaml:1:44 a table has at least one column',
    ],
  },
  {
    name: 'references lead to a key of the same type',
    text: [
      'tables:',
      '  u: { columns: { id: { type: INT, primaryKey: true }, name: { type: TEXT } } }',
      '  t:',
      '    columns:',
      '      a: { type: INT, references: v.id }',
      '      b: { type: INT, references: u.ids }',
      '      c: { type: TEXT, references: u.name }',
      '      d: { type: BIGINT, references: u.id }',
      '      e: { type: INT, references: u }',
    ].join('\n'),
    told: [
      'tables.yaml:9:35 a reference names a table and its column',
      'tables.yaml:5:35 there is no table "v"; did you mean "u"?',
      'tables.yaml:6:35 table "u" has no column "ids"; did you mean "id"?',
      'tables.yaml:7:36 "u.name" is neither the primary key nor unique, so that it tells no row from another',
      'tables.yaml:8:38 the column is BIGINT, and "u.id" is INT',
    ],
  },
  {
    name: 'references make no circle',
    text: [
      'tables:',
      '  t: { columns: { id: { type: INT, primaryKey: true }, u: { type: INT, references: u.id } } }',
      '  u: { columns: { id: { type: INT, primaryKey: true }, t: { type: INT, references: t.id } } }',
    ].join('\n'),
    told: ['tables.yaml:3:84 tables refer to each other in a circle'],
  },
  {
    name: 'the file is a mapping',
    text: '[]',
    told: ['tables.yaml:1:1 the tables file is a mapping', 'tables.yaml:1:1 "tables" is a mapping'],
  },
];
for (const { name, text, told } of faults) {
  test(name, () => {
    let thrown: unknown;
    try {
      readTables(readDocument(text, 'tables.yaml'));
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(DescriptionError);
    const lines = (thrown as DescriptionError).faults.map(({ code, message, location, remedy }) => {
      expect(code).toBe('CONFIGURATION');
      return `${location?.file}:${location?.line}:${location?.column} ${message}${remedy === undefined ? '' : `; ${remedy}`}`;
    });
    expect(lines).toEqual(told);
  });
}
