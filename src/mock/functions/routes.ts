// `POST /v1/functions/{name}` (docs.cloudbase.net/http-api/functions/functions-post): event functions.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isJsonObject, parseJson } from '../../core/json.ts';
import type { Caller } from '../caller.ts';
import type { CallerOf } from '../credentials.ts';
import { GatewayRefusal } from '../errors.ts';
import { namePattern } from '../name-pattern.ts';
import type { FoundFunction, Functions } from './folder.ts';
import { findFunction, payloadLimit } from './folder.ts';
import type { Outcome } from './instance.ts';
import { denyInvoke, mayInvoke } from './rules.ts';
import type { CallMessage } from './worker.ts';

type FunctionRoute = { Params: { name: string }; Body: string | undefined };
type FunctionRequest = FastifyRequest<FunctionRoute>;

/** Asked in this order: who calls, whether it may, what it sends, and only then the function. */
export function registerFunctions(
  app: FastifyInstance,
  callerOf: CallerOf,
  { functions, environment }: { readonly functions: Functions; readonly environment: string },
): void {
  app.post<FunctionRoute>('/v1/functions/:name', { bodyLimit: payloadLimit }, async (request, reply) => {
    const caller = await callerOf(request.headers.authorization, request);
    const { name } = request.params;
    if (!namePattern.test(name)) throw badParameter(`bad function name "${name}" [${request.id}]`);
    const folder = functions.look();
    if (!mayInvoke(folder.rules, name, caller)) throw denyInvoke();
    const event = readEvent(request);
    const found = findFunction(folder, name, textOf(request.headers['x-qualifier']));
    const context = contextOf(found, { requestId: request.id, environment, caller });
    const outcome = await functions.run(found, { requestId: request.id, event, context });
    if (outcome.kind === 'result') return sendResult(reply, outcome);
    const { reason, refusal } = refusalOf(outcome, found, request.id);
    functions.log(name, request.id, reason);
    throw refusal;
  });
}

/** No body is an empty event, as the official client sends it. */
function readEvent(request: FunctionRequest): string {
  const text = request.body ?? '';
  if (text.trim() === '') return '{}';
  const parsed = parseJson(text);
  if (parsed.ok && isJsonObject(parsed.value)) return text;
  const reason = parsed.ok ? 'not a JSON object' : parsed.reason;
  throw badParameter(`bad http request body [${request.id}]: ${reason}`);
}

type Circumstances = { readonly requestId: string; readonly environment: string; readonly caller: Caller };

/** The names are those of https://docs.cloudbase.net/en/api-reference/server/node-sdk/env. */
function contextOf(
  { name, version, settings }: FoundFunction,
  { requestId, environment, caller }: Circumstances,
): CallMessage['context'] {
  const user = caller.kind === 'user' ? { TCB_UUID: caller.userId } : {};
  const variables = Object.entries({ TCB_ENV: environment, ...user, ...settings.env });
  return {
    request_id: requestId,
    function_name: name,
    function_version: version,
    namespace: environment,
    memory_limit_in_mb: settings.memory,
    time_limit_in_ms: settings.timeout * 1000,
    // One text, which the official Node client takes apart.
    environ: variables.map(([variable, value]) => `${variable}=${value}`).join(';'),
  };
}

type Failure = { readonly reason: string; readonly refusal: GatewayRefusal };

/** The reason is for the log alone. */
function refusalOf(outcome: Exclude<Outcome, { kind: 'result' }>, found: FoundFunction, requestId: string): Failure {
  const { timeout, memory } = found.settings;
  switch (outcome.kind) {
    case 'failed': {
      const message = `Function code exception caught [${requestId}]`;
      return failure('FUNCTION_INVOCATION_FAILED', message, outcome.reason);
    }
    case 'timed-out': {
      const message = `Invoking task timed out after ${timeout} second${timeout === 1 ? '' : 's'}`;
      return failure('FUNCTION_TIME_LIMIT_EXCEEDED', message, `no answer within ${timeout} s; its instance was ended`);
    }
    case 'out-of-memory': {
      const reason = `more than ${memory} MB; its instance was ended`;
      return failure('FUNCTION_MEMORY_LIMIT_EXCEEDED', 'Function memory limit exceeded.', reason);
    }
    case 'too-large': {
      const reason = `the result has ${outcome.bytes} bytes, of at most ${payloadLimit}`;
      return failure('EXCEED_MAX_RESPONSE_SIZE', 'The response is too large.', reason);
    }
  }
}

function failure(code: string, message: string, reason: string): Failure {
  return { reason: `${code}: ${reason}`, refusal: new GatewayRefusal(500, code, message) };
}

function badParameter(message: string): GatewayRefusal {
  return new GatewayRefusal(400, 'FUNCTION_PARAM_INVALID', message);
}

function sendResult(
  reply: FastifyReply,
  { text, json }: { readonly text: string; readonly json: boolean },
): FastifyReply {
  return reply.type(`${json ? 'application/json' : 'text/plain'}; charset=utf-8`).send(text);
}

const textOf = (header: string | string[] | undefined): string | undefined =>
  typeof header === 'string' ? header : undefined;
