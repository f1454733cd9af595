// Objects that the store acknowledged outlive the process, however it ends; half of one is never seen.
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startMockGateway } from '../src/mock/server.ts';

const headers = { authorization: 'Bearer mock-api-key' };
const size = 100_000;

type Item = Readonly<Record<string, string>>;

/** Uploads until the store is gone: each object is acknowledged before the next, and every second one replaces another. */
async function uploadUntilGone(url: string, writer: string, acknowledged: Map<string, string>, onStored: () => void) {
  for (let number = 0; ; number += 1) {
    const objectId = `${writer}/${Math.floor(number / 2)}`;
    const bytes = Buffer.alloc(size, `${objectId} ${number} `);
    const stored = await upload(url, objectId, bytes).catch(() => false);
    // What was not acknowledged is there in its old or its new form.
    if (!stored) return void acknowledged.delete(objectId);
    acknowledged.set(objectId, createHash('md5').update(bytes).digest('hex'));
    onStored();
  }
}

async function upload(url: string, objectId: string, bytes: Buffer): Promise<boolean> {
  const body = JSON.stringify([{ objectId }]);
  const answer = await fetch(`${url}/v1/storages/get-objects-upload-info`, { method: 'POST', headers, body });
  const [info = {}] = (await answer.json()) as Item[];
  const put = await fetch(info['uploadUrl'] ?? '', {
    method: 'PUT',
    headers: {
      authorization: info['authorization'] ?? '',
      'x-cos-security-token': info['token'] ?? '',
      'x-cos-meta-fileid': info['cloudObjectMeta'] ?? '',
    },
    body: new Uint8Array(bytes),
  });
  return put.ok;
}

test('a mock that is killed in the middle of uploads loses no object that it acknowledged, and keeps no half of one', async () => {
  test.setTimeout(60_000);
  const tables = test.info().outputPath('tables.yaml');
  const dataFile = test.info().outputPath('rows.sqlite');
  writeFileSync(tables, 'tables: {}\n');
  const acknowledged = new Map<string, string>();
  for (const [round, killedAfter] of [7, 16, 25].entries()) {
    const child = fork(join(import.meta.dirname, 'mock-child.mjs'), [tables, dataFile], { execArgv: [], env: {} });
    const [url] = (await once(child, 'message')) as [string];
    let stored = 0;
    const onStored = (): void => {
      stored += 1;
      if (stored === killedAfter) child.kill('SIGKILL');
    };
    const gone = once(child, 'exit');
    try {
      const writers = [0, 1, 2, 3].map((writer) => `${round}-${writer}`);
      await Promise.all(writers.map((writer) => uploadUntilGone(url, writer, acknowledged, onStored)));
    } finally {
      child.kill('SIGKILL');
    }
    expect((await gone)[1]).toBe('SIGKILL');
    expect(stored).toBeGreaterThanOrEqual(killedAfter);
  }

  const mock = await startMockGateway({ tables, dataFile });
  const wrong: string[] = [];
  for (const [key, md5] of acknowledged) {
    const got = await fetch(`${mock.objectsUrl}/${key}`);
    const bytes = Buffer.from(await got.arrayBuffer());
    if (createHash('md5').update(bytes).digest('hex') !== md5)
      wrong.push(`${key}: ${got.status}, ${bytes.length} bytes`);
  }
  await mock.close();
  expect(acknowledged.size).toBeGreaterThan(15);
  expect(wrong).toEqual([]);
});
