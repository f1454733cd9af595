import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { DescriptionError } from '../core/errors.ts';
import type { Fault } from '../core/errors.ts';
import { writeJson } from '../core/json.ts';
import { formatLocation } from '../core/source.ts';
import { sessionAccount } from '../gateway/session-account.ts';
import { fixStyle } from '../lint/style/fix-style.ts';
import { loadProject } from '../project.ts';
import type { Project } from '../project.ts';
import { chooseOperations } from '../propose/workflow/choose-operations.ts';
import { documentOf } from '../propose/workflow/draft.ts';
import type { Draft } from '../propose/workflow/draft.ts';
import { draftFromOperations } from '../propose/workflow/from-operations.ts';
import { nameOfSteps, titleOf } from '../propose/workflow/name-workflow.ts';
import { writeWorkflow } from '../propose/workflow/write-workflow.ts';
import { count } from '../report/figures.ts';
import { draftFromRun } from './draft-from-run.ts';
import type { NewWorkflowFlags } from './flags.ts';
import type { Terminal } from './terminal.ts';
import { schemaLine } from './write-schema.ts';

/** `gatewright new workflow`: writes a workflow that runs as it is; what it had to invent is told. */
export async function newWorkflowCommand(
  name: string | undefined,
  flags: NewWorkflowFlags,
  terminal: Terminal,
): Promise<number> {
  checkFlags(name, flags);
  const project = loadProject(resolve(flags.project), terminal.environment);
  const draft = await draftOf(project, flags);
  const target = targetOf(project, name ?? nameOfSteps(draft.steps), flags);
  const here = dirname(target.path);
  const document = documentOf(draft, {
    workflowId: target.workflowId,
    title: titleOf(target.workflowId),
    urlOf: ({ document: { file } }) => slashed(relative(here, join(project.directory, file))),
  });
  const firstLine = schemaLine(slashed(relative(project.directory, target.path)));
  mkdirSync(here, { recursive: true });
  writeFileSync(target.path, inStyle(writeWorkflow(document, firstLine), target.file));
  const { invented, notes } = draft;
  const { file, workflowId } = target;
  const steps = draft.steps.length;
  if (flags.json === true) terminal.print(writeJson({ file, workflowId, steps, invented, notes }, 2));
  else for (const line of asText(target, draft)) terminal.print(line);
  return 0;
}

/** As `gatewright lint --fix` would leave it. */
function inStyle(text: string, file: string): string {
  const fixed = fixStyle(text, file);
  return fixed.kind === 'fixed' ? fixed.text : text;
}

function checkFlags(name: string | undefined, { operations, from, test }: NewWorkflowFlags): void {
  const usage = (message: string, words: Partial<Fault>): DescriptionError =>
    new DescriptionError([{ code: 'USAGE', message, ...words }]);
  if (operations !== undefined && from !== undefined)
    throw usage('--operations and --from are two sources', { remedy: 'give one' });
  if (operations === undefined && from === undefined) {
    const remedy = 'name operations with --operations a,b,c, or the record of a run with --from';
    throw usage('nothing says what the workflow does', { remedy });
  }
  if (test !== undefined && from === undefined) {
    throw usage('--test names a test of a record', { remedy: 'name the record with --from' });
  }
  if (name !== undefined && !/^(?:[A-Za-z0-9_-]+\/)*[A-Za-z0-9_-]+$/.test(name)) {
    const expected = 'letters, digits, - and _, with folders before it if wanted: mysqldb/my-course';
    throw usage('a workflow cannot have this name', { expected, actual: name });
  }
}

async function draftOf(project: Project, flags: NewWorkflowFlags): Promise<Draft> {
  const { from, test } = flags;
  if (from !== undefined) {
    const reports = resolve(flags.reports ?? join(project.directory, 'reports'));
    return draftFromRun(project, { run: from, reports, test });
  }
  const names = (flags.operations ?? '').split(',').map((name) => name.trim());
  const chosen = chooseOperations(
    names.filter((name) => name !== ''),
    project.operations,
  );
  return draftFromOperations(chosen, project.operations, project.gateways && sessionAccount(project.gateways));
}

type Target = { readonly workflowId: string; readonly path: string; readonly file: string };

/** @throws DescriptionError with USAGE where the file or the id is taken */
function targetOf(project: Project, name: string, { out, force }: NewWorkflowFlags): Target {
  const workflowId = name.slice(name.lastIndexOf('/') + 1);
  const path = resolve(out ?? join(project.directory, 'workflows', `${name}.arazzo.yaml`));
  const file = slashed(relative(process.cwd(), path));
  if (existsSync(path) && force !== true) {
    const remedy = 'give it another name, or --force to write it anew';
    throw new DescriptionError([{ code: 'USAGE', message: `${file} is not written: it is there already`, remedy }]);
  }
  const other = project.workflows.find(
    (known) => known.workflow.workflowId === workflowId && resolve(project.directory, known.file) !== path,
  );
  if (other) {
    const message = `workflow "${workflowId}" is already defined at ${formatLocation(other.location)}`;
    const remedy = 'give it a name of its own: npx gatewright new workflow <name>';
    throw new DescriptionError([{ code: 'WORKFLOW_DUPLICATE', message, remedy }]);
  }
  return { workflowId, path, file };
}

function asText({ file, workflowId }: Target, { steps, cleanUp, invented, notes }: Draft): string[] {
  const parts = [count(steps.length, 'step'), ...(cleanUp.length > 0 ? [`${cleanUp.length} to clean up`] : [])];
  return [
    `wrote     ${file}   ${parts.join(', ')}`,
    ...invented.map((line) => `invented  ${line}`),
    ...notes.map((line) => `note      ${line}`),
    `next      npx gatewright lint && npx gatewright run ${workflowId}`,
  ];
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}
