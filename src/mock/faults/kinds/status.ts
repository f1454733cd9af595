import type { Kind } from '../kind.ts';

export const status: Kind = {
  does: 'the status is another one; what was asked for is done all the same',
  argument: { name: 'STATUS', form: 'a status from 200 to 599' },
  read: (text) => {
    const chosen = Number(text);
    if (!/^[2-5]\d\d$/.test(text)) return undefined;
    return { head: (head) => (head.status === chosen ? head : { ...head, status: chosen }) };
  },
};
