import { expect as playwrightExpect } from '@playwright/test';
import type { Finding } from '../core/finding.ts';
import { formatLocation } from '../core/source.ts';
import { findingInShort, renderFinding } from '../report/render-finding.ts';
import type { WorkflowResult } from '../runner/result.ts';

/** An error that Playwright shows at the workflow's line: its stack names the YAML file. */
export function findingError(finding: Finding, text: (file: string) => string | undefined): Error {
  const error = new Error(renderFinding(finding, { text, color: false }));
  error.stack = `Error: ${error.message}\n    at ${finding.stepId} (${formatLocation(finding.location)})`;
  return error;
}

/** Playwright's expect, and whether a workflow went as it should. */
export const expect = playwrightExpect.extend({
  /** Passes where the service kept every promise, every criterion was met and all could be judged. */
  toHaveNoFindings(result: WorkflowResult) {
    const { verdict, findings, error, workflowId } = result;
    const wrong = findings.filter(({ severity }) => severity === 'error');
    const pass = wrong.length === 0 && (verdict === 'passed' || verdict === 'recovered');
    const lines = [
      `workflow ${workflowId} ${verdict}`,
      ...wrong.map((finding) => `  ${formatLocation(finding.location)}  ${findingInShort(finding)}`),
      ...(error === undefined ? [] : [`  ${error.code}  ${error.message}`]),
    ];
    return { pass, name: 'toHaveNoFindings', message: () => lines.join('\n') };
  },
});
