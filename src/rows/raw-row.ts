import type { Fault } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import type { SourceLocation } from '../core/source.ts';

/** A row as it stands in its file. The place is worked out when a message needs it. */
export type RawRow = { readonly members: JsonObject; readonly locate: () => SourceLocation };

export type RawRows = {
  readonly rows: readonly RawRow[];
  /** Of a file that names its columns once, and in which everything is text. */
  readonly columns?: readonly string[];
  readonly faults: readonly Fault[];
};
