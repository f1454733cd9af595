import { readPolicy } from '../../openapi/check-policy.ts';
import type { PolicyPart } from '../../openapi/check-policy.ts';
import { isXmlType } from '../../openapi/media-type.ts';
import type { Account, Step, StepBody } from '../description.ts';
import type { Part } from './fields.ts';
import { addFault, checkId, items, member, present, readNumber, readText } from './fields.ts';
import { readAddress } from './read-address.ts';
import { readActions } from './read-action.ts';
import { readCriteria } from './read-criterion.ts';
import { readLanguage } from './read-language.ts';
import { readParameters } from './read-parameter.ts';
import { readParity } from './read-parity.ts';
import { readPoll } from './read-poll.ts';
import { checkText, selectorTypes } from './read-selector.ts';
import { readStepDependencies } from './read-step-dependencies.ts';
import { readTarget } from './read-target.ts';
import type { SourceTypes } from './read-target.ts';
import { readOutputs, readTemplate } from './read-value.ts';
import type { Components } from './reusable.ts';
import { readObject, shapes } from './shapes.ts';

export type StepContext = {
  readonly components: Components;
  readonly sources: SourceTypes;
  /** The workflow at hand. */
  readonly workflowId?: string | undefined;
};

/** Undefined after a fault that leaves nothing to carry out. */
export function readStep(part: Part, { components, sources, workflowId }: StepContext): Step | undefined {
  if (!readObject(part, shapes.step)) return undefined;
  const stepId = readText(member(part, 'stepId'));
  checkId(member(part, 'stepId'));
  const dependencies = readStepDependencies(member(part, 'dependsOn'), workflowId);
  const target = readTarget(part, sources);
  // Nothing else of a step without a target can be judged: its parameters may be inputs or not.
  if (!target) return undefined;
  const use = target.type === 'workflow' ? 'inputs' : 'request';
  const step = {
    target,
    parameters: readParameters(member(part, 'parameters'), components, use),
    successCriteria: readSuccessCriteria(member(part, 'successCriteria')),
    onSuccess: readActions(member(part, 'onSuccess'), components, 'successActions'),
    onFailure: readActions(member(part, 'onFailure'), components, 'failureActions'),
    outputs: readOutputs(member(part, 'outputs')),
    ...dependencies,
    pointer: part.pointer,
    ...present({
      description: readText(member(part, 'description')),
      requestBody: readRequestBody(member(part, 'requestBody'), target.type),
      timeout: readNumber(member(part, 'timeout'), 1, 'an integer'),
      as: readAccount(member(part, 'x-as')),
      policy: readStepPolicy(member(part, 'x-contract')),
      poll: readPoll(member(part, 'x-poll'), target.type),
      parity: readParity(member(part, 'x-parity')),
      address: readAddress(member(part, 'x-url'), target.type),
    }),
  };
  return stepId === undefined ? undefined : { stepId, ...step };
}

/** `x-as` */
export function readAccount(part: Part): Account | undefined {
  const name = readText(part);
  return name === undefined ? undefined : { name, pointer: part.pointer };
}

function readSuccessCriteria(part: Part): ReturnType<typeof readCriteria> {
  if (Array.isArray(part.value) && part.value.length === 0 && part.reading.version === '1.1') {
    const remedy = 'leave it out: then success is a 2xx that the contract declares';
    addFault(part, 'ARAZZO_SCHEMA', '"successCriteria" is empty', { at: 'key', remedy });
  }
  return readCriteria(part);
}

/** Request Body Object. */
function readRequestBody(part: Part, target: Step['target']['type']): StepBody | undefined {
  if (!readObject(part, shapes.requestBody)) return undefined;
  if (target === 'workflow') {
    const remedy = 'give the workflow its inputs by "parameters"';
    addFault(part, 'ARAZZO_SCHEMA', 'a step that calls a workflow sends no body', { at: 'key', remedy });
  }
  const payload = member(part, 'payload');
  const contentType = readText(member(part, 'contentType'));
  // Without a type it is that of the operation, which is not known here: then XML is what begins like it.
  const isXml =
    contentType === undefined
      ? typeof payload.value === 'string' && payload.value.trimStart().startsWith('<')
      : isXmlType((contentType.split(';', 1)[0] ?? '').trim().toLowerCase());
  return {
    ...present({ contentType }),
    payload: payload.value === undefined ? undefined : readTemplate(payload),
    replacements: items(member(part, 'replacements')).flatMap((item) => readReplacement(item, isXml) ?? []),
    pointer: part.pointer,
  };
}

/** Payload Replacement Object. Without a type the target is an XPath where the payload is XML, else a JSON Pointer. */
function readReplacement(part: Part, isXml: boolean): StepBody['replacements'][number] | undefined {
  if (!readObject(part, shapes.replacement)) return undefined;
  const typePart = member(part, 'targetSelectorType');
  const given = typePart.value === undefined ? undefined : readLanguage(typePart, selectorTypes);
  const targetPart = member(part, 'target');
  const target = readText(targetPart);
  const value = readTemplate(member(part, 'value'));
  if (target === undefined || (typePart.value !== undefined && !given)) return undefined;
  const assumed = isXml ? ({ type: 'xpath', version: 'xpath-31' } as const) : ({ type: 'jsonpointer' } as const);
  checkText(targetPart, target, given ?? assumed, typePart);
  return { target, ...present({ language: given }), value, pointer: part.pointer };
}

/** `x-contract`; YAML 1.2 reads `off` as text. */
function readStepPolicy(part: Part): PolicyPart | undefined {
  if (part.value === undefined) return undefined;
  const { policy, faults } = readPolicy(part.value);
  for (const { kind, ...words } of faults) {
    const at = kind === undefined ? part : member(part, kind);
    addFault(at, 'ARAZZO_SCHEMA', '"x-contract" has a wrong value', {
      ...(kind !== undefined && { at: 'key' }),
      ...words,
    });
  }
  return policy;
}
