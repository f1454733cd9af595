import { durationForm, readDuration } from '../duration.ts';
import type { Kind } from '../kind.ts';
import { lengthOf, piecesOf, sendHead, wait, write } from '../wire.ts';

const pieces = 10;

export const drip: Kind = {
  does: 'the body comes in ten pieces, and takes that long in all; a stream waits a tenth of it before each of its own pieces',
  argument: { name: 'TIME', form: durationForm },
  read: (text) => {
    const time = readDuration(text);
    if (time === undefined) return undefined;
    return {
      breaksBody: true,
      send: async (outgoing) => {
        const { raw, payload } = outgoing;
        sendHead(outgoing, lengthOf(outgoing));
        for await (const piece of piecesOf(payload, pieces)) {
          await wait(time / pieces, raw);
          await write(outgoing, piece);
        }
        raw.end();
      },
    };
  },
};
