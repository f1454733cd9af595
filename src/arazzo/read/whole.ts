// Whether all that a document writes was read: what was lost to a fault must not be missed by what refers to it.
import { isJsonArray, isJsonObject } from '../../core/json.ts';
import type { ArazzoDescription, Step, Workflow } from '../description.ts';
import type { Part } from './fields.ts';
import { member } from './fields.ts';
import type { Components } from './reusable.ts';

export function isWhole(
  root: Part,
  { sourceDescriptions, workflows }: Pick<ArazzoDescription, 'sourceDescriptions' | 'workflows'>,
  components: Components,
): boolean {
  const maps = [components.parameters, components.successActions, components.failureActions];
  if (maps.some((map) => [...map.values()].includes(undefined))) return false;
  const list = member(root, 'workflows');
  return (
    isJsonObject(root.value) &&
    hasAll(member(root, 'sourceDescriptions'), sourceDescriptions) &&
    hasAll(list, workflows) &&
    workflows.every((workflow, index) => isWholeWorkflow(member(list, index), workflow))
  );
}

function isWholeWorkflow(part: Part, workflow: Workflow): boolean {
  return (
    hasAll(member(part, 'parameters'), workflow.parameters) &&
    hasAll(member(part, 'outputs'), workflow.outputs) &&
    hasAllSteps(member(part, 'steps'), workflow.steps) &&
    hasAllSteps(member(part, 'x-finally'), workflow.finally)
  );
}

function hasAllSteps(list: Part, steps: readonly Step[]): boolean {
  return (
    hasAll(list, steps) &&
    steps.every((step, index) => {
      const part = member(list, index);
      return (
        hasAll(member(part, 'parameters'), step.parameters) &&
        hasAll(member(part, 'outputs'), step.outputs) &&
        (member(part, 'requestBody').value === undefined) === (step.requestBody === undefined)
      );
    })
  );
}

function hasAll({ value }: Part, read: readonly unknown[]): boolean {
  if (isJsonArray(value)) return value.length === read.length;
  return (isJsonObject(value) ? Object.keys(value).length : 0) === read.length;
}
