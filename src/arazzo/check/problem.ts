import type { DescriptionCode } from '../../core/codes.ts';
import { didYouMean } from '../../core/nearest-name.ts';

/** What is wrong with an expression, before it has a place. */
export type Problem = {
  readonly code: DescriptionCode;
  readonly message: string;
  readonly remedy?: string | undefined;
  readonly weight?: 'warning';
};

export function notFound(message: string, name: string, names: readonly string[]): Problem {
  return { code: 'REFERENCE_NOT_FOUND', message, remedy: didYouMean(name, names) ?? listed('known', names) };
}

export function listed(what: string, names: readonly string[]): string | undefined {
  return names.length === 0 ? undefined : `${what}: ${names.join(', ')}`;
}
