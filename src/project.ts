// Everything on disk that a run needs, read once and held against each other, before anything is sent.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import { parse } from 'dotenv';
import type { SourceDescription } from './arazzo/description.ts';
import { checkReferences } from './arazzo/check-references.ts';
import type { Link } from './arazzo/link.ts';
import { checkDependencies } from './arazzo/order-workflows.ts';
import { readDescription } from './arazzo/read-description.ts';
import { DescriptionError } from './core/errors.ts';
import type { Fault } from './core/errors.ts';
import { isJsonObject } from './core/json.ts';
import { didYouMean } from './core/nearest-name.ts';
import type { SourceDocument, SourceLocation } from './core/source.ts';
import { checkNamed } from './gateway/named-in-gateways.ts';
import { readGateways } from './gateway/read-gateways.ts';
import type { GatewaysFile } from './gateway/read-gateways.ts';
import type { Contract } from './openapi/contract.ts';
import { indexOperations } from './openapi/operation-index.ts';
import type { OperationIndex } from './openapi/operation-index.ts';
import { isReadable, readContract } from './openapi/read-contract.ts';
import { remoteFile } from './openapi/remote-file.ts';
import type { Place } from './openapi/resolve-reference.ts';
import { openFiles } from './project-files.ts';
import type { ProjectFiles } from './project-files.ts';
import { checkDuplicates, workflowsOf } from './project-workflows.ts';
import type { ProjectWorkflow } from './project-workflows.ts';

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
  /** SHA-256 of every contract and workflow file. */
  readonly digests: Readonly<Record<string, string>>;
};

type Environment = Readonly<Record<string, string | undefined>>;

const contractName = /\.openapi\.(?:yaml|yml|json)$/;
const workflowName = /\.arazzo\.(?:yaml|yml|json)$/;

