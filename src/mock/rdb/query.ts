// What a request to `/v1/rdb/rest/{table}` asks for, as plain data, before any SQL. Names are as the caller wrote them:
// only `compile.ts` looks them up in the table.

/** The result of a parser: the reason is fit for the caller to read. */
export type Parsed<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly reason: string };

export const comparisons = ['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'like', 'match'] as const;
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
  readonly direction: 'asc' | 'desc';
  /** Absent: as MySQL does, null is less than every value. */
  readonly nulls?: 'first' | 'last';
};

/** One column of the answer under the name it gets there; `*` stands for all. */
export type SelectItem = { readonly column: string; readonly alias: string };

export type Query = {
  readonly select: readonly SelectItem[];
  /** All of them must hold. */
  readonly where: readonly Condition[];
  readonly order: readonly OrderTerm[];
  readonly limit?: number;
  readonly offset?: number;
  /** The only keys that a POST writes (sent by the official client with arrays). */
  readonly columns?: readonly string[];
  readonly onConflict?: readonly string[];
};
