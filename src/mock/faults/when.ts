import type { Chance } from './chance.ts';

/** Whether it is a fault's turn at the n-th request that it meets, counted from 1. */
export type When = (request: number, chance: Chance) => boolean;

export const whenForm = '#2 (the second request), #2-4 (second to fourth), x3 (the first three) or 10% (by chance)';

/** Reads what stands behind `@`; undefined where it is nothing of the sort. */
export function readWhen(text: string): When | undefined {
  const [, only, last] = /^#([1-9]\d{0,8})(?:-([1-9]\d{0,8}))?$/.exec(text) ?? [];
  if (only !== undefined) return between(Number(only), Number(last ?? only));
  const [, first] = /^x([1-9]\d{0,8})$/.exec(text) ?? [];
  if (first !== undefined) return between(1, Number(first));
  const [, percent] = /^(\d{1,3}(?:\.\d{1,6})?)%$/.exec(text) ?? [];
  const share = Number(percent) / 100;
  return share > 0 && share <= 1 ? (_request, chance) => chance('when') < share : undefined;
}

function between(first: number, last: number): When | undefined {
  return last < first ? undefined : (request) => request >= first && request <= last;
}
