// What the shipped contracts owe their readers beyond what lint asks of any: words that count, and examples that explain.
// Faults are sentences that begin with file:line:column.
import { isJsonArray, isJsonObject } from '../src/core/json.ts';
import { formatLocation } from '../src/core/source.ts';
import type { SourceDocument } from '../src/core/source.ts';
import type { Operation, Part } from '../src/openapi/contract.ts';
import { examplesOf } from '../src/openapi/lint/check-examples.ts';
import { confidences, isAddress } from '../src/openapi/lint/check-sources.ts';
import { inside, placeAt } from '../src/openapi/resolve-reference.ts';
import type { Place } from '../src/openapi/resolve-reference.ts';

const allowedValues: Readonly<Record<string, readonly string[]>> = {
  'x-confidence': confidences,
  'x-parity': ['exact', 'shape', 'ignore'],
  'x-status': ['client-only'],
};

function placeOf(operation: Operation, part: Part): Place {
  return placeAt(part.document ?? operation.contract.document, part.pointer);
}

function fault({ document, pointer }: Place, message: string): string {
  return `${formatLocation(document.locate(pointer, 'key'))} ${message}`;
}

/** An operation that only the client knows says so in both words. */
export function statusFaults(operation: Operation): string[] {
  const place = placeOf(operation, operation);
  const [confidence, status] = ['x-confidence', 'x-status'].map((name) => inside(place, name).value);
  if (confidence === 'client' && status === undefined) return [fault(place, 'has no x-status: client-only')];
  if (confidence === 'documented' && status !== undefined) return [fault(place, 'is documented, not client-only')];
  return [];
}

/**
 * Every `x-source`, `x-confidence`, `x-parity` and `x-status` of a file, wherever it stands, has a value that counts; and
 * no text was cut in two, as that of `{ description: this, and that }` is, whose second half YAML takes for a key.
 */
export function extensionFaults(document: SourceDocument): string[] {
  const faults: string[] = [];
  const visit = (place: Place): void => {
    const { value } = place;
    if (isJsonArray(value)) for (const index of value.keys()) visit(inside(place, index));
    if (!isJsonObject(value)) return;
    for (const name of Object.keys(value)) {
      const member = inside(place, name);
      const allowed = allowedValues[name];
      if (member.value === null && name.includes(' ')) {
        faults.push(fault(member, `"${name}" is a key without a value: put the whole text in quotes`));
      } else if (name === 'x-source') {
        if (!isAddress(member.value)) faults.push(fault(member, 'x-source must be one https address'));
      } else if (allowed && !allowed.some((word) => word === member.value)) {
        faults.push(fault(member, `${name} must be one of ${allowed.join(', ')}`));
      } else visit(member);
    }
  };
  visit(placeAt(document, ''));
  return faults;
}

/** Every request and every answer that has a body shows one, and says in Chinese and in English what it shows. */
export function missingExamples(operation: Operation): string[] {
  const bodies = [
    ...(operation.requestBody?.content ?? []).map((content) => ({ content, what: 'the request' })),
    ...operation.responses.flatMap(({ status, content }) =>
      content.map((mediaType) => ({ content: mediaType, what: `the answer ${status}` })),
    ),
  ];
  return bodies.flatMap(({ content, what }) => {
    const place = placeOf(operation, content);
    const examples = examplesOf(place);
    if (examples.length === 0) return [fault(place, `${what} (${content.mediaType}) has no example`)];
    const text = examples.map(({ summary }) => summary ?? '').join(' ');
    const languages = { Chinese: /\p{Script=Han}/u, English: /[A-Za-z]{2}/ };
    return Object.entries(languages).flatMap(([language, pattern]) =>
      pattern.test(text) ? [] : [fault(place, `${what} has no example with a summary in ${language}`)],
    );
  });
}
