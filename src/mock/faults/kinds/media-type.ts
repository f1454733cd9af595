import type { Kind } from '../kind.ts';

export const mediaType: Kind = {
  does: 'Content-Type is another one',
  argument: { name: 'TYPE', form: 'a media type, as text/plain' },
  read: (type) =>
    /^[!-~]+\/[!-~][ -~]*$/.test(type)
      ? { head: (head) => ({ ...head, headers: { ...head.headers, 'content-type': type } }) }
      : undefined,
};
