// Starts the mock of any OpenAPI description, asks every operation of it, and holds every answer against the contract
// check: what a mock makes of a contract must keep that contract.
//
//   npm run build && node specs/conformance/mock-contract.mjs --contract petstore.yaml [--contract more.yaml] [--all]
//
// Requests are made from the contract, too. --all asks for every declared status, not only for the usual one. Exit code 1
// where an answer breaks its contract.
import { parseArgs } from 'node:util';
import { request } from 'undici';
import { checkResponse, openContract } from '../../dist/contract/contract-check.js';
import { formatLocation } from '../../dist/core/source.js';
import { bestResponses } from '../../dist/mock/contract/choose-response.js';
import { isAnswer } from '../../dist/mock/contract/make-answer.js';
import { makeRequest } from '../../dist/mock/contract/make-request.js';
import { startContractMock } from '../../dist/mock/contract/start-contract-mock.js';

const { values } = parseArgs({
  options: { contract: { type: 'string', multiple: true, default: [] }, all: { type: 'boolean', default: false } },
});
if (values.contract.length === 0) {
  console.error('usage: node specs/conformance/mock-contract.mjs --contract FILE [--contract FILE] [--all]');
  process.exit(2);
}

const rows = [];
let findings = 0;
for (const file of values.contract) {
  const row = await holdMock(file);
  rows.push(row);
  findings += row.findings;
}
console.table(rows);
process.exitCode = findings > 0 ? 1 : 0;

async function holdMock(file) {
  const begun = performance.now();
  const faults = [];
  const contracts = openContract(file, { tolerate: (found) => faults.push(...found) });
  const operations = contracts.contracts.flatMap((contract) => contract.operations);
  const mock = await startContractMock({ contracts: contracts.contracts });
  const count = { asked: 0, refused: 0, example: 0, schema: 0, 'no body': 0, cannot: 0, findings: 0, wildcard: 0, unread: 0 };
  let peak = 0;
  for (const operation of operations) {
    const statuses = values.all ? bestResponses(operation).map(({ status }) => status) : [undefined];
    for (const status of statuses) await ask(mock, contracts, operation, status, count);
    peak = Math.max(peak, process.memoryUsage().rss);
  }
  await mock.close();
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  const name = file.split('/').slice(-3).join('/');
  const { unread: notRead, ...counts } = count;
  return { contract: name, operations: operations.length, faults: faults.length, ...counts, 'not read': notRead, seconds, 'peak MB': Math.round(peak / 1e6) };
}

async function ask(mock, contracts, operation, status, count) {
  const label = `${operation.operationId}${status === undefined ? '' : ` ${status}`}`;
  const made = makeRequest(operation, label);
  if (!made.ok) {
    count.refused++;
    console.log(`no request  ${label}: ${made.reason}`);
    return;
  }
  const { method, url, headers, body } = made.request;
  count.asked++;
  // Not by fetch, which keeps answers of some statuses to itself.
  const { statusCode, ...response } = await request(mock.url + url, {
    method,
    headers: [...headers, ['accept', '*/*'], ...(status === undefined ? [] : [['prefer', `code=${status}`]])].flat(),
    ...(body !== undefined && { body }),
  });
  const bytes = Buffer.from(await response.body.arrayBuffer());
  const isProblem = response.headers['content-type']?.startsWith('application/problem+json') === true;
  if (statusCode === 501 && isProblem) {
    count.cannot++;
    console.log(`cannot      ${label}: ${bytes.toString()}`);
    return;
  }
  const refusal = response.headers['gatewright-refusal'] ?? (isProblem && status !== statusCode ? bytes.toString() : undefined);
  if (refusal !== undefined) {
    count.refused++;
    console.log(`refused     ${label} (${method} ${url}): ${refusal.slice(0, 400)}`);
    return;
  }
  const usual = mock.mock.usual(operation);
  if (status === undefined && isAnswer(usual)) count[usual.source]++;
  const result = checkResponse(contracts, {
    request: { method, url },
    response: { status: statusCode, headers: response.headers, body: bytes },
  }, { operationId: operation.operationId });
  if (result.checked === 'wildcard') count.wildcard++;
  if (result.checked === 'not-checked') count.unread++;
  const broken = result.violations.filter(({ severity }) => severity === 'error');
  count.findings += broken.length;
  for (const { title, at = '', expected, actual, contract } of broken) {
    console.log(`finding     ${label}: ${title} ${at}: expected ${expected} (${formatLocation(contract)}), not ${actual}`);
  }
}
