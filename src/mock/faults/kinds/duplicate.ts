import { writeJson } from '../../../core/json.ts';
import { changeHolders } from '../change-body.ts';
import type { Kind } from '../kind.ts';
import { retyped } from './retype.ts';

/** A name that no body has, under which the first of the two stands until the body is text. */
const placeholder = '\0first\0';

export const duplicate: Kind = {
  does: 'a property stands there twice, the first time with another type',
  argument: { name: 'POINTER', form: 'a JSON Pointer to a property of the body, as /0/position' },
  read: (pointer) => {
    let replaced = '';
    const { body } =
      changeHolders(pointer, (holder, name) => {
        const value = holder[name];
        replaced = name;
        return value === undefined ? holder : { [placeholder]: retyped(value), ...holder };
      }) ?? {};
    return (
      body && {
        body: (honest, asked) => {
          const answer = body(honest, asked);
          if (answer === honest) return honest;
          const text = answer.body.toString().replaceAll(writeJson(placeholder), writeJson(replaced));
          return { ...answer, body: Buffer.from(text) };
        },
      }
    );
  },
};
