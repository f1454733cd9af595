// Arazzo's objects by Arazzo's names, read once and never written to. `pointer` is the JSON Pointer of the object in its
// document: `description.document.locate(pointer)` gives file, line and column.
import type { JsonObject } from '../core/json.ts';
import type { SourceDocument } from '../core/source.ts';
import type { PolicyPart } from '../openapi/check-policy.ts';
import type { ParsedCriterion, Selection, SelectorLanguage, Template } from '../expression/expression.ts';

export type ArazzoDescription = {
  readonly document: SourceDocument;
  readonly version: '1.0' | '1.1';
  readonly self?: string;
  readonly title: string;
  readonly sourceDescriptions: readonly SourceDescription[];
  readonly workflows: readonly Workflow[];
};

export type SourceDescription = {
  readonly name: string;
  /** As written; relative to the document. */
  readonly url: string;
  readonly type: 'openapi' | 'arazzo' | 'asyncapi' | undefined;
  readonly pointer: string;
};

export type Workflow = {
  readonly workflowId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly inputs: Inputs;
  readonly dependsOn: readonly Reference[];
  readonly steps: readonly Step[];
  /** `x-finally`: steps carried out after the workflow whatever its outcome, each on its own. */
  readonly finally: readonly Step[];
  readonly successActions: readonly Action[];
  readonly failureActions: readonly Action[];
  readonly outputs: readonly Output[];
  /** Given to every step of this workflow that calls an operation; a step's own win. */
  readonly parameters: readonly StepParameter[];
  /** `x-as`: the account whose session or key is used; absent: no credential. */
  readonly as?: Account;
  readonly tags: readonly string[];
  readonly owner?: string;
  readonly severity?: string;
  /** `x-skip`: gateways (all where absent) on which the workflow does not apply, and why. */
  readonly skip: readonly { readonly gateway?: string; readonly reason: string }[];
  readonly pointer: string;
};

export type Account = { readonly name: string; readonly pointer: string };
/** A name of something elsewhere: a workflowId, or `$sourceDescriptions.<source>.<id>` split into its two parts. */
export type Reference = { readonly source?: string; readonly id: string; readonly pointer: string };

export type Inputs = {
  /** The JSON Schema of the inputs, whole in itself: what `#/components/inputs` refers to is carried along. `{}` where none is given. */
  readonly schema: JsonObject;
  readonly pointer: string;
  /** Properties that the schema requires. */
  readonly required: readonly string[];
  /** All declared property names; undefined where the schema does not list them. */
  readonly names: readonly string[] | undefined;
  readonly defaults: JsonObject;
  /** `x-from` of each property that has one. */
  readonly from: ReadonlyMap<string, InputSource>;
  /** Properties that must never be shown: `format: password`, `writeOnly`, or `x-from` with `secret: true`. */
  readonly secret: ReadonlySet<string>;
};

/** `x-from`: where an input's value comes from; found when a step first uses it. */
export type InputSource = { readonly pointer: string } & (
  | { readonly source: 'env'; readonly name: string }
  /** A mark that every name created by this run carries, so that left-overs can be found. */
  | { readonly source: 'run.mark' }
  | { readonly source: 'run.seed' }
  /** The newest SMS or e-mail code sent to this address since the workflow asked for one. */
  | { readonly source: 'sms-code'; readonly to: Template }
);

export type Step = {
  readonly stepId: string;
  readonly description?: string;
  readonly target: StepTarget;
  readonly parameters: readonly StepParameter[];
  readonly requestBody?: StepBody;
  /** Empty: success is a 2xx that the contract declares. */
  readonly successCriteria: readonly Criterion[];
  readonly onSuccess: readonly Action[];
  readonly onFailure: readonly Action[];
  readonly outputs: readonly Output[];
  /** Milliseconds, for one attempt. */
  readonly timeout?: number;
  readonly dependsOn: readonly string[];
  readonly as?: Account;
  /** `x-contract`: how strictly this step is checked; `request: off` where it sends an invalid request on purpose. */
  readonly policy?: PolicyPart;
  readonly pointer: string;
};

export type StepTarget =
  | { readonly type: 'operation'; readonly operation: Reference }
  /** `operationPath`: the pointer to the operation inside the source's document. */
  | {
      readonly type: 'operationPath';
      readonly source: string;
      readonly operationPointer: string;
      readonly pointer: string;
    }
  | { readonly type: 'workflow'; readonly workflow: Reference };

export type StepParameter = {
  readonly name: string;
  /** Absent where the step calls a workflow: then it is an input. */
  readonly in?: 'path' | 'query' | 'header' | 'cookie' | 'querystring';
  readonly value: Template;
  readonly pointer: string;
};

export type StepBody = {
  readonly contentType?: string;
  readonly payload: Template | undefined;
  readonly replacements: readonly Replacement[];
  readonly pointer: string;
};

export type Replacement = {
  readonly target: string;
  /** Absent where the step does not say: XPath where the payload is XML, else JSON Pointer. */
  readonly language?: SelectorLanguage;
  readonly value: Template;
  readonly pointer: string;
};

export type Criterion = {
  /** As written, for messages. */
  readonly condition: string;
  readonly parsed: ParsedCriterion;
  readonly pointer: string;
};

export type Output = { readonly name: string; readonly value: Selection; readonly pointer: string };

/** Success and failure actions; `retry` occurs on failure only. */
export type Action = {
  readonly name: string;
  readonly criteria: readonly Criterion[];
  readonly pointer: string;
} & (
  | { readonly type: 'end' }
  | { readonly type: 'goto'; readonly to: ActionTarget }
  /** `retryAfter` in seconds; `retryLimit` counts repeats. `first` is carried out before the repeat. */
  | { readonly type: 'retry'; readonly retryAfter: number; readonly retryLimit: number; readonly first?: ActionTarget }
);

export type ActionTarget =
  | { readonly type: 'step'; readonly stepId: string }
  | { readonly type: 'workflow'; readonly workflow: Reference; readonly parameters: readonly StepParameter[] };
