import type { DescriptionError, GatewayError } from '../../../src/core/errors.ts';
import type { isSame, parseJson, writeJson } from '../../../src/core/json.ts';
import type { readDocument } from '../../../src/document/read-document.ts';
import type { readProject } from '../../../src/project.ts';
import type { createByteMaker } from '../../../src/run/make-bytes.ts';
import type { runWorkflow } from '../../../src/runner/run-workflow.ts';

/** The parts of the product that the suite is run through. */
export type Product = {
  readonly DescriptionError: typeof DescriptionError;
  readonly GatewayError: typeof GatewayError;
  readonly isSame: typeof isSame;
  readonly parseJson: typeof parseJson;
  readonly writeJson: typeof writeJson;
  readonly readDocument: typeof readDocument;
  readonly readProject: typeof readProject;
  readonly createByteMaker: typeof createByteMaker;
  readonly runWorkflow: typeof runWorkflow;
};

/** A case as README.md describes it. */
export type Case = {
  readonly name: string;
  readonly sentence: string | readonly string[];
  readonly exchanges?: readonly Readonly<Record<string, unknown>>[];
  readonly verdict?: string;
  readonly outputs?: unknown;
  readonly findings?: unknown;
  readonly faults?: unknown;
  readonly warnings?: unknown;
  readonly steps?: readonly string[];
};

export type Sentence = {
  readonly id: string;
  readonly section: string;
  readonly level: 'MUST' | 'SHOULD' | 'MAY' | 'reading' | 'ours';
  readonly since?: number;
  readonly sentence: string;
};

export type Gap = { readonly case: string; readonly reason: string };

export declare const casesFolder: string;
export declare function caseNames(): string[];
export declare function readCase(product: Product, name: string): Case;
export declare function readList(product: Product, name: 'sentences'): readonly Sentence[];
export declare function readList(product: Product, name: 'known-gaps'): readonly Gap[];

/** How our runner differs from a case; an empty list is a pass. */
export declare function runCase(product: Product, example: Case): Promise<string[]>;
