// A call of the gateway that a web server answers: CloudRun services and web functions alike.
import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../caller.ts';
import { GatewayRefusal } from '../errors.ts';
import { tell } from '../tell.ts';
import type { Log, Speaker } from '../tell.ts';
import type { Answer, Trouble } from './forward.ts';
import { ForwardError, forward } from './forward.ts';
import { endToEnd, headersForServer } from './headers.ts';
import { isUpgrade, joinSockets } from './upgrade.ts';

/** A web server behind the gateway, and what the gateway makes of it. */
export type Site = {
  /** As the log names it. */
  readonly speaker: Speaker;
  /** Where it listens; rejects where it could not be started. */
  readonly address: () => Promise<URL>;
  readonly environment: string;
  /** Milliseconds until its answer must have begun. */
  readonly timeout: number;
  /** Bytes of a request's body. */
  readonly bodyLimit: number;
  readonly refuse: (trouble: Trouble) => GatewayRefusal;
  /** Headers that the gateway adds to an answer. */
  readonly added?: (request: FastifyRequest, answer: IncomingMessage) => Readonly<Record<string, string>>;
  readonly log: Log;
};

/**
 * Bodies of these routes are passed on while they come. A signature is over the whole body, so that a signed one is read
 * before, as text.
 * @param bodyLimit bytes
 */
export function passBodies(app: FastifyInstance, bodyLimit: number): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', async (request: FastifyRequest, payload: IncomingMessage) => {
    if (request.headers.authorization?.startsWith('TC3-HMAC-SHA256 ') !== true) return undefined;
    const parts: Buffer[] = [];
    let size = 0;
    for await (const part of payload.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += part.length;
      if (size > bodyLimit)
        throw new GatewayRefusal(413, 'EXCEED_MAX_PAYLOAD_SIZE', 'The request payload is too large.');
      parts.push(part);
    }
    return Buffer.concat(parts).toString();
  });
}

export const webMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/**
 * Passes the request on and the answer back.
 * @throws GatewayRefusal as the site has it for its trouble
 */
export async function passOn(
  request: FastifyRequest,
  reply: FastifyReply,
  site: Site,
  caller: Caller,
): Promise<FastifyReply> {
  const answer = await reach(request, reply, site, headersOf(request, site, caller));
  if (answer.socket !== undefined) return joinSockets(request, reply, answer);
  const { message } = answer;
  return sendAnswer(reply, message, { ...endToEnd(message.headers), ...site.added?.(request, message) });
}

async function reach(
  request: FastifyRequest,
  reply: FastifyReply,
  site: Site,
  headers: OutgoingHttpHeaders,
): Promise<Answer> {
  const deadline = AbortSignal.timeout(site.timeout);
  const { bodyLimit } = site;
  const text = typeof request.body === 'string' ? { text: request.body } : {};
  const path = pathBelow(request.raw.url ?? '');
  try {
    const address = await readyBefore(deadline, site.address());
    return await forward({
      request: request.raw,
      response: reply.raw,
      address,
      path,
      headers,
      ...text,
      bodyLimit,
      deadline,
    });
  } catch (error) {
    if (!(error instanceof ForwardError)) throw error;
    tell(site.log, { id: request.id, ...site.speaker }, error.message);
    throw site.refuse(error.trouble);
  }
}

function headersOf(request: FastifyRequest, { environment }: Site, caller: Caller): OutgoingHttpHeaders {
  const headers = headersForServer(request.headers, { requestId: request.id, environment, caller });
  return isUpgrade(request) ? { ...headers, connection: 'Upgrade', upgrade: 'websocket' } : headers;
}

/** What stands behind `/v1/cloudrun/{name}`, with its query, byte by byte. */
function pathBelow(url: string): string {
  const below = url.replace(/^(?:\/[^/?]*){3}/, '');
  return below.startsWith('/') ? below : `/${below}`;
}

function readyBefore(deadline: AbortSignal, address: Promise<URL>): Promise<URL> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void => {
      reject(new ForwardError('not ready', reason));
    };
    deadline.addEventListener('abort', () => {
      fail('it has not started in time');
    });
    address.then(resolve, (error: unknown) => {
      fail(error instanceof Error ? error.message : String(error));
    });
  });
}

/** The gateway's own headers win, so that a caller sees one request id and one rule about pages. */
function sendAnswer(reply: FastifyReply, message: IncomingMessage, headers: IncomingHttpHeaders): FastifyReply {
  const { vary, ...others } = headers;
  if (vary !== undefined) reply.header('vary', `Origin, ${vary}`);
  for (const [name, value] of Object.entries(others)) if (!reply.hasHeader(name)) reply.header(name, value);
  // A stream of events has begun before its first event.
  message.once('resume', () => {
    if (reply.raw.getHeaderNames().length > 0) reply.raw.flushHeaders();
  });
  return reply.code(message.statusCode ?? 502).send(message);
}
