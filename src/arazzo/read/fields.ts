// A part of the document being read: its value, and where it stands. Everything wrong is collected, nothing is thrown, so
// that one run shows every fault.
import type { DescriptionCode } from '../../core/codes.ts';
import type { Fault } from '../../core/errors.ts';
import type { JsonValue } from '../../core/json.ts';
import { isJsonArray, isJsonObject, showValue } from '../../core/json.ts';
import type { SourceDocument, SourceLocation } from '../../core/source.ts';
import { escapeToken, memberOf, parsePointer, valueAt } from '../../document/json-pointer.ts';
import type { SyntaxFault } from '../../expression/expression.ts';

/** What became of a file that a value names. */
export type ReadFile =
  { readonly bytes: Uint8Array } | { readonly unread: 'absent' | 'outside' | 'too large' | 'no file' };

export type Version = '1.0' | '1.1';
export type Reading = {
  readonly document: SourceDocument;
  readonly version: Version;
  readonly faults: Fault[];
  /** A file by its path relative to the document; absent: there are none. */
  readonly readFile?: ((path: string) => ReadFile) | undefined;
};
export type Part = { readonly reading: Reading; readonly value: JsonValue | undefined; readonly pointer: string };

export type FaultDetail = Pick<Fault, 'expected' | 'actual' | 'remedy' | 'rule' | 'weight'> & {
  /** The member's name instead of its value. */
  readonly at?: 'key';
  /** Characters into the string. */
  readonly offset?: number;
};

export function addFault(part: Part, code: DescriptionCode, message: string, detail: FaultDetail = {}): void {
  const { at, offset, ...rest } = detail;
  const location = offset === undefined ? part.reading.document.locate(part.pointer, at) : locateOffset(part, offset);
  part.reading.faults.push({ code, message, location, ...rest });
}

/** A text that is not in its grammar: the fault points into the string. */
export function addSyntaxFault(
  part: Part,
  code: 'EXPRESSION_SYNTAX' | 'CONDITION_SYNTAX' | 'NOT_SUPPORTED',
  fault: SyntaxFault,
): void {
  const remedy = fault.remedy === undefined ? {} : { remedy: fault.remedy };
  addFault(part, code, `${showText(part.value)}: ${fault.message}`, { offset: fault.offset, ...remedy });
}

export function member(part: Part, name: string | number): Part {
  return {
    reading: part.reading,
    value: memberOf(part.value, String(name)),
    pointer: `${part.pointer}/${escapeToken(name)}`,
  };
}

export function partAt(reading: Reading, pointer: string): Part {
  return { reading, value: valueAt(reading.document.value, pointer), pointer };
}

/** The elements of a list; none where the part is absent or, with a fault, no list. */
export function items(part: Part): Part[] {
  if (part.value === undefined) return [];
  if (isJsonArray(part.value)) return part.value.map((_, index) => member(part, index));
  addWrongType(part, 'a list');
  return [];
}

/** The members of a map; none where the part is absent or, with a fault, no map. */
export function members(part: Part): (readonly [name: string, part: Part])[] {
  if (part.value === undefined) return [];
  if (isJsonObject(part.value)) return Object.keys(part.value).map((name) => [name, member(part, name)]);
  addWrongType(part, 'a map');
  return [];
}

/** A string; undefined where the part is absent or, with a fault, something else. */
export function readText(part: Part): string | undefined {
  if (part.value === undefined || typeof part.value === 'string') return part.value;
  addWrongType(part, 'a string');
  return undefined;
}

/** Ids that are not of the recommended form are let pass, with a warning: no expression can name them. */
export function checkId(part: Part): void {
  if (typeof part.value !== 'string' || /^[A-Za-z0-9_-]+$/.test(part.value)) return;
  addFault(part, 'ARAZZO_SCHEMA', `no expression can name "${part.value}"`, {
    weight: 'warning',
    expected: 'letters, digits, "-" and "_"',
    actual: `"${part.value}"`,
  });
}

export function readChoice<Choice extends string>(part: Part, choices: readonly Choice[]): Choice | undefined {
  const text = readText(part);
  const choice = choices.find((candidate) => candidate === text);
  if (text !== undefined && choice === undefined) addWrongType(part, `one of ${choices.join(', ')}`);
  return choice;
}

/** A number of at least `minimum`. */
export function readNumber(
  part: Part,
  minimum: number,
  kind: 'a number' | 'an integer' = 'a number',
): number | undefined {
  const { value } = part;
  if (value === undefined) return undefined;
  if (typeof value === 'number' && value >= minimum && (kind === 'a number' || Number.isInteger(value))) return value;
  addWrongType(part, `${kind} of at least ${minimum}`);
  return undefined;
}

export function addWrongType(part: Part, expected: string, detail: FaultDetail = {}): void {
  addFault(part, 'ARAZZO_SCHEMA', `${labelOf(part)} is not ${expected}`, {
    expected,
    actual: showValue(part.value),
    ...detail,
  });
}

/** An absent value leaves its member out. */
export function present<Members extends object>(
  members: Members,
): { readonly [Name in keyof Members]?: Exclude<Members[Name], undefined> } {
  // The compiler cannot follow which entries the filter leaves.
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as never;
}

/** `"steps"`, or `item 2 of "steps"` counted from 1. */
export function labelOf(part: Part): string {
  const tokens = parsePointer(part.pointer) ?? [];
  const last = tokens.at(-1);
  if (last === undefined) return 'the document';
  if (!/^[0-9]+$/.test(last)) return `"${last}"`;
  return `item ${Number(last) + 1} of "${tokens.at(-2) ?? ''}"`;
}

function showText(value: JsonValue | undefined): string {
  return typeof value === 'string' ? `"${value.length > 60 ? `${value.slice(0, 60)}...` : value}"` : showValue(value);
}

/** The character inside the string where its text stands on its line as it is; else where the value begins. */
function locateOffset(part: Part, offset: number): SourceLocation {
  const location = part.reading.document.locate(part.pointer);
  if (typeof part.value !== 'string') return location;
  const line = part.reading.document.text.split(/\r?\n/, location.line)[location.line - 1] ?? '';
  const written = line.slice(location.column - 1);
  const quote = /^["']/.test(written) ? 1 : 0;
  const same = written.startsWith(part.value.slice(0, offset), quote);
  return same ? { ...location, column: location.column + quote + offset } : location;
}
