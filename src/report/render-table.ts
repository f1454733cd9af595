// Columns of text, as wide as the screen lets them be; wide characters (as in Chinese) count for two.
import pc from 'picocolors';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { printable } from './printable.ts';

/** The lines of each cell. */
export type Row = readonly (readonly string[])[];

export type Screen = {
  /** Columns of the screen. */
  readonly width: number;
  readonly indent: string;
  readonly color: boolean;
};

const gap = '  ';
/** Up to these widths, the cells of a rigid column stay whole, and in others the longest word. */
const rigidWidth = 48;
const wordWidth = 28;

export type Column = {
  readonly title: string;
  /** Other columns give room first. */
  readonly rigid?: true;
};

/**
 * Lines without blanks at their ends. Columns in which no row has anything are left out; a cell that is wider than its
 * column goes on below. A row that is a text is a rule across all columns.
 */
export function renderTable(columns: readonly Column[], rows: readonly (Row | string)[], screen: Screen): string[] {
  const cells = rows.filter((row) => typeof row !== 'string');
  const used = columns.map((_, index) => index).filter((index) => cells.some((row) => (row[index] ?? []).length > 0));
  const measured = used.map((index) => {
    const { title = '', rigid } = columns[index] ?? {};
    const texts = [title, ...cells.flatMap((row) => row[index] ?? [])];
    const natural = widest(texts);
    const words = texts.flatMap((text) => text.split(' '));
    // Words behind the first line are set in.
    const least = rigid === true ? Math.min(natural, rigidWidth) : Math.min(natural, widest(words) + 2, wordWidth);
    return { natural, least };
  });
  const widths = fitted(measured, screen.width - screen.indent.length - gap.length * (used.length - 1));
  const dim = pc.createColors(screen.color).dim;
  const line = (row: Row): string[] =>
    rowLines(
      used.map((index) => row[index] ?? []),
      widths,
      screen.indent,
    );
  const titles = columns.some(({ title }) => title !== '') ? line(columns.map(({ title }) => [title])).map(dim) : [];
  const rule = (text: string): string =>
    `${screen.indent}\u2500\u2500 ${text} `.padEnd(
      screen.indent.length + sum(widths) + gap.length * (widths.length - 1),
      '\u2500',
    );
  return [...titles, ...rows.flatMap((row) => (typeof row === 'string' ? [dim(rule(row))] : line(row)))];
}

type Measured = { readonly natural: number; readonly least: number };

/** Takes from the widest columns first what is too much: down to the least of each, and below where that is not enough. */
function fitted(columns: readonly Measured[], room: number): number[] {
  const widths = columns.map(({ natural }) => natural);
  for (let excess = sum(widths) - room; excess > 0; excess--) {
    const spare = widths.map((width, index) => (width > (columns[index]?.least ?? 0) ? width : 0));
    const givers = spare.some((width) => width > 0) ? spare : widths;
    const index = givers.indexOf(Math.max(...givers));
    if ((widths[index] ?? 0) <= 8) break;
    widths[index] = (widths[index] ?? 0) - 1;
  }
  return widths;
}

function rowLines(row: Row, widths: readonly number[], indent: string): string[] {
  const cells = row.map((cell, index) => cell.flatMap((text) => wrapped(text, widths[index] ?? 0)));
  const height = Math.max(1, ...cells.map(({ length }) => length));
  return Array.from({ length: height }, (_, line) =>
    `${indent}${cells.map((cell, index) => padded(cell[line] ?? '', widths[index] ?? 0)).join(gap)}`.trimEnd(),
  );
}

/** What goes on below is set in by two columns. */
function wrapped(text: string, width: number): string[] {
  const whole = printable(text);
  if (stringWidth(whole) <= width) return [whole];
  const joined = whole
    .split(/(?<=,) /)
    .map((part) => (stringWidth(part) <= width - 2 ? part.replaceAll(' ', tie) : part))
    .join(' ');
  const [first = ''] = wrapAnsi(joined, width, { hard: true }).split('\n');
  const rest = wrapAnsi(joined.slice(first.length).trimStart(), width - 2, { hard: true }).split('\n');
  return [first, ...rest.map((line) => `  ${line}`)].map((line) => line.replaceAll(tie, ' '));
}

/** A blank at which no line ends: members of a list stay whole where they can. */
const tie = '\ue000';

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => stringWidth(text)));
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
