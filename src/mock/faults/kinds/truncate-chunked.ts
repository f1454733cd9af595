import type { Kind } from '../kind.ts';
import { closeConnection, sendBeginning, sendHead } from '../wire.ts';

export const truncateChunked: Kind = {
  does: 'the body comes in chunks, and the connection is closed without the last one',
  read: () => ({
    breaksBody: true,
    send: async (outgoing) => {
      sendHead(outgoing);
      await sendBeginning(outgoing);
      closeConnection(outgoing);
    },
  }),
};
