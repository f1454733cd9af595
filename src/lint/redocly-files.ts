// The project's files as Redocly's library wants them: nothing is fetched, and each is read once.
import { posix } from 'node:path';
import type * as redocly from '@redocly/openapi-core';
import type { BaseResolver, Document } from '@redocly/openapi-core';
import { replaceExactNumbers } from '../core/json.ts';
import type { SourceDocument } from '../core/source.ts';

type Library = typeof redocly;

export type RedoclyFiles = {
  /** The same object for the same file: the library knows by identity which documents it has been through. */
  readonly read: (document: SourceDocument) => Document;
  /** Every file that was read, by its name. */
  readonly opened: ReadonlyMap<string, SourceDocument>;
  readonly createResolver: () => BaseResolver;
};

/** @param open gives the project's file of that name, for `$ref` to other files */
export function createRedoclyFiles(library: Library, open: (file: string) => SourceDocument | undefined): RedoclyFiles {
  const { BaseResolver, ResolveError, Source } = library;
  const opened = new Map<string, SourceDocument>();
  const parsed = new Map<string, Document>();
  const read = (document: SourceDocument): Document => {
    const { file, text, value } = document;
    const known = parsed.get(file) ?? { source: new Source(file, text), parsed: replaceExactNumbers(value, Number) };
    opened.set(file, document);
    parsed.set(file, known);
    return known;
  };

  class ProjectFiles extends BaseResolver {
    override resolveExternalRef(base: string | null, reference: string): string {
      return posix.join(posix.dirname(base ?? ''), reference);
    }

    override resolveDocument = (base: string | null, reference: string): Promise<never> => {
      const file = this.resolveExternalRef(base, reference);
      const document = /^[a-z][a-z0-9+.-]*:/i.test(reference) ? undefined : openQuietly(open, file);
      // What is not there has been told; the library walks on without it.
      if (!document) return Promise.reject(new ResolveError(new Error(`there is no file ${file}`)));
      return Promise.resolve(read(document) as never);
    };
  }
  return { read, opened, createResolver: () => new ProjectFiles() };
}

/** A file with faults of its own has told them. */
function openQuietly(open: (file: string) => SourceDocument | undefined, file: string): SourceDocument | undefined {
  try {
    return open(file);
  } catch {
    return undefined;
  }
}
