import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { MockGateway } from '../server.ts';
import { defaultApiKey, defaultPublishableKey, startMockGateway } from '../server.ts';

const handlers: Record<string, string> = {
  hello: 'export async function main(event, context) { return { event, context }; }',
  text: "export const main = () => '你好';",
  nothing: 'export const main = () => undefined;',
  number: 'export const main = () => 5;',
  throws: "export const main = () => { throw new Error('the secret reason'); };",
  rejects: 'export const main = async () => { throw 5; };',
  cycle: 'export const main = () => { const a = {}; a.a = a; return a; };',
  symbol: "export const main = () => Symbol('x');",
  'no-main': 'export const handler = () => 1;',
  broken: 'export const main = (;',
};

let gateway: MockGateway;
let folder: string;
let lines: string[];
test.beforeEach(async () => {
  // Playwright leaves what is below node_modules to Node, which loads a file anew for a new query.
  folder = test.info().outputPath('node_modules', 'functions');
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(handlers)) writeFileSync(join(folder, `${name}.js`), text);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  lines = [];
  gateway = await startMockGateway({ functions: folder, environment: 'env-1', log: (line) => lines.push(line) });
});
test.afterEach(() => gateway.close());

async function invoke(name: string, body?: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${gateway.url}/v1/functions/${name}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${defaultApiKey}`,
      'content-type': 'application/json',
      'x-request-id': 'r-1',
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  expect(response.headers.get('x-request-id')).toBe('r-1');
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

const json = 'application/json; charset=utf-8';
const cases: { name: string; call: Parameters<typeof invoke>; status: number; type?: string; text: string | object }[] =
  [
    {
      name: 'the body is the event, the result the raw answer',
      call: ['hello', '{"name":"张三","age":25}'],
      status: 200,
      text: { event: { name: '张三', age: 25 }, context: { requestId: 'r-1', environment: 'env-1' } },
    },
    {
      name: 'no body is an empty event',
      call: ['hello'],
      status: 200,
      text: { event: {}, context: { requestId: 'r-1', environment: 'env-1' } },
    },
    {
      name: 'a publishable key may call',
      call: ['text', '', { authorization: `Bearer ${defaultPublishableKey}` }],
      status: 200,
      type: 'text/plain; charset=utf-8',
      text: '你好',
    },
    { name: 'a string is text', call: ['text', '{}'], status: 200, type: 'text/plain; charset=utf-8', text: '你好' },
    { name: 'nothing is null', call: ['nothing'], status: 200, text: 'null' },
    { name: 'a number is JSON', call: ['number'], status: 200, text: '5' },
    {
      name: 'an unknown function',
      call: ['helo'],
      status: 404,
      text: { code: 'FUNCTION_NOT_FOUND', message: 'Function "helo" not found.' },
    },
    {
      name: 'a name that cannot be one',
      call: ['..%2Fhello', '{}'],
      status: 400,
      text: { code: 'FUNCTION_PARAM_INVALID', message: 'bad function name "../hello" [r-1]' },
    },
    {
      name: 'a body that is no object',
      call: ['hello', '[1]'],
      status: 400,
      text: { code: 'FUNCTION_PARAM_INVALID', message: 'bad http request body [r-1]: not a JSON object' },
    },
    ...['throws', 'rejects', 'cycle', 'symbol', 'no-main', 'broken'].map((name) => ({
      name: `a handler that fails: ${name}`,
      call: [name, '{}'] as [string, string],
      status: 500,
      text: { code: 'FUNCTION_INVOCATION_FAILED', message: 'Function code exception caught [r-1]' },
    })),
    {
      name: 'no credential',
      call: ['hello', '{}', { authorization: '' }],
      status: 401,
      text: { code: 'MISSING_CREDENTIALS', message: 'Credentials missing.' },
    },
  ];
for (const { name, call, status, type = json, text } of cases) {
  test(name, async () => {
    const answer = await invoke(...call);
    const body = status < 400 || typeof text === 'string' ? text : { ...text, requestId: 'r-1' };
    expect(answer).toEqual({ status, type, text: typeof body === 'string' ? body : JSON.stringify(body) });
  });
}

test('a body that is not JSON is refused', async () => {
  const { status, text } = await invoke('hello', '{"a":');
  expect(status).toBe(400);
  expect(text).toContain('"code":"FUNCTION_PARAM_INVALID","message":"bad http request body [r-1]: ');
});

test('why a handler failed is in the log, not in the answer', async () => {
  const { text } = await invoke('throws', '{}');
  expect(text).not.toContain('secret reason');
  expect(lines.join('\n')).toContain('function throws: Error: the secret reason');
});

test('a handler that was edited is loaded anew', async () => {
  const file = join(folder, 'number.js');
  expect((await invoke('number')).text).toBe('5');
  writeFileSync(file, 'export const main = () => 6;');
  utimesSync(file, new Date(), new Date(Date.now() + 5000));
  expect((await invoke('number')).text).toBe('6');
});

test('without a folder there is no function', async () => {
  const bare = await startMockGateway();
  const headers = { authorization: `Bearer ${defaultApiKey}` };
  const response = await fetch(`${bare.url}/v1/functions/hello`, { method: 'POST', headers });
  expect(response.status).toBe(404);
  await bare.close();
});
