import type { Caller } from '../caller.ts';
import type { Preferences } from './prefer.ts';
import type { Query } from './query.ts';
import type { Table } from './table.ts';

/** One request, with what the routes already know of it. */
export type Work = {
  readonly table: Table;
  readonly caller: Caller;
  readonly query: Query;
  readonly preferences: Preferences;
  /** The caller wants one object instead of a list. */
  readonly single: boolean;
};
