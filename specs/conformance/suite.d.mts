import type { checkPattern, evaluateCriterion } from '../../src/expression/evaluate-criterion.ts';
import type { parseExpression } from '../../src/expression/parse-expression.ts';
import type { readDescription } from '../../src/arazzo/read/read-description.ts';
import type { readDocument } from '../../src/document/read-document.ts';
import type { checkResponse } from '../../src/openapi/check-response.ts';
import type { readContract } from '../../src/openapi/read-contract.ts';

/** The parts of the product that the suites are run through. */
export type Product = {
  readonly readDocument: typeof readDocument;
  readonly readDescription: typeof readDescription;
  readonly readContract: typeof readContract;
  readonly checkResponse: typeof checkResponse;
  readonly checkPattern: typeof checkPattern;
  readonly evaluateCriterion: typeof evaluateCriterion;
  readonly parseExpression: typeof parseExpression;
};

/** A line of known-gaps.json: cases that are known not to pass, and why. Without `test` all of the group, without `group` all of the file. */
export type Gap = {
  readonly suite: string;
  readonly file?: string;
  readonly group?: string;
  readonly test?: string;
  readonly outcome?: Result['outcome'];
  /** Only what is not checked of schemas that use this keyword. */
  readonly keyword?: string;
  readonly reason: string;
};

export type Result = {
  readonly suite: string;
  /** `required`, `optional/format` or `optional`; of documents `pass` or `fail`. */
  readonly part: string;
  readonly file: string;
  readonly group: string;
  readonly test: string;
  readonly outcome: 'passed' | 'failed' | 'not checked';
  readonly reason?: string;
  readonly keywords?: readonly string[];
};

export declare function runSchemaSuite(product: Product, folder: string, suite: string): Result[];
export declare function runPathSuite(product: Product, file: string): Result[];
export declare function runDocumentSuite(product: Product, folder: string, suite: string): Result[];

/** What stands in no gap and did not pass, and gaps of which every case passed (or that cover none). */
export declare function compareWithGaps(
  results: readonly Result[],
  gaps: readonly Gap[],
): { readonly unexpected: Result[]; readonly stale: Gap[]; readonly known: ReadonlyMap<Result, Gap> };
