// All ten rows of the table of errors (docs.cloudbase.net/http-api/mysqldb/mysql-restful-api), with status and shape.
import { writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { fastify } from 'fastify';
import Database from 'libsql';
import { createConnection } from 'mysql2/promise';
import type { RowDataPacket } from 'mysql2/promise';
import type { Caller } from '../caller.ts';
import { contractFindings } from '../contract.samples.ts';
import { registerErrors } from '../errors.ts';
import type { MockGateway, MockGatewayOptions } from '../server.ts';
import { defaultApiKey, defaultPublishableKey, startMockGateway } from '../server.ts';
import { engines } from './engines.samples.ts';
import { openSqlite } from './engine-sqlite.ts';
import type { Engine } from './program.ts';
import { registerRdb } from './routes.ts';
import { readTables } from './tables.ts';
import { readDocument } from '../../document/read-document.ts';

const tablesFile =
  'tables: { line: { permission: READONLY, columns: { id: { type: INT, primaryKey: true } }, rows: [{ id: 1 }, { id: 2 }] } }';

let gateway: MockGateway;
async function start(options: MockGatewayOptions = {}): Promise<void> {
  const tables = test.info().outputPath('tables.yaml');
  writeFileSync(tables, tablesFile);
  gateway = await startMockGateway({ tables, ...options });
}

type Call = { path?: string; method?: string; key?: string; accept?: string; body?: string };

async function refusalOf({ path = 'line', method = 'GET', key = defaultApiKey, accept, body }: Call = {}) {
  const headers = {
    authorization: `Bearer ${key}`,
    ...(accept !== undefined && { accept }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
  };
  const url = `${gateway.url}/v1/rdb/rest/${path}`;
  const response = await fetch(url, { method, headers, ...(body !== undefined && { body }) });
  const text = await response.text();
  const answer = { status: response.status, headers: response.headers, body: text };
  expect(contractFindings({ request: { method, url }, response: answer })).toEqual([]);
  return { status: response.status, body: JSON.parse(text) as Record<string, unknown> };
}

const refusals: [Call, number, object][] = [
  [{ path: 'line?id=equals.1' }, 400, { code: 'INVALID_PARAM' }],
  [
    { method: 'POST', body: '{"id":1}' },
    400,
    { code: 'INVALID_REQUEST', details: 'FailedOperation.DatabaseExecSqlError', hint: '' },
  ],
  [
    { accept: 'application/vnd.pgrst.object+json' },
    406,
    { code: 'INVALID_REQUEST', details: 'The result contains 2 rows', hint: '' },
  ],
  [{ accept: 'text/csv' }, 406, { code: 'INVALID_REQUEST' }],
  [
    { method: 'POST', key: defaultPublishableKey, body: '{"id":1}' },
    403,
    { code: 'PERMISSION_DENIED', details: 'AuthFailure.DataSourceOperationAuthFailure', hint: '' },
  ],
  [
    { path: 'lines' },
    404,
    { code: 'RESOURCE_NOT_FOUND', message: 'table "lines" does not exist; did you mean "line"?' },
  ],
  [{ path: 'other/line' }, 404, { code: 'RESOURCE_NOT_FOUND' }],
  [
    { path: 'other/mock-env/line' },
    404,
    { code: 'RESOURCE_NOT_FOUND', details: 'ResourceNotFound.InstanceNotFound', hint: '' },
  ],
  [
    { method: 'DELETE' },
    400,
    { code: 'BadApiRequest', message: 'DELETE requires a WHERE clause', details: '', hint: '' },
  ],
];
for (const engine of engines) {
  test.describe(engine.name, () => {
    test.skip(engine.skip !== undefined, engine.skip ?? '');
    test.beforeAll(() => start(engine.database === undefined ? {} : { database: engine.database }));
    test.afterAll(() => gateway.close());
    for (const [request, status, shape] of refusals) {
      test(`${JSON.stringify(request)} is refused with ${status}`, async () => {
        const { body, ...answered } = await refusalOf(request);
        const { requestId, message, ...rest } = body;
        expect({ status: answered.status, ...rest, message }).toEqual({
          message: expect.stringMatching(/\w/),
          ...{ status, ...shape },
        });
        expect(requestId).toMatch(/^[\w-]{36}$/);
      });
    }
  });
}

test('the three forms of the path, and the headers of older clients, lead to the same table', async () => {
  await start({ environment: 'my-env' });
  const read = async (path: string, headers: Record<string, string> = {}): Promise<number> => {
    const url = `${gateway.url}/v1/rdb/rest/${path}`;
    return (await fetch(url, { headers: { authorization: `Bearer ${defaultApiKey}`, ...headers } })).status;
  };
  expect(await read('line')).toBe(200);
  expect(await read('my-env/line')).toBe(200);
  expect(await read('default/my-env/line')).toBe(200);
  expect(await read('line', { 'x-db-instance': 'default', 'accept-profile': 'my-env' })).toBe(200);
  expect(await read('line', { 'x-db-instance': 'other' })).toBe(404);
  expect(await read('line', { 'accept-profile': 'other' })).toBe(404);
  expect(await read('line', { 'content-profile': 'other' })).toBe(200);
  expect(await read('my-env/line', { 'accept-profile': 'other' })).toBe(200);
  await gateway.close();
});

test('503 RESOURCE_UNAVAILABLE: another program holds the data file', async () => {
  const dataFile = test.info().outputPath('rows.sqlite');
  await start({ dataFile });
  const other = new Database(dataFile);
  other.exec('begin exclusive');
  const { status, body } = await refusalOf();
  expect([status, body['code']]).toEqual([503, 'RESOURCE_UNAVAILABLE']);
  other.exec('rollback');
  other.close();
  expect((await refusalOf({ path: 'line?id=eq.1' })).status).toBe(200);
  await gateway.close();
});

test('503 OPERATION_FAILED: the connection to the database server is lost, and made anew', async () => {
  const database = engines[1]?.database ?? '';
  test.skip(engines[1]?.skip !== undefined, engines[1]?.skip ?? '');
  await start({ database });
  const admin = await createConnection(database);
  const [processes] = await admin.query<RowDataPacket[]>('show processlist');
  for (const process of processes.filter(({ db }) => String(db).startsWith('test_gatewright_'))) {
    const [[lock]] = await admin.query<RowDataPacket[]>('select is_used_lock(?) as id', [process['db']]);
    if (lock?.['id'] === process['Id'] && (await isOurs(admin, String(process['db'])))) {
      await admin.query('kill ?', [process['Id']]);
    }
  }
  const { status, body } = await refusalOf();
  expect([status, body['code'], body['details']]).toEqual([
    503,
    'OPERATION_FAILED',
    'FailedOperation.DatabaseConnectError',
  ]);
  expect((await refusalOf()).status).toBe(200);
  await admin.end();
  await gateway.close();
});

/** Other tests have schemas too, with other tables. */
async function isOurs(admin: Awaited<ReturnType<typeof createConnection>>, schema: string): Promise<boolean> {
  const [tables] = await admin.query<RowDataPacket[]>('show tables from ??', [schema]);
  return tables.length === 1 && Object.values(tables[0] ?? {})[0] === 'line';
}

/** The routes alone, for what a whole gateway does not let happen. */
async function answerOf(caller: Caller, engine: (real: Engine) => Engine = (real) => real) {
  const app = fastify({ exposeHeadRoutes: false });
  const tables = readTables(readDocument(tablesFile, 'tables.yaml'));
  registerErrors(app, undefined);
  const store = {
    tables: new Map(tables.map((table) => [table.name, table])),
    engine: engine(openSqlite(tables)),
    now: () => 0,
  };
  registerRdb(app, { store, callerOf: () => Promise.resolve(caller), environment: 'e', knowsUser: () => false });
  const answer = await app.inject('/v1/rdb/rest/line');
  await app.close();
  return { status: answer.statusCode, ...answer.json<{ code: string; message: string }>() };
}

test('401 PERMISSION_DENIED: the database does not know the user of the token', async () => {
  expect(await answerOf({ kind: 'user', userId: 'gone' })).toMatchObject({ status: 401, code: 'PERMISSION_DENIED' });
});

test('500 SYS_ERR: a fault of the gateway, of which nothing is told', async () => {
  const broken = (real: Engine): Engine => ({ ...real, run: () => Promise.reject(new Error('secret')) });
  expect(await answerOf({ kind: 'admin' }, broken)).toMatchObject({
    ...{ status: 500, code: 'SYS_ERR', message: 'Internal error.' },
  });
});
