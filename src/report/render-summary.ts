// What a person reads of a run: a line first, a line per workflow, the causes, the figures. At most 40 lines in all.
import pc from 'picocolors';
import type { Finding } from '../core/finding.ts';
import type { SourceLocation } from '../core/source.ts';
import { formatLocation } from '../core/source.ts';
import type { RunEvent, WorkflowEvent } from '../record/event.ts';
import type { Verdict } from '../runner/result.ts';
import { count } from './figures.ts';
import { printable } from './printable.ts';
import { renderFinding } from './render-finding.ts';
import { renderGatewayError } from './render-gateway-error.ts';
import { nameWidth, renderWorkflow, shownName } from './render-workflow.ts';
import type { Cause, Coverage, Summary } from './summary.ts';
import { causesOf, durationOf, judged, requestsPerSecond } from './summary.ts';

export type SummaryRendering = {
  readonly text: (file: string) => string | undefined;
  /** Where gateways.yaml names a gateway. */
  readonly gateway?: (name: string) => SourceLocation | undefined;
  readonly coverage?: Coverage;
  /** The path of the page or folder to look at. */
  readonly report?: string;
  readonly exit: number;
  /** Lines that may still be written. */
  readonly room?: number;
  readonly color: boolean;
};

const lineLimit = 40;
/** Up to this many workflows get a line each; of more, only those that are not well, and no more than these. */
const linesOfWorkflows = 20;
const linesOfTroubles = 6;
const columnWidth = 46;
const linesOfWarnings = 5;

/** `gatewright 0.1.0   mock at http://…   12 workflows   8 lanes` and an empty line. */
function renderHeader(run: RunEvent, color: boolean): string {
  const colors = pc.createColors(color);
  const gateways = run.gateways.map(({ name, baseUrl }) => `${name} at ${baseUrl}`).join(', ');
  return [
    `${colors.bold('gatewright')} ${run.gatewright}`,
    printable(gateways),
    count(run.selected, 'workflow'),
    `${count(run.lanes, 'lane')}\n`,
  ].join('   ');
}

/** The causes and the figures, in no more lines than there is room for. */
export function renderSummary(summary: Summary, rendering: SummaryRendering): string {
  const figures = figureLines(summary, rendering);
  const last = exitLine(rendering.exit, summary);
  const end = last === undefined ? figures : [...figures, last];
  const room = (rendering.room ?? lineLimit) - end.length - 1;
  const causes = causeLines(causesOf(summary), room, rendering);
  const warnings = warningLines([...summary.warned.values()], room - causes.length, rendering.color);
  return ['', ...causes, ...warnings, ...end].join('\n');
}

/** A line each, where what failed has left room: how many there are is among the figures. */
function warningLines(warnings: readonly Finding[], room: number, color: boolean): string[] {
  if (warnings.length === 0 || room < 3) return [];
  const shown = warnings.slice(0, Math.min(linesOfWarnings, room - (warnings.length < room ? 1 : 2)));
  const label = pc.createColors(color).yellow('warning');
  const lines = shown.map((finding) => `  ${label}    ${warningInShort(finding)}`);
  return [...lines, ...(shown.length < warnings.length ? ['  and more warnings: see the report'] : []), ''];
}

function warningInShort({ code, location, at, contract, title }: Finding): string {
  const where = [at, contract && formatLocation(contract)].filter((part) => part !== undefined && part !== '');
  const what = where.length > 0 ? where : [title];
  return printable([code, formatLocation(location), ...what].join('  '));
}

/** `exit 1: verdict`; nothing for success. */
export function exitLine(exit: number, summary?: Summary): string | undefined {
  if (exit === 0) return undefined;
  const nothingRan = exit === 2 && summary?.run !== undefined;
  return `exit ${exit}: ${nothingRan ? 'nothing ran' : (exitNames.get(exit) ?? 'unknown')}`;
}

const exitNames = new Map([
  [1, 'verdict'],
  [2, 'descriptions'],
  [3, 'infrastructure'],
  [4, 'harm'],
  [130, 'interrupted'],
  [143, 'interrupted'],
]);

function causeLines(causes: readonly Cause[], room: number, rendering: SummaryRendering): string[] {
  const lines: string[] = [];
  let name: string | undefined;
  for (const [index, cause] of causes.entries()) {
    const left = causes.length - index;
    const heading =
      'finding' in cause && shownName(cause.event) !== name ? [headingOf(cause, rendering.color), ''] : [];
    const block = blockOf(cause, rendering);
    // After a block, two lines stay free where more causes wait: how many there are, and an empty one.
    const free = room - lines.length - (left > 1 ? 2 : 0);
    const fitting = [block, block.filter((line) => !/^ +(?:\d+ )?\|/.test(line))].find(
      (candidate) => heading.length + candidate.length + 1 <= free,
    );
    if (fitting !== undefined) {
      lines.push(...heading, ...fitting, '');
      name = shownName(cause.event);
    } else if (free >= (left > 1 ? 1 : 2)) {
      lines.push(shortLine(cause));
    } else {
      lines.push(`  and ${count(left, 'more cause')}: see the report`);
      break;
    }
  }
  return lines.length > 0 && lines.at(-1) !== '' ? [...lines, ''] : lines;
}

