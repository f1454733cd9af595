import { writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { DescriptionError } from '../../core/errors.ts';
import { readDocument } from '../../document/read-document.ts';
import { indexOperations } from '../../openapi/operation-index.ts';
import { readContract } from '../../openapi/read-contract.ts';
import type { MockGateway } from '../server.ts';
import { defaultApiKey, startMockGateway } from '../server.ts';
import { createFaults } from './apply-faults.ts';

const responses = 'responses: { "200": { description: ok } }';
const table = 'parameters: [{ name: table, in: path, required: true, schema: { type: string } }]';
const contract = (path: string, operationId: string, parameters = 'parameters: []') =>
  readContract(
    readDocument(
      `openapi: 3.1.0\ninfo: { title: t, version: "1" }\npaths:\n  ${path}:\n    get: { operationId: ${operationId}, ${parameters}, ${responses} }\n`,
      `${operationId}.yaml`,
    ),
  );
const operations = indexOperations([
  contract('/v1/rdb/rest/{table}', 'queryRecords', table),
  contract('/v1/rdb/rest/t', 'queryT'),
]);

let gateway: MockGateway | undefined;
test.afterEach(() => gateway?.close());

async function ask(...faults: string[]): Promise<Response> {
  const tables = test.info().outputPath('tables.yaml');
  writeFileSync(tables, 'tables: { t: { columns: { id: { type: INT } }, rows: [{ id: 1 }] } }');
  gateway = await startMockGateway({ tables, operations, faults });
  return again();
}

function again(signal?: AbortSignal): Promise<Response> {
  const headers = { authorization: `Bearer ${defaultApiKey}`, prefer: 'count=exact' };
  return fetch(`${gateway?.url ?? ''}/v1/rdb/rest/t`, { headers, ...(signal ? { signal } : {}) });
}

const honest = { status: 200, type: 'application/json; charset=utf-8', range: '0-0/1', text: '[{"id":1}]' };
const cases: { fault: string; answer: Partial<typeof honest> | { range: null } }[] = [
  { fault: 'retype:queryRecords:/0/id', answer: { text: '[{"id":"1"}]' } },
  { fault: 'retype:queryT:/0/id', answer: { text: '[{"id":"1"}]' } },
  { fault: 'drop:queryRecords:/0/id', answer: { text: '[{}]' } },
  { fault: 'status:queryRecords:418', answer: { status: 418 } },
  { fault: 'html:queryRecords', answer: { type: 'text/html', text: '<!doctype html><title>Bad gateway</title>' } },
  { fault: 'invalid-json:queryRecords', answer: { text: '[{"id":1}' } },
  { fault: 'empty:queryRecords', answer: { text: '' } },
  { fault: 'media-type:queryRecords:text/plain', answer: { type: 'text/plain' } },
  { fault: 'drop-header:queryRecords:Content-Range', answer: { range: null } },
];
for (const { fault, answer } of cases) {
  test(fault, async () => {
    const response = await ask(fault);
    const { status, headers } = response;
    const shown = {
      status,
      type: headers.get('content-type'),
      range: headers.get('content-range'),
      text: await response.text(),
    };
    expect(shown).toEqual({ ...honest, ...answer });
  });
}

test('several faults add up', async () => {
  const response = await ask('retype:queryT:/0/id', 'status:queryRecords:202');
  expect([response.status, await response.text()]).toEqual([202, '[{"id":"1"}]']);
});

test('a content type can be dropped', async () => {
  expect((await ask('drop-header:queryT:content-type')).headers.get('content-type')).toBeNull();
});

test('a token expires once', async () => {
  const response = await ask('expire:queryRecords');
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({ code: 'ACCESS_TOKEN_EXPIRED' });
  expect((await again()).status).toBe(200);
});

test('a connection is reset', async () => {
  await expect(ask('reset:queryRecords')).rejects.toThrow('fetch failed');
});

test('a gateway hangs until it is closed', async () => {
  await ask('status:queryT:200');
  await fetch(`${gateway?.controlUrl ?? ''}/faults`, { method: 'POST', body: '{"fault":"hang:queryT"}' });
  await expect(again(AbortSignal.timeout(200))).rejects.toThrow('aborted due to timeout');
  const hanging = again();
  const ended = expect(hanging).rejects.toThrow('fetch failed');
  await gateway?.close();
  await ended;
});

test('other operations answer as ever', async () => {
  const response = await ask('status:queryT:500');
  expect(response.status).toBe(500);
  const headers = { authorization: `Bearer ${defaultApiKey}` };
  expect((await fetch(`${gateway?.url ?? ''}/v1/rdb/rest/other`, { headers })).status).toBe(404);
});

const refused: [fault: string, message: string, remedy: string][] = [
  ['retyp:queryRecords:/a', 'there is no fault "retyp"', 'did you mean "retype"?'],
  ['retype:queryRecord:/a', 'no contract has an operation "queryRecord"', 'did you mean "queryRecords"?'],
  [
    'retype:queryRecords',
    'the fault "retype" takes a JSON Pointer into the body, as /0/position',
    'write KIND:OPERATION_ID[:ARGUMENT], as in retype:queryRecords:/0/position',
  ],
  [
    'status:queryRecords:99',
    'the fault "status" takes a status from 200 to 599',
    'write KIND:OPERATION_ID[:ARGUMENT], as in retype:queryRecords:/0/position',
  ],
  [
    'hang:queryRecords:5',
    'the fault "hang" takes no argument',
    'write KIND:OPERATION_ID[:ARGUMENT], as in retype:queryRecords:/0/position',
  ],
  [
    'toString:queryRecords',
    'there is no fault "toString"',
    'write KIND:OPERATION_ID[:ARGUMENT], as in retype:queryRecords:/0/position',
  ],
];
for (const [fault, message, remedy] of refused) {
  test(`${fault} is refused`, () => {
    let thrown: unknown;
    try {
      createFaults(operations, [fault]);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(DescriptionError);
    expect((thrown as DescriptionError).faults).toMatchObject([
      { code: 'USAGE', message, remedy, actual: `"${fault}"` },
    ]);
  });
}
