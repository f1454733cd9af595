import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { readRecord } from '../record/read-record.ts';
import type { RecordEvent } from '../record/event.ts';
import { startMockGateway } from '../mock/server.ts';
import { runProgram } from './program.ts';
import { splitWords, testTerminal } from './terminal.samples.ts';
import type { TestTerminal } from './terminal.samples.ts';

const root = join(import.meta.dirname, '../..');
const home = process.cwd();

/** The fields of the JSON summary that these tests look at. */
type Cause = {
  readonly code: string;
  readonly location?: string;
  readonly expected?: string;
  readonly actual?: string;
};
type Told = {
  readonly exit: number;
  readonly seed: string;
  readonly selected: number;
  readonly verdicts: Readonly<Record<string, number>>;
  readonly exchanges: { readonly total: number };
  readonly cleanUp: { readonly done: number; readonly due: number };
  readonly causes: readonly (Cause & { readonly again?: string })[];
  readonly troubles: readonly { readonly name: string }[];
  readonly report: string;
};

/** A second workflow, in a folder of its own, that only reads. */
const reading = `arazzo: 1.0.1
info: { title: Reading, version: 1.0.0 }
sourceDescriptions:
  - { name: courses, url: ../../contracts/courses.openapi.yaml, type: openapi }
workflows:
  - workflowId: list-courses
    x-as: admin
    x-tags: [reading]
    inputs: { type: object, properties: { wanted: { type: string, default: eq.0 } } }
    parameters: [{ name: table, in: path, value: course }]
    steps:
      - stepId: list
        operationId: queryRecords
        parameters: [{ name: id, in: query, value: $inputs.wanted }]
`;

/** The small project of specs/cases with a few files more; the test stands in it, as a person does. */
function enterProject(folder: string, files: Readonly<Record<string, string>> = {}): void {
  cpSync(join(root, 'specs/cases/base'), folder, { recursive: true });
  writeFiles(folder, { 'workflows/reading/list.arazzo.yaml': reading, ...files });
  process.chdir(folder);
}

function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
}

async function run(line: string, terminal: TestTerminal = testTerminal()): Promise<Told> {
  const exit = await runProgram(splitWords(line), terminal);
  const told = JSON.parse(terminal.lines.join('\n')) as Told;
  expect(told.exit).toBe(exit);
  return told;
}

async function eventsOf(report: string): Promise<RecordEvent[]> {
  const events: RecordEvent[] = [];
  for await (const event of readRecord(report)) events.push(event);
  return events;
}

const workflowsIn = (events: readonly RecordEvent[]) =>
  events.flatMap((event) => (event.type === 'workflow' ? [event] : []));

async function listen(listener: RequestListener): Promise<{ server: Server; url: string }> {
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

let folder: string;

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatewright-'));
  enterProject(folder);
});

