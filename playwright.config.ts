import { defineConfig } from '@playwright/test';
import { nameRun } from './src/playwright/fixtures.ts';
import type { GatewrightOptions } from './src/playwright/fixtures.ts';

/** The workflows as Playwright tests: one Playwright project per gateway. `npx playwright test --project shanghai` */
export default defineConfig<object, Partial<GatewrightOptions>>({
  testDir: 'specs',
  testMatch: 'workflows.spec.ts',
  outputDir: 'reports/test-results/workflows',
  fullyParallel: true,
  forbidOnly: process.env['CI'] !== undefined,
  // A flaky gateway is a finding; a retry belongs to the workflow that declares it.
  retries: 0,
  reporter: [['list'], ['allure-playwright', { resultsDir: `${nameRun()}/allure-results` }]],
  projects: [{ name: 'mock', use: { gateway: 'mock' } }],
});
