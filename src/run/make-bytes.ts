import { createCipheriv, createHash } from 'node:crypto';
import type { ByteMaker } from '../runner/ports.ts';

const values = 256;

/** Bytes of `x-bytes`: the key stream of a cipher whose key is the run's seed. */
export function createByteMaker(seed: string): ByteMaker {
  const key = createHash('sha256').update(seed).digest();
  return {
    generate: (size) => {
      const bytes = createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(size));
      // Chance leaves out some value where there are few: the first 256 are each value once.
      const [first = 0] = bytes;
      for (let at = 0; at < Math.min(size, values); at++) bytes[at] = first + at;
      return bytes;
    },
    digest: (bytes) => createHash('sha256').update(bytes).digest('hex'),
  };
}
