import { expect, test } from '@playwright/test';
import type { MockGateway } from '../server.ts';
import { ask, received, startFaulty } from './faults.samples.ts';
import { faultKinds } from './fault-kinds.ts';

let gateway: MockGateway | undefined;
test.afterEach(() => gateway?.close());

async function start(...faults: string[]): Promise<MockGateway> {
  return (gateway = await startFaulty(faults));
}

const rows = '[{"id":1,"name":"课"},{"id":2,"name":"b"}]';
const honest = {
  status: 200,
  type: 'application/json; charset=utf-8',
  range: '0-1/2',
  coding: null as string | null,
  after: null as string | null,
  text: rows,
};
const refused = (status: number, code: string, message: string) => ({
  status,
  range: null,
  text: expect.stringMatching(`^{"code":"${code}","message":"${message}","requestId":"[-0-9a-f]{36}"}$`) as unknown,
});
const rateLimited = refused(429, 'EXCEED_RATELIMIT', 'Request exceeds the rate limit of the environment.');

/** What is answered in place of the honest answer. */
const answers: readonly (readonly [fault: string, answer: { [Key in keyof typeof honest]?: unknown }])[] = [
  ['retype:queryRecords:/0/id', { text: rows.replace('1', '"1"') }],
  ['retype:queryT:/1/name', { text: rows.replace('"b"', '1') }],
  ['retype:*:/*/id', { text: '[{"id":"1","name":"课"},{"id":"2","name":"b"}]' }],
  ['drop:queryRecords:/0/id', { text: '[{"name":"课"},{"id":2,"name":"b"}]' }],
  ['drop:queryRecords:/0', { text: '[{"id":2,"name":"b"}]' }],
  ['drop:queryRecords:/0/*', { text: '[{},{"id":2,"name":"b"}]' }],
  ['null:queryRecords:/*/name', { text: '[{"id":1,"name":null},{"id":2,"name":null}]' }],
  ['rename:queryRecords:/0/name:nmae', { text: rows.replace('name', 'nmae') }],
  ['rename:queryRecords:/*/name:n', { text: rows.replaceAll('name', 'n') }],
  ['add:queryRecords:/*/extra', { text: rows.replaceAll('}', ',"extra":true}') }],
  ['enum:queryRecords:/1/name', { text: rows.replace('"b"', '"NO_SUCH_VALUE"') }],
  ['set:queryRecords:/0/id=9007199254740993', { text: rows.replace('1', '9007199254740993') }],
  ['set:queryRecords:/0={"a=b":[1]}', { text: '[{"a=b":[1]},{"id":2,"name":"b"}]' }],
  ['duplicate:queryRecords:/0/id', { text: rows.replace('{"id":1', '{"id":"1","id":1') }],
  ['invalid-json:queryRecords', { text: rows.slice(0, -1) }],
  ['empty:queryRecords', { text: '' }],
  ['html:queryRecords', { type: 'text/html', text: '<!doctype html><title>Bad gateway</title>' }],
  ['charset:queryRecords:iso-8859-1', { text: rows.replace('课', '\ufffd') }],
  ['invalid-utf8:queryRecords', { text: rows.replace('b"', 'b\ufffd"') }],
  ['status:queryRecords:418', { status: 418 }],
  ['media-type:queryRecords:text/plain', { type: 'text/plain' }],
  ['header:queryRecords:Content-Range=0-0/x', { range: '0-0/x' }],
  ['drop-header:queryRecords:Content-Range', { range: null }],
  ['drop-header:queryRecords:content-type', { type: null }],
  ['error:queryRecords:SYS_ERR', refused(500, 'SYS_ERR', 'Internal error.')],
  ['rate-limit:queryRecords', rateLimited],
  ['rate-limit:queryRecords:2s', { ...rateLimited, after: '2' }],
  ['expire:queryRecords', refused(401, 'ACCESS_TOKEN_EXPIRED', 'Access token expired.')],
  ['latency:queryRecords:1ms', {}],
  ['drip:queryRecords:10ms', {}],
  ['skew:300s', {}],
  // What finds nothing to change changes nothing.
  ['retype:queryRecords:/5/id', {}],
  ['rename:queryRecords:/0/nothing:n', {}],
  ['enum:queryRecords:/0/id', {}],
  ['charset:queryRecords:utf-16le@#2', {}],
  ['error:*:resource_exhausted', {}],
  ['status:updateRecords:500', {}],
];
for (const [fault, answer] of answers) {
  test(fault, async () => {
    const response = await ask(await start(fault));
    const { status, headers } = response;
    const [type, range] = [headers.get('content-type'), headers.get('content-range')];
    const [coding, after] = [headers.get('content-encoding'), headers.get('retry-after')];
    expect({ status, type, range, coding, after, text: await response.text() }).toEqual({ ...honest, ...answer });
  });
}

