// `$ref`: within a document, to another file of the project, to a fetched document, to an identifier. Relative to the
// base URI where it stands (RFC 3986; JSON Schema 2020-12 section 9): the file, its address, or the nearest `$id`.
import type { DescriptionCode } from '../core/codes.ts';
import { DescriptionError } from '../core/errors.ts';
import { didYouMean } from '../core/nearest-name.ts';
import type { JsonValue } from '../core/json.ts';
import { isJsonObject } from '../core/json.ts';
import type { SourceDocument } from '../core/source.ts';
import { escapeToken, parsePointer, valueAt } from '../document/json-pointer.ts';
import { parseUrl, remoteFile } from './remote-file.ts';
import { findIdentifiers } from './schema-identifiers.ts';
import type { Identifiers, Resource } from './schema-identifiers.ts';
import type { Dialect } from './schema-keywords.ts';

/** A part of a document: its value, and the way to it. */
export type Place = {
  readonly document: SourceDocument;
  readonly pointer: string;
  readonly value: JsonValue | undefined;
};

export type Resolved =
  | { readonly ok: true; readonly place: Place }
  | { readonly ok: false; readonly reason: string; readonly remedy?: string; readonly code?: DescriptionCode };

/** How a contract reaches the documents that it leads to. */
export type Neighbours = {
  /** The file of that name, relative to the project's folder. @throws DescriptionError where it is faulty */
  readonly open: (file: string) => SourceDocument | undefined;
  /** Folders outside of the project that may be read, as in `../common-schemas`. */
  readonly allow: readonly string[];
  /** The base URI of the document itself, where that is not its file. */
  readonly base?: string;
  /** Told of each document that lies behind an address, whether it is there or not. */
  readonly onRemote?: (address: string, from: Place) => void;
};

/** What is known of all documents of one contract. */
type Family = Neighbours & {
  /** By file. A document that two contracts lead to is another in each: its dialect may differ. */
  readonly members: Map<string, SourceDocument>;
  readonly faulty: (error: DescriptionError) => void;
};

type Surroundings = {
  readonly dialect: Dialect;
  readonly family: Family;
  /** The file, or the address that the document was fetched from. */
  readonly base: string;
  identifiers: Identifiers | undefined;
  /** By the resource where it stands, and the reference: most are written many times. */
  readonly resolved: Map<string, Resolved>;
};

// Schemas are resolved when they are first used, long after the contract was read.
const surroundingsOf = new WeakMap<SourceDocument, Surroundings>();

/** Makes a contract's dialect and neighbours known. A document that it refers to inherits both. */
export function adoptDocument(
  document: SourceDocument,
  options: { readonly dialect: Dialect; readonly neighbours: Neighbours; readonly faulty: Family['faulty'] },
): void {
  const { dialect, neighbours, faulty } = options;
  const family = { ...neighbours, members: new Map([[document.file, document]]), faulty };
  const base = neighbours.base ?? document.file;
  surroundingsOf.set(document, { dialect, family, base, identifiers: undefined, resolved: new Map() });
}

function surroundings(document: SourceDocument): Surroundings {
  const known = surroundingsOf.get(document);
  if (known) return known;
  adoptDocument(document, {
    dialect: '3.1',
    neighbours: { open: () => undefined, allow: [] },
    faulty: () => undefined,
  });
  return surroundings(document);
}

export function dialectOf(document: SourceDocument): Dialect {
  return surroundings(document).dialect;
}

export function placeAt(document: SourceDocument, pointer: string): Place {
  return { document, pointer, value: valueAt(document.value, pointer) };
}

/** One step down. */
export function inside(place: Place, token: string | number): Place {
  const { value } = place;
  const child = isJsonObject(value) && Object.hasOwn(value, token) ? value[token] : undefined;
  const element = Array.isArray(value) ? (value as readonly JsonValue[])[Number(token)] : child;
  return { document: place.document, pointer: `${place.pointer}/${escapeToken(token)}`, value: element };
}

/** A schema resource, and the document that holds it. */
type Target = { readonly document: SourceDocument; readonly resource: Resource };

type Refused = Extract<Resolved, { ok: false }>;

/**
 * Follows one reference, as written. Loops are the caller's to find.
 * @param from what holds the reference
 */
export function resolveReference(from: Place, reference: string): Resolved {
  const { resolved } = surroundings(from.document);
  const key = `${identifiersOf(from.document).resourceAt(from.pointer).pointer} ${reference}`;
  let found = resolved.get(key);
  if (!found) {
    found = resolveAnew(from, reference);
    resolved.set(key, found);
  }
  return found;
}

function resolveAnew(from: Place, reference: string): Resolved {
  const hash = reference.indexOf('#');
  const target = findTarget(from, hash < 0 ? reference : reference.slice(0, hash));
  if ('ok' in target) return target;
  const fragment = decode(hash < 0 ? '' : reference.slice(hash + 1));
  if (fragment !== '' && fragment?.startsWith('/') !== true) return findAnchor(target, reference, fragment);
  if (parsePointer(fragment) === undefined) {
    return { ok: false, reason: `"${reference}" does not end in a JSON Pointer, as in "#/components/schemas/Course"` };
  }
  const { document, resource } = target;
  const place = placeAt(document, resource.pointer + fragment);
  if (place.value !== undefined) return { ok: true, place };
  const cut = place.pointer.lastIndexOf('/');
  const parent = valueAt(document.value, place.pointer.slice(0, cut));
  const remedy = didYouMean(place.pointer.slice(cut + 1), isJsonObject(parent) ? Object.keys(parent) : []);
  return {
    ok: false,
    reason: `${document.file} has nothing at ${place.pointer}`,
    ...(remedy === undefined ? {} : { remedy }),
  };
}

