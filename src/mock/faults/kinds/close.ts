import type { Kind } from '../kind.ts';
import { closeConnection } from '../wire.ts';

export const close: Kind = {
  does: 'what was asked for is done, and the connection is closed before the answer',
  read: () => ({ send: closeConnection }),
};
