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
  const colors = pc.createColors(rendering.color);
  const paint = finding.severity === 'error' ? colors.red : colors.yellow;
  const lines = [
    `  ${colors.bold(paint(finding.code))}  ${printable(finding.title)}${finding.severity === 'warn' ? '   (warning)' : ''}`,
    `    ${colors.cyan('-->')} ${formatLocation(finding.location)}   step "${printable(finding.stepId)}"`,
    ...frameLines(finding.location, rendering),
  ];
  const label = (name: string, value: string): number => lines.push(labelled(name, value, rendering.color));
  if (finding.exchange !== undefined) lines.push(`    ${printable(finding.exchange)}`);
  if (finding.at !== undefined) label('at', finding.at === '' ? 'the whole body' : finding.at);
  lines.push(expectedLine(finding, rendering.color));
  label('actual', finding.actual);
  if (finding.rule !== undefined) label('rule', finding.rule);
  if (finding.remedy !== undefined) label('remedy', finding.remedy);
  if (rendering.again !== undefined) label('again', rendering.again);
  return lines.join('\n');
}

/** `    expected   integer`: a label and its value, as every message has them. */
export function labelled(name: string, value: string, color: boolean): string {
  return `    ${pc.createColors(color).dim(name)}${' '.repeat(Math.max(1, 11 - name.length))}${printable(value)}`;
}

function expectedLine(finding: Finding, color: boolean): string {
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
