// The validator's flat list of errors as a tree: what was broken in each branch of a choice belongs to that branch.
import type { Origin } from './convert-schema.ts';
import type { KeywordError } from './describe-error.ts';
import { inside } from './resolve-reference.ts';

/** Where each part of a converted schema came from. */
export type Origins = WeakMap<object, Origin>;

/** An error, and the errors of each branch where it closes a choice. */
export type ErrorNode = {
  readonly error: KeywordError;
  readonly origin: Origin | undefined;
  readonly branches: readonly ErrorNode[][];
};

/** Markers open a choice and part its branches; the choice's own error closes it. */
export function readNodes(errors: readonly KeywordError[], origins: Origins): ErrorNode[] {
  const top: ErrorNode[] = [];
  const open: ErrorNode[][][] = [];
  for (const error of errors) {
    const origin = typeof error.parentSchema === 'object' ? origins.get(error.parentSchema) : undefined;
    const choice = open.at(-1);
    if (origin?.role === 'marker') {
      if (origin.branch === 0 || !choice) open.push([[]]);
      else choice.push([]);
      continue;
    }
    const closes = error.keyword === 'anyOf' || error.keyword === 'oneOf';
    const branches = closes ? (open.pop() ?? []) : [];
    (open.at(-1)?.at(-1) ?? top).push({ error, origin, branches });
  }
  return top;
}

/** Whether a property was only left over, and no rule of the contract forbids it. */
export function isUndeclared({ error, origin }: ErrorNode): boolean {
  return (
    error.keyword === 'unevaluatedProperties' &&
    origin !== undefined &&
    inside(origin.place, 'unevaluatedProperties').value === undefined
  );
}
