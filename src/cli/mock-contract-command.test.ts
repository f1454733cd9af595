// `gatewright mock --contract` as a process of its own: what it prints, and that two of them answer alike.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from '@playwright/test';
import { openContract } from '../contract/open-contract.ts';
import { contractOf } from '../openapi/contract.samples.ts';
import { contractDocs, leavesNoPage } from './contract-docs.ts';
import { runProgram } from './program.ts';
import { testTerminal } from './terminal.samples.ts';

const description = `openapi: 3.1.0
info: { title: Pets, version: '1' }
paths:
  /pets/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
    get: { operationId: readPet, responses: { '200': { description: d, content: { application/json: { schema: { type: object, required: [id, name], properties: { id: { type: integer }, name: { type: string, example: 5 } } } } } } } }
    put: { operationId: changePet, responses: { '204': { description: d } } }
    delete: { operationId: deletePet, responses: { '200': { description: d, content: { application/json: { schema: { type: integer, not: { type: integer } } } } } } }
    patch: { operationId: patchPet, responses: { '200': { description: d, content: { application/json: { example: { a: 1 } } } } } }
  /pets/{name}:
    parameters: [{ name: name, in: path, required: true, schema: { type: string } }]
    head: { operationId: hasPet, responses: { '200': { description: d } } }
`;

function layOut(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gatewright-'));
  writeFileSync(join(folder, 'pets.yaml'), description);
  return folder;
}

test('it tells where it is, where its answers come from, and what is wrong', async () => {
  const home = process.cwd();
  process.chdir(layOut());
  const terminal = testTerminal();
  const ended: AbortController = new AbortController();
  const words = ['mock', '--contract', 'pets.yaml', '--port', '0', '--control-port', '0'];
  const running = runProgram(words, {
    ...terminal,
    print: (text) => {
      terminal.print(text);
      if (text.includes('cannot  ')) ended.abort();
    },
    interruption: { signal: ended.signal, exitCode: () => 130 },
  });
  const exit = await running.finally(() => {
    process.chdir(home);
  });
  expect(exit).toBe(130);
  expect(terminal.lines.map((line) => line.replaceAll(/127\.0\.0\.1:\d+/g, '<address>'))).toEqual([
    'mock of pets.yaml at http://<address>   control port http://<address>',
    'try calls at http://<address>/docs   Ctrl-C ends it',
    '  5 operations: 1 answered from examples, 1 from schemas, 2 without a body, 1 cannot be answered',
    '  fault   pets.yaml:10:3  the paths "/pets/{name}" and "/pets/{id}" are the same',
    "  doubt   pets.yaml:6:208  the schema's example breaks its schema: expected string, not 5 (integer); it is not sent",
    '  cannot  pets.yaml:8:138  deletePet: no value was found that has a value that the schema under not refuses; the nearest has 295 (integer); it answers 501',
  ]);
});

test('the page is given the descriptions, and its calls are checked', async () => {
  const folder = layOut();
  writeFileSync(join(folder, 'parts.yaml'), 'Name: { type: string }\n');
  const file = join(folder, 'more #1.yaml');
  writeFileSync(
    file,
    `${description.replace('{ type: string, example: 5 }', "{ $ref: 'parts.yaml#/Name' }")}components:
  securitySchemes: { a: { type: http, scheme: basic }, b: { type: apiKey, in: query, name: k }, c: { type: openIdConnect, openIdConnectUrl: 'https://a.example' } }
`,
  );
  const { contracts } = openContract(file, { tolerate: () => undefined });
  const docs = contractDocs(contracts, 'http://127.0.0.1:1');
  expect(docs.documents.map(({ name, title }) => [name, title])).toEqual([[file.replace(/\.yaml$/, ''), 'Pets']]);
  expect(JSON.stringify(await docs.documents[0]?.open())).not.toContain('parts.yaml');
  const [mock] = docs.gateways;
  expect(await Promise.all((mock?.credentials ?? []).map(({ obtain }) => obtain(false)))).toEqual([
    'basic ZXhhbXBsZTpleGFtcGxl',
    'Bearer ZXhhbXBsZTpleGFtcGxl',
  ]);
  const call = { request: { method: 'GET', url: 'http://127.0.0.1:1/pets/1' } };
  const response = { status: 200, headers: { 'content-type': 'application/json' }, body: '{"id":1,"name":2}' };
  expect((await docs.check?.({ ...call, response }))?.text).toContain('actual     2 (integer)');
});

const id = 'parameters: [{ name: id, in: path, required: true, schema: { type: string } }], ';
for (const [path, base, none] of [
  ['/docs', '/', true],
  ['/docs/{id}', '/', true],
  ['/a', '/docs', true],
  ['/docsearch', '/', false],
  ['/{id}', '/', false],
] as const) {
  test(`${base} and ${path}: ${none ? 'no page' : 'a page'}`, () => {
    const text = `openapi: 3.1.0
info: { title: a, version: '1' }
servers: [{ url: '${base}' }]
paths: { '${path}': { ${path.includes('{') ? id : ''}get: { responses: { '204': { description: d } } } } }
`;
    expect(leavesNoPage([contractOf(text)])).toBe(none);
  });
}

test('two processes answer alike, in any order', async () => {
  test.skip(!existsSync('dist/cli/main.js'), 'it runs the built command');
  const folder = layOut();
  const ids = ['1', '2', '3'];
  const one = await askAll(folder, ids);
  const other = await askAll(folder, ids.toReversed());
  expect(ids.map((id) => other.get(id))).toEqual(ids.map((id) => one.get(id)));
  expect(new Set([...one.values()].map((text) => text.replace(/"id":\d/, ''))).size).toBe(3);
});

async function askAll(folder: string, ids: readonly string[]): Promise<Map<string, string>> {
  const words = [
    'dist/cli/main.js',
    'mock',
    '--contract',
    join(folder, 'pets.yaml'),
    '--port',
    '0',
    '--control-port',
    '0',
  ];
  const child = spawn(process.execPath, words);
  try {
    const url = await addressOf(child.stdout);
    const answers = new Map<string, string>();
    for (const id of ids) answers.set(id, await (await fetch(`${url}/pets/${id}`)).text());
    return answers;
  } finally {
    child.kill();
  }
}

async function addressOf(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface(output)) {
    const found = / at (http:\S+)/.exec(line)?.[1];
    if (found !== undefined) return found;
  }
  throw new Error('the mock tells no address');
}
