// References between documents (Arazzo 1.1, "Resolving URI References" and Source Description Object).
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { formatLocation } from './core/source.ts';
import { findRemoteReferences, readProject } from './project.ts';
import type { ProjectReading } from './project.ts';

type Files = Readonly<Record<string, string>>;

function write(files: Files): string {
  const directory = mkdtempSync(join(tmpdir(), 'gatewright-'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), text);
  }
  return directory;
}

function reading(files: Files): ProjectReading {
  const directory = write(files);
  const found = readProject(directory, {});
  rmSync(directory, { recursive: true });
  return found;
}

const faultsIn = (files: Files): string[] =>
  reading(files).faults.map(({ code, location, message, weight, expected, actual, remedy }) =>
    [
      `${location ? formatLocation(location) : '-'} ${code}${weight === undefined ? '' : ` ${weight}`}`,
      message,
      ...(expected === undefined ? [] : [`${expected} / ${actual ?? ''}`]),
      remedy ?? '',
    ].join(' | '),
  );

type Described = {
  readonly sources: readonly string[];
  readonly id?: string;
  readonly step?: string;
  readonly self?: string;
  readonly more?: string;
};

/** Lines: 1 arazzo and $self, 2 info, 3 sourceDescriptions, 4.. one source each, then workflows. */
const flow = ({ sources, id = 'w', step = 'operationId: read', self, more = '' }: Described): string =>
  `{arazzo: 1.1.0, ${self === undefined ? '' : `$self: '${self}', `}
info: { title: flow, version: '1' },
sourceDescriptions: [
${sources.map((source, index) => `  { name: s${index}, ${source} },`).join('\n')}
], workflows: [
  { workflowId: ${id}, steps: [{ stepId: one, ${step} }]${more} }]}
`;

const contract = (id: string): string =>
  `{openapi: 3.1.0, info: {title: a, version: '1'}, paths: {/x: {get: {operationId: ${id}, responses: {'204': {description: ''}}}}}}`;
const events =
  "{asyncapi: 3.0.0, info: {title: e, version: '1'}, channels: {orders: {}}, operations: {placed: {action: send}}}";
const api = { 'contracts/api.openapi.yaml': contract('read') };
const apiSource = 'url: ../contracts/api.openapi.yaml, type: openapi';
const call = (id: string, source = 's0'): string => `workflowId: $sourceDescriptions.${source}.${id}`;

/** The file of the description that a source of the first workflow's document leads to. */
function sourceFile({ project }: ProjectReading, name = 's0'): string | undefined {
  const link = project?.workflows[0]?.link;
  return link?.descriptions.get(name)?.description.document.file ?? link?.contracts.get(name)?.document.file;
}

const found: readonly [name: string, files: Files, file: string][] = [
  [
    'a description by its absolute $self, wherever it lies',
    {
      ...api,
      'workflows/a.arazzo.yaml': flow({
        sources: ["url: 'https://a.test/flows/b.yaml', type: arazzo"],
        step: call('b'),
      }),
      'workflows/deep/b.arazzo.yaml': flow({
        sources: ['url: ../../contracts/api.openapi.yaml'],
        id: 'b',
        self: 'https://a.test/flows/b.yaml',
      }),
    },
    'workflows/deep/b.arazzo.yaml',
  ],
  [
    'a description by a url relative to the own $self',
    {
      ...api,
      'workflows/a.arazzo.yaml': flow({
        sources: ['url: ./b.yaml#top, type: arazzo'],
        step: call('b'),
        self: 'https://a.test/flows/a.yaml',
      }),
      'workflows/deep/b.arazzo.yaml': flow({
        sources: ['url: ../../contracts/api.openapi.yaml'],
        id: 'b',
        self: 'https://a.test/flows/b.yaml',
      }),
    },
    'workflows/deep/b.arazzo.yaml',
  ],
  [
    'a description by a $self relative to where it lies',
    {
      ...api,
      'workflows/a.arazzo.yaml': flow({ sources: ['url: blocks/login.yaml'], step: call('b') }),
      'workflows/b.arazzo.yaml': flow({ sources: [apiSource], id: 'b', self: 'blocks/login.yaml' }),
    },
    'workflows/b.arazzo.yaml',
  ],
  [
    'a description that only another one leads to',
    {
      ...api,
      'workflows/a.arazzo.yaml': flow({
        sources: ["url: 'urn:flows:c', type: arazzo", 'url: ../blocks/b.yaml'],
        step: call('c'),
      }),
      'blocks/b.yaml': flow({ sources: ['url: c.yaml'], id: 'b', step: call('c') }),
      'blocks/c.yaml': flow({ sources: [apiSource], id: 'c', self: 'urn:flows:c' }),
    },
    'blocks/c.yaml',
  ],
  [
    'a file beside a document whose $self is an address',
    { ...api, 'workflows/a.arazzo.yaml': flow({ sources: [apiSource], self: 'https://a.test/flows/a.yaml' }) },
    'contracts/api.openapi.yaml',
  ],
  [
    'a document that was fetched, and what lies beside it there',
    {
      'workflows/a.arazzo.yaml': flow({ sources: ["url: 'https://a.test/flows/b.yaml'"], step: call('b') }),
      'contracts/remote/a.test/flows/b.yaml': flow({ sources: ['url: ../api.yaml'], id: 'b' }),
      'contracts/remote/a.test/api.yaml': contract('read'),
    },
    'contracts/remote/a.test/flows/b.yaml',
  ],
  [
    'itself',
    {
      ...api,
      'workflows/a.arazzo.yaml': flow({
        sources: [`url: a.arazzo.yaml`, apiSource],
        step: call('v'),
        more: ' }, { workflowId: v, steps: [{ stepId: one, operationId: read }]',
      }),
    },
    'workflows/a.arazzo.yaml',
  ],
  [
    'documents that name each other',
    {
      ...api,
      'workflows/a.arazzo.yaml': flow({ sources: ['url: b.arazzo.yaml'], step: call('b') }),
      'workflows/b.arazzo.yaml': flow({ sources: [apiSource, 'url: a.arazzo.yaml'], id: 'b' }),
    },
    'workflows/b.arazzo.yaml',
  ],
];
for (const [name, files, file] of found) {
  test(`finds ${name}`, () => {
    const read = reading(files);
    expect(read.faults).toEqual([]);
    expect(sourceFile(read)).toBe(file);
  });
}

