import type { SourceDocument } from '../core/source.ts';

/** One broken rule of a schema. */
export type SchemaViolation = {
  /** JSON Pointer into the value; to where the missing part should be. */
  readonly pointer: string;
  readonly keyword: string;
  /** The rule as a sentence: `must be integer`. */
  readonly title: string;
  readonly expected: string;
  /** With its type, shortened. */
  readonly actual: string;
  /** JSON Pointer to the keyword in `schemaDocument`. */
  readonly schemaPointer: string;
  readonly schemaDocument?: SourceDocument;
  /** The nearest `x-confidence` around the rule, if any. */
  readonly confidence?: string;
  /** How often, where the same rule was broken in more than 3 elements; `pointer` is the first of `places`. */
  readonly count?: number;
  readonly places?: readonly string[];
  /** The properties that the schemas around an undeclared one declare. */
  readonly declared?: readonly string[];
};
