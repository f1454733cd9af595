// For the tests of the faults: a mock with one table and the contracts that give its operations their ids.
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { test } from '@playwright/test';
import { readDocument } from '../../document/read-document.ts';
import { indexOperations } from '../../openapi/operation-index.ts';
import { readContract } from '../../openapi/read-contract.ts';
import type { MockGateway, MockGatewayOptions } from '../server.ts';
import { defaultApiKey, startMockGateway } from '../server.ts';

const table = 'parameters: [{ name: table, in: path, required: true, schema: { type: string } }]';
const responses = 'responses: { "200": { description: ok } }';
const contract = `openapi: 3.1.0
info: { title: t, version: "1" }
paths:
  /v1/rdb/rest/{table}:
    get: { operationId: queryRecords, ${table}, ${responses} }
    head: { operationId: countRecords, ${table}, ${responses} }
    delete: { operationId: deleteRecords, ${table}, ${responses} }
    patch: { operationId: updateRecords, ${table}, ${responses} }
  /auth/v1/signin:
    post: { operationId: signIn, ${responses} }
`;
const concrete = `openapi: 3.1.0
info: { title: t, version: "1" }
paths:
  /v1/rdb/rest/t:
    get: { operationId: queryT, ${responses} }
`;

export const operations = indexOperations(
  [contract, concrete].map((text, index) => readContract(readDocument(text, `${index}.yaml`))),
);

/** Starts one with these faults; each test closes its own. */
export function startFaulty(
  faults: readonly string[],
  options: Pick<MockGatewayOptions, 'seed'> = {},
): Promise<MockGateway> {
  const tables = test.info().outputPath('tables.yaml');
  writeFileSync(
    tables,
    `tables: { t: { columns: { id: { type: INT, primaryKey: true }, name: { type: VARCHAR(9) } },
      rows: [{ id: 1, name: '课' }, { id: 2, name: b }] } }`,
  );
  return startMockGateway({ tables, operations, faults, ...options });
}

export const path = '/v1/rdb/rest/t?order=id.asc';

export function ask(gateway: MockGateway, init: RequestInit = {}, at = path): Promise<Response> {
  const headers = { authorization: `Bearer ${defaultApiKey}`, prefer: 'count=exact' };
  return fetch(gateway.url + at, { headers, ...init });
}

/** Everything that comes over a connection of its own until it ends. */
export async function received(gateway: MockGateway): Promise<string> {
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  const head = [`GET ${path} HTTP/1.1`, 'host: x', `authorization: Bearer ${defaultApiKey}`];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  let text = '';
  socket.setEncoding('utf8').on('data', (data: string) => {
    text += data;
  });
  const end = await new Promise<string>((done) => {
    socket.on('error', (error) => {
      done('code' in error ? String(error.code) : error.message);
    });
    socket.on('close', () => {
      done('closed');
    });
  });
  return `${text}<${end}>`;
}
