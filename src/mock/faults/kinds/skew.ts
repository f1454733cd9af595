import { readDuration } from '../duration.ts';
import type { Kind } from '../kind.ts';

export const skew: Kind = {
  does: "the gateway's clock is ahead (or, with a minus, behind): Date, and all times in tokens and rows",
  ofGateway: true,
  argument: { name: 'TIME', form: 'milliseconds or seconds, up to an hour, as 300s or -300s' },
  read: (text) => {
    const amount = readDuration(text.replace(/^-/, ''));
    return amount === undefined ? undefined : { skew: text.startsWith('-') ? -amount : amount };
  },
};
