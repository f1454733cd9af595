import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { DescriptionError } from '../core/errors.ts';
import type { JsonObject, JsonValue } from '../core/json.ts';
import { isJsonObject, writeJson } from '../core/json.ts';
import { valueAt } from '../document/json-pointer.ts';
import { readDocument, writeYaml } from '../document/read-document.ts';
import { readContract } from '../openapi/read-contract.ts';
import { validateValue } from '../openapi/validate-value.ts';
import { readDdl } from './read-ddl.ts';
import { tableContract } from './table-contract.ts';

async function schemasOf(ddl: string): Promise<JsonValue> {
  const { tables } = await readDdl(ddl, 'schema.sql');
  return valueAt(tableContract(tables[0]!), '/components/schemas') ?? null;
}

/** The schema of a column `c` of the table `t`. */
async function columnOf(definition: string): Promise<JsonValue | undefined> {
  return valueAt(await schemasOf(`CREATE TABLE t (c ${definition})`), '/T/properties/c');
}

const inferred = { 'x-confidence': 'inferred' };
const int = { type: 'integer', minimum: -2147483648, maximum: 2147483647 };

const columns: readonly (readonly [definition: string, schema: JsonObject])[] = [
  ['INT NOT NULL', int],
  ['INT', { ...int, type: ['integer', 'null'] }],
  ['int unsigned not null', { type: 'integer', minimum: 0, maximum: 4294967295 }],
  ['INT PRIMARY KEY AUTO_INCREMENT', { ...int, minimum: 1 }],
  ['SMALLINT NOT NULL', { type: 'integer', minimum: -32768, maximum: 32767 }],
  ['TINYINT(1) NOT NULL', { type: ['integer', 'boolean'], minimum: -128, maximum: 127, ...inferred }],
  ['BIGINT NOT NULL', { type: ['integer', 'string'], pattern: '^-?\\d{16,19}$', ...inferred }],
  ['DECIMAL(4,1) NOT NULL', { type: 'number', minimum: -999.9, maximum: 999.9, ...inferred }],
  ['DECIMAL(20,2) NOT NULL', { type: ['number', 'string'], pattern: '^-?\\d{1,18}(\\.\\d{1,2})?$', ...inferred }],
  ['DOUBLE NOT NULL', { type: 'number', ...inferred }],
  ['VARCHAR(20) NOT NULL', { type: 'string', maxLength: 20 }],
  ['TEXT', { type: ['string', 'null'] }],
  ["ENUM('a','it''s') NOT NULL", { type: 'string', enum: ['a', "it's"], ...inferred }],
  ["ENUM('a') NULL", { type: ['string', 'null'], enum: ['a', null], ...inferred }],
  ["SET('a','b+') NOT NULL", { type: 'string', pattern: '^((a|b\\+)(,(a|b\\+))*)?$', ...inferred }],
  ['DATE NOT NULL', { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\d$', ...inferred }],
  ['JSON NOT NULL', { type: ['object', 'array', 'string', 'number', 'boolean'], ...inferred }],
  ["VARCHAR(5) NOT NULL COMMENT '姓名'", { type: 'string', maxLength: 5, description: '姓名' }],
  ["INT NOT NULL COMMENT 'who' REFERENCES person (id)", { ...int, description: 'who; refers to person.id' }],
];

for (const [definition, schema] of columns) {
  test(`the column ${definition}`, async () => {
    expect(await columnOf(definition)).toEqual(schema);
  });
}

const dump = `-- 选课
/*!40101 SET NAMES utf8mb4 */;
DROP TABLE IF EXISTS \`enrolment\`;
CREATE TABLE \`enrolment\` (
  \`id\` bigint NOT NULL AUTO_INCREMENT COMMENT '编号',
  \`course_id\` int NOT NULL,
  \`state\` enum('new','paid') NOT NULL DEFAULT 'new',
  \`seat\` int DEFAULT '3',
  \`total\` int GENERATED ALWAYS AS (seat * 2) STORED,
  \`created_at\` datetime NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  \`shape\` geometry,
  \`_openid\` varchar(64) NOT NULL DEFAULT '',
  PRIMARY KEY (\`id\`) USING BTREE,
  KEY \`k\` (\`state\`,\`seat\`),
  CONSTRAINT \`f\` FOREIGN KEY (\`course_id\`) REFERENCES \`course\` (\`id\`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='学生''的选课';
INSERT INTO enrolment (id) VALUES (1);
`;

test('a dump gives what rows are, what an insert needs, and what no request gives', async () => {
  const { tables, notes } = await readDdl(dump, 'schema.sql');
  expect(notes).toEqual([
    'schema.sql:11:3  enrolment.shape: how GEOMETRY looks in JSON is not known, so anything is allowed',
  ]);
  const contract = tableContract(tables[0]!);
  expect(valueAt(contract, '/info/summary')).toBe("学生'的选课");
  expect(valueAt(contract, '/components/schemas/Enrolment/required')).toEqual(['id', 'course_id']);
  expect(valueAt(contract, '/components/schemas/Enrolment/properties/course_id/description')).toBe(
    'refers to course.id',
  );
  expect(valueAt(contract, '/components/schemas/NewEnrolment')).toEqual({
    allOf: [{ $ref: '#/components/schemas/EnrolmentChange' }],
    required: ['course_id'],
  });
  const change = valueAt(contract, '/components/schemas/EnrolmentChange/properties');
  expect(Object.keys(isJsonObject(change) ? change : {})).toEqual([
    'id',
    'course_id',
    'state',
    'seat',
    'created_at',
    'shape',
  ]);
  expect(valueAt(change!, '/seat/default')).toBe(3);
  expect(valueAt(change!, '/state/default')).toBe('new');
  expect(() => readContract(readDocument(writeYaml(contract), 'x.openapi.yaml'))).not.toThrow();
});

const broken: readonly (readonly [ddl: string, where: string, message: string])[] = [
  ['CREATE TABLE t (\n  id INT,\n  name\n);', '4:1', 'this is not MySQL that can be read'],
  ['create tabel t (id int);', '1:8', 'this is not MySQL that can be read'],
  ['SELECT 1;', '1:1', 'there is no CREATE TABLE with columns in it'],
  ['', '1:1', 'there is no CREATE TABLE with columns in it'],
];

for (const [ddl, where, message] of broken) {
  test(`DDL that is broken: ${JSON.stringify(ddl)}`, async () => {
    const error: unknown = await readDdl(ddl, 'schema.sql').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DescriptionError);
    const [fault] = (error as DescriptionError).faults;
    const { line, column } = fault!.location!;
    expect([fault!.message, `${line}:${column}`]).toEqual([message, where]);
  });
}

// Values as MySQL holds them, in the JSON form of the mock: digits that no double keeps are text.
const integer = (least: number, most: number): fc.Arbitrary<JsonValue> => fc.integer({ min: least, max: most });
const digits = (value: bigint): JsonValue => (String(Number(value)) === String(value) ? Number(value) : String(value));
const two = (number: number): string => String(number).padStart(2, '0');
const dates = fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
const dateTimes = dates.map((date) => date.toISOString().slice(0, 19).replace('T', ' '));

const valuesOf: Readonly<Record<string, fc.Arbitrary<JsonValue>>> = {
  INT: integer(-2147483648, 2147483647),
  'TINYINT UNSIGNED': integer(0, 255),
  MEDIUMINT: integer(-8388608, 8388607),
  BOOLEAN: integer(-128, 127),
  BIGINT: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(digits),
  'BIGINT UNSIGNED': fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(digits),
  'DECIMAL(6,2)': fc.integer({ min: -999999, max: 999999 }).map((cents) => cents / 100),
  'DECIMAL(30,0)': fc.bigInt({ min: -(10n ** 30n) + 1n, max: 10n ** 30n - 1n }).map(String),
  DOUBLE: fc.double({ noNaN: true, noDefaultInfinity: true }),
  'VARCHAR(7)': fc.string({ maxLength: 7, unit: 'grapheme-ascii' }),
  'CHAR(3)': fc.constantFrom('', '学生们', '😀😀😀'),
  "ENUM('new','paid')": fc.constantFrom('new', 'paid'),
  "SET('a','b','c')": fc.subarray(['a', 'b', 'c']).map((members) => members.join(',')),
  DATETIME: dateTimes,
  'DATETIME(3)': dateTimes.map((text) => `${text}.123`),
  DATE: dates.map((date) => date.toISOString().slice(0, 10)),
  TIME: fc.integer({ min: -838, max: 838 }).map((hour) => `${hour < 0 ? '-' : ''}${two(Math.abs(hour))}:59:59`),
  YEAR: integer(1901, 2155),
  JSON: fc.constantFrom<JsonValue>({ a: 1 }, [], '[]', 1, true),
};

test('every row that the columns can hold is valid, and with NULL where they allow it', async () => {
  const types = Object.keys(valuesOf);
  const lines = types.map((type, index) => `  c${index} ${type}${index % 2 === 0 ? ' NOT NULL' : ''}`);
  const { tables } = await readDdl(`CREATE TABLE t (\n${lines.join(',\n')}\n)`, 'schema.sql');
  const document = readContract(readDocument(writeYaml(tableContract(tables[0]!)), 't.openapi.yaml')).document;
  const rows = fc.record(
    Object.fromEntries(
      types.map((type, index): [string, fc.Arbitrary<JsonValue>] => {
        const values = valuesOf[type]!;
        return [`c${index}`, index % 2 === 0 ? values : fc.option(values)];
      }),
    ),
  );
  fc.assert(
    fc.property(rows, (row) => {
      const found = validateValue({ document, pointer: '/components/schemas/T' }, row, 'response');
      expect(found, writeJson(row)).toEqual([]);
    }),
  );
  const wrong = { ...Object.fromEntries(types.map((_, index) => [`c${index}`, null])), surplus: 1 };
  const faults = validateValue({ document, pointer: '/components/schemas/T' }, wrong, 'response');
  const notNull = types.filter((_, index) => index % 2 === 0).length;
  expect(faults.filter(({ keyword }) => keyword === 'type')).toHaveLength(notNull);
  expect(faults.filter(({ keyword }) => keyword === 'additionalProperties')).toHaveLength(1);
});
