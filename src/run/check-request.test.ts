import { expect, test } from '@playwright/test';
import { DescriptionError } from '../core/errors.ts';
import { formatLocation } from '../core/source.ts';
import { checkRequest, inputsFor } from './check-request.ts';
import type { Requested } from './check-request.ts';
import { chooseGateways } from './choose-gateways.ts';
import { sampleProject } from './project.samples.ts';

const project = sampleProject();
const workflowOf = (id: string) => project.workflows.find(({ workflow }) => workflow.workflowId === id)!;
const gatewayOf = (name: string) => chooseGateways(project, { gateway: [name] })[0]!;

type Case = {
  readonly name: string;
  readonly workflows: readonly string[];
  readonly gateways?: readonly string[];
  readonly request?: Partial<Requested>;
  readonly faults: readonly string[];
};

const needsId = 'workflows/deep/er.arazzo.yaml:8:63 workflow "needs-id" needs the input "id"';

const cases: readonly Case[] = [
  { name: 'nothing wrong', workflows: ['list', 'add', 'not-in-shanghai'], faults: [] },
  { name: 'an input that is missing', workflows: ['needs-id'], faults: [needsId] },
  { name: 'an input that fits', workflows: ['needs-id'], request: { inputs: { id: 7 } }, faults: [] },
  {
    name: 'an input of a wrong type',
    workflows: ['needs-id'],
    request: { inputs: { id: '7' } },
    faults: ['workflows/deep/er.arazzo.yaml:8:63 the input "id" of workflow "needs-id": must be integer'],
  },
  {
    name: 'an input that one of them takes',
    workflows: ['needs-id', 'not-in-shanghai', 'list'],
    request: { inputs: { id: 7, name: 'y' } },
    faults: [],
  },
  {
    name: 'an input that none takes',
    workflows: ['not-in-shanghai'],
    request: { inputs: { nam: 'y' } },
    faults: ['no selected workflow has an input "nam"'],
  },
  {
    name: 'a step that one of them does not have',
    workflows: ['list', 'count'],
    request: { toStep: 'b' },
    faults: ['workflows/items.arazzo.yaml:7:19 workflow "list" has no step "b"'],
  },
  {
    name: 'what is skipped is not asked for its inputs',
    workflows: ['add', 'not-in-shanghai'],
    gateways: ['shanghai'],
    request: { toStep: 'nowhere' },
    faults: [],
  },
  { name: 'a fault for the mock', workflows: ['list'], request: { mockFaults: ['hang:listItems'] }, faults: [] },
  {
    name: 'a fault for the one mock among others',
    workflows: ['list'],
    gateways: ['local', 'mock'],
    request: { mockFaults: ['mock=hang:listItems'] },
    faults: [],
  },
  {
    name: 'faults that reach no mock',
    workflows: ['list'],
    gateways: ['local'],
    request: { mockFaults: ['hang:listItems', 'mock=hang:listItems', 'local=hang:listItems'] },
    faults: Array.from({ length: 3 }, () => '--mock-fault reaches no embedded gateway'),
  },
];

for (const { name, workflows, gateways = ['mock'], request, faults } of cases) {
  test(name, () => {
    const asked: Requested = {
      ...{ project, gateways: gateways.map(gatewayOf), workflows: workflows.map(workflowOf) },
      ...{ inputs: {}, seed: 'abc', mockFaults: [], ...request },
    };
    expect(faultsOf(asked)).toEqual(faults);
  });
}

test('a workflow gets those inputs that it takes', () => {
  const given = { id: 7, name: 'y' };
  expect(inputsFor(workflowOf('needs-id'), given)).toEqual({ id: 7 });
  expect(inputsFor(workflowOf('not-in-shanghai'), given)).toEqual({ name: 'y' });
  expect(inputsFor(workflowOf('list'), given)).toEqual({});
});

function faultsOf(request: Requested): string[] {
  try {
    checkRequest(request);
    return [];
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    return error.faults.map(({ location, message }) => `${location ? `${formatLocation(location)} ` : ''}${message}`);
  }
}
