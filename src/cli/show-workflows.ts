import { DescriptionError } from '../core/errors.ts';
import { writeJson } from '../core/json.ts';
import type { JsonValue } from '../core/json.ts';
import type { Project, ProjectWorkflow } from '../project.ts';
import { outlineWorkflow } from '../report/outline.ts';
import { renderOutline } from '../report/render-outline.ts';
import { fullExpression, shortExpression } from '../report/short-text.ts';
import { named } from '../run/select-workflows.ts';
import type { Terminal } from './terminal.ts';

export type Showing = {
  /** Ids, names, files or folders; none means all. */
  readonly selectors: readonly string[];
  readonly json: boolean;
};

/** Where output is no terminal. */
const widthOfPaper = 120;

/**
 * `gatewright lint --show`: each workflow as a table of its steps.
 * @throws DescriptionError with NOTHING_SELECTED
 */
export function showWorkflows(project: Project, { selectors, json }: Showing, terminal: Terminal): void {
  const workflows = select(project, selectors);
  if (json) {
    const outlines = workflows.map((workflow) => outlineWorkflow(workflow, fullExpression) as unknown as JsonValue);
    terminal.print(writeJson(outlines, 2));
    return;
  }
  const width = terminal.width ?? widthOfPaper;
  const texts = workflows.map((workflow) =>
    renderOutline(outlineWorkflow(workflow, shortExpression), { width, color: terminal.color }),
  );
  terminal.print(texts.join('\n\n\n'));
}

function select({ workflows }: Project, selectors: readonly string[]): readonly ProjectWorkflow[] {
  if (workflows.length === 0) {
    const remedy = 'add one to workflows/, in a file whose name ends in .arazzo.yaml';
    throw new DescriptionError([{ code: 'NOTHING_SELECTED', message: 'the project has no workflow', remedy }]);
  }
  return named(workflows, selectors);
}
