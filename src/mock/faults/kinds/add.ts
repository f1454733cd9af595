import { changeHolders } from '../change-body.ts';
import type { Kind } from '../kind.ts';

export const add: Kind = {
  does: 'a property more, which nobody declared: its value is true',
  argument: { name: 'POINTER', form: 'a JSON Pointer to where the property is to be, as /0/extra, or /*/extra' },
  read: (pointer) => changeHolders(pointer, (holder, name) => ({ ...holder, [name]: true })),
};
