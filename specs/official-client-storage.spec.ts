// The storage part of the official client, unmodified, against the mock: what applications do with it under Node, and the
// refusals they meet. Every answer of the gateway on the way goes through the contract check; the bytes go to the object
// store itself, as its addresses say.
import cloudbase from '@cloudbase/js-sdk';
import { expect, test } from '@playwright/test';
import { defaultApiKey, defaultPublishableKey } from '../src/mock/server.ts';
import type { MockGatewayOptions } from '../src/mock/server.ts';
import type { CheckedGateway } from './checked-gateway.ts';
import { startCheckedGateway } from './checked-gateway.ts';
import { at, callAt } from './official-client.ts';

let gateway: CheckedGateway;
let app: unknown;
let env: string;
let count = 0;
const called = new Set<string>();

const muted = ['log', 'info', 'warn', 'error'] as const;
const spoken = muted.map((name) => [name, Reflect.get(console, name)] as const);
test.beforeAll(() => {
  for (const name of muted) Reflect.set(console, name, () => undefined);
});
test.afterAll(() => {
  for (const [name, speak] of spoken) Reflect.set(console, name, speak);
});

async function open(credential: 'user' | 'admin' | 'public' = 'user', options: MockGatewayOptions = {}): Promise<void> {
  count += 1;
  env = `files-${test.info().workerIndex}-${count}`;
  gateway = await startCheckedGateway({ environment: env, ...options });
  const keys = { user: {}, admin: { accessKey: defaultApiKey }, public: { accessKey: defaultPublishableKey } };
  app = cloudbase.init({ env, ...keys[credential] });
  await callAt(app, 'registerHost', new URL(gateway.url).host, 'http');
  if (credential === 'user') {
    await callAt(await callAt(app, 'auth'), 'signIn', { username: 'gatewright', password: 'Gatewright-1!' });
  }
}
test.afterEach(async () => {
  const { findings } = gateway;
  await gateway.close();
  expect(findings).toEqual([]);
});

const bucketOf = (environment: string): string => `6669-${environment}-1250000000`;
const idOf = (key: string): string => `cloud://${env}.${bucketOf(env)}/${key}`;

/** A method of the application itself. */
async function call(name: string, given: object): Promise<unknown> {
  called.add(name);
  return callAt(app, name, given);
}

/** A method of `storage.from()`. */
async function callFrom(name: string, ...given: readonly unknown[]): Promise<unknown> {
  called.add(`from.${name}`);
  return callAt(await callAt(at(app, 'storage'), 'from'), name, ...given);
}

const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index));

/** What the store holds, past the client. */
async function stored(key: string): Promise<string> {
  const [item] = (await call('getTempFileURL', { fileList: [idOf(key)] }).then((given) =>
    at(given, 'fileList'),
  )) as object[];
  const answer = await fetch(String(at(item, 'tempFileURL')));
  return answer.ok ? Buffer.from(await answer.arrayBuffer()).toString('latin1') : String(answer.status);
}

async function messageOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    (given) => `no refusal: ${JSON.stringify(given)}`,
    (error: unknown) => (error instanceof Error ? error.message : JSON.stringify(error)),
  );
}

const sources: readonly (readonly [name: string, given: object])[] = [
  ['bytes', { filePath: bytes }],
  ['bytes as content', { fileContent: bytes }],
  ['a blob', { filePath: new Blob([bytes]) }],
  ['a form', { filePath: new Blob([bytes]), method: 'post' }],
];
for (const [name, given] of sources) {
  test(`uploadFile: ${name}, and downloadFile gives the same bytes`, async () => {
    await open();
    const cloudPath = '课程/封面 1+a%.bin';
    expect(await call('uploadFile', { cloudPath, ...given })).toMatchObject({ fileID: idOf(cloudPath) });
    const got = await call('downloadFile', { fileID: idOf(cloudPath) });
    expect(at(got, 'statusCode')).toBe(200);
    expect(Buffer.from(at(got, 'fileContent') as Uint8Array).equals(bytes)).toBe(true);
    expect(gateway.calls.filter((line) => line.includes('storages'))).toEqual([
      'POST /v1/storages/get-objects-upload-info 200',
      'POST /v1/storages/get-objects-download-info 200',
    ]);
  });
}

