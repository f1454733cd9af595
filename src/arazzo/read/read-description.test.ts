import { expect, test } from '@playwright/test';
import { documentOf, faultsOf, read } from '../arazzo.samples.ts';

const minimal = documentOf({});

test('reads a document', () => {
  const description = read(`${minimal}$self: https://example.com/w\n`);
  expect(description).toMatchObject({
    version: '1.1',
    self: 'https://example.com/w',
    title: 'T',
    sourceDescriptions: [{ name: 'api', url: 'api.yaml', type: 'openapi', pointer: '/sourceDescriptions/0' }],
    workflows: [{ workflowId: 'w', steps: [{ stepId: 'a' }], pointer: '/workflows/0' }],
  });
  expect(description.document.file).toBe('w.yaml');
});

for (const [written, version] of [
  ['1.0.0', '1.0'],
  ['1.0.9', '1.0'],
  ['1.1.0', '1.1'],
  ['1.1.2-rc1', '1.1'],
  ['1.7.0', '1.1'],
] as const) {
  test(`reads version ${written} as ${version}`, () => {
    expect(read(minimal.replace('1.1.0', written)).version).toBe(version);
  });
}

const cases: readonly [name: string, text: string, faults: readonly string[]][] = [
  [
    'refuses another major version',
    minimal.replace('1.1.0', '2.0.0'),
    ['1:9 ARAZZO_SCHEMA this version of Arazzo cannot be read (1.0.x or 1.1.x, as in 1.1.0 / "2.0.0" (string))'],
  ],
  [
    'refuses a version that YAML reads as a number',
    minimal.replace('1.1.0', '1.1'),
    ['1:9 ARAZZO_SCHEMA this version of Arazzo cannot be read (1.0.x or 1.1.x, as in 1.1.0 / 1.1 (number))'],
  ],
  [
    'refuses what is no object',
    '- a',
    ['1:1 ARAZZO_SCHEMA the document is not an Arazzo document (an Arazzo document / ["a"] (array))'],
  ],
  [
    'names every key that is missing',
    'arazzo: 1.1.0',
    [
      '1:1 ARAZZO_SCHEMA an Arazzo document has no "info"; add "info"',
      '1:1 ARAZZO_SCHEMA an Arazzo document has no "sourceDescriptions"; add "sourceDescriptions"',
      '1:1 ARAZZO_SCHEMA an Arazzo document has no "workflows"; add "workflows"',
    ],
  ],
  [
    'offers the nearest name of an unknown key, once',
    minimal.replace('info:', 'inof:'),
    ['2:1 ARAZZO_SCHEMA an Arazzo document has no key "inof"; did you mean "info"?'],
  ],
  [
    'lists the known keys where none is near',
    minimal.replace('title: T', 'title: T, colour: red'),
    ['2:18 ARAZZO_SCHEMA the info object has no key "colour"; known keys: title, version, summary, description'],
  ],
  [
    'refuses a fragment in $self',
    `${minimal}$self: https://example.com/w#a\n`,
    [
      '8:8 ARAZZO_SCHEMA "$self" is not a URI without a fragment (a URI without a fragment / "https://example.com/w#a" (string))',
    ],
  ],
  [
    'refuses keys of 1.1 in a document of 1.0',
    `${minimal.replace('1.1.0', '1.0.1')}$self: https://example.com/w\n`,
    ['8:1 ARAZZO_SCHEMA "$self" came with Arazzo 1.1; write arazzo: 1.1.0 at the top of the document'],
  ],
  [
    'refuses a source description twice, of unknown type, of a name that no expression can have',
    minimal.replace('type: openapi}', 'type: opanapi}, {name: api, url: b}, {name: a b, url: c}'),
    [
      '3:55 ARAZZO_SCHEMA "type" is not one of openapi, arazzo, asyncapi (one of openapi, arazzo, asyncapi / "opanapi" (string))',
      '3:93 ARAZZO_SCHEMA "name" is not letters, digits, "-" and "_" (letters, digits, "-" and "_" / "a b" (string))',
      '3:72 ARAZZO_SCHEMA name "api" occurs twice; rename one of the two',
    ],
  ],
  [
    'refuses empty lists',
    'arazzo: 1.1.0\ninfo: {title: T, version: "1"}\nsourceDescriptions: []\nworkflows: []\n',
    [
      '3:21 ARAZZO_SCHEMA "sourceDescriptions" is not a list of at least one source description (a list of at least one source description / [] (array))',
      '4:12 ARAZZO_SCHEMA "workflows" is not a list of at least one workflow (a list of at least one workflow / [] (array))',
    ],
  ],
  [
    'refuses a workflowId that occurs twice',
    documentOf({ root: '  - {workflowId: w, steps: [{stepId: a, operationId: b}]}' }).replace('\n- {', '\n  - {'),
    ['8:18 ARAZZO_SCHEMA workflowId "w" occurs twice; rename one of the two'],
  ],
];
for (const [name, text, faults] of cases) test(name, () => expect(faultsOf(text)).toEqual(faults));
