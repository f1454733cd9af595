// That what an expression names exists, and can be known when it is evaluated.
import type { DescriptionCode } from '../core/codes.ts';
import { isJsonArray, isJsonObject } from '../core/json.ts';
import { didYouMean } from '../core/nearest-name.ts';
import type { Expression } from '../expression/expression.ts';
import type { Step, Workflow } from './description.ts';
import type { Part, Reading } from './fields.ts';
import { addFault, member, partAt } from './fields.ts';
import type { Link } from './link.ts';
import { findStep, resolveWorkflow } from './link.ts';

export type Check = { readonly link: Link; readonly workflow: Workflow; readonly reading: Reading };

/** What an expression at one place may see. */
export type Sight = {
  /** Steps that have run. */
  readonly steps: ReadonlySet<string>;
  /** The step at hand, whose outputs are not there yet. */
  readonly self?: string;
  /** Whether the request was sent. */
  readonly exchange: boolean;
  /** Names of `$outputs`. */
  readonly outputs: readonly string[];
};

type Problem = { readonly code: DescriptionCode; readonly message: string; readonly remedy?: string | undefined };

export function checkExpression(check: Check, expression: Expression, pointer: string, sight: Sight): void {
  const problem = problemOf(check, expression, sight);
  if (!problem) return;
  const { code, message, remedy } = problem;
  const place = placeOfText(partAt(check.reading, pointer), expression.text);
  const offset = typeof place.value === 'string' ? { offset: Math.max(0, place.value.indexOf(expression.text)) } : {};
  addFault(place, code, `${expression.text}: ${message}`, { ...offset, ...(remedy === undefined ? {} : { remedy }) });
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
    case 'workflows':
      return workflowProblem(check, expression);
    case 'sourceDescriptions': {
      const names = check.link.description.sourceDescriptions.map(({ name }) => name);
      if (names.includes(expression.name)) return undefined;
      return notFound(`there is no source description "${expression.name}"`, expression.name, names);
    }
    case 'self':
      if (check.link.description.self !== undefined) return undefined;
      return { code: 'REFERENCE_NOT_FOUND', message: 'the document has no "$self"' };
    case 'components':
      return { code: 'REFERENCE_NOT_FOUND', message: 'a component is not a value', remedy: 'use it by "reference"' };
    case 'message':
      return { code: 'NOT_SUPPORTED', message: 'messages of AsyncAPI are not supported' };
    default:
      return exchangeProblem(expression, sight);
  }
}

function exchangeProblem(expression: Expression, sight: Sight): Problem | undefined {
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

function stepProblem(check: Check, stepId: string, output: string, sight: Sight): Problem | undefined {
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
  if (!outputs || outputs.includes(output)) return undefined;
  return notFound(`step "${stepId}" has no output "${output}"`, output, outputs);
}

/** A step without outputs that calls a workflow has that workflow's. */
function stepOutputs({ link }: Check, step: Step): readonly string[] | undefined {
  if (step.target.type !== 'workflow' || step.outputs.length > 0) return step.outputs.map(({ name }) => name);
  const called = resolveWorkflow(link, step.target.workflow);
  return called && workflowOutputs(called.workflow);
}

function workflowProblem(
  { link, workflow }: Check,
  { workflowId, field, name }: Extract<Expression, { readonly source: 'workflows' }>,
): Problem | undefined {
  const named = workflow.dependsOn.find(({ id }) => id === workflowId) ?? { id: workflowId, pointer: '' };
  const found = resolveWorkflow(link, named)?.workflow;
  if (!found) {
    const ids = link.description.workflows.map((candidate) => candidate.workflowId);
    const remedy = didYouMean(workflowId, ids) ?? listed('workflows of this document', ids);
    return { code: 'WORKFLOW_NOT_FOUND', message: `there is no workflow "${workflowId}"`, remedy };
  }
  const names = field === 'outputs' ? workflowOutputs(found) : found.inputs.names;
  if (!names || names.includes(name)) return undefined;
  return notFound(`workflow "${workflowId}" has no ${field.slice(0, -1)} "${name}"`, name, names);
}

function notFound(message: string, name: string, names: readonly string[]): Problem {
  return { code: 'REFERENCE_NOT_FOUND', message, remedy: didYouMean(name, names) ?? listed('known', names) };
}

function listed(what: string, names: readonly string[]): string | undefined {
  return names.length === 0 ? undefined : `${what}: ${names.join(', ')}`;
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
