import { formatLocation } from '../core/source.ts';
import type { SourceLocation } from '../core/source.ts';
import { parsePointer } from '../document/json-pointer.ts';
import { enough, times } from './amend.ts';
import type { Amendment, Amendments } from './amend.ts';
import { writeFlow } from './flow.ts';

/** Each amendment with its place first, so that an editor can jump there: what was found, and the YAML that is proposed. */
export function renderAmendment(amendment: Amendment): string {
  const { kind, found } = amendment;
  return `${formatLocation(locateAmendment(amendment))}  ${kind}: ${found}\n  proposed  ${proposedYaml(amendment)}`;
}

export function renderUndecided({ document, pointer, seen }: Amendments['undecided'][number]): string {
  const place = formatLocation(document.locate(`${pointer}/x-confidence`, 'key'));
  return `${place}  undecided: what is guessed held ${times(seen)}; ${enough} times would confirm it`;
}

/** The line that is to be changed, or the part that gets one more. */
export function locateAmendment({ document, edit, pointer }: Amendment): SourceLocation {
  return document.locate(edit === 'confirm' ? `${pointer}/x-confidence` : pointer, 'key');
}

function proposedYaml({ edit, pointer, member, value }: Amendment): string {
  if (edit === 'confirm')
    return `${writeFlow({ 'x-evidence': value }).slice(2, -2)} in place of x-confidence: inferred`;
  const name = member ?? parsePointer(pointer)?.at(-1) ?? '';
  return writeFlow({ [name]: value }).slice(2, -2);
}
