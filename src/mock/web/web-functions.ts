// Functions that are web servers: `<name>.web.js`, `.web.mjs` or `.web.cjs` beside the event functions. They are called with `webfn=true` or
// `X-Tcb-Webfn: true`, by any method, at any path below their own
// (https://docs.cloudbase.net/http-api/functions/functions-post).
import { statSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join, resolve } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerGatewayPreflight } from '../admission.ts';
import type { CallerOf } from '../credentials.ts';
import { isPreflight } from '../cross-origin.ts';
import { GatewayRefusal } from '../errors.ts';
import { extensions } from '../functions/find-handlers.ts';
import type { Functions } from '../functions/folder.ts';
import { denyInvoke, mayInvoke } from '../functions/rules.ts';
import { namePattern } from '../name-pattern.ts';
import type { Log } from '../tell.ts';
import type { Trouble } from './forward.ts';
import type { Hosts } from './host.ts';
import { passBodies, passOn, webMethods } from './pass-on.ts';

export type WebFunctionOptions = {
  readonly callerOf: CallerOf;
  /** The folder of all functions; absent: there is none. */
  readonly folder: string | undefined;
  /** What the folder holds beside them: event functions, and the rules of all. */
  readonly functions: Functions;
  readonly hosts: Hosts;
  readonly environment: string;
  /** Seconds until the answer must have begun; absent: 60, the most there is for a web function. */
  readonly timeout?: number;
  readonly log: Log;
};

/** 6 MB each way (https://docs.cloudbase.net/error-code/service). */
const bodyLimit = 6 * 1024 * 1024;

type FunctionRoute = { Params: { name: string } };

export function registerWebFunctions(app: FastifyInstance, options: WebFunctionOptions): void {
  const fileOf = (name: string): string | undefined => {
    if (options.folder === undefined || !namePattern.test(name)) return undefined;
    const path = join(resolve(options.folder), `${name}.web`);
    const files = extensions.map((end) => path + end);
    return files.find((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);
  };
  const serve = async (request: FastifyRequest<FunctionRoute>, reply: FastifyReply): Promise<FastifyReply> => {
    if (isPreflight(request)) return answerGatewayPreflight(request, reply);
    const caller = await options.callerOf(request.headers.authorization, request);
    const { name } = request.params;
    const { rules, handlers } = options.functions.look();
    if (!mayInvoke(rules, name, caller)) throw denyInvoke();
    const file = fileOf(name);
    if (file === undefined && handlers.has(name)) {
      throw wrongKind(`"${name}" is an event function: call it without webfn`, request.id);
    }
    if (file === undefined) throw new GatewayRefusal(404, 'FUNCTION_NOT_FOUND', `Function "${name}" not found.`);
    const speaker = { function: name };
    const { hosts, environment, timeout = 60, log } = options;
    const refuse = (trouble: Trouble): GatewayRefusal => refusalFor(trouble, timeout, request.id);
    const address = (): Promise<URL> => hosts.address(file, speaker);
    return passOn(
      request,
      reply,
      { speaker, address, environment, timeout: timeout * 1000, bodyLimit, refuse, log },
      caller,
    );
  };
  app.addConstraintStrategy(webCalls);
  void app.register((scope, _options, done) => {
    passBodies(scope, bodyLimit);
    for (const url of ['/v1/functions/:name', '/v1/functions/:name/*']) {
      const constraints = { [webCalls.name]: 'yes' };
      scope.route<FunctionRoute>({ method: [...webMethods], url, constraints, handler: serve });
    }
    done();
  });
  // Without its flag a web function is no event function. The route of those is another's.
  const refuse = async (request: FastifyRequest<FunctionRoute>): Promise<void> => {
    const { name } = request.params;
    const { rules, handlers } = options.functions.look();
    if (fileOf(name) === undefined || handlers.has(name)) return;
    const caller = await options.callerOf(request.headers.authorization, request);
    if (!mayInvoke(rules, name, caller)) throw denyInvoke();
    throw wrongKind(`"${name}" is a web function: call it with webfn=true or X-Tcb-Webfn: true`, request.id);
  };
  // No promise for the requests of others: it costs each a twentieth of its time.
  app.addHook<FunctionRoute>('preHandler', (request, _reply, done) => {
    if (request.routeOptions.url !== '/v1/functions/:name' || isWebCall(request.raw)) done();
    else
      refuse(request).then(() => {
        done();
      }, done);
  });
}

/** Leads a call to the routes of web functions by its flag. */
const webCalls = {
  name: 'webCall',
  storage: <Handler>() => {
    const handlers = new Map<string, Handler>();
    return {
      get: (key: string) => handlers.get(key) ?? null,
      set: (key: string, handler: Handler) => {
        handlers.set(key, handler);
      },
    };
  },
  deriveConstraint: (request: Pick<IncomingMessage, 'url' | 'headers'>) => (isWebCall(request) ? 'yes' : undefined),
};

/** `true` is the only value of both that counts. */
export function isWebCall({ url = '', headers }: Pick<IncomingMessage, 'url' | 'headers'>): boolean {
  if (!url.startsWith('/v1/functions/')) return false;
  if (headers['x-tcb-webfn'] === 'true') return true;
  const query = url.split('?').slice(1).join('?');
  return query.split('&').includes('webfn=true');
}

function wrongKind(what: string, id: string): GatewayRefusal {
  return new GatewayRefusal(400, 'FUNCTION_PARAM_INVALID', `${what} [${id}]`);
}

function refusalFor(trouble: Trouble, seconds: number, id: string): GatewayRefusal {
  switch (trouble) {
    case 'too slow': {
      const message = `Invoking task timed out after ${seconds} seconds`;
      return new GatewayRefusal(500, 'FUNCTION_TIME_LIMIT_EXCEEDED', message);
    }
    case 'too large':
      return new GatewayRefusal(413, 'EXCEED_MAX_PAYLOAD_SIZE', 'The request payload is larger than 6 MB.');
    case 'not ready':
    case 'broke off':
      return new GatewayRefusal(500, 'FUNCTION_INVOCATION_FAILED', `Function code exception caught [${id}]`);
  }
}
