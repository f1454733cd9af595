import { join } from 'node:path';
import { test, expect as playwrightExpect } from '@playwright/test';
import { GatewayError } from '../core/errors.ts';
import type { Finding } from '../core/finding.ts';
import { createMask } from '../core/secrets.ts';
import type { WorkflowResult } from '../runner/result.ts';
import { expect, rememberOrigin } from './matchers.ts';

const file = 'workflows/course.arazzo.yaml';
const yaml = 'arazzo: 1.0.1\nworkflows:\n  - workflowId: course\n    steps:\n      - stepId: read\n';

const finding: Finding = {
  ...{ code: 'BODY_SCHEMA_MISMATCH', severity: 'error', title: 'the answer breaks the contract', stepId: 'read' },
  location: { file, line: 5, column: 9 },
  ...{ exchange: 'GET /course -> 200', at: '/0/position', expected: 'integer', actual: '"1" (string)' },
  contract: { file: 'contracts/course.openapi.yaml', line: 98, column: 27 },
};
const warning: Finding = { ...finding, severity: 'warn' };

function resultOf(given: Partial<WorkflowResult>): WorkflowResult {
  return {
    ...{ workflowId: 'course', verdict: 'passed', steps: [], declaredSteps: 1, findings: [], outputs: {} },
    ...{ startedAt: 0, duration: 1, cleanUp: { done: 0, due: 0 }, ...given },
  };
}

/** With the origin that a result of a test has; `text` is that of the workflow's file. */
function failureOf(result: WorkflowResult, text = yaml): Error | undefined {
  const { mask, hide } = createMask();
  hide('pass-word-1', 'password');
  rememberOrigin(result, {
    project: {
      directory: '/project',
      text: (name) => (name === file ? text : undefined),
      gateways: undefined,
      workflows: [],
    },
    ...{ gateway: 'mock', location: { file, line: 3, column: 5 }, mask, again: 'npx gatewright run course' },
  });
  try {
    expect(result).toHaveNoFindings();
    return undefined;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

const well: readonly { readonly name: string; readonly result: Partial<WorkflowResult> }[] = [
  { name: 'that passed', result: {} },
  { name: 'that a failure action mended', result: { verdict: 'recovered' } },
  { name: 'with warnings', result: { findings: [warning] } },
  { name: 'that was cleaned up', result: { cleanUp: { done: 2, due: 2 } } },
];
for (const { name, result } of well) {
  test(`a workflow ${name} has no findings`, () => {
    playwrightExpect(failureOf(resultOf(result))).toBeUndefined();
    playwrightExpect(() => expect(resultOf(result)).not.toHaveNoFindings()).toThrow(
      /^workflow course .*: it has no findings$/,
    );
  });
}

const error = new GatewayError('GATEWAY_UNREACHABLE', 'nothing answers', { remedy: 'is it running?' });
const again = '\n\n  again      npx gatewright run course';
const wrong: readonly {
  readonly name: string;
  readonly result: Partial<WorkflowResult>;
  readonly error: string;
  readonly message: string;
  readonly line: number;
}[] = [
  {
    name: 'with a finding',
    result: { verdict: 'failed', findings: [warning, finding] },
    error: 'BODY_SCHEMA_MISMATCH',
    message: `the answer breaks the contract
  --> ${file}:5:9   step "read"
  |
5 |       - stepId: read
  |         ^^^^^^^^^^^^
  GET /course -> 200
  at         /0/position
  expected   integer                     contracts/course.openapi.yaml:98:27
  actual     "1" (string)`,
    line: 5,
  },
  {
    name: 'that could not be judged',
    result: { verdict: 'broken', error },
    error: 'GATEWAY_UNREACHABLE',
    message: 'nothing answers\n  gateway "mock"\n  check   is it running?',
    line: 3,
  },
  {
    name: 'that was interrupted',
    result: { verdict: 'interrupted' },
    error: 'Error',
    message: 'workflow course was interrupted',
    line: 3,
  },
  {
    name: 'that left something behind',
    result: { cleanUp: { done: 1, due: 2 } },
    error: 'Error',
    message: 'workflow course left something behind: 1 of 2 undone',
    line: 3,
  },
];
for (const { name, result, error: code, message, line } of wrong) {
  test(`a workflow ${name} fails at its line of the YAML file`, () => {
    const failure = failureOf(resultOf(result));
    playwrightExpect([failure?.name, failure?.message]).toEqual([code, message + again]);
    const place = `${join('/project', file)}:${line}:${line === 5 ? 9 : 5}`;
    playwrightExpect(failure?.stack?.split('\n').slice(0, 2)).toEqual([code, `    at ${place}`]);
    playwrightExpect(() => expect(resultOf(result)).not.toHaveNoFindings()).not.toThrow();
  });
}

test('where the file holds a secret, the stack does not name it: Playwright would show what stands there', () => {
  const failure = failureOf(resultOf({ verdict: 'failed', findings: [finding] }), `${yaml}\n# pass-word-1`);
  playwrightExpect(failure?.message).toContain(`--> ${file}:5:9`);
  playwrightExpect(failure?.stack).not.toContain(file);
});

test('of many findings the first ten are shown', () => {
  const failure = failureOf(resultOf({ verdict: 'failed', findings: Array.from({ length: 12 }, () => finding) }));
  playwrightExpect(failure?.message.match(/step "read"/g)).toHaveLength(10);
  playwrightExpect(failure?.message).toContain('\n\nand 2 more findings\n\n');
});

test('a result that nobody carried out here is told without its lines', () => {
  playwrightExpect(() => expect(resultOf({ verdict: 'failed', findings: [finding] })).toHaveNoFindings()).toThrow(
    /^the answer breaks the contract\n {2}--> workflows\/course\.arazzo\.yaml:5:9 {3}step "read"\n {2}GET/,
  );
});
