// What the rules of lint know: a workflow in its document, and of each step which contracts speak of it.
import type { Fault } from '../../core/errors.ts';
import type { Step, Workflow } from '../description.ts';
import type { Setting, StepView } from './step-view.ts';
import { viewStep } from './step-view.ts';
import type { WorkflowRule } from './workflow-rules.ts';

/** Something that a rule found, at a JSON Pointer of the document. */
export type WorkflowFinding = {
  readonly rule: WorkflowRule;
  readonly pointer: string;
  /** The member's name instead of its value. */
  readonly at?: 'key';
  /** The part of the string that is meant. */
  readonly text?: string;
  readonly message: string;
} & Pick<Fault, 'expected' | 'actual' | 'remedy'>;

export type Scene = Setting & {
  /** What is said of a step, worked out once. */
  readonly views: Map<Step, StepView | undefined>;
};

/** Undefined where a step carries out no operation, or one that is not known. */
export function viewOf(scene: Scene, step: Step): StepView | undefined {
  const { views } = scene;
  if (!views.has(step)) views.set(step, viewStep(scene, step));
  return views.get(step);
}

/** Steps of a workflow in the order of the document, the clean-up last. */
export function allSteps({ steps, finally: cleanUp }: Workflow): readonly Step[] {
  return [...steps, ...cleanUp];
}

/** `the step "read"`. */
export function stepLabel({ stepId }: Step): string {
  return `step "${stepId}"`;
}
