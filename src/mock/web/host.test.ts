import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { contractFindings } from '../contract.samples.ts';
import type { MockGateway } from '../server.ts';
import { defaultApiKey, startMockGateway } from '../server.ts';

const authorization = `Bearer ${defaultApiKey}`;
let folder: string;
let gateway: MockGateway;
let lines: string[];
let edits = 0;

const files: Record<string, string> = {
  'package.json': '{"type":"module"}',
  'plain.js':
    "export default (request, response) => response.setHeader('content-type', 'text/plain').end(request.method + ' ' + request.url);",
  'counts.js':
    "let count = 0; export default (_request, response) => response.setHeader('content-type', 'text/plain').end(String(++count));",
  'word.js': "export const word = 'first';",
  'says.js':
    "import { word } from './word.js'; export default (_request, response) => response.setHeader('content-type', 'text/plain').end(word);",
  'old/package.json': '{"type":"commonjs"}',
  'old/word.js': "module.exports = 'old';",
  'old.js': "export { default } from './old/main.js';",
  'old/main.js':
    "const word = require('./word.js'); module.exports = (_request, response) => response.setHeader('content-type', 'text/plain').end(word);",
  'es.mjs': "export default (_request, response) => response.setHeader('content-type', 'text/plain').end('mjs');",
  'common.cjs': "module.exports = (_request, response) => response.setHeader('content-type', 'text/plain').end('cjs');",
  'server.js':
    "import { createServer } from 'node:http'; export default createServer((_request, response) => response.setHeader('content-type', 'text/plain').end('a server'));",
  'throws.js': "export default () => { throw new Error('the reason'); };",
  'ends.js': `export default (request, response) => {
    if (request.url === '/exit') process.exit(3);
    if (request.url === '/null') throw null;
    if (request.url === '/throw') throw new Error('the reason');
    response.setHeader('content-type', 'text/plain').end('ok');
  };`,
  'posts.js': `import { parentPort } from 'node:worker_threads';
    for (const message of ['text', { port: 'none' }]) parentPort.postMessage(message);
    export default (_request, response) => response.setHeader('content-type', 'text/plain').end('ok');`,
  'rejects.js': "export default async () => { throw new Error('the reason'); };",
  'exits.js': 'export default () => process.exit(3);',
  'blocks.js': 'export default () => { for (;;); };',
  'broken.js': 'export default (;',
  'nothing.js': 'export const main = () => 1;',
  'object.js': 'export default { fetch() {} };',
  'never.js': 'await new Promise(() => setInterval(() => {}, 1000)); export default () => {};',
  'speaks.js':
    "export default (_request, response) => { console.log('a line'); console.error('another'); response.setHeader('content-type', 'text/plain').end(); };",
};

function write(name: string, text: string): void {
  const file = join(folder, name);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
  edits += 1;
  utimesSync(file, new Date(), new Date(Date.now() + edits * 1000));
}

test.beforeEach(async () => {
  folder = test.info().outputPath('services');
  lines = [];
  for (const [name, text] of Object.entries(files)) write(name, text);
  gateway = await startMockGateway({ services: folder, log: (line) => lines.push(line) });
});
test.afterEach(() => gateway.close());

/** A line of the log about a service. */
function said(line: string): { readonly service?: string; readonly text: string } {
  return { text: '', ...(JSON.parse(line) as object) };
}

async function call(name: string, below = '') {
  const url = `/v1/cloudrun/${name}${below}`;
  const headers = { authorization, 'x-request-id': 'r-1' };
  const response = await fetch(gateway.url + url, { headers });
  const text = await response.text();
  expect(
    contractFindings({
      request: { method: 'GET', url, headers: Object.entries(headers) },
      response: { status: response.status, headers: response.headers, body: text },
    }),
  ).toEqual([]);
  return { status: response.status, text };
}

const answers = [
  { name: 'a function that takes request and response', service: 'plain', below: '/a?b=c', text: 'GET /a?b=c' },
  { name: 'a http.Server', service: 'server', below: '', text: 'a server' },
  { name: 'CommonJS', service: 'old', below: '', text: 'old' },
  { name: 'an ES module, whatever the package is', service: 'es', below: '', text: 'mjs' },
  { name: 'CommonJS, whatever the package is', service: 'common', below: '', text: 'cjs' },
];
for (const { name, service, below, text } of answers) {
  test(`a service is ${name}`, async () => {
    expect(await call(service, below)).toEqual({ status: 200, text });
  });
}

