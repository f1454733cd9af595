import type { Kind } from '../kind.ts';

const page = Buffer.from('<!doctype html><title>Bad gateway</title>');

export const html: Kind = {
  does: 'a page of HTML comes instead, as from a proxy',
  read: () => ({
    body: (answer) => ({ ...answer, headers: { ...answer.headers, 'content-type': 'text/html' }, body: page }),
  }),
};
