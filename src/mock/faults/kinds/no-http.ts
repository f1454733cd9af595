import type { Kind } from '../kind.ts';

export const noHttp: Kind = {
  does: 'what comes is not HTTP, as from the wrong port',
  read: () => ({ send: ({ raw }) => void raw.socket?.end('SSH-2.0-OpenSSH_9.6\r\n') }),
};
