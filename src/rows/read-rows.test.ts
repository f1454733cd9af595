import { expect, test } from '@playwright/test';
import { documentOf, read, showFault } from '../arazzo/arazzo.samples.ts';
import { writeJson } from '../core/json.ts';
import { readDocument } from '../document/read-document.ts';
import { readRows } from './read-rows.ts';

/** Rows of a workflow, each as its id and its inputs; the faults of their file. */
function rowsOf(workflow: string, files: Readonly<Record<string, string>> = {}) {
  const description = read(documentOf({ workflow }), 'workflows/w.yaml');
  const reading = readRows(description.workflows[0]!, description.document, {
    text: (file) => files[file],
    document: (file) => (files[file] === undefined ? undefined : readDocument(files[file], file)),
    below: () => Object.keys(files),
  });
  return {
    rows: reading?.rows.map(({ id, inputs }) => `${id} ${writeJson(inputs)}`),
    faults: reading?.faults.map(showFault),
    lines: reading?.rows.map(({ locate }) => locate().line),
  };
}

const schema = `inputs:
  type: object
  properties:
    n: { type: integer }
    big: { type: number }
    on: { type: boolean }
    list: { type: array, items: { type: integer } }
    maybe: { type: [integer, 'null'] }
    text: { type: string }
    level: { enum: [1, 2] }
    free: {}
    shared: { $ref: '#/components/inputs/Shared' }
    secret: { type: string, format: password }`;
const root = '\ncomponents: { inputs: { Shared: { allOf: [{ type: integer }] } } }';

const cells: readonly (readonly [column: string, cell: string, value: string])[] = [
  ['n', '3', '3'],
  ['n', 'x', '"x"'],
  ['n', '', ''],
  ['big', '0.12345678901234567890', '0.12345678901234567890'],
  ['big', '1e3', '1000'],
  ['on', 'TRUE', 'true'],
  ['list', '"[1,2]"', '[1,2]'],
  ['maybe', 'null', 'null'],
  ['maybe', '4', '4'],
  ['text', '3', '"3"'],
  ['text', '"a ""b"", c"', String.raw`"a \"b\", c"`],
  ['text', ' x ', '" x "'],
  ['level', '2', '2'],
  ['free', '3', '"3"'],
  ['shared', '7', '7'],
];
for (const [column, cell, value] of cells) {
  test(`a cell of ${column} that says ${cell}`, () => {
    const description = read(`${documentOf({ workflow: `x-data: {source: a.csv}\n${schema}` })}${root}`, 'w.yaml');
    const files = { 'a.csv': `id,${column}\nr,${cell}\n` };
    const { rows } = readRows(description.workflows[0]!, description.document, {
      text: () => files['a.csv'],
      document: () => undefined,
      below: () => [],
    })!;
    expect(rows.map(({ inputs }) => writeJson(inputs))).toEqual([value === '' ? '{}' : `{"${column}":${value}}`]);
  });
}

const asYaml = { 'workflows/a.yaml': '- { n: 1, text: a }\n- { n: 2 }\n' };
const forms: readonly (readonly [file: string, text: string])[] = [
  ['a.csv', '\uFEFFn,text\r\n1,a\r\n\r\n2,\r\n'],
  ['a.ndjson', '{"text":"a","n":1}\n\n{"n":2}\n'],
  ['a.json', '[{"n":1,"text":"a"},{"n":2}]'],
];
for (const [file, text] of forms) {
  test(`rows without ids are named alike in ${file} and in YAML`, () => {
    const expected = rowsOf(`x-data: {source: a.yaml}\n${schema.replace(/\n.*shared.*/, '')}`, asYaml);
    const found = rowsOf(`x-data: {source: ${file}}\n${schema.replace(/\n.*shared.*/, '')}`, {
      [`workflows/${file}`]: text,
    });
    expect(found.faults).toEqual([]);
    expect(found.rows?.map((row) => row.slice(0, 12))).toEqual(expected.rows?.map((row) => row.slice(0, 12)));
    expect(new Set(found.rows).size).toBe(2);
  });
}

const inline = (rows: string): string => `x-data: {rows: [${rows}]}\n${schema.replace(/\n.*shared.*/, '')}`;

test('a name stays where rows are moved, and where secrets change', () => {
  const name = (rows: string): string =>
    rowsOf(inline(rows))
      .rows!.find((row) => row.includes('"n":1'))!
      .slice(0, 12);
  expect(name('{n: 1, text: a, secret: s}')).toBe(name('{n: 2}, {secret: t, text: a, n: 1}'));
  expect(name('{n: 1, text: a}')).not.toBe(name('{n: 1, text: b}'));
});

