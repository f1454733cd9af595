// What a broken promise of the contract looks like as a value: its place, and how sure the contract was.
import { confidenceOf } from './confidence.ts';
import { locatePart } from './contract.ts';
import type { Operation, Part } from './contract.ts';
import type { SchemaViolation } from './explain-errors.ts';
import type { Violation } from './violation.ts';

/** The part of the contract that speaks, and of which operation. */
export type Promised = { readonly operation: Operation; readonly part: Part };

export type Words = Pick<Violation, 'code' | 'title' | 'expected' | 'actual' | 'at' | 'keyword' | 'remedy'>;

/** @param member pointer from the part to what the message points at */
export function breakPromise({ operation, part }: Promised, words: Words, member = ''): Violation {
  const contract = locatePart(operation.contract, part, member);
  return { ...words, ...weigh(words.title, confidenceOf(operation, part)), contract };
}

/**
 * The same of a value that a schema refused. A schema without a word on its confidence is as sure as the part that
 * names it.
 * @param place where the value stood, before the pointer into it
 */
export function breakSchema(
  { operation, part }: Promised,
  violation: SchemaViolation,
  { code, title }: Pick<Violation, 'code' | 'title'>,
  place = '',
): Violation {
  const { pointer, keyword, expected, actual, schemaPointer, count, places } = violation;
  const times = count === undefined ? '' : `, ${count} times, first at ${(places ?? []).join(', ')}`;
  const document = violation.schemaDocument ?? part.document ?? operation.contract.document;
  return {
    code,
    ...weigh(title + times, violation.confidence ?? confidenceOf(operation, part)),
    at: `${place}${place !== '' && pointer !== '' ? ' ' : ''}${pointer}`,
    keyword,
    expected,
    contract: document.locate(schemaPointer),
    actual,
  };
}

/** `x-confidence: inferred` makes a warning of what would be an error, until someone confirms the fact. */
function weigh(title: string, confidence: string | undefined): Pick<Violation, 'severity' | 'title'> {
  if (confidence !== 'inferred') return { severity: 'error', title };
  return { severity: 'warn', title: `${title} (the contract only guesses this)` };
}
