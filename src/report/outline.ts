// What a workflow does, step by step, in few words: for reading it, and for reviewing a change of it.
import type {
  Action,
  ActionTarget,
  Criterion,
  Data,
  Output,
  Poll,
  Reference,
  Step,
  StepParameter,
  StepReference,
  StepTarget,
} from '../arazzo/description.ts';
import { resolveOperation } from '../arazzo/link.ts';
import type { Link } from '../arazzo/link.ts';
import type { Template } from '../expression/expression.ts';
import type { ProjectWorkflow } from '../project-workflows.ts';
import { outlineInputs } from './outline-inputs.ts';
import type { InputOutline } from './outline-inputs.ts';
import { count } from './figures.ts';
import { shortCondition, shortTemplate } from './short-text.ts';
import type { Say } from './short-text.ts';

export type StepOutline = {
  readonly number: number;
  readonly stepId: string;
  readonly line: number;
  /** `POST /v1/rdb/rest/course`, or `-> sign-in-by-sms` for a workflow. */
  readonly calls: string;
  readonly operationId?: string;
  /** The account, where the step has one of its own. */
  readonly account?: string;
  readonly sends: readonly string[];
  readonly expects: readonly string[];
  readonly keeps: readonly string[];
  /** Where it goes on, other than to the next step. */
  readonly then: readonly string[];
};

export type WorkflowOutline = {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly summary?: string;
  readonly account?: string;
  readonly tags: readonly string[];
  readonly owner?: string;
  readonly severity?: string;
  readonly skip: readonly { readonly gateway?: string; readonly reason: string }[];
  readonly dependsOn: readonly string[];
  readonly inputs: readonly InputOutline[];
  /** Of `x-data`: `each of 3 rows`, `each row of people.csv`. */
  readonly rows?: string;
  /** Parameters of every step, without those of the path, which stand there. */
  readonly everyStep: readonly string[];
  readonly steps: readonly StepOutline[];
  readonly finally: readonly StepOutline[];
  readonly outputs: readonly string[];
};

/** @param say how expressions are named */
export function outlineWorkflow({ link, workflow, name, file, location }: ProjectWorkflow, say: Say): WorkflowOutline {
  const { summary, as, tags, owner, severity, skip, dependsOn, parameters, outputs } = workflow;
  const steps = (list: readonly Step[]): StepOutline[] =>
    list.map((step, index) => outlineStep(step, { number: index + 1, link, shared: parameters, say }));
  const actions = actionsOf({ onSuccess: workflow.successActions, onFailure: workflow.failureActions }, say);
  return {
    ...{ name, file, line: location.line },
    ...(summary !== undefined && { summary }),
    ...(as && { account: as.name }),
    tags,
    ...(owner !== undefined && { owner }),
    ...(severity !== undefined && { severity }),
    skip,
    dependsOn: dependsOn.map(nameOf),
    inputs: outlineInputs(workflow.inputs, say),
    ...(workflow.data && { rows: rowsOf(workflow.data) }),
    everyStep: [...parameters.filter((parameter) => parameter.in !== 'path').map(sent(say)), ...actions],
    steps: steps(workflow.steps),
    finally: steps(workflow.finally),
    outputs: outputs.map(kept(say)),
  };
}

type StepContext = {
  readonly number: number;
  readonly link: Link;
  readonly shared: readonly StepParameter[];
  readonly say: Say;
};

function outlineStep(step: Step, { number, link, shared, say }: StepContext): StepOutline {
  const operation = resolveOperation(link, step.target);
  const { stepId, parameters, requestBody, as, policy, timeout, dependsOn, dependsOnOthers, poll } = step;
  const strictness = Object.entries(policy ?? {}).map(([kind, word]) => `contract: ${kind} ${word}`);
  return {
    number,
    stepId,
    line: link.description.document.locate(step.pointer).line,
    calls: operation
      ? `${operation.method} ${placeOf(step, operation.path, [...shared, ...parameters], say)}`
      : otherTarget(step.target),
    ...(operation && { operationId: operation.operationId }),
    ...(as && { account: as.name }),
    sends: [
      ...parameters.filter((parameter) => isShown(step, parameter)).map(sent(say)),
      ...(requestBody?.payload ? [shortTemplate(requestBody.payload, say)] : []),
      ...(requestBody?.replacements ?? []).map(({ target, value }) => `with ${target} = ${shortTemplate(value, say)}`),
    ],
    expects: [...expected(step, say), ...strictness, ...(timeout === undefined ? [] : [`within ${timeout} ms`])],
    keeps: step.outputs.map(kept(say)),
    then: [
      ...[...dependsOn, ...dependsOnOthers.map(nameOfStep)].map((other) => `after ${other}`),
      ...(poll ? [shortPoll(poll, say)] : []),
      ...actionsOf(step, say),
    ],
  };
}

