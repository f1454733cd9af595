import type { ParityFlags } from './flags.ts';
import type { Terminal } from './terminal.ts';

export function parityCommand(
  _selectors: readonly string[],
  _flags: ParityFlags,
  _terminal: Terminal,
): Promise<number> {
  return Promise.resolve(2);
}
