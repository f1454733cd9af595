// A request that an operation takes, made from the contract as answers are: for whoever asks every operation of a mock.
import type { HeaderField, HttpRequest } from '../../core/http.ts';
import { isContainer } from '../../core/json.ts';
import type { JsonValue } from '../../core/json.ts';
import { parametersThatCount } from '../../openapi/check-parameter.ts';
import type { MediaType, Operation, Parameter, Part, SchemaReference, SecurityScheme } from '../../openapi/contract.ts';
import { examplesOf } from '../../openapi/lint/check-examples.ts';
import { makeValue } from '../../openapi/make/make-value.ts';
import { formType, isJsonType, parseMediaType } from '../../openapi/media-type.ts';
import { placeAt } from '../../openapi/resolve-reference.ts';
import { percentEncode, serializeParameter } from '../../openapi/serialize-parameter.ts';
import { validateValue } from '../../openapi/validate-value.ts';
import { concrete } from './choose-response.ts';
import { writeBody } from './write-body.ts';

export type MadeRequest =
  { readonly ok: true; readonly request: HttpRequest } | { readonly ok: false; readonly reason: string };

/** With all that is required, and nothing else; its `url` is a path. */
export function makeRequest(operation: Operation, seed: string): MadeRequest {
  const sending: Sending = { path: operation.path, query: [], headers: [], cookies: [] };
  for (const parameter of parametersThatCount(operation).filter(({ required }) => required)) {
    const { schema = parameter.content?.schema } = parameter;
    const value = valueOf(operation, parameter, schema, `${seed} ${parameter.name}`);
    const reason = `no value for the ${parameter.in} parameter "${parameter.name}"`;
    if (value === undefined) return { ok: false, reason };
    addParameter(sending, parameter, value);
  }
  addCredential(operation, sending);
  const body = bodyOf(operation, seed);
  if (body && 'reason' in body) return { ok: false, reason: body.reason };
  const { path, query, cookies } = sending;
  const headers: HeaderField[] = [
    ...sending.headers,
    ...(cookies.length > 0 ? [['cookie', cookies.join('; ')] as const] : []),
    ...(body ? [['content-type', body.contentType] as const] : []),
  ];
  const url = query.length === 0 ? path : `${path}?${query.join('&')}`;
  return { ok: true, request: { method: operation.method, url, headers, ...(body && { body: body.body }) } };
}

type Sending = { path: string; readonly query: string[]; readonly headers: HeaderField[]; readonly cookies: string[] };

function addParameter(sending: Sending, parameter: Parameter, value: JsonValue): void {
  for (const [name, text] of serializeParameter(parameter, value)) {
    if (parameter.in === 'path') sending.path = sending.path.replaceAll(`{${parameter.name}}`, () => text);
    else if (parameter.in === 'header') sending.headers.push([name, text]);
    else (parameter.in === 'query' ? sending.query : sending.cookies).push(`${name}=${text}`);
  }
}

function valueOf(
  operation: Operation,
  part: Part,
  schema: SchemaReference | undefined,
  seed: string,
): JsonValue | undefined {
  const place = placeAt(part.document ?? operation.contract.document, part.pointer);
  const shown = examplesOf(place).map(({ value }) => value.value);
  const fits = (value: JsonValue): boolean => !schema || validateValue(schema, value, 'request').length === 0;
  const example = shown.find((value) => value !== undefined && value !== '' && fits(value));
  if (example !== undefined) return example;
  if (!schema) return 'example';
  const sparse = makeValue(schema, { direction: 'request', seed, sparse: true });
  // Of a list or object without members, a parameter of the path would send nothing.
  const isEmpty = sparse.ok && isContainer(sparse.value) && Object.keys(sparse.value).length === 0;
  const made = isEmpty ? makeValue(schema, { direction: 'request', seed }) : sparse;
  return made.ok ? made.value : undefined;
}

function addCredential({ contract, security }: Operation, sending: Sending): void {
  for (const name of security[0] ?? []) {
    const scheme = contract.securitySchemes.get(name);
    if (scheme) addScheme(scheme, sending);
  }
}

function addScheme(scheme: SecurityScheme, { query, headers, cookies }: Sending): void {
  if (scheme.type === 'apiKey') {
    if (scheme.in === 'header') headers.push([scheme.name, 'example-key']);
    else (scheme.in === 'query' ? query : cookies).push(`${percentEncode(scheme.name)}=example-key`);
  } else headers.push(['authorization', `${scheme.type === 'http' ? scheme.scheme : 'Bearer'} ZXhhbXBsZTpleGFtcGxl`]);
}

type Body = { readonly body: string | Uint8Array; readonly contentType: string } | { readonly reason: string };

function bodyOf(operation: Operation, seed: string): Body | undefined {
  const content = operation.requestBody && bestType(operation.requestBody.content);
  if (!content) return undefined;
  const value = valueOf(operation, content, content.schema, `${seed} body`);
  const contentType = concrete(content.mediaType);
  const essence = parseMediaType(contentType)?.essence ?? contentType;
  if (value === undefined) return { reason: `no value for the request body of ${contentType}` };
  const written = writeBody(value, essence, content);
  return written.ok
    ? { body: written.body, contentType: written.contentType ?? contentType }
    : { reason: written.reason };
}

function bestType(content: readonly MediaType[]): MediaType | undefined {
  const isOf = (test: (essence: string) => boolean) => (media: MediaType) =>
    test(parseMediaType(concrete(media.mediaType))?.essence ?? '');
  return content.find(isOf(isJsonType)) ?? content.find(isOf((essence) => essence === formType)) ?? content[0];
}
