// `/v1/rdb/rest/{table}` and its longer forms: requests to work, results to status, headers and body.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseJson } from '../../core/json.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import type { CallerOf } from '../credentials.ts';
import { GatewayRefusal } from '../errors.ts';
import { rangeOfRead, rangeOfWrite } from './content-range.ts';
import { denyIdentity } from './permissions.ts';
import { findTable } from './find-table.ts';
import type { Address } from './find-table.ts';
import { readPrefer, renderApplied } from './prefer.ts';
import { invalidParameter, readQuery } from './read-query.ts';
import type { Method } from './read-query.ts';
import { readBodyRow, readBodyRows } from './rows.ts';
import type { Store, Written } from './store.ts';
import { countRows, deleteRows, insertRows, readRows, updateRows } from './store.ts';
import type { Work } from './work.ts';

const objectType = 'application/vnd.pgrst.object+json';
const bodyTypes = ['application/json', objectType];

/** The system database, a named one, and one of a named instance. */
const forms = ['/v1/rdb/rest/:table', '/v1/rdb/rest/:schema/:table', '/v1/rdb/rest/:instance/:schema/:table'];

type Parts = { Params: Pick<Address, 'table'> & Partial<Address>; Body: string | undefined };
type TableRequest = FastifyRequest<Parts>;
type Answer = (store: Store, work: Work, request: TableRequest, reply: FastifyReply) => Promise<FastifyReply>;

/** What the rows of an environment are served with. */
export type Rdb = {
  readonly store: Store;
  readonly callerOf: CallerOf;
  /** Its id is also the name of its database. */
  readonly environment: string;
  /** Whether a user of this id exists. */
  readonly knowsUser: (userId: string) => boolean;
};

const answers: Readonly<Record<Method, Answer>> = { GET: get, HEAD: head, POST: post, PATCH: patch, DELETE: remove };

export function registerRdb(app: FastifyInstance, { store, callerOf, environment, knowsUser }: Rdb): void {
  for (const [method, answer] of Object.entries(answers)) {
    for (const url of forms) {
      app.route<Parts>({
        method,
        url,
        handler: async (request, reply) => {
          const caller = await callerOf(request.headers.authorization);
          if (caller.kind === 'user' && !knowsUser(caller.userId)) throw denyIdentity();
          const work: Work = {
            table: findTable(store.tables, addressOf(request), environment),
            caller,
            query: readQuery(method as Method, queryOf(request)),
            preferences: readPrefer(headerOf(request, 'prefer')),
            single: wantsObject(request.headers.accept),
          };
          return answer(store, work, request, reply);
        },
      });
    }
  }
}

/**
 * Whether one object is asked for instead of a list.
 * @throws GatewayRefusal with 406 where neither is
 */
function wantsObject(accept = '*/*'): boolean {
  const types = accept.split(',').map((type) => type.split(';')[0]?.trim().toLowerCase() ?? '');
  if (types.includes(objectType)) return true;
  if (types.some((type) => ['application/json', 'application/*', '*/*', ''].includes(type))) return false;
  throw new GatewayRefusal(406, 'INVALID_REQUEST', `rows come as application/json or ${objectType}, not as ${accept}`);
}

/** The path decides; what it leaves open, the headers of older clients say. */
function addressOf(request: TableRequest): Address {
  const { table, schema, instance } = request.params;
  const reads = request.method === 'GET' || request.method === 'HEAD';
  return {
    table,
    schema: schema ?? headerOf(request, reads ? 'accept-profile' : 'content-profile'),
    instance: instance ?? headerOf(request, 'x-db-instance'),
  };
}

async function get(store: Store, work: Work, _request: TableRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { rows, total } = await readRows(store, work);
  if (work.preferences.countExact) {
    reply.header('content-range', rangeOfRead(work.query.offset ?? 0, rows.length, total));
  }
  return sendRows(reply.code(200), work, rows);
}

async function head(store: Store, work: Work, _request: TableRequest, reply: FastifyReply): Promise<FastifyReply> {
  if (!work.preferences.countExact) throw invalidParameter('HEAD needs the header "Prefer: count=exact"');
  const { shown, total } = await countRows(store, work);
  return reply
    .code(200)
    .header('content-range', rangeOfRead(work.query.offset ?? 0, shown, total))
    .type('application/json; charset=utf-8')
    .send();
}

async function post(store: Store, work: Work, request: TableRequest, reply: FastifyReply): Promise<FastifyReply> {
  const written = await insertRows(store, work, readBodyRows(bodyOf(request)));
  return sendWritten(reply.code(201), work, written);
}

async function patch(store: Store, work: Work, request: TableRequest, reply: FastifyReply): Promise<FastifyReply> {
  const written = await updateRows(store, work, () => readBodyRow(bodyOf(request)));
  return sendWritten(reply.code(statusOfChange(work)), work, written);
}

async function remove(store: Store, work: Work, _request: TableRequest, reply: FastifyReply): Promise<FastifyReply> {
  return sendWritten(reply.code(statusOfChange(work)), work, await deleteRows(store, work));
}

function statusOfChange({ preferences }: Work): number {
  return preferences.return === 'representation' ? 200 : 204;
}

function sendWritten(reply: FastifyReply, work: Work, written: Written): FastifyReply {
  reply.header('content-range', rangeOfWrite(written.affected));
  reply.header('preference-applied', renderApplied(work.preferences, reply.statusCode === 201));
  return work.preferences.return === 'representation' ? sendRows(reply, work, written.rows) : reply.send();
}

function sendRows(reply: FastifyReply, work: Work, rows: readonly JsonObject[]): FastifyReply {
  return work.single
    ? reply.type(`${objectType}; charset=utf-8`).send(JSON.stringify(rows[0]))
    : reply.type('application/json; charset=utf-8').send(JSON.stringify(rows));
}

/** @throws GatewayRefusal with INVALID_REQUEST where the body is not JSON */
function bodyOf(request: TableRequest): JsonValue {
  const type = (request.headers['content-type'] ?? 'application/json').split(';')[0]?.trim().toLowerCase() ?? '';
  if (!bodyTypes.includes(type)) {
    throw new GatewayRefusal(400, 'INVALID_REQUEST', `the body is ${type}, and must be application/json`);
  }
  const parsed = parseJson(request.body ?? '');
  if (!parsed.ok) throw new GatewayRefusal(400, 'INVALID_REQUEST', `the body is not JSON: ${parsed.reason}`);
  return parsed.value;
}

function queryOf(request: TableRequest): string {
  const mark = request.url.indexOf('?');
  return mark === -1 ? '' : request.url.slice(mark + 1);
}

function headerOf(request: TableRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'object' ? value.join(', ') : value;
}
