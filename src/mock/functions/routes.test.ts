import { createHash, createHmac } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { defaultPublishableKey, startMockGateway } from '../server.ts';
import type { CallOptions, FunctionsUnderTest } from './start-functions.samples.ts';
import { refusal, startFunctions } from './start-functions.samples.ts';

const handlers = {
  'echo.js': 'export async function main(event, context) { return { event, context }; }',
  'text.js': "export const main = () => '你好';",
  'empty-text.js': "export const main = () => '';",
  'nothing.js': 'export const main = () => undefined;',
  'number.js': 'export const main = () => 5;',
  'list.js': 'export const main = () => [1, null, { a: undefined }];',
  'bytes.js': "export const main = () => Buffer.from('hi');",
  'date.js': 'export const main = () => new Date(0);',
  'code.js': "export const main = () => ({ code: 'MINE', message: 'not an error' });",
  'variables.js': 'export const main = ({ names }) => names.map((name) => process.env[name] ?? null);',
  'size.js': "export const main = ({ bytes }) => 'x'.repeat(bytes);",
  'versions/echo-1.js': 'export const main = () => 1;',
  'busy.js': 'export const main = () => 1;',
  'once.js': 'export const main = () => new Promise((done) => setTimeout(done, 300));',
  'functions.yaml': `
functions:
  echo: { timeout: 20, memory: 128, versions: { '1': versions/echo-1.js }, env: { GREETING: 你好 } }
  variables: { env: { GREETING: 你好 } }
  busy: { status: Updating }
  once: { concurrency: 1 }
`,
};

let its: FunctionsUnderTest;
test.beforeEach(async () => {
  its = await startFunctions(handlers);
});
test.afterEach(() => its.close());

const json = 'application/json; charset=utf-8';
const plain = 'text/plain; charset=utf-8';
const limit = 6 * 1024 * 1024;
const context = {
  request_id: 'r-1',
  function_name: 'echo',
  function_version: '$LATEST',
  namespace: 'env-1',
  memory_limit_in_mb: 128,
  time_limit_in_ms: 20_000,
  environ: 'TCB_ENV=env-1;GREETING=你好',
};

type Case = { name: string; call: string; options?: CallOptions; status?: number; type?: string; body: unknown };
const cases: Case[] = [
  {
    name: 'the body is the event, the result the raw answer without an envelope',
    call: 'echo',
    options: { body: '{"name":"张三","age":25}' },
    body: { event: { name: '张三', age: 25 }, context },
  },
  { name: 'no body is an empty event', call: 'echo', body: { event: {}, context } },
  { name: 'an empty body is an empty event', call: 'echo', options: { body: '' }, body: { event: {}, context } },
  {
    name: 'a body of another media type is read as JSON all the same',
    call: 'number',
    options: { body: '{"a":1}', headers: { 'content-type': 'text/plain' } },
    body: 5,
  },
  { name: 'a string is text', call: 'text', type: plain, body: '你好' },
  { name: 'an empty string is empty text', call: 'empty-text', type: plain, body: '' },
  { name: 'nothing is null', call: 'nothing', body: null },
  { name: 'a number is JSON', call: 'number', body: 5 },
  { name: 'a list is JSON', call: 'list', body: [1, null, {}] },
  { name: 'bytes are JSON, as JavaScript writes them', call: 'bytes', body: { type: 'Buffer', data: [104, 105] } },
  { name: 'a date is a JSON string', call: 'date', body: '1970-01-01T00:00:00.000Z' },
  { name: 'a result with a code is a result', call: 'code', body: { code: 'MINE', message: 'not an error' } },
  {
    name: 'the environment is the own one, without the variables of the mock',
    call: 'variables',
    options: {
      body: '{"names":["GREETING","TCB_ENV","TENCENTCLOUD_REGION","TENCENTCLOUD_RUNENV","npm_command","PWD"]}',
    },
    body: ['你好', 'env-1', 'ap-shanghai', 'SCF', null, null],
  },
  { name: 'X-Qualifier names a version', call: 'echo', options: { headers: { 'x-qualifier': '1' } }, body: 1 },
  {
    name: 'X-Qualifier $LATEST is the handler itself',
    call: 'number',
    options: { headers: { 'x-qualifier': '$LATEST' } },
    body: 5,
  },
  {
    name: 'an unknown version',
    call: 'echo',
    options: { headers: { 'x-qualifier': '7' } },
    status: 404,
    body: refusal('FUNCTION_QUALIFIER_NOT_FOUND', 'Version "7" of function "echo" not found.'),
  },
  {
    name: 'an unknown function',
    call: 'ecko',
    status: 404,
    body: refusal('FUNCTION_NOT_FOUND', 'Function "ecko" not found.'),
  },
  {
    name: 'a function in a state of change',
    call: 'busy',
    status: 500,
    body: refusal('FUNCTION_STATUS_ABNORMAL', 'Function "busy" cannot be called: its status is Updating.'),
  },
  {
    name: 'a body that is no object',
    call: 'echo',
    options: { body: '[1]' },
    status: 400,
    body: refusal('FUNCTION_PARAM_INVALID', 'bad http request body [r-1]: not a JSON object'),
  },
  {
    name: 'a body that is not JSON',
    call: 'echo',
    options: { body: '{"a":' },
    status: 400,
    body: refusal('FUNCTION_PARAM_INVALID', expect.stringMatching(/^bad http request body \[r-1\]: /)),
  },
  {
    name: 'a web call of a function that is no web function',
    call: 'echo?webfn=true',
    status: 400,
    body: refusal('FUNCTION_PARAM_INVALID', '"echo" is an event function: call it without webfn [r-1]'),
  },
  {
    name: 'a body of 6 MB is taken',
    call: 'number',
    options: { body: JSON.stringify({ text: 'x'.repeat(limit - 11) }) },
    body: 5,
  },
  {
    name: 'a body over 6 MB',
    call: 'number',
    options: { body: JSON.stringify({ text: 'x'.repeat(limit - 10) }) },
    status: 413,
    body: refusal('EXCEED_MAX_PAYLOAD_SIZE', 'Request body is too large'),
  },
  {
    name: 'a result of 6 MB is sent',
    call: 'size',
    options: { body: `{"bytes":${limit}}` },
    type: plain,
    body: 'x'.repeat(limit),
  },
  {
    name: 'a result over 6 MB',
    call: 'size',
    options: { body: `{"bytes":${limit + 1}}` },
    status: 500,
    body: refusal('EXCEED_MAX_RESPONSE_SIZE', 'The response is too large.'),
  },
  {
    name: 'no credential',
    call: 'echo',
    options: { authorization: '' },
    status: 401,
    body: refusal('MISSING_CREDENTIALS', 'Credentials missing.'),
  },
];
for (const { name, call, options, status = 200, type = json, body } of cases) {
  test(`functions: ${name}`, async () => {
    expect(await its.call(call, options)).toEqual({ status, type, body });
  });
}

