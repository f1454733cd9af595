// Parity as a table: an operation per line, both statuses, then each difference with the line of its workflow.
import pc from 'picocolors';
import type { ComparedOperation, Comparison, Difference } from '../compare/compare-runs.ts';
import { formatLocation } from '../core/source.ts';
import { count } from './figures.ts';
import { printable } from './printable.ts';

const nameWidth = 33;

export function renderParity(comparison: Comparison, color: boolean): string {
  const { left, right, operations, differences, workflows } = comparison;
  const names = operations.map(({ family, operation }) => `${family}  ${operation}`);
  const widths = {
    name: Math.max(nameWidth, ...names.map((name) => name.length + 2)),
    left: Math.max(left.length, ...operations.map((operation) => statusesOf(operation.left).length)) + 3,
    right: Math.max(right.length, ...operations.map((operation) => statusesOf(operation.right).length)) + 4,
  };
  const lines = [`  ${' '.repeat(widths.name)}${left.padEnd(widths.left)}${right}`];
  for (const [index, operation] of operations.entries()) {
    const name = printable(names[index] ?? '').padEnd(widths.name);
    const statuses = `${statusesOf(operation.left).padEnd(widths.left)}${statusesOf(operation.right).padEnd(widths.right)}`;
    lines.push(`  ${name}${statuses}${outcomeOf(operation, color)}`);
  }
  for (const difference of differences) lines.push('', ...differenceLines(difference, comparison, color));
  lines.push(
    '',
    `  ${count(workflows.compared, 'workflow')} compared, ${workflows.notOffered} not offered, ` +
      `${workflows.notJudged} not judged: ${count(differences.length, 'difference')}`,
  );
  return lines.join('\n');
}

function statusesOf(statuses: readonly string[]): string {
  return statuses.length === 0 ? '-' : statuses.join(',');
}

function outcomeOf({ notOffered, differences, left, right }: ComparedOperation, color: boolean): string {
  const colors = pc.createColors(color);
  if (notOffered !== undefined) return colors.dim(`not offered (${printable(notOffered)})`);
  if (differences > 0) return colors.red(count(differences, 'difference'));
  return left.length === 0 || right.length === 0 ? colors.yellow('not judged') : colors.green('same');
}

function differenceLines(difference: Difference, { left, right }: Comparison, color: boolean): string[] {
  const colors = pc.createColors(color);
  const { finding, family, operation, workflow, times } = difference;
  const what = operation === undefined ? printable(workflow) : `${printable(family)} ${printable(operation)}`;
  const aspects: Partial<Record<typeof finding.code, string>> = {
    PARITY_STATUS: 'status',
    PARITY_MEDIA_TYPE: 'media type',
    PARITY_VERDICT: 'verdict',
  };
  const aspect = aspects[finding.code] ?? (finding.at === '' ? 'the whole body' : (finding.at ?? ''));
  const where = [formatLocation(finding.location)];
  if (finding.exchange !== undefined) where.push(`step "${printable(finding.stepId)}"`, printable(finding.exchange));
  if (times > 1) where.push(`and ${count(times - 1, 'more time')}`);
  return [
    `  ${colors.bold(what)}   ${printable(aspect)}   ${left} ${printable(difference.left)}   ${right} ${printable(difference.right)}`,
    `    ${where.join('   ')}`,
  ];
}
