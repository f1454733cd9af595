import type { JsonObject, JsonValue } from '../../core/json.ts';
import { isJsonArray, isJsonObject } from '../../core/json.ts';
import { memberOf } from '../../document/json-pointer.ts';

/** A gateway by the name that people choose it by. */
export type NamedAddress = { readonly name: string; readonly url: string };

/**
 * An OpenAPI document with these gateways in place of its servers, wherever it names some. The base path of the first
 * server stays: the operations are behind it.
 */
export function serveFrom(document: JsonObject, gateways: readonly NamedAddress[]): JsonObject {
  const replaced = (servers: JsonValue | undefined): JsonValue => {
    const path = basePathOf(isJsonArray(servers) ? servers[0] : undefined);
    return gateways.map(({ name, url }) => ({ url: url + path, description: name }));
  };
  const inPart = (part: JsonValue): JsonValue =>
    isJsonObject(part) && 'servers' in part ? { ...part, servers: replaced(part['servers']) } : part;
  const inPathItem = (item: JsonValue): JsonValue => inPart(mapMembers(item, inPart));
  return {
    ...document,
    servers: replaced(document['servers']),
    ...('paths' in document && { paths: mapMembers(document['paths'] ?? null, inPathItem) }),
  };
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
