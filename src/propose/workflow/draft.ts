// A workflow while it is put together, and the document that it becomes.
import type { JsonObject, JsonValue } from '../../core/json.ts';
import type { Contract } from '../../openapi/contract.ts';
import { inside } from '../../openapi/resolve-reference.ts';
import { placeOfPart } from './layers.ts';
import type { Layered } from './layers.ts';

export type DraftParameter = { readonly name: string; readonly in: string; readonly value: JsonValue };

export type DraftStep = Layered & {
  readonly stepId: string;
  readonly parameters: DraftParameter[];
  payload: JsonValue | undefined;
  /** Absent where the contract leaves no choice. */
  contentType?: string;
  readonly criteria: string[];
  /** By name: an expression. */
  readonly outputs: Map<string, string>;
  as?: string;
  /** `x-url`: it goes to an address that an answer gave. */
  address?: JsonValue;
  /** It sends on purpose what the contract forbids. */
  invalid?: boolean;
};

export type Draft = {
  readonly steps: DraftStep[];
  readonly cleanUp: DraftStep[];
  /** By name: a schema, with `default` or `x-from`. */
  readonly inputs: Map<string, JsonObject>;
  /** The account that calls. */
  as: string | undefined;
  /** What neither a contract nor an earlier step gave, one line each. */
  readonly invented: string[];
  /** What a person must know besides. */
  readonly notes: string[];
};

export function emptyDraft(): Draft {
  return { steps: [], cleanUp: [], inputs: new Map(), as: undefined, invented: [], notes: [] };
}

export type Naming = {
  readonly workflowId: string;
  readonly title: string;
  /** How the document names the file of a contract. */
  readonly urlOf: (contract: Contract) => string;
};

/** An Arazzo description of one workflow. */
export function documentOf(draft: Draft, naming: Naming): JsonObject {
  const { steps, cleanUp, inputs } = draft;
  const sources = sourcesOf([...steps, ...cleanUp]);
  const common = commonParameters([...steps, ...cleanUp]);
  const write = (step: DraftStep): JsonObject => writeStep(step, { sources, common, as: draft.as });
  return {
    arazzo: '1.0.1',
    info: { title: naming.title, version: '1.0.0' },
    sourceDescriptions: [...sources].map(([contract, name]) => ({
      ...{ name, url: naming.urlOf(contract), type: 'openapi' },
    })),
    workflows: [
      {
        workflowId: naming.workflowId,
        summary: summaryOf(steps),
        ...(draft.as !== undefined && { 'x-as': draft.as }),
        ...(inputs.size > 0 && { inputs: writeInputs(inputs) }),
        ...(common.length > 0 && { parameters: common }),
        steps: steps.map(write),
        ...(cleanUp.length > 0 && { 'x-finally': cleanUp.map(write) }),
      },
    ],
  };
}

/** Those that nothing gives a value are the caller's to give. */
function writeInputs(inputs: Draft['inputs']): JsonObject {
  const required = [...inputs]
    .filter(([, schema]) => !('default' in schema || 'x-from' in schema))
    .map(([name]) => name);
  return { type: 'object', ...(required.length > 0 && { required }), properties: Object.fromEntries(inputs) };
}

type Sources = ReadonlyMap<Contract, string>;

/** The contracts that hold the operations, each with a name of its own. */
function sourcesOf(steps: readonly DraftStep[]): Sources {
  const sources = new Map<Contract, string>();
  for (const { operation } of steps) {
    if (sources.has(operation.contract)) continue;
    const name = sourceName(operation.contract);
    const taken = new Set(sources.values());
    let free = name;
    for (let number = 2; taken.has(free); number++) free = `${name}-${number}`;
    sources.set(operation.contract, free);
  }
  return sources;
}

/** `contracts/app/course.openapi.yaml` is `course`. */
export function sourceName({ document }: Contract): string {
  const base = document.file.replace(/^.*\//, '').replace(/\.openapi\.[a-z]+$/, '');
  return base.replaceAll(/[^A-Za-z0-9_-]+/g, '-');
}

/** Those of the path that every step has, with the same value. */
function commonParameters(steps: readonly DraftStep[]): DraftParameter[] {
  const [first, ...others] = steps;
  if (!first || others.length === 0) return [];
  return first.parameters.filter(
    (parameter) =>
      parameter.in === 'path' && others.every((step) => step.parameters.some((other) => isEqual(other, parameter))),
  );
}

function isEqual(left: DraftParameter, right: DraftParameter): boolean {
  return left.in === right.in && left.name === right.name && left.value === right.value;
}

type Writing = {
  readonly sources: Sources;
  readonly common: readonly DraftParameter[];
  readonly as: string | undefined;
};

function writeStep(step: DraftStep, { sources, common, as }: Writing): JsonObject {
  const own = step.parameters.filter((parameter) => !common.some((other) => isEqual(other, parameter)));
  const { payload, contentType } = step;
  return {
    stepId: step.stepId,
    ...(step.as !== undefined && step.as !== as && { 'x-as': step.as }),
    ...targetOf(step, sources),
    ...(step.address !== undefined && { 'x-url': step.address }),
    ...(step.invalid === true && { 'x-contract': { request: 'off' } }),
    ...(own.length > 0 && { parameters: own }),
    ...(payload !== undefined && { requestBody: { ...(contentType !== undefined && { contentType }), payload } }),
    ...(step.criteria.length > 0 && { successCriteria: step.criteria.map((condition) => ({ condition })) }),
    ...(step.outputs.size > 0 && { outputs: Object.fromEntries(step.outputs) }),
  };
}

/** An operation that has no id in its contract is named by its place. */
function targetOf({ operation }: DraftStep, sources: Sources): JsonObject {
  const { operationId, contract, pointer } = operation;
  const source = sources.get(contract) ?? '';
  if (operationId.includes(' ')) return { operationPath: `{$sourceDescriptions.${source}.url}#${pointer}` };
  return { operationId: sources.size === 1 ? operationId : `$sourceDescriptions.${source}.${operationId}` };
}

function summaryOf(steps: readonly DraftStep[]): string {
  const parts = steps.map(({ operation }) => {
    const { value } = inside(placeOfPart(operation, operation), 'summary');
    return typeof value === 'string' ? value.trim().replace(/\.$/, '') : operation.operationId;
  });
  return [...new Set(parts)].map((text, index) => (index === 0 ? text : lowerFirst(text))).join('; ');
}

function lowerFirst(text: string): string {
  // An abbreviation keeps its capitals.
  return /^[A-Z][A-Z]/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}
