import { relative } from 'node:path';
import { DescriptionError } from '../core/errors.ts';
import { didYouMean } from '../core/nearest-name.ts';

/**
 * The run that is meant, by its name or by the path of its folder; the last where none is named.
 * @throws DescriptionError with FILE_NOT_FOUND
 */
export function chooseRun(runs: readonly string[], wanted: string | undefined, reports: string): string {
  const name = wanted?.replace(/[\\/]+$/, '').replace(/^.*[\\/]/, '') ?? runs.at(-1);
  if (name !== undefined && runs.includes(name)) return name;
  const message =
    name === undefined ? `there is no run in ${relative(process.cwd(), reports)}` : `there is no run "${name}"`;
  const remedy = didYouMean(name ?? '', runs) ?? 'make one with: npx gatewright run';
  throw new DescriptionError([{ code: 'FILE_NOT_FOUND', message, remedy }]);
}
