import pc from 'picocolors';
import { formatGuess } from './figures.ts';
import type { Summary } from './summary.ts';
import { requestsPerSecond } from './summary.ts';

/** The one live line of a terminal, without an end of line: what is done, what failed, and how long it still takes. */
export function renderProgress(
  summary: Summary,
  state: { readonly now: number; readonly running: number; readonly color: boolean },
): string {
  const colors = pc.createColors(state.color);
  const { verdicts } = summary;
  const all = summary.run?.selected ?? 0;
  const done = Object.values(verdicts).reduce((total, number) => total + number, 0);
  const elapsed = state.now - (summary.run?.startedAt ?? state.now);
  const parts = [`${done} of ${all}`];
  if (verdicts.failed > 0) parts.push(colors.red(`${verdicts.failed} failed`));
  if (verdicts.broken > 0) parts.push(colors.yellow(`${verdicts.broken} broken`));
  parts.push(`running ${state.running}`, `${requestsPerSecond(summary, elapsed)} requests/s`);
  if (done > 0 && done < all) parts.push(`about ${formatGuess((elapsed / done) * (all - done))} left`);
  return `  ${parts.join('   ')}`;
}
