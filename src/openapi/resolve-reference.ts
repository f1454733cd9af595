// `$ref`: to the same document, or to another file of the project, relative to the file that refers.
import { didYouMean } from '../core/nearest-name.ts';
import type { JsonValue } from '../core/json.ts';
import { isJsonObject } from '../core/json.ts';
import type { SourceDocument } from '../core/source.ts';
import { escapeToken, parsePointer, valueAt } from '../document/json-pointer.ts';
import type { Dialect } from './schema-keywords.ts';

/** A part of a document: its value, and the way to it. */
export type Place = {
  readonly document: SourceDocument;
  readonly pointer: string;
  readonly value: JsonValue | undefined;
};

export type Resolved =
  | { readonly ok: true; readonly place: Place }
  | { readonly ok: false; readonly reason: string; readonly remedy?: string };

/** What a document's references need to know: its dialect, and how to reach other files. */
export type Surroundings = {
  readonly dialect: Dialect;
  readonly resolveFile: (file: string) => SourceDocument | undefined;
};

// Schemas are resolved when they are first used, long after the contract was read.
const surroundingsOf = new WeakMap<SourceDocument, Surroundings>();

const alone: Surroundings = { dialect: '3.1', resolveFile: () => undefined };

/** Makes a document's dialect and neighbours known. A document that another one refers to inherits both. */
export function adoptDocument(document: SourceDocument, surroundings: Surroundings): void {
  surroundingsOf.set(document, surroundings);
}

export function dialectOf(document: SourceDocument): Dialect {
  return (surroundingsOf.get(document) ?? alone).dialect;
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

/** Follows one `$ref`, as written. Loops are the caller's to find. */
export function resolveReference(document: SourceDocument, reference: string): Resolved {
  const hash = reference.indexOf('#');
  const file = hash < 0 ? reference : reference.slice(0, hash);
  const target = file === '' ? document : openNeighbour(document, file);
  if (typeof target === 'string') return { ok: false, reason: target };
  const fragment = decode(hash < 0 ? '' : reference.slice(hash + 1));
  if (fragment === undefined || parsePointer(fragment) === undefined) {
    return { ok: false, reason: `"${reference}" does not end in a JSON Pointer, as in "#/components/schemas/Course"` };
  }
  const place = placeAt(target, fragment);
  if (place.value !== undefined) return { ok: true, place };
  const cut = fragment.lastIndexOf('/');
  const parent = valueAt(target.value, fragment.slice(0, cut));
  const remedy = didYouMean(fragment.slice(cut + 1), isJsonObject(parent) ? Object.keys(parent) : []);
  return {
    ok: false,
    reason: `${target.file} has nothing at ${fragment}`,
    ...(remedy === undefined ? {} : { remedy }),
  };
}

/** The document, or why there is none. */
function openNeighbour(document: SourceDocument, reference: string): SourceDocument | string {
  const path = decode(reference);
  const file = path === undefined ? undefined : joinPath(document.file, path);
  if (file === undefined) return `"${reference}" is not a file of this project`;
  if (file === document.file) return document;
  const surroundings = surroundingsOf.get(document) ?? alone;
  const neighbour = surroundings.resolveFile(file);
  if (neighbour === undefined) return `there is no file ${file}`;
  if (!surroundingsOf.has(neighbour))
    adoptDocument(neighbour, { ...surroundings, dialect: ownDialect(neighbour, surroundings) });
  return neighbour;
}

function ownDialect(document: SourceDocument, inherited: Surroundings): Dialect {
  const version = isJsonObject(document.value) ? document.value['openapi'] : undefined;
  if (typeof version !== 'string') return inherited.dialect;
  return version.startsWith('3.0') ? '3.0' : '3.1';
}

/** Undefined where the path leaves the project's folder, is absolute, or is a URL. */
function joinPath(from: string, path: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:|^\/|\\/i.test(path)) return undefined;
  const segments = from.split('/').slice(0, -1);
  for (const segment of path.split('/')) {
    if (segment === '..' && segments.pop() === undefined) return undefined;
    if (segment !== '..' && segment !== '.' && segment !== '') segments.push(segment);
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
