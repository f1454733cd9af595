import type { Workflow } from '../arazzo/description.ts';
import { resultNames } from '../arazzo/link.ts';
import type { Link } from '../arazzo/link.ts';
import type { Called, Progress } from './workflow-run.ts';

/** Makes the inputs and outputs of a workflow that was carried out known to the expressions of the one at hand. */
export function rememberWorkflow(
  progress: Progress,
  target: { readonly link: Link; readonly workflow: Workflow },
  { inputs, steps, result }: Extract<Called, { readonly ok: true }>,
): void {
  const workflows = new Map(progress.scope.workflows);
  const known = { inputs, outputs: result.outputs, steps };
  for (const name of resultNames(progress.run.link, target)) workflows.set(name, known);
  progress.scope = { ...progress.scope, workflows };
}
