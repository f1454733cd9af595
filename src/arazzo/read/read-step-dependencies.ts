// Steps that must have been carried out before (Arazzo 1.1, Step Object `dependsOn`).
import type { Step, StepReference } from '../description.ts';
import type { Part } from './fields.ts';
import { addFault, items, labelOf, present, readText } from './fields.ts';

const elsewhere =
  /^\$(?:workflows|sourceDescriptions\.(?<source>[A-Za-z0-9_-]+))\.(?<workflowId>[A-Za-z0-9_-]+)\.steps\.(?<stepId>[A-Za-z0-9_-]+)$/;
const forms =
  'a stepId, $workflows.<workflowId>.steps.<stepId> or $sourceDescriptions.<name>.<workflowId>.steps.<stepId>';

/** @param workflowId of the step at hand: a step of it may be written either way */
export function readStepDependencies(
  part: Part,
  workflowId: string | undefined,
): Pick<Step, 'dependsOn' | 'dependsOnOthers'> {
  if (Array.isArray(part.value) && part.value.length === 0) {
    addFault(part, 'ARAZZO_SCHEMA', '"dependsOn" is empty', { at: 'key', remedy: 'leave it out' });
  }
  const seen = new Set<string>();
  const dependsOn: string[] = [];
  const dependsOnOthers: StepReference[] = [];
  for (const item of items(part)) {
    const text = readText(item);
    if (text === undefined) continue;
    const other = readStepReference(text, item);
    const isOwn = other !== undefined && other.source === undefined && other.workflowId === workflowId;
    const meant = isOwn ? other.stepId : text;
    if (seen.has(meant)) addFault(item, 'ARAZZO_SCHEMA', `"${text}" occurs twice`, { remedy: 'keep one of the two' });
    else if (isOwn) dependsOn.push(other.stepId);
    else if (other) dependsOnOthers.push(other);
    else if (text.startsWith('$')) {
      const detail = { expected: forms, actual: `"${text}"` };
      addFault(item, 'ARAZZO_SCHEMA', `${labelOf(item)} names no step`, detail);
    } else dependsOn.push(text);
    seen.add(meant);
  }
  return { dependsOn, dependsOnOthers };
}

function readStepReference(text: string, { pointer }: Part): StepReference | undefined {
  const { source, workflowId, stepId } = elsewhere.exec(text)?.groups ?? {};
  if (workflowId === undefined || stepId === undefined) return undefined;
  return { ...present({ source }), workflowId, stepId, pointer };
}