function otherTarget(target: StepTarget): string {
  if (target.type === 'workflow') return `-> ${nameOf(target.workflow)}`;
  if (target.type !== 'message') return '';
  return `${target.action} ${'id' in target.at ? nameOf(target.at) : target.at.channelPointer}`;
}

function rowsOf({ rows, source }: Data): string {
  return source ? `each row of ${source.file}` : `each of ${count(rows.length, 'row')}`;
}

function shortPoll({ until, failFast, interval, deadline, backoff }: Poll, say: Say): string {
  const conditions = until.map((criterion) => shortCriterion(criterion, say)).join(' and ');
  const growing = backoff === 1 ? '' : ` \u00d7 ${backoff}`;
  const stop = failFast.map((criterion) => `, fails if ${shortCriterion(criterion, say)}`).join('');
  return `poll every ${interval} s${growing}, at most ${deadline} s, until ${conditions}${stop}`;
}

function nameOfStep({ source, workflowId, stepId }: StepReference): string {
  return [...(source === undefined ? [] : [source]), workflowId, stepId].join('.');
}

function expected({ target, successCriteria }: Step, say: Say): string[] {
  if (successCriteria.length > 0) return successCriteria.map((criterion) => shortCriterion(criterion, say));
  return [target.type === 'workflow' ? 'it passes' : '2xx declared'];
}

function shortCriterion({ parsed }: Criterion, say: Say): string {
  if (parsed.type === 'simple') return shortCondition(parsed.condition, say);
  return `${say(parsed.context)} has ${parsed.type} ${bare(parsed.pattern, say)}`;
}

/** What stands in the path is shown there; of an address that is given, path and query are its own. */
function isShown({ address }: Step, { in: place }: StepParameter): boolean {
  return place !== 'path' && (!address || (place !== 'query' && place !== 'querystring'));
}

/** The address that the step gives, else the path. */
function placeOf({ address }: Step, path: string, parameters: readonly StepParameter[], say: Say): string {
  return address ? shortTemplate(address.value, say) : pathOf(path, parameters, say);
}

/** The path with the values of its parameters, where they are known. */
function pathOf(path: string, parameters: readonly StepParameter[], say: Say): string {
  return parameters
    .filter((parameter) => parameter.in === 'path')
    .reverse()
    .reduce((text, { name, value }) => text.replace(`{${name}}`, () => shortTemplate(value, say)), path);
}

const sent =
  (say: Say) =>
  ({ name, in: place, value }: StepParameter): string => {
    const text = bare(value, say);
    if (place === 'header') return `${name}: ${text}`;
    if (place === 'cookie') return `cookie ${name}=${text}`;
    return place === undefined ? `${name} = ${text}` : `?${name}=${text}`;
  };

/** Alone in its line, a text needs no quotes. */
function bare(value: Template, say: Say): string {
  return value.kind === 'literal' && typeof value.value === 'string' ? value.value : shortTemplate(value, say);
}

const kept =
  (say: Say) =>
  ({ name, value }: Output): string =>
    `${name} = ${shortTemplate(value, say)}`;

function actionsOf({ onSuccess, onFailure }: Pick<Step, 'onSuccess' | 'onFailure'>, say: Say): string[] {
  return [
    ...onSuccess.map((action) => `passed: ${shortAction(action, say)}`),
    ...onFailure.map((action) => `failed: ${shortAction(action, say)}`),
  ];
}

function shortAction(action: Action, say: Say): string {
  const criteria = action.criteria.map((criterion) => shortCriterion(criterion, say));
  return `${moveOf(action)}${criteria.length > 0 ? ` if ${criteria.join(' and ')}` : ''}`;
}

function moveOf(action: Action): string {
  if (action.type === 'end') return 'end';
  if (action.type === 'goto') return `goto ${targetOf(action.to)}`;
  const first = action.first ? ` after ${targetOf(action.first)}` : '';
  return `retry ${action.retryLimit} \u00d7 ${action.retryAfter} s${first}`;
}

function targetOf(target: ActionTarget): string {
  return target.type === 'step' ? target.stepId : `-> ${nameOf(target.workflow)}`;
}

function nameOf({ source, id }: Reference): string {
  return source === undefined ? id : `${source}.${id}`;
}
