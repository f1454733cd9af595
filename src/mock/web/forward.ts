// Passes a request on to a web server, and gives its answer back, both as streams.
import { request as requestPlain } from 'node:http';
import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { Duplex } from 'node:stream';

/** Why no answer of the server can be given. */
export type Trouble =
  /** Nothing listens there. */
  | 'not ready'
  /** It took the request, and broke off before its answer. */
  | 'broke off'
  | 'too slow'
  /** The body of the request is over the limit. */
  | 'too large';

export class ForwardError extends Error {
  override readonly name = 'ForwardError';
  readonly trouble: Trouble;

  /** @param message for the log */
  constructor(trouble: Trouble, message: string) {
    super(message);
    this.trouble = trouble;
  }
}

export type Call = {
  readonly request: IncomingMessage;
  /** The caller's connection: when it closes, the call ends. */
  readonly response: ServerResponse;
  readonly address: URL;
  /** The request target, sent as it is. */
  readonly path: string;
  readonly headers: OutgoingHttpHeaders;
  /** The body, where it was read already. */
  readonly text?: string;
  /** Bytes of the request's body. */
  readonly bodyLimit: number;
  /** When the answer must have begun. */
  readonly deadline: AbortSignal;
};

/** What a server said; `socket` is there where it changed the protocol, with the bytes that came already. */
export type Answer = {
  readonly message: IncomingMessage;
  readonly socket?: Duplex;
  readonly head?: Buffer;
};

/**
 * No connection is kept for the next call: one that the server closes at that moment would lose it.
 * @throws ForwardError
 */
export function forward(call: Call): Promise<Answer> {
  const { request, address, headers, deadline } = call;
  return new Promise((resolve, reject) => {
    const send = address.protocol === 'https:' ? requestSecure : requestPlain;
    const path = address.pathname.replace(/\/$/, '') + call.path;
    const outgoing = send(address, { method: request.method, path, headers, agent: false });
    const fail = (trouble: Trouble, message: string): void => {
      reject(new ForwardError(trouble, message));
      outgoing.destroy();
    };
    const expire = (): void => {
      fail('too slow', `no answer from ${address.host} in time`);
    };
    const answer = (given: Answer): void => {
      deadline.removeEventListener('abort', expire);
      resolve(given);
    };
    let connected = false;
    outgoing.once('socket', (socket) => socket.once('connect', () => (connected = true)));
    outgoing.on('error', (error) => {
      fail(connected ? 'broke off' : 'not ready', error.message);
    });
    outgoing.once('response', (message) => {
      answer({ message });
    });
    outgoing.once('upgrade', (message, socket, head) => {
      answer({ message, socket, head });
    });
    deadline.addEventListener('abort', expire);
    call.response.once('close', () => outgoing.destroy());
    sendBody(call, outgoing, fail);
  });
}

function sendBody(
  { request, text, bodyLimit }: Call,
  outgoing: ClientRequest,
  fail: (trouble: Trouble, message: string) => void,
): void {
  const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
  if (text !== undefined || (length === undefined && coding === undefined)) {
    outgoing.end(text);
    return;
  }
  let size = 0;
  const tooLarge = `the body is larger than ${bodyLimit} bytes`;
  if (Number(length) > bodyLimit) {
    fail('too large', tooLarge);
    return;
  }
  request.on('data', (part: Buffer) => {
    size += part.length;
    if (size > bodyLimit) fail('too large', tooLarge);
  });
  request.pipe(outgoing);
  // A server may answer, or break off, before it has read all: the caller sends on to nobody.
  outgoing.once('close', () => request.unpipe(outgoing).resume());
}
