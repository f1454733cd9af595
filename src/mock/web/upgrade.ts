// WebSocket: the caller is authorised as for any call, then its socket and the server's are one.
import type { IncomingMessage } from 'node:http';
import { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Answer } from './forward.ts';

/** The bytes behind the head of a request that asks for another protocol. */
const heads = new WeakMap<IncomingMessage, Buffer>();

/** Takes requests for WebSocket to the routes, with all that the gateway decides before them. */
export function registerUpgrades(app: FastifyInstance): void {
  const open = new Set<Socket>();
  app.server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    if (request.headers.upgrade?.toLowerCase() !== 'websocket') {
      serveWithoutUpgrade(app, request, socket, head);
      return;
    }
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    heads.set(request, head);
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(socket);
    response.once('finish', () => socket.end());
    app.routing(request, response);
  });
  app.addHook('preClose', (done) => {
    for (const socket of open) socket.destroy();
    done();
  });
}

export function isUpgrade(request: FastifyRequest): boolean {
  return heads.has(request.raw);
}

/** Clients that offer HTTP/2 on every request are answered in HTTP/1.1: the request is read again without the offer. */
function serveWithoutUpgrade(app: FastifyInstance, request: IncomingMessage, socket: Socket, head: Buffer): void {
  const { rawHeaders, method = '', url = '', httpVersion } = request;
  const lines = rawHeaders.flatMap((name, index) => {
    const isOffer = /^(?:upgrade|connection|http2-settings)$/i.test(name);
    return index % 2 === 0 && !isOffer ? [`${name}: ${rawHeaders[index + 1] ?? ''}`] : [];
  });
  const text = [`${method} ${url} HTTP/${httpVersion}`, ...lines, '', ''].join('\r\n');
  socket.unshift(Buffer.concat([Buffer.from(text, 'latin1'), head]));
  app.server.emit('connection', socket);
}

/** From here on the two talk to each other. */
export function joinSockets(request: FastifyRequest, reply: FastifyReply, answer: Answer): FastifyReply {
  const { socket } = request.raw;
  const server: Duplex | undefined = answer.socket;
  if (server === undefined) return reply;
  const { rawHeaders, statusCode = 101, statusMessage = '' } = answer.message;
  const lines = rawHeaders.flatMap((name, index) =>
    index % 2 === 0 && name.toLowerCase() !== 'x-request-id' ? [`${name}: ${rawHeaders[index + 1] ?? ''}`] : [],
  );
  reply.hijack();
  reply.raw.detachSocket(socket);
  const head = [`HTTP/1.1 ${statusCode} ${statusMessage}`, ...lines, `x-request-id: ${request.id}`, '', ''];
  socket.write(head.join('\r\n'), 'latin1');
  socket.write(answer.head ?? Buffer.alloc(0));
  server.write(heads.get(request.raw) ?? Buffer.alloc(0));
  socket.pipe(server).pipe(socket);
  for (const [one, other] of [
    [socket, server],
    [server, socket],
  ] as const) {
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroy());
  }
  return reply;
}
