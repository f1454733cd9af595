const plainTypes = ['INT', 'BIGINT', 'BOOLEAN', 'TEXT', 'DATETIME', 'JSON'] as const;

/** MySQL's words for the types that the mock knows. */
export type ColumnType =
  | { readonly name: (typeof plainTypes)[number] }
  | { readonly name: 'VARCHAR'; readonly length: number }
  | { readonly name: 'DECIMAL'; readonly precision: number; readonly scale: number };

export type Column = {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  /** What a row holds that does not name the column, as stored; absent: NULL. */
  readonly default: Stored | undefined;
  /** The default is the time of the insert (MySQL's CURRENT_TIMESTAMP). */
  readonly defaultNow: boolean;
  readonly primaryKey: boolean;
  readonly autoIncrement: boolean;
  readonly unique: boolean;
  /** The column that a value of this one must be found in (a foreign key). */
  readonly references: Reference | undefined;
};

/** As in `references: class.id`; the constraint is named as `student_class_id_fkey`. */
export type Reference = { readonly table: string; readonly column: string; readonly constraint: string };

/** What the engine stores and binds: nothing else may reach it. */
export type Stored = string | number | bigint | null;

/** The values that a body gives, by column. */
export type Given = Readonly<Record<string, Stored>>;

/** The four presets: read all and change own; read and change own; read all, no change; no access. */
export const permissions = ['READONLY', 'PRIVATE', 'ADMINWRITE', 'ADMINONLY'] as const;
export type Permission = (typeof permissions)[number];

export type Table = {
  readonly name: string;
  /** Absent: none is configured, so only the administrator may use the table. */
  readonly permission: Permission | undefined;
  readonly columns: ReadonlyMap<string, Column>;
  /** What a fresh database begins with, every column in the table's order. */
  readonly rows: readonly (readonly Stored[])[];
};

/** Decides whose row it is. */
export const ownerColumn = '_openid';

const maxPrecision = 65;

/** `DECIMAL(10,2)` to its parts; undefined where it is none of the mock's types. Case does not count. */
export function parseColumnType(text: string): ColumnType | undefined {
  const found = /^([A-Z]+)(?:\((\d{1,5})(?:,(\d{1,2}))?\))?$/.exec(text.toUpperCase().replaceAll(' ', ''));
  if (!found) return undefined;
  const [, name, first, second] = found;
  if (name === 'DECIMAL') return decimalType(Number(first ?? 10), Number(second ?? 0));
  if (name === 'VARCHAR')
    return first === undefined || second !== undefined ? undefined : { name, length: Number(first) };
  const plain = plainTypes.find((known) => known === name);
  return plain === undefined || first !== undefined ? undefined : { name: plain };
}

function decimalType(precision: number, scale: number): ColumnType | undefined {
  const possible = precision >= 1 && precision <= maxPrecision && scale <= precision;
  return possible ? { name: 'DECIMAL', precision, scale } : undefined;
}

export function renderColumnType(type: ColumnType): string {
  if (type.name === 'VARCHAR') return `VARCHAR(${type.length})`;
  if (type.name === 'DECIMAL') return `DECIMAL(${type.precision},${type.scale})`;
  return type.name;
}
