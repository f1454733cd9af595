import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  brotliCompressSync,
  constants,
  createBrotliCompress,
  createDeflate,
  createGzip,
  deflateRawSync,
  deflateSync,
  gzipSync,
} from 'node:zlib';
import type { BrotliCompress, Deflate, Gzip } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { GatewayError } from '../core/errors.ts';
import { headerValue, headerValues } from '../core/http.ts';
import type { HttpRequest, HttpResponse } from '../core/http.ts';
import { createHttpTransport } from './http-transport.ts';

const never = new AbortController().signal;
const get = (url: string): HttpRequest => ({ method: 'GET', url, headers: [] });

async function listen(server: Server): Promise<{ port: number; origin: string; close: () => void }> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { port, origin: `http://127.0.0.1:${port}`, close };
}

/** With all the time in the world. */
type Send = (request: HttpRequest, signal: AbortSignal) => Promise<HttpResponse>;
type Act<T> = (transport: Send, origin: string) => Promise<T>;

async function withServer<T>(server: Server, act: Act<T>, options = { connections: 4 }): Promise<T> {
  const { origin, close } = await listen(server);
  const http = createHttpTransport(options);
  try {
    return await act((request, signal) => http.transport(request, signal, 60_000), origin);
  } finally {
    await http.close();
    close();
  }
}

const withHttp = <T>(listener: RequestListener, act: Act<T>): Promise<T> => withServer(createServer(listener), act);
/** Writes these bytes whatever is asked, and closes. */
const withBytes = <T>(bytes: string, act: Act<T>): Promise<T> =>
  withServer(
    createTcpServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(bytes));
    }),
    act,
  );

async function failure(promise: Promise<unknown>): Promise<GatewayError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

test('sends method, path, headers and body as they are, and gives status, headers and bytes', async () => {
  const answer = await withHttp(
    (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        response.writeHead(201, [
          ...['set-cookie', 'a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT', 'Set-Cookie', 'b=2'],
          ...['X-Seen', `${request.method ?? ''} ${request.url ?? ''} ${String(request.headers['x-a'])}`],
        ]);
        response.end(Buffer.concat(chunks));
      });
    },
    (transport, origin) =>
      transport(
        { method: 'PATCH', url: `${origin}/v1/a%2Fb?q=%E9%AB%98&x=a+b`, headers: [['X-A', '1']], body: '高等数学' },
        never,
      ),
  );
  expect(answer.status).toBe(201);
  expect(Buffer.from(answer.body).toString()).toBe('高等数学');
  expect(headerValue(answer.headers, 'x-seen')).toBe('PATCH /v1/a%2Fb?q=%E9%AB%98&x=a+b 1');
  expect(headerValues(answer.headers, 'set-cookie')).toEqual(['a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT', 'b=2']);
});

test('paths with dots and encoded slashes, and bytes of a body, go over the wire as they are', async () => {
  const received: Buffer[] = [];
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      received.push(chunk);
      if (Buffer.concat(received).includes(Buffer.of(0xff, 0x00))) {
        socket.end('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n');
      }
    });
  });
  const body = Uint8Array.of(0x0d, 0x0a, 0xff, 0x00);
  await withServer(server, async (transport, origin) => {
    const url = `${origin}/a/../b/./%2F%3F/..?q=%2e`;
    await transport({ method: 'POST', url, headers: [['Content-Type', 'application/octet-stream']], body }, never);
  });
  const text = Buffer.concat(received).toString('latin1');
  expect(text.split('\r\n', 1)).toEqual(['POST /a/../b/./%2F%3F/..?q=%2e HTTP/1.1']);
  expect(text).toMatch(/\r\ncontent-length: 4\r\n/i);
  expect(text.endsWith('\r\n\r\n\r\n\xff\0')).toBe(true);
});

test('does not follow a redirect', async () => {
  const answer = await withHttp(
    (_, response) => response.writeHead(302, { location: '/elsewhere' }).end(),
    (transport, origin) => transport(get(origin), never),
  );
  expect([answer.status, answer.body.length]).toEqual([302, 0]);
});

const codings = [
  ['gzip', 'gzip', gzipSync],
  ['br', 'Brotli', brotliCompressSync],
  ['deflate', 'deflate', deflateSync],
  ['deflate', 'deflate without its frame', deflateRawSync],
  ['deflate, gzip', 'two codings', (text: string) => gzipSync(deflateSync(text))],
  ['identity', 'none', (text: string) => Buffer.from(text)],
] as const;

