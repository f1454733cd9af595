import { resolve } from 'node:path';
import { loadProject } from '../project.ts';
import { count } from '../report/figures.ts';
import type { LintFlags } from './flags.ts';
import type { Terminal } from './terminal.ts';

/** `gatewright lint`: everything is read and held against each other; faults are thrown and shown by the program. */
export function lintCommand(flags: LintFlags, terminal: Terminal): number {
  const project = loadProject(resolve(flags.project), terminal.environment);
  const names = project.workflows.map(({ name, workflow }) =>
    `  ${name.padEnd(40)} ${workflow.summary ?? ''}`.trimEnd(),
  );
  if (flags.list === true) terminal.print(names.join('\n'));
  terminal.print(
    `no faults in ${count(Object.keys(project.digests).length, 'file')}, ${count(names.length, 'workflow')}`,
  );
  return 0;
}
