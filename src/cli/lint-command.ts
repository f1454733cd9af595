import { resolve } from 'node:path';
import { DescriptionError } from '../core/errors.ts';
import { lintProject } from '../lint/lint-project.ts';
import type { Project } from '../project.ts';
import { count } from '../report/figures.ts';
import { renderFaults } from '../report/render-fault.ts';
import type { LintFlags } from './flags.ts';
import type { Terminal } from './terminal.ts';

/**
 * `gatewright lint`: everything is read and held against each other. Faults are thrown, with the warnings between them,
 * and shown by the program; warnings alone are shown here.
 */
export async function lintCommand(flags: LintFlags, terminal: Terminal): Promise<number> {
  checkFlags(flags);
  if (flags.fetch === true) await fetchRemote(resolve(flags.project), terminal);
  const { project, faults } = await lintProject(resolve(flags.project), terminal.environment, flags.strict === true);
  if (!project || faults.some(({ weight }) => weight === undefined)) throw new DescriptionError(faults);
  checkFound(project);
  if (flags.show !== undefined) {
    const { showWorkflows } = await import('./show-workflows.ts');
    const selectors = flags.show === true ? [] : flags.show;
    showWorkflows(project, { selectors, json: flags.json === true }, terminal);
    return 0;
  }
  const names = project.workflows.map(({ name, workflow }) =>
    `  ${name.padEnd(40)} ${workflow.summary ?? ''}`.trimEnd(),
  );
  if (flags.list === true) terminal.print(names.join('\n'));
  if (faults.length > 0) terminal.print(renderFaults(faults, { color: terminal.color }));
  for (const line of await write(project, flags)) terminal.print(line);
  terminal.print(
    `no faults in ${count(Object.keys(project.digests).length, 'file')}, ${count(names.length, 'workflow')}`,
  );
  return 0;
}

function checkFlags({ show, json, fix, writeSchema }: LintFlags): void {
  const usage = (message: string, remedy: string): DescriptionError =>
    new DescriptionError([{ code: 'USAGE', message, remedy }]);
  if (json === true && show === undefined) throw usage('--json prints what --show shows', 'add --show');
  if (show === undefined || (fix !== true && writeSchema !== true)) return;
  throw usage('--show only reads, and --fix and --write-schema write', 'give one after the other');
}

/** What lint writes when it is asked to, once there is no fault. */
async function write(project: Project, { fix, writeSchema }: LintFlags): Promise<string[]> {
  const fixed = fix === true ? (await import('./fix-workflows.ts')).fixWorkflows(project) : [];
  return writeSchema === true ? [...fixed, ...(await import('./write-schema.ts')).writeSchema(project)] : fixed;
}

function checkFound(project: Project): void {
  if (Object.keys(project.digests).length > 0 || project.gateways !== undefined) return;
  const message = `there is no project in ${project.directory}`;
  const expected = 'a folder with contracts/, workflows/ and gateways.yaml';
  throw new DescriptionError([{ code: 'FILE_NOT_FOUND', message, expected, remedy: 'name it with --project' }]);
}

async function fetchRemote(directory: string, terminal: Terminal): Promise<void> {
  const { fetchDocuments } = await import('../run/fetch-documents.ts');
  const documents = await fetchDocuments(directory);
  for (const { address, file, bytes } of documents) terminal.print(`fetched ${address} -> ${file}, ${bytes} bytes`);
  if (documents.length === 0) terminal.print('nothing in the project leads to an address, so nothing was fetched');
}
