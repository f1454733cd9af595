import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { Ajv } from 'ajv';
import { arazzoSchema } from '../cli/write-schema.ts';
import { writeJson } from '../core/json.ts';
import { readDocument } from '../document/read-document.ts';
import { loadProject } from '../project.ts';
import { projectSchema, projectSchemaFile } from './project-schema.ts';

const project = loadProject('.', {});
const schema = projectSchema(arazzoSchema(), project);

type Definitions = Readonly<Record<string, { anyOf: readonly { const?: string; description?: string }[] }>>;
const definitions = schema['definitions'] as unknown as Definitions;
const offered = (name: string) => new Map(definitions[name]!.anyOf.map((item) => [item.const, item.description]));

test('the shipped schema of the project is the one that lint --write-schema writes', () => {
  expect(readFileSync(projectSchemaFile, 'utf8')).toBe(`${writeJson(schema, 2)}\n`);
});

test('every shipped workflow names it in its first line', () => {
  for (const { link } of project.workflows) {
    const { text, file } = link.description.document;
    expect(text.split('\n')[0], file).toBe(`# yaml-language-server: $schema=../../${projectSchemaFile}`);
  }
});

test('completes operations with what they do, workflows, accounts and gateways', () => {
  expect(offered('operationReference').get('queryRecords')).toBe('GET /v1/rdb/rest/{table}: Reads rows');
  expect(offered('operationReference').get('$sourceDescriptions.auth.signIn')).toMatch(/^POST \/auth\/v1\/signin: /);
  expect(offered('workflowReference').get('sms-login')).toMatch(/^A registered phone number signs in/);
  expect(offered('workflowReference').get('$sourceDescriptions.blocks.sign-in-by-sms')).toBe(
    'Signs in with a code sent by SMS',
  );
  expect([...offered('account').keys()]).toEqual(['admin', 'nobody', 'public', 'user', undefined]);
  expect([...offered('gateway').keys()]).toContain('mock-singapore');
  expect([...offered('tag').keys()]).toContain('smoke');
  expect([...offered('owner').keys()]).toContain('identity');
});

test('only suggests: other names stay valid, and what Arazzo refuses stays refused', () => {
  const isValid = new Ajv({ strict: true, strictRequired: false, strictTypes: false }).compile(schema);
  const keeps = (step: string): boolean =>
    isValid(
      readDocument(
        `arazzo: 1.0.1
info: { title: T, version: v1 }
sourceDescriptions: [{ name: other, url: other.yaml }]
workflows: [{ workflowId: w, x-as: somebody, x-tags: [new], steps: [{ stepId: a, ${step} }] }]`,
        'w.yaml',
      ).value,
    );
  expect(keeps('operationId: anything')).toBe(true);
  expect(keeps('operationId: $sourceDescriptions.other.anything')).toBe(true);
  expect(keeps('operationId: $steps.a.outputs.b')).toBe(false);
  expect(keeps('operationId: 1')).toBe(false);
});
