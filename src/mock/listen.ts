import type { FastifyInstance } from 'fastify';
import { DescriptionError } from '../core/errors.ts';

const host = '127.0.0.1';

/**
 * Listens on the loopback address, and tells the URL.
 * @param port absent or 0: a free one
 * @param flag by which another port is named
 * @throws DescriptionError: PORT_IN_USE
 */
export async function listen(app: FastifyInstance, port: number | undefined, flag: string): Promise<string> {
  try {
    return await app.listen({ host, port: port ?? 0 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    const message = `another program listens on port ${port} of ${host}`;
    const remedy = `name another ${flag}, or stop the other program`;
    const found = { expected: 'a free port', actual: `${port} (in use)` };
    throw new DescriptionError([{ code: 'PORT_IN_USE', message, ...found, remedy }]);
  }
}
