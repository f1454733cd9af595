// Writes Allure results as tests end, so that a killed run leaves those that ended.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutorInfo } from 'allure-js-commons/sdk';
import type { ExchangeEvent, RecordEvent, RunEvent, StepEvent, WorkflowEvent } from '../record/event.ts';
import { allureCategories, allureResult } from './allure.ts';

export type AllureResults = {
  /** To be called with every event of the run, in order. */
  readonly add: (event: RecordEvent) => void;
};

/**
 * One file for each try of a test, attachments where bodies were kept, and the three files that describe the run.
 * A login has a result only where it failed: it is no test, but its failure must be seen.
 * @param folder made when it does not exist
 */
export function openAllureResults(
  folder: string,
  options: {
    readonly text: (file: string) => string | undefined;
    readonly environment: Readonly<Record<string, string | undefined>>;
  },
): AllureResults {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, content: string): void => writeFileSync(join(folder, name), content);
  const running = new Map<string, (ExchangeEvent | StepEvent)[]>();
  const failed = new Set<string>();

  const end = (workflow: WorkflowEvent): void => {
    const events = running.get(workflow.test) ?? [];
    running.delete(workflow.test);
    const well = workflow.verdict === 'passed' || workflow.verdict === 'recovered';
    if (workflow.purpose === 'session' && well) return;
    const flaky = workflow.verdict === 'flaky' || (well && failed.delete(workflow.test));
    if (workflow.verdict === 'failed' || workflow.verdict === 'broken') failed.add(workflow.test);
    const { name, result, attachments } = allureResult({ workflow, events }, { text: options.text, flaky });
    for (const [file, content] of attachments) write(file, content);
    write(name, JSON.stringify(result));
  };

  return {
    add: (event) => {
      switch (event.type) {
        case 'run':
          write('environment.properties', environmentProperties(event));
          write('categories.json', JSON.stringify(allureCategories));
          writeExecutor(options.environment, write);
          break;
        case 'exchange':
        case 'step': {
          const events = running.get(event.test);
          if (events === undefined) running.set(event.test, [event]);
          else events.push(event);
          break;
        }
        case 'workflow':
          end(event);
          break;
        case 'end':
          break;
      }
    },
  };
}

/** What the run was: Java's properties format, where a backslash, `:` and `=` need care. */
export function environmentProperties(run: RunEvent): string {
  const entries: [string, string][] = run.gateways.map(({ name, baseUrl, kind }) => [
    `gateway ${name}`,
    `${baseUrl} (${kind})`,
  ]);
  entries.push(
    ['run', run.run],
    ['seed', run.seed],
    ['gatewright', run.gatewright],
    ['front door', run.frontDoor],
    ['files', `${Object.keys(run.digests).length} contracts and workflows`],
  );
  const escape = (text: string): string => text.replaceAll(/[\\:=#! ]/g, '\\$&').replaceAll('\n', '\\n');
  return entries.map(([name, value]) => `${escape(name)} = ${escape(value)}\n`).join('');
}

function writeExecutor(
  environment: Readonly<Record<string, string | undefined>>,
  write: (name: string, content: string) => void,
): void {
  const executor = executorOf(environment);
  if (executor !== undefined) write('executor.json', JSON.stringify(executor));
}

/** Who ran it, in continuous integration; undefined elsewhere. */
export function executorOf(environment: Readonly<Record<string, string | undefined>>): ExecutorInfo | undefined {
  const of = (name: string): string => environment[name] ?? '';
  if (environment['GITHUB_ACTIONS'] !== undefined) {
    return {
      name: 'GitHub Actions',
      type: 'github',
      buildName: `${of('GITHUB_WORKFLOW')} #${of('GITHUB_RUN_NUMBER')}`,
      buildOrder: Number(of('GITHUB_RUN_NUMBER')),
      buildUrl: `${of('GITHUB_SERVER_URL')}/${of('GITHUB_REPOSITORY')}/actions/runs/${of('GITHUB_RUN_ID')}`,
    };
  }
  if (environment['GITLAB_CI'] !== undefined) {
    return {
      name: 'GitLab CI',
      type: 'gitlab',
      buildName: `${of('CI_JOB_NAME')} #${of('CI_PIPELINE_IID')}`,
      buildOrder: Number(of('CI_PIPELINE_IID')),
      buildUrl: of('CI_JOB_URL'),
    };
  }
  return environment['CI'] === undefined ? undefined : { name: 'CI', type: 'ci' };
}
