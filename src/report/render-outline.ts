import pc from 'picocolors';
import type { StepOutline, WorkflowOutline } from './outline.ts';
import { printable } from './printable.ts';
import { renderTable } from './render-table.ts';
import type { Column, Row } from './render-table.ts';

export type OutlineRendering = {
  /** Columns of the screen. */
  readonly width: number;
  readonly color: boolean;
};

const columns: readonly Column[] = [
  ...['#', 'step', 'as', 'calls'].map((title) => ({ title, rigid: true as const })),
  ...['sends', 'expects and keeps'].map((title) => ({ title })),
];
const longest = 240;

/** A workflow for reading: what it is and takes, then a table of its steps, its clean-up below. */
export function renderOutline(outline: WorkflowOutline, { width, color }: OutlineRendering): string {
  const bold = pc.createColors(color).bold;
  const cleanUp = outline.finally.length > 0 ? ['clean-up, whatever happened', ...outline.finally.map(rowOf)] : [];
  const table = renderTable(columns, [...outline.steps.map(rowOf), ...cleanUp], { width, indent: '  ', color });
  const place = `${outline.file}:${outline.line}`;
  return [
    `${bold(printable(outline.name))}   ${printable(place)}`,
    ...(outline.summary === undefined ? [] : [`  ${printable(outline.summary)}`]),
    ...facts(outline, { width, color }),
    '',
    ...table,
  ].join('\n');
}

/** One label and what belongs to it, a line each. */
function facts(outline: WorkflowOutline, { width, color }: OutlineRendering): string[] {
  const { account, tags, owner, severity, dependsOn, inputs, rows, everyStep, outputs } = outline;
  const about: [label: string, lines: readonly string[]][] = [
    ['account', account === undefined ? [] : [account]],
    ['tags', tags.length === 0 ? [] : [tags.join(', ')]],
    ['owner', owner === undefined ? [] : [owner]],
    ['severity', severity === undefined ? [] : [severity]],
    ['not on', skipped(outline)],
    ['after', dependsOn],
    ['inputs', inputLines(inputs)],
    ['a test for', rows === undefined ? [] : [rows]],
    ['each step', everyStep],
    ['outputs', outputs],
  ];
  const labelled = about.flatMap(([label, lines]): Row[] => (lines.length === 0 ? [] : [[[label], lines]]));
  return renderTable([{ title: '', rigid: true }, { title: '' }], labelled, { width, indent: '  ', color });
}

/** Gateways of one reason on one line. */
function skipped({ skip }: WorkflowOutline): string[] {
  const reasons = new Map<string, string[]>();
  for (const { gateway = 'any gateway', reason } of skip) {
    reasons.set(reason, [...(reasons.get(reason) ?? []), gateway]);
  }
  return [...reasons].map(([reason, gateways]) => `${gateways.join(', ')}: ${reason}`);
}

function inputLines(inputs: WorkflowOutline['inputs']): string[] {
  const names = Math.max(0, ...inputs.map(({ name }) => name.length));
  const types = Math.max(0, ...inputs.map(({ type }) => type.length));
  return inputs.map(({ name, type, from }) => `${name.padEnd(names)}  ${type.padEnd(types)}  ${from}`.trimEnd());
}

function rowOf({ number, stepId, account, calls, sends, expects, keeps, then }: StepOutline): Row {
  // One below the other: five columns of texts would be too narrow to be read.
  const outcome = [...expects, ...keeps.map((output) => `keeps ${output}`), ...then];
  const cells = [sends, outcome].map((cell) => cell.map(shortened));
  return [[String(number)], [stepId], account === undefined ? [] : [account], [calls], ...cells];
}

function shortened(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 3).replace(/[\ud800-\udbff]$/, '')}...`;
}
