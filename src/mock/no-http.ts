// What came is not HTTP, or its head is too long: there is no request to reply to, only a socket.
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { HeaderField } from '../core/http.ts';

export type NoHttpAnswer = { readonly headers: readonly HeaderField[]; readonly body: string };

/** @param answer what is said of it, for a status of 400 or 431 */
export function answerNoHttp(answer: (status: number, message: string) => NoHttpAnswer) {
  return (error: Error & { readonly code?: string }, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) return;
    const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
    const { headers, body } = answer(status, error.message);
    const head = [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
      ...headers.map(([name, value]) => `${name}: ${value}`),
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  };
}
