// Steps that create something which stays behind.
import { expressionsIn } from '../../expression/template.ts';
import type { Operation } from '../../openapi/contract.ts';
import type { Step } from '../description.ts';
import { mentionsStatus } from './status-condition.ts';
import { viewOf } from './scene.ts';
import type { Scene, WorkflowFinding } from './scene.ts';
import { isSuccess } from './step-view.ts';
import type { StepView } from './step-view.ts';

export function checkCleanUp(scene: Scene): WorkflowFinding[] {
  const { workflow } = scene;
  return workflow.steps.flatMap((step, index): WorkflowFinding[] => {
    const view = viewOf(scene, step);
    const removing = view && isCreating(view) ? removingOperations(view.operation) : [];
    const [remove] = removing;
    if (!remove || isHandedOut(scene, step)) return [];
    const after = [...workflow.steps.slice(index + 1), ...workflow.finally];
    if (after.some((other) => mayRemove(scene, other, removing))) return [];
    const message = `step "${step.stepId}" creates by ${view?.operation.operationId ?? ''}, and nothing in the workflow removes it`;
    const remedy = `add x-finally: [{ stepId: remove, operationId: ${remove.operationId}, parameters: [...] }]`;
    return [{ rule: 'clean-up-missing', pointer: `${step.pointer}/stepId`, message, remedy }];
  });
}

/** A POST that the contract answers with 201, in a step that means it to work. */
function isCreating({ step, operation, statuses }: StepView): boolean {
  if (operation.method !== 'POST' || !operation.responses.some(({ status }) => status === '201')) return false;
  const { successCriteria: criteria, outputs } = step;
  const isMeant = criteria.length === 0 || criteria.some(mentionsStatus) || outputs.length > 0;
  return isMeant && statuses.some(isSuccess);
}

/** DELETE on the same path, or on that of one element. */
function removingOperations({ contract, path }: Operation): readonly Operation[] {
  return contract.operations.filter(
    (other) =>
      other.method === 'DELETE' &&
      (other.path === path || (other.path.startsWith(`${path}/{`) && other.path.lastIndexOf('/') === path.length)),
  );
}

/** A called workflow may remove it. */
function mayRemove(scene: Scene, step: Step, removing: readonly Operation[]): boolean {
  if (step.target.type === 'workflow') return true;
  const operations = viewOf(scene, step)?.operations ?? [];
  return operations.some((operation) =>
    removing.some(({ path }) => operation.method === 'DELETE' && operation.path === path),
  );
}

/** Whoever calls a building block removes what it made. */
function isHandedOut({ workflow }: Scene, { stepId }: Step): boolean {
  return workflow.outputs.some(({ value }) =>
    expressionsIn(value).some((expression) => 'stepId' in expression && expression.stepId === stepId),
  );
}
