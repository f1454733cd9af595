// `POST /v1/functions/{name}` (docs.cloudbase.net/http-api/functions/functions-post).
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { JsonObject } from '../../core/json.ts';
import { isJsonObject, parseJson } from '../../core/json.ts';
import type { CallerOf } from '../credentials.ts';
import { GatewayRefusal } from '../errors.ts';
import type { FunctionContext } from './invoke.ts';
import { invokeFunction } from './invoke.ts';

export type FunctionOptions = {
  /** Where the handlers are; absent: there is no function. */
  readonly folder: string | undefined;
  readonly environment: string;
  readonly log: ((line: string) => void) | undefined;
};

const namePattern = /^[a-zA-Z][a-zA-Z0-9_-]{0,58}[a-zA-Z0-9]$/;
const bodyLimit = 6 * 1024 * 1024;

type FunctionRoute = { Params: { name: string }; Body: string | undefined };

export function registerFunctions(app: FastifyInstance, callerOf: CallerOf, options: FunctionOptions): void {
  app.post<FunctionRoute>('/v1/functions/:name', { bodyLimit }, async (request, reply) => {
    const caller = await callerOf(request.headers.authorization);
    const { name } = request.params;
    if (!namePattern.test(name)) {
      throw new GatewayRefusal(400, 'FUNCTION_PARAM_INVALID', `bad function name "${name}" [${request.id}]`);
    }
    const context: FunctionContext = {
      requestId: request.id,
      environment: options.environment,
      ...(caller.kind === 'user' ? { userId: caller.userId } : {}),
    };
    const result = await runFunction(request, { name, event: readEvent(request), context }, options);
    return sendResult(reply, result);
  });
}

/** No body is an empty event, as the official client sends it. */
function readEvent(request: FastifyRequest<FunctionRoute>): JsonObject {
  const text = request.body ?? '';
  if (text.trim() === '') return {};
  const parsed = parseJson(text);
  // A handler has JavaScript's own numbers.
  if (parsed.ok && isJsonObject(parsed.value)) return JSON.parse(text) as JsonObject;
  const reason = parsed.ok ? 'not a JSON object' : parsed.reason;
  throw new GatewayRefusal(400, 'FUNCTION_PARAM_INVALID', `bad http request body [${request.id}]: ${reason}`);
}

type Call = { readonly name: string; readonly event: JsonObject; readonly context: FunctionContext };

/** The raw result as the text that is sent: a string as it is, all else as JSON. */
type Result = { readonly text: string; readonly json: boolean };

async function runFunction(request: FastifyRequest, call: Call, options: FunctionOptions): Promise<Result> {
  try {
    const result = await invokeFunction(options.folder, call.name, call.event, call.context);
    if (typeof result === 'string') return { text: result, json: false };
    if (typeof result === 'function' || typeof result === 'symbol') throw new Error('the result is not JSON');
    return { text: JSON.stringify(result ?? null), json: true };
  } catch (error) {
    if (error instanceof GatewayRefusal) throw error;
    options.log?.(`function ${call.name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    throw new GatewayRefusal(500, 'FUNCTION_INVOCATION_FAILED', `Function code exception caught [${request.id}]`);
  }
}

function sendResult(reply: FastifyReply, { text, json }: Result): FastifyReply {
  return reply.type(`${json ? 'application/json' : 'text/plain'}; charset=utf-8`).send(text);
}
