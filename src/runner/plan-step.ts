// What is the same on every visit of a step, worked out once: the loop only fills in values.
import type { Action, Address, Step, StepParameter, Workflow } from '../arazzo/description.ts';
import { reachableWorkflows, resolveOperation, resolveWorkflow } from '../arazzo/link.ts';
import { identityOf, mergeActions, mergeParameters } from '../arazzo/merge.ts';
import type { Link } from '../arazzo/link.ts';
import { DescriptionError } from '../core/errors.ts';
import type { SourceLocation } from '../core/source.ts';
import type { Expression } from '../expression/expression.ts';
import { expressionsIn, expressionsInCriterion } from '../expression/template.ts';
import { textOf } from '../expression/text-of.ts';
import type { Operation, Parameter } from '../openapi/contract.ts';
import type { BodyPlan } from './plan-body.ts';
import { planBody } from './plan-body.ts';
import { fixedValue } from './schema-facts.ts';

export type StepPlan = {
  readonly link: Link;
  readonly location: SourceLocation;
  readonly successActions: readonly Action[];
  readonly failureActions: readonly Action[];
  /** Inputs that are SMS or e-mail codes and that this step uses. */
  readonly codes: readonly string[];
  readonly target:
    | { readonly type: 'operation'; readonly plan: OperationPlan }
    | { readonly type: 'workflow'; readonly link: Link; readonly workflow: Workflow };
};

export type OperationPlan = {
  readonly operation: Operation;
  readonly parameters: readonly ParameterPlan[];
  /** Literal text and parameter names of the path in turn, beginning with text. */
  readonly path: readonly string[];
  /** Required headers that the contract fixes and the step leaves out. */
  readonly fixedHeaders: readonly (readonly [name: string, value: string])[];
  readonly body: BodyPlan | undefined;
  readonly sendsInvalidRequest: boolean;
  /** `x-url` */
  readonly address: Address | undefined;
};

export type ParameterPlan = {
  readonly given: StepParameter;
  readonly declared: Pick<Parameter, 'name' | 'in' | 'style' | 'explode' | 'allowReserved' | 'content'> | undefined;
  /** `query:id`, as the contract check names it. */
  readonly key: string;
};

const plans = new WeakMap<Step, StepPlan>();

/**
 * Plans every step of a workflow and of all that it leads to, so that what is wrong is told before anything is sent.
 * @throws DescriptionError as `planStep` does
 */
export function planWorkflow(link: Link, workflow: Workflow): void {
  for (const part of reachableWorkflows(link, workflow)) {
    for (const step of [...part.workflow.steps, ...part.workflow.finally]) planStep(part.link, part.workflow, step);
  }
}

/** @throws DescriptionError where the step's target does not exist or cannot be carried out yet */
export function planStep(link: Link, workflow: Workflow, step: Step): StepPlan {
  const known = plans.get(step);
  if (known?.link === link) return known;
  const locate = link.description.document.locate;
  const plan: StepPlan = {
    link,
    location: locate(`${step.pointer}/stepId`, 'key'),
    successActions: mergeActions(step.onSuccess, workflow.successActions),
    failureActions: mergeActions(step.onFailure, workflow.failureActions),
    codes: codesUsed(workflow, step),
    target: planTarget(link, workflow, step),
  };
  plans.set(step, plan);
  return plan;
}

function planTarget(link: Link, workflow: Workflow, step: Step): StepPlan['target'] {
  const locate = link.description.document.locate;
  if (step.target.type === 'workflow') {
    const { id, pointer } = step.target.workflow;
    const target = resolveWorkflow(link, step.target.workflow);
    if (target) return { type: 'workflow', ...target };
    const message = `no workflow "${id}"`;
    throw new DescriptionError([{ code: 'WORKFLOW_NOT_FOUND', message, location: locate(pointer) }]);
  }
  if (step.target.type === 'message') {
    const message = `step "${step.stepId}" is over AsyncAPI, which is not carried out`;
    throw new DescriptionError([{ code: 'NOT_SUPPORTED', message, location: locate(`${step.pointer}/stepId`) }]);
  }
  const operation = resolveOperation(link, step.target);
  if (operation) return { type: 'operation', plan: planOperation(link, workflow, step, operation) };
  const name = step.target.type === 'operation' ? step.target.operation.id : step.target.operationPointer;
  const message = `no operation "${name}"`;
  throw new DescriptionError([{ code: 'OPERATION_NOT_FOUND', message, location: locate(`${step.pointer}/stepId`) }]);
}

