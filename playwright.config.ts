import { defineConfig } from '@playwright/test';
import { recordRun } from './src/playwright/fixtures.ts';
import type { GatewrightOptions } from './src/playwright/fixtures.ts';

/** `GATEWRIGHT_GATEWAYS=mock-shanghai,mock-singapore npx playwright test` runs the workflows on other gateways of gateways.yaml. */
const gateways = (process.env['GATEWRIGHT_GATEWAYS'] ?? 'mock').split(',');

/**
 * The workflows as Playwright tests: one Playwright project per gateway. One alone has no name, since Allure would count
 * it as a parameter, and the history would not be that of the command.
 */
export default defineConfig<object, GatewrightOptions>({
  testDir: 'specs',
  testMatch: 'workflows.spec.ts',
  outputDir: 'reports/test-results/workflows',
  fullyParallel: true,
  forbidOnly: process.env['CI'] !== undefined,
  // A flaky gateway is a finding; a retry belongs to the workflow that declares it.
  retries: 0,
  reporter: [['list'], ...recordRun()],
  projects: gateways.map((gateway) => ({ name: gateways.length > 1 ? gateway : '', use: { gateway } })),
});
