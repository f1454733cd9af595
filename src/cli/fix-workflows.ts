import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixStyle } from '../lint/style/fix-style.ts';
import type { Fixed } from '../lint/style/fix-style.ts';
import type { Project } from '../project.ts';
import { count } from '../report/figures.ts';

/** `gatewright lint --fix`: writes the workflow documents in one style; the lines to print. */
export function fixWorkflows({ directory, links }: Project): string[] {
  const lines: string[] = [];
  let written = 0;
  for (const { description } of links) {
    const { file, text } = description.document;
    const fixed: Fixed = /\.ya?ml$/.test(file)
      ? fixStyle(text, file)
      : { kind: 'refused', reason: 'JSON has no such style' };
    if (fixed.kind === 'refused') lines.push(`kept   ${file}   ${fixed.reason}`);
    else if (fixed.text !== text) {
      writeFileSync(join(directory, file), fixed.text);
      lines.push(`wrote  ${file}   ${changesOf(text, fixed)}`);
      written++;
    }
  }
  return [...lines, `${written} of ${count(links.length, 'workflow file')} written`];
}

function changesOf(text: string, { text: now, ordered, removed }: Extract<Fixed, { kind: 'fixed' }>): string {
  const lines = changedLines(text, now);
  const parts = [
    ...(ordered > 0 ? [`${count(ordered, 'object')} put in order`] : []),
    ...(removed > 0 ? [`${removed} removed that said nothing`] : []),
    ...(lines > 0 ? [`${count(lines, 'line')} written otherwise`] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : 'blank lines';
}

/** Lines of the new text that the old one does not have, each as often as it is there. */
function changedLines(before: string, after: string): number {
  const left = new Map<string, number>();
  for (const line of before.split('\n')) left.set(line, (left.get(line) ?? 0) + 1);
  let changed = 0;
  for (const line of after.split('\n')) {
    const times = left.get(line) ?? 0;
    if (times === 0) changed++;
    left.set(line, times - 1);
  }
  return changed;
}
