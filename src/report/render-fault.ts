import pc from 'picocolors';
import type { Fault } from '../core/errors.ts';
import { formatLocation } from '../core/source.ts';
import { count } from './figures.ts';
import { printable } from './printable.ts';
import { labelled } from './render-finding.ts';

export type FaultRendering = {
  /** How many files were read, for the last line. */
  readonly files?: number | undefined;
  readonly color: boolean;
};

/** Every fault with its place first, so that an editor can jump there; the last line counts them. */
export function renderFaults(faults: readonly Fault[], { files, color }: FaultRendering): string {
  const lines = inOrder(faults).flatMap((fault) => faultLines(fault, color));
  lines.push(`${countAll(faults)}${files === undefined ? '' : ` in ${count(files, 'file')}`}`);
  return lines.join('\n');
}

function countAll(faults: readonly Fault[]): string {
  const warnings = faults.filter(({ weight }) => weight === 'warning').length;
  if (warnings === 0) return count(faults.length, 'fault');
  const told = count(warnings, 'warning');
  return warnings === faults.length ? told : `${count(faults.length - warnings, 'fault')}, ${told}`;
}

/** File by file as they came up, and in each from top to bottom. */
function inOrder(faults: readonly Fault[]): Fault[] {
  const files = [...new Set(faults.map(({ location }) => location?.file))];
  return files.flatMap((file) =>
    faults
      .filter(({ location }) => location?.file === file)
      .sort(({ location: left }, { location: right }) =>
        left && right ? left.line - right.line || left.column - right.column : 0,
      ),
  );
}

function faultLines(fault: Fault, color: boolean): string[] {
  const colors = pc.createColors(color);
  const place = fault.location === undefined ? '' : `${colors.cyan(formatLocation(fault.location))}  `;
  const isWarning = fault.weight === 'warning';
  const rule = fault.rule === undefined ? '' : ` ${fault.rule}`;
  // A suggestion of a name belongs into the sentence; anything longer gets a line.
  const suggests = fault.remedy?.startsWith('did you mean ') === true;
  const lines = [
    `${place}${colors.bold(colors[isWarning ? 'yellow' : 'red'](fault.code))}${rule}${isWarning ? '  warning' : ''}`,
    `  ${printable(fault.message)}${suggests ? `; ${printable(fault.remedy ?? '')}` : ''}`,
  ];
  if (fault.expected !== undefined) lines.push(labelled('expected', fault.expected, color));
  if (fault.actual !== undefined) lines.push(labelled('actual', fault.actual, color));
  if (fault.remedy !== undefined && !suggests) lines.push(labelled('remedy', fault.remedy, color));
  return lines;
}
