// What reports call a workflow by, and where it does not apply: `x-tags`, `x-owner`, `x-severity`, `x-skip`.
import { didYouMean } from '../../core/nearest-name.ts';
import type { Severity, Workflow } from '../description.ts';
import type { Part } from './fields.ts';
import { addFault, addWrongType, items, member, present, readText } from './fields.ts';
import { readObject, shapes } from './shapes.ts';

/** A text with something in it; undefined where absent or after a fault. */
export function readLabel(part: Part): string | undefined {
  const text = readText(part);
  if (text?.trim() !== '') return text;
  addWrongType(part, 'a text');
  return undefined;
}

/** `x-tags`: each once. */
export function readTags(part: Part): string[] {
  const tags: string[] = [];
  for (const item of items(part)) {
    const tag = readLabel(item);
    if (tag === undefined) continue;
    if (tags.includes(tag)) {
      addFault(item, 'ARAZZO_SCHEMA', `the tag "${tag}" occurs twice`, { remedy: 'keep one of the two' });
    } else tags.push(tag);
  }
  return tags;
}

const severities: readonly Severity[] = ['blocker', 'critical', 'normal', 'minor', 'trivial'];

/** `x-severity`: Allure's words, which the reports sort by. */
export function readSeverity(part: Part): Severity | undefined {
  const text = readText(part);
  const severity = severities.find((candidate) => candidate === text);
  if (text !== undefined && severity === undefined) {
    const remedy = didYouMean(text, severities);
    addFault(part, 'ARAZZO_SCHEMA', `"x-severity" is not one of ${severities.join(', ')}`, {
      actual: `"${text}"`,
      ...present({ remedy }),
    });
  }
  return severity;
}

/** `x-skip`: a reason for every gateway, or a list of gateways with theirs. */
export function readSkip(part: Part): Workflow['skip'] {
  const { pointer } = part;
  if (typeof part.value === 'string') {
    const reason = readLabel(part);
    return reason === undefined ? [] : [{ reason, pointer }];
  }
  const seen = new Set<string | undefined>();
  return items(part).flatMap((item) => {
    if (!readObject(item, shapes.skip)) return [];
    const gateway = readLabel(member(item, 'gateway'));
    const reason = readLabel(member(item, 'reason'));
    if (seen.has(gateway)) {
      const which = gateway === undefined ? 'every gateway' : `the gateway "${gateway}"`;
      addFault(item, 'ARAZZO_SCHEMA', `${which} occurs twice`, { remedy: 'keep one of the two' });
    }
    seen.add(gateway);
    return reason === undefined ? [] : [{ ...present({ gateway }), reason, pointer: item.pointer }];
  });
}
