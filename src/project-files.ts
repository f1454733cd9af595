// The files of a project, each read once.
import { existsSync, readFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, posix, relative, resolve } from 'node:path';
import type { ReadFile } from './arazzo/read/fields.ts';
import { DescriptionError } from './core/errors.ts';
import type { SourceDocument } from './core/source.ts';
import { readDocument } from './document/read-document.ts';
import { remoteFolder } from './openapi/remote-file.ts';

/** Files are named relative to the project's folder, with forward slashes. */
export type ProjectFiles = {
  /** Absolute. */
  readonly directory: string;
  readonly text: (file: string) => string | undefined;
  /** What a file holds; only of files inside the folder, links followed, and of at most 16 MiB. */
  readonly bytes: (file: string) => ReadFile;
  /** What `bytes` has read so far, by file. */
  readonly attached: ReadonlyMap<string, Uint8Array>;
  /** @throws DescriptionError with YAML_SYNTAX */
  readonly document: (file: string) => SourceDocument | undefined;
  /** Those below a folder whose names fit, in order; fetched documents are left out. */
  readonly below: (folder: string, pattern: RegExp) => string[];
  /** The name of a file that a person gave, relative to the folder or absolute. */
  readonly nameOf: (file: string) => string;
};

/**
 * @param fetched texts by file that stand for all of `contracts/remote`
 * @throws DescriptionError with FILE_NOT_FOUND where there is no such folder
 */
export function openFiles(directory: string, fetched?: ReadonlyMap<string, string>): ProjectFiles {
  if (!existsSync(directory)) {
    const remedy = 'name the folder that has contracts/, workflows/ and gateways.yaml';
    throw new DescriptionError([{ code: 'FILE_NOT_FOUND', message: `there is no folder ${directory}`, remedy }]);
  }
  const texts = new Map<string, string | undefined>();
  const documents = new Map<string, SourceDocument>();
  const text = (file: string): string | undefined => {
    if (fetched && isFetched(file)) return fetched.get(file);
    if (!texts.has(file)) texts.set(file, readText(join(directory, file)));
    return texts.get(file);
  };
  const document = (file: string): SourceDocument | undefined => {
    const content = text(file);
    if (content === undefined) return undefined;
    const read = documents.get(file) ?? readDocument(content, file);
    documents.set(file, read);
    return read;
  };
  const attached = new Map<string, Uint8Array>();
  const bytes = (file: string): ReadFile => {
    const known = attached.get(file);
    const read = known ? { bytes: known } : readBytes(directory, file);
    if ('bytes' in read) attached.set(file, read.bytes);
    return read;
  };
  return {
    directory,
    text,
    bytes,
    attached,
    document,
    below: (folder, pattern) => filesBelow(directory, folder, pattern),
    nameOf: (file) => relative(directory, resolve(directory, file)).replaceAll('\\', '/'),
  };
}

const isFetched = (file: string): boolean => file.startsWith(`${remoteFolder}/`);

function readText(path: string): string | undefined {
  try {
    // A pipe would be waited for.
    return statSync(path).isFile() ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

/** A request with more in it is a load test. */
const largestFile = 16 * 1024 * 1024;

function readBytes(directory: string, file: string): ReadFile {
  if (isOutside(file)) return { unread: 'outside' };
  try {
    const path = realpathSync(join(directory, file));
    if (isOutside(relative(realpathSync(directory), path))) return { unread: 'outside' };
    const found = statSync(path);
    if (!found.isFile()) return { unread: 'no file' };
    return found.size > largestFile ? { unread: 'too large' } : { bytes: readFileSync(path) };
  } catch {
    return { unread: 'absent' };
  }
}

function isOutside(file: string): boolean {
  return isAbsolute(file) || /^\.\.(?:[/\\]|$)/.test(file);
}

function filesBelow(directory: string, folder: string, pattern: RegExp): string[] {
  const path = join(directory, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((file) => posix.join(folder, file.replaceAll('\\', '/')))
    .filter((file) => pattern.test(file) && !isFetched(file))
    .sort();
}
