import { expect, test } from '@playwright/test';
import { chooseGateways } from './choose-gateways.ts';
import { onlyReads, reasonToSkip } from './eligibility.ts';
import { sampleProject } from './project.samples.ts';

const project = sampleProject({
  'workflows/addresses.arazzo.yaml': `arazzo: 1.1.0
info: { title: Addresses, version: 1.0.0 }
sourceDescriptions: [{ name: items, url: ../contracts/items.openapi.yaml, type: openapi }]
workflows:
  - { workflowId: fetch, steps: [{ stepId: a, operationId: listItems, x-url: 'https://files.example/a' }] }
  - { workflowId: upload, steps: [{ stepId: a, operationId: addItem, x-url: 'https://files.example/a' }] }
`,
});
const workflowOf = (id: string) => project.workflows.find(({ workflow }) => workflow.workflowId === id)!;
const gatewayOf = (name: string) => chooseGateways(project, { gateway: [name] })[0]!;

const readers: readonly { id: string; reads: boolean; why: string }[] = [
  { id: 'list', reads: true, why: 'GET' },
  { id: 'count', reads: true, why: 'HEAD, and a call of one that reads' },
  { id: 'add', reads: false, why: 'POST' },
  { id: 'list-and-undo', reads: false, why: 'its clean-up writes' },
  { id: 'fetch', reads: true, why: 'GET of an address' },
  { id: 'upload', reads: false, why: 'POST to an address, whichever it is' },
  { id: 'calls-add', reads: false, why: 'it calls one that writes' },
];

for (const { id, reads, why } of readers) {
  test(`${id} ${reads ? 'only reads' : 'writes'}: ${why}`, () => {
    const { link, workflow } = workflowOf(id);
    expect(onlyReads(link, workflow)).toBe(reads);
  });
}

const skips: readonly { id: string; gateway: string; reason: string | undefined }[] = [
  { id: 'list', gateway: 'shanghai', reason: undefined },
  { id: 'add', gateway: 'shanghai', reason: 'it writes, and shanghai has writes: deny' },
  { id: 'calls-add', gateway: 'shanghai', reason: 'it writes, and shanghai has writes: deny' },
  { id: 'fetch', gateway: 'shanghai', reason: undefined },
  { id: 'upload', gateway: 'shanghai', reason: 'it writes, and shanghai has writes: deny' },
  { id: 'add', gateway: 'local', reason: undefined },
  { id: 'add', gateway: 'mock', reason: undefined },
  { id: 'not-in-shanghai', gateway: 'shanghai', reason: 'it is not offered there' },
  { id: 'not-in-shanghai', gateway: 'local', reason: undefined },
  { id: 'nowhere', gateway: 'mock', reason: 'it is broken' },
];

for (const { id, gateway, reason } of skips) {
  test(`${id} on ${gateway}: ${reason ?? 'carried out'}`, () => {
    expect(reasonToSkip(workflowOf(id), gatewayOf(gateway))).toBe(reason);
  });
}
