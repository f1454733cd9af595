import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Refusal } from './refusal.ts';
import { isRefusal, refusalBody, refusalStatus, refuse } from './refusal.ts';
import type { Answer, AuthRequest, Fields } from './request.ts';
import { parseBody, readFields } from './request.ts';
import type { Route } from './route-table.ts';
import { routes } from './route-table.ts';
import type { AuthState } from './state.ts';

/**
 * All `/auth/*` routes, in a scope of their own, where bodies are read as text: whatever is wrong with one is answered
 * in the auth shape. What the gateway refuses before that, as a body past its limit, keeps the gateway's shape.
 */
export function registerAuth(app: FastifyInstance, auth: AuthState): void {
  app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, parsed) => {
      parsed(null, body);
    });
    for (const route of routes) {
      scope.route({
        method: route.method,
        url: route.path,
        handler: async (request, reply) => {
          const answer = await answerRequest(auth, route, request);
          return isRefusal(answer) ? sendRefusal(reply, answer) : reply.send(answer);
        },
      });
    }
    done();
  });
}

async function answerRequest(auth: AuthState, route: Route, request: FastifyRequest): Promise<Answer> {
  const headers = headersOf(request);
  const deviceId = headers.get('x-device-id');
  // Words of https://docs.cloudbase.net/http-api/auth/auth-sign-out
  if (deviceId !== undefined && deviceId.length >= 72) {
    return refuse('invalid_argument', 'x-device-id: device id must less than 72');
  }
  const text = typeof request.body === 'string' ? request.body : '';
  const body = parseBody(text);
  if (isRefusal(body)) return body;
  const fields = readFields(body, route.fields);
  if (isRefusal(fields)) return fields;
  const asked: AuthRequest = {
    method: request.method,
    url: request.url,
    headers,
    text,
    body,
    fields,
    query: new Map(new URL(request.url, 'http://mock').searchParams),
    path: new Map(Object.entries(parametersOf(request.params))),
    bearer: /^Bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1],
    deviceId: deviceId === '' ? undefined : deviceId,
  };
  return route.rule(auth, asked);
}

function headersOf(request: FastifyRequest): Fields {
  const fields = new Map<string, string>();
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string') fields.set(name, value);
  }
  return fields;
}

function parametersOf(parameters: unknown): Record<string, string> {
  if (typeof parameters !== 'object' || parameters === null) return {};
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)]));
}

function sendRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  return reply.code(refusalStatus(refusal)).send(refusalBody(refusal));
}