/** What could be read, however much is wrong. */
export type ProjectReading = {
  /** Absent where there are faults. */
  readonly project: Project | undefined;
  readonly faults: readonly Fault[];
  /** Those without faults. */
  readonly contracts: readonly Contract[];
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
  if (!project) throw new DescriptionError(faults);
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
  const known = { accounts: gateways?.accounts };
  for (const link of reading.sound.values())
    reading.faults.push(...checkReferences(link, known), ...checkDependencies(link));
  const workflows = links.flatMap(workflowsOf);
  reading.faults.push(...checkDuplicates(workflows));
  if (gateways && reading.faults.length === 0) {
    const workflowIds = workflows.map(({ workflow }) => workflow.workflowId);
    const exists = (file: string): boolean => existsSync(join(reading.directory, file));
    reading.faults.push(...checkNamed(gateways, { workflowIds, exists }));
  }
  const contracts = [...reading.contracts.values()].flatMap((contract) => contract ?? []);
  const faults = uniqueFaults(reading.faults);
  const found = { faults, contracts, documents: documentsOf(reading), open: reading.document };
  if (faults.length > 0) return { project: undefined, ...found };
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

/** What is no description of a version that is read has told so, and nothing else can be said of it. */
function documentsOf(reading: Reading): SourceDocument[] {
  return [...reading.contracts.keys()].flatMap((file) => {
    const document = attempt(reading, () => reading.document(file));
    return document && isReadable(document) ? [document] : [];
  });
}

export type RemoteReference = { readonly address: string; readonly file: string; readonly location: SourceLocation };

/**
 * Every address that the contracts of a folder lead to, with the first `$ref` that does. Faults are not its matter.
 * @param fetched texts by the file that keeps them; what `contracts/remote` holds already does not count
 */
export function findRemoteReferences(directory: string, fetched: ReadonlyMap<string, string>): RemoteReference[] {
  const found = new Map<string, RemoteReference>();
  const onRemote = (address: string, { document, pointer }: Place): void => {
    const file = remoteFile(address);
    if (file === undefined || found.has(file)) return;
    found.set(file, { address, file, location: document.locate(`${pointer}/$ref`) });
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
  return [...new Set(own)].flatMap((file) => linkOf(reading, file, undefined) ?? []);
}

type Reading = ProjectFiles & {
  readonly faults: Fault[];
  /** Undefined: it was read, and is faulty. */
  readonly contracts: Map<string, Contract | undefined>;
  readonly links: Map<string, Link | undefined>;
  /** Those whose sources are all there; the others would only repeat what is missing. */
  readonly sound: Map<string, Link>;
  /** Folders outside that contracts may refer to. */
  readonly allow: string[];
  readonly onRemote?: (address: string, from: Place) => void;
};

type Fetching = Required<Pick<Reading, 'onRemote'>> & { readonly fetched: ReadonlyMap<string, string> };

function createReading(directory: string, fetching?: Fetching): Reading {
  const files = openFiles(directory, fetching?.fetched);
  const found = { contracts: new Map(), links: new Map(), sound: new Map() };
  return { ...files, faults: [], ...found, allow: [], ...(fetching ? { onRemote: fetching.onRemote } : {}) };
}

/** What a file holds, or undefined, with its faults collected. */
function attempt<T>(reading: Reading, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    reading.faults.push(...error.faults);
    return undefined;
  }
}

function contractOf(reading: Reading, file: string): Contract | undefined {
  if (!reading.contracts.has(file)) {
    const contract = attempt(reading, () => {
      const document = reading.document(file);
      return document && readContract(document, { ...reading, open: reading.document });
    });
    reading.contracts.set(file, contract);
  }
  return reading.contracts.get(file);
}

type Wanted = { readonly document: SourceDocument; readonly source: SourceDescription };

/** A description and all that it names, each read once: descriptions may name each other. */
function linkOf(reading: Reading, file: string, wanted: Wanted | undefined): Link | undefined {
  if (reading.links.has(file)) return reading.links.get(file);
  const description = attempt(reading, () => {
    const document = reading.document(file);
    if (!document) throw new DescriptionError([fileNotFound(reading, file, wanted)]);
    return readDescription(document, (path) =>
      reading.bytes(posix.isAbsolute(path) ? path : posix.join(posix.dirname(file), path)),
    );
  });
  if (!description) {
    reading.links.set(file, undefined);
    return undefined;
  }
  const contracts = new Map<string, Contract>();
  const descriptions = new Map<string, Link>();
  const link: Link = { description, contracts, descriptions };
  reading.links.set(file, link);
  for (const source of description.sourceDescriptions) {
    const found = readSource(reading, { document: description.document, source });
    if (found && 'operations' in found) contracts.set(source.name, found);
    else if (found) descriptions.set(source.name, found);
  }
  if (contracts.size + descriptions.size === description.sourceDescriptions.length) reading.sound.set(file, link);
  return link;
}

/** Undefined where it could not be read, with a fault that says why. */
function readSource(reading: Reading, wanted: Wanted): Contract | Link | undefined {
  const { document, source } = wanted;
  const location = document.locate(`${source.pointer}/url`);
  if (source.type === 'asyncapi' || /^[a-z][a-z0-9+.-]*:/i.test(source.url)) {
    const what = source.type === 'asyncapi' ? 'AsyncAPI documents are' : 'sources behind an address are';
    const remedy = 'save it in contracts/ and name that file';
    reading.faults.push({ code: 'NOT_SUPPORTED', message: `${what} not read yet`, location, remedy });
    return undefined;
  }
  const file = posix.join(posix.dirname(document.file), source.url);
  if (file.startsWith('../') && !document.file.startsWith('../')) {
    reading.faults.push({ code: 'FILE_NOT_FOUND', message: `${source.url} lies outside the project`, location });
    return undefined;
  }
  const read = attempt(reading, () => reading.document(file));
  if (reading.text(file) === undefined) reading.faults.push(fileNotFound(reading, file, wanted));
  if (!read) return undefined;
  const isArazzo = isJsonObject(read.value) && Object.hasOwn(read.value, 'arazzo');
  const isDescription = source.type === 'arazzo' || (source.type === undefined && isArazzo);
  return isDescription ? linkOf(reading, file, wanted) : contractOf(reading, file);
}

function fileNotFound(reading: Reading, file: string, wanted: Wanted | undefined): Fault {
  const candidates = [...reading.below('contracts', contractName), ...reading.below('workflows', workflowName)];
  const message = `there is no file ${file}`;
  if (!wanted) return { code: 'FILE_NOT_FOUND', message, remedy: didYouMean(file, candidates) ?? 'check the path' };
  const { document, source } = wanted;
  const folder = posix.dirname(document.file);
  const near = didYouMean(
    source.url,
    candidates.map((candidate) => posix.relative(folder, candidate)),
  );
  const location = document.locate(`${source.pointer}/url`);
  return { code: 'FILE_NOT_FOUND', message, location, remedy: near ?? `the url is relative to ${folder}` };
}

/** A file that several others name is read with all of them, and its faults are told once. */
function uniqueFaults(faults: readonly Fault[]): Fault[] {
  return [...new Map(faults.map((fault) => [JSON.stringify(fault), fault])).values()];
}

function digestsOf({ contracts, links, text }: Reading): Record<string, string> {
  const files = [...contracts.keys(), ...links.keys()].sort();
  return Object.fromEntries(
    files.map((file) => [
      file,
      createHash('sha256')
        .update(text(file) ?? '')
        .digest('hex'),
    ]),
  );
}
