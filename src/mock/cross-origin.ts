// Pages of other origins, and what a browser asks before it lets them call (https://fetch.spec.whatwg.org/#http-cors-protocol).
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Whether a page of this origin may call: all may where no list was given, and so may what is no page. */
export function isDomainAllowed(domains: readonly string[] | undefined, origin: string | undefined): boolean {
  if (domains === undefined || origin === undefined) return true;
  return URL.canParse(origin) && domains.includes(new URL(origin).host);
}

/** A browser asks, before it sends what a page wants to be sent. */
export function isPreflight({ method, headers }: FastifyRequest): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
}

/** What a page may send: these methods, and whatever headers it asks for. */
export function answerPreflight(request: FastifyRequest, reply: FastifyReply, methods: string): FastifyReply {
  return reply
    .code(204)
    .header('access-control-allow-methods', methods)
    .header('access-control-allow-headers', request.headers['access-control-request-headers'] ?? '*')
    .header('access-control-max-age', '600')
    .send();
}
