import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { expect, test } from '@playwright/test';
import type { Files, Item } from './start-storage.samples.ts';
import { bucketName, environment, idOf, startFiles, uploadHeaders } from './start-storage.samples.ts';

let files: Files;
let url: string;
test.beforeEach(async () => {
  files = await startFiles();
  url = files.mock.objectsUrl;
});
test.afterEach(() => files.mock.close());

/** For tests of what is not public. */
async function restart(options: Parameters<typeof startFiles>[0]): Promise<void> {
  await files.mock.close();
  files = await startFiles(options);
  url = files.mock.objectsUrl;
}

async function linkTo(key: string): Promise<Item> {
  const [link = {}] = await files.call('get-objects-download-info', [{ cloudObjectId: idOf(key) }]);
  return link;
}

test('PUT stores the object: 200, no body, the MD5 in quotes, and an id of the request', async () => {
  const info = await files.info('a');
  const { status, text, headers } = await files.send('PUT', `${url}/a`, {
    headers: uploadHeaders(info),
    body: 'hello',
  });
  expect([status, text, headers.get('etag')]).toEqual([200, '', '"5d41402abc4b2a76b9719d911017c592"']);
  expect(headers.get('x-cos-request-id')).toMatch(/^[\w-]{36}$/);
});

test('a second PUT replaces the object', async () => {
  await files.upload('a', 'one');
  await files.upload('a', 'two and more');
  expect((await files.send('GET', `${url}/a`)).text).toBe('two and more');
});

const everyByte = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
const bodies: readonly (readonly [name: string, bytes: Buffer])[] = [
  ['no bytes', Buffer.alloc(0)],
  ['every byte', everyByte],
  ['5 MB', Buffer.concat(Array.from({ length: 20_480 }, () => everyByte))],
];
for (const [name, bytes] of bodies) {
  test(`bytes come back as they went: ${name}`, async () => {
    await files.upload('a', new Uint8Array(bytes));
    const got = await files.send('GET', `${url}/a`);
    expect([got.status, got.headers.get('content-length')]).toEqual([200, String(bytes.length)]);
    expect(got.bytes.equals(bytes)).toBe(true);
    expect(got.headers.get('etag')).toBe(`"${createHash('md5').update(bytes).digest('hex')}"`);
  });
}

const keys = [
  '课程/封面 1.jpg',
  'a b/c.txt',
  'a%20b',
  'a+b',
  "a'(b)!*",
  'a&b=c;d@e:f',
  'a\\b',
  '😀',
  'a/',
  '%',
  'é',
  '"<>"',
];
for (const key of keys) {
  test(`both addresses lead to ${JSON.stringify(key)}, as the official client takes them`, async () => {
    const info = await files.upload(key, key);
    const link = await linkTo(key);
    for (const { downloadUrl = '', downloadUrlEncoded = '' } of [info, link]) {
      expect((await files.send('GET', encodeURI(downloadUrl))).text).toBe(key);
      expect((await files.send('GET', downloadUrlEncoded)).text).toBe(key);
    }
  });
}
for (const key of ['a#b', 'a?b']) {
  test(`the address that is not percent-encoded cannot lead to ${key}, the other does`, async () => {
    await files.upload(key, key);
    const { downloadUrl = '', downloadUrlEncoded = '' } = await linkTo(key);
    expect((await files.send('GET', encodeURI(downloadUrl))).error).toBe(
      'NoSuchKey: The specified key does not exist.',
    );
    expect((await files.send('GET', downloadUrlEncoded)).text).toBe(key);
  });
}

