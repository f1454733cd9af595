// XML by the hints of a schema: OpenAPI 3.0.4 section 4.7.26, "XML Object".
import type { JsonValue } from '../../core/json.ts';
import { isContainer, isJsonArray, isJsonObject, writeJson } from '../../core/json.ts';
import type { SchemaReference } from '../../openapi/contract.ts';
import { conjunctionOf, rulesOf } from '../../openapi/lint/conjunction.ts';
import { declarationsOf } from '../../openapi/lint/schema-worlds.ts';
import { inside, placeAt } from '../../openapi/resolve-reference.ts';
import type { Place } from '../../openapi/resolve-reference.ts';

export type WrittenXml = { readonly ok: true; readonly body: string } | { readonly ok: false; readonly reason: string };

const xmlName = /^[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?$/;

export function writeXml(value: JsonValue, schema: SchemaReference | undefined): WrittenXml {
  const place = schema && placeAt(schema.document, schema.pointer);
  const world = worldOf(place ? [place] : []);
  const name = hint(world, 'name') ?? lastNameOf(world) ?? 'root';
  try {
    return { ok: true, body: `<?xml version="1.0" encoding="UTF-8"?>${writeElement(name, value, world)}` };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { ok: false, reason: error.message };
  }
}

function worldOf(places: readonly Place[]): readonly Place[] {
  return conjunctionOf(places) ?? [];
}

function hint(world: readonly Place[], name: 'name' | 'namespace' | 'prefix'): string | undefined {
  const found = rulesOf(world, 'xml').map(({ place }) => inside(place, name).value);
  return found.find((value) => typeof value === 'string');
}

function isHinted(world: readonly Place[], name: 'attribute' | 'wrapped'): boolean {
  return rulesOf(world, 'xml').some(({ place }) => inside(place, name).value === true);
}

/** A schema of the components is called as it is there. */
function lastNameOf(world: readonly Place[]): string | undefined {
  return world.map(({ pointer }) => /^\/components\/schemas\/([\w.-]+)$/.exec(pointer)?.[1]).find(Boolean);
}

function writeElement(given: string, value: JsonValue, world: readonly Place[]): string {
  const prefix = hint(world, 'prefix');
  const name = prefix === undefined ? given : `${prefix}:${given}`;
  if (!xmlName.test(name)) throw new TypeError(`"${name}" is no name of an XML element: give the body an example`);
  const namespace = hint(world, 'namespace');
  const declared =
    namespace === undefined ? '' : ` xmlns${prefix === undefined ? '' : `:${prefix}`}="${escape(namespace)}"`;
  const { attributes, content } = writeContent(given, value, world);
  return `<${name}${declared}${attributes}>${content}</${name}>`;
}

type Content = { readonly attributes: string; readonly content: string };

function writeContent(name: string, value: JsonValue, world: readonly Place[]): Content {
  if (isJsonArray(value)) return { attributes: '', content: writeItems(name, value, world) };
  if (!isJsonObject(value)) return { attributes: '', content: value === null ? '' : escape(String(value)) };
  let [attributes, content] = ['', ''];
  for (const [member, inner] of Object.entries(value)) {
    const own = worldOf(world.flatMap((schema) => declarationsOf(schema, member).own));
    const called = hint(own, 'name') ?? member;
    if (isHinted(own, 'attribute'))
      attributes += ` ${called}="${escape(isContainer(inner) ? writeJson(inner) : String(inner))}"`;
    else if (isJsonArray(inner) && !isHinted(own, 'wrapped')) content += writeItems(called, inner, own);
    else content += writeElement(called, inner, own);
  }
  return { attributes, content };
}

function writeItems(name: string, items: readonly JsonValue[], world: readonly Place[]): string {
  const own = worldOf(world.map((schema) => inside(schema, 'items')).filter(({ value }) => value !== undefined));
  return items.map((item) => writeElement(hint(own, 'name') ?? name, item, own)).join('');
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
