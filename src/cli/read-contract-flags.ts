import { DescriptionError } from '../core/errors.ts';
import { readPolicy } from '../openapi/check-policy.ts';
import type { PolicyPart } from '../openapi/check-policy.ts';

/**
 * `--contract undeclared=error`, the last of a kind wins.
 * @throws DescriptionError with USAGE
 */
export function readContractFlags(flags: readonly string[]): PolicyPart {
  const pairs = flags.map((flag) => {
    const at = flag.indexOf('=');
    return at < 0 ? ([flag, ''] as const) : ([flag.slice(0, at), flag.slice(at + 1)] as const);
  });
  const { policy, faults } = readPolicy(Object.fromEntries(pairs));
  if (faults.length === 0) return policy;
  throw new DescriptionError(
    faults.map(({ kind = '', ...words }) => ({
      code: 'USAGE',
      message: `--contract ${kind} has a wrong value`,
      ...words,
      remedy: words.remedy ?? 'write it as in --contract undeclared=error',
    })),
  );
}
