import type { Kind } from '../kind.ts';

export const hang: Kind = {
  does: 'what was asked for is done, and no answer comes',
  read: () => ({ send: () => undefined }),
};
