import { expect, test } from '@playwright/test';
import { documentOf, read, showFault } from '../arazzo.samples.ts';
import type { Link } from '../link.ts';
import { orderSteps } from '../order-steps.ts';
import { checkDependencies } from './order-workflows.ts';

function linkOf(workflows: readonly string[], file = 'w.yaml', descriptions = new Map<string, Link>()): Link {
  const text = [
    'arazzo: 1.1.0',
    'info: {title: T, version: "1"}',
    'sourceDescriptions: [{name: other, url: other.yaml, type: arazzo}]',
    'workflows:',
    ...workflows.map((workflow) => `  - {${workflow}}`),
  ].join('\n');
  return { description: read(text, file), contracts: new Map(), descriptions };
}

const call = (workflowId: string): string => `steps: [{stepId: s, workflowId: ${workflowId}}]`;
const leaf = 'steps: [{stepId: s, operationId: o}]';

const cases: readonly [name: string, workflows: readonly string[], faults: readonly string[]][] = [
  [
    'accepts workflows that share a dependency',
    [`workflowId: a, dependsOn: [c], ${leaf}`, `workflowId: b, dependsOn: [c, a], ${leaf}`, `workflowId: c, ${leaf}`],
    [],
  ],
  [
    'refuses a workflow that depends on itself',
    [`workflowId: a, dependsOn: [a], ${leaf}`],
    ['5:33 DEPENDENCY_CYCLE workflows depend on each other in a circle: a -> a; remove one of these references'],
  ],
  [
    'refuses a circle once, at its first workflow by name',
    [
      `workflowId: c, dependsOn: [a], ${leaf}`,
      `workflowId: a, dependsOn: [b], ${leaf}`,
      `workflowId: b, dependsOn: [c], ${leaf}`,
      `workflowId: d, dependsOn: [c], ${leaf}`,
    ],
    [
      '6:33 DEPENDENCY_CYCLE workflows depend on each other in a circle: a -> b -> c -> a; remove one of these references',
    ],
  ],
  [
    'refuses workflows that call each other, also from the clean-up',
    [`workflowId: a, ${call('b')}`, `workflowId: b, ${leaf}, x-finally: [{stepId: f, workflowId: a}]`],
    ['5:53 DEPENDENCY_CYCLE workflows depend on each other in a circle: a -> b -> a; remove one of these references'],
  ],
  [
    'refuses a retry that first carries out its own workflow, and not a goto that begins it anew',
    [
      `workflowId: a, steps: [{stepId: s, operationId: x, onFailure: [{name: r, type: retry, workflowId: a}]}]`,
      `workflowId: b, steps: [{stepId: s, operationId: x, onFailure: [{name: g, type: goto, workflowId: b}]}]`,
    ],
    ['5:104 DEPENDENCY_CYCLE workflows depend on each other in a circle: a -> a; remove one of these references'],
  ],
  [
    'refuses a workflow that depends on its caller',
    [`workflowId: a, ${call('b')}`, `workflowId: b, dependsOn: [a], ${leaf}`],
    ['5:53 DEPENDENCY_CYCLE workflows depend on each other in a circle: a -> b -> a; remove one of these references'],
  ],
];
for (const [name, workflows, faults] of cases) {
  test(name, () => expect(checkDependencies(linkOf(workflows)).map(showFault)).toEqual(faults));
}

test('refuses a circle through two documents in one of them only', () => {
  const backwards = new Map<string, Link>();
  const second = linkOf([`workflowId: b, ${call('$sourceDescriptions.other.a')}`], 'b.yaml', backwards);
  const first = linkOf(
    [`workflowId: a, ${call('$sourceDescriptions.other.b')}`],
    'a.yaml',
    new Map([['other', second]]),
  );
  backwards.set('other', first);
  expect(checkDependencies(first).map(showFault)).toEqual([
    '5:53 DEPENDENCY_CYCLE workflows depend on each other in a circle: a -> b -> a; remove one of these references',
  ]);
  expect(checkDependencies(second)).toEqual([]);
});

test('refuses steps that wait for each other', () => {
  const steps = `
- {stepId: a, operationId: o, dependsOn: [b]}
- {stepId: b, operationId: o, dependsOn: [c]}
- {stepId: c, operationId: o, dependsOn: [b]}
- {stepId: d, operationId: o, dependsOn: [c]}`;
  const link: Link = { description: read(documentOf({ steps })), contracts: new Map(), descriptions: new Map() };
  expect(checkDependencies(link).map(showFault)).toEqual([
    '8:48 DEPENDENCY_CYCLE steps depend on each other in a circle: b -> c -> b; remove one of these references',
  ]);
});

test('ten thousand steps that each wait for the next are put in order, and a circle of them is found', () => {
  const count = 10_000;
  const stepsOf = (last: string): string =>
    Array.from({ length: count }, (_, index) => {
      const next = index + 1 < count ? `, dependsOn: [s${index + 1}]` : last;
      return `- {stepId: s${index}, operationId: o${next}}`;
    }).join('\n');
  const linkWith = (last: string): Link => ({
    description: read(documentOf({ steps: stepsOf(last) })),
    contracts: new Map(),
    descriptions: new Map(),
  });
  const sound = linkWith('');
  expect(checkDependencies(sound)).toEqual([]);
  expect(orderSteps(sound.description.workflows[0]!.steps)[0]?.stepId).toBe(`s${count - 1}`);
  expect(checkDependencies(linkWith(', dependsOn: [s0]')).map(({ code }) => code)).toEqual(['DEPENDENCY_CYCLE']);
});

test('a workflow that waits for a step of one that waits for it is refused', () => {
  const wait = (id: string): string => `steps: [{stepId: s, operationId: o, dependsOn: [$workflows.${id}.steps.s]}]`;
  expect(
    checkDependencies(linkOf([`workflowId: a, ${wait('b')}`, `workflowId: b, ${wait('a')}`])).map(showFault),
  ).toEqual([
    '5:69 DEPENDENCY_CYCLE workflows depend on each other in a circle: a -> b -> a; remove one of these references',
  ]);
});
