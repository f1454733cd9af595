// How far the parts of a message could be checked, as one word.
import type { Checked, Violation } from './violation.ts';

export type HowChecked = {
  readonly checked: Checked;
  /** Why, where it is not `checked`. */
  readonly reason?: string;
};

const strength: readonly Checked[] = ['not-checked', 'wildcard', 'checked'];

/** The part that was checked least stands for the whole: nothing that was not checked is counted as checked. */
export function weakest(parts: readonly HowChecked[]): HowChecked {
  const checked = strength.find((level) => parts.some((part) => part.checked === level)) ?? 'checked';
  const reasons = parts.flatMap((part) => (part.checked === checked && part.reason !== undefined ? [part.reason] : []));
  return reasons.length === 0 ? { checked } : { checked, reason: [...new Set(reasons)].join('; ') };
}

/** What was found of a request, or of a part of it. */
export type RequestCheck = HowChecked & { readonly violations: readonly Violation[] };