function planOperation(link: Link, workflow: Workflow, step: Step, operation: Operation): OperationPlan {
  const { address } = step;
  // An address that is given has its path and query already.
  const given = mergeParameters(workflow.parameters, step.parameters).filter(
    (parameter) => !address || parameter.in === 'header' || parameter.in === 'cookie',
  );
  const parameters = given.map((parameter) => planParameter(parameter, operation));
  const body = step.requestBody ? planBody(step.requestBody, operation) : undefined;
  if (body && /^\s*multipart\//i.test(body.contentType) && body.form !== 'multipart') {
    const location = link.description.document.locate(body.body.pointer);
    const remedy = 'use multipart/form-data, or give the whole body as {"x-file": "path"} of another type';
    throw new DescriptionError([
      {
        code: 'NOT_SUPPORTED',
        message: `a request body of ${body.contentType} is not carried out yet`,
        location,
        remedy,
      },
    ]);
  }
  const keys = new Set(parameters.map(({ key }) => key));
  return {
    operation,
    parameters,
    path: operation.path.split(/\{([^}]*)\}/),
    fixedHeaders: operation.parameters.flatMap((parameter) => {
      if (parameter.in !== 'header' || !parameter.required || !parameter.schema) return [];
      const value = keys.has(`header:${parameter.name}`) ? undefined : fixedValue(parameter.schema);
      return value === undefined ? [] : [[parameter.name, textOf(value)] as const];
    }),
    body,
    sendsInvalidRequest: step.policy?.request === 'off',
    address,
  };
}

function planParameter(given: StepParameter, operation: Operation): ParameterPlan {
  const declared = operation.parameters.find((parameter) => identityOf(parameter) === identityOf(given));
  const name = declared?.name ?? given.name;
  return { given, declared: declared ?? asDefault(given), key: `${given.in ?? ''}:${name}` };
}

/** What the contract does not declare is serialised by the defaults of its place (OpenAPI 3.1, section 4.8.12.2). */
function asDefault(given: StepParameter): ParameterPlan['declared'] {
  const place = given.in;
  if (place === undefined || place === 'querystring') return undefined;
  const style = place === 'path' || place === 'header' ? 'simple' : 'form';
  return { name: given.name, in: place, style, explode: style === 'form', allowReserved: false };
}

/** The inputs whose `x-from` asks for a code, among those that a step's expressions name. */
function codesUsed(workflow: Workflow, step: Step): readonly string[] {
  const codes = [...workflow.inputs.from].filter(([, { source }]) => source === 'sms-code').map(([name]) => name);
  if (codes.length === 0) return codes;
  const used = new Set<string>();
  for (const expression of expressionsOf(workflow, step)) if (expression.source === 'inputs') used.add(expression.name);
  return codes.filter((name) => used.has(name));
}

function expressionsOf(workflow: Workflow, step: Step): Expression[] {
  const common = step.target.type === 'workflow' ? [] : workflow.parameters;
  const actions = [...step.onSuccess, ...step.onFailure, ...workflow.successActions, ...workflow.failureActions];
  const polled = step.poll ? [...step.poll.until, ...step.poll.failFast] : [];
  const criteria = [...step.successCriteria, ...polled, ...actions.flatMap((action) => action.criteria)];
  const templates = [
    ...[...common, ...step.parameters, ...(step.requestBody?.replacements ?? [])].map(({ value }) => value),
    ...(step.requestBody?.payload ? [step.requestBody.payload] : []),
    ...(step.address ? [step.address.value] : []),
  ];
  return [
    ...templates.flatMap(expressionsIn),
    ...criteria.flatMap(({ parsed }) => expressionsInCriterion(parsed)),
    ...step.outputs.flatMap(({ value }) => expressionsIn(value)),
  ];
}
