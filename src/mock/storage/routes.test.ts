import { expect, test } from '@playwright/test';
import { defaultPublishableKey } from '../server.ts';
import type { BucketAcl } from './permissions.ts';
import type { Files, Item } from './start-storage.samples.ts';
import { bucketName, environment, idOf, startFiles, uploadHeaders } from './start-storage.samples.ts';

let files: Files;
test.beforeEach(async () => {
  files = await startFiles();
});
test.afterEach(() => files.mock.close());

const upload = 'get-objects-upload-info';
const download = 'get-objects-download-info';
const remove = 'delete-objects';
const copy = 'copy-objects';

test('upload information has all that an upload needs, and names the object', async () => {
  const info = await files.info('课程/封面 1.jpg');
  const { mock } = files;
  expect(info).toEqual({
    objectId: '课程/封面 1.jpg',
    uploadUrl: `${mock.objectsUrl}/%E8%AF%BE%E7%A8%8B/%E5%B0%81%E9%9D%A2%201.jpg`,
    downloadUrl: `${mock.objectsUrl}/课程/封面 1.jpg`,
    downloadUrlEncoded: `${mock.objectsUrl}/%E8%AF%BE%E7%A8%8B/%E5%B0%81%E9%9D%A2%201.jpg`,
    token: expect.stringMatching(/^[\w-]+$/),
    authorization: expect.stringMatching(/^q-sign-algorithm=sha1&q-ak=/),
    cloudObjectMeta: expect.stringMatching(/^[\w-]+$/),
    cloudObjectId: `cloud://${environment}.${bucketName}/课程/封面 1.jpg`,
  });
  expect(new URL(mock.objectsUrl).origin).not.toBe(new URL(mock.url).origin);
});

test('asking for upload information creates nothing', async () => {
  const info = await files.info('a');
  expect((await files.send('HEAD', info['downloadUrlEncoded'] ?? '')).status).toBe(404);
  expect(await files.call(remove, [{ cloudObjectId: idOf('a') }])).toEqual([
    { cloudObjectId: idOf('a'), code: 'OBJECT_NOT_EXIST', message: 'Storage object not exists.' },
  ]);
});

test('a batch answers in the order of the request, and one failure leaves the others alone', async () => {
  const items = await files.call(upload, [{ objectId: 'a' }, { objectId: '/b' }, { objectId: 'c' }]);
  expect(items.map((item) => item['objectId'] ?? item['code'])).toEqual(['a', 'INVALID_PARAM', 'c']);
});

test('an object that is not there has a link, which leads to a 404', async () => {
  const [item = {}] = await files.call(download, [{ cloudObjectId: idOf('none.txt') }]);
  expect(item).toEqual({
    cloudObjectId: idOf('none.txt'),
    downloadUrl: `${files.mock.objectsUrl}/none.txt`,
    downloadUrlEncoded: `${files.mock.objectsUrl}/none.txt`,
  });
  expect((await files.send('GET', item['downloadUrl'] ?? '')).status).toBe(404);
});

test('delete removes objects: the second time, also within one batch, there is none', async () => {
  await files.upload('a', 'x');
  const gone = { cloudObjectId: idOf('a'), code: 'OBJECT_NOT_EXIST', message: 'Storage object not exists.' };
  const reference = { cloudObjectId: idOf('a') };
  expect(await files.call(remove, [reference, reference])).toEqual([reference, gone]);
  expect(await files.call(remove, [reference])).toEqual([gone]);
  expect((await files.send('GET', `${files.mock.objectsUrl}/a`)).status).toBe(404);
});

test('copy keeps the original, its type and its metadata', async () => {
  const info = await files.info('a', { 'content-type': ['text/x-test'] });
  const headers = { ...uploadHeaders(info), 'content-type': 'text/x-test', 'x-cos-metadata-metadata': 'e30=' };
  await files.send('PUT', info['uploadUrl'] ?? '', { headers, body: 'hello' });
  expect(await files.call(copy, [{ srcPath: 'a', dstPath: 'b/c' }])).toEqual([{ cloudObjectId: idOf('b/c') }]);
  for (const key of ['a', 'b/c']) {
    const got = await files.send('GET', `${files.mock.objectsUrl}/${key}`);
    expect([got.text, got.headers.get('content-type'), got.headers.get('x-cos-metadata-metadata')]).toEqual([
      'hello',
      'text/x-test',
      'e30=',
    ]);
  }
});

test('copy with removeOriginal moves', async () => {
  await files.upload('a', 'hello');
  await files.call(copy, [{ srcPath: 'a', dstPath: 'b', removeOriginal: true }]);
  expect((await files.send('GET', `${files.mock.objectsUrl}/a`)).status).toBe(404);
  expect((await files.send('GET', `${files.mock.objectsUrl}/b`)).text).toBe('hello');
});

