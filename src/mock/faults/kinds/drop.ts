import { changeAt, pointerForm } from '../change-body.ts';
import type { Kind } from '../kind.ts';

export const drop: Kind = {
  does: 'a property, or an element of a list, is missing',
  argument: { name: 'POINTER', form: pointerForm },
  read: (pointer) => changeAt(pointer, () => undefined),
};