for (const [coding, name, encode] of codings) {
  test(`undoes a content coding: ${name}`, async () => {
    const answer = await withHttp(
      (_, response) => response.writeHead(200, { 'content-encoding': coding }).end(encode('{"id":1}')),
      (transport, origin) => transport(get(origin), never),
    );
    expect(Buffer.from(answer.body).toString()).toBe('{"id":1}');
  });
}

test('a HEAD that speaks of a coding has no body to decode', async () => {
  const answer = await withHttp(
    (_, response) => response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': '20' }).end(),
    (transport, origin) => transport({ ...get(origin), method: 'HEAD' }, never),
  );
  expect(answer.body.length).toBe(0);
});

const forever: RequestListener = (_, response) => {
  response.on('error', () => undefined);
  const more = (): void => {
    if (!response.destroyed && response.write(Buffer.alloc(600, 'x'))) setImmediate(more);
  };
  more();
};
const encoded =
  (coding: string, body: string | Uint8Array): RequestListener =>
  (_, response) =>
    response.writeHead(200, { 'content-encoding': coding }).end(body);
const zeros = Buffer.alloc(100_000);
const tooLarge = (coding?: string): Record<string, unknown> => ({
  type: 'too large',
  limit: 1000,
  ...(coding && { coding }),
});
const ofCoding = (coding: string, reason: string): Record<string, unknown> => ({ type: 'coding', coding, reason });

const unread: readonly { name: string; listener: RequestListener; why: Record<string, unknown>; beginning?: string }[] =
  [
    {
      name: 'no gzip',
      listener: encoded('gzip', 'plain'),
      why: ofCoding('gzip', 'incorrect header check'),
      beginning: 'plain',
    },
    {
      name: 'gzip cut off',
      listener: encoded('gzip', gzipSync('{"id":1}').subarray(0, 20)),
      why: ofCoding('gzip', 'unexpected end of file'),
    },
    {
      name: 'no Brotli',
      listener: encoded('br', 'plain'),
      why: ofCoding('br', 'unexpected end of file'),
      beginning: 'plain',
    },
    {
      name: 'an unknown coding',
      listener: encoded('zstd', 'x'),
      why: ofCoding('zstd', 'a coding that is not known here'),
    },
    {
      name: 'codings without end',
      listener: encoded(Array.from({ length: 5 }, () => 'gzip').join(), 'x'),
      why: ofCoding('gzip,gzip,gzip,gzip,gzip', 'more than 4 codings'),
    },
    { name: 'gzip that grows', listener: encoded('gzip', gzipSync(zeros)), why: tooLarge('gzip') },
    { name: 'Brotli that grows', listener: encoded('br', brotliCompressSync(zeros)), why: tooLarge('br') },
    { name: 'deflate that grows', listener: encoded('deflate', deflateSync(zeros)), why: tooLarge('deflate') },
    {
      name: 'gzip in gzip that grows',
      listener: encoded('gzip, gzip', gzipSync(gzipSync(zeros))),
      why: tooLarge('gzip'),
    },
    { name: 'a body without end', listener: forever, why: tooLarge(), beginning: 'x'.repeat(80) },
  ];

for (const { name, listener, why, beginning } of unread) {
  test(`status and headers come without the body: ${name}`, async () => {
    const { origin, close } = await listen(createServer(listener));
    const http = createHttpTransport({ connections: 1, bodyLimit: 1000 });
    const { status, headers, body, unread: found } = await http.transport(get(origin), never, 60_000);
    await http.close();
    close();
    expect([status, headers.length > 0, body.length]).toEqual([200, true, 0]);
    expect(found).toMatchObject(why);
    if (beginning !== undefined) expect(Buffer.from(found!.beginning).toString()).toBe(beginning);
  });
}

test('the connection of a body that is too large is dropped, and the next request has another', async () => {
  let connections = 0;
  let dropped: () => void;
  const gone = new Promise<void>((resolve) => (dropped = resolve));
  const server = createServer((request, response) => {
    if (request.url === '/small') return response.end('small');
    response.on('close', () => {
      dropped();
    });
    forever(request, response);
    return undefined;
  });
  server.on('connection', () => (connections += 1));
  const { origin, close } = await listen(server);
  const http = createHttpTransport({ connections: 1, bodyLimit: 1000 });
  await http.transport(get(origin), never, 60_000);
  await gone;
  const small = await http.transport(get(`${origin}/small`), never, 60_000);
  await http.close();
  close();
  expect([Buffer.from(small.body).toString(), connections]).toEqual(['small', 2]);
});

