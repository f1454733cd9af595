import { cpSync, mkdtempSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { runProgram } from '../cli/program.ts';
import { testTerminal } from '../cli/terminal.samples.ts';
import { startMockGateway } from '../mock/server.ts';

const root = join(import.meta.dirname, '../..');
const tables = join(root, 'mock/tables.yaml');

const reading = `arazzo: 1.0.1
info: { title: Reading, version: 1.0.0 }
sourceDescriptions:
  - { name: mysqldb, url: ../contracts/mysqldb.openapi.yaml, type: openapi }
workflows:
  - workflowId: reading
    x-as: user
    steps:
      - { stepId: read, operationId: queryRecords, parameters: [{ name: table, in: path, value: course }] }
`;

/** The shipped contracts and login workflows, one workflow that needs a session, and a gateway that is not embedded. */
function layOut(baseUrl: string, controlUrl: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'gatewright-'));
  cpSync(join(root, 'contracts'), join(folder, 'contracts'), { recursive: true });
  mkdirSync(join(folder, 'workflows'));
  cpSync(join(root, 'workflows/auth/sign-in.arazzo.yaml'), join(folder, 'workflows/auth/sign-in.arazzo.yaml'));
  writeFileSync(join(folder, 'workflows/reading.arazzo.yaml'), reading);
  writeFileSync(
    join(folder, 'gateways.yaml'),
    `accounts:
  user: { login: sign-in-by-sms, refresh: refresh-session, inputs: { phone: '+86 13800138001' } }
gateways:
  live: { baseUrl: '${baseUrl}', codes: { from: outbox, url: '${controlUrl}' } , writes: allow }
`,
  );
  return folder;
}

test('the session of a live gateway serves the next run; one that is dead is replaced by a new login', async () => {
  const mock = await startMockGateway({ tables });
  const folder = layOut(mock.url, mock.controlUrl);
  const run = (): Promise<number> => runProgram(['run', '--project', folder], testTerminal());
  const smsOf = async ({ controlUrl }: { controlUrl: string }): Promise<unknown> =>
    ((await (await fetch(`${controlUrl}/counts`)).json()) as { sms: number }).sms;

  expect([await run(), await smsOf(mock)]).toEqual([0, 1]);
  expect([await run(), await smsOf(mock)]).toEqual([0, 1]);
  expect(statSync(join(folder, '.gatewright/sessions.json')).mode & 0o077).toBe(0);

  // The mock forgets its sessions when it starts anew at the same address.
  const portOf = (url: string): number => Number(new URL(url).port);
  await mock.close();
  const anew = await startMockGateway({ tables, port: portOf(mock.url), controlPort: portOf(mock.controlUrl) });
  try {
    expect([await run(), await smsOf(anew)]).toEqual([0, 1]);
  } finally {
    await anew.close();
  }
});

test('an embedded gateway leaves no session behind: its next start is another one', async () => {
  const folder = layOut('http://127.0.0.1:9', 'http://127.0.0.1:9');
  const text = `accounts:
  user: { login: sign-in-by-sms, inputs: { phone: '+86 13800138001' } }
gateways:
  mock: { embedded: { region: ap-shanghai, tables: tables.yaml } }
`;
  writeFileSync(join(folder, 'gateways.yaml'), text);
  cpSync(tables, join(folder, 'tables.yaml'));
  expect(await runProgram(['run', '--project', folder], testTerminal())).toBe(0);
  expect(() => statSync(join(folder, '.gatewright'))).toThrow('ENOENT');
});
