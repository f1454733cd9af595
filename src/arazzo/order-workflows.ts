// Workflows wait for others (`dependsOn`) and call others (steps); steps wait for steps. None may lead back to itself.
import type { Fault } from '../core/errors.ts';
import type { Reference, Workflow } from './description.ts';
import type { Link } from './link.ts';
import { resolveWorkflow } from './link.ts';

type Node = { readonly link: Link; readonly workflow: Workflow };
type Edge = { readonly to: Node; readonly pointer: string };

/** DEPENDENCY_CYCLE, once for each circle, in the document that holds its first workflow by name. */
export function checkDependencies(link: Link): Fault[] {
  const faults: Fault[] = [];
  const done = new Set<Workflow>();
  for (const workflow of link.description.workflows) {
    visit({ link, workflow }, [], { link, done, faults });
    faults.push(...checkStepDependencies(link, workflow));
  }
  return faults;
}

type Walk = { readonly link: Link; readonly done: Set<Workflow>; readonly faults: Fault[] };

function visit(node: Node, path: readonly Node[], walk: Walk): void {
  const start = path.findIndex(({ workflow }) => workflow === node.workflow);
  if (start !== -1) {
    addCycle(path.slice(start), walk);
    return;
  }
  if (walk.done.has(node.workflow)) return;
  for (const { to } of edgesOf(node)) visit(to, [...path, node], walk);
  walk.done.add(node.workflow);
}

/** Reported at the reference by which the first workflow of the circle, by name, leads on. */
function addCycle(cycle: readonly Node[], { link, faults }: Walk): void {
  const names = cycle.map(({ workflow }) => workflow.workflowId);
  const first = names.indexOf([...names].sort()[0] ?? '');
  const turned = [...cycle.slice(first), ...cycle.slice(0, first)];
  const [holder, next = holder] = turned;
  if (holder?.link !== link) return;
  const edge = edgesOf(holder).find(({ to }) => to.workflow === next?.workflow);
  const circle = [...turned, holder].map(({ workflow }) => workflow.workflowId).join(' -> ');
  faults.push({
    code: 'DEPENDENCY_CYCLE',
    message: `workflows depend on each other in a circle: ${circle}`,
    location: link.description.document.locate(edge?.pointer ?? holder.workflow.pointer),
    remedy: 'remove one of these references',
  });
}

function edgesOf({ link, workflow }: Node): Edge[] {
  const calls = [...workflow.steps, ...workflow.finally].flatMap(({ target }): Reference[] =>
    target.type === 'workflow' ? [target.workflow] : [],
  );
  return [...workflow.dependsOn, ...calls].flatMap((reference) => {
    const to = resolveWorkflow(link, reference);
    return to ? [{ to, pointer: reference.pointer }] : [];
  });
}

function checkStepDependencies(link: Link, workflow: Workflow): Fault[] {
  const waits = new Map(workflow.steps.map((step) => [step.stepId, step.dependsOn]));
  const faults: Fault[] = [];
  const done = new Set<string>();
  const walk = (stepId: string, path: readonly string[]): void => {
    if (path.includes(stepId)) {
      const circle = [...path.slice(path.indexOf(stepId)), stepId];
      const step = workflow.steps.find((candidate) => candidate.stepId === stepId);
      faults.push({
        code: 'DEPENDENCY_CYCLE',
        message: `steps depend on each other in a circle: ${circle.join(' -> ')}`,
        location: link.description.document.locate(`${step?.pointer ?? workflow.pointer}/dependsOn`),
        remedy: 'remove one of these references',
      });
      return;
    }
    if (done.has(stepId)) return;
    for (const next of waits.get(stepId) ?? []) walk(next, [...path, stepId]);
    done.add(stepId);
  };
  for (const stepId of waits.keys()) walk(stepId, []);
  return faults;
}
