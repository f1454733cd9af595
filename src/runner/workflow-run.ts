import type { Workflow } from '../arazzo/description.ts';
import type { Link } from '../arazzo/link.ts';
import type { Exchange } from '../core/http.ts';
import type { JsonObject } from '../core/json.ts';
import type { Scope, ScopeExchange } from '../expression/scope.ts';
import type { PolicyPart } from '../openapi/check-policy.ts';
import type { OperationIndex } from '../openapi/operation-index.ts';
import type { Ports } from './ports.ts';
import type { WorkflowResult } from './result.ts';
import type { Refusal } from './step-findings.ts';

/** One workflow to carry out, and where. */
export type WorkflowRun = {
  readonly link: Link;
  readonly workflow: Workflow;
  readonly inputs: JsonObject;
  /** The gateway's, without a slash at the end; replaces the contract's servers. */
  readonly baseUrl: string;
  /** Every operation of the project: whose promise governs an answer. */
  readonly operations: OperationIndex;
  /** Milliseconds for one attempt, where the step says nothing else. */
  readonly timeout: number;
  /** The gateway's and the run's; operations and steps say more. */
  readonly policy?: PolicyPart;
  /** Stop after this step; its clean-up is still done. */
  readonly toStep?: string;
  /** Leave everything as it is: no clean-up. */
  readonly keep?: boolean;
  /** The account of steps and workflows without `x-as`. */
  readonly defaultAccount?: string;
  /** Workflows that others depend on run once: give all runs of one command the same map. */
  readonly dependencies?: Dependencies;
};

export type Dependencies = Map<Workflow, Promise<Called>>;

/** What the caller of a workflow may see of it. */
export type Called =
  | {
      readonly ok: true;
      readonly result: WorkflowResult;
      readonly inputs: JsonObject;
      /** Outputs of its steps that ran, by stepId. */
      readonly steps: Scope['steps'];
      /** For `$statusCode` and `$response` behind a step that calls a workflow. */
      readonly lastExchange: ScopeExchange | undefined;
    }
  | { readonly ok: false; readonly refusal: Refusal };

export type Call = {
  readonly link: Link;
  readonly workflow: Workflow;
  readonly inputs: JsonObject;
  /** Put before the ids of its steps in the journal, as in `sign-in/verify`. */
  readonly prefix: string;
  /** The account of its steps that name none. */
  readonly account: string | undefined;
};

/** What steps leave is written into it: a copy for each would make long workflows slow. All else is replaced. */
export type GrowingScope = Scope & {
  readonly steps: Map<string, JsonObject>;
  readonly absent: Map<string, string>;
};

/** What one run of one workflow knows so far. */
export type Progress = {
  readonly run: WorkflowRun;
  readonly ports: Ports;
  readonly startedAt: number;
  scope: GrowingScope;
  lastExchange: ScopeExchange | undefined;
  /** SMS and e-mail codes by the input that asked for them. */
  readonly codes: Map<string, { readonly to: string; readonly since: number }>;
  /** Exchanges that may have caused a code to be sent. */
  readonly causes: Pick<Exchange, 'request' | 'startedAt'>[];
  /** Steps carried out, for the limit. */
  visits: number;
  /** Attempts of the whole test, those of the workflows that called this one and that it calls included. */
  readonly total: { attempts: number };
  /** The workflows that called this one, outermost first. */
  readonly callers: readonly Workflow[];
  /** The inputs that the whole run was given: whatever depends on whatever takes its own from them, by name. */
  readonly given: JsonObject;
  readonly call: (call: Call, signal: AbortSignal) => Promise<Called>;
};
