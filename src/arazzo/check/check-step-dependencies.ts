// Steps that a step waits for (Arazzo 1.1, Step Object `dependsOn`): they exist, and can have been carried out before it.
import { didYouMean } from '../../core/nearest-name.ts';
import type { Check } from './check-expression.ts';
import { findWorkflow } from './check-target.ts';
import type { Step, StepReference, Workflow } from '../description.ts';
import { addFault, partAt } from '../read/fields.ts';
import { findStep, resolveWorkflow } from '../link.ts';

/**
 * A workflow's steps are carried out one after the other, so that a step of another workflow has been carried out only
 * where that workflow was: on behalf of this one, by its `dependsOn` or by a step that calls it.
 */
export function checkStepDependencies(check: Check, step: Step): void {
  const { workflow } = check;
  for (const [index, stepId] of step.dependsOn.entries()) {
    const found = findStep(workflow, stepId);
    if (found && !workflow.finally.includes(found)) continue;
    addStepNotFound(check, workflow, { stepId, pointer: `${step.pointer}/dependsOn/${index}` });
  }
  for (const other of step.dependsOnOthers) checkOther(check, step, other);
}

function checkOther(check: Check, step: Step, other: StepReference): void {
  const found = findWorkflow(check, { ...other, id: other.workflowId });
  if (!found) return;
  if (!findStep(found, other.stepId)) {
    addStepNotFound(check, found, other);
    return;
  }
  const { link, workflow } = check;
  const calls = workflow.steps.flatMap(({ target, stepId }) =>
    target.type === 'workflow' && stepId !== step.stepId ? [target.workflow] : [],
  );
  if ([...workflow.dependsOn, ...calls].some((by) => resolveWorkflow(link, by)?.workflow === found)) return;
  const id = other.source === undefined ? other.workflowId : `$sourceDescriptions.${other.source}.${other.workflowId}`;
  const message = `step "${other.stepId}" of workflow "${other.workflowId}" is never carried out before this one`;
  const remedy = `add ${id} to the "dependsOn" of workflow "${workflow.workflowId}", or call it in an earlier step`;
  addFault(partAt(check.reading, other.pointer), 'REFERENCE_NOT_FOUND', message, { remedy });
}

/** @param workflow the one that should have the step */
export function addStepNotFound(
  { reading }: Check,
  workflow: Pick<Workflow, 'workflowId' | 'steps'>,
  { stepId, pointer }: { readonly stepId: string; readonly pointer: string },
): void {
  const names = workflow.steps.map((step) => step.stepId);
  const remedy = didYouMean(stepId, names) ?? `its steps: ${names.join(', ')}`;
  const message = `workflow "${workflow.workflowId}" has no step "${stepId}"`;
  addFault(partAt(reading, pointer), 'STEP_NOT_FOUND', message, { remedy });
}
