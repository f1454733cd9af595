import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, expect } from '@playwright/test';
import type { RecordEvent } from '../record/event.ts';
import { environmentProperties, executorOf, openAllureResults } from './allure-files.ts';
import { exchangeEvent, finding, runEvent, sampleRun, stepEvent, workflowEvent } from './events.samples.ts';

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatewright-'));
});
test.afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(events: readonly RecordEvent[]): string[] {
  const results = openAllureResults(join(folder, 'allure-results'), { text: () => undefined, environment: {} });
  for (const event of events) results.add(event);
  return readdirSync(join(folder, 'allure-results'));
}

const resultsOf = (files: readonly string[]): string[] => files.filter((file) => file.endsWith('-result.json'));

test('one file for each test, its attachments, and what describes the run', () => {
  const files = write(sampleRun());
  // Six tests, one of them tried twice; three exchanges with request, response and curl line.
  expect(resultsOf(files)).toHaveLength(7);
  expect(files.filter((file) => file.includes('-attachment.'))).toHaveLength(9);
  expect(files.filter((file) => !file.includes('-result.') && !file.includes('-attachment.'))).toEqual([
    'categories.json',
    'environment.properties',
  ]);
});

test('a test that passed costs one file', () => {
  expect(write([exchangeEvent('mock:w', 'one'), stepEvent('mock:w', 'one'), workflowEvent('a/w')])).toHaveLength(1);
});

test('the second try, which passed, is flaky', () => {
  const files = write(sampleRun());
  const flaky = resultsOf(files)
    .map((file) => readFileSync(join(folder, 'allure-results', file), 'utf8'))
    .filter((result) => result.includes('"flaky":true'));
  expect(flaky).toHaveLength(1);
  expect(flaky[0]).toContain('"status":"passed"');
});

test('a login has a result only where it failed', () => {
  const login = workflowEvent('auth/sign-in', { purpose: 'session' });
  expect(write([login])).toEqual([]);
  expect(write([{ ...login, verdict: 'failed', findings: [finding] }])).toHaveLength(1);
});

test('the environment is written as Java properties', () => {
  expect(environmentProperties({ ...runEvent, digests: { 'contracts/auth.openapi.yaml': 'abc' } })).toBe(
    `gateway\\ mock = http\\://127.0.0.1\\:41873\\ (embedded)
run = 2026-11-22T22-15-03Z-7f3a
seed = 7f3a
gatewright = 0.1.0
front\\ door = command
files = 1\\ contracts\\ and\\ workflows
`,
  );
});

test('continuous integration is named, with a way to the job', () => {
  expect(executorOf({})).toBeUndefined();
  expect(
    executorOf({
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKFLOW: 'nightly',
      GITHUB_RUN_NUMBER: '12',
      GITHUB_RUN_ID: '345',
      GITHUB_SERVER_URL: 'https://github.example',
      GITHUB_REPOSITORY: 'team/app',
    }),
  ).toEqual({
    name: 'GitHub Actions',
    type: 'github',
    buildName: 'nightly #12',
    buildOrder: 12,
    buildUrl: 'https://github.example/team/app/actions/runs/345',
  });
  expect(
    executorOf({ GITLAB_CI: 'true', CI_JOB_NAME: 'gate', CI_PIPELINE_IID: '7', CI_JOB_URL: 'https://g.example/7' }),
  ).toEqual({
    name: 'GitLab CI',
    type: 'gitlab',
    buildName: 'gate #7',
    buildOrder: 7,
    buildUrl: 'https://g.example/7',
  });
  expect(executorOf({ CI: 'true' })).toEqual({ name: 'CI', type: 'ci' });
});
