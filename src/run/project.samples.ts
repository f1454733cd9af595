// A small project on disk for tests: workflows that read, write, call each other, are skipped and need inputs.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadProject } from '../project.ts';
import type { Project } from '../project.ts';

const contract = `openapi: 3.1.0
info: { title: Items, version: 1.0.0 }
paths:
  /items:
    get: { operationId: listItems, responses: { '200': { description: all } } }
    head: { operationId: countItems, responses: { '200': { description: how many } } }
    post: { operationId: addItem, responses: { '201': { description: added } } }
`;

const head = (depth: string): string => `arazzo: 1.0.1
info: { title: Items, version: 1.0.0 }
sourceDescriptions:
  - { name: items, url: ${depth}contracts/items.openapi.yaml, type: openapi }
workflows:
`;

const files: Readonly<Record<string, string>> = {
  'contracts/items.openapi.yaml': contract,
  'workflows/items.arazzo.yaml': `${head('../')}
  - { workflowId: list, x-tags: [smoke], steps: [{ stepId: a, operationId: listItems }] }
  - { workflowId: count, steps: [{ stepId: a, operationId: countItems }, { stepId: b, workflowId: list }] }
  - { workflowId: add, x-tags: [smoke, slow], steps: [{ stepId: a, operationId: addItem }] }
  - workflowId: list-and-undo
    steps: [{ stepId: a, operationId: listItems }]
    x-finally: [{ stepId: z, operationId: addItem }]
  - { workflowId: calls-add, steps: [{ stepId: a, workflowId: add }] }
`,
  'workflows/deep/er.arazzo.yaml': `${head('../../')}
  - workflowId: needs-id
    inputs: { type: object, required: [id], properties: { id: { type: integer } } }
    steps: [{ stepId: a, operationId: listItems }]
  - workflowId: not-in-shanghai
    x-skip: [{ gateway: shanghai, reason: it is not offered there }]
    inputs: { type: object, properties: { name: { type: string, default: x } } }
    steps: [{ stepId: a, operationId: listItems }]
  - { workflowId: nowhere, x-skip: it is broken, steps: [{ stepId: a, operationId: listItems }] }
`,
  'gateways.yaml': `gateways:
  mock: { embedded: { region: ap-shanghai } }
  shanghai: { baseUrl: 'http://127.0.0.1:1', writes: deny }
  local: { baseUrl: 'http://127.0.0.1:1/', writes: allow }
`,
};

/** @param more files beside these */
export function sampleProject(more: Readonly<Record<string, string>> = {}): Project {
  const folder = mkdtempSync(join(tmpdir(), 'gatewright-'));
  for (const [file, text] of Object.entries({ ...files, ...more })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const project = loadProject(folder, {});
  rmSync(folder, { recursive: true });
  return project;
}