function headingOf({ event }: Cause, color: boolean): string {
  const name = pc.createColors(color).bold(printable(shownName(event)));
  return event.purpose === 'session' ? `${name}   (a login on behalf of an account)` : name;
}

function blockOf(cause: Cause, { text, gateway, color }: SummaryRendering): string[] {
  const others = cause.workflows - 1;
  const same = others > 0 ? [`    and the same in ${count(others, 'more workflow')}`] : [];
  if ('error' in cause) {
    const { gateway: name } = cause.event.identity;
    return [
      ...renderGatewayError(cause.error, { gateway: { name, location: gateway?.(name) }, color }).split('\n'),
      ...whereMet(cause.event),
      ...same,
    ];
  }
  return [...renderFinding(cause.finding, { text, again: cause.event.again, color }).split('\n'), ...same];
}

/** Which workflow met it first, and the line that shows it again. */
function whereMet({ name, location, again }: WorkflowEvent): string[] {
  const where = `    in      ${formatLocation(location)}   ${printable(name)}`;
  return again === undefined ? [where] : [where, `    again   ${printable(again)}`];
}

function shortLine(cause: Cause): string {
  const what =
    'error' in cause
      ? `${cause.error.code}  ${cause.error.message}`
      : `${cause.finding.code}  ${cause.finding.exchange ?? cause.finding.stepId}  ${cause.finding.at ?? ''}`.trimEnd();
  return `  ${printable(what)}   ${count(cause.workflows, 'workflow')}, first in ${printable(shownName(cause.event))}`;
}

function figureLines(summary: Summary, rendering: SummaryRendering): string[] {
  const { verdicts, exchanges, cleanUp } = summary;
  if (judged(summary) === 0 && verdicts.broken > 0) {
    const notTried = verdicts['not tried'] > 0 ? `, ${verdicts['not tried']} not tried` : '';
    return [`${count(verdicts.broken, 'workflow')} broken${notTried}, none judged`];
  }
  const unanswered = exchanges.unanswered > 0 ? `, ${exchanges.unanswered} without an answer` : '';
  const undone = cleanUp.due === 0 ? 'nothing to undo' : `${cleanUp.done} of ${cleanUp.due} undone`;
  const colors = pc.createColors(rendering.color);
  const lines = [
    columns(
      `  ${verdictCounts(summary)}`,
      `${count(exchanges.total, 'exchange')}: ${exchanges.checked} checked, ${exchanges.wildcard} against a wildcard, ` +
        `${exchanges.notChecked} not checked${unanswered}`,
    ),
    columns(
      `  clean-up   ${undone}`,
      `${(durationOf(summary) / 1000).toFixed(1)} s, ${requestsPerSecond(summary)} requests per second`,
    ).replace(undone, cleanUp.done < cleanUp.due ? colors.red(undone) : undone),
  ];
  if (rendering.coverage !== undefined) {
    const { operations, responses } = rendering.coverage;
    lines.push(
      `  coverage   ${operations.seen} of ${operations.of} operations, ${responses.seen} of ${responses.of} declared responses`,
    );
  }
  if (rendering.report !== undefined) lines.push(`  report     ${rendering.report}`);
  return lines;
}

function columns(left: string, right: string): string {
  return `${left.padEnd(columnWidth)}  ${right}`;
}

const countedVerdicts = [
  'passed',
  'failed',
  'recovered',
  'flaky',
  'broken',
  'interrupted',
  'not tried',
  'skipped',
] as const;

function verdictCounts(summary: Summary): string {
  const shown = countedVerdicts.filter((verdict) => verdict === 'passed' || summary.verdicts[verdict] > 0);
  const counts = shown.map((verdict) => `${summary.verdicts[verdict]} ${verdict}`);
  if (summary.sessions.failed > 0) counts.push(`${count(summary.sessions.failed, 'login')} not obtained`);
  if (summary.warnings > 0) counts.push(count(summary.warnings, 'warning'));
  return counts.join(', ');
}

/**
 * The texts of one run in their order, within 40 lines whatever fails.
 * `workflow` gives undefined where the screen has no room for a line about it.
 * @param names of the workflows that may come, for the width of their column
 */
export function createRunText(
  color: boolean,
  names: readonly string[],
): {
  readonly header: (run: RunEvent) => string;
  readonly workflow: (event: WorkflowEvent, verdict: Verdict) => string | undefined;
  readonly end: (summary: Summary, rendering: Omit<SummaryRendering, 'color' | 'room'>) => string;
} {
  let lines = 0;
  let all = true;
  const width = nameWidth(names);
  return {
    header: (run) => {
      all = run.selected <= linesOfWorkflows;
      lines += 2;
      return renderHeader(run, color);
    },
    workflow: (event, verdict) => {
      const well = verdict === 'passed' || verdict === 'recovered' || verdict === 'skipped';
      if (all ? lines > linesOfWorkflows + 1 : well || lines > linesOfTroubles + 1) return undefined;
      lines++;
      return renderWorkflow(event, verdict, width, color);
    },
    end: (summary, rendering) => renderSummary(summary, { ...rendering, color, room: lineLimit - lines }),
  };
}