const names: [name: string, status: number][] = [
  ['a', 400],
  ['ab', 404],
  [`a${'b'.repeat(59)}`, 404],
  [`a${'b'.repeat(60)}`, 400],
  ['1a', 400],
  ['a-', 400],
  ['a_b-c', 404],
  ['..%2Fecho', 400],
  ['%E4%BD%A0', 400],
];
for (const [name, status] of names) {
  test(`functions: the name ${name.length > 20 ? `of ${name.length} characters` : name} answers ${status}`, async () => {
    const code = status === 400 ? 'FUNCTION_PARAM_INVALID' : 'FUNCTION_NOT_FOUND';
    expect(await its.call(name)).toMatchObject({ status, body: { code, requestId: 'r-1' } });
  });
}

test('functions: more calls at once than its concurrency', async () => {
  const answers = await Promise.all([its.call('once'), its.call('once')]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 429]);
  expect(answers.find(({ status }) => status === 429)?.body).toEqual(
    refusal('FUNCTION_EXCEED_RESOURCE_LIMIT', 'Function "once" is called more than 1 times at once.'),
  );
  expect((await its.call('once')).status).toBe(200);
});

test('functions: without a setting, more calls than there are instances wait', async () => {
  its.write({ 'wait.js': 'export const main = () => new Promise((done) => setTimeout(done, 50));' });
  const answers = await Promise.all(Array.from({ length: 20 }, () => its.call('wait')));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
});

test('functions: a call that is signed with TC3 is the administrator', async () => {
  its.write({ 'functions.yaml': "rules: { '*': { invoke: false } }" });
  const body = '{"name":"Ana"}';
  const authorization = sign(new URL(its.url).host, '/v1/functions/echo', body);
  const headers = { 'x-tc-action': 'Invoke' };
  expect(await its.call('echo', { body, authorization, headers })).toMatchObject({ status: 200 });
  expect(await its.call('echo', { body: '{}', authorization, headers })).toMatchObject({
    status: 401,
    body: { code: 'INVALID_CREDENTIALS' },
  });
});

/** https://docs.cloudbase.net/http-api/basic/tc3-auth */
function sign(host: string, path: string, body: string): string {
  const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
  const timestamp = Math.floor(Date.now() / 1000);
  const date = new Date(timestamp * 1000).toISOString().slice(0, 10);
  const names = 'content-type;host;x-tc-action';
  const headers = `content-type:application/json\nhost:${host}\nx-tc-action:invoke\n`;
  const canonical = ['POST', path, '', headers, names, hash(body)].join('\n');
  const scope = `${date}/tcb/tc3_request`;
  const text = ['TC3-HMAC-SHA256', timestamp, scope, hash(canonical)].join('\n');
  const key = [date, 'tcb', 'tc3_request'].reduce<string | Buffer>(
    (secret, word) => createHmac('sha256', secret).update(word).digest(),
    'TC3mock-secret-key',
  );
  const signature = createHmac('sha256', key).update(text).digest('hex');
  const credential = `Credential=mock-secret-id/${scope}`;
  return `TC3-HMAC-SHA256 ${credential}, SignedHeaders=${names}, Signature=${signature}, Timestamp=${timestamp}`;
}

test('functions: without a folder there is none', async () => {
  const bare = await startMockGateway();
  const headers = { authorization: `Bearer ${defaultPublishableKey}` };
  const response = await fetch(`${bare.url}/v1/functions/hello`, { method: 'POST', headers });
  expect(response.status).toBe(403);
  await bare.close();
});

test('functions: a folder that is not there is told at the start', async () => {
  await expect(startMockGateway({ functions: 'no/such/folder' })).rejects.toThrow(
    /^FILE_NOT_FOUND there is no folder of functions .*no[\\/]such[\\/]folder$/,
  );
});
