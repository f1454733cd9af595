// What the specification's own schema cannot see: that everything a document names exists. Nothing is sent before.
import type { Fault } from '../../core/errors.ts';
import { didYouMean } from '../../core/nearest-name.ts';
import type { Template } from '../../expression/expression.ts';
import { checkPattern } from '../../expression/evaluate-criterion.ts';
import { expressionsIn, expressionsInCriterion } from '../../expression/template.ts';
import type { Account, Action, Criterion, Output, Step, StepParameter, Workflow } from '../description.ts';
import type { Check, Sight } from './check-expression.ts';
import { checkExpression, workflowOutputs } from './check-expression.ts';
import { checkBytesOfBody, checkBytesOfParameters } from './check-bytes.ts';
import { checkMessage } from './check-message.ts';
import { checkParity } from './check-parity.ts';
import { addStepNotFound, checkStepDependencies } from './check-step-dependencies.ts';
import { checkCall, checkOperation, findWorkflow } from './check-target.ts';
import { addFault, partAt } from '../read/fields.ts';
import { draftRemedy, isDraft } from '../read/read-language.ts';
import type { Link } from '../link.ts';
import { findStep, resolveOperation, resolveWorkflow } from '../link.ts';
import { orderSteps } from '../order-steps.ts';

/** What is known outside the document; accounts are not checked where none are known. */
export type Known = {
  readonly accounts: readonly string[] | undefined;
  readonly gateways?: readonly string[] | undefined;
};

/** Every fault at its line, in the order of the document. */
export function checkReferences(link: Link, known: Known): Fault[] {
  const { document, version } = link.description;
  const faults: Fault[] = [];
  for (const workflow of link.description.workflows) {
    checkWorkflow({ link, workflow, reading: { document, version, faults } }, known);
  }
  return faults;
}

function checkWorkflow(check: Check, known: Known): void {
  const { workflow } = check;
  const all = new Set(workflow.steps.map(({ stepId }) => stepId));
  const sight: Sight = { steps: all, exchange: false, outputs: workflowOutputs(workflow) };
  checkAccount(check, workflow.as, known);
  checkSkip(check, known);
  for (const reference of workflow.dependsOn) findWorkflow(check, reference);
  for (const source of workflow.inputs.from.values()) {
    if (source.source === 'sms-code') checkTemplate(check, source.to, `${source.pointer}/to`, sight);
  }
  checkParameterValues(check, workflow.parameters, sight);
  const before = new Set<string>();
  for (const step of orderSteps(workflow.steps)) {
    checkAccount(check, step.as, known);
    checkStep(check, step, { ...sight, steps: before, self: step.stepId });
    before.add(step.stepId);
  }
  for (const action of [...workflow.successActions, ...workflow.failureActions]) {
    const message = workflow.steps.some(({ target }) => target.type === 'message');
    checkAction(check, action, workflow.steps, { ...sight, exchange: true, message });
  }
  checkOutputs(check, workflow.outputs, sight);
  for (const [index, step] of workflow.finally.entries()) {
    checkAccount(check, step.as, known);
    const before = workflow.finally.slice(0, index).map(({ stepId }) => stepId);
    checkStep(check, step, { ...sight, steps: new Set([...all, ...before]), self: step.stepId });
    for (const action of [...step.onSuccess, ...step.onFailure]) checkCleanUpAction(check, action);
  }
}

function checkStep(check: Check, step: Step, sight: Sight): void {
  checkTarget(check, step, sight);
  checkStepDependencies(check, step);
  checkRequest(check, step, sight);
  const seen = seenAfter(check, step, sight);
  const after = { ...sight, ...seen };
  checkCriteria(check, step.successCriteria, after);
  if (step.poll) checkCriteria(check, [...step.poll.until, ...step.poll.failFast], after);
  checkOutputs(check, step.outputs, after);
  const actions = [...step.onSuccess, ...step.onFailure];
  if (actions.length === 0) return;
  // An action sees the fresh outputs of its own step.
  const acting = { ...seen, steps: { has: (stepId: string) => stepId === step.stepId || sight.steps.has(stepId) } };
  const siblings = check.workflow.finally.includes(step) ? check.workflow.finally : check.workflow.steps;
  for (const action of actions) checkAction(check, action, siblings, acting);
}

function checkTarget(check: Check, step: Step, sight: Sight): void {
  const { target } = step;
  if (target.type === 'workflow') {
    checkCall(check, step, target.workflow);
  } else if (target.type === 'message') {
    checkMessage(check, target);
    if (target.correlationId) checkTemplate(check, target.correlationId, `${target.pointer}/correlationId`, sight);
  } else {
    checkOperation(check, step);
    checkQueryString(check, step);
    checkBytesOfBody(check.reading, step, resolveOperation(check.link, target));
  }
  checkParity(check.reading, step, target.type === 'workflow' ? undefined : resolveOperation(check.link, target));
}

/** What there is besides outputs of steps once a step was carried out. */
function seenAfter(
  { link }: Check,
  { target }: Step,
  { outputs }: Sight,
): Pick<Sight, 'exchange' | 'message' | 'outputs'> {
  if (target.type === 'message') return { exchange: false, message: true, outputs };
  const called = target.type === 'workflow' ? resolveWorkflow(link, target.workflow) : undefined;
  return { exchange: true, outputs: called ? workflowOutputs(called.workflow) : outputs };
}

