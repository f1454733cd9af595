import { expect, test } from '@playwright/test';
import { read } from '../arazzo.samples.ts';
import { findMessageStep } from './find-message-step.ts';
import type { Link } from '../link.ts';

const step = 'steps: [{stepId: s, operationId: getA}]';
const listen = 'steps: [{stepId: hear, operationId: $sourceDescriptions.events.placed, action: receive}]';

const ways: readonly [name: string, workflow: string, leads: boolean][] = [
  ['no way', step, false],
  ['a step of its own', listen.replace('hear', 's'), true],
  ['its clean-up', `${step}, x-finally: [{stepId: f, workflowId: hears}]`, true],
  ['dependsOn', `${step}, dependsOn: [hears]`, true],
  ['a call over another workflow', 'steps: [{stepId: s, workflowId: calls}]', true],
  ['a workflow of another document', 'steps: [{stepId: s, workflowId: $sourceDescriptions.other.hears}]', true],
  ['an action', `${step}, failureActions: [{name: g, type: goto, workflowId: hears}]`, true],
  [
    'what a retry does first',
    'steps: [{stepId: s, operationId: getA, onFailure: [{name: r, type: retry, workflowId: hears}]}]',
    true,
  ],
];
for (const [name, workflow, leads] of ways) {
  test(`by ${name}, a workflow ${leads ? 'leads' : 'does not lead'} to a step over AsyncAPI`, () => {
    const description = read(`arazzo: 1.1.0
info: {title: T, version: "1"}
sourceDescriptions:
  - {name: api, url: api.yaml, type: openapi}
  - {name: events, url: events.yaml, type: asyncapi}
  - {name: other, url: w.yaml, type: arazzo}
workflows:
  - {workflowId: w, ${workflow}}
  - {workflowId: calls, steps: [{stepId: c, workflowId: hears}, {stepId: back, workflowId: w}]}
  - {workflowId: hears, ${listen}}
`);
    const descriptions = new Map<string, Link>();
    const link: Link = { description, contracts: new Map(), descriptions };
    descriptions.set('other', link);
    const found = findMessageStep(link, description.workflows[0]!);
    expect(found?.step.target.type).toBe(leads ? 'message' : undefined);
  });
}
