// One line for a workflow that ended: its verdict, name, steps, duration, and what there is to say.
import pc from 'picocolors';
import type { WorkflowEvent } from '../record/event.ts';
import type { Verdict } from '../runner/result.ts';
import { count, formatDuration } from './figures.ts';
import { printable } from './printable.ts';

const screenWidth = 100;
/** With the widest note, such as the code of a gateway's error, the line of a workflow is no wider than the screen. */
const widths = { least: 34, most: 45 };

/** @param width of the column of names */
export function renderWorkflow(event: WorkflowEvent, verdict: Verdict, width: number, color: boolean): string {
  const [word, paint] = verdictWords[verdict];
  const { done, declared } = event.steps;
  const steps = done < declared ? `${done} of ${declared}` : count(done, 'step');
  const note = [noteOf(event, verdict), ...repeatsOf(event)].filter((part) => part !== '').join(', ');
  const line = [
    `  ${pc.createColors(color)[paint](word.padEnd(7))} `,
    fitName(printable(shownName(event)), width).padEnd(width),
    ' ',
    verdict === 'skipped' || verdict === 'not tried'
      ? ' '.repeat(Math.max(0, Math.min(17, screenWidth - width - 14 - note.length)))
      : `${steps.padEnd(9)}${formatDuration(event.duration).padStart(8)}`,
    `   ${note}`,
  ];
  return line.join('').trimEnd();
}

/** A row's name stands behind the workflow's; which time it is repeated does not. */
export function shownName({ name, dataRow }: Pick<WorkflowEvent, 'name' | 'dataRow'>): string {
  return dataRow === undefined ? name : `${name}#${dataRow}`;
}

/** A name too long for its column keeps its two ends, which tell it from its neighbours. */
function fitName(name: string, width: number): string {
  if (name.length <= width) return name;
  const end = Math.floor(width / 2);
  return `${name.slice(0, width - end - 3)}...${name.slice(-end)}`;
}

/** The width of the column of names: as wide as the longest name that may come. */
export function nameWidth(names: readonly string[]): number {
  const longest = names.reduce((width, name) => Math.max(width, printable(name).length), 0);
  return Math.min(Math.max(longest, widths.least), widths.most);
}

const verdictWords: Record<Verdict, readonly [string, 'green' | 'red' | 'yellow' | 'dim']> = {
  passed: ['ok', 'green'],
  failed: ['FAILED', 'red'],
  recovered: ['ok', 'green'],
  flaky: ['flaky', 'yellow'],
  skipped: ['skipped', 'dim'],
  broken: ['broken', 'yellow'],
  interrupted: ['stopped', 'yellow'],
  'not tried': ['not run', 'dim'],
};

/** `3 polls, 1 retry`: what was asked more than once, and why. */
function repeatsOf({ repeats = {} }: WorkflowEvent): string[] {
  const { poll = 0, retry = 0, 'renewed session': renewed = 0 } = repeats;
  return [
    poll > 0 ? count(poll, 'poll') : '',
    retry > 0 ? (retry === 1 ? '1 retry' : `${retry} retries`) : '',
    renewed > 0 ? 'session renewed' : '',
  ];
}

function noteOf(event: WorkflowEvent, verdict: Verdict): string {
  switch (verdict) {
    case 'passed':
      return event.findings.length > 0 ? count(event.findings.length, 'warning') : '';
    case 'failed':
      return count(event.findings.length, 'finding');
    case 'recovered':
      return 'mended by an action';
    case 'flaky':
      return `passed on rerun ${event.tries - 1}`;
    default:
      return printable(event.reason ?? event.error?.code ?? '');
  }
}
