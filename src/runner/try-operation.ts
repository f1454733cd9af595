// One attempt of a step that calls an operation: build, check, send, check again, judge.
import type { Step, Workflow } from '../arazzo/description.ts';
import { GatewayError } from '../core/errors.ts';
import type { Finding } from '../core/finding.ts';
import type { Exchange, HttpRequest } from '../core/http.ts';
import { formatLocation } from '../core/source.ts';
import type { Scope, ScopeExchange } from '../expression/scope.ts';
import { mergePolicies, policiesOf, weighViolations } from '../openapi/check-policy.ts';
import { weakest } from '../openapi/checked.ts';
import type { HowChecked } from '../openapi/checked.ts';
import { checkRequest } from '../openapi/check-request.ts';
import { checkResponse } from '../openapi/check-response.ts';
import type { Operation } from '../openapi/contract.ts';
import { bindCodes } from './bind-inputs.ts';
import { bytesIn } from './bytes-in.ts';
import type { BuiltRequest } from './build-request.ts';
import { buildRequest } from './build-request.ts';
import { asksForCredential, placeCredential } from './credential-place.ts';
import { hideRequest, hideResponse } from './hide-secrets.ts';
import { judgeStep, refuse } from './judge-step.ts';
import type { Judged, Tried } from './judge-step.ts';
import type { OperationPlan, StepPlan } from './plan-step.ts';
import type { Credential } from './ports.ts';
import type { Place } from './step-findings.ts';
import { refusalFinding, violationFinding } from './step-findings.ts';
import type { AttemptResult } from './result.ts';
import type { Progress } from './workflow-run.ts';

export type Attempt = {
  readonly step: Step;
  readonly plan: StepPlan;
  /** Counts from 1 within the visit. */
  readonly number: number;
  /** A credential that the gateway has just called expired: it is renewed first. */
  readonly stale: Credential | undefined;
};

type Sending = {
  readonly progress: Progress;
  readonly attempt: Attempt;
  readonly plan: OperationPlan;
  readonly account: string | undefined;
  readonly signal: AbortSignal;
  /** Set while an answer is waited for. */
  unanswered: AttemptResult['unanswered'];
};

/** Infrastructure that fails becomes a value here. @throws the signal's reason where it was aborted */
export async function tryOperation(
  progress: Progress,
  attempt: Attempt,
  plan: OperationPlan,
  signal: AbortSignal,
): Promise<Tried> {
  const account = accountOf(progress, attempt.step);
  const sending: Sending = { progress, attempt, plan, account, signal, unanswered: undefined };
  try {
    return await carryOut(sending);
  } catch (error) {
    if (!(error instanceof GatewayError) || signal.aborted) throw error;
    const { unanswered } = sending;
    return refused(sending, refuse(progress.scope, [], false), { error: ofAddress(error, sending), unanswered });
  }
}

/** The gateway may be well where an address that it gave leads to nobody. */
function ofAddress(error: GatewayError, { progress, plan: { address } }: Sending): GatewayError {
  if (error.code !== 'GATEWAY_UNREACHABLE' || !address) return error;
  const place = formatLocation(progress.run.link.description.document.locate(address.pointer));
  const remedy = `this is the address of x-url at ${place}: see the answer that gave it, and the network`;
  return new GatewayError(error.code, error.message, { sent: error.sent, remedy, cause: error.cause });
}

function refused(
  { attempt, plan, account }: Sending,
  judged: Judged,
  trouble: Pick<AttemptResult, 'error' | 'unanswered'> = {},
): Tried {
  const { operationId } = plan.operation;
  return { ...judged, result: { attempt: attempt.number, operationId, account, ...judged.result, ...trouble } };
}

/** Whose session or key a step uses; undefined: nobody's. */
export function accountOf({ run }: Progress, step: Step): string | undefined {
  return step.as?.name ?? run.workflow.as?.name ?? run.defaultAccount;
}

async function carryOut(sending: Sending): Promise<Tried> {
  const { progress, attempt, plan, signal } = sending;
  const { run, ports } = progress;
  const scope = await bindCodes(progress, attempt.plan.codes, signal);
  const place: Place = {
    document: run.link.description.document,
    step: attempt.step,
    parameters: plan.parameters.map(({ given }) => given),
    location: attempt.plan.location,
  };
  const built = buildRequest(plan, scope, run.baseUrl, ports.bytes);
  if (!built.ok) {
    const refusals = built.refusals.map((refusal) => refusalFinding(place, refusal));
    return refused(sending, refuse(scope, refusals, refusals.every(isUnresolved)));
  }
  const judges = judgesOf(progress, plan, built.value.request);
  const { findings, requestCheck } = checkBefore(sending, judges, built.value, place);
  if (findings.some(({ severity }) => severity === 'error')) return refused(sending, refuse(scope, findings, false));
  const { request, credential } = await addCredential(sending, built.value.request);
  if (ports.hide) hideRequest(ports.hide, plan.operation, { ...built.value, request });
  const startedAt = ports.clock.now();
  sending.unanswered = { request, startedAt };
  const response = await ports.transport(request, signal, attempt.step.timeout ?? run.timeout);
  const exchange: Exchange = { request, response, startedAt, duration: ports.clock.now() - startedAt };
  // A request that carries a code was not sent to ask for one.
  if (attempt.plan.codes.length === 0 && asksForCodes(run.workflow)) progress.causes.push({ request, startedAt });
  return judgeExchange(sending, place, {
    judges,
    built: built.value,
    findings,
    requestCheck,
    exchange,
    scope,
    credential,
  });
}

