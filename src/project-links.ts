// Descriptions and all that their source descriptions name, each read once: descriptions may name each other, in a circle too.
import { posix } from 'node:path';
import type { SourceDescription } from './arazzo/description.ts';
import type { Link } from './arazzo/link.ts';
import { showValue } from './core/json.ts';
import type { Fault } from './core/errors.ts';
import { didYouMean } from './core/nearest-name.ts';
import type { SourceDocument } from './core/source.ts';
import { formatLocation } from './core/source.ts';
import { memberOf } from './document/json-pointer.ts';
import type { Contract } from './openapi/contract.ts';
import { remoteFile } from './openapi/remote-file.ts';
import { hasScheme, resolveUri } from './openapi/resolve-reference.ts';
import { attempt, contractName, contractOf, descriptionOf, workflowName } from './project-documents.ts';
import type { Reading } from './project-documents.ts';

/** The descriptions of these files. All documents are read before any reference between them is followed. */
export function linkAll(reading: Reading, files: readonly string[]): Link[] {
  const waiting = [...files];
  const seen = new Set<string>();
  for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const description = descriptionOf(reading, file);
    const document = attempt(reading, () => reading.document(file));
    if (document) identify(reading, document);
    for (const source of description?.sourceDescriptions ?? []) {
      const found = description && locate(reading, description.document, source);
      if (found && 'file' in found && kindOf(reading, found.file) === 'arazzo') waiting.push(found.file);
    }
  }
  return files.flatMap((file) => linkOf(reading, file) ?? []);
}

/** Remembers what URI a document gives itself (`$self`); two documents of one URI cannot be told apart. */
function identify({ identities, addresses, faults, document: open }: Reading, document: SourceDocument): void {
  const { file, value } = document;
  if (memberOf(value, '$self') === undefined) return;
  const self = baseOf({ addresses }, document);
  const known = identities.get(self);
  if (known === undefined) identities.set(self, file);
  if (known === undefined || known === file) return;
  const other = open(known)?.locate('/$self');
  faults.push({
    code: 'ARAZZO_SCHEMA',
    message: `"$self" ${self} is already that of ${other ? formatLocation(other) : known}`,
    location: document.locate('/$self'),
    remedy: 'give each document its own',
  });
}

/** RFC 3986, section 5.1, as Arazzo 1.1 has it: `$self`, relative to where the document was had from; else that place. */
function baseOf({ addresses }: Pick<Reading, 'addresses'>, { file, value }: SourceDocument): string {
  const place = addresses.get(file) ?? file;
  const self = memberOf(value, '$self');
  return typeof self === 'string' ? (resolveUri(place, self) ?? self) : place;
}

function linkOf(reading: Reading, file: string): Link | undefined {
  if (reading.links.has(file)) return reading.links.get(file);
  const description = descriptionOf(reading, file);
  if (!description) {
    if (reading.text(file) === undefined) reading.faults.push(fileNotFound(reading, file));
    reading.links.set(file, undefined);
    return undefined;
  }
  const contracts = new Map<string, Contract>();
  const descriptions = new Map<string, Link>();
  const messages = new Map<string, SourceDocument>();
  const link: Link = { description, contracts, descriptions, messages };
  reading.links.set(file, link);
  for (const source of description.sourceDescriptions) {
    const found = readSource(reading, { document: description.document, source });
    if (!found) continue;
    if ('operations' in found) contracts.set(source.name, found);
    else if ('description' in found) descriptions.set(source.name, found);
    else messages.set(source.name, found);
  }
  const count = contracts.size + descriptions.size + messages.size;
  if (count === description.sourceDescriptions.length) reading.sound.set(file, link);
  return link;
}

type Wanted = { readonly document: SourceDocument; readonly source: SourceDescription };

/** Undefined where it could not be read, with a fault that says why. */
function readSource(reading: Reading, wanted: Wanted): Contract | Link | SourceDocument | undefined {
  const { document, source } = wanted;
  const found = locate(reading, document, source);
  if ('fault' in found) {
    reading.faults.push(found.fault);
    return undefined;
  }
  const { file } = found;
  const kind = kindOf(reading, file);
  if (reading.text(file) === undefined) reading.faults.push(fileNotFound(reading, file, wanted));
  if (kind === undefined) return undefined;
  if (kind === 'unknown' ? source.type === 'asyncapi' : source.type !== undefined && source.type !== kind) {
    reading.faults.push(wrongKind(wanted, file, kind));
    return undefined;
  }
  if (kind === 'asyncapi') {
    reading.messages.add(file);
    return reading.document(file);
  }
  return (source.type ?? kind) === 'arazzo' ? linkOf(reading, file) : contractOf(reading, file);
}

