import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { DescriptionError } from '../core/errors.ts';
import { writeJson } from '../core/json.ts';
import type { JsonValue } from '../core/json.ts';
import { formatLocation } from '../core/source.ts';
import type { SourceDocument } from '../core/source.ts';
import { writeYaml } from '../document/read-document.ts';
import { locatePart } from '../openapi/contract.ts';
import { loadProject } from '../project.ts';
import type { Project } from '../project.ts';
import type { Amendment } from '../propose/amend.ts';
import { amendText } from '../propose/edit-text.ts';
import { segmentOf } from '../propose/names.ts';
import { locateAmendment, renderAmendment, renderUndecided } from '../propose/render-amendments.ts';
import { count } from '../report/figures.ts';
import type { NewContractFlags } from './flags.ts';
import { proposeFromDdl, proposeFromRecord, proposeFromTables } from './propose-from.ts';
import type { Proposal, Proposals } from './propose-from.ts';
import type { Terminal } from './terminal.ts';

/** `gatewright new contract`: proposes contracts for a person to finish; what is there already stays as it is. */
export async function newContractCommand(
  names: readonly string[],
  flags: NewContractFlags,
  terminal: Terminal,
): Promise<number> {
  checkFlags(flags);
  const project = loadProject(resolve(flags.project), terminal.environment);
  const found = await propose(project, names, flags);
  const placed = found.proposals.map((proposal) => placeProposal(project, proposal, flags));
  const kept = placed.filter(({ reason }) => reason !== undefined);
  // Who names a table wants its file; a record proposes amendments of what is there.
  if (names.length > 0 && flags.from === undefined && kept.length > 0) throw new DescriptionError(kept.map(keptFault));
  for (const { proposal, path, reason } of placed) if (reason === undefined) writeProposal(path, proposal);
  const written = flags.write === true ? writeAmendments(project, found.amendments.proposed) : new Set<Amendment>();
  if (flags.json === true) terminal.print(writeJson(asJson(placed, found, written), 2));
  else for (const line of asText(placed, found, { written, write: flags.write === true })) terminal.print(line);
  return 0;
}

function checkFlags({ from, fromDdl, write }: NewContractFlags): void {
  const usage = (message: string, remedy: string): DescriptionError =>
    new DescriptionError([{ code: 'USAGE', message, remedy }]);
  if (from !== undefined && fromDdl !== undefined) throw usage('--from and --from-ddl are two sources', 'give one');
  if (write === true && from === undefined) {
    throw usage('--write writes the amendments that a record proposes', 'name the record with --from');
  }
}

async function propose(project: Project, names: readonly string[], flags: NewContractFlags): Promise<Proposals> {
  const { from, fromDdl } = flags;
  if (fromDdl !== undefined) return proposeFromDdl(fromDdl, names);
  if (from === undefined) return proposeFromTables(project, names);
  const reports = resolve(flags.reports ?? join(project.directory, 'reports'));
  return proposeFromRecord(project, { run: from, reports, names });
}

/** A proposal with its file; `reason` says why it is not written. */
type Placed = {
  readonly proposal: Proposal;
  readonly path: string;
  readonly file: string;
  readonly reason?: string;
};

function placeProposal(project: Project, proposal: Proposal, { out, force }: NewContractFlags): Placed {
  const folder = resolve(out ?? join(project.directory, 'contracts', 'app'));
  const path = join(folder, `${segmentOf(proposal.name)}.openapi.yaml`);
  const file = relative(process.cwd(), path).replaceAll('\\', '/');
  const placed = { proposal, path, file };
  if (force === true) return placed;
  if (existsSync(path)) return { ...placed, reason: 'it is there already' };
  // Outside of contracts/ it only is a draft.
  if (!path.startsWith(join(project.directory, 'contracts'))) return placed;
  const [declared] = project.contracts
    .flatMap(({ operations }) => operations)
    .filter((operation) => operation.path === proposal.path);
  if (!declared) return placed;
  const place = formatLocation(locatePart(declared.contract, declared));
  return { ...placed, reason: `${place} declares ${proposal.path} already` };
}

const remedy = '--force writes it anew, --out <folder> puts it elsewhere';

function keptFault({ file, reason = '' }: Placed): DescriptionError['faults'][number] {
  return { code: 'USAGE', message: `${file} is not written: ${reason}`, remedy };
}

function writeProposal(path: string, { contract, learntFrom, path: promised }: Proposal): void {
  const head =
    `# What this application promises of ${promised}, proposed from ${learntFrom}.\n` +
    '# Read it and finish it. What says `x-confidence: inferred` is a guess: where it is broken, it only warns.\n';
  mkdirSync(resolve(path, '..'), { recursive: true });
  writeFileSync(path, head + writeYaml(contract));
}

/** Each file is written once; what could not be placed in its text is left to a person. */
function writeAmendments({ directory }: Project, amendments: readonly Amendment[]): Set<Amendment> {
  const written = new Set<Amendment>();
  const documents = new Map<string, SourceDocument>();
  // What stands around comes first, so that what stands inside is not lost with it.
  const inOrder = [...amendments].sort((left, right) => left.pointer.length - right.pointer.length);
  for (const amendment of inOrder) {
    const { document } = amendment;
    const amended = amendText(documents.get(document.file) ?? document, amendment);
    if (!amended) continue;
    documents.set(document.file, amended);
    written.add(amendment);
  }
  for (const [file, { text }] of documents) writeFileSync(join(directory, file), text);
  return written;
}

type Writing = { readonly written: ReadonlySet<Amendment>; readonly write: boolean };

function asText(placed: readonly Placed[], { amendments, notes }: Proposals, { written, write }: Writing): string[] {
  const { proposed, undecided } = amendments;
  const lines = placed.map(({ file, proposal, reason }) =>
    reason === undefined ? `wrote  ${file}   from ${proposal.learntFrom}` : `kept   ${file}   ${reason}`,
  );
  for (const amendment of proposed) {
    const fate = written.has(amendment) ? 'written' : 'not written: it stands among other text, write it by hand';
    lines.push(`${renderAmendment(amendment)}${write ? `\n  ${fate}` : ''}`);
  }
  lines.push(...undecided.map(renderUndecided), ...notes);
  const fresh = placed.filter(({ reason }) => reason === undefined).length;
  if (placed.length === 0 && proposed.length === 0) return [...lines, 'nothing to propose'];
  if (fresh < placed.length) lines.push(remedy);
  if (fresh > 0) lines.push(`${count(fresh, 'contract')} proposed; finish it, then: npx gatewright lint`);
  if (proposed.length > 0 && !write) {
    lines.push(`${count(proposed.length, 'amendment')} proposed; --write writes them into the contracts`);
  }
  return lines;
}

function asJson(
  placed: readonly Placed[],
  { amendments, notes }: Proposals,
  written: ReadonlySet<Amendment>,
): JsonValue {
  return {
    contracts: placed.map(({ file, proposal, reason }) => ({
      ...{ file, path: proposal.path, written: reason === undefined },
      ...(reason !== undefined && { reason }),
    })),
    amendments: amendments.proposed.map((amendment) => ({
      ...{ kind: amendment.kind, edit: amendment.edit, ...locateAmendment(amendment), pointer: amendment.pointer },
      ...(amendment.member !== undefined && { member: amendment.member }),
      ...{ found: amendment.found, proposed: amendment.value, written: written.has(amendment) },
    })),
    undecided: amendments.undecided.map(({ document, pointer, seen }) => ({ file: document.file, pointer, seen })),
    notes,
  };
}