test('copy replaces what is there, unless overwrite is false', async () => {
  await files.upload('a', 'new');
  await files.upload('b', 'old');
  expect(await files.call(copy, [{ srcPath: 'a', dstPath: 'b', overwrite: false, removeOriginal: true }])).toEqual([
    { code: 'OBJECT_ALREADY_EXIST', message: 'Storage object already exists.' },
  ]);
  expect((await files.send('GET', `${files.mock.objectsUrl}/b`)).text).toBe('old');
  expect((await files.send('GET', `${files.mock.objectsUrl}/a`)).text).toBe('new');
  await files.call(copy, [{ srcPath: 'a', dstPath: 'b' }]);
  expect((await files.send('GET', `${files.mock.objectsUrl}/b`)).text).toBe('new');
});

test('a batch of copies is carried out in its order', async () => {
  await files.upload('a', 'hello');
  const items = [
    { srcPath: 'b', dstPath: 'c' },
    { srcPath: 'a', dstPath: 'b' },
    { srcPath: 'b', dstPath: 'c' },
  ];
  expect((await files.call(copy, items)).map((item) => item['code'])).toEqual([
    'OBJECT_NOT_EXIST',
    undefined,
    undefined,
  ]);
});

const param = (reason: string): Item => ({ code: 'INVALID_PARAM', message: `Invalid request param. ${reason}` });
const reference = 'cloudObjectId reads cloud://{envId}.{bucket}/{path}.';
const elsewhere: Item = {
  code: 'STORAGE_NOT_EXIST',
  message: `Storage not exists: this environment has ${environment}.${bucketName}.`,
};
const faulty: readonly (readonly [call: string, item: unknown, error: Item])[] = [
  [upload, null, param('objectId is a string.')],
  [upload, 'a', param('objectId is a string.')],
  [upload, {}, param('objectId is a string.')],
  [upload, { objectId: 5 }, param('objectId is a string.')],
  [upload, { objectId: '' }, param('objectId must not be empty.')],
  [upload, { objectId: '/a' }, param('objectId must not begin with a slash or a backslash.')],
  [upload, { objectId: 'a/../b' }, param('objectId must not have a segment "." or "..".')],
  [upload, { objectId: 'a'.repeat(851) }, param('objectId is at most 850 bytes long.')],
  ...[5, [], { a: 'x' }, { a: [5] }, { 'a b': ['x'] }].map(
    (signedHeader) =>
      [upload, { objectId: 'a', signedHeader }, param('signedHeader is an object of arrays of strings.')] as const,
  ),
  [download, 'cloud://a', param('cloudObjectId is a string.')],
  [download, { cloudObjectId: 'a.png' }, param(reference)],
  [download, { cloudObjectId: `cloud://${environment}.${bucketName}` }, param(reference)],
  [download, { cloudObjectId: `cloud://${environment}.${bucketName}/` }, param(reference)],
  [download, { cloudObjectId: `cloud://${environment}.${bucketName}//a` }, param(reference)],
  [download, { cloudObjectId: `cloud://other.${bucketName}/a` }, elsewhere],
  [download, { cloudObjectId: `cloud://${environment}.other/a` }, elsewhere],
  [remove, { objectId: 'a' }, param('cloudObjectId is a string.')],
  [remove, { cloudObjectId: 'a.png' }, { cloudObjectId: 'a.png', ...param(reference) }],
  [
    remove,
    { cloudObjectId: `cloud://${environment}.other/a` },
    { cloudObjectId: `cloud://${environment}.other/a`, ...elsewhere },
  ],
  [copy, {}, param('srcPath is a string.')],
  [copy, { srcPath: 'a' }, param('dstPath is a string.')],
  [copy, { srcPath: 'a', dstPath: 'a' }, param('srcPath and dstPath must differ.')],
  [
    copy,
    { srcPath: 'a#', dstPath: 'b' },
    param('srcPath has letters, digits, Chinese characters, spaces and / ! - _ . * only.'),
  ],
  [copy, { srcPath: 'a', dstPath: '/b' }, param('dstPath must not begin with a slash or a backslash.')],
  [copy, { srcPath: 'a', dstPath: 'b', overwrite: 'no' }, param('overwrite is true or false.')],
  [copy, { srcPath: 'a', dstPath: 'b', removeOriginal: 1 }, param('removeOriginal is true or false.')],
  [copy, { srcPath: 'a', dstPath: 'b' }, { code: 'OBJECT_NOT_EXIST', message: 'Storage object not exists.' }],
];
for (const [call, item, error] of faulty) {
  test(`an item that fails: ${call} ${JSON.stringify(item).slice(0, 80)}`, async () => {
    expect(await files.call(call, [item])).toEqual([error]);
  });
}

const asMany = (count: number): string => JSON.stringify(Array.from({ length: count }, () => ({ objectId: 'a' })));
const refused: readonly (readonly [name: string, body: string, refusal: string])[] = [
  ['an object', '{"objectId":"a"}', '400 INVALID_PARAM: Invalid request param. the body is an array of objects'],
  ['null', 'null', '400 INVALID_PARAM: Invalid request param. the body is an array of objects'],
  ['51 objects', asMany(51), '403 OBJECT_BATCH_TOO_LARGE: Object batch too large: 51 objects, at most 50.'],
];
for (const [name, body, refusal] of refused) {
  test(`a request that is refused as a whole: ${name}`, async () => {
    for (const call of [upload, download, remove, copy]) expect(await files.refusal(call, body)).toBe(refusal);
  });
}

