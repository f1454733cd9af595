import { isToken } from '../token.ts';
import type { Kind } from '../kind.ts';

export const coding: Kind = {
  does: 'Content-Encoding names a coding in which the body is not',
  argument: { name: 'CODING', form: 'a content coding, as gzip' },
  read: (name) =>
    isToken(name)
      ? { head: (head) => ({ ...head, headers: { ...head.headers, 'content-encoding': name } }) }
      : undefined,
};
