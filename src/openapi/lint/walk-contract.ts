// Every part of a contract that the specification gives a kind, each once, and which way the values go that it judges.
// A way of its own, beside readContract, so that contracts with faults and parts that no operation uses are seen too.
import { isJsonObject } from '../../core/json.ts';
import { escapeToken } from '../../document/json-pointer.ts';
import { dialectOf, inside, placeAt } from '../resolve-reference.ts';
import type { Place } from '../resolve-reference.ts';
import type { SourceDocument } from '../../core/source.ts';
import { schemaKeywords } from '../schema-keywords.ts';
import { listAt, schemasOf, targetOf } from '../schema-parts.ts';

export type SiteKind =
  | 'root'
  | 'components'
  | 'pathItem'
  | 'operation'
  | 'parameter'
  | 'header'
  | 'requestBody'
  | 'response'
  | 'mediaType'
  | 'encoding'
  | 'example'
  | 'link'
  | 'callback'
  | 'schema';

export type Way = 'request' | 'response';

export type Site = {
  readonly kind: SiteKind;
  readonly place: Place;
  /** Where it is used; empty where only `components` holds it, and nothing leads there. */
  readonly ways: ReadonlySet<Way>;
  /** Whether a path or webhook leads here. */
  readonly reached: boolean;
};

type Arity = 'one' | 'list' | 'map';
type Fields = Readonly<Record<string, readonly [arity: Arity, kind: SiteKind, way?: Way]>>;

const operations = Object.fromEntries(
  ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'].map((method) => [
    method,
    ['one', 'operation'] as const,
  ]),
);

/** Where each kind holds which (OpenAPI 3.0.4 section 4.7, 3.1.1 section 4.8). */
const fieldsOf: Readonly<Record<Exclude<SiteKind, 'schema' | 'callback'>, Fields>> = {
  root: { paths: ['map', 'pathItem'], webhooks: ['map', 'pathItem'], components: ['one', 'components'] },
  components: {
    schemas: ['map', 'schema'],
    responses: ['map', 'response', 'response'],
    parameters: ['map', 'parameter', 'request'],
    requestBodies: ['map', 'requestBody', 'request'],
    headers: ['map', 'header', 'response'],
    examples: ['map', 'example'],
    links: ['map', 'link'],
    callbacks: ['map', 'callback'],
    pathItems: ['map', 'pathItem'],
  },
  pathItem: { ...operations, parameters: ['list', 'parameter', 'request'] },
  operation: {
    parameters: ['list', 'parameter', 'request'],
    requestBody: ['one', 'requestBody', 'request'],
    responses: ['map', 'response', 'response'],
    callbacks: ['map', 'callback'],
  },
  parameter: { schema: ['one', 'schema'], content: ['map', 'mediaType'], examples: ['map', 'example'] },
  header: { schema: ['one', 'schema'], content: ['map', 'mediaType'], examples: ['map', 'example'] },
  requestBody: { content: ['map', 'mediaType'] },
  response: { headers: ['map', 'header'], content: ['map', 'mediaType'], links: ['map', 'link'] },
  mediaType: { schema: ['one', 'schema'], examples: ['map', 'example'], encoding: ['map', 'encoding'] },
  encoding: { headers: ['map', 'header'] },
  example: {},
  link: {},
};

type Visit = { readonly kind: SiteKind; readonly place: Place; readonly way: Way | undefined };
type Found = Visit & { readonly ways: Set<Way>; reached: boolean };

/** Every part of a contract, through `$ref` into other files too. What leads nowhere is left out. */
export function walkContract(document: SourceDocument): Site[] {
  const found = new Map<string, Found>();
  const passed = new Set<string>();
  const visitAll = (start: Visit, reached: boolean): void => {
    const waiting = [start];
    for (let visit = waiting.pop(); visit; visit = waiting.pop()) {
      const { kind, place, way } = visit;
      const key = keyOf(place);
      // A part that a path leads to has its way already.
      if (!isContainerOf(kind, place) || passed.has(`${kind} ${way ?? ''} ${key}`)) continue;
      const known = found.get(`${kind} ${key}`);
      if (known && !reached && (known.reached || way === undefined)) continue;
      passed.add(`${kind} ${way ?? ''} ${key}`);
      const site = known ?? { ...visit, ways: new Set<Way>(), reached };
      if (way !== undefined) site.ways.add(way);
      found.set(`${kind} ${key}`, site);
      waiting.push(...childrenOf(visit).reverse());
    }
  };
  const root = placeAt(document, '');
  for (const name of ['paths', 'webhooks']) {
    const paths = inside(root, name);
    for (const place of membersIn(paths)) visitAll({ kind: 'pathItem', place, way: undefined }, true);
  }
  for (let heir = heirOf(root, found); heir; heir = heirOf(root, found)) visitAll(heir, true);
  visitAll({ kind: 'root', place: root, way: undefined }, false);
  return [...found.values()];
}

