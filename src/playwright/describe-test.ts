// A test as Allure knows it: the labels and the identity of the command's results, so that both share one history.
import type { TestInfo } from '@playwright/test';
import * as allure from 'allure-js-commons';
import type { TestIdentity } from '../record/event.ts';
import { allureIdentity, allureLabels } from '../report/allure.ts';
import type { Test } from '../run/run-test.ts';

/** Whether an Allure reporter listens: without one, what is told to Allure would stand as attachments in other reports. */
export function allureListens({ config }: TestInfo): boolean {
  return config.reporter.some(([name]) => name.includes('allure-playwright'));
}

/** The labels and ids of a test. */
export async function describeTest({ workflow, gateway, row, data }: Test): Promise<void> {
  const { workflowId, tags, owner, severity, summary } = workflow.workflow;
  const identity: TestIdentity = { gateway: gateway.name, workflowId, ...(row !== undefined && { row }) };
  const { testCaseId, historyId, parameters } = allureIdentity(identity);
  const title = summary ?? workflow.link.description.title;
  await allure.labels(...allureLabels({ ...workflow, identity, title, tags, owner, severity }));
  await allure.testCaseId(testCaseId);
  await allure.historyId(historyId);
  if (row === data?.id) await allure.displayName(title);
  for (const { name, value } of parameters) await allure.parameter(name, value);
}

/**
 * What tells the tests of one workflow apart; undefined for the test that `testWorkflows` stands for, which is the
 * command's own.
 * @param time how often the workflow has been carried out in this test, with this one
 */
export function rowOf(
  { workflow, data }: Pick<Test, 'workflow' | 'data'>,
  testInfo: TestInfo,
  time: number,
): string | undefined {
  const { title, titlePath, repeatEachIndex, project } = testInfo;
  const row = data === undefined ? '' : `#${data.id}`;
  const isOwn = [workflow.name, workflow.workflow.workflowId].some((name) => title === `${name}${row}`);
  const own = isOwn ? [] : [titlePath.slice(1).join(' > ')];
  if (data) own.unshift(data.id);
  if (project.repeatEach > 1) own.push(`${data ? '#' : ''}${repeatEachIndex + 1}`);
  if (time > 1) own.push(`(${time})`);
  return own.length === 0 ? undefined : own.join(' ');
}
