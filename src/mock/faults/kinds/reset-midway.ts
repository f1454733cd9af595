import type { Kind } from '../kind.ts';
import { lengthOf, sendBeginning, sendHead, wait } from '../wire.ts';

/** Milliseconds in which the client can take what came: a reset throws away what it has not read. */
const pause = 50;

export const resetMidway: Kind = {
  does: 'the connection is reset after half of the body',
  read: () => ({
    breaksBody: true,
    send: async (outgoing) => {
      const { raw } = outgoing;
      sendHead(outgoing, lengthOf(outgoing));
      await sendBeginning(outgoing);
      await wait(pause, raw);
      raw.socket?.resetAndDestroy();
    },
  }),
};
