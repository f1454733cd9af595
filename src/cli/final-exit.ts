import { relative } from 'node:path';
import type { Leak } from '../record/scan-secrets.ts';
import { exitCode } from '../report/summary.ts';
import type { Summary } from '../report/summary.ts';
import type { Terminal } from './terminal.ts';

/** Harm wins over everything; an interruption over the verdict of what was done until then. */
export function finalExit(summary: Summary, leaks: readonly Leak[], terminal: Terminal): number {
  if (leaks.length > 0 || summary.cleanUp.done < summary.cleanUp.due) return 4;
  return terminal.interruption.exitCode() ?? exitCode(summary);
}

/** Says where a secret stands, and never the secret. */
export function complainOfLeaks(leaks: readonly Leak[], terminal: Terminal): void {
  for (const { file, line } of leaks)
    terminal.complain(`SECRET_LEAKED  ${relative(process.cwd(), file)}:${line} holds a secret`);
}
