// That what an expression names exists, and can be known when it is evaluated.
import { isJsonArray, isJsonObject } from '../../core/json.ts';
import { didYouMean } from '../../core/nearest-name.ts';
import type { Expression } from '../../expression/expression.ts';
import type { Step, Workflow } from '../description.ts';
import type { Part, Reading } from '../read/fields.ts';
import { addFault, member, partAt } from '../read/fields.ts';
import type { Link } from '../link.ts';
import { findStep, resolveWorkflow } from '../link.ts';
import { resultProblem } from './check-result.ts';
import { listed, notFound } from './problem.ts';
import type { Problem } from './problem.ts';

export type Check = { readonly link: Link; readonly workflow: Workflow; readonly reading: Reading };

/** What an expression at one place may see. */
export type Sight = {
  /** Steps that have run. */
  readonly steps: Pick<ReadonlySet<string>, 'has'>;
  /** The step at hand, whose outputs are not there yet. */
  readonly self?: string;
  /** Whether the request was sent. */
  readonly exchange: boolean;
  /** Whether a message came or went: the step is one over AsyncAPI. */
  readonly message?: boolean;
  /** Names of `$outputs`. */
  readonly outputs: readonly string[];
};

export function checkExpression(check: Check, expression: Expression, pointer: string, sight: Sight): void {
  const problem = problemOf(check, expression, sight) ?? spellingOf(expression);
  if (!problem) return;
  const { code, message, remedy, weight } = problem;
  const place = placeOfText(partAt(check.reading, pointer), expression.text);
  const offset = typeof place.value === 'string' ? { offset: Math.max(0, place.value.indexOf(expression.text)) } : {};
  addFault(place, code, `${expression.text}: ${message}`, {
    ...offset,
    ...(remedy === undefined ? {} : { remedy }),
    ...(weight === undefined ? {} : { weight }),
  });
}

/** What the grammar spells otherwise, or not at all, and is understood. */
function spellingOf(expression: Expression): Problem | undefined {
  const slip = { code: 'EXPRESSION_SYNTAX', weight: 'warning' } as const;
  if (expression.spelling !== undefined) {
    return { ...slip, message: 'the grammar spells this otherwise', remedy: `write ${expression.spelling}` };
  }
  if (expression.source !== 'workflows' || expression.stepId === undefined) return undefined;
  const { workflowId, name } = expression;
  const remedy = `add it to the outputs of workflow "${workflowId}", and write $workflows.${workflowId}.outputs.${name}`;
  return { ...slip, message: "the grammar has no outputs of another workflow's steps", remedy };
}

/** The names that `$outputs` has in a workflow, or behind a step that calls it. */
export function workflowOutputs(workflow: Workflow): string[] {
  return workflow.outputs.map(({ name }) => name);
}

function problemOf(check: Check, expression: Expression, sight: Sight): Problem | undefined {
  const { workflow } = check;
  switch (expression.source) {
    case 'inputs':
      return inputProblem(workflow, expression.name);
    case 'outputs':
      return sight.outputs.includes(expression.name)
        ? undefined
        : notFound(`there is no output "${expression.name}"`, expression.name, sight.outputs);
    case 'steps':
      return stepProblem(check, expression.stepId, expression.output, sight);
    case 'stepOutputs':
      return stepProblem(check, expression.stepId, undefined, sight);
    case 'workflows':
      return resultProblem(check.link, check.workflow, expression);
    case 'sourceDescriptions':
      return sourceProblem(check, expression);
    case 'self':
      if (check.link.description.self !== undefined) return undefined;
      return { code: 'REFERENCE_NOT_FOUND', message: 'the document has no "$self"' };
    case 'components':
      return { code: 'REFERENCE_NOT_FOUND', message: 'a component is not a value', remedy: 'use it by "reference"' };
    default:
      return exchangeProblem(expression, sight);
  }
}