test('what was sent with the object comes back with it', async () => {
  const info = await files.info('a');
  const sent = {
    'content-type': 'text/x-test; a=b',
    'cache-control': 'max-age=5',
    'content-disposition': 'attachment',
    'content-language': 'zh',
    expires: 'Fri, 02 Jan 2026 03:04:05 GMT',
    'x-cos-meta-own': 'mine',
    'x-cos-metadata-metadata': 'eyJhIjoxfQ==',
  };
  await files.send('PUT', `${url}/a`, {
    headers: { ...uploadHeaders(info), ...sent, 'x-other': 'lost' },
    body: 'hello',
  });
  for (const method of ['GET', 'HEAD']) {
    const { status, text, headers } = await files.send(method, `${url}/a`);
    expect([status, text]).toEqual([200, method === 'GET' ? 'hello' : '']);
    expect(Object.fromEntries(headers)).toMatchObject({
      ...sent,
      'content-length': '5',
      'x-cos-meta-fileid': info['cloudObjectMeta'],
      etag: '"5d41402abc4b2a76b9719d911017c592"',
      'accept-ranges': 'bytes',
      'last-modified': expect.stringMatching(/ GMT$/),
    });
    expect(headers.has('x-other')).toBe(false);
    expect(headers.has('x-cos-security-token')).toBe(false);
  }
});

test('without a type it is application/octet-stream', async () => {
  await files.upload('a', new Uint8Array([1]));
  expect((await files.send('GET', `${url}/a`)).headers.get('content-type')).toBe('application/octet-stream');
});

const ranges: readonly (readonly [range: string, status: number, body: string, contentRange: string | null])[] = [
  ['bytes=0-1', 206, 'he', 'bytes 0-1/5'],
  ['bytes=3-', 206, 'lo', 'bytes 3-4/5'],
  ['bytes=-2', 206, 'lo', 'bytes 3-4/5'],
  ['bytes=4-99', 206, 'o', 'bytes 4-4/5'],
  ['bytes=0-1,3-4', 200, 'hello', null],
  ['bytes=5-', 416, 'InvalidRange: The requested range is not satisfiable', 'bytes */5'],
];
for (const [range, status, body, contentRange] of ranges) {
  test(`GET with Range: ${range} is ${status}`, async () => {
    await files.upload('a', 'hello');
    const got = await files.send('GET', `${url}/a`, { headers: { range } });
    expect([got.status, got.error || got.text, got.headers.get('content-range')]).toEqual([status, body, contentRange]);
  });
}

test('conditions: 304 without a body, 412 with one', async () => {
  await files.upload('a', 'hello');
  const etag = '"5d41402abc4b2a76b9719d911017c592"';
  const same = await files.send('GET', `${url}/a`, { headers: { 'if-none-match': etag } });
  expect([same.status, same.text, same.headers.get('etag')]).toEqual([304, '', etag]);
  const other = await files.send('GET', `${url}/a`, { headers: { 'if-match': '"x"' } });
  expect([other.status, other.error]).toEqual([
    412,
    'PreconditionFailed: At least one of the preconditions you specified did not hold.',
  ]);
});

test('an error is XML, with the resource and the ids, and everything escaped', async () => {
  const got = await files.send('GET', `${url}/a&b%3Cc%3E`);
  expect([got.status, got.headers.get('content-type')]).toEqual([404, 'application/xml']);
  const id = got.headers.get('x-cos-request-id') ?? '';
  const host = new URL(url).host;
  expect(got.text).toBe(
    `<?xml version='1.0' encoding='utf-8' ?>\n<Error>\n\t<Code>NoSuchKey</Code>\n\t<Message>The specified key does not exist.</Message>\n` +
      `\t<Resource>${host}/a&amp;b%3Cc%3E</Resource>\n\t<RequestId>${id}</RequestId>\n\t<TraceId>${id}</TraceId>\n</Error>\n`,
  );
});

test('an error of a HEAD has no body', async () => {
  const { status, text } = await files.send('HEAD', `${url}/none`);
  expect([status, text]).toEqual([404, '']);
});

const mismatch = 'SignatureDoesNotMatch: The Signature you specified is invalid.';
const without =
  (name: string) =>
  (headers: Item): Item =>
    Object.fromEntries(Object.entries(headers).filter(([other]) => other !== name));
