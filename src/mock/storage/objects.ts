// The objects of a bucket, by their keys.
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { ByteRange, Shelf, StoredObject } from './stored-object.ts';

/** What is known of an object before its bytes are there. */
export type Upload = Pick<StoredObject, 'key' | 'headers'> & {
  readonly owner: string | undefined;
  /** In milliseconds since the epoch. */
  readonly modified: number;
  /** Looks at what arrived, and throws where it must not be stored. */
  readonly accept?: (arrived: { readonly size: number; readonly md5: string }) => void;
};

export type Objects = {
  readonly find: (key: string) => StoredObject | undefined;
  /** Stores the bytes, in place of what the key had. Nothing is changed where they do not arrive in full. */
  readonly put: (upload: Upload, bytes: AsyncIterable<Buffer>) => Promise<StoredObject>;
  readonly read: (object: StoredObject, range: ByteRange) => Promise<Readable>;
  /** Undefined where there is no source. */
  readonly copy: (from: string, to: string, modified: number) => Promise<StoredObject | undefined>;
  /** Whether there was one. */
  readonly remove: (key: string) => Promise<boolean>;
};

export function createObjects(shelf: Shelf): Objects {
  const byKey = new Map(shelf.load().map((object) => [object.key, object]));
  const inTurn = createTurns();

  const replace = async (object: StoredObject): Promise<StoredObject> => {
    await shelf.keep(object);
    const old = byKey.get(object.key);
    byKey.set(object.key, object);
    if (old) await shelf.remove(old.body);
    return object;
  };
  return {
    find: (key) => byKey.get(key),
    put: async ({ key, headers, owner, modified, accept }, bytes) => {
      const writer = await shelf.create();
      let size = 0;
      const digest = createHash('md5');
      try {
        for await (const chunk of bytes) {
          await writer.write(chunk);
          digest.update(chunk);
          size += chunk.length;
        }
        const md5 = digest.digest('hex');
        accept?.({ size, md5 });
        await writer.finish();
        const known = { key, size, md5, modified, headers, body: writer.body };
        return await inTurn(() => replace({ ...known, ...(owner !== undefined && { owner }) }));
      } catch (error) {
        await writer.discard();
        throw error;
      }
    },
    read: (object, range) => shelf.read(object.body, range),
    copy: (from, to, modified) =>
      inTurn(async () => {
        const source = byKey.get(from);
        return source && replace({ ...source, key: to, modified, body: await shelf.copy(source.body) });
      }),
    remove: (key) =>
      inTurn(async () => {
        const object = byKey.get(key);
        if (!object) return false;
        await shelf.forget(key);
        byKey.delete(key);
        await shelf.remove(object.body);
        return true;
      }),
  };
}

/** One change of what is known at a time, so that what is kept and what is told are the same. */
function createTurns(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };
}