const head = (...lines: string[]) =>
  new RegExp(
    `^HTTP/1\\.1 200 OK\r\n(?:[\\w-]+: .*\r\n)*${lines.map((line) => `${line}\r\n`).join('(?:[\\w-]+: .*\r\n)*')}`,
  );
const size = Buffer.byteLength(rows);
const half = Buffer.from(rows)
  .subarray(0, size >> 1)
  .toString();

/** What comes over the connection, to its end. */
const connections: readonly (readonly [fault: string, head: RegExp, rest: string])[] = [
  ['reset:queryRecords', /^(?=<)/, '<ECONNRESET>'],
  ['close:queryRecords', /^(?=<)/, '<closed>'],
  ['no-http:queryRecords', /^(?=SSH)/, 'SSH-2.0-OpenSSH_9.6\r\n<closed>'],
  ['reset-midway:queryRecords', head(`content-length: ${size}`), `\r\n${half}<ECONNRESET>`],
  ['truncate:queryRecords', head(`content-length: ${size}`), `\r\n${half}<closed>`],
  [
    'truncate-chunked:queryRecords',
    head('Transfer-Encoding: chunked'),
    `\r\n${(size >> 1).toString(16)}\r\n${half}\r\n<closed>`,
  ],
  ['length:queryRecords:-5', head(`content-length: ${size - 5}`), `\r\n${rows}<closed>`],
];
for (const [fault, beginning, rest] of connections) {
  test(fault, async () => {
    const text = await received(await start(fault));
    expect(text).toMatch(beginning);
    expect(text.replace(beginning, '').replace(/^(?:[\w-]+: .*\r\n)+/, '')).toBe(rest);
  });
}

test('twice:queryRecords', async () => {
  const text = await received(await start('twice:queryRecords'));
  const whole = text.slice(0, -'<closed>'.length);
  expect(whole.slice(0, whole.length / 2)).toBe(whole.slice(whole.length / 2));
  expect(whole).toMatch(new RegExp(`^HTTP/1\\.1 200 OK\r\n[^]*content-length: ${size}\r\n`));
});

for (const [fault, come] of [
  ['hang:queryRecords', ''],
  ['stall:queryRecords', half],
  ['length:queryRecords:+5', rows],
] as const) {
  test(`${fault}: no more comes until the client, or the mock, gives up`, async () => {
    const mock = await start(fault);
    if (come !== '') {
      const response = await ask(mock);
      const reader = response.body?.getReader();
      expect(response.headers.get('content-length')).toBe(String(fault.startsWith('length') ? size + 5 : size));
      const first = await reader?.read();
      expect(Buffer.from(first?.value ?? []).toString()).toBe(come);
      const next = expect(reader?.read()).rejects.toThrow('terminated');
      await mock.close();
      await next;
    } else {
      const hanging = expect(ask(mock)).rejects.toThrow('fetch failed');
      while (mock.faults()[0]?.hits === 0) await new Promise(setImmediate);
      await mock.close();
      await hanging;
    }
  });
}

test('coding: the header names what the body is not', async () => {
  const response = await ask(await start('coding:queryRecords:br'));
  expect(response.headers.get('content-encoding')).toBe('br');
  await expect(response.text()).rejects.toThrow('terminated');
});

test('bom and charset: bytes', async () => {
  const bytes = async () => Buffer.from(await (await ask(gateway!)).arrayBuffer());
  await start('bom:queryRecords@#1', 'charset:queryRecords:utf-16le@#2');
  expect(await bytes()).toEqual(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(rows)]));
  expect(await bytes()).toEqual(Buffer.from(rows, 'utf16le'));
});

