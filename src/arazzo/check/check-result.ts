// Inputs and outputs of other workflows: `$workflows.<workflowId>.outputs.<name>`, and behind a source description.
import { didYouMean } from '../../core/nearest-name.ts';
import type { Expression } from '../../expression/expression.ts';
import type { Workflow } from '../description.ts';
import type { Link } from '../link.ts';
import { findStep, resolveWorkflow, workflowsNamed } from '../link.ts';
import type { Problem } from './problem.ts';
import { listed, notFound } from './problem.ts';

type ResultExpression = Extract<Expression, { readonly source: 'workflows' }>;

/** @param workflow the one in which the expression stands */
export function resultProblem(link: Link, workflow: Workflow, expression: ResultExpression): Problem | undefined {
  const { home, workflowId } = expression;
  if (home !== undefined && !link.descriptions.has(home)) return homeProblem(link, home);
  const found = home === undefined ? workflowsNamed(link, workflow, workflowId) : inSource(link, home, workflowId);
  const [only, ...others] = found;
  if (!only) return unknown(link, expression);
  return others.length > 0 ? ambiguous(expression) : memberProblem(only, expression);
}

function inSource(link: Link, source: string, id: string): Workflow[] {
  const found = resolveWorkflow(link, { source, id, pointer: '' });
  return found ? [found.workflow] : [];
}

function homeProblem(link: Link, home: string): Problem | undefined {
  const names = link.description.sourceDescriptions.map(({ name }) => name);
  if (!names.includes(home)) return notFound(`there is no source description "${home}"`, home, names);
  const isOther = link.contracts.has(home) || link.messages?.has(home) === true;
  // Where it was not found, that has been told.
  if (!isOther) return undefined;
  return { code: 'REFERENCE_NOT_FOUND', message: `source description "${home}" has no workflows: it is not of Arazzo` };
}

function unknown(link: Link, { home, workflowId }: ResultExpression): Problem {
  const searched = home === undefined ? link : link.descriptions.get(home);
  const ids = searched?.description.workflows.map((candidate) => candidate.workflowId) ?? [];
  const where = home === undefined ? 'workflows of this document' : `workflows of ${home}`;
  const remedy = didYouMean(workflowId, ids) ?? listed(where, ids);
  return { code: 'WORKFLOW_NOT_FOUND', message: `there is no workflow "${workflowId}"`, remedy };
}

function ambiguous({ workflowId, field, name }: ResultExpression): Problem {
  const remedy = `write $sourceDescriptions.<name>.${workflowId}.${field}.${name}`;
  return { code: 'WORKFLOW_DUPLICATE', message: `several documents have a workflow "${workflowId}"`, remedy };
}

function memberProblem(workflow: Workflow, { stepId, field, name }: ResultExpression): Problem | undefined {
  if (stepId !== undefined) return stepProblem(workflow, stepId, name);
  const names = field === 'outputs' ? workflow.outputs.map((output) => output.name) : workflow.inputs.names;
  if (!names || names.includes(name)) return undefined;
  return notFound(`workflow "${workflow.workflowId}" has no ${field.slice(0, -1)} "${name}"`, name, names);
}

function stepProblem(workflow: Workflow, stepId: string, output: string): Problem | undefined {
  const step = findStep(workflow, stepId);
  const owner = `workflow "${workflow.workflowId}"`;
  if (!step) {
    const ids = workflow.steps.map((candidate) => candidate.stepId);
    const remedy = didYouMean(stepId, ids) ?? listed('its steps', ids);
    return { code: 'STEP_NOT_FOUND', message: `${owner} has no step "${stepId}"`, remedy };
  }
  const names = step.outputs.map(({ name }) => name);
  // A step without outputs that calls a workflow has that workflow's.
  if (names.includes(output) || (names.length === 0 && step.target.type === 'workflow')) return undefined;
  return notFound(`step "${stepId}" of ${owner} has no output "${output}"`, output, names);
}
