// Responses, request bodies, headers and media types: OpenAPI 3.0.4 and 3.1.1, sections 4.8.14 to 4.8.21.
import type { JsonValue } from '../core/json.ts';
import { isJsonObject } from '../core/json.ts';
import { checkSchema } from './check-schemas.ts';
import type {
  Encoding,
  Header,
  MediaType,
  ParameterStyle,
  RequestBody,
  Response,
  SchemaReference,
} from './contract.ts';
import { parseMediaType } from './media-type.ts';
import { addFault, checkNames, follow, membersOf, objectAt, switchAt, textAt } from './reading.ts';
import type { Reading } from './reading.ts';
import { inside, resolveReference } from './resolve-reference.ts';
import type { Place } from './resolve-reference.ts';

const responseFields = ['description', 'summary', 'headers', 'content', 'links'];
const bodyFields = ['description', 'content', 'required'];
const mediaTypeFields = ['schema', 'example', 'examples', 'encoding'];
const encodingFields = ['contentType', 'headers', 'style', 'explode', 'allowReserved'];
const formStyles = ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'] as const;
const headerFields =
  'description required deprecated allowEmptyValue style explode allowReserved schema content example examples';

/** The responses of an operation, by declared status. */
export function readResponses(reading: Reading, operation: Place): Response[] {
  const place = inside(operation, 'responses');
  const declared = membersOf(place);
  if (declared.length === 0) {
    addFault(reading, place, 'an operation must declare at least one response', {
      remedy: 'add responses, as in "200: { description: … }", or default',
    });
  }
  const responses: Response[] = [];
  for (const [status, member] of declared) {
    if (!/^(?:[1-5][0-9]{2}|[1-5]XX|default)$/.test(status)) {
      const remedy = /^[1-5]xx$/i.test(status) ? { remedy: `write ${status.toUpperCase()}` } : {};
      addFault(reading, member, `"${status}" is no status: 200, 2XX or default are`, { part: 'key', ...remedy });
    }
    const target = followObject(reading, member, 'a response');
    if (target) responses.push({ ...readResponse(reading, target), status });
  }
  return responses;
}

/** What is the same under every status: contracts name one shared response from many operations. */
function readResponse(reading: Reading, place: Place): Omit<Response, 'status'> {
  const known = isJsonObject(place.value) ? reading.responses.get(place.value) : undefined;
  if (known) return known;
  checkNames(reading, place, 'a response', responseFields);
  const headers = readHeaders(reading, inside(place, 'headers'));
  const content = readContent(reading, inside(place, 'content'));
  const bodyOptional = inside(place, 'x-body').value === 'optional';
  const response = { headers, content, bodyOptional, ...partOf(place) };
  if (isJsonObject(place.value)) reading.responses.set(place.value, response);
  return response;
}

/** The contract's word on Content-Type is `content` (OpenAPI 3.0.4 section 4.7.17), or that of the encoding. */
function readHeaders(reading: Reading, place: Place): Header[] {
  const headers: Header[] = [];
  for (const [name, member] of membersOf(place)) {
    const target = followObject(reading, member, 'a header');
    if (target && name.toLowerCase() !== 'content-type') headers.push(readHeader(reading, name, target));
  }
  return headers;
}

function readHeader(reading: Reading, name: string, place: Place): Header {
  checkNames(reading, place, 'a header', headerFields.split(' '));
  const [content] = readContent(reading, inside(place, 'content'));
  return {
    name,
    required: switchAt(reading, place, 'required', false),
    explode: switchAt(reading, place, 'explode', false),
    ...schemaOf(reading, place),
    ...(content === undefined ? {} : { content }),
    ...partOf(place),
  };
}

export function readRequestBody(reading: Reading, operation: Place): RequestBody | undefined {
  const place = followObject(reading, inside(operation, 'requestBody'), 'a request body');
  if (!place) return undefined;
  checkNames(reading, place, 'a request body', bodyFields);
  const content = readContent(reading, inside(place, 'content'));
  if (content.length === 0) addFault(reading, place, 'a request body must declare its content');
  return { required: switchAt(reading, place, 'required', false), content, ...partOf(place) };
}