test('a service keeps what it knows between its calls', async () => {
  expect((await call('counts')).text).toBe('1');
  expect((await call('counts')).text).toBe('2');
});

const edited = [
  {
    name: 'its file',
    service: 'says',
    file: 'says.js',
    text: "export default (_r, response) => response.setHeader('content-type', 'text/plain').end('second');",
  },
  { name: 'what it imports', service: 'says', file: 'word.js', text: "export const word = 'second';" },
  { name: 'what it requires', service: 'old', file: 'old/word.js', text: "module.exports = 'second';" },
];
for (const { name, service, file, text } of edited) {
  test(`a service is loaded anew when ${name} was edited`, async () => {
    expect((await call(service)).text).not.toBe('second');
    // A thread tells what it loaded while it already answers.
    await expect
      .poll(async () => {
        write(file, text);
        return (await call(service)).text;
      })
      .toBe('second');
    write('plain.js', files['plain.js'] ?? '');
  });
}

test('a file that nobody edited is not loaded anew', async () => {
  await call('counts');
  write('word.js', "export const word = 'third';");
  expect((await call('counts')).text).toBe('2');
});

const failures = [
  { name: 'its handler throws', service: 'throws', status: 502, code: 'BAD_GATEWAY', why: 'Error: the reason' },
  { name: 'its handler rejects', service: 'rejects', status: 502, code: 'BAD_GATEWAY', why: 'Error: the reason' },
  { name: 'it exits', service: 'exits', status: 502, code: 'BAD_GATEWAY', why: 'socket hang up' },
  { name: 'it is no JavaScript', service: 'broken', status: 503, code: 'SERVICE_NOT_READY', why: 'SyntaxError' },
  {
    name: 'it exports nothing that answers',
    service: 'nothing',
    status: 503,
    code: 'SERVICE_NOT_READY',
    why: 'nothing.js has no default export that answers requests',
  },
  {
    name: 'it exports something else',
    service: 'object',
    status: 503,
    code: 'SERVICE_NOT_READY',
    why: 'object.js has no default export that answers requests',
  },
];
for (const { name, service, status, code, why } of failures) {
  test(`a service fails, and the gateway goes on: ${name}`, async () => {
    const answer = await call(service);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toMatchObject({ code, requestId: 'r-1' });
    expect(answer.text).not.toContain('the reason');
    await expect.poll(() => lines.join('\n')).toContain(why);
    expect(lines.map((line) => said(line)).find(({ text }) => text.includes(why))?.service).toBe(service);
    expect((await call('plain')).status).toBe(200);
  });
}

const ends = [
  { name: 'it throws', below: '/throw' },
  { name: 'it throws null', below: '/null' },
  { name: 'it exits', below: '/exit' },
];
for (const { name, below } of ends) {
  test(`a service that ended is started again by its very next call: ${name}`, async () => {
    for (let times = 0; times < 10; times += 1) {
      expect((await call('ends', below)).status).toBe(502);
      expect(await call('ends', '/ok')).toEqual({ status: 200, text: 'ok' });
    }
  });
}

test('what a service posts to its parent is not for the gateway', async () => {
  expect(await call('posts')).toEqual({ status: 200, text: 'ok' });
});

const stuck = [
  { service: 'blocks', code: 'SERVICE_TIMEOUT' },
  { service: 'never', code: 'SERVICE_NOT_READY' },
];
for (const { service, code } of stuck) {
  test(`a service that hangs answers ${code}, holds up nobody, and is mended by an edit: ${service}`, async () => {
    await gateway.close();
    const file = join(folder, `${service}.js`);
    const services = { hanging: { file, timeout: 2 }, plain: { file: join(folder, 'plain.js') } };
    gateway = await startMockGateway({ services });
    const hanging = call('hanging');
    expect((await call('plain')).status).toBe(200);
    expect(JSON.parse((await hanging).text)).toMatchObject({ code });
    write(`${service}.js`, files['plain.js'] ?? '');
    expect(await call('hanging')).toEqual({ status: 200, text: 'GET /' });
  });
}

test('what a service prints is told with its name, and never on standard output', async () => {
  await call('speaks');
  const told = ['a line', 'another'].map((text): unknown => expect.objectContaining({ service: 'speaks', text }));
  await expect.poll(() => lines.map((line) => said(line))).toEqual(expect.arrayContaining(told));
});
