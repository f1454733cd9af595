import type { SourceLocation } from '../core/source.ts';

const frameWidth = 90;

/**
 * The line that a message points at, with its number and a caret line below, as in
 * ```
 *    |
 * 48 |       - stepId: read-back
 *    |         ^^^^^^^^^^^^^^^^^
 * ```
 * Empty where the text has no such line.
 */
export function codeFrame(text: string, location: SourceLocation): string {
  const line = text.split(/\r?\n/, location.line)[location.line - 1];
  if (line === undefined) return '';
  const gutter = String(location.line);
  const blank = ' '.repeat(gutter.length);
  const start = Math.max(0, location.column - frameWidth);
  const shown = line.slice(start, start + frameWidth * 2 - 60);
  const column = location.column - 1 - start;
  const marked = Math.max(1, shown.trimEnd().length - column);
  return [`${blank} |`, `${gutter} | ${shown.trimEnd()}`, `${blank} | ${' '.repeat(column)}${'^'.repeat(marked)}`].join(
    '\n',
  );
}
