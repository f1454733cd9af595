import { writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import type { MockGateway } from '../server.ts';
import { contractFindings } from '../contract.samples.ts';
import { engines } from './engines.samples.ts';
import { defaultApiKey, defaultPublishableKey, startMockGateway } from '../server.ts';

const tablesFile = `
tables:
  lesson:
    permission: READONLY
    columns:
      id: { type: INT, primaryKey: true, autoIncrement: true }
      name: { type: VARCHAR(20), nullable: false, unique: true }
      position: { type: INT, default: 7 }
      credit: { type: 'DECIMAL(30,2)' }
      big: { type: BIGINT }
      _openid: { type: VARCHAR(64), nullable: false, default: '' }
    rows:
      - { id: 1, name: 高等数学, position: 1, credit: 4.5 }
      - { id: 2, name: 100% Pure, position: 2, credit: '-0.05' }
      - { id: 3, name: Compilers, position: 3, big: '9007199254740993' }
  private:
    permission: PRIVATE
    columns: { id: { type: INT, primaryKey: true, autoIncrement: true }, _openid: { type: VARCHAR(64) } }
    rows: [{ id: 1, _openid: somebody }]
  bare:
    permission: READONLY
    columns: { id: { type: INT, primaryKey: true } }
`;

let gateway: MockGateway;

type Call = { method?: string; path: string; headers?: Record<string, string>; body?: unknown; token?: string };
type Reply = { status: number; headers: Headers; text: string; body: unknown };

async function call({ method = 'GET', path, headers = {}, body, token = defaultApiKey }: Call): Promise<Reply> {
  const response = await fetch(`${gateway.url}/v1/rdb/rest/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  expect(
    contractFindings({
      request: { method, url: response.url, headers },
      response: { status: response.status, headers: response.headers, body: text },
    }),
  ).toEqual([]);
  return { status: response.status, headers: response.headers, text, body: text === '' ? undefined : JSON.parse(text) };
}

async function ask(path: string, body: object): Promise<Record<string, unknown>> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${gateway.url}/auth/v1/${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  return (await response.json()) as Record<string, unknown>;
}

async function signInByPassword(): Promise<string> {
  const session = await ask('signin', { username: 'gatewright', password: 'Gatewright-1!' });
  return String(session['access_token']);
}

async function signInBySms(): Promise<string> {
  const phone = '+86 13800138000';
  const { verification_id } = await ask('verification', { phone_number: phone, target: 'ANY' });
  const outbox = await fetch(`${gateway.controlUrl}/outbox?to=${encodeURIComponent(phone)}`);
  const [message] = (await outbox.json()) as { code: string }[];
  const proof = await ask('verification/verify', { verification_id, verification_code: message?.code });
  const session = await ask('signin', { verification_token: proof['verification_token'] });
  return String(session['access_token']);
}

const first = { _openid: '', big: null, credit: 4.5, id: 1, name: '高等数学', position: 1 };
const second = { _openid: '', big: null, credit: -0.05, id: 2, name: '100% Pure', position: 2 };
const third = { _openid: '', big: '9007199254740993', credit: null, id: 3, name: 'Compilers', position: 3 };
const object = { accept: 'application/vnd.pgrst.object+json' };
const representation = { prefer: 'return=representation' };
const merge = { prefer: 'return=representation, resolution=merge-duplicates' };

type Case = Call & {
  name: string;
  status: number;
  range?: string;
  applied?: string;
  type?: string;
  answer?: unknown;
};

/** Section 3 of the facts: status, Content-Range, Preference-Applied and body by case. */
const cases: Case[] = [
  { name: 'GET gives every row, without a range', path: 'lesson', status: 200, answer: [first, second, third] },
  { name: 'GET of nothing is an empty list', path: 'lesson?id=eq.99', status: 200, answer: [] },
  {
    name: 'GET with count=exact gives the range and the total',
    path: 'lesson?limit=2&order=id.asc',
    headers: { prefer: 'count=exact' },
    status: 200,
    range: '0-1/3',
    answer: [first, second],
  },
  {
    name: 'the range begins at the offset',
    path: 'lesson?offset=2&order=id',
    headers: { prefer: 'count=exact' },
    status: 200,
    range: '2-2/3',
    answer: [third],
  },
  {
    name: 'GET with count=exact of nothing',
    path: 'lesson?id=eq.9',
    headers: { prefer: 'count=exact' },
    status: 200,
    range: '*/0',
    answer: [],
  },
  { name: 'limit=0 gives no row', path: 'lesson?limit=0', status: 200, answer: [] },
  {
    name: 'HEAD counts',
    method: 'HEAD',
    path: 'lesson',
    headers: { prefer: 'count=exact' },
    status: 200,
    range: '0-2/3',
    type: 'application/json; charset=utf-8',
  },
  {
    name: 'HEAD counts what fits',
    method: 'HEAD',
    path: 'lesson?select=id&id=gt.1',
    headers: { prefer: 'count=exact' },
    status: 200,
    range: '0-1/2',
  },
  {
    name: 'HEAD of nothing',
    method: 'HEAD',
    path: 'lesson?id=eq.9',
    headers: { prefer: 'count=exact' },
    status: 200,
    range: '*/0',
  },
  { name: 'HEAD needs count=exact', method: 'HEAD', path: 'lesson', status: 400 },
  {
    name: 'the object media type gives one row as an object',
    path: 'lesson?id=eq.1',
    headers: object,
    status: 200,
    type: 'application/vnd.pgrst.object+json; charset=utf-8',
    answer: first,
  },
  {
    name: 'the object media type and no row',
    path: 'lesson?id=eq.9',
    headers: object,
    status: 406,
    type: 'application/json; charset=utf-8',
    answer: {
      code: 'INVALID_REQUEST',
      message: 'a single object was asked for, and the result contains 0 rows',
      details: 'The result contains 0 rows',
      hint: '',
    },
  },
  {
    name: 'the object media type and several rows',
    path: 'lesson',
    headers: object,
    status: 406,
    answer: {
      code: 'INVALID_REQUEST',
      message: 'a single object was asked for, and the result contains 3 rows',
      details: 'The result contains 3 rows',
      hint: '',
    },
  },
  {
    name: 'POST answers without a body',
    method: 'POST',
    path: 'lesson',
    body: { name: 'a' },
    status: 201,
    range: '*/1',
    applied: 'return=minimal',
  },
  {
    name: 'POST with representation gives the row with its id and defaults',
    method: 'POST',
    path: 'lesson',
    headers: representation,
    body: { name: '线性 %25' },
    status: 201,
    range: '*/1',
    applied: 'return=representation',
    answer: [{ _openid: '', big: null, credit: null, id: 4, name: '线性 %25', position: 7 }],
  },
  {
    name: 'POST of a list: a key that a row lacks is NULL',
    method: 'POST',
    path: 'lesson?columns="name","position"&select=name,position',
    headers: representation,
    body: [
      { name: 'b', position: 1 },
      { name: 'a', credit: 5 },
    ],
    status: 201,
    range: '*/2',
    applied: 'return=representation',
    answer: [
      { name: 'b', position: 1 },
      { name: 'a', position: null },
    ],
  },
  {
    name: 'POST of a list with missing=default',
    method: 'POST',
    path: 'lesson?select=position',
    headers: { prefer: 'return=representation, missing=default' },
    body: [{ name: 'a', position: 1 }, { name: 'b' }],
    status: 201,
    applied: 'return=representation, missing=default',
    answer: [{ position: 1 }, { position: 7 }],
  },
  { name: 'POST of an empty list', method: 'POST', path: 'lesson', body: [], status: 201, range: '*/0' },
  {
    name: 'POST as a single object',
    method: 'POST',
    path: 'lesson?select=id,title:name',
    headers: { ...representation, ...object },
    body: { name: 'a' },
    status: 201,
    type: 'application/vnd.pgrst.object+json; charset=utf-8',
    answer: { id: 4, title: 'a' },
  },
  {
    name: 'a merged row counts twice, as in MySQL',
    method: 'POST',
    path: 'lesson?on_conflict=id',
    headers: merge,
    body: { id: 1, name: '高等数学', position: 9 },
    status: 201,
    range: '*/2',
    applied: 'return=representation, resolution=merge-duplicates',
    answer: [{ ...first, position: 9 }],
  },
  {
    name: 'a merge that changes nothing counts zero',
    method: 'POST',
    path: 'lesson',
    headers: merge,
    body: { id: 1, position: 1 },
    status: 201,
    range: '*/0',
    answer: [first],
  },
  {
    name: 'a merge without a duplicate inserts',
    method: 'POST',
    path: 'lesson?select=id',
    headers: merge,
    body: { id: 8, name: 'new' },
    status: 201,
    range: '*/1',
    answer: [{ id: 8 }],
  },
  {
    name: 'a unique column makes a duplicate too',
    method: 'POST',
    path: 'lesson?select=id,position',
    headers: merge,
    body: { id: 3, name: 'COMPILERS', position: 5 },
    status: 201,
    range: '*/2',
    answer: [{ id: 3, position: 5 }],
  },
  {
    name: 'a duplicate is skipped on demand',
    method: 'POST',
    path: 'lesson',
    headers: { prefer: 'return=representation, resolution=ignore-duplicates' },
    body: [
      { id: 1, name: 'other' },
      { id: 4, name: 'new' },
    ],
    status: 201,
    range: '*/1',
    answer: [{ _openid: '', big: null, credit: null, id: 4, name: 'new', position: 7 }],
  },
  {
    name: 'PATCH answers without a body',
    method: 'PATCH',
    path: 'lesson?id=eq.1',
    body: { position: 5 },
    status: 204,
    range: '*/1',
    applied: 'return=minimal',
  },
  {
    name: 'PATCH with representation gives the rows after the change, also where the filter no longer fits',
    method: 'PATCH',
    path: 'lesson?position=gte.2&order=id.desc&select=id,position',
    headers: representation,
    body: { position: 0 },
    status: 200,
    range: '*/2',
    applied: 'return=representation',
    answer: [
      { id: 3, position: 0 },
      { id: 2, position: 0 },
    ],
  },
  {
    name: 'PATCH may change the key',
    method: 'PATCH',
    path: 'lesson?id=eq.1&select=id',
    headers: representation,
    body: { id: 77 },
    status: 200,
    answer: [{ id: 77 }],
  },
  {
    name: 'PATCH of nothing',
    method: 'PATCH',
    path: 'lesson?id=eq.9',
    headers: representation,
    body: { position: 5 },
    status: 200,
    range: '*/0',
    answer: [],
  },
  {
    name: 'PATCH is bounded by limit and order',
    method: 'PATCH',
    path: 'lesson?id=gt.0&order=id.desc&limit=1&select=id',
    headers: representation,
    body: { position: 0 },
    status: 200,
    range: '*/1',
    answer: [{ id: 3 }],
  },
  {
    name: 'DELETE answers without a body',
    method: 'DELETE',
    path: 'lesson?id=eq.1',
    status: 204,
    range: '*/1',
    applied: 'return=minimal',
  },
  {
    name: 'DELETE with representation gives the rows as they were',
    method: 'DELETE',
    path: 'lesson?id=in.(1,2)&order=id.desc',
    headers: representation,
    status: 200,
    range: '*/2',
    applied: 'return=representation',
    answer: [second, first],
  },
  {
    name: 'DELETE is bounded by limit and order',
    method: 'DELETE',
    path: 'lesson?id=gt.0&order=id.desc&limit=2&select=id',
    headers: representation,
    status: 200,
    range: '*/2',
    answer: [{ id: 3 }, { id: 2 }],
  },
  ...(['PATCH', 'DELETE'] as const).flatMap((method) =>
    ['lesson', 'lesson?limit=1&order=id'].map((path) => ({
      name: `${method} ${path} needs a filter`,
      method,
      path,
      ...(method === 'PATCH' ? { body: { position: 1 } } : {}),
      status: 400,
      answer: {
        code: 'BadApiRequest',
        message: `${method === 'PATCH' ? 'UPDATE' : 'DELETE'} requires a WHERE clause`,
        details: '',
        hint: '',
      },
    })),
  ),
];
/** The whole suite runs on both engines: the same answers are expected of each. */
for (const engine of engines) {
  test.describe(engine.name, () => {
    test.skip(engine.skip !== undefined, engine.skip ?? '');
    test.beforeEach(async () => {
      const tables = test.info().outputPath('tables.yaml');
      writeFileSync(tables, tablesFile);
      gateway = await startMockGateway({ tables, ...(engine.database && { database: engine.database }) });
    });
    test.afterEach(() => gateway.close());

    for (const { name, status, range, applied, type, answer, ...request } of cases) {
      test(name, async () => {
        const reply = await call(request);
        expect(reply.status).toBe(status);
        expect(reply.headers.get('x-request-id')).toBeTruthy();
        const ranged = range !== undefined || request.method === undefined;
        if (ranged) expect(reply.headers.get('content-range')).toBe(range ?? null);
        if (applied !== undefined) expect(reply.headers.get('preference-applied')).toBe(applied);
        if (type !== undefined) expect(reply.headers.get('content-type')).toBe(type);
        if (answer === undefined) expect(reply.text).toBe('');
        else if (status < 400) expect(reply.body).toEqual(answer);
        else expect(reply.body).toEqual({ ...(answer as object), requestId: reply.headers.get('x-request-id') });
      });
    }

    const filters: [query: string, ids: number[]][] = [
      ['id=eq.1', [1]],
      ['id=neq.1', [2, 3]],
      ['id=gt.1&id=lt.3', [2]],
      ['id=gte.2', [2, 3]],
      ['id=lte.1.5', [1]],
      ['id=not.in.[1,2]', [3]],
      ['id=in.()', []],
      ['name=eq.compilers', [3]],
      ['name=like.comp%25', [3]],
      [`name=like.${encodeURIComponent('高等%')}`, [1]],
      [`name=like.${encodeURIComponent('100\\%%')}`, [2]],
      ['name=like.%25%25%25', [1, 2, 3]],
      ['name=match.%5Ecomp.*s$', [3]],
      ['name=not.match.%5Ba-z%5D', [1]],
      ['credit=is.null', [3]],
      ['credit=not.is.null', [1, 2]],
      ['position=is.true', [1, 2, 3]],
      ['position=is.unknown', []],
      ['credit=lt.0', [2]],
      ['credit=eq.4.50', [1]],
      ['credit=gt.4.495', [1]],
      ['credit=gte.-0.051', [1, 2]],
      ['credit=lt.99999999999999999999999999999999999', [1, 2]],
      ['big=eq.9007199254740993', [3]],
      ['big=eq.9007199254740992', []],
      ['or=(id.eq.1,%20name.eq.100%25%20Pure)', [1, 2]],
      ['not.or=(id.eq.1,id.eq.2)', [3]],
      ['and=(id.gt.1,not.and(id.eq.2,position.eq.2))', [3]],
      ['order=credit.desc.nullsfirst', [3, 1, 2]],
      ['order=credit', [3, 2, 1]],
      ['order=credit.asc.nullslast', [2, 1, 3]],
      ['order=position.desc,id&limit=2&offset=1', [2, 1]],
    ];
    for (const [query, ids] of filters) {
      test(`GET ?${query}`, async () => {
        const reply = await call({ path: `lesson?select=id&${query}` });
        expect(reply.body).toEqual(ids.map((id) => ({ id })));
      });
    }

    const refusals: (Call & { status: number; code: string; message: string })[] = [
      {
        path: 'lesso',
        status: 404,
        code: 'RESOURCE_NOT_FOUND',
        message: 'table "lesso" does not exist; did you mean "lesson"?',
      },
      {
        path: 'lesson?nam=eq.1',
        status: 400,
        code: 'INVALID_PARAM',
        message: 'table "lesson" has no column "nam"; did you mean "name"?',
      },
      { path: 'lesson?select=x', status: 400, code: 'INVALID_PARAM', message: 'table "lesson" has no column "x"' },
      {
        path: 'lesson?order=ids',
        status: 400,
        code: 'INVALID_PARAM',
        message: 'table "lesson" has no column "ids"; did you mean "id"?',
      },
      { path: 'lesson?or=(x.eq.1)', status: 400, code: 'INVALID_PARAM', message: 'table "lesson" has no column "x"' },
      {
        path: 'lesson?id=eqq.1',
        status: 400,
        code: 'INVALID_PARAM',
        message: 'id=eqq.1: unknown operator "eqq"; did you mean "eq"?',
      },
      {
        path: 'lesson?id=eq.abc',
        status: 400,
        code: 'INVALID_PARAM',
        message: 'column "id" is INT: "abc" (string) is not a number',
      },
      {
        path: 'lesson?credit=like.1',
        status: 400,
        code: 'INVALID_PARAM',
        message: 'column "credit" is DECIMAL, and "like" is for text',
      },
      {
        path: 'lesson?name=like.%',
        status: 400,
        code: 'INVALID_PARAM',
        message: 'the query string is not percent-encoded at "like.%": write a percent sign as %25',
      },
      {
        path: 'lesson?limit=-1',
        status: 400,
        code: 'INVALID_PARAM',
        message: '"limit" takes a number of rows, not "-1"',
      },
      { path: 'lesson?limit=1&limit=2', status: 400, code: 'INVALID_PARAM', message: '"limit" is given twice' },
      { path: 'lesson?columns=id', status: 400, code: 'INVALID_PARAM', message: 'GET does not take "columns"' },
      {
        path: 'lesson?select=id,class_id(grade)',
        status: 400,
        code: 'INVALID_PARAM',
        message: 'no foreign key relates "lesson" and "class_id"',
      },
      {
        path: 'lesson?name=match.%5B',
        status: 400,
        code: 'INVALID_REQUEST',
        message: "Execute sql error. unclosed '['",
      },
      {
        method: 'POST',
        path: 'lesson?id=eq.1',
        body: {},
        status: 400,
        code: 'INVALID_PARAM',
        message: 'POST does not take "id"',
      },
      {
        method: 'POST',
        path: 'lesson?columns=',
        body: [],
        status: 400,
        code: 'INVALID_PARAM',
        message: '"" is not a list of columns',
      },
      {
        method: 'POST',
        path: 'lesson?on_conflict=x',
        body: [],
        status: 400,
        code: 'INVALID_PARAM',
        message: 'table "lesson" has no column "x"',
      },
      {
        method: 'POST',
        path: 'lesson',
        body: { nam: 1 },
        status: 400,
        code: 'INVALID_PARAM',
        message: 'table "lesson" has no column "nam"; did you mean "name"?',
      },
      {
        method: 'POST',
        path: 'lesson',
        body: '"x"',
        status: 400,
        code: 'INVALID_REQUEST',
        message: 'a row is a JSON object, not "x" (string)',
      },
      {
        method: 'POST',
        path: 'lesson',
        body: [5],
        status: 400,
        code: 'INVALID_REQUEST',
        message: 'a row is a JSON object, not 5 (integer)',
      },
      {
        method: 'POST',
        path: 'lesson',
        body: { name: 'a', position: 'x' },
        status: 400,
        code: 'INVALID_REQUEST',
        message: 'Execute sql error. column "position" is INT: "x" (string) is not an integer',
      },
      {
        method: 'POST',
        path: 'lesson',
        body: {},
        status: 400,
        code: 'INVALID_REQUEST',
        message: "Execute sql error. Column 'name' cannot be null",
      },
      {
        method: 'POST',
        path: 'lesson',
        body: { id: 1, name: 'a' },
        status: 400,
        code: 'INVALID_REQUEST',
        message: 'Execute sql error. Duplicate entry: another row has this primary key or unique value',
      },
      {
        method: 'POST',
        path: 'lesson',
        headers: merge,
        body: { name: 'a' },
        status: 400,
        code: 'INVALID_PARAM',
        message: 'an upsert needs the primary key "id" among the values',
      },
      {
        method: 'POST',
        path: 'lesson',
        headers: { 'content-type': 'text/plain' },
        body: '{}',
        status: 400,
        code: 'INVALID_REQUEST',
        message: 'the body is text/plain, and must be application/json',
      },
      {
        method: 'PATCH',
        path: 'lesson?id=eq.1&offset=1',
        body: {},
        status: 400,
        code: 'INVALID_PARAM',
        message: 'PATCH does not take "offset"',
      },
      {
        method: 'PATCH',
        path: 'lesson?id=eq.1',
        body: {},
        status: 400,
        code: 'INVALID_REQUEST',
        message: 'the body names no column',
      },
      {
        method: 'PATCH',
        path: 'lesson?id=eq.1',
        body: [],
        status: 400,
        code: 'INVALID_REQUEST',
        message: 'a row is a JSON object, not [] (array)',
      },
      {
        method: 'PATCH',
        path: 'lesson?id=eq.1',
        body: { name: null },
        status: 400,
        code: 'INVALID_REQUEST',
        message: "Execute sql error. Column 'name' cannot be null",
      },
      {
        path: 'private',
        token: defaultPublishableKey,
        status: 403,
        code: 'PERMISSION_DENIED',
        message: 'Permission denied. Please check permissions in the permission module.',
      },
    ];
    for (const { status, code, message, ...request } of refusals) {
      const details = message.startsWith('Execute sql error.')
        ? 'FailedOperation.DatabaseExecSqlError'
        : code === 'PERMISSION_DENIED'
          ? 'AuthFailure.DataSourceOperationAuthFailure'
          : undefined;
      test(`${request.method ?? 'GET'} ${request.path} ${JSON.stringify(request.body ?? '')} is refused: ${message}`, async () => {
        const reply = await call(request);
        expect(reply.status).toBe(status);
        expect(reply.body).toEqual({
          ...{ code, message, requestId: reply.headers.get('x-request-id') },
          ...(details !== undefined && { details, hint: '' }),
        });
      });
    }

    test('a body that is not JSON is refused', async () => {
      const reply = await call({ method: 'POST', path: 'lesson', body: '{"name":' });
      expect(reply.status).toBe(400);
      expect(reply.body).toMatchObject({
        code: 'INVALID_REQUEST',
        message: expect.stringContaining('the body is not JSON: '),
      });
    });

    test('a list of which one row fails is not inserted at all', async () => {
      const failed = await call({ method: 'POST', path: 'lesson', body: [{ name: 'a' }, { name: 'A' }] });
      expect(failed.status).toBe(400);
      expect((await call({ path: 'lesson?select=id' })).body).toHaveLength(3);
    });

    for (const method of ['PATCH', 'DELETE']) {
      test(`a ${method} whose answer is refused as not single is undone`, async () => {
        const headers = { ...object, ...representation };
        const body = method === 'PATCH' ? { body: { position: 0 } } : {};
        expect((await call({ method, path: 'lesson?id=gt.0', headers, ...body })).status).toBe(406);
        expect((await call({ path: 'lesson' })).body).toEqual([first, second, third]);
      });
    }

    test('row keys come in alphabetical order, the owner first, in compact JSON', async () => {
      const { text } = await call({ path: 'lesson?id=eq.3' });
      expect(text).toBe(
        '[{"_openid":"","big":"9007199254740993","credit":null,"id":3,"name":"Compilers","position":3}]',
      );
    });

    test('digits of a body and a row are never lost', async () => {
      const body = '{"name":"n","big":9223372036854775807,"credit":1234567890123456789012345678.91}';
      const { body: rows } = await call({
        method: 'POST',
        path: 'lesson?select=big,credit',
        headers: representation,
        body,
      });
      expect(rows).toEqual([{ big: '9223372036854775807', credit: '1234567890123456789012345678.91' }]);
    });

    test('a user reads all of a READONLY table and changes the own rows only', async () => {
      const token = await signInByPassword();
      const { body } = await call({
        method: 'POST',
        path: 'lesson',
        headers: representation,
        body: { name: 'mine' },
        token,
      });
      const [mine] = body as { _openid: string; id: number }[];
      expect(mine?._openid).toMatch(/^\d{19}$/);
      expect((await call({ path: 'lesson?select=id', token })).body).toHaveLength(4);
      const all = { path: 'lesson?id=gt.0', token };
      expect((await call({ ...all, method: 'PATCH', body: { position: 0 } })).headers.get('content-range')).toBe('*/1');
      const other = await signInBySms();
      expect((await call({ ...all, method: 'DELETE', token: other })).headers.get('content-range')).toBe('*/0');
      const stolen = await call({
        method: 'POST',
        path: 'lesson',
        headers: merge,
        body: { id: mine?.id, name: 'x' },
        token: other,
      });
      expect(stolen.status).toBe(403);
      expect((await call({ ...all, method: 'DELETE' })).headers.get('content-range')).toBe('*/1');
    });

    test('a user sees the own rows of a PRIVATE table only', async () => {
      const token = await signInByPassword();
      expect((await call({ path: 'private', token })).body).toEqual([]);
      expect((await call({ method: 'POST', path: 'private', body: {}, token })).status).toBe(201);
      const counted = await call({ method: 'HEAD', path: 'private', headers: { prefer: 'count=exact' }, token });
      expect(counted.headers.get('content-range')).toBe('0-0/1');
      expect((await call({ path: 'private' })).body).toHaveLength(2);
    });

    test('a user cannot say whose a row is, the administrator can', async () => {
      const token = await signInByPassword();
      const body = { name: 'x', _openid: 'someone' };
      for (const method of ['POST', 'PATCH']) {
        const reply = await call({ method, path: method === 'POST' ? 'lesson' : 'lesson?id=eq.1', body, token });
        expect(reply.status).toBe(403);
        expect(reply.body).toMatchObject({
          code: 'PERMISSION_DENIED',
          message: 'Setting user identifier field is not allowed.',
        });
      }
      expect((await call({ method: 'POST', path: 'lesson', body })).status).toBe(201);
    });

    test('a table without an owner column has no rows that a user could change', async () => {
      const token = await signInByPassword();
      const reply = await call({ method: 'POST', path: 'bare', body: { id: 1 }, token });
      expect(reply.body).toMatchObject({
        code: 'INVALID_REQUEST',
        message: 'Permission error. Table "bare" has no column "_openid".',
      });
    });

    test('no text of a caller reaches the SQL: whatever is sent, rows stay and nothing breaks', async () => {
      const sly = fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom(
          `'`,
          `"`,
          `";--`,
          `' or 1=1 --`,
          '\\',
          '%',
          '_',
          '\u0000',
          '1) or (1=1',
          'id" = "id',
          '?',
          '?1',
          ':a',
          '$b',
          '@c',
        ),
        fc
          .tuple(
            fc.constantFrom(
              'eq.',
              'like.',
              'match.',
              'in.(',
              'is.',
              'not.',
              'a!inner(',
              'id,lesson(',
              'id(id).',
              '(id.eq.',
            ),
            fc.string(),
          )
          .map((parts) => parts.join('')),
      );
      const name = fc.oneof(
        sly,
        fc.constantFrom('id', 'name', 'credit', 'select', 'order', 'or', 'and', 'limit', 'columns'),
      );
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(name, sly), { maxLength: 4 }),
          fc.dictionary(name, sly),
          async (pairs, body) => {
            const query = pairs.map((pair) => pair.map((part) => encodeURIComponent(part)).join('=')).join('&');
            const read = await call({ path: `lesson?${query}` });
            expect([200, 400]).toContain(read.status);
            const written = await call({ method: 'POST', path: 'lesson?columns=' + encodeURIComponent(query), body });
            expect([400]).toContain(written.status);
            // No row has this id, whatever else the query says.
            const path = `lesson?id=eq.-1&${query}`;
            const removed = await call({ method: 'DELETE', path });
            const changed = await call({ method: 'PATCH', path, body: { position: 0 } });
            for (const { status, headers } of [removed, changed]) {
              expect([204, 400]).toContain(status);
              expect(headers.get('content-range') ?? '*/0').toBe('*/0');
            }
          },
        ),
        { numRuns: 150 },
      );
      expect((await call({ path: 'lesson' })).body).toEqual([first, second, third]);
    });

    test('a value comes back exactly as it was written, and a filter finds it', async () => {
      const value = fc
        .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
        .map((text) => text.replaceAll('\0', ''))
        .filter((text) => text !== '' && Array.from(text).length <= 20);
      await fc.assert(
        fc.asyncProperty(value, async (text) => {
          const created = await call({
            method: 'POST',
            path: 'lesson?select=id,name',
            headers: { ...representation, ...object },
            body: { name: text },
          });
          expect(created.body).toMatchObject({ name: text });
          const { id } = created.body as { id: number };
          const filter = encodeURIComponent(text);
          expect((await call({ path: `lesson?select=id&name=eq.${filter}` })).body).toEqual([{ id }]);
          expect((await call({ method: 'DELETE', path: `lesson?id=eq.${id}` })).status).toBe(204);
        }),
        { numRuns: 60 },
      );
    });
  });
}
