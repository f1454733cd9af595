// A workflow from a list of operations: one step each, in the given order, and clean-up for what they create.
import { findProperty } from './find-property.ts';
import { answersOf, declaresStatus } from './layers.ts';
import { emptyDraft } from './draft.ts';
import type { Draft, DraftStep } from './draft.ts';
import { drawStep, markedMember } from './draw-step.ts';
import type { Drawing } from './draw-step.ts';
import { deletionOf, identityOf, isCreating } from './resource.ts';
import type { Operation } from '../../openapi/contract.ts';
import type { OperationIndex } from '../../openapi/operation-index.ts';
import { kebabCase } from './name-workflow.ts';

/**
 * @param as the account that calls, where an operation cannot be called without a credential
 * @throws DescriptionError with NOT_SUPPORTED where a body cannot be written
 */
export function draftFromOperations(
  chosen: readonly Operation[],
  operations: OperationIndex,
  as: string | undefined,
): Draft {
  const draft = emptyDraft();
  const drawing = { draft, operations };
  const gone = new Set<DraftStep>();
  for (const operation of chosen) {
    const step = drawStep(drawing, operation, freeStepId(draft, kebabCase(operation.operationId)), draft.steps);
    const created = addressedBy(step, draft.steps, operations);
    if (created && operation.method === 'GET') addCriterion(step, created, gone.has(created));
    if (created && operation.method === 'DELETE') gone.add(created);
    draft.steps.push(step);
  }
  for (const step of draft.steps) if (isCreating(step, operations)) addCleanUp(drawing, step, gone.has(step));
  if (draft.steps.some(({ operation }) => needsCredential(operation))) {
    if (as === undefined) draft.notes.push('the operations ask for a credential, and gateways.yaml has no account');
    draft.as = as;
  }
  return draft;
}

/** None of the alternatives goes without. */
export function needsCredential({ security }: Operation): boolean {
  return security.length > 0 && security.every((schemes) => schemes.length > 0);
}

export function freeStepId({ steps, cleanUp }: Draft, wanted: string): string {
  const taken = new Set([...steps, ...cleanUp].map(({ stepId }) => stepId));
  for (let number = 1; ; number++) {
    const free = number === 1 ? wanted : `${wanted}-${number}`;
    if (!taken.has(free)) return free;
  }
}

/** The earlier step that created what this one reads, changes or deletes: it alone, by its id. */
function addressedBy(
  step: DraftStep,
  earlier: readonly DraftStep[],
  operations: OperationIndex,
): DraftStep | undefined {
  return earlier.findLast((other) => {
    if (!isCreating(other, operations)) return false;
    const expression = identityExpression(other);
    const isSamePlace = step.path === other.path || /^\/\{[^/]*\}$/.test(step.path.slice(other.path.length));
    return (
      expression !== undefined &&
      isSamePlace &&
      step.parameters.some(({ value }) => JSON.stringify(value).includes(expression))
    );
  });
}

/** Undefined where nobody has captured it. */
function identityExpression(step: DraftStep): string | undefined {
  const identity = identityOf(step);
  const wanted = `$response.body#${identity?.pointer ?? ''}`;
  const [name] = [...step.outputs].find(([, expression]) => expression === wanted) ?? [];
  return identity && name !== undefined ? `$steps.${step.stepId}.outputs.${name}` : undefined;
}

/** What was created comes back, or after its deletion no longer does. */
function addCriterion(step: DraftStep, created: DraftStep, isGone: boolean): void {
  const identity = identityOf(created);
  const found = identity && findProperty(answersOf(step), identity.name);
  const expression = identityExpression(created);
  if (isGone) {
    if (step.path === created.path) step.criteria.push('$response.body#/0 == null');
    else if (declaresStatus(step, '404')) step.criteria.push('$statusCode == 404');
  } else if (found && expression !== undefined) {
    step.criteria.push(`$response.body#${found.pointer} == ${expression}`);
  }
}

function addCleanUp(drawing: Drawing, created: DraftStep, isGone: boolean): void {
  const { draft, operations } = drawing;
  const { operationId } = created.operation;
  const deletion = deletionOf(created, operations);
  const isKnown = identityOf(created) ?? (deletion?.parameter === undefined && markedMember(created));
  if (!deletion || !isKnown) {
    const why = deletion ? 'its answer has no id' : 'no contract has an operation that does';
    draft.notes.push(`${created.stepId}: nothing here deletes what ${operationId} creates: ${why}`);
    return;
  }
  // Only what this step created is addressed.
  const step = drawStep(drawing, deletion.layered.operation, freeStepId(draft, 'remove'), [created]);
  if (isGone && deletion.parameter !== undefined && declaresStatus(step, '404')) {
    step.criteria.push('$statusCode < 300 || $statusCode == 404');
  }
  draft.cleanUp.push(step);
}
