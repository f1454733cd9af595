// The mock of a contract behind a port, with the faults and the control port of the mock gateway.
import { fastify } from 'fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HeaderField } from '../../core/http.ts';
import type { Contract } from '../../openapi/contract.ts';
import { createClock } from '../clock.ts';
import { createControlApp } from '../control-app.ts';
import { answerPreflight } from '../cross-origin.ts';
import { registerFaults } from '../faults/apply-faults.ts';
import { registerFaultControl } from '../faults/control-faults.ts';
import { createFaults } from '../faults/faults-in-force.ts';
import type { WrittenFault } from '../faults/read-fault.ts';
import { listen } from '../listen.ts';
import { noSchemas } from '../no-schemas.ts';
import { logRequests } from '../request-log.ts';
import type { StartedMock } from '../started-mock.ts';
import { createContractMock } from './contract-mock.ts';
import type { ContractMock } from './contract-mock.ts';

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
  const app = fastify({ bodyLimit, schemaController: noSchemas, exposeHeadRoutes: false, forceCloseConnections: true });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
  app.addHook('onRequest', (request, reply, done) => {
    requests += 1;
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
  const schemes = contracts.flatMap(({ securitySchemes }) => [...securitySchemes.values()]);
  const names = new Set(
    schemes.flatMap((scheme) => (scheme.type === 'apiKey' && scheme.in === 'query' ? [scheme.name] : [])),
  );
  if (names.size === 0) return log;
  return (line) => {
    log(
      line.replaceAll(/([?&])([^=&"]+)=[^&"\s]*/g, (whole, mark: string, name: string) =>
        names.has(name) ? `${mark}${name}=***` : whole,
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
  const body = Buffer.isBuffer(request.body) ? request.body : undefined;
  const answer = mock.answer({ method, url, headers: fieldsOf(request), ...(body && { body }) });
  reply.code(answer.status);
  for (const [name, value] of answer.headers) reply.header(name, value);
  if (answer.body.length === 0) return reply.send();
  return reply.send(typeof answer.body === 'string' ? answer.body : Buffer.from(answer.body));
}

function preflight({ routes }: ContractMock, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const methods = routes.methodsOf(request.url);
  reply.header('allow', [...methods, 'OPTIONS'].join(', '));
  return answerPreflight(request, reply, methods.length === 0 ? '*' : methods.join(', '));
}

function fieldsOf({ raw }: FastifyRequest): HeaderField[] {
  const fields: HeaderField[] = [];
  for (let at = 0; at + 1 < raw.rawHeaders.length; at += 2) {
    fields.push([raw.rawHeaders[at] ?? '', raw.rawHeaders[at + 1] ?? '']);
  }
  return fields;
}