/** The same part, whichever way leads there. */
export function keyOf({ document, pointer }: Place): string {
  return `${document.file}#${pointer}`;
}

function isContainerOf(kind: SiteKind, { value }: Place): boolean {
  return isJsonObject(value) || (kind === 'schema' && typeof value === 'boolean');
}

function childrenOf({ kind, place, way }: Visit): Visit[] {
  const target = targetOf(place);
  const led: Visit[] = target ? [{ kind, place: target, way }] : [];
  if (kind === 'schema') {
    return [...led, ...[...schemasIn(place), ...mappedSchemas(place)].map((child) => ({ kind, place: child, way }))];
  }
  if (target) return led;
  if (kind === 'callback') return membersIn(place).map((child) => ({ kind: 'pathItem', place: child, way: undefined }));
  return Object.entries(fieldsOf[kind]).flatMap(([name, [arity, child, own]]) =>
    partsOf(inside(place, name), arity).map((part) => ({ kind: child, place: part, way: own ?? way })),
  );
}

function partsOf(place: Place, arity: Arity): Place[] {
  if (arity === 'one') return [place];
  if (arity === 'map') return membersIn(place);
  return listAt(place);
}

function membersIn(place: Place): Place[] {
  if (!isJsonObject(place.value)) return [];
  return Object.keys(place.value)
    .filter((name) => !name.startsWith('x-') || !isSpecification(place))
    .map((name) => inside(place, name));
}

/** Where names are the specification's, `x-` begins an extension; where they are the author's, it is a name. */
function isSpecification({ pointer }: Place): boolean {
  return /^\/(?:paths|webhooks)$|\/(?:responses|callbacks)$/.test(pointer);
}

/** The schemas that a schema holds; in OpenAPI 3.0 nothing beside `$ref` counts. */
function schemasIn(place: Place): Place[] {
  const { value } = place;
  const dialect = dialectOf(place.document);
  if (!isJsonObject(value) || (dialect === '3.0' && typeof value['$ref'] === 'string')) return [];
  const keywords = schemaKeywords(dialect);
  return Object.keys(value).flatMap((name) => {
    const kind = Object.hasOwn(keywords, name) ? keywords[name] : undefined;
    return kind === undefined ? [] : schemasOf(kind, inside(place, name));
  });
}

/** What `mapping` of a discriminator names (OpenAPI 3.0.4 section 4.7.25): a reference, or the bare name of a schema. */
function mappedSchemas(place: Place): Place[] {
  const { document, pointer } = place;
  const mapping = inside(inside(place, 'discriminator'), 'mapping').value;
  return Object.values(isJsonObject(mapping) ? mapping : {}).flatMap((name) => {
    if (typeof name !== 'string') return [];
    const own = placeAt(document, `/components/schemas/${escapeToken(name)}`);
    return own.value === undefined ? (targetOf({ document, pointer, value: { $ref: name } }) ?? []) : [own];
  });
}

/** A schema that nothing names, but that extends one with a discriminator: its name is a value of that. */
function heirOf(root: Place, found: ReadonlyMap<string, Found>): Visit | undefined {
  for (const place of membersIn(inside(inside(root, 'components'), 'schemas'))) {
    if (found.has(`schema ${keyOf(place)}`)) continue;
    for (const branch of listAt(inside(place, 'allOf'))) {
      const base = targetOf(branch);
      const known = base && found.get(`schema ${keyOf(base)}`);
      if (!known || inside(known.place, 'discriminator').value === undefined) continue;
      return { kind: 'schema', place, way: known.way };
    }
  }
  return undefined;
}
