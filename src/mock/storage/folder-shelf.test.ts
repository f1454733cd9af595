import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { DescriptionError } from '../../core/errors.ts';
import { openFolderShelf } from './folder-shelf.ts';
import { idOf, startFiles, uploadHeaders } from './start-storage.samples.ts';

test('objects, their types and their owners outlive the process, beside the file of the rows', async () => {
  const dataFile = test.info().outputPath('rows.sqlite');
  const before = await startFiles({ dataFile });
  const owner = await before.signIn();
  await before.upload('x/课 程', 'mine', owner);
  await before.upload('twice', 'one');
  await before.upload('twice', 'two');
  await before.upload('gone', 'x');
  await before.call('delete-objects', [{ cloudObjectId: idOf('gone') }]);
  await before.call('copy-objects', [{ srcPath: 'twice', dstPath: 'copied' }]);
  await before.mock.close();

  const folder = `${dataFile}.objects`;
  const names = readdirSync(folder);
  expect(names.filter((name) => !/^(?:[0-9a-f]{64}\.json|[0-9a-f-]{36}\.bytes)$/.test(name))).toEqual([]);
  expect(names).toHaveLength(6);

  const after = await startFiles({ dataFile, storage: { acl: 'PRIVATE' } });
  const read = async (key: string, credential?: string): Promise<string> => {
    const [link = {}] = await after.call('get-objects-download-info', [{ cloudObjectId: idOf(key) }], credential);
    return link['code'] ?? (await after.send('GET', link['downloadUrlEncoded'] ?? '')).text;
  };
  expect(await read('x/课 程', await after.signIn())).toBe('mine');
  expect(await read('x/课 程', await after.signIn('zhangsan'))).toBe('STORAGE_EXCEED_AUTHORITY');
  expect([await read('twice'), await read('copied')]).toEqual(['two', 'two']);
  expect(await read('gone')).toContain('NoSuchKey');
  await after.mock.close();
});

test('what was half written when a process ended is removed, and nothing else', () => {
  const folder = test.info().outputPath('objects');
  mkdirSync(folder);
  const known = { key: 'a', size: 1, md5: 'x', modified: 1, headers: {}, body: 'kept.bytes' };
  const record = `${'0'.repeat(64)}.json`;
  for (const name of ['kept.bytes', 'half.bytes', `${record}.new`, 'notes.txt']) writeFileSync(join(folder, name), 'x');
  writeFileSync(join(folder, record), JSON.stringify(known));
  expect(openFolderShelf(folder).load()).toEqual([known]);
  expect(readdirSync(folder).sort()).toEqual([record, 'kept.bytes', 'notes.txt']);
});

test('a broken off upload leaves no file', async () => {
  const dataFile = test.info().outputPath('rows.sqlite');
  const files = await startFiles({ dataFile });
  const info = await files.info('a');
  const headers = { ...uploadHeaders(info), 'content-md5': 'XUFAKrxLKna5cZ2REBfFkg==' };
  expect((await files.send('PUT', info['uploadUrl'] ?? '', { headers, body: 'other' })).status).toBe(400);
  expect(readdirSync(`${dataFile}.objects`)).toEqual([]);
  await files.mock.close();
});

test('files have no limit of memory, and a part is read from them', async () => {
  const dataFile = test.info().outputPath('rows.sqlite');
  const files = await startFiles({ dataFile, storage: { memoryLimit: 1 } });
  await files.upload('a', 'hello');
  const got = await files.send('GET', `${files.mock.objectsUrl}/a`, { headers: { range: 'bytes=1-3' } });
  expect([got.status, got.text]).toEqual([206, 'ell']);
  await files.mock.close();
});

test('bytes that are gone are an error of the store, and of the copy', async () => {
  const dataFile = test.info().outputPath('rows.sqlite');
  const lines: string[] = [];
  const files = await startFiles({ dataFile, log: (line) => lines.push(line) });
  await files.upload('a', 'hello');
  const folder = `${dataFile}.objects`;
  const [bytes = ''] = readdirSync(folder).filter((name) => name.endsWith('.bytes'));
  expect(readFileSync(join(folder, bytes), 'utf8')).toBe('hello');
  rmSync(join(folder, bytes));
  expect((await files.send('GET', `${files.mock.objectsUrl}/a`)).error).toBe(
    'InternalError: We encountered an internal error. Please try again.',
  );
  expect(await files.call('copy-objects', [{ srcPath: 'a', dstPath: 'b' }])).toEqual([
    { code: 'COS_ACTION_FAILED', message: 'Execute COS action failed.' },
  ]);
  expect(lines.filter((line) => line.includes('ENOENT'))).toHaveLength(2);
  await files.mock.close();
});

test('a folder that cannot be one is a fault', () => {
  const file = test.info().outputPath('file');
  writeFileSync(file, '');
  expect(() => openFolderShelf(file)).toThrow(DescriptionError);
});
