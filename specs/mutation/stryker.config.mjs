// npm run mutation: faults are put into the built engine, one at a time, and the Arazzo suite must notice each.
// One file: npm run mutation -- --mutate dist/runner/choose-action.js
/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  plugins: [import.meta.resolve('./case-runner.mjs')],
  testRunner: 'cases',
  coverageAnalysis: 'perTest',
  // The lint of workflows is not the engine: it has tests of its own.
  mutate: ['dist/{arazzo,expression,runner}/**/*.js', '!dist/arazzo/lint/**'],
  // Only these are copied to where the faults are made.
  ignorePatterns: ['**', '!dist/**', '!specs/conformance/arazzo/**', '!package.json'],
  // Faults in what a module does when it is loaded need a process each: --ignoreStatic false
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 2000,
  timeoutFactor: 4,
  reporters: ['progress-append-only', 'clear-text', 'json', 'html'],
  clearTextReporter: { logTests: false, reportMutants: false, reportTests: false, skipFull: true },
  jsonReporter: { fileName: 'reports/mutation/mutation.json' },
  htmlReporter: { fileName: 'reports/mutation/mutation.html' },
  tempDirName: 'reports/stryker',
  allowEmpty: false,
  checkers: [],
  disableTypeChecks: false,
};