test('the column that names rows is no input, unless the inputs have it', () => {
  expect(rowsOf('x-data: {rows: [{id: a, n: 1}]}\ninputs: {properties: {n: {}}}').rows).toEqual(['a {"n":1}']);
  expect(rowsOf('x-data: {rows: [{n: 1}], id: n}\ninputs: {properties: {n: {}}}').rows).toEqual(['1 {"n":1}']);
});

test('a row of several lines stands where it begins', () => {
  const found = rowsOf(`x-data: {source: a.csv}\ninputs: {properties: {text: {}}}`, {
    'workflows/a.csv': 'id,text\n\na,"x\ny"\nb,z\n',
  });
  expect(found.lines).toEqual([3, 5]);
});

test('of thousands of faults some are told', () => {
  const csv = `id,n\n${Array.from({ length: 10_000 }, (_, n) => `r${n},x\n`).join('')}`;
  const { faults } = rowsOf('x-data: {source: a.csv}\ninputs: {properties: {n: {type: integer}}}', {
    'workflows/a.csv': csv,
  });
  expect(faults).toHaveLength(21);
  expect(faults?.at(-1)).toBe('INPUT_INVALID 9980 more faults of rows are not told');
});

test('a value that is secret is not shown', () => {
  const { faults } = rowsOf(
    `x-data: {rows: [{id: a, pin: 1234567}]}\ninputs: {properties: {pin: {type: string, format: password}}}`,
  );
  expect(faults).toEqual([
    '6:21 INPUT_INVALID row "a": the input "pin" of workflow "w": must be string (string / not shown, it is secret)',
  ]);
});

test('a name that cannot be shown is a fault', () => {
  const { faults } = rowsOf(String.raw`x-data: {rows: [{id: "a\u0007b"}, {id: [1]}, {id: ""}]}`);
  expect(faults?.map((fault) => fault.slice(0, 47))).toEqual([
    "6:21 INPUT_INVALID a row's name cannot be shown",
    "6:39 INPUT_INVALID a row's name cannot be shown",
    "6:50 INPUT_INVALID a row's name cannot be shown",
    '6:50 ROW_DUPLICATE the row "" is there already,',
  ]);
});

test('an input that is secret names no row', () => {
  const { rows } = rowsOf(
    'x-data: {rows: [{id: hush, n: 1}]}\ninputs: {properties: {n: {}, id: {type: string, format: password}}}',
  );
  expect(rows).toEqual([expect.stringMatching(/^[0-9a-f]{12} /)]);
});

const unread: readonly (readonly [name: string, file: string, text: string, fault: string])[] = [
  [
    'semicolons',
    'a.csv',
    'id;n\na;1\n',
    '1:1 ROWS_SYNTAX the cells stand between ";", and not between commas; save the file with commas as separators',
  ],
  [
    'tabs',
    'a.csv',
    'id\tn\na\t1\n',
    '1:1 ROWS_SYNTAX the cells stand between tabs, and not between commas; save the file with commas as separators',
  ],
  [
    'UTF-16',
    'a.csv',
    Buffer.from('\uFEFFid,n\na,1\n', 'utf16le').toString('utf8'),
    '1:1 ROWS_SYNTAX the file is not text in UTF-8; save it as UTF-8',
  ],
  [
    'a line in Latin-1',
    'a.ndjson',
    Buffer.from('{"n":1}\n{"text":"\xe9"}\n', 'latin1').toString('utf8'),
    '2:1 ROWS_SYNTAX the file is not text in UTF-8; save it as UTF-8',
  ],
];
for (const [name, file, text, fault] of unread) {
  test(`refuses ${name} in ${file}`, () => {
    const { faults } = rowsOf(`x-data: {source: ${file}}\ninputs: {}`, { [`workflows/${file}`]: text });
    expect(faults).toEqual([fault]);
  });
}

test('100,000 columns are read in a time that grows with them', () => {
  const columns = Array.from({ length: 100_000 }, (_, index) => `c${index}`).join();
  const { faults } = rowsOf(`x-data: {source: a.csv}\ninputs: {}`, { 'workflows/a.csv': `${columns}\n` });
  expect(faults).toEqual(['6:22 INPUT_INVALID there is no row, so nothing would be tested']);
});
