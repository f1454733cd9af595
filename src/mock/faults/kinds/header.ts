import { isFieldText } from '../../../core/http.ts';
import type { Kind } from '../kind.ts';
import { isToken } from '../token.ts';

export const header: Kind = {
  does: 'a header has another value',
  argument: { name: 'NAME=VALUE', form: "a header's name and its value, as Content-Range=0-0/x" },
  read: (argument) => {
    const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(argument) ?? [];
    if (!isToken(name) || !isFieldText(value)) return undefined;
    return { head: (head) => ({ ...head, headers: { ...head.headers, [name.toLowerCase()]: value } }) };
  },
};
