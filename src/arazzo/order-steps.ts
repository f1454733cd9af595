import type { Step } from './description.ts';

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
  const dependenciesOf = (step: Step): Step[] => step.dependsOn.flatMap((id) => byId.get(id) ?? []).reverse();
  const ordered = new Set<Step>();
  // A circle is told when the description is checked; here it must only end.
  const entered = new Set<Step>();
  for (const start of steps) {
    const path = entered.has(start) ? [] : [{ step: start, waiting: dependenciesOf(start) }];
    entered.add(start);
    for (let visit = path.at(-1); visit; visit = path.at(-1)) {
      const next = visit.waiting.pop();
      if (next === undefined) {
        ordered.add(visit.step);
        path.pop();
      } else if (!entered.has(next)) {
        entered.add(next);
        path.push({ step: next, waiting: dependenciesOf(next) });
      }
    }
  }
  return [...ordered];
}
