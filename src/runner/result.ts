import type { Exchange, HttpRequest } from '../core/http.ts';
import type { Finding } from '../core/finding.ts';
import type { GatewayError } from '../core/errors.ts';
import type { JsonObject, JsonValue } from '../core/json.ts';
import type { SourceLocation } from '../core/source.ts';
import type { HowChecked } from '../openapi/checked.ts';
import type { ContractCheck } from '../openapi/violation.ts';

/**
 * `recovered`: a declared failure action mended it. `broken`: infrastructure, so it could not be judged.
 * `interrupted`: the run was stopped in the middle. `flaky` is given by whoever runs a workflow again.
 */
export type Verdict = 'passed' | 'failed' | 'recovered' | 'flaky' | 'skipped' | 'broken' | 'interrupted' | 'not tried';

/** Why a request is sent again: three things that must not be taken for each other. */
export type Repeat = 'poll' | 'retry' | 'renewed session';

/** One try of one step: at most one exchange. */
export type AttemptResult = {
  /** Counts from 1 within the step's visit. */
  readonly attempt: number;
  /** Why it was made; absent for the first. */
  readonly why?: Repeat | undefined;
  /** The answer was not what the step polls for, and it went on polling. */
  readonly waiting?: true | undefined;
  /** The operation that the step names; absent where it calls a workflow. */
  readonly operationId?: string | undefined;
  readonly account?: string | undefined;
  readonly exchange?: Exchange | undefined;
  /** What was sent, and when, where no answer came. */
  readonly unanswered?: { readonly request: HttpRequest; readonly startedAt: number } | undefined;
  /** The bodies as values, where they are JSON or text: read once. */
  readonly requestBody?: JsonValue | undefined;
  readonly responseBody?: JsonValue | undefined;
  readonly check?: ContractCheck | undefined;
  /** How far the request could be checked before it was sent. */
  readonly requestCheck?: HowChecked | undefined;
  readonly error?: GatewayError | undefined;
  /** Contract findings, criteria not met, values not found: in the order they came up. */
  readonly findings: readonly Finding[];
  readonly succeeded: boolean;
};

const nothing = new Uint8Array();

/** What is kept of an attempt once the journal has it: thousands of bodies would fill the memory. */
export function withoutBodies(attempt: AttemptResult): AttemptResult {
  const { exchange } = attempt;
  const bodiless = exchange && { ...exchange, response: { ...exchange.response, body: nothing } };
  return { ...attempt, requestBody: undefined, responseBody: undefined, exchange: bodiless };
}

export type StepResult = {
  readonly stepId: string;
  readonly location: SourceLocation;
  /** `finally` for steps of `x-finally`. */
  readonly phase: 'steps' | 'finally';
  readonly verdict: 'passed' | 'failed' | 'recovered' | 'skipped' | 'broken' | 'interrupted';
  /** Without their bodies, which the journal was given. */
  readonly attempts: readonly AttemptResult[];
  /** Those of all attempts that count; a criterion that a later attempt met does not. */
  readonly findings: readonly Finding[];
  readonly outputs: JsonObject;
  /** Milliseconds. */
  readonly duration: number;
  /** Why it was skipped or broken. */
  readonly reason?: string | undefined;
  /** The workflow that this step called. */
  readonly child?: WorkflowResult | undefined;
};

export type WorkflowResult = {
  readonly workflowId: string;
  readonly verdict: Exclude<Verdict, 'flaky' | 'not tried'>;
  /** Every step visit in the order carried out, clean-up last. */
  readonly steps: readonly StepResult[];
  /** How many steps the workflow declares, for `5 of 9`. */
  readonly declaredSteps: number;
  readonly findings: readonly Finding[];
  readonly outputs: JsonObject;
  readonly startedAt: number;
  readonly duration: number;
  readonly error?: GatewayError;
  /** Steps of `x-finally`: undone of all that had something to undo. */
  readonly cleanUp: { readonly done: number; readonly due: number };
};
