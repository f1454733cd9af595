import { changeHolders } from '../change-body.ts';
import type { Kind } from '../kind.ts';

export const rename: Kind = {
  does: 'a property has another name',
  argument: {
    name: 'POINTER:NAME',
    form: "a JSON Pointer into the body and the property's new name, as /0/position:positon",
  },
  read: (argument) => {
    const [, pointer = '', to] = /^(.*):([^:/]+)$/s.exec(argument) ?? [];
    if (to === undefined) return undefined;
    return changeHolders(pointer, (holder, name) => {
      if (!Object.hasOwn(holder, name)) return holder;
      return Object.fromEntries(Object.entries(holder).map(([key, value]) => [key === name ? to : key, value]));
    });
  },
};
