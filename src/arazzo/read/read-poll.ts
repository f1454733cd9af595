// `x-poll`: a request that is repeated until what it asks for is ready.
import type { Poll, StepTarget } from '../description.ts';
import type { Part } from './fields.ts';
import { addFault, addWrongType, member } from './fields.ts';
import { readCriteria } from './read-criterion.ts';
import { readObject, shapes } from './shapes.ts';

type Range = { readonly least: number; readonly most: number; readonly absent: number; readonly unit?: string };

/** Every poll ends: how long it may go on, and how often it may ask, has a bound. */
const ranges = {
  interval: { least: 0.1, most: 3600, absent: 1, unit: ' of seconds' },
  deadline: { least: 0.1, most: 3600, absent: 60, unit: ' of seconds' },
  backoff: { least: 1, most: 10, absent: 1 },
} as const satisfies Record<string, Range>;

export function readPoll(part: Part, target: StepTarget['type']): Poll | undefined {
  if (!readObject(part, shapes.poll)) return undefined;
  if (target === 'workflow') {
    const remedy = 'let the step that asks poll, inside the called workflow';
    addFault(part, 'ARAZZO_SCHEMA', 'a step that calls a workflow does not poll', { at: 'key', remedy });
  }
  const untilPart = member(part, 'until');
  if (Array.isArray(untilPart.value) && untilPart.value.length === 0) {
    addWrongType(untilPart, 'a list of at least one criterion');
  }
  return {
    until: readCriteria(untilPart),
    failFast: readCriteria(member(part, 'failFast')),
    interval: readWithin(member(part, 'interval'), ranges.interval),
    deadline: readWithin(member(part, 'deadline'), ranges.deadline),
    backoff: readWithin(member(part, 'backoff'), ranges.backoff),
    pointer: part.pointer,
  };
}

function readWithin(part: Part, { least, most, absent, unit = '' }: Range): number {
  const { value } = part;
  if (value === undefined) return absent;
  if (typeof value === 'number' && value >= least && value <= most) return value;
  addWrongType(part, `a number${unit} from ${least} to ${most}`);
  return absent;
}
