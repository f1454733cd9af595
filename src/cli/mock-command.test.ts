import { EventEmitter, once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { contractFindings } from '../mock/contract.samples.ts';
import { runProgram } from './program.ts';
import { splitWords, testTerminal } from './terminal.samples.ts';
import type { TestTerminal } from './terminal.samples.ts';

let folder: string;

test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatewright-'));
  cpSync('mock/tables.yaml', join(folder, 'mock/tables.yaml'));
  writeFileSync(
    join(folder, 'gateways.yaml'),
    `accounts: { admin: { apiKey: mock-api-key } }
default: mock-shanghai
gateways:
  mock-shanghai: { embedded: { region: ap-shanghai, tables: mock/tables.yaml } }
  mock-singapore: { embedded: { region: ap-singapore, tables: mock/tables.yaml } }
  open: { embedded: { region: ap-shanghai, tables: mock/tables.yaml, auth: { anonymous: true } } }
  live: { baseUrl: 'http://127.0.0.1:1' }
`,
  );
});

test.afterAll(() => {
  rmSync(folder, { recursive: true });
});

type Serving = {
  readonly terminal: TestTerminal;
  /** Addresses of the gateways, in their order. */
  readonly urls: readonly string[];
  /** As Ctrl-C; gives the exit code. */
  readonly end: () => Promise<number>;
};

/** Until it says that it serves. */
async function serve(line: string): Promise<Serving> {
  const terminal = testTerminal();
  const words = [...splitWords(`mock ${line} --project`), folder];
  const begun = new EventEmitter();
  const ready = once(begun, 'ready');
  const print = (text: string): void => {
    terminal.print(text);
    if (text.includes('Ctrl-C')) begun.emit('ready');
  };
  const exit = runProgram(words, { ...terminal, print, complain: print });
  await Promise.race([ready, exit]);
  return {
    terminal,
    urls: terminal.lines.flatMap((text) => /^mock gateway .* at (\S+)/.exec(text)?.[1] ?? []),
    end: () => {
      terminal.interrupt();
      return exit;
    },
  };
}

const both = '--gateway mock-shanghai --gateway mock-singapore';
const free = '--port 0 --control-port 0';

async function call(url: string, method: string, path: string, body?: unknown) {
  const headers = { authorization: 'Bearer mock-api-key', 'content-type': 'application/json' };
  const sent = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
  const answer = await fetch(url + path, sent);
  const text = await answer.text();
  const response = { status: answer.status, headers: answer.headers, body: text };
  expect(contractFindings({ request: { method, url: url + path, headers }, response })).toEqual([]);
  return { status: answer.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
}

test('two gateways side by side: rows and rules of their own, and lines that name them', async () => {
  const { terminal, urls, end } = await serve(`${both} ${free}`);
  const [shanghai = '', singapore = ''] = urls;
  const created = await call(shanghai, 'POST', '/v1/rdb/rest/course', { name: 'only here', position: 1 });
  expect(created.status).toBe(201);
  const rows = async (url: string) => (await call(url, 'GET', '/v1/rdb/rest/course?name=eq.only%20here')).body;
  expect([await rows(shanghai), await rows(singapore)]).toEqual([[expect.objectContaining({ name: 'only here' })], []]);
  const code = { phone_number: '+86 13800138001', target: 'ANY' };
  expect((await call(shanghai, 'POST', '/auth/v1/verification', code)).status).toBe(200);
  expect(await call(singapore, 'POST', '/auth/v1/verification', code)).toMatchObject({ status: 400 });
  expect(await end()).toBe(130);
  expect(terminal.lines.filter((line) => line.startsWith('{')).map((line) => gatewayAndStatus(line))).toEqual([
    'mock-shanghai 201',
    'mock-shanghai 200',
    'mock-singapore 200',
    'mock-shanghai 200',
    'mock-singapore 400',
  ]);
  for (const url of urls) await expect(fetch(url)).rejects.toThrow('fetch failed');
});

function gatewayAndStatus(line: string): string {
  const { gateway, status } = JSON.parse(line) as { readonly gateway: string; readonly status: number };
  return `${gateway} ${status}`;
}

test('the page: one for all gateways, beside them, and anonymous callers where they are let in', async () => {
  const { terminal, urls, end } = await serve(`--gateway open --gateway mock-singapore ${free}`);
  const [url = ''] = urls;
  expect(terminal.lines.at(-1)).toBe(`try calls at ${url}/docs   Ctrl-C ends it`);
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ gateway: 'open', credential: 'anonymous' });
  const obtain = () => fetch(`${url}/docs/credential`, { method: 'POST', headers, body });
  const { authorization } = (await (await obtain()).json()) as { readonly authorization: string };
  expect(await (await obtain()).json()).toEqual({ authorization });
  const me = await fetch(`${url}/auth/v1/user/me`, { headers: { authorization } });
  expect(me.status).toBe(200);
  const settings = (await (await fetch(`${urls[1] ?? ''}/docs/settings`)).json()) as Settings;
  expect(settings.gateways.map(({ name, credentials }) => [name, ...credentials.map((each) => each.name)])).toEqual([
    ['open', 'admin', 'anonymous'],
    ['mock-singapore', 'admin'],
  ]);
  expect(terminal.lines.filter((line) => line.includes('/docs/'))).toEqual([]);
  await end();
});

