import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { expect, test } from '@playwright/test';
import type { MockGateway, MockGatewayOptions } from '../server.ts';
import { defaultApiKey, defaultPublishableKey, startMockGateway } from '../server.ts';
import type { TestServer } from './servers.samples.ts';
import { sendRaw, startServer } from './servers.samples.ts';

let server: TestServer;
let gateway: MockGateway | undefined;
let open: Socket[];
test.beforeEach(async () => {
  open = [];
  server = await startServer((_request, response) => response.writeHead(426).end('no WebSocket here'));
});
test.afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
  await server.close();
});

/** Says what it is told, as frames or not: only the handshake knows of WebSocket. */
function echo(request: IncomingMessage, socket: Socket): void {
  open.push(socket);
  const key = `${request.headers['sec-websocket-key'] ?? ''}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
  const accept = createHash('sha1').update(key).digest('base64');
  const head = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade'];
  socket.write([...head, `Sec-WebSocket-Accept: ${accept}`, `X-Path: ${request.url ?? ''}`, '', 'first|'].join('\r\n'));
  socket.pipe(socket);
}

async function start(options: MockGatewayOptions = {}): Promise<string> {
  gateway = await startMockGateway({
    services: { chat: { forward: server.url }, closed: { refuses: 'SERVICE_FORBIDDEN' } },
    ...options,
  });
  return gateway.url;
}

function handshake(path: string, credential = `Bearer ${defaultApiKey}`): string {
  const head = [`GET ${path} HTTP/1.1`, 'Host: h', 'Connection: Upgrade', 'Upgrade: websocket', 'X-Request-Id: r-1'];
  const own = ['Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='];
  return [...head, ...own, `Authorization: ${credential}`, '', ''].join('\r\n');
}

test('WebSocket passes the gateway: the handshake, the path, and bytes both ways until one side ends', async () => {
  server.server.on('upgrade', echo);
  const { hostname, port } = new URL(await start());
  const socket = connect(Number(port), hostname);
  let text = '';
  socket.on('data', (part: Buffer) => (text += part.toString('latin1')));
  socket.write(`${handshake('/v1/cloudrun/chat/room/1?name=a%20b')}early|`);
  await expect.poll(() => text).toContain('first|early|');
  expect(text).toContain('HTTP/1.1 101 Switching Protocols\r\n');
  expect(text).toContain('Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n');
  expect(text).toContain('x-request-id: r-1\r\n');
  expect(text).toContain('X-Path: /room/1?name=a%20b\r\n');
  expect(text.toLowerCase()).not.toContain('content-disposition');
  socket.write('\x81\x00later|');
  await expect.poll(() => text).toContain('later|');
  socket.destroy();
  await once(open[0]!, 'close');
});

test('the end of the gateway ends its sockets', async () => {
  server.server.on('upgrade', echo);
  const { hostname, port } = new URL(await start());
  const socket = connect(Number(port), hostname);
  socket.write(handshake('/v1/cloudrun/chat'));
  await once(socket, 'data');
  await gateway?.close();
  gateway = undefined;
  if (!socket.destroyed) await once(socket, 'close');
});

const refused: { name: string; path: string; credential?: string; options?: MockGatewayOptions; expected: string[] }[] =
  [
    {
      name: 'no credential',
      path: '/v1/cloudrun/chat',
      credential: '',
      expected: ['401', '"code":"MISSING_CREDENTIALS"'],
    },
    { name: 'no such service', path: '/v1/cloudrun/chatt', expected: ['404', '"code":"SERVICE_NOT_FOUND"'] },
    { name: 'a forbidden service', path: '/v1/cloudrun/closed', expected: ['403', '"code":"SERVICE_FORBIDDEN"'] },
    {
      name: 'the policy',
      path: '/v1/cloudrun/chat',
      credential: `Bearer ${defaultPublishableKey}`,
      options: { administratorOnly: ['cloudrun'] },
      expected: ['403', '"code":"ACTION_FORBIDDEN"'],
    },
    { name: 'no such path', path: '/v1/none', expected: ['404', '"code":"INVALID_PATH"'] },
    { name: 'the service itself', path: '/v1/cloudrun/chat', expected: ['426', 'no WebSocket here'] },
  ];
for (const { name, path, credential, options, expected } of refused) {
  test(`WebSocket is refused: ${name}`, async () => {
    const answer = await sendRaw(await start(options), handshake(path, credential));
    for (const part of expected) expect(answer).toContain(part);
    expect(answer).toContain('x-request-id: r-1\r\n');
  });
}