const uploads: readonly (readonly [name: string, change: (headers: Item) => Item, status: number, error: string])[] = [
  ['without Authorization', without('authorization'), 403, 'AccessDenied: Access Denied.'],
  ['without a token', without('x-cos-security-token'), 403, mismatch],
  ['without the meta of the file', without('x-cos-meta-fileid'), 403, mismatch],
  ['with another token', (headers) => ({ ...headers, 'x-cos-security-token': 'e30' }), 403, mismatch],
  ['with another meta', (headers) => ({ ...headers, 'x-cos-meta-fileid': 'x' }), 403, mismatch],
  ['with another value of a signed header', (headers) => ({ ...headers, 'content-type': 'text/html' }), 403, mismatch],
  ['without a signed header', without('content-type'), 403, mismatch],
  [
    'with the key of another store',
    (headers) => ({ ...headers, authorization: headers['authorization']!.replace(/q-ak=\w+/, 'q-ak=AKIDx') }),
    403,
    'InvalidAccessKeyId: The Access Key Id you provided does not exist in our records',
  ],
  [
    'with the credential of the environment',
    (headers) => ({ ...headers, authorization: 'Bearer mock-api-key' }),
    400,
    'InvalidArgument: The Authorization is not a signature of COS.',
  ],
  [
    'with an MD5 of other bytes',
    (headers) => ({ ...headers, 'content-md5': 'XUFAKrxLKna5cZ2REBfFkQ==' }),
    400,
    'BadDigest: The Content-MD5 you specified did not match what we received.',
  ],
  [
    'with an MD5 that is none',
    (headers) => ({ ...headers, 'content-md5': 'x' }),
    400,
    'InvalidDigest: The Content-MD5 you specified is not valid.',
  ],
];
for (const [name, change, status, error] of uploads) {
  test(`an upload ${name} is refused, and stores nothing`, async () => {
    const info = await files.info('a', { 'Content-Type': ['text/plain'] });
    const headers = change({ ...uploadHeaders(info), 'content-type': 'text/plain' });
    const got = await files.send('PUT', `${url}/a`, { headers, body: Buffer.from('hello') });
    expect([got.status, got.error]).toEqual([status, error]);
    expect((await files.send('HEAD', `${url}/a`)).status).toBe(404);
  });
}

test('an upload with all signed headers, and the MD5 of its bytes, is stored', async () => {
  const info = await files.info('a', { 'Content-Type': ['text/plain'], 'Content-Length': ['5'] });
  const own = { 'content-type': 'text/plain', 'content-md5': 'XUFAKrxLKna5cZ2REBfFkg==' };
  const got = await files.send('PUT', `${url}/a`, {
    headers: { ...uploadHeaders(info), ...own },
    body: Buffer.from('hello'),
  });
  expect([got.status, got.text]).toEqual([200, '']);
});

test('an upload of another length than was signed is refused', async () => {
  const info = await files.info('a', { 'content-length': ['4'] });
  expect((await files.send('PUT', `${url}/a`, { headers: uploadHeaders(info), body: 'hello' })).error).toBe(mismatch);
});

test('a signature is for one key', async () => {
  const info = await files.info('a');
  expect((await files.send('PUT', `${url}/b`, { headers: uploadHeaders(info), body: 'x' })).error).toBe(mismatch);
});

test('an upload may begin until its time is over, by the clock of the mock', async () => {
  await restart({ storage: { uploadLifetime: 60 } });
  const info = await files.info('a');
  await files.advance(59);
  expect((await files.send('PUT', `${url}/a`, { headers: uploadHeaders(info), body: 'x' })).status).toBe(200);
  await files.advance(3);
  const late = await files.send('PUT', `${url}/a`, { headers: uploadHeaders(info), body: 'y' });
  expect([late.status, late.error]).toEqual([403, 'AccessDenied: Request has expired']);
  expect((await files.send('GET', `${url}/a`)).text).toBe('x');
});

