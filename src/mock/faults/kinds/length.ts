import type { Kind } from '../kind.ts';
import { closeConnection, readAll, sendHead, write } from '../wire.ts';

export const length: Kind = {
  does: 'Content-Length is so many bytes more or less than the body has',
  argument: { name: 'BYTES', form: 'a number of bytes with its sign, as +10 or -10' },
  read: (text) => {
    if (!/^[+-][1-9]\d{0,8}$/.test(text)) return undefined;
    const difference = Number(text);
    return {
      breaksBody: true,
      send: async (outgoing) => {
        const body = await readAll(outgoing.payload);
        sendHead(outgoing, Math.max(0, body.length + difference));
        await write(outgoing, body);
        // What is too much must not be taken for the beginning of the next answer; what is missing is waited for.
        if (difference < 0) closeConnection(outgoing);
      },
    };
  },
};
