import { changeAt, pointerForm } from '../change-body.ts';
import type { Kind } from '../kind.ts';

export const nullValue: Kind = {
  does: 'a value is null',
  argument: { name: 'POINTER', form: pointerForm },
  read: (pointer) => changeAt(pointer, () => null),
};
