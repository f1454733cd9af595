import type { FindingCode } from '../core/codes.ts';
import type { Severity } from '../core/finding.ts';
import type { SourceLocation } from '../core/source.ts';

/** A broken promise of the contract, before it is known which step of which workflow met it. */
export type Violation = {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly title: string;
  /** JSON Pointer into the body, or the header's name. */
  readonly at?: string;
  readonly keyword?: string;
  readonly expected: string;
  readonly contract: SourceLocation;
  /** The same as a JSON Pointer, as a `$ref` would have it: `#/components/schemas/Course/properties/id/type`. */
  readonly rule: string;
  readonly actual: string;
  readonly remedy?: string;
};

/**
 * How far a response could be checked:
 * `checked`: a schema judged the body (or none was due and none came); `wildcard`: only a schema that allows anything,
 * or none, stood for it; `not-checked`: nothing here can read it, with the reason.
 */
export type Checked = 'checked' | 'wildcard' | 'not-checked';

export type ContractCheck = {
  readonly checked: Checked;
  /** Why, where it is not `checked`. */
  readonly reason?: string;
  readonly violations: readonly Violation[];
  /** The operation whose contract judged: the most specific path that fits the request as it was sent. */
  readonly operationId: string;
  /** The declared status that applied: `200`, `2XX`, `default`; absent where none did. */
  readonly declared?: string;
};