test('links of a public bucket do not expire, and need no signature', async () => {
  await files.upload('a', 'x');
  const { downloadUrl = '' } = await linkTo('a');
  expect(downloadUrl).toBe(`${url}/a`);
  await files.advance(10 * 365 * 86_400);
  expect((await files.send('GET', downloadUrl)).text).toBe('x');
});

test('a link to a private object expires, and nothing else leads there', async () => {
  await restart({ storage: { acl: 'PRIVATE', downloadLifetime: 60 } });
  const key = '课程/a b';
  await files.upload(key, 'x');
  const { downloadUrl = '', downloadUrlEncoded = '' } = await linkTo(key);
  const plain = downloadUrlEncoded.replace(/\?.*/, '');
  for (const link of [downloadUrlEncoded, encodeURI(downloadUrl), `${downloadUrlEncoded}&download=a.txt`]) {
    expect((await files.send('GET', link)).text).toBe('x');
  }
  expect((await files.send('GET', plain)).error).toBe('AccessDenied: Access Denied.');
  expect((await files.send('GET', `${url}/other${new URL(downloadUrlEncoded).search}`)).error).toBe(mismatch);
  expect((await files.send('GET', downloadUrlEncoded.replace(/t=\d+/, 't=9999999999'))).error).toBe(mismatch);
  await files.advance(62);
  const late = await files.send('GET', downloadUrlEncoded);
  expect([late.status, late.error]).toEqual([403, 'AccessDenied: Request has expired']);
  expect((await files.send('HEAD', downloadUrlEncoded)).status).toBe(403);
});

test('links and uploads outlive a restart of the mock', async () => {
  const dataFile = test.info().outputPath('rows.sqlite');
  await restart({ dataFile, storage: { acl: 'PRIVATE' } });
  await files.upload('a', 'x');
  const { downloadUrlEncoded = '' } = await linkTo('a');
  await restart({ dataFile, storage: { acl: 'PRIVATE' } });
  const { pathname, search } = new URL(downloadUrlEncoded);
  expect((await files.send('GET', url + pathname + search)).text).toBe('x');
});

async function sendForm(
  info: Item,
  change: Readonly<Record<string, string | undefined>> = {},
  file: Blob | string | null = new Blob([everyByte], { type: 'image/png' }),
) {
  const form = new FormData();
  const fields = {
    key: 'a b/课.png',
    signature: info['authorization'],
    'x-cos-meta-fileid': info['cloudObjectMeta'],
    success_action_status: '201',
    'x-cos-security-token': info['token'],
    ...change,
  };
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) form.append(name, value);
  if (file !== null) form.append('file', file);
  form.append('late', 'is not read');
  return files.send('POST', info['uploadUrl'] ?? '', { body: form });
}

test('a form stores the object: exactly 201, and where it is', async () => {
  const info = await files.info('a b/课.png');
  const { status, text, headers } = await sendForm(info);
  const etag = `"${createHash('md5').update(everyByte).digest('hex')}"`;
  expect([status, headers.get('etag')]).toEqual([201, etag]);
  expect(text).toContain(
    `\t<Location>${url}/a%20b/%E8%AF%BE.png</Location>\n\t<Bucket>${bucketName}</Bucket>\n\t<Key>a b/课.png</Key>\n\t<ETag>${etag}</ETag>\n`,
  );
  const got = await files.send('GET', info['downloadUrlEncoded'] ?? '');
  expect([got.bytes.equals(everyByte), got.headers.get('content-type')]).toEqual([true, 'image/png']);
});

const forms: readonly (readonly [
  name: string,
  change: Readonly<Record<string, string | undefined>>,
  result: string,
])[] = [
  ['status 200', { success_action_status: '200' }, '200'],
  ['status 204', { success_action_status: '204' }, '204'],
  ['no status', { success_action_status: undefined }, '204'],
  ['a status that is none', { success_action_status: '500' }, '204'],
  ['no key', { key: undefined }, '400 InvalidArgument: The form has no field "key".'],
  ['another key', { key: 'b' }, `403 ${mismatch}`],
  ['no signature', { signature: undefined }, '403 AccessDenied: Access Denied.'],
  ['another meta', { 'x-cos-meta-fileid': 'x' }, `403 ${mismatch}`],
  ['no token', { 'x-cos-security-token': undefined }, `403 ${mismatch}`],
];
for (const [name, change, result] of forms) {
  test(`a form with ${name}`, async () => {
    const { status, error } = await sendForm(await files.info('a b/课.png'), change);
    expect(error === '' ? String(status) : `${status} ${error}`).toBe(result);
  });
}

