// `/v1/rdb/rest/{table}`: requests to work, results to status, headers and body.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { didYouMean } from '../../core/nearest-name.ts';
import { parseJson } from '../../core/json.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import type { CallerOf } from '../credentials.ts';
import { GatewayRefusal } from '../errors.ts';
import { rangeOfRead, rangeOfWrite } from './content-range.ts';
import { readPrefer, renderApplied } from './prefer.ts';
import { invalidParameter, readQuery } from './read-query.ts';
import type { Method } from './read-query.ts';
import { readBodyRow, readBodyRows } from './rows.ts';
import type { Store, Work, Written } from './store.ts';
import { countRows, deleteRows, insertRows, readRows, updateRows } from './store.ts';

const objectType = 'application/vnd.pgrst.object+json';
const bodyTypes = ['application/json', objectType];

type TableRequest = FastifyRequest<{ Params: { table: string }; Body: string | undefined }>;
type Answer = (store: Store, work: Work, request: TableRequest, reply: FastifyReply) => FastifyReply;

export function registerRdb(app: FastifyInstance, store: Store, callerOf: CallerOf): void {
  const route = (method: Method, answer: Answer): void => {
    app.route<{ Params: { table: string }; Body: string | undefined }>({
      method,
      url: '/v1/rdb/rest/:table',
      handler: async (request, reply) => {
        const caller = await callerOf(request.headers.authorization);
        const work: Work = {
          table: tableNamed(store, request.params.table),
          caller,
          query: readQuery(method, queryOf(request)),
          preferences: readPrefer(headerOf(request, 'prefer')),
          single: (request.headers.accept ?? '').includes(objectType),
        };
        return answer(store, work, request, reply);
      },
    });
  };
  route('GET', get);
  route('HEAD', head);
  route('POST', post);
  route('PATCH', patch);
  route('DELETE', remove);
}

function get(store: Store, work: Work, _request: TableRequest, reply: FastifyReply): FastifyReply {
  const { rows, total } = readRows(store, work);
  if (work.preferences.countExact) {
    reply.header('content-range', rangeOfRead(work.query.offset ?? 0, rows.length, total));
  }
  return sendRows(reply.code(200), work, rows);
}

function head(store: Store, work: Work, _request: TableRequest, reply: FastifyReply): FastifyReply {
  if (!work.preferences.countExact) throw invalidParameter('HEAD needs the header "Prefer: count=exact"');
  const { shown, total } = countRows(store, work);
  return reply
    .code(200)
    .header('content-range', rangeOfRead(work.query.offset ?? 0, shown, total))
    .type('application/json; charset=utf-8')
    .send();
}

function post(store: Store, work: Work, request: TableRequest, reply: FastifyReply): FastifyReply {
  const written = insertRows(store, work, readBodyRows(bodyOf(request)));
  return sendWritten(reply.code(201), work, written);
}

function patch(store: Store, work: Work, request: TableRequest, reply: FastifyReply): FastifyReply {
  const written = updateRows(store, work, () => readBodyRow(bodyOf(request)));
  return sendWritten(reply.code(work.preferences.return === 'representation' ? 200 : 204), work, written);
}

function remove(store: Store, work: Work, _request: TableRequest, reply: FastifyReply): FastifyReply {
  const written = deleteRows(store, work);
  return sendWritten(reply.code(work.preferences.return === 'representation' ? 200 : 204), work, written);
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

function tableNamed(store: Store, name: string): Work['table'] {
  const table = store.tables.get(name);
  if (table) return table;
  const meant = didYouMean(name, store.tables.keys());
  const remedy = meant === undefined ? '' : `; ${meant}`;
  throw new GatewayRefusal(404, 'RESOURCE_NOT_FOUND', `table "${name}" does not exist${remedy}`);
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

function queryOf(request: FastifyRequest): string {
  const mark = request.url.indexOf('?');
  return mark === -1 ? '' : request.url.slice(mark + 1);
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'object' ? value.join(', ') : value;
}
