// What an attempt came to: success criteria and outputs (Arazzo 1.1, "Step Object").
import type { Step } from '../arazzo/description.ts';
import type { Finding } from '../core/finding.ts';
import type { JsonObject, JsonValue } from '../core/json.ts';
import { evaluateCriterion } from '../expression/evaluate-criterion.ts';
import type { Scope } from '../expression/scope.ts';
import { evaluateSelection } from '../expression/template.ts';
import type { ContractCheck } from '../openapi/violation.ts';
import { judgePoll } from './poll.ts';
import type { PollState } from './poll.ts';
import type { Credential } from './ports.ts';
import type { AttemptResult, WorkflowResult } from './result.ts';
import type { Place } from './step-findings.ts';
import { criterionFinding, declaresStatus, outputFinding, statusFinding } from './step-findings.ts';

/** One attempt, and what the choice of the next action needs to know of it. */
export type Tried = {
  readonly result: AttemptResult;
  /** What action criteria may see. */
  readonly scope: Scope;
  /** As reported: null where nothing was found. */
  readonly outputs: JsonObject;
  /** Those that were found: a later request must not be sent with a null that stands for nothing. */
  readonly known: JsonObject;
  /** Why others were not found, by name. */
  readonly absent?: ReadonlyMap<string, string> | undefined;
  /** Of a step that polls, where the answer is not ready. */
  readonly poll?: PollState | undefined;
  /** Nothing was sent, since an expression found nothing. */
  readonly unresolved: boolean;
  /** The credential that the request carried. */
  readonly credential?: Credential | undefined;
  readonly child?: WorkflowResult | undefined;
};

/** The same before it has its number. */
export type Judged = Omit<Tried, 'result'> & { readonly result: Omit<AttemptResult, 'attempt'> };

/** An attempt that was stopped before anything was sent. */
export function refuse(scope: Scope, findings: readonly Finding[], unresolved: boolean): Judged {
  return { result: { findings, succeeded: false }, scope, outputs: {}, known: {}, unresolved };
}

/** All criteria are evaluated, so that one run shows everything; outputs are, whether the criteria hold or not. */
export function judgeStep(place: Place, scope: Scope, check: ContractCheck | undefined): Judged {
  const poll = place.step.poll && judgePoll(place, scope, place.step.poll);
  if (poll) return judgeUnready(place, scope, poll);
  const findings = checkCriteria(place, scope, check);
  const succeeded = findings.length === 0 && (place.step.successCriteria.length > 0 || declaresStatus(check));
  const { outputs, known, missing, absent } = evaluateOutputs(place, scope);
  return {
    result: { findings: succeeded ? missing : findings, succeeded },
    scope,
    outputs,
    known,
    absent,
    unresolved: false,
  };
}

/** The criteria are for an answer that is ready; failure actions may need the outputs of one that is not. */
function judgeUnready(place: Place, scope: Scope, poll: PollState): Judged {
  const { outputs, known, absent } = evaluateOutputs(place, scope);
  const findings = poll.state === 'stopped' ? [poll.finding] : [];
  return { result: { findings, succeeded: false }, scope, outputs, known, absent, poll, unresolved: false };
}

function checkCriteria(place: Place, scope: Scope, check: ContractCheck | undefined): Finding[] {
  const { successCriteria } = place.step;
  const body = scope.exchange?.responseBody;
  if (successCriteria.length === 0) {
    const status = check && place.exchange ? place.exchange.response.status : 200;
    return (status >= 200 && status <= 299) || !declaresStatus(check) ? [] : [statusFinding(place, status, body)];
  }
  const findings: Finding[] = [];
  for (const criterion of successCriteria) {
    const outcome = evaluateCriterion(criterion.parsed, scope);
    if (!outcome.met) findings.push(criterionFinding(place, criterion, outcome, body));
  }
  return findings;
}

const nothingAbsent: ReadonlyMap<string, string> = new Map();

/** A step that calls a workflow and names no outputs has those of the workflow. */
type EvaluatedOutputs = Required<Pick<Tried, 'outputs' | 'known' | 'absent'>> & {
  readonly missing: readonly Finding[];
};

function evaluateOutputs(place: Place, scope: Scope): EvaluatedOutputs {
  const { step } = place;
  if (step.outputs.length === 0) {
    const outputs = isWorkflowStep(step) ? scope.outputs : {};
    return { outputs, known: outputs, missing: [], absent: nothingAbsent };
  }
  const outputs: Record<string, JsonValue> = {};
  const known: Record<string, JsonValue> = {};
  const missing: Finding[] = [];
  const absent = new Map<string, string>();
  for (const output of step.outputs) {
    const lookup = evaluateSelection(output.value, scope);
    outputs[output.name] = lookup.found ? lookup.value : null;
    if (lookup.found) known[output.name] = lookup.value;
    else {
      missing.push(outputFinding(place, output, lookup.reason));
      absent.set(output.name, lookup.reason);
    }
  }
  return { outputs, known, missing, absent };
}

function isWorkflowStep(step: Step): boolean {
  return step.target.type === 'workflow';
}
