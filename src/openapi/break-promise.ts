// What a broken promise of the contract looks like as a value: its place, and how sure the contract was.
import { confidenceOf } from './confidence.ts';
import { locatePart } from './contract.ts';
import type { FindingCode } from '../core/codes.ts';
import type { Operation, Part } from './contract.ts';
import type { SchemaViolation } from './schema-violation.ts';
import type { Violation } from './violation.ts';

/** The part of the contract that speaks, and of which operation. */
export type Promised = { readonly operation: Operation; readonly part: Part };

export type Words = Pick<Violation, 'code' | 'title' | 'expected' | 'actual' | 'at' | 'keyword' | 'remedy'>;

/** @param member pointer from the part to what the message points at */
export function breakPromise({ operation, part }: Promised, words: Words, member = ''): Violation {
  const contract = locatePart(operation.contract, part, member);
  const confidence = confidenceOf(operation, part);
  return {
    remedy: remedyOf(words.code, confidence),
    ...words,
    ...weigh(words.title, confidence),
    contract,
    rule: `#${part.pointer}${member}`,
  };
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
  const confidence = violation.confidence ?? confidenceOf(operation, part);
  return {
    code,
    ...weigh(title + times, confidence),
    at: `${place}${place !== '' && pointer !== '' ? ' ' : ''}${pointer}`,
    keyword,
    expected,
    contract: document.locate(schemaPointer),
    rule: `#${schemaPointer}`,
    actual,
    remedy: remedyOf(code, confidence),
  };
}

type FoundInBody = Readonly<Record<'violations' | 'undeclared' | 'misnamed', readonly SchemaViolation[]>>;

/** What the schema of a body found, each in its own words. A discriminator decides nothing, so that it only warns. */
export function breakBody(
  promised: Promised,
  { violations, undeclared, misnamed }: FoundInBody,
  mismatch: Pick<Violation, 'code' | 'title'>,
): readonly Violation[] {
  if (violations.length + undeclared.length + misnamed.length === 0) return nothing;
  const { code } = mismatch;
  const who = code === 'REQUEST_SCHEMA_MISMATCH' ? 'request' : 'answer';
  const surplus = {
    code: 'PROPERTY_NOT_DECLARED',
    title: `the ${who} has a property that the contract does not declare`,
  } as const;
  const other = { code, title: 'the discriminator names another schema than the one that fits' };
  const named = { code, title: `the ${who} breaks the schema that its discriminator names` };
  return [
    ...violations.map((violation) => breakSchema(promised, violation, mismatch)),
    ...misnamed.map((violation): Violation => {
      const words = violation.keyword === 'discriminator' ? other : named;
      return { ...breakSchema(promised, violation, words), severity: 'warn' };
    }),
    ...undeclared.map((violation) => breakSchema(promised, violation, surplus)),
  ];
}

const nothing: readonly Violation[] = [];

/** `x-confidence: inferred` makes a warning of what would be an error, until someone confirms the fact. */
function weigh(title: string, confidence: string | undefined): Pick<Violation, 'severity' | 'title'> {
  if (confidence !== 'inferred') return { severity: 'error', title };
  return { severity: 'warn', title: `${title} (the contract only guesses this)` };
}

/** What to do where nothing more is known; the service's owner decides which of the two is wrong. */
const remedies: Readonly<Partial<Record<FindingCode, string>>> = {
  STATUS_NOT_DECLARED: 'mend the service, or declare the status in the contract',
  MEDIA_TYPE_NOT_DECLARED: 'see who answered (often a proxy), or declare the media type in the contract',
  HEADER_MISSING: 'let the service send it, or take required: true from the contract',
  HEADER_SCHEMA_MISMATCH: 'mend the service, or the schema of the header',
  BODY_NOT_PARSEABLE: 'look at the place that is named; often a proxy or a crash answered',
  BODY_MISSING: 'let the service send one, or declare the response without content',
  BODY_NOT_DECLARED: 'declare the content of this response, or let the service send none',
  BODY_SCHEMA_MISMATCH: 'mend the service, or the contract where it promises too much',
  PROPERTY_NOT_DECLARED: 'declare it in the contract; where any property is welcome, say additionalProperties: true',
  NOT_CHECKED: 'declare what can be checked, or let this kind of check be off for the operation (x-contract)',
  WILDCARD_ONLY: 'say in a contract of the application what this body is',
  REQUEST_SCHEMA_MISMATCH: 'mend the step; where it is meant, say x-contract: { request: off }',
};

/** What to do about a finding of this kind, where nothing more is known. */
export function remedyOf(code: FindingCode, confidence?: string): string {
  if (confidence === 'inferred') return 'confirm the guess in the contract, or correct it there';
  return remedies[code] ?? 'mend the service, or the contract';
}
