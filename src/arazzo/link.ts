// A description together with the documents that its source descriptions name.
import type { SourceDocument } from '../core/source.ts';
import { formatPointer, parsePointer } from '../document/json-pointer.ts';
import type { Contract, Operation } from '../openapi/contract.ts';
import type { ArazzoDescription, Reference, Step, StepTarget, Workflow } from './description.ts';

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
  const workflow = home?.description.workflows.find(({ workflowId }) => workflowId === reference.id);
  return home && workflow && { link: home, workflow };
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
