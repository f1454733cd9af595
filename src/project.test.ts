import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { DescriptionError } from './core/errors.ts';
import { formatLocation } from './core/source.ts';
import { loadProject, readProject } from './project.ts';

type Files = Readonly<Record<string, string>>;

function write(files: Files): string {
  const directory = mkdtempSync(join(tmpdir(), 'gatewright-'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), text);
  }
  return directory;
}

function faultsIn(files: Files, more: readonly string[] = []): string[] {
  try {
    loadProject(write(files), {}, more);
    return [];
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    return error.faults.map(({ code, location, message, remedy }) =>
      [location ? formatLocation(location) : '-', code, message, remedy ?? ''].join(' | '),
    );
  }
}

const contract = (operationId: string): string =>
  `openapi: 3.1.0
info: { title: api, version: '1' }
paths:
  /${operationId}:
    get: { operationId: ${operationId}, responses: { '204': { description: none } } }
`;

type Described = {
  readonly sources: readonly string[];
  readonly workflowId?: string;
  readonly step?: string;
  readonly as?: string;
};

/** Lines: 1 arazzo, 2 info, 3 sourceDescriptions, 4.. one source each, then workflows. */
const description = ({ sources, workflowId = 'look', step = 'operationId: read', as }: Described): string =>
  `arazzo: 1.0.1
info: { title: flow, version: '1' }
sourceDescriptions:
${sources.map((source, index) => `  - { name: s${index}, ${source} }`).join('\n')}
workflows:
  - workflowId: ${workflowId}
${as === undefined ? '' : `    x-as: ${as}\n`}    steps:
      - { stepId: one, ${step} }
`;

const api = 'url: ../../contracts/api.openapi.yaml, type: openapi';
const sound: Files = {
  'contracts/api.openapi.yaml': contract('read'),
  'contracts/app/other.openapi.json': JSON.stringify({
    openapi: '3.0.3',
    info: { title: 'b', version: '1' },
    paths: {},
  }),
  'workflows/b/look.arazzo.yaml': description({ sources: [api] }),
  'workflows/a.arazzo.yaml': description({
    sources: ['url: contracts-elsewhere/own.yaml, type: openapi', 'url: ./b/look.arazzo.yaml, type: arazzo'],
    workflowId: 'call',
    step: 'workflowId: $sourceDescriptions.s1.look',
  }),
  'workflows/contracts-elsewhere/own.yaml': contract('own'),
  'workflows/notes.txt': 'not a workflow',
  'gateways.yaml': 'accounts: { user: { apiKey: x } }\ngateways: { mock: { baseUrl: http://a } }\n',
  '.env': 'FROM_FILE=1\nBOTH="file"\n',
};

test('reads everything in a stable order, and names workflows by their folder', () => {
  const directory = write(sound);
  const project = loadProject(directory, { BOTH: 'process' });
  expect(project.directory).toBe(directory);
  expect(project.contracts.map(({ document }) => document.file)).toEqual([
    'contracts/api.openapi.yaml',
    'contracts/app/other.openapi.json',
    'workflows/contracts-elsewhere/own.yaml',
  ]);
  expect(project.workflows.map(({ name, file, location }) => [name, file, location.line])).toEqual([
    ['call', 'workflows/a.arazzo.yaml', 7],
    ['b/look', 'workflows/b/look.arazzo.yaml', 6],
  ]);
  expect([...project.operations.ids()].sort()).toEqual(['own', 'read']);
  expect(project.gateways?.names).toEqual(['mock']);
  expect(project.environment).toEqual({ FROM_FILE: '1', BOTH: 'process' });
  expect(project.text('workflows/a.arazzo.yaml')).toBe(sound['workflows/a.arazzo.yaml']);
  expect(project.text('nowhere.yaml')).toBeUndefined();
});

test('names every contract and workflow file by its digest', () => {
  const { digests } = loadProject(write(sound), {});
  expect(Object.keys(digests)).toEqual([
    'contracts/api.openapi.yaml',
    'contracts/app/other.openapi.json',
    'workflows/a.arazzo.yaml',
    'workflows/b/look.arazzo.yaml',
    'workflows/contracts-elsewhere/own.yaml',
  ]);
  // SHA-256 of the text, as `sha256sum` gives it.
  expect(
    loadProject(
      write({ 'contracts/a.openapi.json': '{"openapi":"3.1.0","info":{"title":"t","version":"1"},"paths":{}}' }),
      {},
    ).digests,
  ).toEqual({
    'contracts/a.openapi.json': '77793ccef6ac596b5748b3cc1a4326630a5f775c3ac9ee8c236b6c560932039f',
  });
});