/** The `content` map of a response, request body, parameter or header. */
export function readContent(reading: Reading, place: Place): MediaType[] {
  if (!objectAt(reading, place, 'content')) return [];
  const content: MediaType[] = [];
  for (const [name, member] of membersOf(place)) {
    if (parseMediaType(name) === undefined) {
      addFault(reading, member, `"${name}" is no media type: application/json and application/* are`, { part: 'key' });
    }
    const target = followObject(reading, member, 'a media type');
    if (!target) continue;
    checkNames(reading, target, 'a media type', mediaTypeFields);
    const example = exampleOf(reading, target);
    content.push({
      mediaType: name.toLowerCase(),
      ...schemaOf(reading, target),
      ...(example === undefined ? {} : { example }),
      ...readEncoding(reading, inside(target, 'encoding')),
      ...partOf(target),
    });
  }
  return content;
}

/** OpenAPI 3.0.4 section 4.7.15. */
function readEncoding(reading: Reading, place: Place): Pick<MediaType, 'encoding'> {
  if (!objectAt(reading, place, 'encoding')) return {};
  const encoding = new Map<string, Encoding>();
  for (const [name, member] of membersOf(place)) {
    if (!objectAt(reading, member, 'an encoding')) continue;
    checkNames(reading, member, 'an encoding', encodingFields);
    const contentType = textAt(reading, member, 'contentType');
    const style = styleNamed(textAt(reading, member, 'style'));
    if (style === undefined && inside(member, 'style').value !== undefined) {
      addFault(reading, inside(member, 'style'), `an encoding's style must be one of ${formStyles.join(', ')}`);
    }
    const headers = readHeaders(reading, inside(member, 'headers'));
    encoding.set(name, {
      ...(headers.length > 0 && { headers }),
      ...(contentType === undefined ? {} : { contentType }),
      ...(style === undefined ? {} : { style }),
      ...switchesOf(reading, member),
    });
  }
  return { encoding };
}

function styleNamed(name: string | undefined): ParameterStyle | undefined {
  return formStyles.find((style) => style === name);
}

function switchesOf(reading: Reading, place: Place): Pick<Encoding, 'explode' | 'allowReserved'> {
  const given = (name: string): boolean => inside(place, name).value !== undefined;
  return {
    ...(given('explode') ? { explode: switchAt(reading, place, 'explode', true) } : {}),
    ...(given('allowReserved') ? { allowReserved: switchAt(reading, place, 'allowReserved', false) } : {}),
  };
}

/** `example`, else the first of `examples` that carries a value, else the schema's own. */
function exampleOf(reading: Reading, place: Place): JsonValue | undefined {
  const own = inside(place, 'example').value;
  if (own !== undefined) return own;
  for (const [, member] of membersOf(inside(place, 'examples'))) {
    const target = followObject(reading, member, 'an example');
    const value = target && inside(target, 'value').value;
    if (value !== undefined) return value;
  }
  const schema = schemaTarget(inside(place, 'schema'));
  return inside(schema, 'example').value ?? inside(inside(schema, 'examples'), 0).value;
}

function schemaTarget(place: Place): Place {
  const reference = isJsonObject(place.value) ? place.value['$ref'] : undefined;
  const resolved = typeof reference === 'string' ? resolveReference(place, reference) : undefined;
  return resolved?.ok === true ? resolved.place : place;
}

/** The schema of a media type, parameter or header, checked on the way. */
export function schemaOf(reading: Reading, place: Place): { schema?: SchemaReference } {
  const schema = inside(place, 'schema');
  if (schema.value === undefined) return {};
  checkSchema(reading, schema);
  return { schema: { document: schema.document, pointer: schema.pointer } };
}

/** Where a part stands, as the contract's types carry it. */
export function partOf(place: Place): Pick<SchemaReference, 'document' | 'pointer'> {
  return { document: place.document, pointer: place.pointer };
}

function followObject(reading: Reading, place: Place, what: string): Place | undefined {
  const target = place.value === undefined ? undefined : follow(reading, place);
  return target && objectAt(reading, target, what);
}
