// Values of our own: `{"x-literal": ...}` is data as it stands, `{"x-file": "path"}` is what a file holds, `{"x-bytes": n}`
// is so many bytes.
import { DescriptionError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import { readDocument } from '../../document/read-document.ts';
import type { Template } from '../../expression/expression.ts';
import type { Part } from './fields.ts';
import { addFault, addWrongType, member, readChoice, readText } from './fields.ts';

const unreadWords = {
  absent: ['there is no such file', 'the path is relative to the Arazzo document'],
  outside: ['the file lies outside the project', 'copy it into the project'],
  'too large': ['the file is larger than 16 MiB', 'send a smaller one'],
  'no file': ['this is not a file', 'name a file'],
} as const;

/** Whether a value is one of ours; anything else beside them is a fault that `readOwnValue` tells. */
export function isOwnValue(part: Part): boolean {
  return ownNameOf(part) !== undefined;
}

/** Undefined after a fault. */
export function readOwnValue(part: Part): Template | undefined {
  const own = ownNameOf(part);
  if (own === undefined || !checkKeys(part, own)) return undefined;
  if (own === 'x-file') return readFile(part);
  const { value = null } = member(part, own);
  return own === 'x-bytes' ? readBytes(member(part, own)) : { kind: 'literal', value, verbatim: true };
}

const ownNames = ['x-literal', 'x-file', 'x-bytes'] as const;
type OwnName = (typeof ownNames)[number];

function ownNameOf({ value }: Part): OwnName | undefined {
  return isJsonObject(value) ? ownNames.find((name) => name in value) : undefined;
}

function checkKeys(part: Part, own: OwnName): boolean {
  const allowed: readonly string[] = own === 'x-file' ? ['x-file', 'as'] : [own];
  const others = isJsonObject(part.value) ? Object.keys(part.value).filter((key) => !allowed.includes(key)) : [];
  for (const key of others) {
    const message = `"${own}" stands alone${own === 'x-file' ? ', or with "as"' : ''}, and here is "${key}" beside it`;
    const remedy = `remove "${key}"; to send such an object as data, put it into {"x-literal": ...}`;
    addFault(member(part, key), 'ARAZZO_SCHEMA', message, { at: 'key', remedy });
  }
  return others.length === 0;
}

/** 64 MiB: they are held in memory. */
const mostBytes = 67_108_864;

function readBytes(part: Part): Template | undefined {
  const { value } = part;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= mostBytes) {
    return { kind: 'bytes', size: value };
  }
  addWrongType(part, 'a number of bytes', { expected: `a whole number from 0 to ${mostBytes} (64 MiB)` });
  return undefined;
}

function readFile(part: Part): Template | undefined {
  const pathPart = member(part, 'x-file');
  const path = readText(pathPart);
  const asPart = member(part, 'as');
  const as = readChoice(asPart, ['json']);
  if (path === undefined || (asPart.value !== undefined && as === undefined)) return undefined;
  const read = part.reading.readFile?.(path) ?? ({ unread: 'absent' } as const);
  if ('unread' in read) {
    const [reason, remedy] = unreadWords[read.unread];
    addFault(pathPart, 'FILE_NOT_FOUND', `${path}: ${reason}`, { remedy });
    return undefined;
  }
  if (as === undefined) return { kind: 'file', file: { path, bytes: read.bytes } };
  return parseFile(pathPart, path, read.bytes);
}

/** A file of JSON or YAML as the tree that it holds; its own faults are told in it. */
function parseFile(part: Part, path: string, bytes: Uint8Array): Template | undefined {
  if (!/\.(?:json|yaml|yml)$/i.test(path)) {
    const remedy = 'name a file of JSON or YAML, or leave "as" out: then its text is sent';
    addFault(part, 'ARAZZO_SCHEMA', `${path}: only .json, .yaml and .yml are read as JSON`, { remedy });
    return undefined;
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { kind: 'literal', value: readDocument(text, path).value, verbatim: true };
  } catch (error) {
    if (error instanceof DescriptionError) part.reading.faults.push(...error.faults);
    else if (error instanceof TypeError) addFault(part, 'YAML_SYNTAX', `${path}: it is not text in UTF-8`);
    else throw error;
    return undefined;
  }
}
