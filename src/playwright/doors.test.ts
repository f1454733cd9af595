// The command and Playwright are two doors to one engine: the same workflow gives the same findings and identity.
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { runProgram } from '../cli/program.ts';
import { testTerminal } from '../cli/terminal.samples.ts';
import type { RecordEvent } from '../record/event.ts';
import { allureOf, eventsOf, layOut, projectFiles, runIn, runPlaywright } from './playwright.samples.ts';
import type { AllureFile } from './playwright.samples.ts';

const fault = 'retype:invokeFunction:/adult';

/** What both doors must say of a test, whatever ports, marks, times and numbers of rows they met. */
function verdictsOf(events: readonly RecordEvent[]): unknown[] {
  return events
    .filter((event) => event.type === 'workflow')
    .map(({ test, name, title, purpose, verdict, findings, steps, cleanUp, reason, location, tags, owner, tries }) => ({
      ...{ test, name, title, purpose, verdict, steps, cleanUp, reason, location, tags, owner, tries },
      findings: findings.map((finding) => ({ ...finding, exchange: undefined })),
    }))
    .sort((left, right) => (left.test < right.test ? -1 : 1));
}

/** Every exchange, with its place and how it was checked. */
function exchangesOf(events: readonly RecordEvent[]): unknown[] {
  return events
    .flatMap((event) =>
      event.type === 'exchange'
        ? [
            `${event.test} ${event.step} ${event.phase} ${event.attempt} ${event.operation} ${event.response?.status} ${event.check?.declared} ${event.check?.checked}`,
          ]
        : [],
    )
    .sort();
}

/** Steps in one row: in Playwright those of a called workflow stand in the step that calls it. */
function stepsOf({ steps }: Pick<AllureFile, 'steps'>): (string | undefined)[][] {
  const own = steps.filter(({ name }) => !/^(?:request|response|curl|error-context)$|^attempt /.test(name));
  return own.flatMap((step) => {
    const inner = stepsOf(step).map(([name = '', status]) => [`${step.name}/${name}`, status]);
    // The command's steps say the exchange too, and its clean-up is a group.
    if (step.name === 'clean-up')
      return inner.map(([name = '', status]) => [name.replace('clean-up/', 'clean-up: '), status]);
    return [...inner, [step.name.replace(/: [A-Z]+ .*/s, ''), step.status]];
  });
}

const identityOf = ({ testCaseId, historyId, parameters, name, status }: AllureFile): unknown => ({
  ...{ testCaseId, historyId, parameters, name, status },
});

test('the shipped workflows say the same through both doors, in the record and in Allure', async () => {
  test.setTimeout(120_000);
  const shipped = ['contracts', 'workflows', 'mock', 'gateways.yaml'];
  const folder = layOut(projectFiles(`{ mockFaults: [${JSON.stringify(fault)}] }`), shipped);

  const commandReports = join(folder, 'reports-of-the-command');
  const words = ['run', '--project', folder, '--reports', commandReports, '--bodies', 'all', '--mock-fault', fault];
  expect(await runProgram(words, testTerminal())).toBe(1);
  const { exit, output } = await runPlaywright(folder);
  expect([exit, output]).toEqual([1, expect.stringContaining('BODY_SCHEMA_MISMATCH: the answer breaks the contract')]);
  // The error stands at the line of the YAML file, which Playwright shows.
  expect(output).toMatch(/at workflows\/functions\/invoke\.arazzo\.yaml:\d+\n\n[\s\S]*> \d+ \|  +- stepId: greet\n/);

  const command = runIn(commandReports);
  const playwright = runIn(join(folder, 'reports'));
  const [told, tested] = [await eventsOf(command), await eventsOf(playwright)];

  // Each worker's embedded gateway is its own, so each logs in: sessions are told once per worker.
  const tests = (events: RecordEvent[]): RecordEvent[] =>
    events.filter((event) => event.type !== 'workflow' || event.purpose === 'test');
  expect(verdictsOf(tests(tested))).toEqual(verdictsOf(tests(told)));
  expect(verdictsOf(tests(told)).length).toBeGreaterThanOrEqual(10);
  const ofTests = (events: RecordEvent[]): RecordEvent[] =>
    events.filter((event) => !('test' in event) || !event.test.includes('#'));
  expect(exchangesOf(ofTests(tested))).toEqual(exchangesOf(ofTests(told)));

  // The record begins and ends once, however many workers wrote it.
  const frame = (events: RecordEvent[]): RecordEvent[] => events.filter(({ type }) => type === 'run' || type === 'end');
  expect(frame(tested)).toMatchObject([
    { type: 'run', frontDoor: 'playwright', lanes: 2, gateways: [{ name: 'mock', kind: 'embedded' }] },
    { type: 'end', exit: 1 },
  ]);
  expect([tested.at(0)?.type, tested.at(-1)?.type]).toEqual(['run', 'end']);
  const facts = (events: RecordEvent[]): unknown =>
    events.flatMap((event) => (event.type === 'run' ? [event.digests, event.selected] : []));
  expect(facts(tested)).toEqual(facts(told));

  // Allure: identity, parameters, name, status and steps are the same. The rest is allure-playwright's own and cannot be set:
  // fullName and titlePath (the spec, not the workflow), and more labels (language, package, host, thread, a second
  // framework). Attachments stand in a step of their own, and a message is the whole failure text, not its first line.
  const [results, ofCommand] = [allureOf(playwright), allureOf(command)];
  expect([...results.keys()].sort()).toEqual([...ofCommand.keys()].sort());
  for (const [historyId, result] of results) {
    const other = ofCommand.get(historyId)!;
    expect(identityOf(result)).toEqual(identityOf(other));
    for (const label of other.labels) expect(result.labels).toContainEqual(label);
    expect(result.statusDetails.message?.match(/^[A-Z_]+/)?.[0]).toBe(
      other.statusDetails.message?.match(/^[A-Z_]+/)?.[0],
    );
    expect(stepsOf(result)).toEqual(stepsOf(other));
  }
});
