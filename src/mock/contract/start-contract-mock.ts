// The mock of a contract behind a port, with the faults and the control port of the mock gateway.
import { fastify } from 'fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { RequestListener } from 'node:http';
import type { Contract } from '../../openapi/contract.ts';
import { createClock } from '../clock.ts';
import { createControlApp } from '../control-app.ts';
import { answerPreflight } from '../cross-origin.ts';
import { registerFaults } from '../faults/apply-faults.ts';
import { registerFaultControl } from '../faults/control-faults.ts';
import { createFaults } from '../faults/faults-in-force.ts';
import type { WrittenFault } from '../faults/read-fault.ts';
import { serveBeside } from '../docs/docs-page.ts';
import { listen } from '../listen.ts';
import { answerNoHttp } from '../no-http.ts';
import { noSchemas } from '../no-schemas.ts';
import { logRequests } from '../request-log.ts';
import { allowedMethods, createContractMock, problem } from './contract-mock.ts';
import type { StartedMock } from '../started-mock.ts';
import type { ContractMock } from './contract-mock.ts';
import { isQueryKey } from './query-key.ts';
import { replyFrom, sendAnswer } from './reply-from.ts';

export type ContractMockOptions = {
  /** As `openContract` of `gatewright/contract` gives them. */
  readonly contracts: readonly Contract[];
  /** Absent or 0: a free one. */
  readonly port?: number;
  readonly controlPort?: number;
  /** Another seed, other values. */
  readonly seed?: string;
  /** As in `retype:queryRecords:/0/position`. */
  readonly faults?: readonly WrittenFault[];
  /** Gets one line of JSON per request. */
  readonly log?: (line: string) => void;
  /** The page to try calls at `/docs`, by `createDocsPage`; absent: there is none. */
  readonly docs?: RequestListener;
};

export type StartedContractMock = StartedMock & { readonly mock: ContractMock };

const bodyLimit = 100 * 1024 * 1024;

/**
 * Listens on the loopback address.
 * @throws DescriptionError: PORT_IN_USE; USAGE of a fault
 */
export async function startContractMock(options: ContractMockOptions): Promise<StartedContractMock> {
  const mock = createContractMock(options.contracts, options.seed);
  const { seed = '1' } = options;
  const faults = createFaults({ operations: mock.routes, clock: createClock(), seed }, options.faults ?? []);
  let requests = 0;
  const app = fastify({
    bodyLimit,
    schemaController: noSchemas,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    frameworkErrors: refuseUnread,
    clientErrorHandler: refuseNoHttp,
    ...(options.docs && { serverFactory: serveBeside(options.docs) }),
  });
  app.setErrorHandler(refuseUnread);
  app.setNotFoundHandler((request, reply) => serve(mock, request, reply));
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
  app.addHook('onRequest', (request, reply, done) => {
    requests += 1;
    // Fastify would refuse a type that is none in words of its own; what was sent is in the raw headers.
    if (request.headers['content-type'] !== undefined) request.headers['content-type'] = 'application/octet-stream';
    allowPages(request, reply);
    done();
  });
  if (options.log) logRequests(app, withoutKeys(options.contracts, options.log));
  registerFaults(app, faults);
  app.all('*', (request, reply) => serve(mock, request, reply));
  const control = createControlApp();
  control.get('/counts', () => ({ requests }));
  registerFaultControl(control, faults);
  const close = async (): Promise<void> => {
    await Promise.all([app.close(), control.close()]);
  };
  try {
    const url = await listen(app, options.port, '--port');
    const controlUrl = await listen(control, options.controlPort, '--control-port');
    return { url, controlUrl, mock, faults: faults.reports, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A credential that the contract puts into the query is not told. */
function withoutKeys(contracts: readonly Contract[], log: (line: string) => void): (line: string) => void {
  return (line) => {
    log(
      line.replaceAll(/([?&])([^=&"]+=)[^&"\s]*/g, (pair: string, mark: string, name: string) =>
        isQueryKey(contracts, pair.slice(1)) ? `${mark}${name}***` : pair,
      ),
    );
  };
}

/** Pages of every origin may call a mock on this machine, as with the mock gateway. */
function allowPages(request: FastifyRequest, reply: FastifyReply): void {
  const { origin } = request.headers;
  if (origin === undefined) return;
  reply.header('access-control-allow-origin', origin);
  reply.header('access-control-allow-credentials', 'true');
  reply.header('vary', 'Origin');
}

function serve(mock: ContractMock, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { method, url } = request;
  if (method === 'OPTIONS' && mock.routes.byRequest(method, url).length === 0) return preflight(mock, request, reply);
  return replyFrom(mock, request, reply);
}

const unread = 'the request cannot be read';

const refuseNoHttp = answerNoHttp((status, detail) => problem({ statuses: [status], title: unread, detail }));

/** The server itself could not take the request: it is too large, or its path is not percent-encoded. */
function refuseUnread(error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  const status = error.statusCode ?? 500;
  const title = status < 500 ? unread : 'the mock failed';
  sendAnswer(problem({ statuses: [status], title, detail: error.message }), reply);
}

function preflight({ routes }: ContractMock, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const methods = allowedMethods(routes.methodsOf(request.url)).join(', ');
  return answerPreflight(request, reply.header('allow', methods), methods);
}
