import type { Kind } from '../kind.ts';

export const empty: Kind = {
  does: 'there is no body',
  read: () => ({
    body: (answer) => (answer.body.length === 0 ? answer : { ...answer, body: Buffer.alloc(0) }),
  }),
};