test('a form whose file is a text, as the official client may send it', async () => {
  const info = await files.info('a b/课.png');
  expect((await sendForm(info, {}, 'hello')).status).toBe(201);
  expect((await files.send('GET', info['downloadUrlEncoded'] ?? '')).text).toBe('hello');
});

test('a form without a file', async () => {
  const { status, error } = await sendForm(await files.info('a b/课.png'), {}, null);
  expect([status, error]).toEqual([400, 'InvalidArgument: The form has no field "file".']);
});

const malformed = 'MalformedPOSTRequest: The body of your POST request is not well-formed multipart/form-data.';
const noForms: readonly (readonly [name: string, type: string, body: string])[] = [
  ['of another type', 'text/plain', 'x'],
  ['without a boundary', 'multipart/form-data', 'x'],
  ['that ends early', 'multipart/form-data; boundary=b', '--b\r\ncontent-disposition: form-data; name="key"\r\n\r\na'],
  ['of no parts', 'multipart/form-data; boundary=b', 'x'],
];
for (const [name, type, body] of noForms) {
  test(`a form ${name} is refused`, async () => {
    const { status, error } = await files.send('POST', `${url}/a`, { headers: { 'content-type': type }, body });
    expect([status, error]).toEqual([400, malformed]);
  });
}

