// `x-source` and `x-confidence`: where a fact of the contract stands, and how sure it is.
import type { JsonValue } from '../../core/json.ts';
import { showValue } from '../../core/json.ts';
import { nearestOf } from '../reading.ts';
import { inside } from '../resolve-reference.ts';
import type { Place } from '../resolve-reference.ts';
import type { LintFinding } from './lint-finding.ts';
import type { Site } from './walk-contract.ts';

/** `x-confidence`, the surest first. */
export const confidences: readonly string[] = ['documented', 'client', 'reported', 'inferred'];

export const isAddress = (value: JsonValue | undefined): boolean =>
  typeof value === 'string' && /^https:\/\/[^\s/]+\S*$/.test(value);

/** Nothing is asked of a contract that does not use `x-source` at all. */
export function checkSources(file: string, sites: readonly Site[]): LintFinding[] {
  const own = sites.filter(({ place }) => place.document.file === file);
  if (!own.some(({ place }) => inside(place, 'x-source').value !== undefined)) return [];
  return own.flatMap(({ kind, place, reached }) => sourceFindings(place, kind === 'operation' && reached));
}

/** @param required whether both have to be there, as with an operation */
function sourceFindings(place: Place, required: boolean): LintFinding[] {
  const source = inside(place, 'x-source');
  const confidence = inside(place, 'x-confidence');
  const { value } = confidence;
  const findings: LintFinding[] = [];
  const add = (member: Place, words: Pick<LintFinding, 'message' | 'expected' | 'remedy'>): void => {
    const absent = member.value === undefined;
    if (absent && !required) return;
    const actual = showValue(member.value);
    findings.push({ rule: 'source', place: absent ? place : member, part: 'key', ...words, actual });
  };
  if (!isAddress(source.value)) {
    const message = `${source.value === undefined ? 'the operation has no' : 'wrong'} x-source`;
    add(source, { message, expected: 'the https address where it is written down' });
  }
  if (typeof value !== 'string' || !confidences.includes(value)) {
    const message = `${value === undefined ? 'the operation has no' : 'wrong'} x-confidence`;
    const near = typeof value === 'string' ? nearestOf(value, confidences) : {};
    add(confidence, { message, expected: `one of ${confidences.join(', ')}`, ...near });
  }
  return findings;
}