test('a body that is no JSON, or none, is refused as a whole', async () => {
  for (const body of ['[', '', '[{"objectId":"a"}] x']) {
    expect(await files.refusal(upload, body)).toMatch(
      /^400 INVALID_PARAM: Invalid request param\. the body is not JSON: /,
    );
  }
});

test('an empty batch has no results, and 50 objects have 50', async () => {
  expect(await files.call(upload, [])).toEqual([]);
  expect(await files.call(upload, JSON.parse(asMany(50)))).toHaveLength(50);
});

test('without a credential nothing is signed', async () => {
  for (const call of [upload, download, remove, copy]) {
    const answer = await fetch(`${files.mock.url}/v1/storages/${call}`, { method: 'POST', body: '[]' });
    expect([answer.status, ((await answer.json()) as Item)['code']]).toEqual([401, 'MISSING_CREDENTIALS']);
  }
});

test('only the administrator copies', async () => {
  await files.upload('a', 'x');
  const refusal = { code: 'STORAGE_EXCEED_AUTHORITY', message: 'Storage request exceeds granted authority.' };
  for (const credential of [await files.signIn(), defaultPublishableKey]) {
    expect(await files.call(copy, [{ srcPath: 'a', dstPath: 'b' }], credential)).toEqual([refusal]);
  }
  expect((await files.send('GET', `${files.mock.objectsUrl}/b`)).status).toBe(404);
});

test('the policy of the gateway comes first', async () => {
  await files.mock.close();
  files = await startFiles({ administratorOnly: ['storages'] });
  const user = await files.signIn();
  expect(await files.refusal(upload, '[]', user)).toMatch(/^403 ACTION_FORBIDDEN: /);
  expect(await files.call(upload, [])).toEqual([]);
});

type Right = 'upload' | 'read' | 'delete';
const rights: Readonly<Record<BucketAcl, Readonly<Record<'owner' | 'other' | 'public' | 'admin', readonly Right[]>>>> =
  {
    READONLY: {
      owner: ['upload', 'read', 'delete'],
      other: ['read'],
      public: ['read'],
      admin: ['upload', 'read', 'delete'],
    },
    PRIVATE: { owner: ['upload', 'read', 'delete'], other: [], public: [], admin: ['upload', 'read', 'delete'] },
    ADMINWRITE: { owner: ['read'], other: ['read'], public: ['read'], admin: ['upload', 'read', 'delete'] },
    ADMINONLY: { owner: [], other: [], public: [], admin: ['upload', 'read', 'delete'] },
  };
for (const [acl, byCaller] of Object.entries(rights)) {
  test(`${acl}: who may replace, read and delete an object of a user`, async () => {
    const dataFile = test.info().outputPath('rows.sqlite');
    // Uploaded while users may; then the bucket gets its rule.
    const before = await startFiles({ dataFile });
    const owner = await before.signIn();
    for (const key of ['owner', 'other', 'public', 'admin']) await before.upload(key, 'x', owner);
    await before.mock.close();
    await files.mock.close();
    files = await startFiles({ dataFile, storage: { acl: acl as BucketAcl } });
    const credentials = {
      owner: await files.signIn(),
      other: await files.signIn('zhangsan'),
      public: defaultPublishableKey,
      admin: undefined,
    };
    for (const [name, allowed] of Object.entries(byCaller)) {
      const credential = credentials[name as keyof typeof credentials];
      const reference = { cloudObjectId: idOf(name) };
      const results = [
        await files.call(upload, [{ objectId: name }], credential),
        await files.call(download, [reference], credential),
        await files.call(remove, [reference], credential),
      ];
      const codes = results.map(([item]) => item?.['code']);
      const expected = (['upload', 'read', 'delete'] as const).map((right) =>
        allowed.includes(right) ? undefined : 'STORAGE_EXCEED_AUTHORITY',
      );
      expect([name, ...codes]).toEqual([name, ...expected]);
    }
  });
}

test('a publishable key, which is nobody, uploads nowhere', async () => {
  const [item] = await files.call(upload, [{ objectId: 'new' }], defaultPublishableKey);
  expect(item).toEqual({
    code: 'STORAGE_EXCEED_AUTHORITY',
    message: 'Storage request exceeds granted authority.',
  });
});

test('what the store cannot do is COS_ACTION_FAILED, with the reason in the log', async () => {
  await files.mock.close();
  const lines: string[] = [];
  files = await startFiles({ storage: { memoryLimit: 10 }, log: (line) => lines.push(line) });
  await files.upload('a', '123456');
  expect(await files.call(copy, [{ srcPath: 'a', dstPath: 'b' }])).toEqual([
    { code: 'COS_ACTION_FAILED', message: 'Execute COS action failed.' },
  ]);
  expect(lines.join('\n')).toContain('the mock keeps at most 10 bytes of objects in memory');
});
