import type { JsonObject } from '../core/json.ts';
import { DescriptionError } from '../core/errors.ts';
import type { Fault } from '../core/errors.ts';
import { didYouMean, nearestName } from '../core/nearest-name.ts';
import type { ProjectWorkflow } from '../project.ts';
import { isBuildingBlock } from '../runner/bind-inputs.ts';

export type Selection = {
  /** Ids, names, files or folders; none means all. */
  readonly selectors: readonly string[];
  readonly tags: readonly string[];
  /** Given on the command line: a building block that has all it needs is carried out too. */
  readonly inputs: JsonObject;
  /** Ids of rows of `x-data`; none means all. */
  readonly rows?: readonly string[];
};

/** Whether a selector is this workflow's id or name. */
function names(selector: string, { name, workflow }: ProjectWorkflow): boolean {
  return selector === name || selector === workflow.workflowId;
}

/** Whether a selector means this workflow: by its id or name, a folder of names, its file or a folder of files. */
function selects(selector: string, workflow: ProjectWorkflow): boolean {
  const path = selector.replace(/^\.\//, '').replace(/\/+$/, '');
  const { name, file } = workflow;
  return names(selector, workflow) || path === file || name.startsWith(`${path}/`) || file.startsWith(`${path}/`);
}

/**
 * The workflows that selectors name, building blocks among them; all where there is none.
 * @throws DescriptionError with NOTHING_SELECTED for each selector that matches none, the nearest name offered
 */
export function named(workflows: readonly ProjectWorkflow[], selectors: readonly string[]): readonly ProjectWorkflow[] {
  const faults = unmatched(workflows, selectors);
  if (faults.length > 0) throw new DescriptionError(faults);
  if (selectors.length === 0) return workflows;
  return workflows.filter((workflow) => selectors.some((selector) => selects(selector, workflow)));
}

function unmatched(workflows: readonly ProjectWorkflow[], selectors: readonly string[]): Fault[] {
  return selectors
    .filter((selector) => !workflows.some((workflow) => selects(selector, workflow)))
    .map((selector) => nothing(`no workflow is named "${selector}"`, selector, workflows.flatMap(namesOf)));
}

/**
 * The workflows that are meant, in their stable order. A building block, whose required inputs have no value, is there to
 * be called by others: it is carried out only where a selector names it, and then asks for its inputs.
 * @throws DescriptionError with NOTHING_SELECTED for each selector or tag that matches none, the nearest name offered
 */
export function selectWorkflows(workflows: readonly ProjectWorkflow[], selection: Selection): ProjectWorkflow[] {
  const faults = [
    ...unmatched(workflows, selection.selectors),
    ...selection.tags
      .filter((tag) => !workflows.some(({ workflow }) => workflow.tags.includes(tag)))
      .map((tag) =>
        nothing(
          `no workflow has the tag "${tag}"`,
          tag,
          workflows.flatMap(({ workflow }) => workflow.tags),
        ),
      ),
  ];
  if (faults.length > 0) throw new DescriptionError(faults);
  const selected = workflows.filter(
    (workflow) =>
      (!isBuildingBlock(workflow.workflow, selection.inputs, workflow.rows) ||
        selection.selectors.some((selector) => names(selector, workflow))) &&
      (selection.selectors.length === 0 || selection.selectors.some((selector) => selects(selector, workflow))) &&
      (selection.tags.length === 0 || selection.tags.some((tag) => workflow.workflow.tags.includes(tag))),
  );
  if (selected.length === 0) throw new DescriptionError([noneSelected(workflows, selection)]);
  return selectRows(selected, selection.rows ?? []);
}

/** Only the workflows that have rows of these ids, with no others. */
function selectRows(workflows: readonly ProjectWorkflow[], wanted: readonly string[]): ProjectWorkflow[] {
  if (wanted.length === 0) return [...workflows];
  const known = new Set(workflows.flatMap(({ rows = [] }) => rows.map(({ id }) => id)));
  const faults = wanted
    .filter((id) => !known.has(id))
    .map((id): Fault => {
      const remedy = didYouMean(id, known) ?? (known.size === 0 ? 'they have no x-data' : `rows: ${someOf(known)}`);
      return { code: 'NOTHING_SELECTED', message: `no workflow that is selected has a row "${id}"`, remedy };
    });
  if (faults.length > 0) throw new DescriptionError(faults);
  return workflows.flatMap((workflow) => withRows(workflow, new Set(wanted)));
}

/** The same workflow with those of its rows that are meant; nothing where it has none of them. */
export function withRows(workflow: ProjectWorkflow, ids: ReadonlySet<string>): ProjectWorkflow[] {
  const rows = workflow.rows?.filter(({ id }) => ids.has(id)) ?? [];
  return rows.length === 0 ? [] : [{ ...workflow, rows }];
}

const shownRows = 10;

function someOf(ids: ReadonlySet<string>): string {
  const more = ids.size - shownRows;
  return `${[...ids].slice(0, shownRows).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** How many tests a workflow is on each gateway. */
export function countTests(workflows: readonly ProjectWorkflow[]): number {
  return workflows.reduce((count, { rows }) => count + (rows?.length ?? 1), 0);
}

function noneSelected(workflows: readonly ProjectWorkflow[], { selectors, tags }: Selection): Fault {
  if (workflows.length === 0) {
    const remedy = 'add one to workflows/, in a file whose name ends in .arazzo.yaml';
    return { code: 'NOTHING_SELECTED', message: 'the project has no workflow', remedy };
  }
  if (selectors.length > 0 && tags.length > 0) {
    const message = 'none of the workflows that are named has the tags that are given';
    return { code: 'NOTHING_SELECTED', message, remedy: 'leave out --tag, or name others' };
  }
  const message = 'no workflow is selected: those that are meant are building blocks, which need inputs';
  return { code: 'NOTHING_SELECTED', message, remedy: 'name one, and give it its inputs with --input name=value' };
}

function namesOf({ name, workflow, file }: ProjectWorkflow): string[] {
  return [name, workflow.workflowId, file];
}

function nothing(message: string, wanted: string, known: readonly string[]) {
  const nearest = nearestName(wanted, known);
  const remedy =
    nearest === undefined ? 'npx gatewright lint --list names all workflows' : `did you mean "${nearest}"?`;
  return { code: 'NOTHING_SELECTED', message, remedy } as const;
}
