// A live gateway under several workers: one login, no secret anywhere, and steps that show what went wrong.
import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { runProgram } from '../cli/program.ts';
import { testTerminal } from '../cli/terminal.samples.ts';
import { startMockGateway } from '../mock/server.ts';
import { loadProject } from '../project.ts';
import { allureOf, eventsOf, layOut, projectFiles, runIn, runPlaywright } from './playwright.samples.ts';
import type { AllureStep } from './playwright.samples.ts';

const apiKey = 'Live/key+7%25=Qx~9';
const password = 'Pass word/1+2=3&ü';
const phones = { user: '+86 13800138001', other: '+86 13800138009' };

const orders = `asyncapi: 3.0.0
info: { title: Orders, version: 1.0.0 }
channels: { orders: { address: orders } }
`;

const workflows = `arazzo: 1.1.0
info: { title: Live, version: 1.0.0 }
sourceDescriptions:
  - { name: mysqldb, url: ../contracts/mysqldb.openapi.yaml, type: openapi }
  - { name: functions, url: ../contracts/functions.openapi.yaml, type: openapi }
  - { name: auth, url: auth/sign-in.arazzo.yaml, type: arazzo }
  - { name: orders, url: ../contracts/orders.asyncapi.yaml, type: asyncapi }
workflows:
${['first', 'second', 'third', 'fourth']
  .map(
    (name) => `
  - workflowId: ${name}
    x-as: user
    steps:
      - { stepId: read, operationId: $sourceDescriptions.mysqldb.queryRecords, parameters: [{ name: table, in: path, value: course }] }
`,
  )
  .join('')}
  - workflowId: skipped
    x-skip: [{ gateway: live, reason: the holidays }]
    steps:
      - { stepId: read, operationId: $sourceDescriptions.mysqldb.queryRecords, parameters: [{ name: table, in: path, value: course }] }
  - workflowId: listening
    steps:
      - { stepId: hear, channelPath: '{$sourceDescriptions.orders.url}#/channels/orders', action: receive }
  - workflowId: telling
    x-as: admin
    steps:
      - stepId: sign-in
        workflowId: $sourceDescriptions.auth.sign-in-by-sms
        parameters: [{ name: phone, value: '${phones.other}' }]
        outputs: { access: $outputs.accessToken, refresh: $outputs.refreshToken }
      - stepId: ask
        operationId: $sourceDescriptions.mysqldb.queryRecords
        parameters:
          - { name: table, in: path, value: course }
          - { name: filters, in: query, value: { name: 'eq.{$steps.sign-in.outputs.access}' } }
        successCriteria:
          - condition: $response.body#/0/name == $steps.sign-in.outputs.refresh
          - condition: $steps.sign-in.outputs.access == $steps.sign-in.outputs.refresh
  - workflowId: creating
    x-as: user
    inputs: { type: object, required: [name], properties: { name: { type: string } } }
    parameters: [{ name: table, in: path, value: course }]
    steps:
      - stepId: create
        operationId: $sourceDescriptions.mysqldb.insertRecords
        parameters: [{ name: Prefer, in: header, value: return=representation }]
        requestBody: { payload: { name: $inputs.name, position: 1 } }
        outputs: { id: $response.body#/0/id }
      - stepId: wait
        operationId: $sourceDescriptions.functions.invokeFunction
        parameters: [{ name: name, in: path, value: hello }]
        requestBody: { payload: { name: Ana, age: 1 } }
        timeout: 60000
    x-finally:
      - stepId: remove
        operationId: $sourceDescriptions.mysqldb.deleteRecords
        parameters: [{ name: filters, in: query, value: { id: 'eq.{$steps.create.outputs.id}' } }]
  - workflowId: waiting
    x-as: admin
    inputs: { type: object, properties: { password: { type: string, format: password, default: '${password}' } } }
    steps:
      - stepId: call
        operationId: $sourceDescriptions.functions.invokeFunction
        parameters: [{ name: name, in: path, value: hello }, { name: note, in: query, value: 'as {$inputs.password}' }]
        requestBody: { payload: { name: $inputs.password, age: 1 } }
`;

