// What is read of a project's documents so far, and every fault in them.
import { posix } from 'node:path';
import type { ReadFile } from './arazzo/read/fields.ts';
import type { Link } from './arazzo/link.ts';
import { readFaulty } from './arazzo/read/read-description.ts';
import type { ArazzoDescription } from './arazzo/description.ts';
import { DescriptionError } from './core/errors.ts';
import type { Fault } from './core/errors.ts';
import type { SourceLocation } from './core/source.ts';
import type { Contract } from './openapi/contract.ts';
import { readContract } from './openapi/read-contract.ts';
import type { Neighbours, Place } from './openapi/resolve-reference.ts';
import { openFiles } from './project-files.ts';
import type { ProjectFiles } from './project-files.ts';

export const contractName = /\.openapi\.(?:yaml|yml|json)$/;
export const workflowName = /\.arazzo\.(?:yaml|yml|json)$/;

export type Reading = ProjectFiles & {
  readonly faults: Fault[];
  /** Undefined: it was read, and is faulty. */
  readonly contracts: Map<string, Contract | undefined>;
  readonly descriptions: Map<string, ArazzoDescription | undefined>;
  /** Files by the URI that the document in them gives itself (`$self`). */
  readonly identities: Map<string, string>;
  /** The address that a file was fetched from, where another document leads to it by that. */
  readonly addresses: Map<string, string>;
  readonly links: Map<string, Link | undefined>;
  /** Those whose sources are all there; the others would only repeat what is missing. */
  readonly sound: Map<string, Link>;
  /** Files of descriptions that have faults of their own. */
  readonly faulty: Set<string>;
  /** Files of AsyncAPI. */
  readonly messages: Set<string>;
  /** Folders outside that contracts may refer to. */
  readonly allow: string[];
  /** Told of each document that lies behind an address, and where it is named. */
  readonly onRemote?: (address: string, location: SourceLocation) => void;
};

type Fetching = Required<Pick<Reading, 'onRemote'>> & { readonly fetched: ReadonlyMap<string, string> };

export function createReading(directory: string, fetching?: Fetching): Reading {
  const files = openFiles(directory, fetching?.fetched);
  const found = { contracts: new Map(), descriptions: new Map(), links: new Map(), sound: new Map() };
  const known = { identities: new Map(), addresses: new Map(), faulty: new Set<string>(), messages: new Set<string>() };
  const onRemote = fetching ? { onRemote: fetching.onRemote } : {};
  return { ...files, faults: [], ...found, ...known, allow: [], ...onRemote };
}

/** What a file holds, or undefined, with its faults collected. */
export function attempt<T>(reading: Reading, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    reading.faults.push(...error.faults);
    return undefined;
  }
}

export function contractOf(reading: Reading, file: string): Contract | undefined {
  if (!reading.contracts.has(file)) {
    const contract = attempt(reading, () => {
      const document = reading.document(file);
      return document && readContract(document, neighboursOf(reading, file));
    });
    reading.contracts.set(file, contract);
  }
  return reading.contracts.get(file);
}

/** Undefined where there is no such file, which is for the caller to tell, or after faults. */
export function descriptionOf(reading: Reading, file: string): ArazzoDescription | undefined {
  if (!reading.descriptions.has(file)) {
    const read = attempt(reading, () => {
      const document = reading.document(file);
      const neighbours = neighboursOf(reading, file);
      const readFile = (path: string): ReadFile =>
        reading.bytes(posix.isAbsolute(path) ? path : posix.join(posix.dirname(file), path));
      return document && readFaulty(document, { neighbours, readFile });
    });
    reading.faults.push(...(read?.faults ?? []));
    if (read?.faults.some(({ weight }) => weight === undefined)) reading.faulty.add(file);
    reading.descriptions.set(file, read?.description);
  }
  return reading.descriptions.get(file);
}

function neighboursOf(reading: Reading, file: string): Neighbours {
  const { allow, onRemote, document } = reading;
  const base = reading.addresses.get(file);
  return {
    open: document,
    allow,
    ...(base === undefined ? {} : { base }),
    ...(onRemote && {
      onRemote: (address: string, { document: from, pointer }: Place) => {
        onRemote(address, from.locate(`${pointer}/$ref`));
      },
    }),
  };
}
