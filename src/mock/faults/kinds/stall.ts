import type { Kind } from '../kind.ts';
import { lengthOf, sendBeginning, sendHead } from '../wire.ts';

export const stall: Kind = {
  does: 'after half of the body nothing more comes, and the connection stays open',
  read: () => ({
    breaksBody: true,
    send: async (outgoing) => {
      sendHead(outgoing, lengthOf(outgoing));
      await sendBeginning(outgoing);
    },
  }),
};
