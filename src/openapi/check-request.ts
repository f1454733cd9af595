// A request against its operation, before it is sent: what the contract requires is there, and of the declared kind.
import type { JsonValue } from '../core/json.ts';
import { showValue } from '../core/json.ts';
import { breakPromise, breakSchema } from './break-promise.ts';
import type { MediaType, Operation, Parameter, RequestBody, SchemaReference } from './contract.ts';
import { matchMediaType } from './match-response.ts';
import { isJsonType } from './media-type.ts';
import { simpleParser } from './parse-simple-value.ts';
import { validateValue } from './validate-value.ts';
import type { SchemaViolation } from './validate-value.ts';
import type { Violation } from './violation.ts';

export type PlannedRequest = {
  /** By place and name, as in `query:limit`. */
  readonly parameters: ReadonlyMap<string, JsonValue>;
  /** As JSON or text; undefined where there is none. */
  readonly body: JsonValue | undefined;
  readonly contentType: string | undefined;
};

const code = 'REQUEST_SCHEMA_MISMATCH';

/** What `at` of a violation begins with where a parameter is wrong, as in `query parameter "limit"`. */
export function parameterLabel(place: string, name: string): string {
  return `${place} parameter "${name}"`;
}

/** Parameters that the contract does not name are not its matter: an API may take column names as such. */
export function checkRequest(operation: Operation, request: PlannedRequest): Violation[] {
  const given = new Map([...request.parameters].map(([key, value]) => [comparable(key), value]));
  const violations = operation.parameters.flatMap((parameter) =>
    checkParameter(operation, parameter, given.get(comparable(`${parameter.in}:${parameter.name}`))),
  );
  return [...violations, ...checkBody(operation, request)];
}

/** Names of headers compare without case. */
function comparable(key: string): string {
  return key.startsWith('header:') ? key.toLowerCase() : key;
}

// OpenAPI 3.0.4 section 4.7.12.1: declared as parameters, these are ignored.
const notParameters: ReadonlySet<string> = new Set(['accept', 'content-type', 'authorization']);

function checkParameter(operation: Operation, parameter: Parameter, value: JsonValue | undefined): Violation[] {
  if (parameter.in === 'header' && notParameters.has(parameter.name.toLowerCase())) return [];
  const promised = { operation, part: parameter };
  const at = parameterLabel(parameter.in, parameter.name);
  if (value === undefined) {
    if (!parameter.required) return [];
    const title = 'a required parameter is not given';
    return [breakPromise(promised, { code, title, at, expected: `the ${at}`, actual: 'nothing' })];
  }
  const schema = parameter.schema ?? parameter.content?.schema;
  if (!schema) return [];
  return judgeAsSent(schema, value).map((violation) =>
    breakSchema(promised, violation, { code, title: 'a parameter breaks its schema' }, at),
  );
}

/**
 * On the wire `"1"` and `1` are the same text: a scalar is right if either reading of its text is. Text that the style
 * reads as a list or object is told as such.
 */
function judgeAsSent(schema: SchemaReference, value: JsonValue): SchemaViolation[] {
  let violations = validateValue(schema, value, 'request');
  if (violations.length === 0 || typeof value === 'object') return violations;
  const text = String(value);
  for (const reading of [simpleParser(schema, false)(text), text]) {
    if (reading === value) continue;
    const found = validateValue(schema, reading, 'request');
    if (found.length === 0) return [];
    if (typeof reading === 'object') violations = found;
  }
  return violations;
}

function checkBody(operation: Operation, { body, contentType }: PlannedRequest): Violation[] {
  const { requestBody } = operation;
  if (!requestBody) return body === undefined ? [] : [bodyNotDeclared(operation, body)];
  const promised = { operation, part: requestBody };
  if (body === undefined) {
    if (!requestBody.required) return [];
    const words = {
      title: 'a request body is required',
      expected: `a body of ${typesOf(requestBody)}`,
      actual: 'nothing',
    };
    return [breakPromise(promised, { code, ...words })];
  }
  const declared = contentType === undefined ? undefined : matchMediaType(requestBody.content, contentType).declared;
  if (declared) return judgeBody(operation, declared, body, contentType ?? '');
  const title = 'the contract declares no such media type for the request body';
  const words = { title, expected: typesOf(requestBody), actual: contentType ?? 'no Content-Type' };
  return [breakPromise(promised, { code, ...words }, '/content')];
}

function typesOf({ content }: RequestBody): string {
  return content.map(({ mediaType }) => mediaType).join(' or ');
}

function bodyNotDeclared(operation: Operation, body: JsonValue): Violation {
  const title = 'the contract declares no request body';
  return breakPromise({ operation, part: operation }, { code, title, expected: 'no body', actual: showValue(body) });
}

/** JSON and text are judged; what is serialised otherwise is the server's to judge. */
function judgeBody(operation: Operation, declared: MediaType, body: JsonValue, contentType: string): Violation[] {
  const { name } = matchMediaType([declared], contentType);
  const readable = name && (isJsonType(name.essence) || name.essence.startsWith('text/'));
  if (!declared.schema || readable !== true) return [];
  return validateValue(declared.schema, body, 'request').map((violation) =>
    breakSchema({ operation, part: declared }, violation, { code, title: 'the request body breaks its schema' }),
  );
}
