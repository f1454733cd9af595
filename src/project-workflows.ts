// The workflows of a project's descriptions, and what they are called.
import { posix } from 'node:path';
import type { Row, Workflow } from './arazzo/description.ts';
import type { Link } from './arazzo/link.ts';
import type { Fault } from './core/errors.ts';
import { formatLocation } from './core/source.ts';
import type { SourceLocation } from './core/source.ts';

export type ProjectWorkflow = {
  readonly link: Link;
  readonly workflow: Workflow;
  /** The folder below `workflows/` and the workflowId, as in `mysqldb/course-lifecycle`. */
  readonly name: string;
  readonly file: string;
  readonly location: SourceLocation;
  /** `x-data`: each is a test of its own. */
  readonly rows?: readonly Row[];
};

export function workflowsOf(link: Link): ProjectWorkflow[] {
  const { document, workflows } = link.description;
  const folder = posix.dirname(document.file).replace(/^workflows(?:\/|$)|^\.$/, '');
  return workflows.map((workflow) => ({
    link,
    workflow,
    name: posix.join(folder, workflow.workflowId),
    file: document.file,
    location: document.locate(workflow.pointer),
  }));
}

/** One id stands for one workflow of the project. */
export function checkDuplicates(workflows: readonly ProjectWorkflow[]): Fault[] {
  const first = new Map<string, SourceLocation>();
  return workflows.flatMap(({ workflow, link }): Fault[] => {
    const { workflowId, pointer } = workflow;
    const location = link.description.document.locate(`${pointer}/workflowId`);
    const earlier = first.get(workflowId);
    if (!earlier) {
      first.set(workflowId, location);
      return [];
    }
    const message = `workflow "${workflowId}" is already defined at ${formatLocation(earlier)}`;
    return [{ code: 'WORKFLOW_DUPLICATE', message, location, remedy: 'rename one of the two' }];
  });
}
