// Where a workflow's steps lead (Arazzo 1.1, "Success Action Object" and "Failure Action Object"): steps that nothing leads
// to, actions that are never reached, loops that nothing leads out of.
import type { Action, ActionTarget, Step, Workflow } from '../description.ts';
import { mergeActions } from '../merge.ts';
import type { WorkflowFinding } from './scene.ts';

export function checkFlow(workflow: Workflow): WorkflowFinding[] {
  return [...deadActions(workflow), ...checkSteps(workflow, workflow.steps)];
}

function checkSteps(workflow: Workflow, steps: readonly Step[]): WorkflowFinding[] {
  // Steps that wait for each other are carried out in an order of their own.
  if (steps.some(({ dependsOn }) => dependsOn.length > 0)) return [];
  const edges = steps.map((_, index) => edgesFrom(workflow, steps, index));
  const reached = closure(new Set([0]), (index) => edges[index]?.reaches ?? []);
  const findings = steps.flatMap((_, index): WorkflowFinding[] =>
    !reached.has(index) && reached.has(index - 1) ? [unreachable(steps, index)] : [],
  );
  return [...findings, ...endlessLoops(steps, edges, reached)];
}

/** Told once for a row of such steps, at the first. */
function unreachable(steps: readonly Step[], index: number): WorkflowFinding {
  const [before, step] = [steps[index - 1], steps[index]];
  const message = `no way leads to step "${step?.stepId ?? ''}": "${before?.stepId ?? ''}" before it always goes elsewhere`;
  const remedy = 'give the action before it criteria, lead to it by goto, or remove it';
  return { rule: 'step-unreachable', pointer: `${step?.pointer ?? ''}/stepId`, message, remedy };
}

type Edges = {
  /** Steps that are carried out next, or before a repeat. */
  readonly reaches: readonly number[];
  /** Steps that the author leads to, however the step went; a failure that nobody catches is no plan. */
  readonly leads: readonly number[];
  /** Whether the author leads to the end. */
  readonly ends: boolean;
};

function edgesFrom(workflow: Workflow, steps: readonly Step[], index: number): Edges {
  const step = steps[index];
  if (!step) return { reaches: [], leads: [], ends: true };
  const onSuccess = mergeActions(step.onSuccess, workflow.successActions);
  const actions = [...untilCertain(onSuccess), ...untilCertain(mergeActions(step.onFailure, workflow.failureActions))];
  const leads = actions.flatMap((action) => (action.type === 'goto' ? stepAt(steps, action.to) : []));
  const first = actions.flatMap((action) => (action.type === 'retry' ? stepAt(steps, action.first) : []));
  const goesOn = !onSuccess.some(isCertain);
  if (goesOn && index + 1 < steps.length) leads.push(index + 1);
  const ends = actions.some(
    ({ type, ...action }) => type === 'end' || ('to' in action && action.to.type === 'workflow'),
  );
  return { reaches: [...leads, ...first], leads, ends: ends || (goesOn && index + 1 === steps.length) };
}

function stepAt(steps: readonly Step[], to: ActionTarget | undefined): number[] {
  return to?.type === 'step' ? [steps.findIndex(({ stepId }) => stepId === to.stepId)] : [];
}

/** A repeat is used up at some time; then what stands behind it counts. */
function isCertain({ type, criteria }: Action): boolean {
  return type !== 'retry' && criteria.length === 0;
}

function untilCertain(actions: readonly Action[]): readonly Action[] {
  const certain = actions.findIndex(isCertain);
  return certain < 0 ? actions : actions.slice(0, certain + 1);
}

function closure(found: Set<number>, next: (index: number) => readonly number[]): ReadonlySet<number> {
  // A set hands out what is added while it is walked.
  for (const index of found) for (const other of next(index)) found.add(other);
  return found;
}

function endlessLoops(
  steps: readonly Step[],
  edges: readonly Edges[],
  reached: ReadonlySet<number>,
): WorkflowFinding[] {
  const ending = new Set(edges.flatMap(({ ends }, index) => (ends ? [index] : [])));
  const sources = (target: number): number[] =>
    edges.flatMap(({ leads }, index) => (leads.includes(target) ? [index] : []));
  const leaving = closure(ending, sources);
  const caught = [...reached].filter((index) => steps[index] && !leaving.has(index));
  const told = new Set<number>();
  return caught.flatMap((index): WorkflowFinding[] => {
    const loop = closure(new Set([index]), (from) => edges[from]?.leads ?? []);
    // Only the steps of the loop itself, told at its first one.
    const isLoop = [...loop].some((from) => edges[from]?.leads.includes(index) === true);
    if (!isLoop || told.has(index)) return [];
    for (const other of loop) told.add(other);
    return [loopFinding(steps, index, loop)];
  });
}

function loopFinding(steps: readonly Step[], index: number, loop: ReadonlySet<number>): WorkflowFinding {
  const names = [...loop].sort((left, right) => left - right).map((each) => `"${steps[each]?.stepId ?? ''}"`);
  const back = [...loop]
    .flatMap((each) => [...(steps[each]?.onSuccess ?? []), ...(steps[each]?.onFailure ?? [])])
    .find((action) => action.type === 'goto' && isCertain(action));
  const message = `no way leads out of ${names.join(', ')} but a failure`;
  const remedy = 'give the goto criteria that fail at some time, or add an action that ends';
  return { rule: 'endless-loop', pointer: back?.pointer ?? `${steps[index]?.pointer ?? ''}/stepId`, message, remedy };
}

function deadActions(workflow: Workflow): WorkflowFinding[] {
  const lists = [workflow.successActions, workflow.failureActions];
  for (const step of [...workflow.steps, ...workflow.finally]) lists.push(step.onSuccess, step.onFailure);
  return lists.flatMap((actions) => {
    const certain = actions.findIndex(isCertain);
    const before = actions[certain];
    if (!before) return [];
    return actions.slice(certain + 1).map((action) => {
      const message = `action "${action.name}" is never reached: "${before.name}" before it has no criteria`;
      const remedy = `put it before "${before.name}", or give that one criteria`;
      return { rule: 'action-unreachable', pointer: action.pointer, message, remedy } as const;
    });
  });
}
