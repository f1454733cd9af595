// Arazzo 1.0 and 1.1: a document with positions becomes a description, or every fault in it at its line.
import type { Fault } from '../../core/errors.ts';
import { DescriptionError } from '../../core/errors.ts';
import { isJsonArray, showValue } from '../../core/json.ts';
import type { SourceDocument } from '../../core/source.ts';
import { adoptDocument } from '../../openapi/resolve-reference.ts';
import type { Neighbours } from '../../openapi/resolve-reference.ts';
import type { ArazzoDescription, SourceDescription } from '../description.ts';
import type { Part, Reading, Version } from './fields.ts';
import { addFault, addWrongType, items, member, present, readChoice, readText } from './fields.ts';
import { readComponents } from './read-components.ts';
import { readWorkflow } from './read-workflow.ts';
import { readObject, shapes } from './shapes.ts';
import { isWhole } from './whole.ts';

const alone: Neighbours = { open: () => undefined, allow: [] };

/** What lies around a document. */
export type Surroundings = {
  /** How the `$ref` of an input reaches other files. */
  readonly neighbours?: Neighbours;
  /** A file that a value names, by its path relative to the document. */
  readonly readFile?: Reading['readFile'];
};

/**
 * What is most likely a slip and hinders nothing is among the description's `warnings`.
 * @throws DescriptionError with all faults of the document at once, and its warnings
 */
export function readDescription(document: SourceDocument, surroundings: Surroundings = {}): ArazzoDescription {
  const { faults, description } = readFaulty(document, surroundings);
  if (!description || faults.some(({ weight }) => weight === undefined)) throw new DescriptionError(faults);
  return description;
}

export type FaultyDescription = {
  readonly faults: readonly Fault[];
  /** Absent where a part was lost to a fault: what refers to that part would seem to lead nowhere. */
  readonly description?: ArazzoDescription;
};

/** As readDescription, where more is to be told of a document that has faults. */
export function readFaulty(
  document: SourceDocument,
  { neighbours = alone, readFile }: Surroundings = {},
): FaultyDescription {
  if (document.value === null) return { faults: [emptyFile(document)] };
  const faults: Fault[] = [];
  const version = readVersion(document, faults);
  adoptDocument(document, { dialect: '3.1', neighbours, faulty: (error) => void faults.push(...error.faults) });
  const reading: Reading = { document, version, faults, readFile };
  const root: Part = { reading, value: document.value, pointer: '' };
  readObject(root, shapes.document);
  const info = member(root, 'info');
  readObject(info, shapes.info);
  const title = readText(member(info, 'title'));
  readText(member(info, 'version'));
  const self = readSelf(member(root, '$self'));
  const sourceDescriptions = readSources(member(root, 'sourceDescriptions'));
  const components = readComponents(member(root, 'components'));
  const sources = new Map(sourceDescriptions.map(({ name, type }) => [name, type]));
  const list = member(root, 'workflows');
  if (isJsonArray(list.value) && list.value.length === 0) addWrongType(list, 'a list of at least one workflow');
  const workflows = items(list).flatMap((item) => readWorkflow(item, { components, sources }) ?? []);
  checkUnique(reading, workflows, 'workflowId');
  const named = { ...present({ self }), title: title ?? '' };
  const warnings = faults.filter(({ weight }) => weight !== undefined);
  const description = { document, version, ...named, sourceDescriptions, workflows, warnings };
  return isWhole(root, description, components) ? { faults, description } : { faults };
}

function emptyFile(document: SourceDocument): Fault {
  const remedy = 'write an Arazzo description, or remove the file';
  return { code: 'ARAZZO_SCHEMA', message: 'the file is empty', location: document.locate(''), remedy };
}

/** A higher minor version is read as the newest that is known; the patch number does not count. */
function readVersion(document: SourceDocument, faults: Fault[]): Version {
  const reading: Reading = { document, version: '1.1', faults };
  const part = member({ reading, value: document.value, pointer: '' }, 'arazzo');
  if (part.value === undefined) return '1.1';
  const text = typeof part.value === 'string' ? part.value : '';
  const [, major, minor] = /^(\d+)\.(\d+)\.\d+(?:-.+)?$/.exec(text) ?? [];
  if (major === '1' && Number(minor) > 1) addNewer(part, `1.${minor ?? ''}`);
  if (major === '1') return minor === '0' ? '1.0' : '1.1';
  addFault(part, 'ARAZZO_SCHEMA', 'this version of Arazzo cannot be read', {
    expected: '1.0.x or 1.1.x, as in 1.1.0',
    actual: showValue(part.value),
  });
  return '1.1';
}

function addNewer(part: Part, version: string): void {
  const remedy = 'what it brought is not known: write arazzo: 1.1.0 where nothing of it is used';
  addFault(part, 'ARAZZO_SCHEMA', `Arazzo ${version} is read as 1.1, the newest that is known`, {
    weight: 'warning',
    remedy,
  });
}

function readSelf(part: Part): string | undefined {
  const self = readText(part);
  if (self?.includes('#') === true) addWrongType(part, 'a URI without a fragment');
  return self;
}

function readSources(list: Part): SourceDescription[] {
  if (isJsonArray(list.value) && list.value.length === 0)
    addWrongType(list, 'a list of at least one source description');
  const sources = items(list).flatMap((part): SourceDescription[] => {
    if (!readObject(part, shapes.sourceDescription)) return [];
    const name = readText(member(part, 'name'));
    const url = readText(member(part, 'url'));
    const type = readChoice(member(part, 'type'), ['openapi', 'arazzo', 'asyncapi']);
    if (name !== undefined && !/^[A-Za-z0-9_-]+$/.test(name)) {
      addWrongType(member(part, 'name'), 'letters, digits, "-" and "_"');
    }
    return name === undefined || url === undefined ? [] : [{ name, url, type, pointer: part.pointer }];
  });
  checkUnique(list.reading, sources, 'name');
  return sources;
}

function checkUnique<Key extends string>(
  reading: Reading,
  objects: readonly (Readonly<Record<Key, string>> & { readonly pointer: string })[],
  key: Key,
): void {
  const seen = new Set<string>();
  for (const object of objects) {
    const value = object[key];
    const part = { reading, value, pointer: `${object.pointer}/${key}` };
    if (seen.has(value))
      addFault(part, 'ARAZZO_SCHEMA', `${key} "${value}" occurs twice`, { remedy: 'rename one of the two' });
    seen.add(value);
  }
}
