import type { Fault } from '../../core/errors.ts';
import type { Place } from '../resolve-reference.ts';
import type { LintRule } from './lint-rules.ts';

/** Something that a rule found, still with its place, so that `x-lint-ignore` around it can be looked for. */
export type LintFinding = {
  readonly rule: LintRule;
  readonly place: Place;
  /** Whether the name of the member is meant instead of its value. */
  readonly part?: 'key' | 'value';
  readonly message: string;
} & Pick<Fault, 'expected' | 'actual' | 'remedy'>;
