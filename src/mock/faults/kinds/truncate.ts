import type { Kind } from '../kind.ts';
import { closeConnection, lengthOf, sendBeginning, sendHead } from '../wire.ts';

/** What Content-Length says where nobody knows how much a stream would have sent. */
const muchMore = 1_000_000;

export const truncate: Kind = {
  does: 'the connection is closed after half of what Content-Length tells',
  read: () => ({
    breaksBody: true,
    send: async (outgoing) => {
      sendHead(outgoing, lengthOf(outgoing) ?? muchMore);
      await sendBeginning(outgoing);
      closeConnection(outgoing);
    },
  }),
};
