// An OpenAPI document as the page needs it.
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { isJsonArray, isJsonObject, writeJson } from '../../core/json.ts';
import { memberOf, valueAt } from '../../document/json-pointer.ts';

/** A gateway by the name that people choose it by. */
export type NamedAddress = { readonly name: string; readonly url: string };

/**
 * These gateways stand in place of its servers, wherever it names some; the base path of the first server stays, since the
 * operations are behind it. Examples of optional parameters are told in words: as examples, the component would fill them
 * in, and send every filter and header that there is.
 */
export function pageDocument(document: JsonObject, gateways: readonly NamedAddress[]): JsonObject {
  const leaveEmpty = (parameter: JsonValue): JsonValue => withoutFilling(document, parameter);
  const replaced = (servers: JsonValue | undefined): JsonValue => {
    const path = basePathOf(isJsonArray(servers) ? servers[0] : undefined);
    return gateways.map(({ name, url }) => ({ url: url + path, description: name }));
  };
  const inPart = (part: JsonValue): JsonValue => {
    if (!isJsonObject(part)) return part;
    const { servers, parameters } = part;
    return {
      ...part,
      ...(servers !== undefined && { servers: replaced(servers) }),
      ...(isJsonArray(parameters) && { parameters: parameters.map(leaveEmpty) }),
    };
  };
  const inPathItem = (item: JsonValue): JsonValue => inPart(mapMembers(item, inPart));
  const inComponents = (components: JsonValue): JsonValue => {
    const parameters = memberOf(components, 'parameters');
    if (!isJsonObject(components) || parameters === undefined) return components;
    return { ...components, parameters: mapMembers(parameters, leaveEmpty) };
  };
  const { servers, paths, components } = document;
  return {
    ...document,
    servers: replaced(servers),
    ...(paths !== undefined && { paths: mapMembers(paths, inPathItem) }),
    ...(components !== undefined && { components: inComponents(components) }),
  };
}

function withoutFilling(document: JsonObject, parameter: JsonValue): JsonValue {
  if (!isJsonObject(parameter) || parameter['required'] === true) return parameter;
  const { example, examples, description, schema, ...kept } = parameter;
  const named = isJsonObject(examples) ? Object.values(examples).map((each) => memberOf(each, 'value')) : [];
  const values = [example, ...named].filter((value) => value !== undefined);
  const shown = values.map((value) => `\`${typeof value === 'string' ? value : writeJson(value)}\``).join(', ');
  const before = typeof description === 'string' ? `${description.trimEnd()}\n\n` : '';
  const text = shown === '' ? before.trimEnd() : `${before}For example: ${shown}`;
  return {
    ...kept,
    ...(text !== '' && { description: text }),
    ...(isJsonObject(schema) && { schema: withoutExamples(schema) }),
    // Of an object without an example the component makes one up.
    ...(isObjectSchema(document, schema) && { example: {} }),
  };
}

function isObjectSchema(document: JsonObject, schema: JsonValue | undefined): boolean {
  const reference = memberOf(schema, '$ref');
  const local = typeof reference === 'string' && reference.startsWith('#') ? reference.slice(1) : undefined;
  return memberOf(local === undefined ? schema : valueAt(document, local), 'type') === 'object';
}

function withoutExamples(schema: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => name !== 'example' && name !== 'examples'));
}

function mapMembers(value: JsonValue, change: (member: JsonValue) => JsonValue): JsonValue {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, change(member)]));
}

/** Variables as they are by default; without a slash at the end. */
function basePathOf(server: JsonValue | undefined): string {
  const url = memberOf(server, 'url');
  if (typeof url !== 'string') return '';
  const filled = url.replace(/\{([^{}]*)\}/g, (whole, name: string) => {
    const preset = memberOf(memberOf(memberOf(server, 'variables'), name), 'default');
    return typeof preset === 'string' ? preset : whole;
  });
  const path = filled.replace(/^(?:[a-z][a-z0-9+.-]*:)?\/\/[^/?#]*/i, '').replace(/^\.?\/+|\/+$|[?#].*$/gs, '');
  return path === '' || path === '.' ? '' : `/${path}`;
}
