// What a contract owes its readers beyond OpenAPI: where each fact stands and how sure it is, and examples that hold.
// Faults are sentences that begin with file:line:column.
import type { JsonValue } from '../src/core/json.ts';
import { isJsonArray, isJsonObject } from '../src/core/json.ts';
import { formatLocation } from '../src/core/source.ts';
import type { SourceDocument } from '../src/core/source.ts';
import type { Header, MediaType, Operation, Parameter, Part, SchemaReference } from '../src/openapi/contract.ts';
import { dialectOf, inside, placeAt, resolveReference } from '../src/openapi/resolve-reference.ts';
import type { Place } from '../src/openapi/resolve-reference.ts';
import { schemaKeywords } from '../src/openapi/schema-keywords.ts';
import { validateValue } from '../src/openapi/validate-value.ts';

type Direction = 'request' | 'response';

/** `x-confidence`, the surest first. */
const confidences = ['documented', 'client', 'reported', 'inferred'];
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

const isAddress = (value: JsonValue | undefined): boolean => typeof value === 'string' && /^https:\/\/\S+$/.test(value);

/** An operation says where it stands and how sure that is; one that only the client knows says so in both words. */
export function sourceFaults(operation: Operation): string[] {
  const place = placeOf(operation, operation);
  const [source, confidence, status] = ['x-source', 'x-confidence', 'x-status'].map(
    (name) => inside(place, name).value,
  );
  const faults: string[] = [];
  if (!isAddress(source)) faults.push(fault(place, 'has no x-source with an https address'));
  if (typeof confidence !== 'string' || !confidences.includes(confidence)) {
    faults.push(fault(place, `has no x-confidence of ${confidences.join(', ')}`));
  }
  if (confidence === 'client' && status === undefined) faults.push(fault(place, 'has no x-status: client-only'));
  if (confidence === 'documented' && status !== undefined) faults.push(fault(place, 'is documented, not client-only'));
  return faults;
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

/** The examples of bodies, parameters, headers and schemas that break their schema, as seen from their direction. */
export function brokenExamples(operation: Operation): string[] {
  const found: Found = { faults: [], seen: new Set() };
  const judge = (part: Parameter | Header | MediaType, direction: Direction): void => {
    const { schema } = part;
    const examples = examplesOf(placeOf(operation, part));
    for (const example of examples) found.faults.push(...valueFaults(example, schema, direction));
    if (schema) judgeSchema(placeAt(schema.document, schema.pointer), direction, found);
  };
  const { parameters, requestBody, responses } = operation;
  for (const part of [...parameters, ...(requestBody?.content ?? [])]) judge(part, 'request');
  for (const part of responses.flatMap(({ headers, content }) => [...headers, ...content])) judge(part, 'response');
  return [...new Set(found.faults)];
}

type Example = { readonly label: string; readonly value: Place; readonly summary?: string };

/** Those of a media type, parameter or header; one that is kept elsewhere (`externalValue`) has no value here. */
function examplesOf(holder: Place): Example[] {
  const single = inside(holder, 'example');
  const examples: Example[] = single.value === undefined ? [] : [{ label: 'the example', value: single }];
  const several = inside(holder, 'examples');
  for (const name of isJsonObject(several.value) ? Object.keys(several.value) : []) {
    const place = targetOf(inside(several, name));
    const summary = inside(place, 'summary').value;
    const label = `the example "${name}"`;
    examples.push({ label, value: inside(place, 'value'), ...(typeof summary === 'string' && { summary }) });
  }
  return examples;
}

function targetOf(place: Place): Place {
  const reference = inside(place, '$ref').value;
  const resolved = typeof reference === 'string' ? resolveReference(place, reference) : undefined;
  return resolved?.ok === true ? targetOf(resolved.place) : place;
}

function valueFaults({ label, value }: Example, schema: SchemaReference | undefined, direction: Direction): string[] {
  if (value.value === undefined || !schema) return [];
  return validateValue(schema, value.value, direction).map((violation) => {
    const at = { ...value, pointer: value.pointer + violation.pointer };
    const rule = (violation.schemaDocument ?? schema.document).locate(violation.schemaPointer);
    const { expected, actual } = violation;
    return fault(at, `${label} breaks ${formatLocation(rule)}: expected ${expected}, actual ${actual}`);
  });
}

type Found = { readonly faults: string[]; readonly seen: Set<string> };

/** The examples inside a schema and all that it leads to. */
function judgeSchema(place: Place, direction: Direction, found: Found): void {
  const key = `${direction} ${place.document.file}#${place.pointer}`;
  if (found.seen.has(key) || !isJsonObject(place.value)) return;
  found.seen.add(key);
  const values = inside(place, 'examples');
  const own = isJsonArray(values.value) ? [...values.value.keys()].map((index) => inside(values, index)) : [];
  for (const value of [inside(place, 'example'), ...own]) {
    found.faults.push(...valueFaults({ label: "the schema's example", value }, place, direction));
  }
  const keywords = schemaKeywords(dialectOf(place.document));
  for (const name of Object.keys(place.value)) {
    const member = inside(place, name);
    const kind = keywords[name];
    if (kind === 'reference') judgeSchema(targetOf(place), direction, found);
    else if (kind === 'schema' || kind === 'schemaOrBoolean') judgeSchema(member, direction, found);
    else if (kind === 'schemas' || kind === 'schemaMap') {
      for (const child of childrenOf(member)) judgeSchema(child, direction, found);
    }
  }
}

function childrenOf(place: Place): Place[] {
  const { value } = place;
  if (isJsonArray(value)) return [...value.keys()].map((index) => inside(place, index));
  return isJsonObject(value) ? Object.keys(value).map((name) => inside(place, name)) : [];
}
