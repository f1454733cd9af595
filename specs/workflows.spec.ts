import { expect, test, testWorkflows } from '../src/playwright/fixtures.ts';

for (const workflow of testWorkflows()) {
  test(workflow.name, async ({ runWorkflow }) => {
    expect(await runWorkflow(workflow)).toHaveNoFindings();
  });
}
