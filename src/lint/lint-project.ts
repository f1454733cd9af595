// Everything that can be said of a project before anything is sent.
import { DescriptionError } from '../core/errors.ts';
import type { Fault } from '../core/errors.ts';
import { lintWorkflows } from '../arazzo/lint/lint-workflows.ts';
import { lintContracts } from '../openapi/lint/lint-contracts.ts';
import { readFaults } from '../mock/faults/read-fault.ts';
import { indexOperations } from '../openapi/operation-index.ts';
import { readProject } from '../project.ts';
import type { Project } from '../project.ts';
import { checkStructure } from './check-structure.ts';

export type LintResult = {
  /** Absent where a fault hinders reading it. */
  readonly project: Project | undefined;
  /** Faults and warnings, by file and line. */
  readonly faults: readonly Fault[];
};

/**
 * @param strict whether warnings count as faults
 * @throws DescriptionError where there is no such folder
 */
export async function lintProject(
  directory: string,
  environment: Readonly<Record<string, string | undefined>>,
  strict: boolean,
): Promise<LintResult> {
  const { project, faults, contracts, links, documents, open } = readProject(directory, environment);
  const structure = await checkStructure(documents, open);
  const own = strict ? faults.map(asFault) : faults;
  const found = [
    ...own,
    ...lintContracts({ documents, contracts, known: faults, strict }, structure),
    ...(project ? faultsOfMocks(project) : []),
    ...lintWorkflows({ links, operations: indexOperations(contracts), known: faults, strict }),
  ];
  return { project, faults: found.sort(byPlace) };
}

/** What the embedded gateways are told to get wrong, and cannot be read. */
function faultsOfMocks({ gateways, operations }: Project): readonly Fault[] {
  const written = gateways?.faults.map(({ name, location }) => ({ text: name, location })) ?? [];
  try {
    readFaults(written, operations);
    return [];
  } catch (error) {
    if (error instanceof DescriptionError) return error.faults;
    throw error;
  }
}

function asFault(found: Fault): Fault {
  const { weight, ...fault } = found;
  return weight === undefined ? found : fault;
}

function byPlace({ location: left }: Fault, { location: right }: Fault): number {
  if (!left || !right) return Number(left !== undefined) - Number(right !== undefined);
  if (left.file !== right.file) return left.file < right.file ? -1 : 1;
  return left.line - right.line || left.column - right.column;
}