for (const [coding, encode] of [
  ['gzip', () => createGzip()],
  ['br', () => createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })],
  ['deflate', () => createDeflate()],
] as const) {
  test(`a bomb of 1 GB in ${coding} takes memory for the limit only`, async () => {
    const bomb = await compress(encode(), 1024);
    const { origin, close } = await listen(createServer(encoded(coding, bomb)));
    const http = createHttpTransport({ connections: 1 });
    const before = process.memoryUsage().rss;
    const answer = await http.transport(get(origin), never, 60_000);
    const grown = (process.memoryUsage().rss - before) / 1024 / 1024;
    await http.close();
    close();
    expect(answer.unread).toMatchObject({ type: 'too large', limit: 16 * 1024 * 1024, coding });
    expect(grown).toBeLessThan(200);
  });
}

/** That many mebibytes of zeros. */
async function compress(encoder: Gzip | BrotliCompress | Deflate, mebibytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const zeros = Buffer.alloc(1024 * 1024);
  await pipeline(
    Readable.from(Array.from({ length: mebibytes }, () => zeros)),
    encoder,
    async (encoded: AsyncIterable<Buffer>) => {
      for await (const chunk of encoded) chunks.push(chunk);
    },
  );
  return Buffer.concat(chunks);
}

/** How an answer that lies of its length comes over: bytes of the server, and what is seen of them. */
const lengths: readonly { name: string; bytes: string; status: number; body: string }[] = [
  {
    name: 'shorter than the body',
    bytes: 'HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n{"id":1}',
    status: 200,
    body: '{"i',
  },
  { name: 'a body on 204', bytes: 'HTTP/1.1 204 No Content\r\ncontent-length: 2\r\n\r\n{}', status: 204, body: '' },
  { name: 'a body on 304', bytes: 'HTTP/1.1 304 Not Modified\r\ncontent-length: 2\r\n\r\n{}', status: 304, body: '' },
];
for (const { name, bytes, status, body } of lengths) {
  test(`Content-Length that lies: ${name}`, async () => {
    const answer = await withBytes(bytes, (transport, origin) => transport(get(origin), never));
    expect([answer.status, Buffer.from(answer.body).toString()]).toEqual([status, body]);
  });
}

test('names an address where nothing answers, and how to start a gateway there', async () => {
  const { port, origin, close } = await listen(createTcpServer());
  close();
  const http = createHttpTransport({ connections: 1 });
  const error = await failure(http.transport(get(`${origin}/v1`), never, 60_000));
  await http.close();
  expect(error.code).toBe('GATEWAY_UNREACHABLE');
  expect(error.sent).toBe(false);
  expect(error.message).toBe(`nothing answers at ${origin} (connection refused)`);
  expect(error.remedy).toBe(`is it running? start one with: npx gatewright mock --port ${port}`);
});

test('a host that does not exist', async () => {
  const http = createHttpTransport({ connections: 1 });
  const error = await failure(http.transport(get('https://gateway.invalid/v1'), never, 60_000));
  await http.close();
  expect([error.code, error.sent, error.remedy]).toEqual([
    'GATEWAY_UNREACHABLE',
    false,
    'check the base URL in gateways.yaml, and the network',
  ]);
  // Which of them, the machine's resolver decides.
  expect(error.message).toMatch(
    /^nothing answers at https:\/\/gateway\.invalid \((no such host|the name of the host .*|no connection within 10 s)\)$/,
  );
});

