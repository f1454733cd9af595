// Workflows wait for others (`dependsOn`) and call others (steps); steps wait for steps. None may lead back to itself.
import type { Fault } from '../../core/errors.ts';
import type { Reference, Step, Workflow } from '../description.ts';
import { findCircles } from './find-circles.ts';
import type { Link } from '../link.ts';
import { findStep, resolveWorkflow } from '../link.ts';

type Node = { readonly link: Link; readonly workflow: Workflow };
type Edge = { readonly to: Node; readonly pointer: string };

/** DEPENDENCY_CYCLE, once for each circle, in the document that holds its first workflow by name. */
export function checkDependencies(link: Link): Fault[] {
  const homes = new Map<Workflow, Node>(link.description.workflows.map((workflow) => [workflow, { link, workflow }]));
  const next = (workflow: Workflow): Workflow[] => {
    const node = homes.get(workflow);
    const edges = node ? edgesOf(node) : [];
    for (const { to } of edges) homes.set(to.workflow, to);
    return edges.map(({ to }) => to.workflow);
  };
  const circles = findCircles(link.description.workflows, next);
  return [
    ...circles.flatMap((circle) =>
      cycleFault(
        link,
        circle.flatMap((workflow) => homes.get(workflow) ?? []),
      ),
    ),
    ...link.description.workflows.flatMap((workflow) => checkStepDependencies(link, workflow)),
  ];
}

/** Reported at the reference by which the first workflow of the circle, by name, leads on. */
function cycleFault(link: Link, cycle: readonly Node[]): Fault[] {
  const names = cycle.map(({ workflow }) => workflow.workflowId);
  const first = names.indexOf([...names].sort()[0] ?? '');
  const turned = [...cycle.slice(first), ...cycle.slice(0, first)];
  const [holder, next = holder] = turned;
  if (holder?.link !== link) return [];
  const edge = edgesOf(holder).find(({ to }) => to.workflow === next?.workflow);
  const circle = [...turned, holder].map(({ workflow }) => workflow.workflowId).join(' -> ');
  return [
    {
      code: 'DEPENDENCY_CYCLE',
      message: `workflows depend on each other in a circle: ${circle}`,
      location: link.description.document.locate(edge?.pointer ?? holder.workflow.pointer),
      remedy: 'remove one of these references',
    },
  ];
}

function edgesOf({ link, workflow }: Node): Edge[] {
  const steps = [...workflow.steps, ...workflow.finally];
  const calls = steps.flatMap(({ target }): Reference[] => (target.type === 'workflow' ? [target.workflow] : []));
  const awaited = steps.flatMap(({ dependsOnOthers }) =>
    dependsOnOthers.map((other): Reference => ({ ...other, id: other.workflowId })),
  );
  return [...workflow.dependsOn, ...calls, ...awaited, ...calledByRetries(workflow)].flatMap((reference) => {
    const to = resolveWorkflow(link, reference);
    return to ? [{ to, pointer: reference.pointer }] : [];
  });
}

/** A retry waits for the workflow that it names; a goto does not, so that a circle of those ends when a criterion says so. */
function calledByRetries({ failureActions, steps, finally: last }: Workflow): Reference[] {
  const actions = [...failureActions, ...[...steps, ...last].flatMap(({ onFailure }) => onFailure)];
  return actions.flatMap((action) =>
    action.type === 'retry' && action.first?.type === 'workflow' ? [action.first.workflow] : [],
  );
}

function checkStepDependencies(link: Link, workflow: Workflow): Fault[] {
  const waits = (step: Step): Step[] => step.dependsOn.flatMap((stepId) => findStep(workflow, stepId) ?? []);
  return findCircles([...workflow.steps, ...workflow.finally], waits).map((circle) => ({
    code: 'DEPENDENCY_CYCLE',
    message: `steps depend on each other in a circle: ${[...circle, ...circle.slice(0, 1)].map(({ stepId }) => stepId).join(' -> ')}`,
    location: link.description.document.locate(`${circle[0]?.pointer ?? workflow.pointer}/dependsOn`),
    remedy: 'remove one of these references',
  }));
}
