import { expect, test } from '@playwright/test';
import { readDocument } from '../../document/read-document.ts';
import { readContract } from '../../openapi/read-contract.ts';
import { read, showFault } from '../arazzo.samples.ts';
import { checkReferences } from './check-references.ts';
import type { Link } from '../link.ts';

const contract = readContract(
  readDocument(
    "{openapi: 3.1.0, info: {title: a, version: '1'}, paths: {/x: {get: {operationId: getA, responses: {'204': {description: ''}}}}}}",
    'api.yaml',
  ),
);

function linkOf(workflows: string): Link {
  const description = read(`arazzo: 1.1.0
info: {title: T, version: "1"}
sourceDescriptions: [{name: api, url: api.yaml, type: openapi}, {name: one, url: 1.yaml, type: arazzo}, {name: two, url: 2.yaml, type: arazzo}]
workflows:
  - ${workflows}
`);
  return { description, contracts: new Map([['api', contract]]), descriptions: new Map() };
}

const login =
  '{workflowId: login, inputs: {properties: {name: {}}}, outputs: {token: $steps.s.outputs.t}, steps: [{stepId: s, operationId: getA, outputs: {t: $url}}]}';
const one = linkOf(login);
const two = linkOf(login.replace('token', 'key'));

/** The faults of one value in a workflow; line 6 holds another workflow of the document. */
function faultsOf(value: string, workflow: string): string[] {
  const own = `{workflowId: w, ${workflow} steps: [{stepId: a, operationId: getA, parameters: [{name: q, in: query, value: '${value}'}]}]}`;
  const link = linkOf(`${own}\n  - ${login.replace('workflowId: login', 'workflowId: local')}`);
  const descriptions = new Map([
    ['one', one],
    ['two', two],
  ]);
  return checkReferences({ ...link, descriptions }, { accounts: undefined }).map((fault) =>
    showFault(fault).replace(/^\d+:\d+ /, fault.weight === undefined ? '' : 'warning '),
  );
}

const first = 'dependsOn: [$sourceDescriptions.one.login],';
const both = 'dependsOn: [$sourceDescriptions.one.login, $sourceDescriptions.two.login],';
const cases: readonly [value: string, workflow: string, faults: readonly string[]][] = [
  ['$workflows.local.outputs.token', '', []],
  ['$workflows.login.outputs.token', first, []],
  ['$sourceDescriptions.one.login.outputs.token', both, []],
  ['$sourceDescriptions.two.login.inputs.name', both, []],
  ['$sourceDescriptions.one.url', '', []],
  [
    '$workflows.login.outputs.token',
    both,
    [
      'WORKFLOW_DUPLICATE $workflows.login.outputs.token: several documents have a workflow "login"; write $sourceDescriptions.<name>.login.outputs.token',
    ],
  ],
  [
    '$workflows.login.outputs.token',
    '',
    [
      'WORKFLOW_NOT_FOUND $workflows.login.outputs.token: there is no workflow "login"; workflows of this document: w, local',
    ],
  ],
  [
    '$sourceDescriptions.two.login.outputs.token',
    both,
    [
      'REFERENCE_NOT_FOUND $sourceDescriptions.two.login.outputs.token: workflow "login" has no output "token"; known: key',
    ],
  ],
  [
    '$sourceDescriptions.one.logn.outputs.token',
    first,
    [
      'WORKFLOW_NOT_FOUND $sourceDescriptions.one.logn.outputs.token: there is no workflow "logn"; did you mean "login"?',
    ],
  ],
  [
    '$sourceDescriptions.api.login.outputs.token',
    '',
    [
      'REFERENCE_NOT_FOUND $sourceDescriptions.api.login.outputs.token: source description "api" has no workflows: it is not of Arazzo',
    ],
  ],
  [
    '$sourceDescriptions.api.getA',
    '',
    [
      'REFERENCE_NOT_FOUND $sourceDescriptions.api.getA: "getA" of a source description is not a value; values are $sourceDescriptions.api.url, .type and .<workflowId>.outputs.<output>',
    ],
  ],
  [
    '$workflows.local.steps.s.outputs.t',
    'dependsOn: [local],',
    [
      'warning EXPRESSION_SYNTAX $workflows.local.steps.s.outputs.t: the grammar has no outputs of another workflow\'s steps; add it to the outputs of workflow "local", and write $workflows.local.outputs.t',
    ],
  ],
  [
    '$workflows.local.steps.r.outputs.t',
    'dependsOn: [local],',
    ['STEP_NOT_FOUND $workflows.local.steps.r.outputs.t: workflow "local" has no step "r"; did you mean "s"?'],
  ],
];
for (const [value, workflow, faults] of cases) {
  test(`${value} in a workflow with "${workflow}"`, () => expect(faultsOf(value, workflow)).toEqual(faults));
}
