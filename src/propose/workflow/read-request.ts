// A recorded request as the parameters and body of a step: read back by the styles that the contract declares.
import { DescriptionError } from '../../core/errors.ts';
import type { HeaderField } from '../../core/http.ts';
import { headerValue } from '../../core/http.ts';
import type { JsonValue } from '../../core/json.ts';
import { parseJson } from '../../core/json.ts';
import type { Operation, Parameter } from '../../openapi/contract.ts';
import { parseForm } from '../../openapi/form.ts';
import { isJsonType, parseMediaType } from '../../openapi/media-type.ts';
import { pathTexts } from '../../openapi/operation-index.ts';
import { parseParameter } from '../../openapi/parse-parameter.ts';
import { percentDecode, splitPairs } from '../../openapi/percent-decode.ts';
import type { Pair } from '../../openapi/percent-decode.ts';
import type { ExchangeEvent, RecordedBody } from '../../record/event.ts';
import { fixedValue } from '../../runner/schema-facts.ts';
import type { DraftParameter, DraftStep } from './draft.ts';
import { isGivenByEngine, usualType } from './layers.ts';
import { filtersOf } from './resource.ts';

type Sent = ExchangeEvent['request'];

/** Of the account's credential nothing is left. */
export function readParameters(step: DraftStep, { url, headers = [] }: Sent, hasAccount: boolean): DraftParameter[] {
  const query = /\?([^#]*)/.exec(url)?.[1] ?? '';
  return [...readPath(step), ...readQuery(step, splitPairs(query)), ...readHeaders(step, headers, hasAccount)];
}

function readPath({ operation, path }: DraftStep): DraftParameter[] {
  const texts = pathTexts(operation, path);
  return operation.parameters.flatMap((parameter) => {
    const text = parameter.in === 'path' ? texts.get(parameter.name) : undefined;
    if (text === undefined) return [];
    return { name: parameter.name, in: 'path', value: valueOf(parameter, [[parameter.name, text]]) ?? decode(text) };
  });
}

/** Named ones first; of the rest an object of free names takes all. */
function readQuery(step: DraftStep, sent: readonly Pair[]): DraftParameter[] {
  const { operation } = step;
  const filters = filtersOf(step)?.parameter;
  let left = sent.filter(([name]) => !isGivenByEngine(operation, { name: decode(name), in: 'query' }));
  const found: DraftParameter[] = [];
  const take = (parameter: Parameter): void => {
    const own = left.filter((pair) => parseParameter(parameter, [pair]).type !== 'absent');
    const value = own.length > 0 ? valueOf(parameter, own) : undefined;
    if (value === undefined) return;
    found.push({ name: parameter.name, in: 'query', value });
    left = left.filter((pair) => !own.includes(pair));
  };
  for (const parameter of operation.parameters) {
    if (parameter.in === 'query' && parameter.name !== filters?.name) take(parameter);
  }
  // What only another contract names is sent as it was: its style is not known to the operation.
  const others = step.layers.flatMap(({ parameters }) => parameters).filter((parameter) => parameter.in === 'query');
  const isNamed = ([name]: Pair): boolean => others.some((parameter) => parameter.name === decode(name));
  const plain = left.filter(isNamed);
  left = left.filter((pair) => !isNamed(pair));
  if (filters) take(filters.declared[0].part);
  return [
    ...found,
    ...[...plain, ...left].map(([name, value]) => ({ name: decode(name), in: 'query', value: decode(value) })),
  ];
}

/** Those that are not a step's to give. */
const ofTransport = new Set([
  'content-type',
  'content-length',
  'host',
  'user-agent',
  'accept-encoding',
  'connection',
  'cookie',
]);

/** @param hasAccount whether an account's credential may be among them */
export function readHeaders(
  { operation }: DraftStep,
  headers: readonly HeaderField[],
  hasAccount: boolean,
): DraftParameter[] {
  return headers.flatMap(([name, text]) => {
    const plain = name.toLowerCase();
    const isCredential = plain !== 'accept' && isGivenByEngine(operation, { name, in: 'header' });
    if (ofTransport.has(plain) || (hasAccount && isCredential)) return [];
    const parameter = operation.parameters.find((known) => known.in === 'header' && known.name.toLowerCase() === plain);
    if (!parameter) return { name, in: 'header', value: text };
    return isFixed(parameter)
      ? []
      : { name: parameter.name, in: 'header', value: valueOf(parameter, [[name, text]]) ?? text };
  });
}

/** Filled in while the workflow runs. */
function isFixed({ schema, required }: Parameter): boolean {
  return schema !== undefined && required && fixedValue(schema) !== undefined;
}

function valueOf(parameter: Parameter, pairs: readonly Pair[]): JsonValue | undefined {
  const parsed = parseParameter(parameter, pairs);
  return parsed.type === 'value' ? parsed.value : undefined;
}

function decode(text: string): string {
  return percentDecode(text, true) ?? text;
}

/**
 * The body as a value, and its type where the contract would choose another.
 * @throws DescriptionError with NOT_SUPPORTED for a form with parts
 */
export function readBody({ operation }: DraftStep, sent: Sent): Pick<DraftStep, 'payload' | 'contentType'> {
  const { headers = [], body } = sent;
  // Bytes are in no record: as many of others stand for them.
  if (body?.sha256 === undefined && body?.text === undefined) return { payload: undefined };
  const contentType = headerValue(headers, 'content-type') ?? 'application/json';
  const essence = parseMediaType(contentType)?.essence ?? contentType;
  const payload = payloadOf(operation, body, essence);
  return { payload, ...(essence !== usualType(operation) && { contentType }) };
}

function payloadOf({ operationId, requestBody }: Operation, { text, bytes }: RecordedBody, essence: string): JsonValue {
  if (essence.startsWith('multipart/')) throw partsNotKept(operationId, essence);
  if (text === undefined) return { 'x-bytes': bytes };
  return readText(
    text,
    essence,
    requestBody?.content.find(({ mediaType }) => mediaType === essence),
  );
}

function partsNotKept(operationId: string, essence: string): DescriptionError {
  const message = `${operationId} was sent a body of ${essence}, whose parts no record holds`;
  return new DescriptionError([{ code: 'NOT_SUPPORTED', message, remedy: 'write its workflow by hand' }]);
}

function readText(text: string, essence: string, declared: Parameters<typeof parseForm>[1]): JsonValue {
  if (isJsonType(essence)) {
    const parsed = parseJson(text);
    return parsed.ok ? parsed.value : text;
  }
  if (essence !== 'application/x-www-form-urlencoded') return text;
  const form = parseForm(text, declared);
  return form.type === 'value' ? form.value : text;
}