test.afterEach(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

const closedPort = async (): Promise<string> => {
  const { server, url } = await listen(() => undefined);
  await new Promise((done) => server.close(done));
  return url;
};

const exits: readonly { name: string; line: string; exit: number; last?: string }[] = [
  { name: '0: all as it should be', line: 'run', exit: 0 },
  { name: '0: no fault in any file', line: 'lint', exit: 0, last: 'no faults in 3 files, 3 workflows' },
  { name: '0: help', line: 'run --help', exit: 0 },
  { name: '0: the version', line: '--version', exit: 0, last: '0.1.0' },
  { name: '1: a finding', line: 'run --mock-fault drop:queryRecords:/0/name', exit: 1, last: 'exit 1: verdict' },
  { name: '2: nothing is selected', line: 'run nothing-like-this', exit: 2, last: 'exit 2: usage' },
  { name: '2: a wrong input', line: 'run read-course', exit: 2, last: 'exit 2: descriptions' },
  { name: '3: no gateway', line: 'run --base-url CLOSED', exit: 3, last: 'exit 3: infrastructure' },
  {
    name: '4: a clean-up that fails',
    line: 'run --mock-fault status:deleteRecords:500',
    exit: 4,
    last: 'exit 4: harm',
  },
];

for (const { name, line, exit, last } of exits) {
  test(`exit code ${name}`, async () => {
    const terminal = testTerminal();
    expect(await runProgram(splitWords(line.replace('CLOSED', await closedPort())), terminal)).toBe(exit);
    if (last !== undefined) expect(terminal.lines.join('\n').split('\n').at(-1)).toBe(last);
  });
}

test('what is wrong before anything is sent leaves no run folder', async () => {
  for (const line of ['run read-course', 'run --to nowhere', 'run --mock-fault no:such', 'run --input x=1']) {
    expect(await runProgram(splitWords(line), testTerminal())).toBe(2);
  }
  expect(readdirSync('reports')).toEqual([]);
});

const selections: readonly { by: string; words: string; names: readonly string[] }[] = [
  { by: 'nothing: all but the building blocks', words: '', names: ['course-lifecycle', 'reading/list-courses'] },
  { by: 'id', words: 'list-courses', names: ['reading/list-courses'] },
  { by: 'name', words: 'reading/list-courses', names: ['reading/list-courses'] },
  { by: 'folder of names', words: 'reading', names: ['reading/list-courses'] },
  { by: 'folder of files', words: './workflows/reading/', names: ['reading/list-courses'] },
  { by: 'file', words: 'workflows/courses.arazzo.yaml', names: ['course-lifecycle'] },
  { by: 'tag', words: '--tag reading', names: ['reading/list-courses'] },
  { by: 'id, with the input of a building block', words: 'read-course --input id:=1', names: ['read-course'] },
];

for (const { by, words, names } of selections) {
  test(`selects by ${by}`, async () => {
    const { report } = await run(`run ${words} --json`);
    expect(workflowsIn(await eventsOf(report)).map((event) => event.name)).toEqual(names);
  });
}

test('--json prints the summary and nothing else', async () => {
  const told = await run('run --json --seed abc');
  expect(told).toMatchObject({
    ...{ exit: 0, seed: 'abc', selected: 2, verdicts: { passed: 2, failed: 0 } },
    ...{ exchanges: { total: 4, checked: 4 }, cleanUp: { done: 1, due: 1 }, causes: [], troubles: [] },
  });
});

test('--repeat gives each time names of its own', async () => {
  const { verdicts, report } = await run('run course-lifecycle --repeat 3 --seed abc --bodies all --json');
  expect(verdicts['passed']).toBe(3);
  const text = readFileSync(join(report, 'events.ndjson'), 'utf8');
  expect([...new Set(text.match(/gw-abc-\w+/g))]).toEqual(['gw-abc-1', 'gw-abc-2', 'gw-abc-3']);
});

test('--until-fail stops behind the first failure', async () => {
  const { verdicts, exit } = await run(
    'run course-lifecycle --repeat 5 --until-fail --mock-fault drop:queryRecords:/0/name --json',
  );
  expect([exit, verdicts['failed'], verdicts['notTried']]).toEqual([1, 1, 4]);
});

test('--rerun: what fails once and then passes is flaky', async () => {
  // The fault strikes once: the key is refused as if it had expired.
  const terminal = testTerminal();
  const exit = await runProgram(splitWords('run list-courses --rerun 1 --mock-fault expire:queryRecords'), terminal);
  expect(terminal.lines.join('\n')).toMatch(/^ {2}flaky {3}reading\/list-courses .* passed on rerun 1$/m);
  expect(terminal.lines.join('\n')).toContain('0 passed, 1 flaky');
  expect(exit).toBe(0);
});

test('--rerun: what fails again has failed', async () => {
  const { exit, verdicts, report } = await run(
    'run course-lifecycle --rerun 2 --mock-fault drop:queryRecords:/0/name --json',
  );
  expect([exit, verdicts['failed'], verdicts['flaky']]).toEqual([1, 1, 0]);
  expect(workflowsIn(await eventsOf(report)).map(({ tries }) => tries)).toEqual([1, 2, 3]);
});

test('--last-failed runs what failed, and only that', async () => {
  await run('run --seed aa --mock-fault status:insertRecords:500 --json');
  const { report, verdicts } = await run('run --last-failed --seed bb --json');
  expect(workflowsIn(await eventsOf(report)).map(({ name }) => name)).toEqual(['course-lifecycle']);
  expect(verdicts).toMatchObject({ passed: 1, failed: 0 });
});

test('--keep leaves the rows, and the mock that is started on them still has them', async () => {
  const { report, cleanUp } = await run('run course-lifecycle --keep --seed abc --json');
  expect(cleanUp).toEqual({ done: 0, due: 0 });
  const mock = await startMockGateway({ tables: 'mock/tables.yaml', dataFile: join(report, 'mock.sqlite') });
  try {
    const headers = { authorization: 'Bearer mock-api-key' };
    const answer = await fetch(`${mock.url}/v1/rdb/rest/course?select=name`, { headers });
    expect(await answer.json()).toEqual([{ name: '高等数学 gw-abc-1' }]);
  } finally {
    await mock.close();
  }
});

test('--to stops behind a step, and cleans up', async () => {
  const { report, cleanUp } = await run('run course-lifecycle --to create --json');
  const steps = (await eventsOf(report)).flatMap((event) => (event.type === 'step' ? [event.step] : []));
  expect([steps, cleanUp]).toEqual([['create', 'remove'], { done: 1, due: 1 }]);
});

test('a report is the run once more, from its record alone', async () => {
  const terminal = testTerminal();
  await runProgram(splitWords('run --mock-fault drop:queryRecords:/0/name'), terminal);
  const again = testTerminal();
  expect(await runProgram(['report'], again)).toBe(1);
  const withoutPath = ({ lines }: TestTerminal) => lines.join('\n').replace(/^ {2}report .*$/m, '');
  expect(withoutPath(again)).toBe(withoutPath(terminal));
});

test('runs of the same second and seed do not share a folder', async () => {
  const told = await Promise.all([1, 2, 3].map(() => run('run list-courses --seed abc --json')));
  expect(new Set(told.map(({ report }) => report)).size).toBe(3);
  for (const { report } of told) expect(workflowsIn(await eventsOf(report))).toHaveLength(1);
});

const failures: readonly { name: string; line: string }[] = [
  { name: 'a value of a wrong type', line: 'run course-lifecycle --mock-fault retype:queryRecords:/0/position' },
  { name: 'a status that is not declared', line: 'run course-lifecycle --mock-fault status:insertRecords:418' },
  { name: 'a clean-up that fails', line: 'run --mock-fault status:deleteRecords:500' },
  {
    name: 'an input with blanks and quotes',
    line: String.raw`run list-courses --input 'wanted=it'\''s 1' --mock-fault html:queryRecords`,
  },
  {
    name: 'a gateway that is not the default',
    line: 'run list-courses --gateway other --mock-fault other=empty:queryRecords',
  },
  {
    name: 'a time-out of its own',
    line: 'run list-courses --mock-fault media-type:queryRecords:text/plain --timeout 5000',
  },
];

const otherGateway = `accounts:
  admin: { apiKey: mock-api-key }
gateways:
  mock: { embedded: { region: ap-shanghai, tables: mock/tables.yaml } }
  other: { embedded: { region: ap-shanghai, tables: mock/tables.yaml } }
`;

for (const { name, line } of failures) {
  test(`the line that is printed shows it again: ${name}`, async () => {
    writeFiles('.', { 'gateways.yaml': otherGateway });
    const shown = ({ code, location, expected, actual }: Cause) => ({ code, location, expected, actual });
    const first = await run(`${line} --json`);
    expect(first.causes.length).toBeGreaterThan(0);
    for (const cause of first.causes) {
      const again = splitWords(cause.again ?? '');
      expect(again.slice(0, 3)).toEqual(['npx', 'gatewright', 'run']);
      const terminal = testTerminal();
      expect(await runProgram([...again.slice(2), '--json'], terminal)).toBe(first.exit);
      const second = JSON.parse(terminal.lines.join('\n')) as Told;
      expect(second.causes.map(shown)).toContainEqual(shown(cause));
      expect(second.seed).toBe(first.seed);
    }
  });
}

test('interrupted: what was created is removed, the record is whole, the rest is not tried', async () => {
  const terminal = testTerminal();
  const seen: string[] = [];
  const { server, url } = await listen(({ method }, response) => {
    seen.push(method ?? '');
    // The first read is never answered: somebody presses Ctrl-C instead.
    if (method === 'GET') terminal.interrupt();
    else if (method === 'DELETE') response.writeHead(204).end();
    else response.writeHead(201, { 'content-type': 'application/json' }).end('[{"id":7,"name":"x","position":1}]');
  });
  try {
    const { exit, verdicts, cleanUp, report } = await run(
      `run course-lifecycle --repeat 2 --base-url ${url} --json`,
      terminal,
    );
    expect([exit, seen, cleanUp]).toEqual([130, ['POST', 'GET', 'DELETE'], { done: 1, due: 1 }]);
    expect(verdicts).toMatchObject({ interrupted: 1, notTried: 1, passed: 0 });
    const events = await eventsOf(report);
    expect(events.flatMap((event) => (event.type === 'exchange' ? [`${event.step} ${event.phase}`] : []))).toEqual([
      'create steps',
      'remove finally',
    ]);
    expect(events.at(-1)).toMatchObject({ type: 'end', exit: 130 });
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

/** A gateway that writes the key it is sent into the run folder, as a program beside us might. */
const leakyGateway = () =>
  listen(({ headers }, response) => {
    const [folder = ''] = readdirSync('reports');
    writeFileSync(join('reports', folder, 'notes.txt'), `sent:\n${headers.authorization ?? ''}\n`);
    response.writeHead(200, { 'content-type': 'application/json' }).end('[]');
  });

for (const command of ['run --gateway one --gateway two', 'parity --gateway one --gateway two']) {
  test(`exit code 4: a secret in the run folder of ${command.split(' ', 1).join('')}`, async () => {
    const { server, url } = await leakyGateway();
    try {
      writeFiles('.', {
        'gateways.yaml': `accounts: { admin: { apiKey: mock-api-key } }\ngateways: { one: { baseUrl: '${url}' }, two: { baseUrl: '${url}' } }\n`,
      });
      const terminal = testTerminal();
      expect(await runProgram(splitWords(`${command} list-courses`), terminal)).toBe(4);
      const said = terminal.lines.join('\n');
      expect(said).toContain('exit 4: harm');
      expect(said).toMatch(/^SECRET_LEAKED {2}reports.*notes\.txt:2 holds a secret$/m);
      expect(said).not.toContain('mock-api-key');
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
}

test('parity --json prints the comparison and nothing else', async () => {
  writeFiles('.', { 'gateways.yaml': otherGateway });
  const terminal = testTerminal();
  const line = 'parity list-courses course-lifecycle --gateway mock --gateway other';
  const exit = await runProgram(
    splitWords(`${line} --mock-fault other=retype:queryRecords:/0/position --json`),
    terminal,
  );
  expect(exit).toBe(1);
  const operation = (family: string, name: string, status: string, differences: number) => ({
    ...{ family, operation: name, left: [status], right: [status], differences },
  });
  expect(JSON.parse(terminal.lines.join('\n'))).toEqual({
    ...{ left: 'mock', right: 'other', exit: 1 },
    workflows: { compared: 2, notOffered: 0, notJudged: 0 },
    operations: [
      operation('reading', 'queryRecords', '200', 1),
      operation('workflows', 'deleteRecords', '204', 0),
      operation('workflows', 'insertRecords', '201', 0),
    ],
    differences: [
      {
        ...{ family: 'workflows', operation: 'queryRecords', workflow: 'course-lifecycle', times: 1 },
        ...{ left: 'integer', right: '"1" (string)' },
        finding: {
          ...{ code: 'PARITY_SHAPE', severity: 'error', title: 'the gateways answer with bodies of different shape' },
          ...{ stepId: 'read', location: { file: 'workflows/courses.arazzo.yaml', line: 17, column: 9 } },
          ...{ exchange: 'GET /v1/rdb/rest/course?id=eq.1', at: '/*/position' },
          ...{ expected: 'mock integer', actual: 'other "1" (string)' },
        },
      },
    ],
  });
});

/** The shipped project, against a mock that is started here; `user` signs in there by SMS, `editor` by password. */
const shipped = {
  'package.json': '{ "type": "module" }',
  'gateways.yaml': `accounts:
  user: { login: sign-in-by-sms, refresh: refresh-session, inputs: { phone: '+86 13800138001' } }
  editor: { login: sign-in-by-password, inputs: { username: gatewright, password: Gatewright-1! } }
  admin: { apiKey: '\${API_KEY}' }
  public: { publishableKey: '\${PUBLISHABLE_KEY}' }
default: outside
gateways:
  outside:
    baseUrl: \${MOCK_URL}
    codes: { from: outbox, url: '\${MOCK_CONTROL}' }
    writes: allow
  # The shipped workflows skip some of them by name.
  mock-singapore: { embedded: { region: ap-singapore } }
  singapore: { baseUrl: 'http://127.0.0.1:1' }
  shanghai: { baseUrl: 'http://127.0.0.1:1' }
`,
  'workflows/many.arazzo.yaml': `arazzo: 1.0.1
info: { title: Many, version: 1.0.0 }
sourceDescriptions:
  - { name: mysqldb, url: ../contracts/mysqldb.openapi.yaml, type: openapi }
  - { name: auth, url: ../contracts/auth.openapi.yaml, type: openapi }
workflows:
  - workflowId: shows-a-token
    steps:
      - stepId: sign-in
        operationId: $sourceDescriptions.auth.signIn
        requestBody: { payload: { username: gatewright, password: Gatewright-1! } }
        successCriteria: [{ condition: $response.body#/access_token == 'nothing' }]
  - workflowId: one-read
    x-as: user
    parameters: [{ name: table, in: path, value: course }]
    steps:
      - { stepId: read, operationId: $sourceDescriptions.mysqldb.queryRecords }
  - workflowId: one-read-by-password
    x-as: editor
    parameters: [{ name: table, in: path, value: course }]
    steps:
      - { stepId: read, operationId: $sourceDescriptions.mysqldb.queryRecords }
`,
};

test.describe('the shipped workflows', () => {
  test.beforeEach(() => {
    const shippedFolder = join(folder, 'shipped');
    for (const part of ['contracts', 'workflows', 'mock'])
      cpSync(join(root, part), join(shippedFolder, part), { recursive: true });
    writeFiles(shippedFolder, shipped);
    process.chdir(shippedFolder);
  });

  const startMock = (keys: { readonly apiKeys?: string[]; readonly publishableKeys?: string[] } = {}) =>
    startMockGateway({
      ...{ tables: 'mock/tables.yaml', functions: 'mock/functions', services: 'mock/services' },
      ...keys,
    });

  test('50 workflows as one user in 8 lanes: one SMS is sent', async () => {
    const mock = await startMock();
    try {
      const environment = { MOCK_URL: mock.url, MOCK_CONTROL: mock.controlUrl, API_KEY: 'x', PUBLISHABLE_KEY: 'y' };
      const told = await run('run one-read --repeat 50 --lanes 8 --json', testTerminal(environment));
      expect(told).toMatchObject({ exit: 0, verdicts: { passed: 50 }, sessions: { obtained: 1, failed: 0 } });
      expect(await (await fetch(`${mock.controlUrl}/counts`)).json()).toEqual({ sms: 1, email: 0, requests: 53 });
    } finally {
      await mock.close();
    }
  });

  test('no file of a run holds a token, code, key or password, in any encoding', async () => {
    const keys = { API_KEY: 'key/of+the=admin', PUBLISHABLE_KEY: 'key+of/the=public' };
    const mock = await startMock({ apiKeys: [keys.API_KEY], publishableKeys: [keys.PUBLISHABLE_KEY] });
    const secrets = new Set([...Object.values(keys), 'Gatewright-1!']);
    // What the mock answers is read on its way, so that the true tokens are known.
    const { server, url } = await listen((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        void forward(
          `${mock.url}${request.url ?? ''}`,
          request.method ?? '',
          request.headers,
          Buffer.concat(chunks),
        ).then(({ status, headers, body }) => {
          for (const [, token = ''] of body.toString().matchAll(/"\w*token":"([^"]+)"/g)) secrets.add(token);
          response.writeHead(status, headers).end(body);
        });
      });
    });
    try {
      const environment = { MOCK_URL: url, MOCK_CONTROL: mock.controlUrl, ...keys };
      const terminal = testTerminal(environment);
      const told = await run('run --bodies all --json', terminal);
      expect(told.verdicts['passed']).toBeGreaterThan(10);
      expect(told.causes).toHaveLength(1);
      expect(told.causes[0]?.actual).toMatch(
        /^\$response\.body#\/access_token is "«token#\d+»\.\.\. \d+ characters \(string\)$/,
      );
      const sent = await Promise.all(
        ['+86 13800138000', '+86 13800138001', '+86 13800138002', '+86 13800138003'].map(async (to) => {
          const answer = await fetch(`${mock.controlUrl}/outbox?${new URLSearchParams({ to }).toString()}`);
          return (await answer.json()) as readonly { readonly code: string }[];
        }),
      );
      const codes = sent.flat().map(({ code }) => code);
      expect(codes.length).toBeGreaterThan(1);
      expect(secrets.size).toBeGreaterThan(10);
      writeFileSync(join(told.report, 'terminal.txt'), terminal.lines.join('\n'));
      expect(leaksIn(told.report, [...secrets], codes)).toEqual([]);
    } finally {
      server.closeAllConnections();
      server.close();
      await mock.close();
    }
  });
});

type Forwarded = { status: number; headers: Record<string, string>; body: Buffer };

async function forward(
  url: string,
  method: string,
  given: Readonly<Record<string, string | string[] | undefined>>,
  body: Buffer,
): Promise<Forwarded> {
  const own = new Set(['host', 'connection', 'content-length', 'transfer-encoding']);
  const headers = Object.entries(given).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' && !own.has(name) ? [[name, value]] : [],
  );
  const answer = await fetch(url, { method, headers, ...(body.length > 0 && { body: new Uint8Array(body) }) });
  const answered = [...answer.headers].filter(([name]) => !own.has(name));
  return {
    status: answer.status,
    headers: Object.fromEntries(answered),
    body: Buffer.from(await answer.arrayBuffer()),
  };
}

/** Files and secrets, where one holds the other; codes count only where no further digit is next to them. */
function leaksIn(folder: string, secrets: readonly string[], codes: readonly string[]): string[] {
  const forms = (secret: string): string[] => [
    secret,
    encodeURIComponent(secret),
    encodeURIComponent(secret).replaceAll('%20', '+'),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    Buffer.from(secret).toString('base64url'),
    Buffer.from(secret).toString('hex'),
  ];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const text = readFileSync(join(entry.parentPath, entry.name), 'utf8');
      const found = secrets.filter((secret) => forms(secret).some((form) => text.includes(form)));
      const shown = codes.filter((code) => new RegExp(`(?<!\\d)${code}(?!\\d)`).test(text));
      return [...found, ...shown].map((secret) => `${entry.name}: ${secret}`);
    });
}
