// Everything on disk that a run needs, read once and held against each other, before anything is sent.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import { parse } from 'dotenv';
import { checkReferences } from './arazzo/check/check-references.ts';
import type { Link } from './arazzo/link.ts';
import { checkDependencies } from './arazzo/check/order-workflows.ts';
import { DescriptionError } from './core/errors.ts';
import type { Fault } from './core/errors.ts';
import type { SourceDocument, SourceLocation } from './core/source.ts';
import { checkNamed } from './gateway/named-in-gateways.ts';
import { readGateways } from './gateway/read-gateways.ts';
import type { GatewaysFile } from './gateway/read-gateways.ts';
import type { Contract } from './openapi/contract.ts';
import { indexOperations } from './openapi/operation-index.ts';
import type { OperationIndex } from './openapi/operation-index.ts';
import { isReadable } from './openapi/read-contract.ts';
import { remoteFile } from './openapi/remote-file.ts';
import { attempt, contractName, contractOf, createReading, workflowName } from './project-documents.ts';
import type { Reading } from './project-documents.ts';
import { linkAll } from './project-links.ts';
import { checkDuplicates, workflowsOf } from './project-workflows.ts';
import type { ProjectWorkflow } from './project-workflows.ts';
import { readRows } from './rows/read-rows.ts';

export type { ProjectWorkflow } from './project-workflows.ts';

