// What a file database acknowledged outlives the process, however it ends.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { defaultApiKey, startMockGateway } from '../src/mock/server.ts';

const tablesFile = `
tables:
  line:
    columns: { id: { type: INT, primaryKey: true, autoIncrement: true }, writer: { type: INT }, number: { type: INT } }
`;
const headers = {
  authorization: `Bearer ${defaultApiKey}`,
  'content-type': 'application/json',
  prefer: 'return=representation',
};
const rowsPerWrite = 3;

type Row = { readonly id: number; readonly writer: number; readonly number: number };

/** Writes until the gateway is gone; each write is acknowledged before the next. */
async function writeUntilGone(url: string, writer: number, acknowledged: Row[], onWritten: () => void): Promise<void> {
  for (let number = 0; ; number += 1) {
    const body = JSON.stringify(Array.from({ length: rowsPerWrite }, () => ({ writer, number })));
    const written = await fetch(`${url}/v1/rdb/rest/line`, { method: 'POST', headers, body })
      .then((answer) => answer.json() as Promise<Row[]>)
      .catch(() => undefined);
    if (!written) return;
    acknowledged.push(...written);
    onWritten();
  }
}

test('a mock that is killed in the middle of writes loses nothing that it acknowledged, and keeps no half of a write', async () => {
  test.setTimeout(60_000);
  const tables = test.info().outputPath('tables.yaml');
  const dataFile = test.info().outputPath('rows.sqlite');
  writeFileSync(tables, tablesFile);
  const acknowledged: Row[] = [];
  for (const killedAfter of [10, 25, 40]) {
    const child = fork(join(import.meta.dirname, 'mock-child.mjs'), [tables, dataFile], { execArgv: [], env: {} });
    const [url] = (await once(child, 'message')) as [string];
    let writes = 0;
    const onWritten = (): void => {
      writes += 1;
      if (writes === killedAfter) child.kill('SIGKILL');
    };
    const gone = once(child, 'exit');
    try {
      await Promise.all([0, 1, 2, 3].map((writer) => writeUntilGone(url, writer, acknowledged, onWritten)));
    } finally {
      child.kill('SIGKILL');
    }
    expect((await gone)[1]).toBe('SIGKILL');
    expect(writes).toBeGreaterThanOrEqual(killedAfter);
  }

  const mock = await startMockGateway({ tables, dataFile });
  const kept = (await (await fetch(`${mock.url}/v1/rdb/rest/line?order=id`, { headers })).json()) as Row[];
  await mock.close();
  const byId = new Map(kept.map((row) => [row.id, row]));
  expect(acknowledged.length).toBeGreaterThanOrEqual(75 * rowsPerWrite);
  expect(acknowledged.filter((row) => JSON.stringify(byId.get(row.id)) !== JSON.stringify(row))).toEqual([]);
  expect(kept.length % rowsPerWrite).toBe(0);
});
