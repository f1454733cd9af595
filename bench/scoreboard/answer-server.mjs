// A real server on loopback that gives one recorded answer to whatever is asked, byte by byte.
import { createServer } from 'node:net';

const bodiless = (method, status) => method === 'HEAD' || status === 204 || status === 304 || status < 200;

/** @returns the port, and what closes it */
export async function serveAnswer({ request, response }) {
  const sockets = new Set();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    let asked = '';
    socket.on('data', (chunk) => {
      asked += chunk.toString('latin1');
      if (!asked.includes('\r\n\r\n')) return;
      const declared = response.headers.some(([name]) => name.toLowerCase() === 'content-length');
      const length =
        declared || bodiless(request.method, response.status) ? [] : [['Content-Length', response.body.length]];
      const headers = [...response.headers, ...length, ['Connection', 'close']];
      const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
      socket.write(`HTTP/1.1 ${response.status} Recorded\r\n${lines}\r\n`);
      socket.end(bodiless(request.method, response.status) ? '' : response.body);
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: server.address().port,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
