import type { Finding } from '../core/finding.ts';

/**
 * What makes two findings the same cause: operation, status, pointer with array indices folded, keyword. A finding
 * without a keyword has only the sentence it broke, as a criterion's condition, to tell it from others.
 * @param operation whose promise was broken; the step where none is known
 */
export function fingerprint(finding: Finding, operation: string | undefined): string {
  const status = finding.exchange === undefined ? undefined : / -> (\d{3})$/.exec(finding.exchange)?.[1];
  const pointer = finding.at?.replaceAll(/\/(?:0|[1-9]\d*)(?=\/|$)/g, '/*');
  return [
    finding.code,
    operation ?? `${finding.location.file}#${finding.stepId}`,
    status ?? '-',
    pointer ?? '-',
    finding.keyword ?? finding.expected,
  ].join(' ');
}
