// The run of a Playwright process: one record for all its workers, and Allure results beside it.
import { randomBytes } from 'node:crypto';
import { extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ReporterDescription } from '@playwright/test';
import { runId } from '../record/write-record.ts';

/**
 * Names the run, so that all workers append to one record, and gives the reporters that complete it: the record's
 * beginning and end, and Allure results. For `reporter` in playwright.config.ts; without it no record is written.
 * @param reports where run folders go, relative to the working directory
 */
export function recordRun(reports = 'reports'): ReporterDescription[] {
  // With --list nothing is carried out.
  if (process.argv.includes('--list')) return [];
  const seed = (process.env['GATEWRIGHT_SEED'] ??= randomBytes(3).toString('hex'));
  const folder = (process.env['GATEWRIGHT_RUN'] ??= resolve(reports, runId(new Date(), seed)));
  const resultsDir = join(folder, 'allure-results');
  // Built or not: beside this file, of the same kind.
  const reporter = join(import.meta.dirname, `record-reporter${extname(import.meta.filename)}`);
  return [
    [reporter, { folder, resultsDir }],
    [fileURLToPath(import.meta.resolve('allure-playwright')), { resultsDir, detail: false }],
  ];
}

/** The folder of the run that `recordRun` has named; undefined where it was not called. */
export function runFolder(): string | undefined {
  return process.env['GATEWRIGHT_RUN'];
}
