// Steps over AsyncAPI, and what each shape of a step refuses (Arazzo 1.1, Step Object).
import { expect, test } from '@playwright/test';
import { faultsOf, read, showFault } from '../arazzo.samples.ts';
import type { StepTarget } from '../description.ts';

const documentOf = (step: string, version = '1.1.0'): string => `arazzo: ${version}
info: {title: T, version: "1"}
sourceDescriptions:
  - {name: api, url: api.yaml, type: openapi}
  - {name: events, url: events.yaml, type: asyncapi}
  - {name: any, url: any.yaml}
  - {name: flows, url: flows.yaml, type: arazzo}
workflows:
  - workflowId: w
    steps:
      - {stepId: a, ${step}}
`;

const targetOf = (step: string): StepTarget | undefined => read(documentOf(step)).workflows[0]?.steps[0]?.target;

const notCarriedOut =
  '11:9 NOT_SUPPORTED steps over AsyncAPI are not carried out; a workflow that leads to this step is skipped';

const messages: readonly [step: string, target: object][] = [
  [
    'operationId: $sourceDescriptions.events.placed, action: send',
    { action: 'send', at: { source: 'events', id: 'placed' } },
  ],
  [
    'operationId: $sourceDescriptions.events.placed, action: receive, correlationId: $inputs.id',
    { action: 'receive', correlationId: { kind: 'expression', expression: { source: 'inputs', name: 'id' } } },
  ],
  [
    'operationId: $sourceDescriptions.any.placed, action: receive',
    { action: 'receive', at: { source: 'any', id: 'placed' } },
  ],
  [
    "channelPath: '{$sourceDescriptions.events.url}#/channels/a~1b', action: receive, correlationId: id-1",
    { at: { source: 'events', channelPointer: '/channels/a~1b' }, correlationId: { kind: 'literal', value: 'id-1' } },
  ],
  ["channelPath: '$sourceDescriptions.events#/channels/a', action: send", { at: { channelPointer: '/channels/a' } }],
];
for (const [step, target] of messages) {
  test(`reads ${step}, with a warning`, () => {
    expect(targetOf(step)).toMatchObject({ type: 'message', ...target });
    expect(read(documentOf(step)).warnings.map(showFault)).toEqual([notCarriedOut]);
  });
}

test('the name of a channel alone is read as its pointer, with a warning', () => {
  const text = documentOf('channelPath: orders/new, action: receive');
  expect(targetOf('channelPath: orders/new, action: receive')).toMatchObject({
    at: { channelPointer: '/channels/orders~1new' },
  });
  expect(read(text).warnings.map(showFault)).toEqual([
    '11:34 ARAZZO_SCHEMA "channelPath" is no JSON Pointer into a source description ({$sourceDescriptions.<name>.url}#/channels/<channel> / "orders/new"); write {$sourceDescriptions.<name>.url}#/channels/orders~1new',
    notCarriedOut,
  ]);
});

test('an operation of a source without a type is one of OpenAPI, unless there is an action', () => {
  expect(targetOf('operationId: $sourceDescriptions.any.placed')?.type).toBe('operation');
});

const foreign = (what: string, name: string, column: number, remedy = 'they belong to steps over AsyncAPI'): string =>
  `11:${column} ARAZZO_SCHEMA ${what} has no "${name}"; ${remedy}`;

const refused: readonly [step: string, faults: readonly string[]][] = [
  [
    'operationId: $sourceDescriptions.events.placed',
    ['11:9 ARAZZO_SCHEMA a step over AsyncAPI has an "action"; add action: send or receive'],
  ],
  [
    'channelPath: orders',
    [
      '11:34 ARAZZO_SCHEMA "channelPath" is no JSON Pointer into a source description ({$sourceDescriptions.<name>.url}#/channels/<channel> / "orders"); write {$sourceDescriptions.<name>.url}#/channels/orders',
      '11:9 ARAZZO_SCHEMA a step over AsyncAPI has an "action"; add action: send or receive',
    ],
  ],
  [
    "channelPath: '$inputs.channel', action: send",
    [
      '11:34 ARAZZO_SCHEMA "channelPath" is not {$sourceDescriptions.<name>.url}#/channels/<channel> ({$sourceDescriptions.<name>.url}#/channels/<channel> / "$inputs.channel" (string))',
    ],
  ],
  [
    'operationId: $sourceDescriptions.events.placed, action: recieve',
    ['11:77 ARAZZO_SCHEMA "action" is not one of send, receive (one of send, receive / "recieve" (string))'],
  ],
  [
    'operationId: $sourceDescriptions.events.placed, action: send, correlationId: id-1',
    [
      '11:83 ARAZZO_SCHEMA only a step that receives has a "correlationId"; remove it, or write action: receive',
      notCarriedOut,
    ],
  ],
  [
    'operationId: $sourceDescriptions.api.getA, action: receive, correlationId: id-1',
    [
      foreign('a step that calls an operation of OpenAPI', 'action', 64),
      foreign('a step that calls an operation of OpenAPI', 'correlationId', 81),
    ],
  ],
  ['workflowId: w2, action: send', [foreign('a step that calls a workflow', 'action', 37)]],
  [
    "operationPath: '{$sourceDescriptions.api.url}#/paths/~1a/get', action: send",
    [foreign('a step with "operationPath"', 'action', 84, 'an operation of AsyncAPI is named by "operationId"')],
  ],
  [
    'operationId: getA, channelPath: a, action: send',
    [
      '11:9 ARAZZO_SCHEMA a step has exactly one target (one of operationId, operationPath, workflowId / operationId and channelPath)',
    ],
  ],
  [
    'operationId: $sourceDescriptions.events.placed, action: send, parameters: [{name: id, value: 1}]',
    [notCarriedOut, '11:96 ARAZZO_SCHEMA parameter "id" does not say where it goes; add "in"'],
  ],
  [
    'operationPath: $sourceDescriptions.api.getA',
    [
      '11:36 ARAZZO_SCHEMA "operationPath" is not {$sourceDescriptions.<name>.url}#/paths/<path with ~1 for />/<method> ({$sourceDescriptions.<name>.url}#/paths/<path with ~1 for />/<method> / "$sourceDescriptions.api.getA" (string)); an operation without a pointer is named by "operationId"',
    ],
  ],
];
for (const [step, faults] of refused) {
  test(`refuses ${step}`, () => expect(faultsOf(documentOf(step))).toEqual(faults));
}
