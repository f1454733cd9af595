// Arazzo's objects by Arazzo's names, read once and never written to. `pointer` is the JSON Pointer of the object in its
// document: `description.document.locate(pointer)` gives file, line and column.
import type { Fault } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import type { SourceDocument, SourceLocation } from '../core/source.ts';
import type { PolicyPart } from '../openapi/check-policy.ts';
import type { SchemaReference } from '../openapi/contract.ts';
import type { ParsedCriterion, Selection, SelectorLanguage, Template } from '../expression/expression.ts';

export type ArazzoDescription = {
  readonly document: SourceDocument;
  readonly version: '1.0' | '1.1';
  readonly self?: string;
  readonly title: string;
  readonly sourceDescriptions: readonly SourceDescription[];
  readonly workflows: readonly Workflow[];
  /** Slips that hinder nothing. */
  readonly warnings: readonly Fault[];
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
  readonly severity?: Severity;
  /** `x-data`: rows of inputs, each a test of its own. */
  readonly data?: Data;
  /** `x-skip`: gateways (all where absent) on which the workflow does not apply, and why. */
  readonly skip: readonly { readonly gateway?: string; readonly reason: string; readonly pointer: string }[];
  readonly pointer: string;
};

/** Allure's five words. */
export type Severity = 'blocker' | 'critical' | 'normal' | 'minor' | 'trivial';

/** `x-data`. */
export type Data = {
  /** The member of a row that names it; absent: `id` where a row has it, else a digest of what the row holds. */
  readonly id?: string;
  readonly rows: readonly { readonly members: JsonObject; readonly pointer: string }[];
  /** A file beside the document, in place of rows. */
  readonly source?: { readonly file: string; readonly pointer: string };
  readonly pointer: string;
};

/** A row of `x-data`, read and typed. */
export type Row = {
  /** Stable: whatever its place in the file. */
  readonly id: string;
  readonly inputs: JsonObject;
  /** Worked out when a message needs it. */
  readonly locate: () => SourceLocation;
};

export type Account = { readonly name: string; readonly pointer: string };
/** A name of something elsewhere: a workflowId, or `$sourceDescriptions.<source>.<id>` split into its two parts. */
export type Reference = { readonly source?: string; readonly id: string; readonly pointer: string };

export type Inputs = {
  /** Where the JSON Schema of the inputs stands; undefined where none is given. */
  readonly schema: SchemaReference | undefined;
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
  /** Steps of the same workflow. */
  readonly dependsOn: readonly string[];
  /** Steps of other workflows. */
  readonly dependsOnOthers: readonly StepReference[];
  readonly as?: Account;
  /** `x-contract`: how strictly this step is checked; `request: off` where it sends an invalid request on purpose. */
  readonly policy?: PolicyPart;
  readonly poll?: Poll;
  readonly parity?: ParityRules;
  /** `x-url`: where the request goes, in place of the gateway and the operation's path and query. */
  readonly address?: Address;
  readonly pointer: string;
};

export type Address = { readonly value: Template; readonly pointer: string };

/** `x-poll`: the request is repeated while `until` does not hold; times in seconds. */
export type Poll = {
  /** All must hold. */
  readonly until: readonly Criterion[];
  /** Any of them ends it, failed. */
  readonly failFast: readonly Criterion[];
  readonly interval: number;
  /** From the first request on; no request is sent behind it. */
  readonly deadline: number;
  /** What the interval is multiplied by after each poll. */
  readonly backoff: number;
  readonly pointer: string;
};

/** How values of two gateways are compared: digit by digit, by type, or not at all. */
export type ParityWord = 'exact' | 'shape' | 'ignore';
/** `x-parity`: by JSON Pointer into the body, where `*` is every element; `""` is the whole body. */
export type ParityRules = ReadonlyMap<string, ParityWord>;

export type StepTarget =
  | { readonly type: 'operation'; readonly operation: Reference }
  /** `operationPath`: the pointer to the operation inside the source's document. */
  | {
      readonly type: 'operationPath';
      readonly source: string;
      readonly operationPointer: string;
      readonly pointer: string;
    }
  | { readonly type: 'workflow'; readonly workflow: Reference }
  | MessageTarget;

/**
 * A message over AsyncAPI (Arazzo 1.1, Step Object): sent to, or received by, an operation or a channel. Such a step is
 * read and judged like any other, and never carried out.
 */
export type MessageTarget = {
  readonly type: 'message';
  readonly action: 'send' | 'receive';
  readonly at: Reference | ChannelPath;
  /** Of a step that receives: only messages of this id are meant. */
  readonly correlationId?: Template;
  readonly pointer: string;
};

/** `channelPath`: the pointer to the channel inside the source's document; without a source where there is but one. */
export type ChannelPath = { readonly source?: string; readonly channelPointer: string; readonly pointer: string };

/** `$workflows.<workflowId>.steps.<stepId>`, or behind `$sourceDescriptions.<source>.` */
export type StepReference = {
  readonly source?: string;
  readonly workflowId: string;
  readonly stepId: string;
  readonly pointer: string;
};

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