/** Arazzo 1.1, "Parameter Object": the whole query string leaves no place for parameters in it. */
function checkQueryString({ reading, workflow }: Check, step: Step): void {
  const given = [...workflow.parameters, ...step.parameters];
  const whole = given.filter((parameter) => parameter.in === 'querystring');
  const [first, second] = whole;
  if (!first) return;
  const other = given.find((parameter) => parameter.in === 'query') ?? (second === first ? undefined : second);
  if (!other) return;
  const message = `"${first.name}" is the whole query string of step "${step.stepId}", and "${other.name}" stands beside it`;
  const remedy = `write the value of "${other.name}" into "${first.name}", or give every query parameter on its own`;
  const place = step.parameters.includes(other) ? other : first;
  addFault(partAt(reading, place.pointer), 'ARAZZO_SCHEMA', message, { remedy });
}

function checkRequest(check: Check, step: Step, sight: Sight): void {
  checkParameterValues(check, step.parameters, sight);
  if (step.address) checkTemplate(check, step.address.value, step.address.pointer, sight);
  const body = step.requestBody;
  if (body?.payload) checkTemplate(check, body.payload, `${body.pointer}/payload`, sight);
  for (const { value, pointer } of body?.replacements ?? []) checkTemplate(check, value, `${pointer}/value`, sight);
}

function checkAction(check: Check, action: Action, steps: readonly Step[], sight: Sight): void {
  checkCriteria(check, action.criteria, sight);
  const to = action.type === 'goto' ? action.to : action.type === 'retry' ? action.first : undefined;
  if (to?.type === 'workflow') {
    findWorkflow(check, to.workflow);
    checkParameterValues(check, to.parameters, sight);
  } else if (to && !isAmong(check.workflow, to.stepId, steps)) {
    addStepNotFound(check, { ...check.workflow, steps }, { stepId: to.stepId, pointer: `${action.pointer}/stepId` });
  }
}

/** Steps and those of the clean-up do not lead to each other. */
function isAmong(workflow: Workflow, stepId: string, steps: readonly Step[]): boolean {
  const found = findStep(workflow, stepId);
  return found !== undefined && workflow.finally.includes(found) === (steps === workflow.finally);
}

/** Clean-up is carried out step by step, whatever happens. */
function checkCleanUpAction({ reading }: Check, action: Action): void {
  const leads = action.type === 'goto' || (action.type === 'retry' && action.first !== undefined);
  if (!leads) return;
  const remedy = 'each step of x-finally is carried out on its own: leave the action out, or retry the step alone';
  addFault(partAt(reading, action.pointer), 'ARAZZO_SCHEMA', `action "${action.name}" leads out of the clean-up`, {
    remedy,
  });
}

function checkAccount({ reading }: Check, account: Account | undefined, { accounts }: Known): void {
  if (!account || accounts?.includes(account.name) !== false) return;
  const remedy = didYouMean(account.name, accounts) ?? `known accounts: ${accounts.join(', ')}`;
  const message = `there is no account "${account.name}" in gateways.yaml`;
  addFault(partAt(reading, account.pointer), 'ACCOUNT_NOT_FOUND', message, { remedy });
}

/** `x-skip` of a gateway that does not exist would skip nothing. */
function checkSkip({ reading, workflow }: Check, { gateways }: Known): void {
  for (const { gateway, pointer } of workflow.skip) {
    if (gateway === undefined || gateways?.includes(gateway) !== false) continue;
    const remedy = didYouMean(gateway, gateways) ?? `known gateways: ${gateways.join(', ')}`;
    const message = `there is no gateway "${gateway}" in gateways.yaml`;
    addFault(partAt(reading, `${pointer}/gateway`), 'GATEWAY_NOT_FOUND', message, { remedy });
  }
}

function checkParameterValues(check: Check, parameters: readonly StepParameter[], sight: Sight): void {
  checkBytesOfParameters(check.reading, parameters);
  for (const { value, pointer } of parameters) checkTemplate(check, value, `${pointer}/value`, sight);
}

function checkTemplate(check: Check, template: Template, pointer: string, sight: Sight): void {
  for (const expression of expressionsIn(template)) checkExpression(check, expression, pointer, sight);
}

function checkOutputs(check: Check, outputs: readonly Output[], sight: Sight): void {
  for (const { value, pointer } of outputs) checkTemplate(check, value, pointer, sight);
}

function checkCriteria(check: Check, criteria: readonly Criterion[], sight: Sight): void {
  for (const { parsed, pointer } of criteria) {
    for (const expression of expressionsInCriterion(parsed)) checkExpression(check, expression, pointer, sight);
    const reason = parsed.type === 'simple' ? undefined : checkPattern(parsed, parsed.pattern);
    if (reason === undefined) continue;
    const remedy = isDraft(partAt(check.reading, `${pointer}/type`)) ? draftRemedy : conditionRemedies[parsed.type];
    const detail = remedy === undefined ? {} : { remedy };
    addFault(partAt(check.reading, `${pointer}/condition`), 'CONDITION_SYNTAX', reason, detail);
  }
}

const conditionRemedies: Readonly<Record<string, string>> = {
  jsonpath: 'a JSONPath condition is a query that finds nodes, as in $[?@.id == 1]',
  xpath: 'an XPath condition is an expression that is true, as in count(/order/item) = 2',
};