export type Project = {
  /** Absolute. All files of the project are named relative to it, with forward slashes. */
  readonly directory: string;
  readonly contracts: readonly Contract[];
  readonly operations: OperationIndex;
  readonly links: readonly Link[];
  readonly workflows: readonly ProjectWorkflow[];
  /** Absent where there is no gateways.yaml. */
  readonly gateways: GatewaysFile | undefined;
  /** `.env`, and over it the environment of the process. */
  readonly environment: Environment;
  /** The text of a file of the project, for messages. */
  readonly text: (file: string) => string | undefined;
  /** SHA-256 of every contract and workflow file, and of the files of rows and of `x-file` that they name. */
  readonly digests: Readonly<Record<string, string>>;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** What could be read, however much is wrong. */
export type ProjectReading = {
  /** Absent where there are faults. */
  readonly project: Project | undefined;
  /** And warnings, which hinder nothing. */
  readonly faults: readonly Fault[];
  /** Those without faults. */
  readonly contracts: readonly Contract[];
  /** Those whose own texts have no faults, and whose sources are all there. */
  readonly links: readonly Link[];
  /** The documents of all contracts that are descriptions of a version that is read. */
  readonly documents: readonly SourceDocument[];
  /** A file of the project; may throw DescriptionError with YAML_SYNTAX. */
  readonly open: (file: string) => SourceDocument | undefined;
};

/**
 * Reads `contracts/`, `workflows/`, `gateways.yaml` and `.env` of a folder, in a stable order.
 * @param files workflow files besides, relative to the folder
 * @throws DescriptionError with every fault of every file
 */
export function loadProject(
  directory: string,
  environment: Environment = process.env,
  files: readonly string[] = [],
): Project {
  const { project, faults } = readProject(directory, environment, files);
  if (!project) throw new DescriptionError(faults.filter(hinders));
  return project;
}

/**
 * The same, with the faults as values.
 * @throws DescriptionError where there is no such folder
 */
export function readProject(
  directory: string,
  environment: Environment = process.env,
  files: readonly string[] = [],
): ProjectReading {
  const reading = createReading(resolve(directory));
  const gateways = openGateways(reading);
  const links = readAll(reading, files);
  // A broken gateways.yaml has told its own faults; which accounts it meant is then not known.
  const known = { accounts: gateways?.accounts, gateways: gateways?.names };
  for (const link of reading.sound.values())
    reading.faults.push(...checkReferences(link, known), ...checkDependencies(link));
  const faultless = links.filter(({ description }) => !reading.faulty.has(description.document.file));
  const workflows = faultless.flatMap(workflowsOf).map((workflow) => withRows(reading, workflow));
  reading.faults.push(...checkDuplicates(workflows));
  if (gateways && !reading.faults.some(hinders)) {
    const workflowIds = workflows.map(({ workflow }) => workflow.workflowId);
    const exists = (file: string): boolean => existsSync(join(reading.directory, file));
    reading.faults.push(...checkNamed(gateways, { workflowIds, exists }));
  }
  const contracts = [...reading.contracts.values()].flatMap((contract) => contract ?? []);
  const faults = uniqueFaults(reading.faults);
  // Of a description with faults, lint would say what follows from them.
  const sound = [...reading.sound].flatMap(([file, link]) => (reading.faulty.has(file) ? [] : [link]));
  const found = { faults, contracts, links: sound, documents: documentsOf(reading), open: reading.document };
  if (faults.some(hinders)) return { project: undefined, ...found };
  const project: Project = {
    directory: reading.directory,
    contracts,
    operations: indexOperations(contracts),
    links,
    workflows,
    gateways,
    environment: { ...parse(reading.text('.env') ?? ''), ...environment },
    text: reading.text,
    digests: digestsOf(reading),
  };
  return { project, ...found };
}

const hinders = ({ weight }: Fault): boolean => weight !== 'warning';
/** The rows of `x-data`, where it has them. */
function withRows(reading: Reading, found: ProjectWorkflow): ProjectWorkflow {
  const { workflow, link } = found;
  const read = readRows(workflow, link.description.document, reading);
  if (!read) return found;
  reading.faults.push(...read.faults);
  return { ...found, rows: read.rows };
}

/** What is no description of a version that is read has told so, and nothing else can be said of it. */
function documentsOf(reading: Reading): SourceDocument[] {
  return [...reading.contracts.keys()].flatMap((file) => {
    const document = attempt(reading, () => reading.document(file));
    return document && isReadable(document) ? [document] : [];
  });
}

export type RemoteReference = { readonly address: string; readonly file: string; readonly location: SourceLocation };

/**
 * Every address that the documents of a folder lead to, with the first `$ref` or `url` that does. Faults are not its matter.
 * @param fetched texts by the file that keeps them; what `contracts/remote` holds already does not count
 */
export function findRemoteReferences(directory: string, fetched: ReadonlyMap<string, string>): RemoteReference[] {
  const found = new Map<string, RemoteReference>();
  const onRemote = (address: string, location: SourceLocation): void => {
    const file = remoteFile(address);
    if (file === undefined || found.has(file)) return;
    found.set(file, { address, file, location });
  };
  const reading = createReading(resolve(directory), { fetched, onRemote });
  openGateways(reading);
  readAll(reading, []);
  return [...found.values()];
}

function openGateways(reading: Reading): GatewaysFile | undefined {
  const gateways = attempt(reading, () => {
    const document = reading.document('gateways.yaml');
    return document && readGateways(document);
  });
  reading.allow.push(...(gateways?.contractFolders ?? []));
  return gateways;
}

function readAll(reading: Reading, files: readonly string[]): Link[] {
  for (const file of reading.below('contracts', contractName)) contractOf(reading, file);
  const own = [...reading.below('workflows', workflowName), ...files.map(reading.nameOf)];
  return linkAll(reading, [...new Set(own)]);
}

function rowFiles(link: Link | undefined): string[] {
  const { document, workflows } = link?.description ?? { workflows: [] };
  const named = workflows.flatMap(({ data }) => data?.source?.file ?? []);
  return document ? named.map((file) => posix.join(posix.dirname(document.file), file)) : [];
}

/** A file that several others name is read with all of them, and its faults are told once. */
function uniqueFaults(faults: readonly Fault[]): Fault[] {
  return [...new Map(faults.map((fault) => [JSON.stringify(fault), fault])).values()];
}

function digestsOf({ contracts, links, messages, text, attached }: Reading): Record<string, string> {
  const rows = [...links.values()].flatMap(rowFiles);
  const files = [...new Set([...contracts.keys(), ...links.keys(), ...messages, ...rows, ...attached.keys()])].sort();
  const digestOf = (file: string): string =>
    createHash('sha256')
      .update(attached.get(file) ?? text(file) ?? '')
      .digest('hex');
  return Object.fromEntries(files.map((file) => [file, digestOf(file)]));
}
