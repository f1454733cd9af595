// Every place of a workflow where expressions stand, once each, with what a rule needs to know of it. A new kind of place
// is added here, and every rule sees it.
import type { Expression, Template } from '../../expression/expression.ts';
import { expressionsIn, expressionsInCriterion } from '../../expression/template.ts';
import type { Action, Criterion, Output, Step, StepParameter, Workflow } from '../description.ts';
import { allSteps } from './scene.ts';

export type Site = {
  /** The JSON Pointer of the value. */
  readonly pointer: string;
  /** The step at hand; absent for what belongs to the workflow. */
  readonly step?: Step;
} &
  /** Filled in before a request is sent, or a workflow called. `name` is that of a parameter. */
  (
    | {
        readonly kind: 'value';
        readonly role: 'parameter' | 'payload' | 'replacement' | 'input' | 'address';
        readonly value: Template;
      }
    | { readonly kind: 'output'; readonly output: Output }
    /** `passing`: of an action or a poll, which other answers meet than the one that the step ends with. */
    | { readonly kind: 'criterion'; readonly criterion: Criterion; readonly passing?: true }
  );

export function* walkWorkflow(workflow: Workflow): Generator<Site> {
  for (const source of workflow.inputs.from.values()) {
    if (source.source === 'sms-code')
      yield { kind: 'value', role: 'input', value: source.to, pointer: `${source.pointer}/to` };
  }
  yield* valuesOf(workflow.parameters);
  for (const step of allSteps(workflow)) yield* walkStep(step);
  for (const action of [...workflow.successActions, ...workflow.failureActions]) yield* walkAction(action);
  yield* outputsOf(workflow.outputs);
}

function* walkStep(step: Step): Generator<Site> {
  if (step.address) yield { kind: 'value', role: 'address', ...step.address, step };
  yield* valuesOf(step.parameters, step);
  const body = step.requestBody;
  if (body?.payload)
    yield { kind: 'value', role: 'payload', value: body.payload, pointer: `${body.pointer}/payload`, step };
  for (const { value, pointer } of body?.replacements ?? []) {
    yield { kind: 'value', role: 'replacement', value, pointer: `${pointer}/value`, step };
  }
  for (const criterion of step.successCriteria)
    yield { kind: 'criterion', criterion, pointer: criterion.pointer, step };
  if (step.poll) yield* passingCriteria([...step.poll.until, ...step.poll.failFast], step);
  for (const action of [...step.onSuccess, ...step.onFailure]) yield* walkAction(action, step);
  yield* outputsOf(step.outputs, step);
}

function* walkAction(action: Action, step?: Step): Generator<Site> {
  yield* passingCriteria(action.criteria, step);
  const to = action.type === 'goto' ? action.to : action.type === 'retry' ? action.first : undefined;
  if (to?.type === 'workflow') yield* valuesOf(to.parameters, step);
}

function* passingCriteria(criteria: readonly Criterion[], step?: Step): Generator<Site> {
  for (const criterion of criteria) {
    yield { kind: 'criterion', criterion, passing: true, pointer: criterion.pointer, ...(step ? { step } : {}) };
  }
}

function* valuesOf(parameters: readonly StepParameter[], step?: Step): Generator<Site> {
  const whose = step ? { step } : {};
  for (const { value, pointer } of parameters) {
    yield { kind: 'value', role: 'parameter', value, pointer: `${pointer}/value`, ...whose };
  }
}

function* outputsOf(outputs: readonly Output[], step?: Step): Generator<Site> {
  for (const output of outputs) yield { kind: 'output', output, pointer: output.pointer, ...(step ? { step } : {}) };
}

/** The expressions of a place. */
export function expressionsAt(site: Site): readonly Expression[] {
  if (site.kind === 'value') return expressionsIn(site.value);
  return site.kind === 'output' ? expressionsIn(site.output.value) : expressionsInCriterion(site.criterion.parsed);
}
