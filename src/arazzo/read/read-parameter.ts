import type { StepParameter } from '../description.ts';
import type { Part } from './fields.ts';
import { addFault, items, member, present, readChoice, readText } from './fields.ts';
import { readTemplate } from './read-value.ts';
import type { Components } from './reusable.ts';
import { isReusable, resolveReusable } from './reusable.ts';
import { readObject, shapes } from './shapes.ts';

const places = ['path', 'query', 'header', 'cookie', 'querystring'] as const;

/** Parameters of a request, or the inputs of a workflow that is called: those have no `in`. */
export type ParameterUse = 'request' | 'inputs';

export function readParameters(part: Part, components: Components, use: ParameterUse): StepParameter[] {
  const seen = new Set<string>();
  return items(part).flatMap((item): StepParameter[] => {
    const parameter = readListed(item, components);
    if (!parameter) return [];
    if (use === 'inputs') warnOfPlace(item);
    const used = use === 'inputs' ? withoutPlace(parameter) : parameter;
    if (use === 'request') checkPlace(item, used);
    const identity = `${used.in ?? ''} ${used.in === 'header' ? used.name.toLowerCase() : used.name}`;
    if (seen.has(identity)) {
      const message = `parameter "${used.name}"${used.in === undefined ? '' : ` in ${used.in}`} is given twice`;
      addFault(item, 'ARAZZO_SCHEMA', message, { remedy: 'keep one of the two' });
    }
    seen.add(identity);
    return [used];
  });
}

/** A Parameter Object; undefined after a fault that leaves nothing of it. */
export function readParameter(part: Part): StepParameter | undefined {
  if (!readObject(part, shapes.parameter)) return undefined;
  const name = readText(member(part, 'name'));
  const place = readChoice(member(part, 'in'), places);
  if (place === 'querystring') checkQueryString(member(part, 'in'));
  const value = readTemplate(member(part, 'value'));
  return name === undefined ? undefined : { name, ...present({ in: place }), value, pointer: part.pointer };
}

function readListed(part: Part, components: Components): StepParameter | undefined {
  if (!isReusable(part)) return readParameter(part);
  const parameter = resolveReusable(part, 'parameters', components.parameters);
  if (!parameter) return undefined;
  const override = member(part, 'value');
  return override.value === undefined
    ? { ...parameter, pointer: part.pointer }
    : { ...parameter, value: readTemplate(override), pointer: part.pointer };
}

function checkPlace(part: Part, parameter: StepParameter): void {
  // A place that is there and wrong has its own fault already.
  if (parameter.in !== undefined || member(part, 'in').value !== undefined) return;
  addFault(part, 'ARAZZO_SCHEMA', `parameter "${parameter.name}" does not say where it goes`, {
    expected: 'in: path, query, header or cookie',
    remedy: 'add "in"',
  });
}

function warnOfPlace(part: Part): void {
  const place = member(part, 'in');
  if (place.value === undefined || isReusable(part)) return;
  addFault(place, 'ARAZZO_SCHEMA', 'the inputs of a workflow have no place, so "in" says nothing', {
    at: 'key',
    weight: 'warning',
    remedy: 'remove it',
  });
}

function checkQueryString(part: Part): void {
  if (part.reading.version === '1.1') return;
  const remedy = 'write arazzo: 1.1.0 at the top of the document';
  addFault(part, 'ARAZZO_SCHEMA', '"querystring" came with Arazzo 1.1', { remedy });
}

function withoutPlace({ name, value, pointer }: StepParameter): StepParameter {
  return { name, value, pointer };
}
