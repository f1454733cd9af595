import type { Kind } from '../kind.ts';

export const reset: Kind = {
  does: 'what was asked for is done, and the connection is reset before the answer',
  read: () => ({ send: ({ raw }) => void raw.socket?.resetAndDestroy() }),
};
