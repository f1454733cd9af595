// A body that is too large: the caller, who sends all of it before it reads, gets the answer, and keeps its connection.
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from '@playwright/test';
import { defaultApiKey, startMockGateway } from './server.ts';
import { startServer } from './web/servers.samples.ts';

const megabyte = 1024 * 1024;
const part = 'x'.repeat(megabyte);
const key = `Bearer ${defaultApiKey}`;
const service = '/v1/cloudrun/api/items';

const cases = [
  { name: 'to an event function', path: '/v1/functions/hello', megabytes: 12, headers: { authorization: key } },
  { name: 'to a service', path: service, megabytes: 40, headers: { authorization: key } },
  { name: 'to a service, signed', path: service, megabytes: 40, headers: { authorization: 'TC3-HMAC-SHA256 x' } },
].flatMap((given) => [
  { ...given, name: `${given.name}, and says so`, length: { 'content-length': given.megabytes * megabyte } },
  { ...given, name: `${given.name}, in chunks`, length: { 'transfer-encoding': 'chunked' } },
]);
for (const { name, path, megabytes, headers, length } of cases) {
  test(`too large: ${name}`, async () => {
    const reader = await startServer((message, response) => message.resume().on('end', () => response.end()));
    const gateway = await startMockGateway({ services: { api: { forward: reader.url } } });
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    const parts: Buffer[] = [];
    socket.on('data', (part: Buffer) => parts.push(part));
    const write = async (part: string | Buffer): Promise<void> => {
      if (!socket.write(part)) await once(socket, 'drain');
    };
    const isChunked = 'transfer-encoding' in length;
    try {
      const head = Object.entries({ host: 'h', ...headers, ...length }).map((pair) => pair.join(': '));
      await write([`POST ${path} HTTP/1.1`, ...head, '', ''].join('\r\n'));
      for (let sent = 0; sent < megabytes; sent += 1) {
        await write(isChunked ? `${megabyte.toString(16)}\r\n${part}\r\n` : part);
      }
      await write(`${isChunked ? '0\r\n\r\n' : ''}GET /next HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n`);
      await once(socket, 'close');
      const statuses = String(Buffer.concat(parts)).match(/(?<=HTTP\/1\.1 )\d+|(?<="code":")\w+/gm);
      expect(statuses).toEqual(['413', 'EXCEED_MAX_PAYLOAD_SIZE', '404', 'INVALID_PATH']);
    } finally {
      socket.destroy();
      await Promise.all([gateway.close(), reader.close()]);
    }
  });
}
