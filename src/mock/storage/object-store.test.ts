import { expect, test } from '@playwright/test';
import type { Files } from './start-storage.samples.ts';
import { idOf, startFiles, uploadHeaders } from './start-storage.samples.ts';

let files: Files;
test.beforeEach(async () => {
  files = await startFiles();
});
test.afterEach(() => files.mock.close());

test('an upload makes the object, and the link leads to it', async () => {
  const info = await files.upload('a/b.txt', 'hello');
  expect(info['cloudObjectId']).toBe(idOf('a/b.txt'));
  const [link] = await files.call('get-objects-download-info', [{ cloudObjectId: info['cloudObjectId'] }]);
  const got = await files.send('GET', link?.['downloadUrl'] ?? '');
  expect([got.status, got.text]).toEqual([200, 'hello']);
  const form = new FormData();
  const again = await files.info('form.bin');
  for (const [name, value] of Object.entries({
    key: 'form.bin',
    signature: again['authorization'] ?? '',
    'x-cos-meta-fileid': again['cloudObjectMeta'] ?? '',
    success_action_status: '201',
    'x-cos-security-token': again['token'] ?? '',
  }))
    form.append(name, value);
  form.append('file', new Blob([Buffer.from([0, 1, 2, 255])]), 'x.bin');
  const posted = await files.send('POST', again['uploadUrl'] ?? '', { body: form });
  expect(posted.status).toBe(201);
  expect(posted.text).toContain('<Key>form.bin</Key>');
  uploadHeaders;
});
