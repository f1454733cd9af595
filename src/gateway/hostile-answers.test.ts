// What a person reads of an answer that is meant to do harm, or that is broken: from bytes on a socket to the finding.
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { checkResponse } from '../openapi/check-response.ts';
import { responding } from '../openapi/contract.samples.ts';
import { createHttpTransport } from './http-transport.ts';

const operation = responding(
  "{ '200': { headers: { X-Id: { required: true } }, content: { application/json: { schema: { type: object } } } }, '204': {} }",
);

async function findingsOf(answer: (response: ServerResponse) => void): Promise<string[]> {
  const server = createServer((_, response) => {
    response.on('error', () => undefined);
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/x`;
  const request = { method: 'GET', url, headers: [] };
  const http = createHttpTransport({ connections: 1 });
  try {
    const response = await http.transport(request, new AbortController().signal, 60_000);
    const { check } = checkResponse([operation], { request, response, startedAt: 0, duration: 1 });
    expect(check.violations.every(({ severity }) => severity === 'error')).toBe(true);
    return check.violations.map(({ code, expected, actual }) => {
      // How a body is compressed is no matter of this project.
      const shown = actual.replace(/^br .* that/, 'br that').replace(/the bytes .* \.\.\.$/, 'the bytes ...');
      return `${code}: ${expected} | ${shown}`;
    });
  } finally {
    await http.close();
    server.closeAllConnections();
    server.close();
  }
}

const json = { 'content-type': 'application/json' };
const headed = { ...json, 'x-id': '1' };
const bomb = Buffer.alloc(64 * 1024 * 1024, ' ');
const mebibyte = Buffer.alloc(1024 * 1024, ' ');

const cases: [name: string, answer: (response: ServerResponse) => void, findings: string[]][] = [
  [
    '50 MB',
    (response) => response.writeHead(200, { ...json, 'content-length': 50_000_000 }).end(bomb.subarray(0, 50_000_000)),
    [
      'HEADER_MISSING: the header X-Id | nothing',
      'BODY_TOO_LARGE: at most 16 MiB | more (Content-Length: 50000000), so the rest was not read; it begins with "                    "...',
    ],
  ],
  [
    'no end',
    (response) => {
      response.writeHead(200, headed);
      const more = (): void => {
        if (!response.destroyed) response.write(mebibyte, more);
      };
      more();
    },
    ['BODY_TOO_LARGE: at most 16 MiB | more, so the rest was not read; it begins with "                    "...'],
  ],
  [
    'Brotli that grows',
    (response) => response.writeHead(200, { ...headed, 'content-encoding': 'br' }).end(brotliCompressSync(bomb)),
    [
      'BODY_TOO_LARGE: at most 16 MiB | br that grows beyond it, so the rest was not read; it begins with the bytes ...',
    ],
  ],
  [
    'what is said to be gzip',
    (response) => response.writeHead(200, { ...headed, 'content-encoding': 'gzip' }).end('{"id":1}'),
    ['BODY_NOT_PARSEABLE: a body in the content coding gzip | incorrect header check; it begins with "{\\"id\\":1}"'],
  ],
  [
    'a coding that nobody knows',
    (response) => response.writeHead(200, { ...headed, 'content-encoding': 'aes128gcm' }).end('{"id":1}'),
    [
      'BODY_NOT_PARSEABLE: a body in the content coding aes128gcm | a coding that is not known here; it begins with "{\\"id\\":1}"',
    ],
  ],
  [
    '10,000 levels, in gzip',
    (response) =>
      response
        .writeHead(200, { ...headed, 'content-encoding': 'gzip' })
        .end(gzipSync('{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000))),
    ['BODY_NOT_PARSEABLE: JSON | it is nested more than 500 levels deep'],
  ],
  [
    'UTF-16',
    (response) => response.writeHead(200, headed).end(Buffer.from('\ufeff{"id":1}', 'utf16le')),
    ['BODY_NOT_PARSEABLE: JSON in UTF-8 | text in UTF-16'],
  ],
  [
    'bytes',
    (response) => response.writeHead(200, headed).end(Buffer.from([0, 1, 2, 0xff])),
    ['BODY_NOT_PARSEABLE: JSON in UTF-8 | bytes that are not UTF-8: the bytes 00 01 02 ff'],
  ],
  [
    'a Content-Length that is too small',
    (response) =>
      response.socket?.end(
        'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-id: 1\r\ncontent-length: 3\r\n\r\n{"id":1}',
      ),
    ["BODY_NOT_PARSEABLE: JSON | line 1, column 4: found the end where the string's closing quote should be"],
  ],
  [
    'a body on 204',
    (response) => response.socket?.end('HTTP/1.1 204 No Content\r\ncontent-length: 2\r\n\r\n{}'),
    ['BODY_NOT_DECLARED: no body | Content-Length: 2'],
  ],
];
for (const [name, answer, findings] of cases) {
  test(`an answer of ${name}`, async () => {
    expect(await findingsOf(answer)).toEqual(findings);
  });
}
