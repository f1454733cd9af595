// The fixture `mockGateway`, as a person's spec uses it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { layOut, runPlaywright } from './playwright.samples.ts';

const fixtures = JSON.stringify(join(import.meta.dirname, 'fixtures.ts'));
const config = "export default { testDir: '.', reporter: 'line', fullyParallel: true, workers: 2 };\n";
const base = { 'package.json': '{ "type": "module" }', 'playwright.config.ts': config };

const calls = `
  import { appendFileSync, existsSync } from 'node:fs';
  import { expect, test } from ${fixtures};
  const names = async ({ url }, table = 'course') => {
    const answer = await fetch(url + '/v1/rdb/rest/' + table + '?select=name&order=id', {
      headers: { authorization: 'Bearer mock-api-key' },
    });
    return { status: answer.status, body: await answer.json() };
  };
  const create = ({ url }, name) =>
    fetch(url + '/v1/rdb/rest/course', {
      method: 'POST',
      headers: { authorization: 'Bearer mock-api-key', 'content-type': 'application/json' },
      body: JSON.stringify({ name }),
    });
  const sms = ({ url }) =>
    fetch(url + '/auth/v1/verification', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ phone_number: '+86 13800138000', target: 'ANY' }),
    });
`;

test('two tests at once have ports and rows of their own', async () => {
  test.setTimeout(60_000);
  const meeting = `
    const other = { left: 'right', right: 'left' };
    for (const side of ['left', 'right']) {
      test(side, async ({ mockGateway }) => {
        const before = (await names(mockGateway)).body.length;
        expect((await create(mockGateway, side)).status).toBe(201);
        appendFileSync(side + '.txt', mockGateway.url + ' ' + mockGateway.controlUrl);
        await expect.poll(() => existsSync(other[side] + '.txt')).toBe(true);
        const { body } = await names(mockGateway);
        expect(body.slice(before)).toEqual([{ name: side }]);
        expect((await (await fetch(mockGateway.controlUrl + '/counts')).json()).requests).toBe(3);
      });
    }`;
  const folder = layOut({ ...base, 'two.spec.ts': calls + meeting }, [
    'contracts',
    'workflows',
    'mock',
    'gateways.yaml',
  ]);
  const { exit, output } = await runPlaywright(folder);
  expect(output).toContain('2 passed');
  expect(exit).toBe(0);
  const addresses = ['left', 'right'].flatMap((side) => readFileSync(join(folder, `${side}.txt`), 'utf8').split(' '));
  expect(new Set(addresses).size).toBe(4);
});

test('options come over what gateways.yaml gives, and a live gateway gives nothing', async () => {
  test.setTimeout(60_000);
  const gateways = `default: live
gateways:
  live: { baseUrl: 'https://\${NOT_SET}.example', writes: deny }
  mock: { embedded: { region: ap-singapore, tables: course.yaml }, accounts: { admin: { apiKey: mock-api-key } } }
`;
  const table = (name: string, row: string): string =>
    `tables: { ${name}: { columns: { id: { type: INT, primaryKey: true, autoIncrement: true }, name: { type: TEXT } }, rows: [{ name: ${row} }] } }\n`;
  const spec = `
    test('of gateways.yaml', async ({ mockGateway }) => {
      expect(await names(mockGateway)).toEqual({ status: 200, body: [{ name: 'Physics' }] });
      expect((await sms(mockGateway)).status).toBe(400);
    });
    test.describe(() => {
      test.use({ mockGatewayOptions: { region: 'ap-shanghai', tables: 'boat.yaml', apiKeys: ['mock-api-key'], auth: { anonymous: true } } });
      test('of the test', async ({ mockGateway }) => {
        expect((await names(mockGateway)).status).toBe(404);
        expect((await names(mockGateway, 'boat')).body).toEqual([{ name: 'Ark' }]);
        const anonymous = await fetch(mockGateway.url + '/auth/v1/signin/anonymously', {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-device-id': 'device' },
          body: '{}',
        });
        expect(anonymous.status).toBe(200);
        expect((await sms(mockGateway)).status).toBe(200);
      });
    });
    test.describe(() => {
      test.use({ mockGatewayOptions: { faults: ['status:queryRecords:503'] } });
      test('with a fault', async ({ mockGateway }) => {
        expect((await names(mockGateway)).status).toBe(503);
      });
    });
    test.describe(() => {
      test.use({ mockGatewayOptions: { faults: ['status:queryRecord:503'] } });
      test('with a fault of no operation', async ({ mockGateway }) => {});
    });
    test('two', async ({ mockGateway, startMock }) => {
      const other = await startMock();
      await create(other, 'Chemistry');
      expect((await names(other)).body).toHaveLength(2);
      expect((await names(mockGateway)).body).toHaveLength(1);
      await other.close();
    });`;
  const files = {
    ...base,
    'gateways.yaml': gateways,
    'course.yaml': table('course', 'Physics'),
    'boat.yaml': table('boat', 'Ark'),
    'one.spec.ts': calls + spec,
  };
  const { exit, output } = await runPlaywright(layOut(files, ['contracts']));
  expect([exit, output]).toEqual([1, expect.stringContaining('4 passed')]);
  expect(output).toContain('no contract has an operation "queryRecord"; did you mean "queryRecords"?');
});

test('without a project it serves what the test names, and is closed before the next test', async () => {
  test.setTimeout(60_000);
  const spec = `
    test.describe.configure({ mode: 'serial' });
    let before;
    test('empty', async ({ mockGateway }) => {
      expect((await names(mockGateway)).status).toBe(404);
      before = mockGateway;
    });
    test('closed', async () => {
      for (const address of [before.url, before.controlUrl]) await expect(fetch(address)).rejects.toThrow('fetch failed');
    });`;
  const { exit, output } = await runPlaywright(layOut({ ...base, 'one.spec.ts': calls + spec }, []));
  expect([exit, output]).toEqual([0, expect.stringContaining('2 passed')]);
});
