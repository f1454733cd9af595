import type { Action, ActionTarget } from '../description.ts';
import type { Part } from './fields.ts';
import { addFault, items, member, present, readChoice, readNumber, readText } from './fields.ts';
import { readCriteria } from './read-criterion.ts';
import { readParameters } from './read-parameter.ts';
import { readReference } from './read-value.ts';
import type { Components } from './reusable.ts';
import { isReusable, resolveReusable } from './reusable.ts';
import { readObject, shapes } from './shapes.ts';

export type ActionKind = 'successActions' | 'failureActions';

const types = {
  successActions: ['end', 'goto'] as const,
  failureActions: ['end', 'goto', 'retry'] as const,
};

export function readActions(part: Part, components: Components, kind: ActionKind): Action[] {
  const seen = new Set<string>();
  return items(part).flatMap((item): Action[] => {
    const action = readListed(item, components, kind);
    if (!action) return [];
    if (seen.has(action.name)) {
      addFault(item, 'ARAZZO_SCHEMA', `action "${action.name}" occurs twice`, { remedy: 'rename one of the two' });
    }
    seen.add(action.name);
    return [action];
  });
}

/** A Success or Failure Action Object; undefined after a fault that leaves nothing of it. */
export function readAction(part: Part, components: Components, kind: ActionKind): Action | undefined {
  if (!readObject(part, kind === 'successActions' ? shapes.successAction : shapes.failureAction)) return undefined;
  const name = readText(member(part, 'name'));
  const type = readChoice<'end' | 'goto' | 'retry'>(member(part, 'type'), types[kind]);
  const criteria = readCriteria(member(part, 'criteria'));
  warnOfNoCriteria(member(part, 'criteria'));
  const retry = readRetry(part);
  if (type !== undefined) warnOfIdleKeys(part, kind, type);
  const to = type === 'goto' || type === 'retry' ? readTarget(part, components, type) : undefined;
  if (name === undefined || type === undefined) return undefined;
  const action = { name, criteria, pointer: part.pointer };
  if (type === 'end') return { ...action, type };
  if (type === 'goto') return to && { ...action, type, to };
  return { ...action, type, ...retry, ...present({ first: to }) };
}

function warnOfNoCriteria(part: Part): void {
  if (!Array.isArray(part.value) || part.value.length > 0) return;
  const remedy = 'leave it out: an action without criteria always matches';
  addFault(part, 'ARAZZO_SCHEMA', '"criteria" is empty', { at: 'key', weight: 'warning', remedy });
}

/** What has no meaning on an action of this type: let pass, and most likely a slip. */
function warnOfIdleKeys(part: Part, kind: ActionKind, type: 'end' | 'goto' | 'retry'): void {
  const target = ['workflowId', 'stepId', 'parameters'];
  const idle = [
    ...(type === 'end' ? target : []),
    ...(type === 'retry' || kind === 'successActions' ? [] : ['retryAfter', 'retryLimit']),
  ];
  for (const name of idle) {
    const key = member(part, name);
    if (key.value === undefined) continue;
    const belongs = target.includes(name) ? 'goto and retry' : 'retry';
    addFault(key, 'ARAZZO_SCHEMA', `"${name}" has no meaning on an action of type ${type}`, {
      at: 'key',
      weight: 'warning',
      remedy: `remove it: it belongs to ${belongs}`,
    });
  }
}

/** Where absent: at once, and one repeat. */
function readRetry(part: Part): { readonly retryAfter: number; readonly retryLimit: number } {
  return {
    retryAfter: readNumber(member(part, 'retryAfter'), 0) ?? 0,
    retryLimit: readNumber(member(part, 'retryLimit'), 0, 'an integer') ?? 1,
  };
}

function readListed(part: Part, components: Components, kind: ActionKind): Action | undefined {
  if (!isReusable(part)) return readAction(part, components, kind);
  const action = resolveReusable(part, kind, components[kind]);
  if (action && member(part, 'value').value !== undefined) {
    addFault(member(part, 'value'), 'ARAZZO_SCHEMA', 'only parameters can be given another value', {
      at: 'key',
      remedy: 'remove "value"',
    });
  }
  return action && { ...action, pointer: part.pointer };
}

function readTarget(part: Part, components: Components, type: 'goto' | 'retry'): ActionTarget | undefined {
  const stepPart = member(part, 'stepId');
  const workflowPart = member(part, 'workflowId');
  const parametersPart = member(part, 'parameters');
  const stepId = readText(stepPart);
  const count = [stepPart, workflowPart].filter(({ value }) => value !== undefined).length;
  if (count === 2 || (count === 0 && type === 'goto')) {
    const actual = count === 2 ? 'both' : 'none of them';
    const expected = `${type === 'goto' ? 'exactly' : 'at most'} one of "stepId" and "workflowId"`;
    addFault(part, 'ARAZZO_SCHEMA', `a ${type} action has ${expected}`, { expected, actual });
    return undefined;
  }
  const workflow = readReference(workflowPart);
  const parameters = readParameters(parametersPart, components, 'inputs');
  if (workflow) return { type: 'workflow', workflow, parameters };
  if (parametersPart.value !== undefined) {
    const remedy = 'parameters are the inputs of a workflow: name one by "workflowId"';
    addFault(parametersPart, 'ARAZZO_SCHEMA', 'an action that names no workflow takes no parameters', {
      at: 'key',
      remedy,
    });
  }
  return stepId === undefined ? undefined : { type: 'step', stepId };
}