test('a called workflow uses the components of its own document', () => {
  const component = (value: string): string =>
    `, parameters: [{ reference: $components.parameters.p }] }], components: { parameters: { p: { name: p, in: query, value: ${value} } }`;
  const text = (described: Described): string => flow(described).replace(/ \}\]\}\n$/, '}}\n');
  const { project, faults } = reading({
    ...api,
    'workflows/a.arazzo.yaml': text({ sources: ['url: b.arazzo.yaml'], step: call('b'), more: component('of-a') }),
    'workflows/b.arazzo.yaml': text({ sources: [apiSource], id: 'b', more: component('of-b') }),
  });
  expect(faults).toEqual([]);
  expect(project?.workflows.map(({ workflow }) => workflow.parameters[0]?.value)).toEqual([
    { kind: 'literal', value: 'of-a' },
    { kind: 'literal', value: 'of-b' },
  ]);
});

const inputsOf = (reference: string): string => `, inputs: { $ref: '${reference}' }`;
const refused: readonly [name: string, files: Files, faults: readonly string[]][] = [
  [
    'two documents of one $self',
    {
      ...api,
      'workflows/a.arazzo.yaml': flow({ sources: [apiSource], self: 'urn:a' }),
      'workflows/b.arazzo.yaml': flow({ sources: [apiSource], id: 'v', self: 'urn:a' }),
    },
    [
      'workflows/b.arazzo.yaml:1:24 ARAZZO_SCHEMA | "$self" urn:a is already that of workflows/a.arazzo.yaml:1:24 | give each document its own',
    ],
  ],
  [
    'an address that was not fetched',
    {
      'workflows/a.arazzo.yaml': flow({
        sources: ["url: 'https://a.test/flows/b.yaml', type: arazzo"],
        step: call('b'),
      }),
    },
    [
      'workflows/a.arazzo.yaml:4:20 DOCUMENT_NOT_FETCHED | the document behind https://a.test/flows/b.yaml has not been fetched | npx gatewright lint --fetch keeps it in contracts/remote; or save it in contracts/ and name that file',
    ],
  ],
  [
    'a URI that nothing answers at',
    { 'workflows/a.arazzo.yaml': flow({ sources: ["url: 'urn:flows:b', type: arazzo"], step: call('b') }) },
    [
      'workflows/a.arazzo.yaml:4:20 FILE_NOT_FOUND | no document of this project has the $self urn:flows:b, and such an address is not fetched | save the document in contracts/ and name that file',
    ],
  ],
  [
    'documents of another kind than said',
    {
      ...api,
      'contracts/plain.yaml': '{a: 1}',
      'workflows/a.arazzo.yaml': flow({
        sources: ['url: ../contracts/api.openapi.yaml, type: arazzo', 'url: ../contracts/plain.yaml, type: asyncapi'],
        step: call('b'),
      }),
    },
    [
      'workflows/a.arazzo.yaml:4:57 ARAZZO_SCHEMA | contracts/api.openapi.yaml is not an Arazzo description | an Arazzo description, by its first key / an OpenAPI description | write type: openapi, or name another file',
      'workflows/a.arazzo.yaml:5:51 ARAZZO_SCHEMA | contracts/plain.yaml is not an AsyncAPI description | an AsyncAPI description, by its first key / neither OpenAPI, Arazzo nor AsyncAPI | name another file',
    ],
  ],
  [
    'operations and channels that a document of AsyncAPI does not have',
    {
      'contracts/events.yaml': events,
      'workflows/a.arazzo.yaml': flow({
        sources: ['url: ../contracts/events.yaml'],
        step: "operationId: plaecd, action: send }, { stepId: two, channelPath: '{$sourceDescriptions.s0.url}#/channels/order', action: receive",
      }),
    },
    [
      'workflows/a.arazzo.yaml:6:28 NOT_SUPPORTED warning | steps over AsyncAPI are not carried out | a workflow that leads to this step is skipped',
      'workflows/a.arazzo.yaml:6:80 NOT_SUPPORTED warning | steps over AsyncAPI are not carried out | a workflow that leads to this step is skipped',
      'workflows/a.arazzo.yaml:6:56 OPERATION_NOT_FOUND | no operation "plaecd" in contracts/events.yaml | did you mean "placed"?',
      'workflows/a.arazzo.yaml:6:108 REFERENCE_NOT_FOUND | nothing at #/channels/order in contracts/events.yaml | did you mean "orders"?',
    ],
  ],
  [
    'an action where nothing is of AsyncAPI',
    {
      ...api,
      'workflows/a.arazzo.yaml': flow({
        sources: ['url: ../contracts/api.openapi.yaml'],
        step: 'operationId: read, action: send',
      }),
    },
    [
      'workflows/a.arazzo.yaml:6:28 NOT_SUPPORTED warning | steps over AsyncAPI are not carried out | a workflow that leads to this step is skipped',
      'workflows/a.arazzo.yaml:6:56 OPERATION_NOT_FOUND | no source description is of AsyncAPI | remove "action"',
    ],
  ],
  [
    'a plain operationId with several sources',
    {
      ...api,
      'contracts/more.openapi.yaml': contract('more'),
      'workflows/a.arazzo.yaml': flow({ sources: [apiSource, 'url: ../contracts/more.openapi.yaml'] }),
    },
    [
      'workflows/a.arazzo.yaml:7:56 ARAZZO_SCHEMA | with several source descriptions, an operation is named together with its own | $sourceDescriptions.<name>.<operationId> / "read" | write $sourceDescriptions.s0.read',
    ],
  ],
  [
    'inputs that lead nowhere, in other files too',
    {
      ...api,
      'workflows/inputs.yaml': '{A: {properties: {b: {$ref: "#/C"}}}, B: {type: strng}}',
      'workflows/a.arazzo.yaml': flow({ sources: [apiSource], more: inputsOf('inputs.yaml#/A') }),
      'workflows/b.arazzo.yaml': flow({ sources: [apiSource], id: 'v', more: inputsOf('inputs.yaml#/B') }),
      'workflows/c.arazzo.yaml': flow({ sources: [apiSource], id: 'u', more: inputsOf('input.yaml#/A') }),
      'workflows/d.arazzo.yaml': flow({ sources: [apiSource], id: 't', more: inputsOf('https://a.test/i.yaml') }),
    },
    [
      'workflows/inputs.yaml:1:29 REFERENCE_NOT_FOUND | $ref leads nowhere: workflows/inputs.yaml has nothing at /C | did you mean "A"?',
      'workflows/inputs.yaml:1:49 ARAZZO_SCHEMA | type must be one of string, number, integer, boolean, object, array, null | did you mean "string"?',
      'workflows/c.arazzo.yaml:6:81 REFERENCE_NOT_FOUND | $ref leads nowhere: there is no file workflows/input.yaml | ',
      'workflows/d.arazzo.yaml:6:81 DOCUMENT_NOT_FETCHED | $ref leads nowhere: the document behind https://a.test/i.yaml has not been fetched | npx gatewright lint --fetch keeps it in contracts/remote',
    ],
  ],
];
for (const [name, files, faults] of refused) {
  test(`refuses ${name}`, () => expect(faultsIn(files)).toEqual(faults));
}

test('tells every address that workflows lead to: of sources and of inputs', () => {
  const directory = write({
    ...api,
    'workflows/a.arazzo.yaml': flow({
      sources: [apiSource],
      more: inputsOf('https://a.test/i.yaml#/A'),
    }),
    'workflows/b.arazzo.yaml': flow({
      sources: [apiSource, "url: 'https://a.test/flows/b.yaml', type: arazzo"],
      id: 'v',
    }),
  });
  const remote = findRemoteReferences(directory, new Map());
  rmSync(directory, { recursive: true });
  expect(remote.map(({ address, file, location }) => `${address} ${file} ${formatLocation(location)}`)).toEqual([
    'https://a.test/i.yaml contracts/remote/a.test/i.yaml workflows/a.arazzo.yaml:6:81',
    'https://a.test/flows/b.yaml contracts/remote/a.test/flows/b.yaml workflows/b.arazzo.yaml:5:20',
  ]);
});