type Kind = 'openapi' | 'arazzo' | 'asyncapi';

/** By its root key: the `type` of a source may be left out. Undefined where it cannot be read, which has been told. */
function kindOf(reading: Reading, file: string): Kind | 'unknown' | undefined {
  const document = attempt(reading, () => reading.document(file));
  if (!document) return undefined;
  const has = (name: string): boolean => memberOf(document.value, name) !== undefined;
  if (has('openapi') || has('swagger')) return 'openapi';
  return has('arazzo') ? 'arazzo' : has('asyncapi') ? 'asyncapi' : 'unknown';
}

const names = { openapi: 'an OpenAPI', arazzo: 'an Arazzo', asyncapi: 'an AsyncAPI' };

function wrongKind({ document, source }: Wanted, file: string, kind: Kind | 'unknown'): Fault {
  const wanted = names[source.type ?? 'openapi'];
  return {
    code: 'ARAZZO_SCHEMA',
    message: `${file} is not ${wanted} description`,
    location: document.locate(`${source.pointer}/type`),
    expected: `${wanted} description, by its first key`,
    actual: kind === 'unknown' ? 'neither OpenAPI, Arazzo nor AsyncAPI' : `${names[kind]} description`,
    remedy: kind === 'unknown' ? 'name another file' : `write type: ${kind}, or name another file`,
  };
}

/**
 * The file of a source description. Its `url` is resolved against the document's base URI; a description whose `$self`
 * is that URI is the one that is meant, wherever it lies (Arazzo 1.1, "Resolving URI References"). Otherwise the `url`
 * names a file beside the document, or an address, of which `contracts/remote` keeps what was fetched: a document with
 * an absolute `$self` still finds the files that lie beside it.
 */
function locate(
  reading: Reading,
  document: SourceDocument,
  source: SourceDescription,
): { readonly file: string } | { readonly fault: Fault } {
  const url = source.url.replace(/#.*$/s, '');
  const place = reading.addresses.get(document.file) ?? document.file;
  const uris = [baseOf(reading, document), place].flatMap((base) => resolveUri(base, url) ?? []);
  if (source.type === undefined || source.type === 'arazzo') {
    for (const uri of uris) {
      const known = reading.identities.get(uri);
      if (known !== undefined) return { file: known };
    }
  }
  const files = uris.filter((uri) => !hasScheme(uri) && (!uri.startsWith('../') || document.file.startsWith('../')));
  const there = files.find((file) => reading.text(file) !== undefined);
  if (there !== undefined) return { file: there };
  const address = uris.find(hasScheme);
  if (address !== undefined) return locateRemote(reading, { document, source }, address);
  const [file] = files;
  return file === undefined ? { fault: outside({ document, source }) } : { file };
}

function locateRemote(
  { addresses, onRemote, text }: Reading,
  { document, source }: Wanted,
  address: string,
): ReturnType<typeof locate> {
  const location = document.locate(`${source.pointer}/url`);
  const kept = remoteFile(address);
  if (kept === undefined) {
    const message = `no document of this project has the $self ${address}, and such an address is not fetched`;
    const remedy = 'save the document in contracts/ and name that file';
    return { fault: { code: 'FILE_NOT_FOUND', message, location, remedy } };
  }
  onRemote?.(address, location);
  addresses.set(kept, address);
  if (text(kept) !== undefined) return { file: kept };
  const message = `the document behind ${address} has not been fetched`;
  const remedy =
    'npx gatewright lint --fetch keeps it in contracts/remote; or save it in contracts/ and name that file';
  return { fault: { code: 'DOCUMENT_NOT_FETCHED', message, location, remedy } };
}

function outside({ document, source }: Wanted): Fault {
  const location = document.locate(`${source.pointer}/url`);
  const isPath = source.url !== '' && !/[\\\0]/.test(source.url);
  const message = isPath ? `${source.url} lies outside the project` : `${showValue(source.url)} names no file`;
  return { code: 'FILE_NOT_FOUND', message, location };
}

function fileNotFound(reading: Reading, file: string, wanted?: Wanted): Fault {
  const candidates = [...reading.below('contracts', contractName), ...reading.below('workflows', workflowName)];
  const message = `there is no file ${file}`;
  if (!wanted) return { code: 'FILE_NOT_FOUND', message, remedy: didYouMean(file, candidates) ?? 'check the path' };
  const { document, source } = wanted;
  const folder = posix.dirname(document.file);
  const near = didYouMean(
    source.url,
    candidates.map((candidate) => posix.relative(folder, candidate)),
  );
  const location = document.locate(`${source.pointer}/url`);
  return { code: 'FILE_NOT_FOUND', message, location, remedy: near ?? `the url is relative to ${folder}` };
}
