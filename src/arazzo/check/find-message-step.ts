// Steps over AsyncAPI are not carried out, and so no workflow that leads to one.
import type { Step, Workflow } from '../description.ts';
import type { Link } from '../link.ts';
import { reachableWorkflows } from '../link.ts';

export type MessageStep = { readonly link: Link; readonly workflow: Workflow; readonly step: Step };

/** The first step over AsyncAPI of a workflow, or of those that it depends on, calls or may go on to. */
export function findMessageStep(link: Link, workflow: Workflow): MessageStep | undefined {
  for (const next of reachableWorkflows(link, workflow)) {
    const steps = [...next.workflow.steps, ...next.workflow.finally];
    const step = steps.find(({ target }) => target.type === 'message');
    if (step) return { ...next, step };
  }
  return undefined;
}
