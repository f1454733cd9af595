// `$id`, `$anchor` and `$dynamicAnchor` of a document: JSON Schema 2020-12, section 8.2.
import type { JsonObject, JsonValue } from '../core/json.ts';
import { isJsonArray, isJsonObject } from '../core/json.ts';
import type { SourceDocument } from '../core/source.ts';
import { escapeToken } from '../document/json-pointer.ts';

/** A schema resource: the whole document, or a schema in it that has a `$id`. */
export type Resource = { readonly uri: string; readonly pointer: string };

export type Identifiers = {
  /** The document itself, then those embedded in it, by their URI. */
  readonly resources: ReadonlyMap<string, Resource>;
  /** The resource that a place belongs to. */
  readonly resourceAt: (pointer: string) => Resource;
  /** The pointer of an anchor in a resource. */
  readonly anchorIn: (resource: Resource, name: string) => string | undefined;
  readonly anchorNames: readonly string[];
};

type Found = {
  readonly root: Resource;
  readonly resources: Map<string, Resource>;
  readonly byPointer: Map<string, Resource>;
  readonly anchors: Map<string, string>;
  readonly resolve: (base: string, reference: string) => string | undefined;
};

/**
 * Finds all identifiers of a document.
 * @param root the document's own URI, or its file
 * @param resolve one URI reference against another
 */
export function findIdentifiers(document: SourceDocument, root: string, resolve: Found['resolve']): Identifiers {
  const whole: Resource = { uri: root, pointer: '' };
  const found: Found = {
    root: whole,
    resources: new Map([[root, whole]]),
    byPointer: new Map(),
    anchors: new Map(),
    resolve,
  };
  if (/\$(?:id|anchor|dynamicAnchor)\b/.test(document.text)) walk(found, document.value, '', whole);
  return {
    resources: found.resources,
    resourceAt: (pointer) => nearest(found, pointer),
    anchorIn: (resource, name) => found.anchors.get(`${resource.pointer}#${name}`),
    anchorNames: [...found.anchors.keys()].map((key) => key.slice(key.indexOf('#') + 1)),
  };
}

/** Here names stand for what the author calls so, not for keywords. */
const maps: ReadonlySet<string> = new Set(
  (
    'properties patternProperties dependentSchemas $defs definitions schemas ' +
    'responses parameters headers requestBodies pathItems paths content'
  ).split(' '),
);
/** Here stand values, whatever they look like. */
const data: ReadonlySet<string> = new Set('example examples default enum const value'.split(' '));

function walk(found: Found, value: JsonValue, pointer: string, resource: Resource): void {
  if (isJsonArray(value)) {
    value.forEach((item, index) => walk(found, item, `${pointer}/${index}`, resource));
    return;
  }
  if (!isJsonObject(value)) return;
  const own = identify(found, value, pointer, resource);
  for (const [name, member] of Object.entries(value)) {
    if (typeof member !== 'object' || data.has(name) || name.startsWith('x-')) continue;
    const at = `${pointer}/${escapeToken(name)}`;
    if (!maps.has(name) || !isJsonObject(member)) walk(found, member, at, own);
    else for (const [key, child] of Object.entries(member)) walk(found, child, `${at}/${escapeToken(key)}`, own);
  }
}

/** The resource that begins here, or goes on. */
function identify(found: Found, schema: JsonObject, pointer: string, resource: Resource): Resource {
  const { $id: id, $anchor: anchor, $dynamicAnchor: dynamic } = schema;
  const uri = typeof id === 'string' ? found.resolve(resource.uri, id.replace(/#$/, '')) : undefined;
  const own = uri === undefined ? resource : { uri, pointer };
  if (uri !== undefined) {
    if (!found.resources.has(uri)) found.resources.set(uri, own);
    found.byPointer.set(pointer, own);
  }
  for (const name of [anchor, dynamic]) {
    if (typeof name === 'string') found.anchors.set(`${own.pointer}#${name}`, pointer);
  }
  return own;
}

function nearest({ byPointer, root }: Found, pointer: string): Resource {
  if (byPointer.size === 0) return root;
  for (let end = pointer.length; end >= 0; end = end === 0 ? -1 : pointer.lastIndexOf('/', end - 1)) {
    const resource = byPointer.get(pointer.slice(0, end));
    if (resource) return resource;
  }
  return root;
}
