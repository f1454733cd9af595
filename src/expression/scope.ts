import type { Exchange } from '../core/http.ts';
import type { JsonObject, JsonValue } from '../core/json.ts';

export type Outputs = JsonObject;

/** The values that expressions may see. Never changed: each step makes a new one. */
export type Scope = {
  readonly inputs: JsonObject;
  /** Outputs of the steps that ran, by stepId. */
  readonly steps: ReadonlyMap<string, Outputs>;
  /** Why outputs of steps found nothing, by `stepId.output`. */
  readonly absent?: ReadonlyMap<string, string>;
  /** Workflows that ran, by every name that an expression here may call them. */
  readonly workflows: ReadonlyMap<string, WorkflowScope>;
  /** `$outputs`: the workflow's own, or those of the workflow that this step called. */
  readonly outputs: Outputs;
  /** The current step's exchange, once there is one. */
  readonly exchange?: ScopeExchange;
  /** The document's `$self`. */
  readonly self?: string;
  /** Fields of the source descriptions, by name. */
  readonly sources: ReadonlyMap<string, { readonly url: string; readonly type: string }>;
};

export type WorkflowScope = {
  readonly inputs: JsonObject;
  readonly outputs: Outputs;
  /** Outputs of its steps that ran, by stepId. */
  readonly steps?: ReadonlyMap<string, Outputs>;
};

export type ScopeExchange = {
  readonly exchange: Exchange;
  /** Path and query parameters as the step gave them, by name. */
  readonly path: ReadonlyMap<string, JsonValue>;
  readonly query: ReadonlyMap<string, JsonValue>;
  /** The request's payload before it was serialised. */
  readonly requestBody: JsonValue | undefined;
  /** The response's body: the parsed value of JSON, the text of anything else, undefined where there is none. */
  readonly responseBody: JsonValue | undefined;
};
