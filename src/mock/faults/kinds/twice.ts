import { STATUS_CODES } from 'node:http';
import type { Kind } from '../kind.ts';
import { readAll } from '../wire.ts';

export const twice: Kind = {
  does: 'the whole answer is sent twice, so that there is one more than was asked for',
  read: () => ({
    send: async ({ raw, head, payload }) => {
      const body = await readAll(payload);
      const headers = Object.entries({ ...head.headers, 'content-length': body.length }).flatMap(([name, values]) =>
        [values].flat().map((value) => `${name}: ${value}\r\n`),
      );
      const text = `HTTP/1.1 ${head.status} ${STATUS_CODES[head.status] ?? ''}\r\n${headers.join('')}\r\n`;
      const answer = Buffer.concat([Buffer.from(text, 'latin1'), body]);
      raw.socket?.end(Buffer.concat([answer, answer]));
    },
  }),
};
