import { documentedRefusal, documentedCodes } from '../documented-refusals.ts';
import type { Kind } from '../kind.ts';

export const error: Kind = {
  does: 'the request is refused with a documented code, its status and the shape of its family, and not carried out',
  argument: {
    name: 'CODE',
    form: 'a documented code, as SYS_ERR, or under /auth/v1 as resource_exhausted',
    words: documentedCodes,
  },
  read: (code) => (documentedCodes.includes(code) ? { refuse: (asked) => documentedRefusal(code, asked) } : undefined),
};
