// Objects in files. No name of a file is made of the path of an object: bytes have random names, and what is known of them
// stands in a file that is named by the digest of the path.
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { constants, copyFile, open, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DescriptionError } from '../../core/errors.ts';
import type { BodyWriter, Shelf, StoredObject } from './stored-object.ts';

const record = /^[0-9a-f]{64}\.json$/;

/**
 * Opens a folder, and makes it where there is none. What was half written when an earlier process ended is removed.
 * A record is replaced by renaming a finished file, so that it is there as a whole or not at all.
 * @throws DescriptionError with CONFIGURATION where the folder cannot be used
 */
export function openFolderShelf(folder: string): Shelf {
  const objects = readFolder(folder);
  const fileOf = (body: string): string => join(folder, body);
  const recordOf = (key: string): string => join(folder, `${createHash('sha256').update(key).digest('hex')}.json`);

  return {
    load: () => objects,
    create: () => createFile(folder),
    read: async (body, { first, last }) => {
      const file = await open(fileOf(body), 'r');
      return file.createReadStream({ start: first, end: last });
    },
    copy: async (body) => {
      const copied = `${randomUUID()}.bytes`;
      await copyFile(fileOf(body), fileOf(copied), constants.COPYFILE_FICLONE);
      return copied;
    },
    remove: (body) => rm(fileOf(body), { force: true }),
    keep: async (object) => {
      const file = recordOf(object.key);
      await writeFile(`${file}.new`, JSON.stringify(object));
      await rename(`${file}.new`, file);
    },
    forget: (key) => rm(recordOf(key), { force: true }),
  };
}

async function createFile(folder: string): Promise<BodyWriter> {
  const body = `${randomUUID()}.bytes`;
  const file = await open(join(folder, body), 'wx');
  return {
    body,
    write: async (chunk) => {
      await file.writeFile(chunk);
    },
    finish: () => file.close(),
    discard: async () => {
      await file.close();
      await rm(join(folder, body), { force: true });
    },
  };
}

function readFolder(folder: string): StoredObject[] {
  try {
    mkdirSync(folder, { recursive: true });
    const names = readdirSync(folder);
    const objects = names
      .filter((name) => record.test(name))
      .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as StoredObject);
    const kept = new Set(objects.map(({ body }) => body));
    const left = names.filter((name) => /\.(?:bytes|new)$/.test(name) && !kept.has(name));
    for (const name of left) rmSync(join(folder, name), { force: true });
    return objects;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `the objects of the mock cannot be kept in ${folder}: ${reason}`;
    throw new DescriptionError([{ code: 'CONFIGURATION', message, remedy: 'name another file with --data' }]);
  }
}