/** An operation or a workflow is no value; of a source description, its fields are. */
function sourceProblem(
  { link }: Check,
  { name, reference }: Extract<Expression, { source: 'sourceDescriptions' }>,
): Problem | undefined {
  const names = link.description.sourceDescriptions.map((source) => source.name);
  if (!names.includes(name)) return notFound(`there is no source description "${name}"`, name, names);
  if (reference === 'url' || reference === 'type') return undefined;
  const remedy = `values are $sourceDescriptions.${name}.url, .type and .<workflowId>.outputs.<output>`;
  return { code: 'REFERENCE_NOT_FOUND', message: `"${reference}" of a source description is not a value`, remedy };
}

function exchangeProblem(expression: Expression, sight: Sight): Problem | undefined {
  if (expression.source === 'message') {
    if (sight.message === true) return undefined;
    return { code: 'REFERENCE_NOT_FOUND', message: 'there is a message only in a step over AsyncAPI' };
  }
  if (!sight.exchange && sight.message === true) {
    const remedy = 'a step over AsyncAPI has a $message';
    return { code: 'REFERENCE_NOT_FOUND', message: 'there is no HTTP exchange in this step', remedy };
  }
  if (!sight.exchange) return { code: 'REFERENCE_NOT_FOUND', message: 'there is nothing before the request is sent' };
  if (expression.source !== 'response' || expression.part === 'header' || expression.part === 'body') return undefined;
  const { part, name } = expression;
  const remedy = `write $request.${part}.${name}`;
  return { code: 'REFERENCE_NOT_FOUND', message: `a response has no ${part} parameters`, remedy };
}

function inputProblem(workflow: Workflow, name: string): Problem | undefined {
  const names = workflow.inputs.names;
  if (!names || names.includes(name)) return undefined;
  // A dot is part of a name; whoever writes `a.b` usually means member b of input a.
  const holder = names.find((candidate) => name.startsWith(`${candidate}.`));
  const written =
    holder === undefined ? undefined : `$inputs.${holder}#/${name.slice(holder.length + 1).replaceAll('.', '/')}`;
  const message = `workflow "${workflow.workflowId}" has no input "${name}"`;
  if (written !== undefined) return { code: 'REFERENCE_NOT_FOUND', message, remedy: `write ${written}` };
  return notFound(message, name, names);
}

/** @param output undefined: all of them */
function stepProblem(check: Check, stepId: string, output: string | undefined, sight: Sight): Problem | undefined {
  const { workflow } = check;
  const step = findStep(workflow, stepId);
  if (!step) {
    const steps = [...workflow.steps, ...workflow.finally].map((candidate) => candidate.stepId);
    const remedy = didYouMean(stepId, steps) ?? listed('its steps', steps);
    return { code: 'STEP_NOT_FOUND', message: `workflow "${workflow.workflowId}" has no step "${stepId}"`, remedy };
  }
  if (!sight.steps.has(stepId)) {
    const message =
      stepId === sight.self ? 'the outputs of the step itself are not there yet' : `step "${stepId}" runs later`;
    return { code: 'REFERENCE_NOT_FOUND', message };
  }
  const outputs = stepOutputs(check, step);
  if (!outputs || output === undefined || outputs.includes(output)) return undefined;
  return notFound(`step "${stepId}" has no output "${output}"`, output, outputs);
}

/** A step without outputs that calls a workflow has that workflow's. */
function stepOutputs({ link }: Check, step: Step): readonly string[] | undefined {
  if (step.target.type !== 'workflow' || step.outputs.length > 0) return step.outputs.map(({ name }) => name);
  const called = resolveWorkflow(link, step.target.workflow);
  return called && workflowOutputs(called.workflow);
}

/** The string inside a value that holds a text, so that a fault points at it. */
export function placeOfText(part: Part, text: string): Part {
  const inner = isJsonArray(part.value)
    ? part.value.map((_, index) => member(part, index))
    : isJsonObject(part.value)
      ? Object.keys(part.value).map((name) => member(part, name))
      : [];
  const written = JSON.stringify(text).slice(1, -1);
  const holder = inner.find(({ value }) => JSON.stringify(value).includes(written));
  return holder ? placeOfText(holder, text) : part;
}