/** Where an expression found nothing, there is nothing to clean up either; a value that cannot be sent is another matter. */
function isUnresolved({ code }: Finding): boolean {
  return code === 'VALUE_UNRESOLVED';
}

function asksForCodes({ inputs: { from } }: Workflow): boolean {
  for (const { source } of from.values()) if (source === 'sms-code') return true;
  return false;
}

/** The operations whose contracts fit a request as it is sent, whoever promises most about it first. */
function judgesOf({ run }: Progress, plan: OperationPlan, { method, url }: HttpRequest): readonly Operation[] {
  // What an address of a service's own choice leads to, only the step can say.
  if (plan.address) return [plan.operation];
  const governing = run.operations.byRequest(method, url.slice(run.baseUrl.length));
  return governing.length > 0 ? governing : [plan.operation];
}

type CheckedBefore = { readonly findings: readonly Finding[]; readonly requestCheck: HowChecked };

/** By the contract that says most about it, then by that of the operation that the step names. */
function checkBefore(
  { progress, attempt, plan }: Sending,
  judges: readonly Operation[],
  built: BuiltRequest,
  place: Place,
): CheckedBefore {
  const policy = mergePolicies(progress.run.policy, ...policiesOf(judges), attempt.step.policy);
  if (policy.request === 'off') {
    return { findings: [], requestCheck: { checked: 'not-checked', reason: 'x-contract: { request: off }' } };
  }
  const { parameters, judged, contentType } = built;
  const addressGiven = plan.address !== undefined;
  const parts: HowChecked[] = [];
  for (const operation of new Set([judges[0] ?? plan.operation, plan.operation])) {
    const { violations: found, ...part } = checkRequest(operation, {
      parameters,
      body: judged,
      contentType,
      addressGiven,
    });
    const violations = weighViolations(policy, found);
    parts.push(part);
    if (violations.length === 0) continue;
    const findings = violations.map((violation) => violationFinding(place, violation));
    return { findings, requestCheck: weakest(parts) };
  }
  return { findings: [], requestCheck: parts.find(({ checked }) => checked === 'checked') ?? weakest(parts) };
}

/** The contract of whoever promises most about this request judges the answer; then the step's own criteria do. */
function judgeExchange(
  { progress, attempt, plan, account }: Sending,
  place: Place,
  answer: {
    readonly judges: readonly Operation[];
    readonly built: BuiltRequest;
    /** Of the request. */
    readonly findings: readonly Finding[];
    readonly requestCheck: HowChecked;
    readonly exchange: Exchange;
    readonly scope: Scope;
    readonly credential: Credential | undefined;
  },
): Tried {
  const { judges, built, exchange, scope, credential } = answer;
  const policy = mergePolicies(progress.run.policy, ...policiesOf(judges), attempt.step.policy);
  const { check, body: read } = checkResponse(judges, exchange, policy);
  const body = read ?? bytesIn(exchange, progress.ports.bytes.digest);
  if (progress.ports.hide) hideResponse(progress.ports.hide, judges, exchange, body);
  const { path, query, payload } = built;
  const seen: ScopeExchange = { exchange, path, query, requestBody: payload, responseBody: body };
  progress.lastExchange = seen;
  const placed: Place = { ...place, exchange };
  const judged = judgeStep(placed, { ...scope, exchange: seen }, check);
  const broken = check.violations.map((violation) => violationFinding(placed, violation));
  return {
    result: {
      attempt: attempt.number,
      operationId: plan.operation.operationId,
      account,
      exchange,
      requestBody: payload,
      responseBody: body,
      check,
      requestCheck: answer.requestCheck,
      findings: [...answer.findings, ...broken, ...judged.result.findings],
      succeeded: judged.result.succeeded,
    },
    scope: judged.scope,
    outputs: judged.outputs,
    known: judged.known,
    absent: judged.absent,
    poll: judged.poll,
    unresolved: false,
    credential,
  };
}

/** Who calls is the gateway's matter: its credential goes to no other host, whoever gave the address. */
function isSameOrigin(url: string, baseUrl: string): boolean {
  return new URL(url).origin === new URL(baseUrl).origin;
}

/** Where the step gave a header of its own, the account's credential has no part in the answer. */
async function addCredential(
  { progress, attempt, plan, account, signal }: Sending,
  request: HttpRequest,
): Promise<{ readonly request: HttpRequest; readonly credential?: Credential | undefined }> {
  if (account === undefined || !asksForCredential(plan.operation)) return { request };
  if (plan.address && !isSameOrigin(request.url, progress.run.baseUrl)) return { request };
  const { obtain, renew } = progress.ports.credentials;
  const { stale } = attempt;
  const credential = stale ? await renew(account, stale, signal) : await obtain(account, signal);
  if (!credential) return { request };
  progress.ports.hide?.(credential.secret, 'token');
  const placed = placeCredential(request, plan.operation, credential);
  return placed === request ? { request } : { request: placed, credential };
}
