import type { MockClock } from '../clock.ts';
import type { Bucket, StorageSettings } from './bucket.ts';
import { createBucket, defaultMemoryLimit } from './bucket.ts';
import { openFolderShelf } from './folder-shelf.ts';
import { createMemoryShelf } from './memory-shelf.ts';
import { createObjects } from './objects.ts';

export type OpenOptions = {
  readonly clock: MockClock;
  readonly environment: string;
  readonly settings: StorageSettings;
  /** The file of the rows: objects live in a folder beside it. Absent: in memory. */
  readonly dataFile: string | undefined;
  readonly url: () => string;
};

/** @throws DescriptionError with CONFIGURATION where the folder cannot be used */
export function openStorage({ clock, environment, settings, dataFile, url }: OpenOptions): Bucket {
  const shelf =
    dataFile === undefined
      ? createMemoryShelf(settings.memoryLimit ?? defaultMemoryLimit)
      : openFolderShelf(`${dataFile}.objects`);
  return createBucket({ clock, environment, settings, url, objects: createObjects(shelf) });
}