test('getFileInfo tells size, type and ETag; of what is not there FILE_NOT_FOUND', async () => {
  await open();
  await call('uploadFile', { cloudPath: 'a.png', filePath: Buffer.from('hello') });
  const { fileList } = (await call('getFileInfo', { fileList: [idOf('a.png'), idOf('none')] })) as {
    fileList: unknown;
  };
  expect(fileList).toMatchObject([
    { code: 'SUCCESS', size: 5, mime: 'image/png', etag: '"5d41402abc4b2a76b9719d911017c592"', fileName: 'a.png' },
    { code: 'FILE_NOT_FOUND', message: 'file not found' },
  ]);
});

test('deleteFile tells of each file', async () => {
  await open();
  await call('uploadFile', { cloudPath: 'a', filePath: bytes });
  const { fileList } = (await call('deleteFile', { fileList: [idOf('a'), idOf('none')] })) as { fileList: unknown };
  expect(fileList).toMatchObject([
    { fileID: idOf('a'), code: 'SUCCESS' },
    { fileID: idOf('none'), code: 'OBJECT_NOT_EXIST' },
  ]);
  expect(await stored('a')).toBe('404');
});

test('copyFile copies and moves for the administrator', async () => {
  await open('admin');
  await call('uploadFile', { cloudPath: 'a', filePath: Buffer.from('hello') });
  const fileList = [
    { srcPath: 'a', dstPath: 'b' },
    { srcPath: 'b', dstPath: 'c', removeOriginal: true },
    { srcPath: 'a', dstPath: 'c', overwrite: false },
  ];
  expect(at(await call('copyFile', { fileList }), 'fileList')).toMatchObject([
    { code: 'SUCCESS', fileID: idOf('b') },
    { code: 'SUCCESS', fileID: idOf('c') },
    { code: 'OBJECT_ALREADY_EXIST' },
  ]);
  expect([await stored('a'), await stored('b'), await stored('c')]).toEqual(['hello', '404', 'hello']);
});

test("getUploadMetadata gives what an upload of one's own needs, and isGateWay that the gateway is used", async () => {
  await open();
  const { data } = (await call('getUploadMetadata', { cloudPath: 'a' })) as { data: unknown };
  expect(data).toMatchObject({ fileId: idOf('a'), url: expect.stringMatching(/^http.*\/a$/) });
  expect(await call('isGateWay', {})).toBe(true);
});

test('a link of a private bucket is signed, and the client follows it', async () => {
  await open('user', { storage: { acl: 'PRIVATE' } });
  await call('uploadFile', { cloudPath: '课 1', filePath: Buffer.from('hello') });
  expect(await stored('课 1')).toBe('hello');
  const got = await call('downloadFile', { fileID: idOf('课 1') });
  expect(Buffer.from(at(got, 'fileContent') as Uint8Array).toString()).toBe('hello');
});

const refusals: readonly (readonly [
  name: string,
  credential: 'user' | 'public',
  work: () => Promise<unknown>,
  says: string,
])[] = [
  [
    'uploadFile with a path that is none',
    'user',
    () => call('uploadFile', { cloudPath: '/a', filePath: bytes }),
    'INVALID_PARAM',
  ],
  [
    'uploadFile of nobody',
    'public',
    () => call('uploadFile', { cloudPath: 'a', filePath: bytes }),
    'STORAGE_EXCEED_AUTHORITY',
  ],
  [
    'downloadFile of another bucket',
    'user',
    () => call('downloadFile', { fileID: 'cloud://a.b/c' }),
    'STORAGE_NOT_EXIST',
  ],
];
for (const [name, credential, work, says] of refusals) {
  test(`refused: ${name}`, async () => {
    await open(credential);
    expect(await messageOf(work())).toContain(says);
  });
}

test('copyFile of a user is an error of each file', async () => {
  await open();
  const { fileList } = (await call('copyFile', { fileList: [{ srcPath: 'a', dstPath: 'b' }] })) as {
    fileList: unknown;
  };
  expect(fileList).toMatchObject([{ code: 'STORAGE_EXCEED_AUTHORITY' }]);
});

test('getTempFileURL of a private object of someone else is an error of that file', async () => {
  await open('user', { storage: { acl: 'ADMINONLY' } });
  const { fileList } = (await call('getTempFileURL', { fileList: [idOf('a')] })) as { fileList: unknown };
  expect(fileList).toMatchObject([{ code: 'STORAGE_EXCEED_AUTHORITY' }]);
});

