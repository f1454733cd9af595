// Contracts from disk, for whoever wants the check and nothing else of a project.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DescriptionError } from '../core/errors.ts';
import type { Fault } from '../core/errors.ts';
import { didYouMean } from '../core/nearest-name.ts';
import type { SourceDocument } from '../core/source.ts';
import { readDocument } from '../document/read-document.ts';
import type { Contract, Operation } from '../openapi/contract.ts';
import { indexOperations } from '../openapi/operation-index.ts';
import type { OperationIndex } from '../openapi/operation-index.ts';
import { readContract } from '../openapi/read-contract.ts';
import { serversOf } from '../openapi/servers.ts';
import { renderFaults } from '../report/render-fault.ts';

/** Contracts that judge together: of all their operations, the one that says most about a request judges it. */
export type ContractSet = {
  /** One for each file, in the order given; those of a folder by name. */
  readonly contracts: readonly Contract[];
  /** Of all contracts, without regard to their servers. */
  readonly operations: OperationIndex;
  /** The same by the base paths of their servers, the longest first. */
  readonly bases: readonly Base[];
  /** Where the service is served, in place of what the contracts say. */
  readonly baseUrl: string | undefined;
};

/** The operations behind one base path. */
export type Base = {
  /** Fits the beginning of a path. */
  readonly basePath: RegExp;
  /** As declared, for a person; empty for the root. */
  readonly shown: string;
  readonly operations: OperationIndex;
};

export type OpenOptions = {
  /** Files are named relative to this folder in messages, and `$ref` does not leave it. Default: the current folder. */
  readonly directory?: string | undefined;
  /**
   * Where the service is served, as `http://localhost:3000/api`: the rest of a URL is the path of an operation. Default:
   * the base paths of the contract's `servers`, on whatever host.
   */
  readonly baseUrl?: string | undefined;
  /** Told of what is wrong in descriptions that can be read all the same, instead of an error. */
  readonly tolerate?: ((faults: readonly Fault[]) => void) | undefined;
};

/** A file, a folder, or several of them. */
export type ContractSource = string | URL | readonly (string | URL)[];

const contractName = /(?:^|\.)openapi\.(?:yaml|yml|json)$/;

/**
 * Reads OpenAPI 3.0 and 3.1 descriptions, and the files that their `$ref`s lead to.
 * @param source files by any name; of a folder, and the folders in it, `openapi.yaml` and `*.openapi.yaml` (or `.yml`,
 * `.json`)
 * @throws DescriptionError with every fault of every file at its line; the message tells them all
 */
export function openContract(source: ContractSource, options: OpenOptions = {}): ContractSet {
  const reading = createReading(resolve(options.directory ?? '.'), options.tolerate);
  const sources = typeof source === 'string' || source instanceof URL ? [source] : source;
  if (sources.length === 0) reading.faults.push(nothingToRead('no file was named', 'name a file or a folder'));
  const files = new Set(sources.flatMap((entry) => filesOf(reading, entry)));
  const contracts = [...files].flatMap((file) => contractOf(reading, file) ?? []);
  if (reading.faults.length > 0) {
    const faults = [...new Map(reading.faults.map((fault) => [JSON.stringify(fault), fault])).values()];
    throw new DescriptionError(faults, renderFaults(faults, { color: false }));
  }
  return contractSet(contracts, options.baseUrl);
}

/** Contracts that were read before. */
export function contractSet(contracts: readonly Contract[], baseUrl?: string): ContractSet {
  return { contracts, operations: indexOperations(contracts), bases: basesOf(contracts), baseUrl };
}

type Reading = {
  readonly directory: string;
  readonly faults: Fault[];
  readonly tolerate: OpenOptions['tolerate'];
  /** @throws DescriptionError with YAML_SYNTAX */
  readonly document: (file: string) => SourceDocument | undefined;
};

function createReading(directory: string, tolerate: OpenOptions['tolerate']): Reading {
  const documents = new Map<string, SourceDocument>();
  const document = (file: string): SourceDocument | undefined => {
    const known = documents.get(file);
    if (known) return known;
    const text = readText(resolve(directory, file));
    if (text === undefined) return undefined;
    const read = readDocument(text, file);
    documents.set(file, read);
    return read;
  };
  return { directory, faults: [], document, tolerate };
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function nothingToRead(message: string, remedy: string): Fault {
  return { code: 'FILE_NOT_FOUND', message, remedy };
}

/** The names of files in messages, which lead to them as well. */
function filesOf({ directory, faults }: Reading, source: string | URL): string[] {
  const path = resolve(directory, typeof source === 'string' ? source : fileURLToPath(source));
  const name = nameOf(directory, path);
  if (!existsSync(path)) {
    const folder = dirname(path);
    const beside = existsSync(folder) ? readdirSync(folder) : [];
    const remedy = didYouMean(basename(path), beside) ?? `paths are relative to ${directory}`;
    faults.push(nothingToRead(`there is no file or folder ${name}`, remedy));
    return [];
  }
  if (!statSync(path).isDirectory()) return [name];
  const found = readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((file) => contractName.test(basename(file)) && !/(?:^|[\\/])node_modules[\\/]/.test(file))
    .map((file) => nameOf(directory, join(path, file)))
    .sort();
  if (found.length === 0) {
    const remedy = 'name them so, or name the files themselves';
    faults.push(nothingToRead(`the folder ${name === '' ? '.' : name} holds no *.openapi.yaml`, remedy));
  }
  return found;
}

/** Relative to the folder; absolute where the file lies elsewhere, so that `..` in a `$ref` keeps its meaning. */
function nameOf(directory: string, path: string): string {
  const name = relative(directory, path);
  const outside = isAbsolute(name) || name === '..' || /^\.\.[\\/]/.test(name);
  return (outside ? path : name).replaceAll('\\', '/');
}

function contractOf({ document, faults, tolerate }: Reading, file: string): Contract | undefined {
  try {
    const read = document(file);
    if (read) return readContract(read, { open: document, allow: [] }, tolerate);
    faults.push(nothingToRead(`${file} cannot be read`, 'is it a file, and may you read it?'));
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    faults.push(...error.faults);
  }
  return undefined;
}

/** Operations of several contracts that stand behind one base path are one index: the most specific path judges. */
function basesOf(contracts: readonly Contract[]): Base[] {
  type Group = Pick<Base, 'basePath' | 'shown'> & { readonly operations: Set<Operation> };
  const groups = new Map<string, Group>();
  for (const operation of contracts.flatMap(({ operations }) => operations)) {
    for (const { basePath, shown } of serversOf(operation)) {
      const group = groups.get(basePath.source) ?? { basePath, shown, operations: new Set() };
      groups.set(basePath.source, group);
      group.operations.add(operation);
    }
  }
  return [...groups.values()]
    .sort((left, right) => right.shown.length - left.shown.length)
    .map(({ operations, ...base }) => {
      const parts = contracts.map((contract) => ({
        ...contract,
        operations: contract.operations.filter((operation) => operations.has(operation)),
      }));
      return { ...base, operations: indexOperations(parts) };
    });
}