/** A test that ends before its workflow, as one does that runs out of time or is interrupted. */
const leavingSpec = `
  import { readFileSync } from 'node:fs';
  import { expect, test } from ${JSON.stringify(join(import.meta.dirname, 'fixtures.ts'))};
  test('leaving', async ({ runWorkflow }) => {
    runWorkflow('creating', { inputs: { name: 'left' } }).catch(() => undefined);
    const record = () => readFileSync(process.env.GATEWRIGHT_RUN + '/events.ndjson', 'utf8');
    await expect.poll(record, { timeout: 20000 }).toMatch(/"type":"step","test":"live:creating#leaving","step":"create"/);
  });`;

/** Hands every request on, and keeps the tokens of the answers. */
async function startWitness(target: string): Promise<{ url: string; tokens: Set<string>; close: () => void }> {
  const tokens = new Set<string>();
  const server = createServer((request, answer) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const headers = new Headers();
      for (const [name, value] of Object.entries(request.headers)) {
        if (typeof value === 'string' && !/^(?:host|connection|content-length)$/.test(name)) headers.set(name, value);
      }
      const response = await fetch(target + (request.url ?? ''), {
        method: request.method ?? 'GET',
        headers,
        ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
      });
      const body = await response.text();
      for (const [, token = ''] of body.matchAll(/"(?:access|refresh|verification)_token":"([^"]+)"/g))
        tokens.add(token);
      answer.writeHead(response.status, { 'content-type': response.headers.get('content-type') ?? '' });
      answer.end(body);
    })().catch(() => answer.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, tokens, close: () => server.close().closeAllConnections() };
}

/** How a secret may stand in a text: as it is, percent-encoded, in JSON, and in base64 wherever it begins. */
function formsOf(secret: string): string[] {
  const base64 = [0, 1, 2].map((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
    const whole = Math.floor((bytes.length * 8) / 6);
    return bytes.toString('base64').slice(Math.ceil((offset * 8) / 6), whole);
  });
  const plain = [
    secret,
    encodeURIComponent(secret),
    encodeURIComponent(secret).toLowerCase(),
    JSON.stringify(secret).slice(1, -1),
  ];
  return [...new Set([...plain, ...base64, ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))])];
}

