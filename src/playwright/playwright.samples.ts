import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readRecord } from '../record/read-record.ts';
import type { RecordEvent } from '../record/event.ts';

const root = join(import.meta.dirname, '../..');

/** A new folder with these files, and copies of these of the repository. */
export function layOut(files: Readonly<Record<string, string>>, copied: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'gatewright-'));
  for (const name of copied) cpSync(join(root, name), join(folder, name), { recursive: true });
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return folder;
}

/** Playwright as a person starts it, with nothing of the Playwright that runs the test. */
export function runPlaywright(
  cwd: string,
  words: readonly string[] = [],
): Promise<{ readonly exit: number | null; readonly output: string }> {
  const own = /^(?:PLAYWRIGHT_|PW_?|TEST_|GATEWRIGHT_|FORCE_COLOR|DEBUG_COLORS|NODE_OPTIONS)/;
  const environment = Object.entries(process.env).filter(([name]) => !own.test(name));
  const command = [join(root, 'node_modules/@playwright/test/cli.js'), 'test', ...words];
  const child = spawn(process.execPath, command, { cwd, env: { ...Object.fromEntries(environment), NO_COLOR: '1' } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((done) => child.on('close', (exit) => done({ exit, output })));
}

/** The config of a project, and a spec that carries out every workflow that is a test. */
export function projectFiles(use: string): Record<string, string> {
  const fixtures = JSON.stringify(join(import.meta.dirname, 'fixtures.ts'));
  return {
    'package.json': '{ "type": "module" }',
    'playwright.config.ts': `
      import { recordRun } from ${fixtures};
      const others = [['list'], ['json', { outputFile: 'out/json.json' }], ['junit', { outputFile: 'out/junit.xml' }]];
      export default {
        testDir: '.',
        outputDir: 'out/test-results',
        fullyParallel: true,
        workers: 2,
        reporter: [...others, ...recordRun()],
        use: ${use},
      };`,
    'workflows.spec.ts': `
      import { expect, test, testWorkflows } from ${fixtures};
      for (const workflow of testWorkflows()) {
        test(workflow.name, async ({ runWorkflow }) => {
          expect(await runWorkflow(workflow)).toHaveNoFindings();
        });
      }`,
  };
}

/** The only run in a folder of reports. */
export function runIn(reports: string): string {
  const runs = readdirSync(reports).filter((name) => /^\d{4}-/.test(name));
  if (runs.length !== 1 || runs[0] === undefined) throw new Error(`${reports} holds ${runs.join(', ')}`);
  return join(reports, runs[0]);
}

export async function eventsOf(run: string): Promise<RecordEvent[]> {
  const events: RecordEvent[] = [];
  for await (const event of readRecord(run)) events.push(event);
  return events;
}

export type AllureFile = {
  readonly name: string;
  readonly status: string;
  readonly testCaseId: string;
  readonly historyId: string;
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
  readonly labels: readonly { readonly name: string; readonly value: string }[];
  readonly steps: readonly AllureStep[];
  readonly statusDetails: { readonly message?: string };
};

export type AllureStep = {
  readonly name: string;
  readonly status?: string;
  readonly steps: readonly AllureStep[];
  readonly attachments: readonly { readonly name: string; readonly type: string }[];
};

/** Allure's results of a run, by `historyId`. */
export function allureOf(run: string): Map<string, AllureFile> {
  const folder = join(run, 'allure-results');
  const files = readdirSync(folder).filter((name) => name.endsWith('-result.json'));
  const results = files.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as AllureFile);
  return new Map(results.map((result) => [result.historyId, result]));
}
