import { isJsonArray, showValue } from '../../core/json.ts';
import type { Step, Workflow } from '../description.ts';
import type { Part } from './fields.ts';
import { addFault, addWrongType, checkId, items, member, present, readText } from './fields.ts';
import { readActions } from './read-action.ts';
import { readData } from './read-data.ts';
import { readInputs } from './read-inputs.ts';
import { readLabel, readSeverity, readSkip, readTags } from './read-labels.ts';
import { readParameters } from './read-parameter.ts';
import type { StepContext } from './read-step.ts';
import { readAccount, readStep } from './read-step.ts';
import { readOutputs, readReferences } from './read-value.ts';
import { readObject, shapes } from './shapes.ts';

/** Undefined after a fault that leaves nothing of it. */
export function readWorkflow(part: Part, context: StepContext): Workflow | undefined {
  if (!readObject(part, shapes.workflow)) return undefined;
  const { components } = context;
  const workflowId = readText(member(part, 'workflowId'));
  checkId(member(part, 'workflowId'));
  const within = { ...context, workflowId };
  const steps = readSteps(member(part, 'steps'), within);
  const cleanUp = readSteps(member(part, 'x-finally'), within);
  checkUnique([...steps, ...cleanUp], part);
  const inputs = readInputs(member(part, 'inputs'));
  const workflow = {
    inputs,
    dependsOn: readDependencies(member(part, 'dependsOn')),
    steps,
    finally: cleanUp,
    successActions: readActions(member(part, 'successActions'), components, 'successActions'),
    failureActions: readActions(member(part, 'failureActions'), components, 'failureActions'),
    outputs: readOutputs(member(part, 'outputs')),
    parameters: readParameters(member(part, 'parameters'), components, 'request'),
    tags: readTags(member(part, 'x-tags')),
    skip: readSkip(member(part, 'x-skip')),
    pointer: part.pointer,
    ...present({
      summary: readText(member(part, 'summary')),
      description: readText(member(part, 'description')),
      as: readAccount(member(part, 'x-as')),
      owner: readLabel(member(part, 'x-owner')),
      severity: readSeverity(member(part, 'x-severity')),
      data: readData(member(part, 'x-data'), inputs),
    }),
  };
  return workflowId === undefined ? undefined : { workflowId, ...workflow };
}

function readDependencies(part: Part): Workflow['dependsOn'] {
  const seen = new Set<unknown>();
  for (const item of items(part)) {
    if (seen.has(item.value)) {
      addFault(item, 'ARAZZO_SCHEMA', `${showValue(item.value)} occurs twice`, { remedy: 'keep one of the two' });
    }
    seen.add(item.value);
  }
  return readReferences(part);
}

function readSteps(part: Part, context: StepContext): Step[] {
  if (isJsonArray(part.value) && part.value.length === 0) addWrongType(part, 'a list of at least one step');
  return items(part).flatMap((item) => readStep(item, context) ?? []);
}

/** Clean-up steps share the names of the others: expressions know a step by its id alone. */
function checkUnique(steps: readonly Step[], { reading }: Part): void {
  const seen = new Set<string>();
  for (const { stepId, pointer } of steps) {
    if (seen.has(stepId)) {
      const part = { reading, value: stepId, pointer: `${pointer}/stepId` };
      addFault(part, 'ARAZZO_SCHEMA', `stepId "${stepId}" occurs twice in the workflow`, {
        remedy: 'rename one of the two',
      });
    }
    seen.add(stepId);
  }
}