type Settings = {
  readonly gateways: readonly { readonly name: string; readonly credentials: readonly { readonly name: string }[] }[];
};

/** A port that another program has. */
async function takenPort(): Promise<{ readonly port: string; readonly free: () => void }> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  return { port: String((server.address() as AddressInfo).port), free: () => server.close() };
}

test('a port that is taken ends those that were started', async () => {
  const taken = await takenPort();
  const other = await takenPort();
  other.free();
  const line = `${both} --port mock-shanghai=${other.port} --port mock-singapore=${taken.port} --control-port 0`;
  const { terminal, end } = await serve(line);
  expect(await end()).toBe(2);
  expect(terminal.lines.join('\n').replaceAll(taken.port, 'TAKEN')).toBe(`PORT_IN_USE
  another program listens on port TAKEN of 127.0.0.1
    expected   a free port
    actual     TAKEN (in use)
    remedy     name another --port, or stop the other program
1 fault
exit 2: usage`);
  await expect(fetch(`http://127.0.0.1:${other.port}`)).rejects.toThrow('fetch failed');
  taken.free();
});

const refused: readonly { line: string; told: string }[] = [
  {
    line: `${both} --port 4000 --port 4001`,
    told: `--port is given twice without the name of a gateway
    actual     4000 and 4001
    remedy     write --port NAME=PORT for each gateway, or the port of the first one`,
  },
  {
    line: `${both} --port mock-shanghai=4000 --port mock-shanghai=4001`,
    told: `--port is given twice for "mock-shanghai"
    actual     4000 and 4001
    remedy     write --port NAME=PORT for each gateway, or the port of the first one`,
  },
  {
    line: `${both} --control-port mock-singapor=4000`,
    told: `--control-port names a gateway that is not started; did you mean "mock-singapore"?
    expected   one of those that are started: mock-shanghai, mock-singapore
    actual     mock-singapor`,
  },
  {
    line: '--port mock-singapore=4000',
    told: `--port names a gateway that is not started
    expected   one of those that are started: mock-shanghai
    actual     mock-singapore
    remedy     start it too, with --gateway`,
  },
  {
    line: `${both} --port 3900 --control-port 3902`,
    told: `the control port of "mock-shanghai" is the port of "mock-singapore" as well
    actual     3902
    remedy     give each its own, as in --port mock-singapore=4000`,
  },
  {
    line: '--port 4000 --control-port 4000',
    told: `the port of "mock-shanghai" is the control port of "mock-shanghai" as well
    actual     4000
    remedy     give each its own`,
  },
  {
    line: `${both} --port 65535`,
    told: `--port counts beyond the last port for "mock-singapore"
    expected   at most 65535
    actual     65537
    remedy     begin lower, or write --port mock-singapore=PORT`,
  },
  {
    line: '--port mock-shanghai=',
    told: `--port <port> has a wrong value
    expected   a port from 1 to 65535, or 0 for any that is free; or NAME=PORT
    actual     mock-shanghai=`,
  },
  {
    line: `${both} --data rows.sqlite`,
    told: `--data keeps the rows of one gateway
    actual     mock-shanghai, mock-singapore
    remedy     start the others in a process of their own, or without --data`,
  },
  {
    line: `${both} --gateway live`,
    told: `gateway "live" is not embedded: the mock takes tables, functions and keys from one that is
    remedy     name one with --gateway`,
  },
  {
    line: '--mock-fault mock-singapore=hang:queryRecords',
    told: `--mock-fault names a gateway that is not started
    expected   one of those that are started: mock-shanghai
    actual     mock-singapore
    remedy     start it too, with --gateway`,
  },
];

for (const { line, told } of refused) {
  test(`refuses: mock ${line}`, async () => {
    const { terminal, end } = await serve(line);
    expect(terminal.lines.join('\n')).toBe(`USAGE\n  ${told}\n1 fault\nexit 2: usage`);
    expect(await end()).toBe(2);
  });
}
