// One test of the record as one Allure result: a pure function of its events. Secrets are already masked in them.
//
// Both front doors share the identity of a test: `testCaseId` is the workflow's id, `historyId` adds gateway and data row
// as parameters, by Allure's own formula. allure-playwright derives both from the spec's file and title instead, so the
// fixture sets `allureIdentity` and `allureLabels` over them. Allure 3 works `historyId` out again from testCaseId and
// all parameters: results of the two doors share a history where their parameters are the same.
import { hash } from 'node:crypto';
import type { Attachment, Label, Parameter, Stage, Status, TestResult } from 'allure-js-commons';
import { findingCodes, gatewayCodes } from '../core/codes.ts';
import { formatLocation } from '../core/source.ts';
import type { ExchangeEvent, StepEvent, TestIdentity, WorkflowEvent } from '../record/event.ts';
import type { AllureStep } from './allure-steps.ts';
import { allureStatuses, allureSteps, timesOf } from './allure-steps.ts';
import { findingInShort, renderFinding } from './render-finding.ts';
import { renderGatewayError } from './render-gateway-error.ts';

export type AllureResult = Omit<TestResult, 'status' | 'statusDetails' | 'stage' | 'steps'> & {
  status: `${Status}`;
  statusDetails: TestResult['statusDetails'] & { flaky?: boolean };
  stage: `${Stage}`;
  steps: AllureStep[];
};

/** What belongs to one try of one test, in the order it happened. */
export type TestEvents = {
  readonly workflow: WorkflowEvent;
  readonly events: readonly (ExchangeEvent | StepEvent)[];
};

export type AllureFiles = {
  /** `<uuid>-result.json` */
  readonly name: string;
  readonly result: AllureResult;
  /** The text of each attachment by its file's name. */
  readonly attachments: ReadonlyMap<string, string>;
};

/** @param options `flaky`: an earlier try failed */
export function allureResult(
  { workflow, events }: TestEvents,
  options: { readonly text: (file: string) => string | undefined; readonly flaky?: boolean },
): AllureFiles {
  const id = md5(`${workflow.test} ${workflow.tries}`);
  const uuid = id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  const attachments = new Map<string, string>();
  const attach = (name: string, type: string, content: string): Attachment => {
    const extension = type === 'application/json' ? 'json' : 'txt';
    const source = `${uuid}-${attachments.size + 1}-attachment.${extension}`;
    attachments.set(source, content);
    return { name, type, source };
  };
  const { testCaseId, historyId, parameters } = allureIdentity(workflow.identity);
  const result: AllureResult = {
    uuid,
    historyId,
    testCaseId,
    fullName: workflow.name,
    name: workflow.title,
    titlePath: workflow.location.file.split('/'),
    description: descriptionOf(workflow),
    labels: allureLabels(workflow),
    links: [],
    parameters: [...parameters],
    status: allureStatuses[workflow.verdict],
    statusDetails: { ...detailsOf(workflow, options.text), ...(options.flaky === true ? { flaky: true } : {}) },
    stage: 'finished',
    ...timesOf(workflow),
    steps: allureSteps(events, { attach, text: options.text }),
    attachments: [],
  };
  return { name: `${uuid}-result.json`, result, attachments };
}

/** The ids under which Allure keeps the history of a test, whichever front door ran it. */
export function allureIdentity(identity: TestIdentity): {
  readonly testCaseId: string;
  readonly historyId: string;
  readonly parameters: readonly Parameter[];
} {
  const { gateway, workflowId, row } = identity;
  const parameters = [{ name: 'gateway', value: gateway }, ...(row === undefined ? [] : [{ name: 'row', value: row }])];
  const testCaseId = md5(workflowId);
  const written = parameters.map(({ name, value }) => `${name}:${value}`).join(',');
  return { testCaseId, historyId: `${testCaseId}:${md5(written)}`, parameters };
}

/** Where a test stands: API family, file and workflow; gateway; tags, owner, severity. */
export function allureLabels(
  test: Pick<WorkflowEvent, 'identity' | 'name' | 'title' | 'location' | 'tags' | 'owner' | 'severity'>,
): Label[] {
  const family = test.name.includes('/') ? test.name.slice(0, test.name.lastIndexOf('/')) : 'workflows';
  const file = test.location.file.slice(test.location.file.lastIndexOf('/') + 1);
  const labels: Label[] = [
    { name: 'epic', value: family },
    { name: 'feature', value: file.replace(/(?:\.arazzo)?\.(?:ya?ml|json)$/, '') },
    { name: 'story', value: test.title },
    { name: 'parentSuite', value: test.identity.gateway },
    { name: 'suite', value: family },
    { name: 'framework', value: 'gatewright' },
    ...test.tags.map((value) => ({ name: 'tag', value })),
  ];
  if (test.owner !== undefined) labels.push({ name: 'owner', value: test.owner });
  if (test.severity !== undefined) labels.push({ name: 'severity', value: test.severity });
  return labels;
}

type AllureCategory = {
  readonly name: string;
  readonly messageRegex?: string;
  readonly matchedStatuses: `${Status}`[];
};

/** By who must act; the first that fits wins. */
export const allureCategories: AllureCategory[] = [
  {
    name: 'Contract violation: the service broke its promise',
    messageRegex: startsWith((code) => /^(?:STATUS|MEDIA_TYPE|HEADER|BODY|PARITY)_/.test(code)),
    matchedStatuses: ['failed'],
  },
  {
    name: 'Criterion not met: the service does something else',
    messageRegex: startsWith((code) => code.startsWith('CRITERION_NOT')),
    matchedStatuses: ['failed'],
  },
  {
    name: 'Description: the workflow itself needs a look',
    messageRegex: `(?!${startsWith(() => true, gatewayCodes)})[\\s\\S]*`,
    matchedStatuses: ['failed'],
  },
  // `failed`: a test of Playwright cannot be broken.
  { name: 'Infrastructure: could not be judged', matchedStatuses: ['broken', 'failed'] },
];

/** Matches a whole message, as Allure 2 wants it, that begins with one of the codes. */
function startsWith(chosen: (code: string) => boolean, codes: object = findingCodes): string {
  return `^(?:${Object.keys(codes).filter(chosen).join('|')})\\b[\\s\\S]*`;
}

function descriptionOf({ name, location, again, verdict }: WorkflowEvent): string {
  const lines = [`${name}, ${formatLocation(location)}`];
  if (again !== undefined) lines.push(`Again: \`${again}\``);
  if (verdict === 'recovered') lines.push('A declared failure action mended it.');
  return lines.join('\n\n');
}

/** The message in short, for lists and categories; the trace as a person reads it in a terminal. */
function detailsOf(event: WorkflowEvent, text: (file: string) => string | undefined): TestResult['statusDetails'] {
  if (event.findings.length > 0) {
    return {
      message: event.findings.map(findingInShort).join('\n'),
      trace: event.findings
        .map((finding) => renderFinding(finding, { text, again: event.again, color: false }))
        .join('\n\n'),
    };
  }
  if (event.error !== undefined) {
    const gateway = { name: event.identity.gateway };
    return {
      message: `${event.error.code} ${event.error.message}`,
      trace: renderGatewayError(event.error, { gateway, color: false }),
    };
  }
  return event.reason === undefined ? {} : { message: event.reason };
}

function md5(text: string): string {
  return hash('md5', text);
}