test('names the files of rows and of x-file by their digests, and reads each once', () => {
  const text = `arazzo: 1.0.1
info: { title: t, version: '1' }
sourceDescriptions: [{ name: api, url: ../contracts/api.openapi.yaml, type: openapi }]
workflows:
  - workflowId: w
    x-data: { source: ../data/rows.csv }
    inputs: { type: object, properties: { n: { type: integer } } }
    steps: [{ stepId: s, operationId: read, requestBody: { contentType: text/plain, payload: { x-file: ../data/a.bin } } }]
`;
  const directory = write({
    'contracts/api.openapi.yaml': contract('read'),
    'workflows/a.arazzo.yaml': text,
    'data/rows.csv': 'n\n1\n',
    'data/a.bin': 'abc',
    'data/unused.bin': 'abc',
  });
  const { digests } = loadProject(directory, {});
  expect(Object.keys(digests)).toEqual([
    'contracts/api.openapi.yaml',
    'data/a.bin',
    'data/rows.csv',
    'workflows/a.arazzo.yaml',
  ]);
  // SHA-256 of `abc` (FIPS 180-4).
  expect(digests['data/a.bin']).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('descriptions may name each other', () => {
  const files = {
    'workflows/a.arazzo.yaml': description({
      sources: ['url: b.arazzo.yaml, type: arazzo', 'url: ../contracts/api.openapi.yaml'],
      workflowId: 'first',
      step: 'operationId: read',
    }),
    'workflows/b.arazzo.yaml': description({
      sources: ['url: a.arazzo.yaml'],
      workflowId: 'second',
      step: 'workflowId: $sourceDescriptions.s0.first',
    }),
    'contracts/api.openapi.yaml': contract('read'),
  };
  const [first, second] = loadProject(write(files), {}).workflows;
  expect(second?.link.descriptions.get('s0')).toBe(first?.link);
  expect(first?.link.descriptions.get('s0')).toBe(second?.link);
});

test('a workflow file outside of workflows/ is read besides, its sources relative to it', () => {
  const files = {
    ...sound,
    'try/new.arazzo.yaml': description({ sources: ['url: ../contracts/api.openapi.yaml'], workflowId: 'new' }),
  };
  const { workflows } = loadProject(write(files), {}, ['./try/new.arazzo.yaml', 'workflows/b/look.arazzo.yaml']);
  expect(workflows.map(({ name }) => name)).toEqual(['call', 'b/look', 'try/new']);
});

test('an empty folder is a project without anything, and no folder is none', () => {
  const project = loadProject(write({}), {});
  expect([project.contracts, project.workflows, project.gateways]).toEqual([[], [], undefined]);
  expect(() => loadProject('/nowhere/at/all', {})).toThrow('FILE_NOT_FOUND there is no folder /nowhere/at/all');
});

const faulty: readonly { name: string; files: Files; more?: string[]; faults: readonly string[] }[] = [
  {
    name: 'faults of all files at once',
    files: {
      'gateways.yaml': 'gateway: {}\ngateways: { a: { baseUrl: http://a } }\n',
      'contracts/bad.openapi.yaml': 'openapi: [\n',
      'workflows/x/look.arazzo.yaml': description({ sources: ['url: ../../contracts/bad.openapi.yaml'] }),
    },
    faults: [
      'gateways.yaml:1:1 | CONFIGURATION | unknown key "gateway" | did you mean "gateways"?',
      'contracts/bad.openapi.yaml:2:1 | YAML_SYNTAX | the text is no YAML: a bracket before this line ' +
        'is not closed | check the indentation, the brackets and the quotes here and on the line before',
    ],
  },
  {
    name: 'a source that is not there, with the nearest name',
    files: { ...sound, 'workflows/b/look.arazzo.yaml': description({ sources: [api.replace('api', 'apy')] }) },
    faults: [
      'workflows/b/look.arazzo.yaml:4:22 | FILE_NOT_FOUND | there is no file contracts/apy.openapi.yaml | ' +
        'did you mean "../../contracts/api.openapi.yaml"?',
    ],
  },
  {
    name: 'a source outside the project',
    files: { 'workflows/look.arazzo.yaml': description({ sources: ['url: ../../secret.yaml'] }) },
    faults: ['workflows/look.arazzo.yaml:4:22 | FILE_NOT_FOUND | ../../secret.yaml lies outside the project | '],
  },
  {
    name: 'a source behind an address',
    files: { 'workflows/look.arazzo.yaml': description({ sources: ["url: 'https://a/openapi.yaml'"] }) },
    faults: [
      'workflows/look.arazzo.yaml:4:22 | DOCUMENT_NOT_FETCHED | the document behind https://a/openapi.yaml has not been fetched | ' +
        'npx gatewright lint --fetch keeps it in contracts/remote; or save it in contracts/ and name that file',
    ],
  },
  {
    name: 'an operation that no contract has',
    files: { ...sound, 'workflows/b/look.arazzo.yaml': description({ sources: [api], step: 'operationId: raed' }) },
    faults: [
      'workflows/b/look.arazzo.yaml:8:37 | OPERATION_NOT_FOUND | no operation "raed" in contracts/api.openapi.yaml | ' +
        'did you mean "read"?',
    ],
  },
  {
    name: 'an account that no gateway has',
    files: { ...sound, 'workflows/b/look.arazzo.yaml': description({ sources: [api], as: 'usr' }) },
    faults: [
      'workflows/b/look.arazzo.yaml:7:11 | ACCOUNT_NOT_FOUND | there is no account "usr" in gateways.yaml | did you mean "user"?',
    ],
  },
  {
    name: 'a workflow that two files define',
    files: { ...sound, 'workflows/c.arazzo.yaml': description({ sources: [api.replace('../../', '../')] }) },
    faults: [
      'workflows/c.arazzo.yaml:6:17 | WORKFLOW_DUPLICATE | workflow "look" is already defined at ' +
        'workflows/b/look.arazzo.yaml:6:17 | rename one of the two',
    ],
  },
  {
    name: 'workflows that wait for each other',
    files: {
      ...sound,
      'workflows/b/look.arazzo.yaml': description({ sources: [api] }).replace(
        '    steps:',
        '    dependsOn: [look]\n    steps:',
      ),
    },
    faults: [
      'workflows/b/look.arazzo.yaml:7:17 | DEPENDENCY_CYCLE | workflows depend on each other in a circle: look -> look | remove one of these references',
    ],
  },
  {
    name: 'a login and a file that gateways.yaml names and nobody has',
    files: {
      ...sound,
      'gateways.yaml':
        'accounts: { user: { login: lok } }\ngateways: { mock: { embedded: { region: ap-shanghai, tables: t.yaml } } }\n',
    },
    faults: [
      'gateways.yaml:1:28 | WORKFLOW_NOT_FOUND | no workflow "lok" to log in by | did you mean "look"?',
      'gateways.yaml:2:62 | FILE_NOT_FOUND | there is no t.yaml | make it, or remove the key',
    ],
  },
  {
    name: 'a named file that is not there',
    files: sound,
    more: ['workflows/b/lok.arazzo.yaml'],
    faults: [
      '- | FILE_NOT_FOUND | there is no file workflows/b/lok.arazzo.yaml | did you mean "workflows/b/look.arazzo.yaml"?',
    ],
  },
];

for (const { name, files, more, faults } of faulty) {
  test(`refuses ${name}`, () => {
    expect(faultsIn(files, more)).toEqual(faults);
  });
}

test('the shipped files are sound', () => {
  expect(loadProject('.', {}).workflows.length).toBeGreaterThanOrEqual(10);
});

test('files that values name are read from the project, and from nowhere else', () => {
  const workflow = (path: string): string =>
    description({
      sources: ['url: ../contracts/api.openapi.yaml, type: openapi'],
      step: `operationId: read, parameters: [{ name: f, in: query, value: { x-file: ${path} } }]`,
    });
  const alone: Files = { 'contracts/api.openapi.yaml': contract('read'), 'workflows/look.arazzo.yaml': workflow('a') };
  expect(faultsIn({ ...alone, 'workflows/a': 'a' })).toEqual([]);
  const refused = (path: string, directory: string): string[] => {
    writeFileSync(join(directory, 'workflows/look.arazzo.yaml'), workflow(path));
    return readProject(directory, {}).faults.map(({ code, message }) => `${code} ${message}`);
  };
  const directory = write(alone);
  const outside = write({ 'secret.txt': 's' });
  symlinkSync(join(outside, 'secret.txt'), join(directory, 'workflows/link.txt'));
  writeFileSync(join(directory, 'workflows/big.bin'), Buffer.alloc(16 * 1024 * 1024 + 1));
  expect(refused('gone.txt', directory)).toEqual(['FILE_NOT_FOUND gone.txt: there is no such file']);
  expect(refused('link.txt', directory)).toEqual(['FILE_NOT_FOUND link.txt: the file lies outside the project']);
  expect(refused('../../x', directory)).toEqual(['FILE_NOT_FOUND ../../x: the file lies outside the project']);
  expect(refused('/etc/passwd', directory)).toEqual(['FILE_NOT_FOUND /etc/passwd: the file lies outside the project']);
  expect(refused('big.bin', directory)).toEqual(['FILE_NOT_FOUND big.bin: the file is larger than 16 MiB']);
  expect(refused('.', directory)).toEqual(['FILE_NOT_FOUND .: this is not a file']);
});