/** A code of six digits stands in many a longer number. */
function holds(text: string, form: string): boolean {
  return /^\d+$/.test(form) ? new RegExp(`(?<!\\d)${form}(?!\\d)`).test(text) : text.includes(form);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

const describeStep = ({ name, status, steps }: AllureStep): unknown => ({
  name,
  status,
  steps: steps.map((step) => step.name),
});

test('several workers share one login on a live gateway, and no secret of a run that fails is written anywhere', async () => {
  test.setTimeout(120_000);
  const operations = loadProject(join(import.meta.dirname, '../..')).operations;
  const mock = await startMockGateway({
    ...{ operations, apiKeys: [apiKey], faults: ['hang:invokeFunction'] },
    tables: join(import.meta.dirname, '../../mock/tables.yaml'),
  });
  const witness = await startWitness(mock.url);
  const sent = async (phone: string): Promise<string[]> => {
    const answer = await fetch(`${mock.controlUrl}/outbox?${new URLSearchParams({ to: phone }).toString()}`);
    return ((await answer.json()) as { code: string }[]).map(({ code }) => code);
  };
  try {
    const folder = layOut(
      {
        ...projectFiles(`{ gateway: 'live' }`),
        'leaving.spec.ts': leavingSpec,
        'workflows/live.arazzo.yaml': workflows,
        'contracts/orders.asyncapi.yaml': orders,
        '.env': `LIVE_KEY='${apiKey}'\n`,
        'gateways.yaml': `gateways:
  live:
    baseUrl: ${witness.url}
    codes: { from: outbox, url: ${mock.controlUrl} }
    timeout: 2500
    writes: allow
    accounts:
      user: { login: sign-in-by-sms, refresh: refresh-session, inputs: { phone: '${phones.user}' } }
      admin: { apiKey: '\${LIVE_KEY}' }
`,
      },
      ['contracts', 'workflows/auth/sign-in.arazzo.yaml'],
    );
    const { exit, output } = await runPlaywright(folder);
    expect([exit, output]).toEqual([1, expect.stringMatching(/2 failed[\s\S]*2 skipped[\s\S]*5 passed/)]);
    expect(await sent(phones.user)).toHaveLength(1);

    const run = runIn(join(folder, 'reports'));
    const events = await eventsOf(run);
    const verdicts = events.flatMap((event) =>
      event.type === 'workflow'
        ? [`${event.test} ${event.verdict}${event.reason === undefined ? '' : `: ${event.reason}`}`]
        : [],
    );
    expect(verdicts.sort()).toEqual([
      'live:creating#leaving interrupted',
      'live:first passed',
      'live:fourth passed',
      'live:listening skipped: step "hear" (workflows/live.arazzo.yaml:36:9) is over AsyncAPI, which is not carried out',
      'live:second passed',
      'live:sign-in-by-sms#user passed',
      'live:skipped skipped: the holidays',
      'live:telling failed',
      'live:third passed',
      'live:waiting broken',
    ]);

    // What the test no longer waited for was cleaned up all the same.
    const left = events.find((event) => event.type === 'workflow' && event.identity.workflowId === 'creating');
    expect(left).toMatchObject({ cleanUp: { done: 1, due: 1 }, steps: { done: 2, declared: 2 } });

    // The command takes the session that Playwright's workers left behind, and the other way round.
    expect(await runProgram(['run', 'first', '--project', folder], testTerminal())).toBe(0);
    expect(await sent(phones.user)).toHaveLength(1);

    const codes = [...(await sent(phones.user)), ...(await sent(phones.other))];
    const secrets = [apiKey, password, ...codes, ...witness.tokens];
    expect([codes.length, witness.tokens.size]).toEqual([2, 6]);
    const texts = new Map(
      ['reports', 'out']
        .flatMap((name) => filesBelow(join(folder, name)))
        .map((file) => [file, readFileSync(file, 'latin1')]),
    ).set('the terminal', Buffer.from(output).toString('latin1'));
    expect(texts.size).toBeGreaterThan(30);
    const forms = secrets.flatMap(formsOf).map((form) => Buffer.from(form).toString('latin1'));
    const leaks = [...texts].filter(([, text]) => forms.some((form) => holds(text, form)));
    expect(leaks.map(([file]) => file)).toEqual([]);
    // That the search would find one: the same texts hold what is no secret, in base64 too.
    expect(
      [...texts.values()].some((text) =>
        formsOf(phones.other)
          .slice(2)
          .some((form) => text.includes(form)),
      ),
    ).toBe(true);

    // A red step has its exchange and the text of the command. The file holds a password: Playwright shows none of it.
    const shown = [...allureOf(run).values()].flatMap(({ status, statusDetails, steps }) =>
      status === 'failed'
        ? [{ message: statusDetails.message?.split('\n').slice(0, 2), steps: steps.map(describeStep) }]
        : [],
    );
    const exchange = ['request', 'response', 'curl'];
    expect(shown.sort((left, right) => left.steps.length - right.steps.length)).toEqual([
      {
        message: [
          expect.stringMatching(/^GATEWAY_TIMEOUT: no answer /),
          expect.stringMatching(/gateways.yaml:3:14 +gateway "live"$/),
        ],
        steps: [{ name: 'call', status: 'failed', steps: ['request', 'curl'] }, expect.anything()],
      },
      {
        message: [
          'CRITERION_NOT_MET: a success criterion is false',
          expect.stringMatching(/^ {2}--> workflows\/live.arazzo.yaml:\d+:24 +step "ask"$/),
        ],
        steps: [
          { name: 'sign-in', status: 'passed', steps: ['send', 'verify', 'sign-in'] },
          { name: 'ask', status: 'failed', steps: exchange },
          expect.anything(),
        ],
      },
    ]);
  } finally {
    await mock.close();
    witness.close();
  }
});
