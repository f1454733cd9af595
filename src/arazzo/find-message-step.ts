// Steps over AsyncAPI are not carried out, and so no workflow that leads to one.
import type { Step, Workflow } from './description.ts';
import type { Link } from './link.ts';
import { resolveWorkflow, workflowReferences } from './link.ts';

export type MessageStep = { readonly link: Link; readonly workflow: Workflow; readonly step: Step };

/** The first step over AsyncAPI of a workflow, or of those that it depends on, calls or may go on to. */
export function findMessageStep(link: Link, workflow: Workflow): MessageStep | undefined {
  const waiting = [{ link, workflow }];
  const seen = new Set<Workflow>();
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    if (seen.has(next.workflow)) continue;
    seen.add(next.workflow);
    const { steps, finally: cleanUp } = next.workflow;
    const step = [...steps, ...cleanUp].find(({ target }) => target.type === 'message');
    if (step) return { ...next, step };
    const home = next.link;
    waiting.push(...workflowReferences(next.workflow).flatMap((reference) => resolveWorkflow(home, reference) ?? []));
  }
  return undefined;
}
