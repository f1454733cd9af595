import { reachableWorkflows, resolveOperation, resolveWorkflow } from '../arazzo/link.ts';
import type { Link } from '../arazzo/link.ts';
import { findMessageStep } from '../arazzo/check/find-message-step.ts';
import type { MessageStep } from '../arazzo/check/find-message-step.ts';
import type { Workflow } from '../arazzo/description.ts';
import { formatLocation } from '../core/source.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { ProjectWorkflow } from '../project.ts';

const readingMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether every operation that a workflow leads to leaves the service as it was: its own, and those of what it calls. */
export function onlyReads(link: Link, workflow: Workflow): boolean {
  return reachableWorkflows(link, workflow).every((part) =>
    [...part.workflow.steps, ...part.workflow.finally].every(({ target }) => {
      if (target.type === 'workflow') return resolveWorkflow(part.link, target.workflow) !== undefined;
      const operation = resolveOperation(part.link, target);
      return operation !== undefined && readingMethods.has(operation.method);
    }),
  );
}

/** Why a workflow is not carried out on a gateway; undefined where it is. */
export function reasonToSkip({ link, workflow }: ProjectWorkflow, gateway: Gateway): string | undefined {
  const rule = workflow.skip.find((skip) => skip.gateway === undefined || skip.gateway === gateway.name);
  if (rule !== undefined) return rule.reason;
  const message = findMessageStep(link, workflow);
  if (message) return `${describe(message, workflow)} is over AsyncAPI, which is not carried out`;
  if (gateway.writes === 'deny' && !onlyReads(link, workflow)) return `it writes, and ${gateway.name} has writes: deny`;
  return undefined;
}

/** `step "listen" (workflows/orders.arazzo.yaml:12:9)`, of another workflow with its name. */
function describe({ link, workflow, step }: MessageStep, asked: Workflow): string {
  const owner = workflow === asked ? '' : ` of workflow "${workflow.workflowId}"`;
  return `step "${step.stepId}"${owner} (${formatLocation(link.description.document.locate(step.pointer))})`;
}
