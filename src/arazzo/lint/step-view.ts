// Of a step that carries out an operation: the contracts that judge it, and which of their answers its criteria allow.
import type { CheckPolicy } from '../../openapi/check-policy.ts';
import { mergePolicies, policiesOf } from '../../openapi/check-policy.ts';
import type { MediaType, Operation, Response } from '../../openapi/contract.ts';
import { governingResponse } from '../../openapi/match-response.ts';
import type { GoverningResponse } from '../../openapi/match-response.ts';
import type { OperationIndex } from '../../openapi/operation-index.ts';
import { percentEncode } from '../../openapi/serialize-parameter.ts';
import { textOf } from '../../expression/text-of.ts';
import type { Step, StepParameter, Workflow } from '../description.ts';
import { mergeParameters } from '../merge.ts';
import { resolveOperation } from '../link.ts';
import type { Link } from '../link.ts';
import { mayBeMet, mentionsStatus } from './status-condition.ts';

/** Where a step stands. */
export type Setting = {
  readonly link: Link;
  readonly workflow: Workflow;
  /** Of all contracts of the project, so that an application's contract counts for a platform's operation. */
  readonly operations: OperationIndex;
};

export type StepView = {
  readonly step: Step;
  /** As the step names it. */
  readonly operation: Operation;
  /** All that fit the request, whoever promises most first; the named one among them. */
  readonly operations: readonly Operation[];
  /** The workflow's and the step's. */
  readonly parameters: readonly StepParameter[];
  readonly policy: CheckPolicy;
  /** Statuses that the contracts declare and the criteria allow. */
  readonly statuses: readonly number[];
  /** The declarations of an answer that counts as success: of 2xx, or where the criteria allow none, of all allowed. */
  readonly answers: readonly GoverningResponse[];
  /** Those of the other statuses that the criteria allow. */
  readonly others: readonly GoverningResponse[];
};

export function viewStep({ link, workflow, operations: index }: Setting, step: Step): StepView | undefined {
  const operation = resolveOperation(link, step.target);
  if (!operation) return undefined;
  const parameters = mergeParameters(workflow.parameters, step.parameters);
  // Whatever the address, the operation that is named judges alone.
  const url = step.address ? undefined : literalPath(operation, parameters);
  const fitting = url === undefined ? [] : index.byRequest(operation.method, url);
  const operations = fitting.includes(operation) ? fitting : [...fitting, operation];
  const policy = mergePolicies(...policiesOf(operations), step.policy);
  const statuses = allowedStatuses(step, operations);
  const good = statuses.filter(isSuccess);
  const bad = statuses.filter((status) => !isSuccess(status));
  const answers = responsesOf(operations, good.length > 0 ? good : bad);
  const others = good.length > 0 ? responsesOf(operations, bad) : [];
  return { step, operation, operations, parameters, policy, statuses, answers, others };
}

export function isSuccess(status: number): boolean {
  return status >= 200 && status <= 299;
}

/** The path as it will be sent; undefined where an expression is part of it. */
function literalPath(operation: Operation, parameters: readonly StepParameter[]): string | undefined {
  const values = new Map<string, string>();
  for (const { in: place, name, value } of parameters) {
    if (place === 'path' && value.kind === 'literal') values.set(name, percentEncode(textOf(value.value)));
  }
  const names = [...operation.path.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name ?? '');
  if (!names.every((name) => values.has(name))) return undefined;
  return operation.path.replaceAll(/\{([^}]*)\}/g, (_, name: string) => values.get(name) ?? '');
}

const everyStatus = Array.from({ length: 500 }, (_, index) => index + 100);
const declared = new Map<string, WeakMap<Operation, readonly number[]>>();

/** Statuses that some of these operations declare. */
export function declaredStatuses(operations: readonly Operation[]): readonly number[] {
  const [first] = operations;
  if (!first) return [];
  const key = operations.map(({ contract, pointer }) => `${contract.document.file}#${pointer}`).join(' ');
  let known = declared.get(key);
  if (!known) declared.set(key, (known = new WeakMap<Operation, readonly number[]>()));
  let statuses = known.get(first);
  if (!statuses) {
    statuses = everyStatus.filter((status) => governingResponse(operations, status) !== undefined);
    known.set(first, statuses);
  }
  return statuses;
}

function allowedStatuses({ successCriteria }: Step, operations: readonly Operation[]): readonly number[] {
  const statuses = declaredStatuses(operations);
  if (successCriteria.length === 0) return statuses.filter(isSuccess);
  const telling = successCriteria.filter(mentionsStatus);
  return statuses.filter((status) => telling.every((criterion) => mayBeMet(criterion, status)));
}

function responsesOf(operations: readonly Operation[], statuses: readonly number[]): GoverningResponse[] {
  const found = new Map<Response, GoverningResponse>();
  for (const status of statuses) {
    const governing = governingResponse(operations, status);
    if (governing) found.set(governing.response, governing);
  }
  return [...found.values()];
}

/** The declared bodies that may come: those of the media type that the step accepts, where it names one that is declared. */
export function contentOf({ parameters }: StepView, { content }: Response): readonly MediaType[] {
  const accept = parameters.find(({ in: place, name }) => place === 'header' && name.toLowerCase() === 'accept');
  if (accept?.value.kind !== 'literal') return content;
  const wanted = textOf(accept.value.value).trim().toLowerCase();
  const accepted = content.filter(({ mediaType }) => mediaType === wanted);
  return accepted.length > 0 ? accepted : content;
}
