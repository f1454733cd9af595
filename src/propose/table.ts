import type { JsonObject, JsonValue } from '../core/json.ts';

/** What a proposal says of a column, wherever it was learnt. */
export type ProposedColumn = {
  readonly name: string;
  /** Its JSON form; whether NULL is among it `nullable` says. */
  readonly schema: JsonObject;
  readonly nullable: boolean;
  /** Part of the primary key. */
  readonly key: boolean;
  /** A row can be inserted without it. */
  readonly optional: boolean;
  /** The database computes it, or the gateway sets it: no request gives it. */
  readonly readOnly: boolean;
  /** What a row holds that does not name it, where that is a constant. */
  readonly default?: JsonValue;
};

export type ProposedTable = {
  readonly name: string;
  readonly description?: string;
  readonly columns: readonly ProposedColumn[];
};

/** Decides whose row it is; the gateway sets it, and refuses a request that gives it. */
export const ownerColumn = '_openid';

export const ownerDescription = 'the owner; the gateway sets it';
