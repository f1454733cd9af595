import { expect, test } from '@playwright/test';
import { DescriptionError } from '../core/errors.ts';
import { sampleProject } from './project.samples.ts';
import { selectWorkflows } from './select-workflows.ts';
import type { Selection } from './select-workflows.ts';

const { workflows } = sampleProject();
const everything: Selection = { selectors: [], tags: [], inputs: {} };

const selected: readonly { name: string; selection: Partial<Selection>; ids: readonly string[] }[] = [
  {
    name: 'all but the building blocks, in the order of the files',
    selection: {},
    ids: ['not-in-shanghai', 'nowhere', 'list', 'count', 'add', 'list-and-undo', 'calls-add'],
  },
  { name: 'an id', selection: { selectors: ['list'] }, ids: ['list'] },
  { name: 'an id that stands in a folder', selection: { selectors: ['nowhere'] }, ids: ['nowhere'] },
  { name: 'a name with its folder', selection: { selectors: ['deep/nowhere'] }, ids: ['nowhere'] },
  { name: 'a folder of names', selection: { selectors: ['deep'] }, ids: ['not-in-shanghai', 'nowhere'] },
  { name: 'a folder of files', selection: { selectors: ['workflows/deep/'] }, ids: ['not-in-shanghai', 'nowhere'] },
  {
    name: 'a file, as a shell completes it',
    selection: { selectors: ['./workflows/deep/er.arazzo.yaml'] },
    ids: ['not-in-shanghai', 'nowhere'],
  },
  {
    name: 'several, each once, in stable order',
    selection: { selectors: ['list', 'add', 'list'] },
    ids: ['list', 'add'],
  },
  { name: 'a tag', selection: { tags: ['smoke'] }, ids: ['list', 'add'] },
  { name: 'one of several tags', selection: { tags: ['slow', 'smoke'] }, ids: ['list', 'add'] },
  { name: 'a tag within a selection', selection: { selectors: ['list', 'count'], tags: ['smoke'] }, ids: ['list'] },
  {
    name: 'a building block that has its inputs',
    selection: { selectors: ['deep'], inputs: { id: 1 } },
    ids: ['needs-id', 'not-in-shanghai', 'nowhere'],
  },
  {
    name: 'a building block that is named, to say what it needs',
    selection: { selectors: ['needs-id'] },
    ids: ['needs-id'],
  },
];

for (const { name, selection, ids } of selected) {
  test(`selects ${name}`, () => {
    const found = selectWorkflows(workflows, { ...everything, ...selection });
    expect(found.map(({ workflow }) => workflow.workflowId)).toEqual(ids);
  });
}

const refused: readonly { name: string; selection: Partial<Selection>; faults: readonly string[] }[] = [
  {
    name: 'every selector that means nothing',
    selection: { selectors: ['lsit', 'list', 'deep/nowere', 'zzzzzzzz'] },
    faults: [
      'no workflow is named "lsit" | did you mean "list"?',
      'no workflow is named "deep/nowere" | did you mean "deep/nowhere"?',
      'no workflow is named "zzzzzzzz" | npx gatewright lint --list names all workflows',
    ],
  },
  {
    name: 'an unknown tag',
    selection: { tags: ['smok'] },
    faults: ['no workflow has the tag "smok" | did you mean "smoke"?'],
  },
  {
    name: 'a part of a folder',
    selection: { selectors: ['dee'] },
    faults: ['no workflow is named "dee" | npx gatewright lint --list names all workflows'],
  },
  {
    name: 'a selection and a tag that exclude each other',
    selection: { selectors: ['count'], tags: ['smoke'] },
    faults: ['none of the workflows that are named has the tags that are given | leave out --tag, or name others'],
  },
];

for (const { name, selection, faults } of refused) {
  test(`refuses ${name}`, () => expect(faultsOf(selection)).toEqual(faults));
}

test('refuses to select among building blocks alone, or nothing', () => {
  const blocks = workflows.filter(({ workflow }) => workflow.workflowId === 'needs-id');
  expect(faultsOf({}, blocks)).toEqual([
    'no workflow is selected: those that are meant are building blocks, which need inputs | ' +
      'name one, and give it its inputs with --input name=value',
  ]);
  expect(faultsOf({}, [])).toEqual([
    'the project has no workflow | add one to workflows/, in a file whose name ends in .arazzo.yaml',
  ]);
});

function faultsOf(selection: Partial<Selection>, from = workflows): string[] {
  try {
    selectWorkflows(from, { ...everything, ...selection });
    return [];
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    return error.faults.map(({ message, remedy }) => `${message} | ${remedy ?? ''}`);
  }
}
