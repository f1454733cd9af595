import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { tell } from './tell.ts';
import type { Log } from './tell.ts';

/** Answers what no route is for; whether it has: it may be nobody's path. */
export type Elsewhere = (request: FastifyRequest, reply: FastifyReply) => Promise<boolean>;

/** What some families add to the body of an error. */
export type RefusalDetails = { readonly details: string; readonly hint: string };

/** The gateway says no: becomes `{code, message, requestId}` with the status. */
export class GatewayRefusal extends Error {
  override readonly name = 'GatewayRefusal';
  readonly status: number;
  readonly code: string;
  readonly details: RefusalDetails | undefined;

  constructor(status: number, code: string, message: string, details?: RefusalDetails) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/**
 * Answers every error in the gateway's shape.
 * @param log gets one line for a fault of the mock itself, which the caller sees as `SYS_ERR`
 * @param elsewhere may answer what no route is for
 */
export function registerErrors(
  app: FastifyInstance,
  log: Log,
  elsewhere: Elsewhere = () => Promise.resolve(false),
): void {
  app.setErrorHandler((error: FastifyError | GatewayRefusal, request, reply) => {
    const refusal = asRefusal(error);
    if (refusal.code === 'SYS_ERR') tell(log, { id: request.id }, error.stack ?? error.message);
    return sendRefusal(refusal, request, reply);
  });
  app.setNotFoundHandler(async (request, reply) => {
    if (await elsewhere(request, reply)) return reply;
    return sendRefusal(new GatewayRefusal(404, 'INVALID_PATH', 'Invalid path.'), request, reply);
  });
}

function sendRefusal(refusal: GatewayRefusal, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { code, message, details } = refusal;
  letFinish(request, reply);
  return reply.code(refusal.status).send({ code, message, requestId: request.id, ...details });
}

/** A connection that closes on a caller which still sends takes the answer with it: the rest of the body is read, and dropped. */
export function letFinish(request: FastifyRequest, reply: FastifyReply): void {
  reply.removeHeader('connection');
  request.raw.unpipe().resume();
}

/** Also the web server's own refusals: a body that is too large, a path that is not percent-encoded. */
export function asRefusal(error: FastifyError | GatewayRefusal): GatewayRefusal {
  if (error instanceof GatewayRefusal) return error;
  if (error.statusCode === 413) return new GatewayRefusal(413, 'EXCEED_MAX_PAYLOAD_SIZE', error.message);
  if ((error.statusCode ?? 500) < 500) return new GatewayRefusal(400, 'BAD_REQUEST', error.message);
  return new GatewayRefusal(500, 'SYS_ERR', 'Internal error.');
}