test('stale: what was changed is not seen', async () => {
  const mock = await start('stale:queryRecords@#2-9');
  const text = async () => (await ask(mock)).text();
  const rename = (name: string) =>
    ask(mock, { method: 'PATCH', body: JSON.stringify({ name }), headers: json }, '/v1/rdb/rest/t?id=eq.2');
  expect(await text()).toBe(rows);
  await rename('c');
  expect(await text()).toBe(rows.replace('"b"', '"c"'));
  await rename('d');
  expect(await text()).toBe(rows.replace('"b"', '"c"'));
});
const json = { authorization: 'Bearer mock-api-key', 'content-type': 'application/json' };

test('skew: the header Date and the clock', async () => {
  const mock = await start('skew:-3600s');
  const behind = () =>
    ask(mock).then(({ headers }) => (Date.parse(headers.get('date') ?? '') - Date.now()) / 3_600_000);
  expect(await behind()).toBeCloseTo(-1, 2);
  await fetch(`${mock.controlUrl}/faults?fault=skew:-3600s`, { method: 'DELETE' });
  expect(await behind()).toBeCloseTo(0, 2);
});

test('the auth service refuses in its own shape, the gateway before it in its own', async () => {
  const mock = await start('error:signIn:resource_exhausted@#1', 'error:signIn:SYS_ERR@#2');
  const signIn = () => ask(mock, { method: 'POST', body: '{}' }, '/auth/v1/signin');
  const first = await signIn();
  expect([first.status, await first.json()]).toEqual([
    429,
    {
      error: 'resource_exhausted',
      error_code: 8,
      error_description: 'the mock was told to refuse with resource_exhausted',
    },
  ]);
  expect(await (await signIn()).json()).toMatchObject({ code: 'SYS_ERR' });
});

test('a refused request is not carried out; any other is, whatever is answered', async () => {
  const mock = await start('error:deleteRecords:SYS_ERR@#1', 'status:deleteRecords:500@#2');
  const remove = () => ask(mock, { method: 'DELETE' }, '/v1/rdb/rest/t?id=eq.1');
  expect((await remove()).status).toBe(500);
  expect(await (await ask(mock)).text()).toBe(rows);
  expect((await remove()).status).toBe(500);
  expect(await (await ask(mock)).json()).toHaveLength(1);
});

test('several faults add up', async () => {
  const response = await ask(
    await start('retype:queryT:/0/id', 'status:queryRecords:202', 'drop:*:/1', 'header:*:a=b'),
  );
  expect([response.status, response.headers.get('a'), await response.text()]).toEqual([
    202,
    'b',
    '[{"id":"1","name":"课"}]',
  ]);
});

test('answers without a body are let be', async () => {
  const mock = await start(...['html', 'empty', 'bom', 'invalid-json', 'truncate'].map((kind) => `${kind}:*`));
  const head = await ask(mock, { method: 'HEAD' });
  expect([head.status, head.headers.get('content-range'), await head.text()]).toEqual([200, '0-1/2', '']);
  const removed = await ask(mock, { method: 'DELETE' }, '/v1/rdb/rest/t?id=eq.1');
  expect([removed.status, await removed.text()]).toEqual([204, '']);
  expect(mock.faults().map(({ requests, hits }) => [requests, hits])).toEqual(Array(5).fill([2, 0]));
});

test('what a browser asks beforehand is answered as ever', async () => {
  const response = await ask(await start('status:*:500'), { method: 'OPTIONS', headers: { origin: 'http://a' } });
  expect(response.status).toBe(204);
});

const kinds = Object.keys(faultKinds);
const argumentsOf: Readonly<Record<string, string>> = {
  rename: ':/0/id:x',
  set: ':/0/id=2',
  charset: ':utf-16le',
  coding: ':x',
  status: ':500',
  'media-type': ':a/b',
  header: ':a=b',
  'drop-header': ':vary',
  error: ':SYS_ERR',
  latency: ':1ms',
  drip: ':10ms',
  length: ':-1',
};
for (const kind of kinds.filter((name) => !['skew', 'hang', 'stall'].includes(name))) {
  test(`after ${kind} the next request is answered as ever`, async () => {
    const pointer = ['retype', 'drop', 'null', 'add', 'enum', 'duplicate'].includes(kind) ? ':/0/id' : '';
    const mock = await start(`${kind}:queryRecords${argumentsOf[kind] ?? pointer}@#1`);
    await Promise.race([
      ask(mock)
        .then((response) => response.arrayBuffer())
        .catch(() => undefined),
      new Promise((done) => setTimeout(done, 500)),
    ]);
    const next = await ask(mock);
    expect([next.status, await next.text()]).toEqual([200, rows]);
  });
}
