// An answer as the contract declares it: from its examples, else made from its schema. Nothing leaves here that the
// contract check would refuse.
import type { HeaderField } from '../../core/http.ts';
import { isFieldText } from '../../core/http.ts';
import type { JsonValue } from '../../core/json.ts';
import type { SourceLocation } from '../../core/source.ts';
import { checkResponse } from '../../openapi/check-response.ts';
import { mergePolicies } from '../../openapi/check-policy.ts';
import type { Header, MediaType, Operation } from '../../openapi/contract.ts';
import type { Example } from '../../openapi/lint/check-examples.ts';
import { examplesOf } from '../../openapi/lint/check-examples.ts';
import { isJsonType, parseMediaType } from '../../openapi/media-type.ts';
import { makeValue } from '../../openapi/make/make-value.ts';
import type { Made } from '../../openapi/make/make-value.ts';
import { placeAt } from '../../openapi/resolve-reference.ts';
import type { Place } from '../../openapi/resolve-reference.ts';
import { serializeParameter } from '../../openapi/serialize-parameter.ts';
import { validateValue } from '../../openapi/validate-value.ts';
import type { SchemaViolation } from '../../openapi/schema-violation.ts';
import type { Chosen } from './choose-response.ts';
import { writeBody } from './write-body.ts';

export type Wanted = {
  readonly method: string;
  /** As a path, with its query. */
  readonly url: string;
  /** The same seed, the same answer. */
  readonly seed: string;
  /** Made even where there are examples. */
  readonly dynamic: boolean;
  /** Values for members of their names, where they fit. */
  readonly hints?: ReadonlyMap<string, readonly JsonValue[]>;
};

export type MadeAnswer = {
  readonly status: number;
  readonly headers: readonly HeaderField[];
  readonly body: string | Uint8Array;
  /** Where the body comes from. */
  readonly source: 'example' | 'schema' | 'no body';
  readonly doubts: readonly Doubt[];
};

/** Why there is no answer, and where the contract says so. */
export type CannotAnswer = Doubt & { readonly doubts: readonly Doubt[] };
export type Doubt = { readonly location: SourceLocation; readonly reason: string };

export function isAnswer(made: MadeAnswer | CannotAnswer): made is MadeAnswer {
  return 'status' in made;
}

/** Held against the contract check as a client would hold it. */
export function makeAnswer(operation: Operation, chosen: Chosen, wanted: Wanted): MadeAnswer | CannotAnswer {
  const doubts: Doubt[] = [];
  const body = chosen.content ? makeBody(operation, chosen, wanted, doubts) : noBody;
  if (!('body' in body)) return { ...body, doubts };
  const headers = makeHeaders(operation, chosen, wanted);
  if (!Array.isArray(headers)) return { ...headers, doubts };
  const typed: HeaderField[] = body.contentType === undefined ? [] : [['content-type', body.contentType]];
  const answer: MadeAnswer = { status: chosen.status, headers: [...typed, ...headers], ...body, doubts };
  const refused = refusedBecause(operation, answer, wanted);
  return refused ? { ...refused, doubts } : answer;
}

const encoder = new TextEncoder();

function refusedBecause(operation: Operation, answer: MadeAnswer, { method, url }: Wanted): Doubt | undefined {
  const body = typeof answer.body === 'string' ? encoder.encode(answer.body) : answer.body;
  const exchange = {
    request: { method: method === 'HEAD' ? 'GET' : method, url, headers: [] },
    response: { status: answer.status, headers: answer.headers, body },
    ...{ startedAt: 0, duration: 0 },
  };
  const policy = mergePolicies(operation.policy);
  const undeclared = policy.undeclared === 'error' ? 'error' : 'off';
  const { check } = checkResponse([operation], exchange, { ...policy, undeclared });
  const broken = check.violations.find(({ severity }) => severity === 'error');
  if (!broken) return undefined;
  const at = broken.at === undefined ? '' : ` at ${broken.at}`;
  return {
    location: broken.contract,
    reason: `${broken.title}${at}: expected ${broken.expected}, made ${broken.actual}`,
  };
}

type MadeBody = Pick<MadeAnswer, 'body' | 'source'> & { readonly contentType?: string };
const noBody: MadeBody = { body: '', source: 'no body' };

function makeBody(operation: Operation, chosen: Chosen, wanted: Wanted, doubts: Doubt[]): MadeBody | Doubt {
  const { content, contentType = '' } = chosen;
  if (!content) return noBody;
  const document = content.document ?? operation.contract.document;
  const found = findValue(operation, { ...chosen, content }, wanted, doubts);
  if ('reason' in found) return found;
  const essence = parseMediaType(contentType)?.essence ?? contentType;
  const written = writeBody(found.value, essence, content);
  if (!written.ok) return { location: document.locate(content.pointer), reason: written.reason };
  const type = written.contentType ?? withCharset(contentType);
  return { body: written.body, contentType: type, source: found.source };
}

/** Text without a word of its characters is read by guess. */
function withCharset(contentType: string): string {
  return contentType.startsWith('text/') && !/charset/i.test(contentType)
    ? `${contentType}; charset=utf-8`
    : contentType;
}

