import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { DescriptionError } from '../core/errors.ts';
import { loadProject } from '../project.ts';
import { fetchDocuments } from './fetch-documents.ts';

type Answer = { readonly status?: number; readonly headers?: Record<string, string>; readonly body: string };
const answers: Record<string, Answer> = {
  '/a.yaml': { body: 'A: { $ref: "sub/b.yaml#/B" }\n' },
  '/sub/b.yaml': { body: 'B: { items: { $ref: "/a.yaml#/A" } }\n' },
  '/page': { body: '<!DOCTYPE html><html></html>' },
  '/text': { body: 'not found' },
  '/broken.yaml': { body: 'a: 1\na: 2\n' },
  '/moved': { status: 302, headers: { location: 'http://127.0.0.1:1/elsewhere' }, body: '' },
  '/leads-on.yaml': { body: 'A: { $ref: "gone.yaml" }\n' },
};
let origin = '';
const server = createServer((request, response) => {
  const { status = 200, headers = {}, body } = answers[request.url ?? ''] ?? { status: 404, body: 'a: 1' };
  response.writeHead(status, headers).end(body);
});
test.beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
test.afterAll(() => {
  server.close();
});

function projectThatRefersTo(...references: string[]): string {
  const directory = mkdtempSync(join(tmpdir(), 'gatewright-'));
  mkdirSync(join(directory, 'contracts'));
  const schemas = references.map((reference, index) => `    S${index}: { $ref: "${reference}" }\n`).join('');
  const text = `openapi: 3.1.1\ninfo: { title: t, version: '1' }\ncomponents:\n  schemas:\n${schemas}`;
  writeFileSync(join(directory, 'contracts/api.openapi.yaml'), text);
  return directory;
}

async function faultsOf(work: () => unknown): Promise<string[]> {
  try {
    await work();
    return [];
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    return error.faults.map(({ code, message, location, remedy }) =>
      [`${location!.file}:${location!.line}:${location!.column}`, code, message, remedy ?? '']
        .join(' | ')
        .replaceAll(origin, '<origin>'),
    );
  }
}

test('fetches the documents of source descriptions, and those that they name', async () => {
  const directory = projectThatRefersTo();
  mkdirSync(join(directory, 'workflows'));
  const flow = (id: string, url: string, step: string): string =>
    `{arazzo: 1.1.0, info: {title: t, version: '1'}, sourceDescriptions: [{name: s, url: '${url}'}], workflows: [{workflowId: ${id}, steps: [{stepId: a, ${step}}]}]}`;
  const call = 'workflowId: $sourceDescriptions.s.login';
  writeFileSync(join(directory, 'workflows/w.arazzo.yaml'), flow('w', `${origin}/flows/login.yaml`, call));
  answers['/flows/login.yaml'] = { body: flow('login', '../api.yaml', 'operationId: getA') };
  answers['/api.yaml'] = {
    body: "{openapi: 3.1.0, info: {title: a, version: '1'}, paths: {/a: {get: {operationId: getA, responses: {'200': {$ref: 'ok.yaml'}}}}}}",
  };
  answers['/ok.yaml'] = { body: '{description: ok}' };
  expect(await faultsOf(() => loadProject(directory, {}))).toEqual([
    'workflows/w.arazzo.yaml:1:85 | DOCUMENT_NOT_FETCHED | the document behind <origin>/flows/login.yaml has not been fetched | npx gatewright lint --fetch keeps it in contracts/remote; or save it in contracts/ and name that file',
  ]);
  const fetched = await fetchDocuments(directory);
  expect(fetched.map(({ address }) => address.replace(origin, ''))).toEqual([
    '/flows/login.yaml',
    '/api.yaml',
    '/ok.yaml',
  ]);
  const { workflows } = loadProject(directory, {});
  const login = workflows[0]?.link.descriptions.get('s');
  expect(login?.contracts.get('s')?.operations.map(({ operationId }) => operationId)).toEqual(['getA']);
});

test('fetches what contracts lead to, and what that leads to; later reads ask nobody', async () => {
  const directory = projectThatRefersTo(`${origin}/a.yaml#/A`);
  expect(await faultsOf(() => loadProject(directory, {}))).toHaveLength(1);
  const fetched = await fetchDocuments(directory);
  const host = origin.slice(7).replace(':', '_');
  expect(fetched.map(({ file }) => file)).toEqual([
    `contracts/remote/${host}/a.yaml`,
    `contracts/remote/${host}/sub/b.yaml`,
  ]);
  expect(readFileSync(join(directory, fetched[1]!.file), 'utf8')).toBe(answers['/sub/b.yaml']!.body);
  expect(await faultsOf(() => loadProject(directory, {}))).toEqual([]);
  expect(await fetchDocuments(projectThatRefersTo('#/components'))).toEqual([]);
});

const at = 'contracts/api.openapi.yaml:5:17 | DOCUMENT_NOT_FETCHED';
const broken: [path: string, fault: string][] = [
  ['/gone', `${at} | <origin>/gone was not fetched: the answer is 404 | the address must answer 200 to whoever asks`],
  [
    '/moved',
    `${at} | <origin>/moved was not fetched: the answer is 302, on to http://127.0.0.1:1/elsewhere | if you trust that address, write it in the $ref`,
  ],
  [
    '/page',
    `${at} | <origin>/page was not fetched: a page came, and no YAML or JSON | name the address of the raw file`,
  ],
  [
    '/text',
    `${at} | <origin>/text was not fetched: what came is not an object of YAML or JSON | name the address of the raw file`,
  ],
  [
    '/broken.yaml',
    `${at} | <origin>/broken.yaml was not fetched: what came is neither YAML nor JSON (line 2: the key a is here a second time) | `,
  ],
];
for (const [path, fault] of broken) {
  test(`tells of ${path}`, async () => {
    expect(await faultsOf(() => fetchDocuments(projectThatRefersTo(origin + path)))).toEqual([fault]);
  });
}

test('a document that leads on to one that is not there is kept, and named', async () => {
  const [fault] = await faultsOf(() => fetchDocuments(projectThatRefersTo(`${origin}/leads-on.yaml#/A`)));
  expect(fault).toMatch(
    /^contracts\/remote\/127\.0\.0\.1_\d+\/leads-on\.yaml:1:12 \| DOCUMENT_NOT_FETCHED \| <origin>\/gone\.yaml/,
  );
});

test('size, sum and number are bounded', async () => {
  const project = (): string => projectThatRefersTo(`${origin}/a.yaml#/A`);
  const said = async (limits: Parameters<typeof fetchDocuments>[1]): Promise<string | undefined> =>
    (await faultsOf(() => fetchDocuments(project(), limits)))[0]?.replace(/^.*was not fetched: /, '');
  expect([await said({ size: 10 }), await said({ total: 40 }), await said({ count: 1 })]).toEqual([
    'the body is larger than 10 bytes, and was not read further | ',
    'with it, all documents are larger than 40 bytes | ',
    'no more are fetched than 1 at a time | ',
  ]);
});
