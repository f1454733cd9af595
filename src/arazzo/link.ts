// A description together with the documents that its source descriptions name.
import type { SourceDocument } from '../core/source.ts';
import { formatPointer, parsePointer } from '../document/json-pointer.ts';
import type { Contract, Operation } from '../openapi/contract.ts';
import type { Action, ArazzoDescription, Reference, Step, StepTarget, Workflow } from './description.ts';

export type Link = {
  readonly description: ArazzoDescription;
  /** By name of the source description. */
  readonly contracts: ReadonlyMap<string, Contract>;
  readonly descriptions: ReadonlyMap<string, Link>;
  /** Documents of AsyncAPI. */
  readonly messages?: ReadonlyMap<string, SourceDocument>;
};

/** The operation of a step. A plain id is looked for in every contract, and found where exactly one has it. */
export function resolveOperation(link: Link, target: StepTarget): Operation | undefined {
  if (target.type === 'workflow' || target.type === 'message') return undefined;
  if (target.type === 'operationPath') {
    return operationAt(link.contracts.get(target.source), target.operationPointer);
  }
  const found = operationsNamed(link, target.operation);
  return found.length === 1 ? found[0] : undefined;
}

/** Several where contracts share a plain id. */
export function operationsNamed(link: Link, { source, id }: Reference): Operation[] {
  const contracts = source === undefined ? [...link.contracts.values()] : [link.contracts.get(source)];
  return contracts.flatMap((contract) => (contract && indexOf(contract).get(id)) ?? []);
}

/** A plain workflowId belongs to the document itself. */
export function resolveWorkflow(link: Link, reference: Reference): { link: Link; workflow: Workflow } | undefined {
  const home = reference.source === undefined ? link : link.descriptions.get(reference.source);
  const workflow = home && workflowsOf(home.description).get(reference.id);
  return home && workflow && { link: home, workflow };
}

const workflows = new WeakMap<ArazzoDescription, ReadonlyMap<string, Workflow>>();

function workflowsOf(description: ArazzoDescription): ReadonlyMap<string, Workflow> {
  let index = workflows.get(description);
  if (!index) {
    index = new Map(description.workflows.map((workflow) => [workflow.workflowId, workflow]));
    workflows.set(description, index);
  }
  return index;
}

/** Every workflow that a workflow depends on, calls, or goes on to by an action. */
function workflowReferences(workflow: Workflow): Reference[] {
  const steps = [...workflow.steps, ...workflow.finally];
  const actions = [
    ...workflow.successActions,
    ...workflow.failureActions,
    ...steps.flatMap(({ onSuccess, onFailure }) => [...onSuccess, ...onFailure]),
  ];
  return [
    ...workflow.dependsOn,
    ...steps.flatMap(({ target }) => (target.type === 'workflow' ? [target.workflow] : [])),
    ...actions.flatMap(targetOf),
  ];
}

function targetOf(action: Action): Reference[] {
  const to = action.type === 'goto' ? action.to : action.type === 'retry' ? action.first : undefined;
  return to?.type === 'workflow' ? [to.workflow] : [];
}

/** A workflow, and all that it leads to: each once, the nearest first. */
export function reachableWorkflows(
  link: Link,
  workflow: Workflow,
): { readonly link: Link; readonly workflow: Workflow }[] {
  const found = [{ link, workflow }];
  const seen = new Set([workflow]);
  // Grows while it is walked.
  for (const next of found) {
    for (const reference of workflowReferences(next.workflow)) {
      const target = resolveWorkflow(next.link, reference);
      if (!target || seen.has(target.workflow)) continue;
      seen.add(target.workflow);
      found.push(target);
    }
  }
  return found;
}

/**
 * What `$workflows.<workflowId>` means in a workflow: one of the document itself; else one of another document, which the
 * workflow depends on, calls or goes on to. Several, where documents share an id: then only
 * `$sourceDescriptions.<name>.<workflowId>.outputs.<output>` says which. The specification leaves open how a workflow
 * of another document is named here.
 */
export function workflowsNamed(link: Link, workflow: Workflow, workflowId: string): readonly Workflow[] {
  const own = resolveWorkflow(link, { id: workflowId, pointer: '' });
  if (own) return [own.workflow];
  const references = workflowReferences(workflow).filter(({ id }) => id === workflowId);
  return [...new Set(references.flatMap((reference) => resolveWorkflow(link, reference)?.workflow ?? []))];
}

/** Every name by which expressions of a document know the results of a workflow. */
export function resultNames(link: Link, target: { readonly link: Link; readonly workflow: Workflow }): string[] {
  const { workflowId } = target.workflow;
  const homes = [...link.descriptions].filter(([, other]) => other === target.link);
  const exact = homes.map(([name]) => `$sourceDescriptions.${name}.${workflowId}`);
  const isTaken = target.link !== link && resolveWorkflow(link, { id: workflowId, pointer: '' }) !== undefined;
  return isTaken ? exact : [workflowId, ...exact];
}

const steps = new WeakMap<Workflow, ReadonlyMap<string, Step>>();

export function findStep(workflow: Workflow, stepId: string): Step | undefined {
  let index = steps.get(workflow);
  if (!index) {
    index = new Map([...workflow.steps, ...workflow.finally].map((step) => [step.stepId, step]));
    steps.set(workflow, index);
  }
  return index.get(stepId);
}

const indexes = new WeakMap<Contract, ReadonlyMap<string, Operation>>();

function indexOf(contract: Contract): ReadonlyMap<string, Operation> {
  let index = indexes.get(contract);
  if (!index) {
    index = new Map(contract.operations.map((operation) => [operation.operationId, operation]));
    indexes.set(contract, index);
  }
  return index;
}

function operationAt(contract: Contract | undefined, pointer: string): Operation | undefined {
  const wanted = formatPointer(parsePointer(pointer) ?? []);
  return contract?.operations.find((operation) => operation.pointer === wanted);
}