function findAnchor({ document, resource }: Target, reference: string, name: string | undefined): Resolved {
  const known = identifiersOf(document);
  const pointer = name === undefined ? undefined : known.anchorIn(resource, name);
  if (pointer !== undefined) return { ok: true, place: placeAt(document, pointer) };
  if (dialectOf(document) === '3.0' || name === undefined || known.anchorNames.length === 0) {
    return { ok: false, reason: `"${reference}" does not end in a JSON Pointer, as in "#/components/schemas/Course"` };
  }
  const remedy = didYouMean(name, known.anchorNames);
  return {
    ok: false,
    reason: `no schema of ${document.file} has the $anchor "${name}"`,
    ...(remedy === undefined ? {} : { remedy }),
  };
}

/** The resource that the part before `#` names, seen from a place. */
function findTarget(from: Place, reference: string): Target | Refused {
  const { document } = from;
  const known = identifiersOf(document);
  const here = known.resourceAt(from.pointer);
  if (reference === '') return { document, resource: here };
  const uri = resolveUri(here.uri, reference);
  if (uri === undefined) return { ok: false, reason: `"${reference}" is not a file of this project` };
  const own = known.resources.get(uri);
  if (own) return { document, resource: own };
  if (!hasScheme(uri)) return openFile(document, uri, reference);
  const kept = remoteFile(uri);
  // A `$id` may be an address that nothing answers at: files that refer to each other by their `$id` lie side by side.
  const beside = siblingOf(document, here, reference);
  if (beside) return beside;
  if (kept !== undefined) return openRemote(from, uri, kept);
  return { ok: false, reason: `no schema of ${document.file} has the $id ${uri}, and such an address is not fetched` };
}

function siblingOf(document: SourceDocument, here: Resource, reference: string): Target | undefined {
  const { base } = surroundings(document);
  if (here.pointer !== '' || here.uri === base || hasScheme(base) || hasScheme(reference)) return undefined;
  const file = resolveUri(base, reference);
  const target = file === undefined ? undefined : openFile(document, file, reference);
  return target && 'document' in target ? target : undefined;
}

function openRemote(from: Place, address: string, file: string): Target | Refused {
  const { family } = surroundings(from.document);
  family.onRemote?.(address, from);
  const target = adopt(from.document, file, address);
  if (target) return target;
  return {
    ok: false,
    code: 'DOCUMENT_NOT_FETCHED',
    reason: `the document behind ${address} has not been fetched`,
    remedy: 'npx gatewright lint --fetch keeps it in contracts/remote',
  };
}

function openFile(document: SourceDocument, file: string, reference: string): Target | Refused {
  const { allow } = surroundings(document).family;
  if (file.startsWith('../') && !allow.some((folder) => liesIn(file, folder))) {
    const folder = file.slice(0, file.lastIndexOf('/'));
    return {
      ok: false,
      reason: `"${reference}" lies outside of the project`,
      remedy: `if it may be read, say so in gateways.yaml: contracts: { allow: [${folder}] }`,
    };
  }
  return adopt(document, file, file) ?? { ok: false, reason: `there is no file ${file}` };
}

function liesIn(file: string, folder: string): boolean {
  const start = `${joinPath('', folder) ?? ''}/`;
  return file.startsWith(start) && !file.startsWith('../', start.length);
}

/** A file as a member of the family; undefined where there is none. */
function adopt(document: SourceDocument, file: string, base: string): Target | Refused | undefined {
  const { family, dialect } = surroundings(document);
  const known = family.members.get(file);
  if (known) return wholeOf(known);
  let opened: SourceDocument | undefined;
  try {
    opened = family.open(file);
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    family.faulty(error);
    return { ok: false, reason: `${file} has faults of its own` };
  }
  if (!opened) return undefined;
  const own: SourceDocument = { ...opened };
  family.members.set(file, own);
  surroundingsOf.set(own, {
    dialect: ownDialect(own) ?? dialect,
    family,
    base,
    identifiers: undefined,
    resolved: new Map(),
  });
  return wholeOf(own);
}

function wholeOf(document: SourceDocument): Target {
  return { document, resource: identifiersOf(document).resourceAt('') };
}

function identifiersOf(document: SourceDocument): Identifiers {
  const known = surroundings(document);
  // OpenAPI 3.0 has no identifiers.
  known.identifiers ??= findIdentifiers(document, known.base, known.dialect === '3.0' ? () => undefined : resolveUri);
  return known.identifiers;
}

function ownDialect({ value }: SourceDocument): Dialect | undefined {
  const version = isJsonObject(value) ? value['openapi'] : undefined;
  if (typeof version !== 'string') return undefined;
  return version.startsWith('3.0') ? '3.0' : '3.1';
}

export function hasScheme(reference: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(reference);
}

/** The base is a file of the project or a URI; so is the result. Undefined where there is none. */
export function resolveUri(base: string, reference: string): string | undefined {
  if (hasScheme(reference) || hasScheme(base)) {
    return parseUrl(reference, hasScheme(base) ? base : undefined)?.href;
  }
  const path = decode(reference);
  return path === undefined ? undefined : joinPath(base, path);
}

/** Undefined where the path is absolute, or no path at all. It may lead out of the project, by `../`. */
function joinPath(from: string, path: string): string | undefined {
  if (/^\/|\\|\0/.test(path)) return undefined;
  const segments = from.split('/').slice(0, -1);
  for (const segment of path.split('/')) {
    if (segment === '..' && (segments.at(-1) ?? '..') === '..') segments.push('..');
    else if (segment === '..') segments.pop();
    else if (segment !== '.' && segment !== '') segments.push(segment);
  }
  return segments.join('/');
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
