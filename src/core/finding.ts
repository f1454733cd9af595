import type { FindingCode } from './codes.ts';
import type { SourceLocation } from './source.ts';

export type Severity = 'error' | 'warn';

/** What the service got wrong, or a step did not find: a value, collected and never thrown. */
export type Finding = {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** The rule, as a lower-case sentence without blame. */
  readonly title: string;
  /** The line of the workflow: the step, or the criterion or value inside it. */
  readonly location: SourceLocation;
  readonly stepId: string;
  /** The exchange in short, as in `GET /v1/rdb/rest/course?id=eq.1 -> 200`; absent where nothing was sent. */
  readonly exchange?: string;
  /** JSON Pointer into the body, or the header's name. */
  readonly at?: string;
  /** The schema keyword that was violated. */
  readonly keyword?: string;
  readonly expected: string;
  /** Where the contract says so. */
  readonly contract?: SourceLocation;
  /** The same as a JSON Pointer into that file: `#/components/schemas/Course/properties/id/type`. */
  readonly rule?: string;
  readonly actual: string;
  readonly remedy?: string;
};
