import { changeAt, pointerForm } from '../change-body.ts';
import type { Kind } from '../kind.ts';

export const enumValue: Kind = {
  does: 'a text is one that nobody has heard of: NO_SUCH_VALUE',
  argument: { name: 'POINTER', form: pointerForm },
  read: (pointer) => changeAt(pointer, (value) => (typeof value === 'string' ? 'NO_SUCH_VALUE' : value)),
};
