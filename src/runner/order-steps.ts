import type { Step } from '../arazzo/description.ts';

const orders = new WeakMap<readonly Step[], readonly Step[]>();

/** As written, but each step behind those of the same workflow that it depends on (Arazzo 1.1, Step Object `dependsOn`). */
export function orderSteps(steps: readonly Step[]): readonly Step[] {
  if (steps.every((step) => step.dependsOn.length === 0)) return steps;
  let order = orders.get(steps);
  if (!order) orders.set(steps, (order = sortSteps(steps)));
  return order;
}

function sortSteps(steps: readonly Step[]): readonly Step[] {
  const byId = new Map(steps.map((step) => [step.stepId, step]));
  const ordered = new Set<Step>();
  const entered = new Set<Step>();
  const add = (step: Step): void => {
    // A circle is told when the description is checked; here it must only end.
    if (entered.has(step)) return;
    entered.add(step);
    for (const id of step.dependsOn) {
      const dependency = byId.get(id);
      if (dependency) add(dependency);
    }
    ordered.add(step);
  };
  for (const step of steps) add(step);
  return [...ordered];
}
