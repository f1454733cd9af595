// What a request to `/v1/rdb/rest/{table}` asks for, as plain data, before any SQL. Names are as the caller wrote them:
// only `plan.ts` and `compile.ts` look them up in the tables.

/** The result of a parser: the reason is fit for the caller to read. */
export type Parsed<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly reason: string };

export const comparisons = ['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'like', 'ilike', 'match'] as const;
export type Comparison = (typeof comparisons)[number];

export const truthValues = ['null', 'true', 'false', 'unknown'] as const;
export type TruthValue = (typeof truthValues)[number];

export type Condition = { readonly negated: boolean } & (
  | { readonly type: 'compare'; readonly column: string; readonly operator: Comparison; readonly value: string }
  | { readonly type: 'in'; readonly column: string; readonly values: readonly string[] }
  | { readonly type: 'is'; readonly column: string; readonly value: TruthValue }
  | { readonly type: 'group'; readonly joined: 'and' | 'or'; readonly conditions: readonly Condition[] }
);

export type OrderTerm = {
  readonly column: string;
  /** The embedded row whose column this is, as in `class(grade).desc`. */
  readonly of?: string;
  readonly direction: 'asc' | 'desc';
  /** Absent: as MySQL does, null is less than every value. */
  readonly nulls?: 'first' | 'last';
};

/** One column of the answer under the name it gets there; `*` stands for all. */
export type SelectedColumn = { readonly column: string; readonly alias: string };

/** Rows of another table, as in `class:class_id!inner(grade)`. */
export type Embedding = {
  /** A column with a foreign key, or a table. */
  readonly target: string;
  readonly alias: string;
  /** The constraint or column that says which of several foreign keys is meant. */
  readonly hint?: string;
  /** Parents without such a row are left out. */
  readonly inner: boolean;
  readonly rows: Rows;
};

/** Which rows of one table, and what of them. */
export type Rows = {
  readonly select: readonly SelectedColumn[];
  readonly embed: readonly Embedding[];
  /** All of them must hold. */
  readonly where: readonly Condition[];
  readonly order: readonly OrderTerm[];
  readonly limit?: number;
  readonly offset?: number;
};

export type Query = Rows & {
  /** The only keys that a POST writes (sent by the official client with arrays). */
  readonly columns?: readonly string[];
  readonly onConflict?: readonly string[];
};
