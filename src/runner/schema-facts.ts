// Two facts that the runner needs of a schema. Everything else is judged in `openapi/`.
import type { JsonValue } from '../core/json.ts';
import { isJsonArray, isJsonObject } from '../core/json.ts';
import { memberOf } from '../document/json-pointer.ts';
import type { MediaType, Operation, Response, SchemaReference } from '../openapi/contract.ts';
import { declaredResponse } from '../openapi/match-response.ts';
import type { Place } from '../openapi/resolve-reference.ts';
import { inside, placeAt, resolveReference } from '../openapi/resolve-reference.ts';

/** The only value that a schema allows: `const`, or an `enum` of one. */
export function fixedValue(schema: SchemaReference): JsonValue | undefined {
  const seen = new Set<JsonValue>();
  let place: Place | undefined = placeAt(schema.document, schema.pointer);
  while (isJsonObject(place?.value) && typeof place.value['$ref'] === 'string' && !seen.has(place.value)) {
    seen.add(place.value);
    place = follow(place, place.value['$ref']);
  }
  const allowed = memberOf(place?.value, 'enum');
  return memberOf(place?.value, 'const') ?? (isJsonArray(allowed) && allowed.length === 1 ? allowed[0] : undefined);
}

/** Names of all members, parameters and headers of an operation that its contract marks with `format: password`. */
export function passwordNames(operation: Operation): ReadonlySet<string> {
  return new Set([requestPasswords(operation), ...operation.responses.map(passwordsOf)].flatMap((names) => [...names]));
}

const ofRequests = new WeakMap<Operation, ReadonlySet<string>>();

/** Those of its parameters and its request body. */
export function requestPasswords(operation: Operation): ReadonlySet<string> {
  const known = ofRequests.get(operation);
  if (known) return known;
  const { parameters, requestBody } = operation;
  const names = collectNames(parameters, requestBody?.content ?? []);
  ofRequests.set(operation, names);
  return names;
}

/**
 * Those of the answers of a status; of all its messages where the contract does not declare that status. A name may
 * carry a secret in one answer and a word in another: the `code` of an authorization is no `code` of an error.
 */
export function responsePasswords(operation: Operation, status: number): ReadonlySet<string> {
  const response = declaredResponse(operation, status);
  return response ? passwordsOf(response) : passwordNames(operation);
}

const ofResponses = new WeakMap<Response, ReadonlySet<string>>();

function passwordsOf(response: Response): ReadonlySet<string> {
  const known = ofResponses.get(response);
  if (known) return known;
  const names = collectNames(response.headers, response.content);
  ofResponses.set(response, names);
  return names;
}

type Named = { readonly name: string; readonly schema?: SchemaReference | undefined };

function collectNames(parts: readonly Named[], content: readonly MediaType[]): ReadonlySet<string> {
  const names = new Set<string>();
  const seen = new Set<JsonValue>();
  for (const { name, schema } of [...parts, ...content.map(({ schema }) => ({ name: '', schema }))]) {
    if (schema) collectFrom(placeAt(schema.document, schema.pointer), name, names, seen);
  }
  return names;
}

const inPlace = ['items', 'prefixItems', 'allOf', 'anyOf', 'oneOf', 'then', 'else'] as const;

/** Walks a schema and all that it contains, each once; `name` is the member that the schema stands for. */
function collectFrom(place: Place, name: string, names: Set<string>, seen: Set<JsonValue>): void {
  const schema = place.value;
  if (isJsonArray(schema)) {
    for (const index of schema.keys()) collectFrom(inside(place, index), name, names, seen);
    return;
  }
  if (!isJsonObject(schema)) return;
  if (schema['format'] === 'password') names.add(name);
  if (seen.has(schema)) return;
  seen.add(schema);
  const reference = schema['$ref'];
  const target = typeof reference === 'string' ? follow(place, reference) : undefined;
  if (target) collectFrom(target, name, names, seen);
  const properties = inside(place, 'properties');
  if (isJsonObject(properties.value)) {
    for (const member of Object.keys(properties.value)) collectFrom(inside(properties, member), member, names, seen);
  }
  for (const keyword of inPlace)
    if (Object.hasOwn(schema, keyword)) collectFrom(inside(place, keyword), name, names, seen);
}

/** A reference that leads nowhere is a fault of the contract, told where contracts are read. */
function follow(place: Place, reference: string): Place | undefined {
  const resolved = resolveReference(place, reference);
  return resolved.ok ? resolved.place : undefined;
}
