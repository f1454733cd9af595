// What a document defines and nothing reads.
import type { JsonValue } from '../../core/json.ts';
import { isJsonArray, isJsonObject } from '../../core/json.ts';
import { escapeToken, memberOf, valueAt } from '../../document/json-pointer.ts';
import { findStep } from '../link.ts';
import type { ArazzoDescription, Workflow } from '../description.ts';
import { allSteps } from './scene.ts';
import type { WorkflowFinding } from './scene.ts';
import { expressionsAt, walkWorkflow } from './walk-workflow.ts';

/** Inputs that other workflows read, as `<workflowId>.<name>`. */
export type ReadElsewhere = ReadonlySet<string>;

export function inputsReadElsewhere(workflows: readonly Workflow[]): ReadElsewhere {
  const found = new Set<string>();
  for (const workflow of workflows) {
    for (const site of walkWorkflow(workflow)) {
      for (const expression of expressionsAt(site)) {
        if (expression.source === 'workflows') found.add(`${expression.workflowId}.${expression.name}`);
      }
    }
  }
  return found;
}

export function checkUnused(
  { document }: ArazzoDescription,
  workflow: Workflow,
  elsewhere: ReadElsewhere,
): WorkflowFinding[] {
  const outputs = new Set<string>();
  const inputs = new Set<string>();
  for (const site of walkWorkflow(workflow)) {
    for (const expression of expressionsAt(site)) {
      if (expression.source === 'steps') outputs.add(`${expression.stepId}.${expression.output}`);
      if (expression.source === 'stepOutputs') {
        const step = findStep(workflow, expression.stepId);
        for (const { name } of step?.outputs ?? []) outputs.add(`${expression.stepId}.${name}`);
      }
      if (expression.source === 'inputs') inputs.add(expression.name);
    }
  }
  return [
    ...unusedOutputs(workflow, outputs),
    ...unusedInputs(document.value, workflow, new Set([...inputs, ...elsewhere])),
  ];
}

function unusedOutputs(workflow: Workflow, read: ReadonlySet<string>): WorkflowFinding[] {
  return allSteps(workflow).flatMap(({ stepId, outputs }) =>
    outputs
      .filter(({ name }) => !read.has(`${stepId}.${name}`))
      .map(({ name, pointer }): WorkflowFinding => {
        const message = `nothing reads the output "${name}" of step "${stepId}"`;
        return {
          rule: 'unused-output',
          pointer,
          at: 'key',
          message,
          remedy: `read $steps.${stepId}.outputs.${name}, or remove it`,
        };
      }),
  );
}

function unusedInputs(root: JsonValue, { workflowId, inputs }: Workflow, read: ReadonlySet<string>): WorkflowFinding[] {
  return (inputs.names ?? []).flatMap((name): WorkflowFinding[] => {
    const pointer = `${inputs.pointer}/properties/${escapeToken(name)}`;
    // What several workflows share need not serve all of them.
    if (read.has(name) || read.has(`${workflowId}.${name}`) || valueAt(root, pointer) === undefined) return [];
    const message = `nothing reads the input "${name}" of workflow "${workflowId}"`;
    return [{ rule: 'unused-input', pointer, at: 'key', message, remedy: `read $inputs.${name}, or remove it` }];
  });
}

const kinds = ['inputs', 'parameters', 'successActions', 'failureActions'] as const;

export function unusedComponents({ document }: ArazzoDescription): WorkflowFinding[] {
  const components = memberOf(document.value, 'components');
  if (components === undefined) return [];
  const named = new Set<string>();
  collectReferences(document.value, named);
  return kinds.flatMap((kind) => {
    const held = memberOf(components, kind);
    return (isJsonObject(held) ? Object.keys(held) : []).flatMap((name): WorkflowFinding[] => {
      if (named.has(`$components.${kind}.${name}`) || named.has(`#/components/${kind}/${escapeToken(name)}`)) return [];
      const pointer = `/components/${kind}/${escapeToken(name)}`;
      const message = `nothing leads to components.${kind}.${name}`;
      return [{ rule: 'unused-component', pointer, at: 'key', message, remedy: 'refer to it, or remove it' }];
    });
  });
}

function collectReferences(value: JsonValue, named: Set<string>): void {
  if (isJsonArray(value)) for (const item of value) collectReferences(item, named);
  if (!isJsonObject(value)) return;
  for (const [name, member] of Object.entries(value)) {
    if (typeof member !== 'string') collectReferences(member, named);
    else if (name === 'reference') named.add(member);
    // What lies inside a schema leads to the whole of it.
    else if (name === '$ref') named.add(member.split('/').slice(0, 4).join('/'));
  }
}
