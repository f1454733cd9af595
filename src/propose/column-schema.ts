// The JSON form of MySQL's types (MySQL 8.4 Reference Manual, chapter 13). The platform's pages only show that INT is a
// number and VARCHAR a string: every other form is a guess, and marked as one.
import { isJsonArray } from '../core/json.ts';
import type { JsonObject } from '../core/json.ts';

/** A type as DDL writes it: `DECIMAL(4,1) UNSIGNED`. */
export type SqlType = {
  /** Upper case, one of the names of `jsonForms`. */
  readonly name: string;
  readonly length?: number | undefined;
  readonly scale?: number | undefined;
  readonly unsigned?: boolean | undefined;
  /** The members of an ENUM or a SET. */
  readonly members?: readonly string[] | undefined;
};

/** Decimal digits that a double always keeps. */
const exactDigits = 15;

const guessed = (schema: JsonObject): JsonObject => ({ ...schema, 'x-confidence': 'inferred' });

/** An integer of so many bits, by MySQL's ranges. */
const integer =
  (bits: number) =>
  ({ unsigned }: SqlType): JsonObject => ({
    type: 'integer',
    minimum: unsigned === true ? 0 : -(2 ** (bits - 1)),
    maximum: 2 ** (unsigned === true ? bits : bits - 1) - 1,
  });

/** Whoever reads it with doubles gets the longest as text. */
const bigInteger = ({ unsigned }: SqlType): JsonObject =>
  guessed({
    type: ['integer', 'string'],
    ...(unsigned === true && { minimum: 0 }),
    pattern: unsigned === true ? '^\\d{16,20}$' : '^-?\\d{16,19}$',
  });

function decimal({ length = 10, scale = 0, unsigned }: SqlType): JsonObject {
  const whole = length - scale;
  const minimum = unsigned === true && { minimum: 0 };
  if (length > exactDigits) {
    const fraction = scale === 0 ? '' : `(\\.\\d{1,${scale}})?`;
    return guessed({ type: ['number', 'string'], ...minimum, pattern: `^-?\\d{1,${Math.max(whole, 1)}}${fraction}$` });
  }
  const most = Number(`${'9'.repeat(whole)}.${'9'.repeat(scale)}`);
  return guessed({ type: 'number', ...(minimum || { minimum: -most }), maximum: most });
}

const real = ({ unsigned }: SqlType): JsonObject =>
  guessed({ type: 'number', ...(unsigned === true && { minimum: 0 }) });
const text = (): JsonObject => ({ type: 'string' });
const shortText = ({ length = 1 }: SqlType): JsonObject => ({ type: 'string', maxLength: length });
const bytes = (): JsonObject => guessed({ type: 'string' });
const matching = (pattern: string) => (): JsonObject => guessed({ type: 'string', pattern });
const truth = (): JsonObject => guessed({ type: ['integer', 'boolean'], minimum: -128, maximum: 127 });
const dateTime = matching('^\\d{4}-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,6})?(Z|[+-]\\d\\d:\\d\\d)?$');

function oneMember({ members = [] }: SqlType): JsonObject {
  return guessed({ type: 'string', enum: members });
}

function someMembers({ members = [] }: SqlType): JsonObject {
  const any = members.map((member) => member.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|');
  return guessed({ type: 'string', pattern: `^((${any})(,(${any}))*)?$` });
}

const jsonForms: Readonly<Record<string, (type: SqlType) => JsonObject>> = {
  TINYINT: (type) => (type.length === 1 ? truth() : integer(8)(type)),
  SMALLINT: integer(16),
  MEDIUMINT: integer(24),
  INT: integer(32),
  INTEGER: integer(32),
  BIGINT: bigInteger,
  BOOL: truth,
  BOOLEAN: truth,
  BIT: () => guessed({ type: ['integer', 'boolean', 'string'] }),
  DECIMAL: decimal,
  NUMERIC: decimal,
  FLOAT: real,
  DOUBLE: real,
  REAL: real,
  CHAR: shortText,
  VARCHAR: shortText,
  TINYTEXT: text,
  TEXT: text,
  MEDIUMTEXT: text,
  LONGTEXT: text,
  BINARY: bytes,
  VARBINARY: bytes,
  TINYBLOB: bytes,
  BLOB: bytes,
  MEDIUMBLOB: bytes,
  LONGBLOB: bytes,
  ENUM: oneMember,
  SET: someMembers,
  DATE: matching('^\\d{4}-\\d\\d-\\d\\d$'),
  DATETIME: dateTime,
  TIMESTAMP: dateTime,
  TIME: matching('^-?\\d{2,3}:\\d\\d:\\d\\d(\\.\\d{1,6})?$'),
  YEAR: () => guessed({ type: 'integer', minimum: 0, maximum: 2155 }),
  // Reported: it is sent, and may come back, as JSON text.
  JSON: () => guessed({ type: ['object', 'array', 'string', 'number', 'boolean'] }),
};

export const knownTypes: readonly string[] = Object.keys(jsonForms);

/** The schema of a column's values, NULL aside; undefined where the type is none of `knownTypes`. */
export function columnSchema(type: SqlType): JsonObject | undefined {
  return Object.hasOwn(jsonForms, type.name) ? jsonForms[type.name]?.(type) : undefined;
}

/** The schema with `null` among its types and values. */
export function orNull(schema: JsonObject): JsonObject {
  const { type, enum: values, ...rest } = schema;
  return {
    ...(type !== undefined && { type: [...(isJsonArray(type) ? type : [type]), 'null'] }),
    ...(isJsonArray(values) && { enum: [...values, null] }),
    ...rest,
  };
}