test('storage.from(): upload with type, cache and metadata, then info, exists and download', async () => {
  await open();
  const options = { contentType: 'text/x', cacheControl: 'max-age=5', metadata: { a: 1 } };
  expect(await callFrom('upload', '/s//a.txt', Buffer.from('hello'), options)).toMatchObject({
    data: { id: idOf('s/a.txt') },
    error: null,
  });
  expect(await callFrom('info', idOf('s/a.txt'))).toMatchObject({
    data: { name: 's/a.txt', bucketId: bucketOf(env), size: 5, contentType: 'text/x', cacheControl: 'max-age=5' },
  });
  expect([
    at(await callFrom('exists', idOf('s/a.txt')), 'data'),
    at(await callFrom('exists', idOf('none')), 'data'),
  ]).toEqual([true, false]);
  const blob = at(await callFrom('download', idOf('s/a.txt')), 'data');
  expect(blob instanceof Blob ? await blob.text() : blob).toBe('hello');
  const link = await callFrom('createSignedUrl', idOf('s/a.txt'), 60);
  const answer = await fetch(String(at(link, 'data.signedUrl')));
  expect(answer.headers.get('x-cos-metadata-metadata')).toBe(Buffer.from('{"a":1}').toString('base64'));
});

test('storage.from(): update replaces, links are given one by one and together', async () => {
  await open();
  await callFrom('upload', 'a', Buffer.from('one'));
  await callFrom('update', 'a', Buffer.from('two'));
  expect(await stored('a')).toBe('two');
  const url = at(await callFrom('createSignedUrl', idOf('a'), 60), 'data.signedUrl');
  expect(at(await callFrom('createSignedUrls', [idOf('a')], 60), 'data')).toEqual([
    { path: idOf('a'), signedUrl: url, error: null },
  ]);
  expect(at(await callFrom('getPublicUrl', idOf('a')), 'data.publicUrl')).toBe(url);
});

test('storage.from(): a signed upload', async () => {
  await open();
  const { data } = (await callFrom('createSignedUploadUrl', 'a')) as { data: unknown };
  const headers = {
    authorization: String(at(data, 'authorization')),
    'x-cos-security-token': String(at(data, 'token')),
    'x-cos-meta-fileid': String(at(data, 'cosFileId')),
  };
  expect((await fetch(String(at(data, 'signedUrl')), { method: 'PUT', headers, body: 'hello' })).status).toBe(200);
  expect(await stored('a')).toBe('hello');
  await callFrom('uploadToSignedUrl', 'a', String(at(data, 'token')), Buffer.from('again'));
  expect(await stored('a')).toBe('again');
});

test('storage.from(): copy and move for the administrator, and remove', async () => {
  await open('admin');
  await callFrom('upload', 'a', Buffer.from('hello'));
  expect(at(await callFrom('copy', 'a', 'b'), 'data.path')).toBe('b');
  expect(at(await callFrom('move', 'b', 'c'), 'error')).toBeNull();
  expect(await stored('c')).toBe('hello');
  expect(at(await callFrom('remove', [idOf('c')]), 'data')).toMatchObject([{ name: 'c' }]);
  expect(await stored('c')).toBe('404');
});

test('storage.from(): refusals are given, or thrown where that is asked for', async () => {
  await open();
  const refusal = 'Storage request exceeds granted authority.';
  expect(at(await callFrom('copy', 'a', 'b'), 'error.message')).toBe(refusal);
  expect(await messageOf(callFrom('list'))).toBe('Not implemented');
  called.add('from.throwOnError');
  const strict = await callAt(await callAt(at(app, 'storage'), 'from'), 'throwOnError');
  expect(await messageOf(callAt(strict, 'copy', 'a', 'b'))).toBe(refusal);
});

/** Helpers that the package's source does not mean for applications. */
const hidden = [
  ...['constructor', 'config', 'request', 'getCloudPath', 'normalizeCloudId', 'toBase64'],
  ...['transformOptsToQueryString', 'extractPathFromFileId', 'extractBucketFromFileId'],
];

test('every public method of the storage part is called above', async () => {
  await open('admin');
  const from: unknown = await callAt(at(app, 'storage'), 'from');
  const names = Object.getOwnPropertyNames(Object.getPrototypeOf(from)).filter((name) => !hidden.includes(name));
  const own = ['uploadFile', 'deleteFile', 'getTempFileURL', 'downloadFile', 'copyFile', 'getFileInfo'];
  const all = [...own, 'getUploadMetadata', 'isGateWay', ...names.map((name) => `from.${name}`)];
  expect(all.filter((name) => !called.has(name))).toEqual([]);
  expect(names).toHaveLength(15);
});
