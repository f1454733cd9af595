import type { Kind } from '../kind.ts';

export const bom: Kind = {
  does: 'a byte order mark stands before the body (RFC 8259 section 8.1 forbids it)',
  read: () => ({
    body: (answer) => ({ ...answer, body: Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), answer.body]) }),
  }),
};
