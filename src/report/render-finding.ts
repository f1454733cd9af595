// The one shape of a failure text: what, where, expected, actual, what to do.
import pc from 'picocolors';
import type { Finding } from '../core/finding.ts';
import type { SourceLocation } from '../core/source.ts';
import { formatLocation } from '../core/source.ts';
import { codeFrame } from '../document/code-frame.ts';
import { printable } from './printable.ts';

export type FindingRendering = {
  /** The text of a file, for the line that the message points at; undefined where it cannot be had. */
  readonly text: (file: string) => string | undefined;
  /** The command line that shows the finding again. */
  readonly again?: string | undefined;
  readonly color: boolean;
};

/** As wide as the space before the place in the contract. */
const valueWidth = 28;

/** Several lines, indented by two, without an end of line. Colour only adds. */
export function renderFinding(finding: Finding, rendering: FindingRendering): string {
  const { again, color } = rendering;
  const arrow = pc.createColors(color).cyan('-->');
  const lines = [
    headLine(finding, color),
    `    ${arrow} ${formatLocation(finding.location)}   step "${printable(finding.stepId)}"`,
    ...frameLines(finding.location, rendering),
    ...detailLines(finding, color),
  ];
  if (again !== undefined) lines.push(labelled('again', again, color));
  return lines.join('\n');
}

/** A finding that no step of a workflow met. */
export type BareFinding = Omit<Finding, 'location' | 'stepId'>;

/** The same text without the step. */
export function renderBareFinding(finding: BareFinding, { color }: Pick<FindingRendering, 'color'>): string {
  return [headLine(finding, color), ...detailLines(finding, color)].join('\n');
}

function headLine({ code, severity, title }: BareFinding, color: boolean): string {
  const colors = pc.createColors(color);
  const paint = severity === 'error' ? colors.red : colors.yellow;
  return `  ${colors.bold(paint(code))}  ${printable(title)}${severity === 'warn' ? '   (warning)' : ''}`;
}

function detailLines(finding: BareFinding, color: boolean): string[] {
  const { exchange, at, actual, rule, remedy } = finding;
  return [
    ...(exchange === undefined ? [] : [`    ${printable(exchange)}`]),
    ...(at === undefined ? [] : [labelled('at', at === '' ? 'the whole body' : at, color)]),
    expectedLine(finding, color),
    labelled('actual', actual, color),
    ...(rule === undefined ? [] : [labelled('rule', rule, color)]),
    ...(remedy === undefined ? [] : [labelled('remedy', remedy, color)]),
  ];
}

/** `    expected   integer`: a label and its value, as every message has them. */
export function labelled(name: string, value: string, color: boolean): string {
  return `    ${pc.createColors(color).dim(name)}${' '.repeat(Math.max(1, 11 - name.length))}${printable(value)}`;
}

function expectedLine(finding: BareFinding, color: boolean): string {
  const line = labelled('expected', finding.expected, color);
  if (finding.contract === undefined) return line;
  const space = ' '.repeat(Math.max(3, valueWidth - printable(finding.expected).length));
  return `${line}${space}${pc.createColors(color).cyan(formatLocation(finding.contract))}`;
}

function frameLines(location: SourceLocation, { text, color }: FindingRendering): string[] {
  const source = text(location.file);
  const frame = source === undefined ? '' : codeFrame(source, location);
  if (frame === '') return [];
  const colors = pc.createColors(color);
  return frame.split('\n').map((line) => `  ${line.replace(/\^+$/, (carets) => colors.red(carets))}`);
}

/** On one line, for lists: `BODY_SCHEMA_MISMATCH the answer … at /0/position: expected integer, actual "1" (string)`. */
export function findingInShort({ code, title, at, expected, actual }: Finding): string {
  return `${code} ${title}${at === undefined || at === '' ? '' : ` at ${at}`}: expected ${expected}, actual ${actual}`;
}
