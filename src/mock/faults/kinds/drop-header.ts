import type { Kind } from '../kind.ts';
import { isToken } from '../token.ts';

export const dropHeader: Kind = {
  does: 'a header is missing',
  argument: { name: 'NAME', form: "a header's name" },
  read: (written) => {
    const name = written.toLowerCase();
    if (!isToken(name)) return undefined;
    return {
      head: (head) => {
        if (!Object.hasOwn(head.headers, name)) return head;
        const others = Object.entries(head.headers).filter(([other]) => other !== name);
        return { ...head, headers: Object.fromEntries(others) };
      },
    };
  },
};
