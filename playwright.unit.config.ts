import { defineConfig } from '@playwright/test';

/** Unit tests and conformance cases: no gateway, no Allure. */
export default defineConfig({
  testDir: '.',
  testMatch: [
    'src/**/*.test.ts',
    'specs/conformance.spec.ts',
    'specs/arazzo-conformance.spec.ts',
    'specs/cases.spec.ts',
    'specs/contracts.spec.ts',
    'specs/contract-cases.spec.ts',
    'specs/docs.spec.ts',
    'specs/faults.spec.ts',
    'specs/docs-page.spec.ts',
    'specs/official-client-*.spec.ts',
    'specs/mock-*.spec.ts',
  ],
  outputDir: 'reports/test-results/unit',
  fullyParallel: false,
  workers: '100%',
  forbidOnly: process.env['CI'] !== undefined,
  reporter: process.env['CI'] === undefined ? 'dot' : 'line',
});
