// A request against its operation, before it is sent: what the contract requires is there, and of the declared kind.
import { bytesOf } from '../core/bytes.ts';
import type { JsonValue } from '../core/json.ts';
import { isContainer, isJsonObject, showValue, writeJson } from '../core/json.ts';
import { checkParsed, parameterLabel, parameterMissing, parametersThatCount, requestCode } from './check-parameter.ts';
import { checkRequestBody } from './check-request-body.ts';
import type { GivenBody } from './check-request-body.ts';
import type { RequestCheck } from './checked.ts';
import { breakSchema } from './break-promise.ts';
import { weakest } from './checked.ts';
import type { Operation, Parameter, SchemaReference } from './contract.ts';
import { writeForm } from './form.ts';
import { judgeReadings } from './judge-parameter.ts';
import { formType, isJsonType } from './media-type.ts';
import { parseParameter } from './parse-parameter.ts';
import type { ParsedParameter } from './parse-parameter.ts';
import { readBody } from './read-body.ts';
import { serializeParameter } from './serialize-parameter.ts';
import { textSchemaOf } from './text-schema.ts';
import { validateValue } from './validate-value.ts';
import type { SchemaViolation } from './validate-value.ts';

export type PlannedRequest = {
  /** By place and name, as in `query:limit`. */
  readonly parameters: ReadonlyMap<string, JsonValue>;
  /** As JSON or text; undefined where there is none. */
  readonly body: JsonValue | undefined;
  readonly contentType: string | undefined;
  /** Its address is one that a service gave: what stands in its path and query is not the caller's. */
  readonly addressGiven?: boolean;
};

/** Parameters that the contract does not name are not its matter: an API may take column names as such. */
export function checkRequest(operation: Operation, request: PlannedRequest): RequestCheck {
  const given = new Map([...request.parameters].map(([key, value]) => [comparable(key), value]));
  const declared = parametersThatCount(operation);
  const judged = request.addressGiven === true ? declared.filter((parameter) => !isInAddress(parameter)) : declared;
  const parts = judged.map((parameter) =>
    checkParameterValue(operation, parameter, given.get(comparable(`${parameter.in}:${parameter.name}`))),
  );
  parts.push(checkPlannedBody(operation, request));
  return { ...weakest(parts), violations: parts.flatMap(({ violations }) => violations) };
}

function isInAddress({ in: place }: Parameter): boolean {
  return place === 'path' || place === 'query';
}

/** Names of headers compare without case. */
function comparable(key: string): string {
  return key.startsWith('header:') ? key.toLowerCase() : key;
}

/** A value is right if it is, or if what is sent of it reads as one that is. */
export function checkParameterValue(
  operation: Operation,
  parameter: Parameter,
  value: JsonValue | undefined,
): RequestCheck {
  if (value === undefined) return checkParsed(operation, parameter, { type: 'absent' });
  const pairs = serializeParameter(parameter, value);
  if (pairs.length === 0 && parameter.required) {
    return parameterMissing(operation, parameter, `${showValue(value)}, of which nothing is sent`);
  }
  const schema = parameter.schema ?? parameter.content?.schema;
  if (!schema) return { checked: 'checked', violations: [] };
  const sent = parseParameter(parameter, pairs);
  if (sent.type === 'unread') return checkParsed(operation, parameter, sent);
  const words = { code: requestCode, title: 'a parameter breaks its schema' } as const;
  const at = parameterLabel(parameter.in, parameter.name);
  const promised = { operation, part: parameter };
  const violations = judgePlanned(schema, value, sent);
  return {
    checked: 'checked',
    violations: violations.map((violation) => breakSchema(promised, violation, words, at)),
  };
}

function judgePlanned(schema: SchemaReference, value: JsonValue, sent: ParsedParameter): readonly SchemaViolation[] {
  const violations = validateValue(schema, value, 'request');
  if (violations.length === 0 || sent.type !== 'value') return violations;
  // A list where text is meant would be sent as text with commas: that is seldom what its author wants.
  if (isContainer(value) && !isContainer(sent.value)) return violations;
  const asSent = judgeReadings(schema, sent, 'request');
  const found = asSent.length > 0 && typeof value === 'string' ? judgeAsList(schema, value, asSent) : asSent;
  // Of two readings, the one of the right type tells more.
  return found.some(({ pointer, keyword }) => pointer === '' && keyword === 'type') ? violations : found;
}

/** Text with commas is what many services read as a list, however the commas are encoded. */
function judgeAsList(
  schema: SchemaReference,
  text: string,
  otherwise: readonly SchemaViolation[],
): readonly SchemaViolation[] {
  const shape = textSchemaOf(schema);
  if (!shape.isList) return otherwise;
  const items = text.split(',').map((item) => shape.items().read(item.trim()));
  return validateValue(schema, items, 'request');
}

const encoder = new TextEncoder();

function checkPlannedBody(operation: Operation, { body, contentType }: PlannedRequest): RequestCheck {
  if (body === undefined) return checkRequestBody(operation, undefined);
  const read: GivenBody['read'] = (name, declared) => {
    const isMultipart = name.essence === 'multipart/form-data' && isJsonObject(body);
    if (isMultipart || isJsonType(name.essence)) return { type: 'value', value: body };
    const bytes = bytesOf(body);
    if (bytes) return readBody(bytes, name, declared);
    const isForm = name.essence === formType && isJsonObject(body);
    return readBody(encoder.encode(isForm ? writeForm(body, declared) : textOf(body)), name, declared);
  };
  return checkRequestBody(operation, {
    contentTypes: contentType === undefined ? [] : [contentType],
    shown: showValue(body),
    read,
  });
}

function textOf(value: JsonValue): string {
  return isContainer(value) ? writeJson(value) : String(value);
}
