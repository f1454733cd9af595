import { parseJson } from '../../../core/json.ts';
import { changeAt } from '../change-body.ts';
import type { Kind } from '../kind.ts';

export const set: Kind = {
  does: 'a value is another one, of your choice',
  argument: { name: 'POINTER=JSON', form: 'a JSON Pointer into the body and a JSON value, as /0/position=-1' },
  read: (argument) => {
    const [, pointer = '', text = ''] = /^(.*?)=(.*)$/s.exec(argument) ?? [];
    const parsed = parseJson(text);
    return parsed.ok ? changeAt(pointer, () => parsed.value) : undefined;
  },
};