test('a gateway that does not speak TLS', async () => {
  const error = await withHttp(
    (_, response) => response.end(),
    (transport, origin) => failure(transport(get(origin.replace('http:', 'https:')), never)),
  );
  expect([error.code, error.remedy]).toEqual([
    'GATEWAY_UNREACHABLE',
    'check the base URL: is it http instead of https?',
  ]);
  expect(error.message).toMatch(/does not speak TLS as it should \(ERR_SSL_/);
});

const broken: readonly { name: string; bytes: string; code: string; message: RegExp }[] = [
  { name: 'no HTTP', bytes: 'SSH-2.0-OpenSSH\r\n', code: 'GATEWAY_RESPONSE_INVALID', message: /is not HTTP/ },
  {
    name: 'no answer',
    bytes: '',
    code: 'GATEWAY_CONNECTION_LOST',
    message: /broke the connection before the answer was whole/,
  },
  {
    name: 'half a body',
    bytes: 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"id":',
    code: 'GATEWAY_CONNECTION_LOST',
    message: /broke the connection before the answer was whole \(other side closed, after 6 bytes of the body\)$/,
  },
  {
    name: 'half a chunk',
    bytes: 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n10\r\n{"id":',
    code: 'GATEWAY_CONNECTION_LOST',
    message: /broke the connection before the answer was whole/,
  },
  {
    name: 'headers without end',
    bytes: `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(100_000)}\r\n\r\n`,
    code: 'GATEWAY_RESPONSE_INVALID',
    message: /is not HTTP/,
  },
];

for (const { name, bytes, code, message } of broken) {
  test(`tells apart ${name}`, async () => {
    const error = await withBytes(bytes, (transport, origin) => failure(transport(get(origin), never)));
    expect([error.code, error.sent]).toEqual([code, true]);
    expect(error.message).toMatch(message);
  });
}

test('a request that is not HTTP is not sent', async () => {
  const { errors, seen } = await withHttp(
    (_, response) => response.end(),
    async (transport, origin) => {
      const errors: GatewayError[] = [];
      for (const headers of [[['x-name', 'a\r\nb: c']], [['x-name', '高等数学']], [['x name', 'a']]] as const) {
        errors.push(await failure(transport({ ...get(origin), headers }, never)));
      }
      errors.push(await failure(transport({ ...get(origin), url: `${origin}/a b` }, never)));
      return { errors, seen: await transport(get(origin), never) };
    },
  );
  expect(errors.map(({ message, sent }) => [message, sent])).toEqual([
    ['the request cannot be written as HTTP: invalid x-name header', false],
    ['the request cannot be written as HTTP: invalid x-name header', false],
    ['the request cannot be written as HTTP: invalid name of a header', false],
    ['the request cannot be written as HTTP: invalid request path', false],
  ]);
  expect(errors[0]?.code).toBe('REQUEST_INVALID');
  expect(seen.status).toBe(200); // and the connection is still used
});

test('an aborted signal ends the request with its reason, under way and waiting for a connection', async () => {
  const reason = new Error('time is up');
  let asked = 0;
  const controller = new AbortController();
  const results = await withServer(
    createServer((_, response) => {
      asked += 1;
      response.on('error', () => undefined);
      controller.abort(reason);
    }),
    async (transport, origin) => {
      const calls = [transport(get(origin), controller.signal), transport(get(origin), controller.signal)];
      const settled = await Promise.allSettled(calls);
      return [...settled, ...(await Promise.allSettled([transport(get(origin), controller.signal)]))];
    },
    { connections: 1 },
  );
  expect(results).toEqual([1, 2, 3].map(() => ({ status: 'rejected', reason })));
  expect(asked).toBe(1);
});

test('an answer that takes longer than it may is not waited for', async () => {
  const { origin, close } = await listen(createServer(() => undefined));
  const http = createHttpTransport({ connections: 1 });
  const error = await failure(http.transport(get(`${origin}/slow?token=1`), never, 30));
  await http.close();
  close();
  expect([error.code, error.sent, error.message]).toEqual([
    'GATEWAY_TIMEOUT',
    true,
    `no answer to GET ${origin}/slow within 30 ms`,
  ]);
});

for (const [name, headers, told] of [
  ['with a length', { 'content-length': 10 }, '3 of 10 bytes'],
  ['in chunks', {}, '3 bytes'],
] as const) {
  test(`an answer ${name} that stops halfway is told apart from one that never came`, async () => {
    const server = createServer((_, response) => {
      response.writeHead(201, headers).write('abc');
    });
    const { origin, close } = await listen(server);
    const http = createHttpTransport({ connections: 1 });
    const { code, message } = await failure(http.transport(get(`${origin}/slow?token=1`), never, 300));
    await http.close();
    close();
    const whole = `the answer to GET ${origin}/slow was not whole within 300 ms`;
    expect([code, message]).toEqual(['GATEWAY_TIMEOUT', `${whole} (status 201, ${told} of the body)`]);
  });
}

test('no more requests at the same time than there are connections, and connections are kept', async () => {
  let [open, most, connections] = [0, 0, 0];
  const server = createServer((_, response) => {
    most = Math.max(most, ++open);
    setImmediate(() => {
      open -= 1;
      response.end();
    });
  });
  server.on('connection', () => (connections += 1));
  const answers = await withServer(
    server,
    (transport, origin) =>
      Promise.all(Array.from({ length: 20 }, () => transport(get(origin), new AbortController().signal))),
    { connections: 2 },
  );
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
  expect(most).toBeLessThanOrEqual(2);
  expect(connections).toBe(2);
});