type Found = { readonly value: JsonValue; readonly source: 'example' | 'schema' };
type WithContent = Chosen & { readonly content: MediaType };

function findValue(operation: Operation, chosen: WithContent, wanted: Wanted, doubts: Doubt[]): Found | Doubt {
  const { content, example } = chosen;
  const place = placeAt(content.document ?? operation.contract.document, content.pointer);
  const shown = findShown(chosen, example ? [example] : wanted.dynamic ? [] : examplesOf(place), doubts);
  if (shown !== undefined) return { value: shown, source: 'example' };
  if (example) return doubts[0] ?? withoutValue(example);
  if (!content.schema) return { value: withoutSchema(chosen), source: 'schema' };
  const made = makeValue(content.schema, {
    ...{ direction: 'response', seed: wanted.seed, examples: !wanted.dynamic },
    closed: operation.policy?.undeclared === 'error',
    ...(wanted.hints && { hints: wanted.hints }),
  });
  doubts.push(...brokenInside(made));
  if (made.ok) return { value: made.value, source: made.shown ? 'example' : 'schema' };
  return { location: made.place.document.locate(made.place.pointer), reason: made.reason };
}

/** The first that its schema allows; what stands elsewhere (`externalValue`) has no value here. */
function findShown(chosen: WithContent, examples: readonly Example[], doubts: Doubt[]): JsonValue | undefined {
  for (const shown of examples) {
    if (shown.value.value === undefined) continue;
    const [broken] = violationsOf(chosen, shown);
    if (!broken) return shown.value.value;
    doubts.push(brokenExample(shown, broken));
  }
  return undefined;
}

function withoutValue({ label, value }: Example): Doubt {
  return { location: value.document.locate(value.pointer), reason: `${label} has no value here` };
}

/** Text may stand for a value of another media type, which no schema then judges. */
function violationsOf({ content, contentType = '' }: WithContent, { value }: Example): readonly SchemaViolation[] {
  const isText = typeof value.value === 'string' && !isJsonType(parseMediaType(contentType)?.essence ?? '');
  if (!content.schema || value.value === undefined || isText) return [];
  return validateValue(content.schema, value.value, 'response');
}

function brokenExample({ label, value }: Example, { pointer, expected, actual }: SchemaViolation): Doubt {
  const location = value.document.locate(value.pointer + pointer, 'key');
  return { location, reason: `${label} breaks its schema: expected ${expected}, not ${actual}; it is not sent` };
}

function brokenInside({ broken }: Made): Doubt[] {
  return broken.map(({ example, violation: { pointer, expected, actual } }) => ({
    location: example.document.locate(example.pointer + pointer, 'key'),
    reason: `the schema's example breaks its schema: expected ${expected}, not ${actual}; it is not sent`,
  }));
}

function withoutSchema({ contentType = '' }: Chosen): JsonValue {
  return isJsonType(parseMediaType(contentType)?.essence ?? '') ? {} : 'example';
}

/** What belongs to the connection, or is counted from the body. */
const framing: ReadonlySet<string> = new Set(
  'connection content-encoding content-length date keep-alive trailer transfer-encoding upgrade'.split(' '),
);

function makeHeaders(operation: Operation, { response }: Chosen, wanted: Wanted): HeaderField[] | Doubt {
  const fields: HeaderField[] = [];
  for (const header of response.headers) {
    if (framing.has(header.name.toLowerCase())) continue;
    const made = makeHeader(operation, header, wanted);
    if (typeof made === 'string') fields.push([header.name, made]);
    else if (made && header.required) return made;
  }
  return fields;
}

/** Undefined where it is better left out: it need not be there, and no example shows it. */
function makeHeader(operation: Operation, header: Header, wanted: Wanted): string | Doubt | undefined {
  const place = placeAt(header.document ?? operation.contract.document, header.pointer);
  const location = place.document.locate(place.pointer);
  const value = headerValue(place, header, wanted);
  if (value === undefined) return undefined;
  if ('reason' in value) return { location, reason: `the header ${header.name}: ${value.reason}` };
  const { name, explode, content } = header;
  const written = { name, in: 'header', style: 'simple', explode, allowReserved: false } as const;
  const [[, text] = ['', '']] = serializeParameter({ ...written, ...(content && { content }) }, value.value);
  if (isFieldText(text)) return text;
  return { location, reason: `the header ${name}: ${JSON.stringify(text)} cannot be sent` };
}

type HeaderValue = { readonly value: JsonValue } | { readonly reason: string };

function headerValue(place: Place, header: Header, { seed }: Wanted): HeaderValue | undefined {
  const { schema = header.content?.schema } = header;
  const fits = (value: JsonValue): boolean => !schema || validateValue(schema, value, 'response').length === 0;
  const shown = examplesOf(place).map(({ value }) => value.value);
  const example = shown.find((value) => value !== undefined && fits(value));
  if (example !== undefined) return { value: example };
  if (!header.required) return undefined;
  return schema ? makeValue(schema, { direction: 'response', seed: `${seed}\n${header.name}` }) : { value: 'example' };
}
