// What the README shows of Playwright and of the check alone is carried out here.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { course, courses, folderWith, serving } from '../contract/contract.samples.ts';
import { layOut, runPlaywright } from './playwright.samples.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

test('the examples of workflows and of the mock in Playwright pass', async () => {
  test.setTimeout(60_000);
  const section = /^## In Playwright\n.*?(?=^## )/ms.exec(readme)?.[0] ?? '';
  const examples = [...section.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) =>
    code.replaceAll("'gatewright'", JSON.stringify(join(import.meta.dirname, 'fixtures.ts'))),
  );
  const files = {
    'package.json': '{ "type": "module" }',
    'playwright.config.ts': "export default { testDir: '.', reporter: 'list', workers: 1 };\n",
    ...Object.fromEntries(examples.map((code, index) => [`${index}.spec.ts`, code])),
  };
  const { exit, output } = await runPlaywright(layOut(files, ['contracts', 'workflows', 'mock', 'gateways.yaml']));
  expect([exit, output]).toEqual([0, expect.stringContaining('2 passed')]);
});

test('the examples of the check alone do what the README says', async () => {
  test.setTimeout(240_000);
  const section = /^## The check alone\n.*?(?=^## )/ms.exec(readme)?.[0] ?? '';
  const [plain, text, spec] = [...section.matchAll(/^```(?:ts)?\n(.*?)^```$/gms)].map(([, code = '']) => code);
  const service = await serving({
    headers: { 'content-type': 'application/json' },
    body: '{"id":"1","title":"Physics"}',
  });
  const here = (code = ''): string =>
    code
      .replaceAll('http://localhost:3000', service.url)
      .replaceAll("'gatewright/contract'", JSON.stringify(join(import.meta.dirname, '../contract/contract-check.ts')))
      .replaceAll("'gatewright'", JSON.stringify(join(import.meta.dirname, 'fixtures.ts')));
  const folder = folderWith({
    'package.json': '{ "type": "module" }',
    'contracts/courses.openapi.yaml': courses,
    'contracts/course.yaml': course,
    'playwright.config.ts': "export default { testDir: '.', reporter: 'list', workers: 1 };\n",
    'plain.ts': here(plain),
    'plain.spec.ts': here("import { test } from 'gatewright';\ntest('plain', () => import('./plain.ts'));\n"),
    'courses.spec.ts': here(spec),
  });
  try {
    const { exit, output } = await runPlaywright(folder);
    expect([exit, output]).toEqual([1, expect.stringContaining(text ?? 'a text')]);
    expect(output).toContain('BODY_SCHEMA_MISMATCH: the answer breaks the contract\n      GET /v1/courses/1 -> 200\n');
    expect(output).toContain(
      'STATUS_NOT_DECLARED: the contract declares no such status\n      POST /v1/courses -> 200\n',
    );
  } finally {
    await service.close();
  }
});
