// What the gateway decides of every request before any service sees it: the environment, the page, the rate.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { MockClock } from './clock.ts';
import { answerPreflight, isDomainAllowed } from './cross-origin.ts';
import { GatewayRefusal } from './errors.ts';

export type AdmissionOptions = {
  readonly clock: MockClock;
  /** The environment's id: a gateway's host that names another is refused. */
  readonly environment: string;
  /**
   * Hosts of pages that may call, as in `localhost:3000`; absent: all
   * (https://docs.cloudbase.net/en/http-api/basic/overview).
   */
  readonly domains: readonly string[] | undefined;
  /** Requests per second of the clock that are taken (https://docs.cloudbase.net/en/error-code/EXCEED_RATELIMIT); absent: all. */
  readonly requestsPerSecond: number | undefined;
};

/** The hosts of the two sites, and the older ones. A mock on loopback has a host that names no environment. */
const environmentHost =
  /^([^.]+)\.(?:api(?:\.intl)?\.tcloudbasegateway|[a-z-]+\.tcb-api\.tencentcloudapi)\.com(?::\d+)?$/i;

const exposedHeaders = 'Content-Range, Preference-Applied, X-Request-Id';

export function registerAdmission(app: FastifyInstance, options: AdmissionOptions): void {
  const isWithinRate = createRate(options.clock, options.requestsPerSecond);
  app.addHook('onRequest', (request, reply, done) => {
    const { origin } = request.headers;
    if (origin !== undefined && isDomainAllowed(options.domains, origin)) {
      reply.header('access-control-allow-origin', origin);
      reply.header('access-control-allow-credentials', 'true');
      reply.header('access-control-expose-headers', exposedHeaders);
    }
    reply.header('vary', 'Origin');
    done(refuse(request, options.environment) ?? (isWithinRate() ? undefined : tooMany()));
  });
  app.options('/*', answerGatewayPreflight);
}

/** What the gateway tells a browser that asks for a page, whatever is called. */
export function answerGatewayPreflight(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return answerPreflight(request, reply, 'GET, HEAD, POST, PUT, PATCH, DELETE');
}

function refuse(request: FastifyRequest, environment: string): GatewayRefusal | undefined {
  const named = environmentHost.exec(request.headers.host ?? '')?.[1];
  if (named === undefined || named === environment) return undefined;
  return new GatewayRefusal(400, 'INVALID_ENV', 'Env invalid.');
}

function tooMany(): GatewayRefusal {
  return new GatewayRefusal(429, 'EXCEED_RATELIMIT', 'Request exceeds the rate limit of the environment.');
}

/** Counts by whole seconds. */
function createRate(clock: MockClock, limit: number | undefined): () => boolean {
  let second = 0;
  let count = 0;
  return () => {
    if (limit === undefined) return true;
    const now = Math.floor(clock.now() / 1000);
    if (now !== second) {
      second = now;
      count = 0;
    }
    count += 1;
    return count <= limit;
  };
}
