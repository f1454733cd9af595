import type { Case, Product } from './suite.mjs';

/** @returns the exit code: 1 where a case differs */
export declare function runOthers(
  product: Product,
  command: string,
  cases: readonly Case[],
  tell: (text: string) => void,
): Promise<number>;