test('a file that ends early is not stored', async () => {
  const info = await files.info('a');
  const fields = Object.entries({
    key: 'a',
    signature: info['authorization'],
    'x-cos-meta-fileid': info['cloudObjectMeta'],
    'x-cos-security-token': info['token'],
  });
  const parts = fields.map(
    ([name, value]) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value ?? ''}\r\n`,
  );
  const body = `${parts.join('')}--b\r\ncontent-disposition: form-data; name="file"; filename="f"\r\n\r\nhello`;
  const { status, error } = await files.send('POST', `${url}/a`, {
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
    body,
  });
  expect([status, error]).toEqual([400, malformed]);
  expect((await files.send('HEAD', `${url}/a`)).status).toBe(404);
});

test('an upload that is broken off stores nothing, and gives its memory back', async () => {
  await restart({ storage: { memoryLimit: 1000 } });
  for (const key of ['a', 'b', 'c']) {
    const info = await files.info(key);
    const headers = { ...uploadHeaders(info), 'content-length': 900 };
    const sending = httpRequest(`${url}/${key}`, { method: 'PUT', headers });
    sending.on('error', () => undefined);
    sending.write(Buffer.alloc(600));
    await once(sending, 'socket');
    await files.send('GET', `${url}/${key}`);
    const closed = new Promise((resolve) => sending.once('close', resolve));
    sending.destroy();
    await closed;
  }
  await expect
    .poll(async () => {
      const info = await files.info('d');
      return (await files.send('PUT', `${url}/d`, { headers: uploadHeaders(info), body: Buffer.alloc(1000) })).status;
    })
    .toBe(200);
  expect((await files.send('HEAD', `${url}/a`)).status).toBe(404);
});

test('in memory there is room for so many bytes: the refusal says what to do, and a smaller object fits', async () => {
  await restart({ storage: { memoryLimit: 1_000_000 } });
  const info = await files.info('a');
  const got = await files.send('PUT', `${url}/a`, { headers: uploadHeaders(info), body: Buffer.alloc(1_000_001) });
  expect([got.status, got.error]).toEqual([
    400,
    'EntityTooLarge: the mock keeps at most 1000000 bytes of objects in memory: raise storage.memoryLimit, or keep them in files with --data',
  ]);
  await files.upload('a', Buffer.alloc(1_000_000));
  await files.call('delete-objects', [{ cloudObjectId: idOf('a') }]);
  await files.upload('b', Buffer.alloc(1_000_000));
});

test('more than 5 GB are refused before they are sent', async () => {
  const info = await files.info('a');
  const headers = { ...uploadHeaders(info), 'content-length': String(5 * 1024 ** 3 + 1) };
  const sending = httpRequest(`${url}/a`, { method: 'PUT', headers });
  sending.on('error', () => undefined);
  sending.flushHeaders();
  const [answer] = (await once(sending, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of answer) text += String(chunk);
  expect([answer.statusCode, text]).toEqual([400, expect.stringContaining('<Code>EntityTooLarge</Code>')]);
  sending.destroy();
});

test('without a length there is nothing to store', async () => {
  const info = await files.info('a');
  const sending = httpRequest(`${url}/a`, { method: 'PUT', headers: uploadHeaders(info) });
  sending.removeHeader('transfer-encoding');
  sending.useChunkedEncodingByDefault = false;
  sending.end();
  const [answer] = (await once(sending, 'response')) as [IncomingMessage];
  answer.resume();
  expect(answer.statusCode).toBe(411);
});

for (const [method, path, status, code] of [
  ['DELETE', '/a', 405, 'MethodNotAllowed'],
  ['PATCH', '/a', 405, 'MethodNotAllowed'],
  ['GET', '/', 403, 'AccessDenied'],
  ['GET', '/%', 400, 'InvalidURI'],
  ['GET', '/%ff', 400, 'InvalidURI'],
] as const) {
  test(`${method} ${path} is ${status} ${code}`, async () => {
    const got = await files.send(method, url + path);
    expect([got.status, got.error.split(':')[0]]).toEqual([status, code]);
    expect(got.headers.get('x-cos-request-id')).not.toBeNull();
  });
}

test('a page may upload and read: the answers say so to its browser', async () => {
  await restart({ domains: ['localhost:5173'] });
  const origin = 'http://localhost:5173';
  const asked = 'authorization,x-cos-security-token,x-cos-meta-fileid';
  const preflight = await files.send('OPTIONS', `${url}/a`, {
    headers: { origin, 'access-control-request-headers': asked },
  });
  expect([
    preflight.status,
    preflight.headers.get('access-control-allow-origin'),
    preflight.headers.get('access-control-allow-headers'),
  ]).toEqual([204, origin, asked]);
  await files.upload('a', 'x');
  const read = await files.send('GET', `${url}/a`, { headers: { origin } });
  expect(read.headers.get('access-control-allow-origin')).toBe(origin);
  expect(read.headers.get('access-control-expose-headers')).toContain('ETag');
  const other = await files.send('GET', `${url}/a`, { headers: { origin: 'http://other.example' } });
  expect(other.headers.get('access-control-allow-origin')).toBeNull();
});

test('no signature and no token stands in the log', async () => {
  const lines: string[] = [];
  await restart({ storage: { acl: 'PRIVATE' }, log: (line) => lines.push(line) });
  const info = await files.upload('a', 'x');
  const { downloadUrlEncoded = '' } = await linkTo('a');
  await files.send('GET', downloadUrlEncoded);
  const log = lines.join('\n');
  expect(log).toContain('/a?sign=***&t=');
  for (const secret of [info['token'], info['authorization'], new URL(downloadUrlEncoded).searchParams.get('sign')]) {
    expect(log).not.toContain(secret ?? 'missing');
  }
});

test('the address of the store is of its own origin, and knows no path of the gateway', async () => {
  const answer = await files.send('POST', `${url}/v1/storages/delete-objects`, {
    headers: { 'content-type': 'application/json' },
    body: '[]',
  });
  expect(answer.error).toBe(malformed);
  expect((await fetch(`${files.mock.url}/a`)).status).toBe(404);
  expect(environment).toBe('test-env');
});
