// What reading a contract carries along: the faults so far, and the way through `$ref`.
import type { DescriptionCode } from '../core/codes.ts';
import type { Fault } from '../core/errors.ts';
import { isJsonObject } from '../core/json.ts';
import type { JsonValue } from '../core/json.ts';
import { didYouMean } from '../core/nearest-name.ts';
import { formatLocation } from '../core/source.ts';
import type { Response } from './contract.ts';
import { inside, resolveReference } from './resolve-reference.ts';
import type { Place, Resolved } from './resolve-reference.ts';
import type { Dialect } from './schema-keywords.ts';

export type Reading = {
  readonly dialect: Dialect;
  /** By place and message, since a shared component is met as often as it is used. */
  readonly faults: Map<string, Fault>;
  /** Schemas that were walked already. */
  readonly seenSchemas: Set<JsonValue>;
  /** Schemas that do not come back to themselves for the same value. */
  readonly endingSchemas: Set<JsonValue>;
  /** Responses that were read already. */
  readonly responses: Map<JsonValue, Omit<Response, 'status'>>;
  /** What faults are called where the schemas are no contract's. */
  readonly codes?: { readonly schema: DescriptionCode; readonly reference: DescriptionCode };
};

type FaultDetails = Pick<Fault, 'expected' | 'actual' | 'remedy'> & {
  readonly part?: 'key' | 'value';
  readonly code?: DescriptionCode;
};

export function addFault(reading: Reading, place: Place, message: string, details: FaultDetails = {}): void {
  const { part, code, ...rest } = details;
  const location = place.document.locate(place.pointer, part);
  reading.faults.set(`${formatLocation(location)} ${message}`, {
    code: code ?? reading.codes?.schema ?? 'CONTRACT_SCHEMA',
    message,
    location,
    ...rest,
  });
}

/** A `$ref` that leads nowhere, at its line. */
export function addUnresolved(reading: Reading, holder: Place, resolved: Extract<Resolved, { ok: false }>): void {
  const { code = reading.codes?.reference, remedy } = resolved;
  addFault(reading, holder, `$ref leads nowhere: ${resolved.reason}`, {
    ...(code === undefined ? {} : { code }),
    ...(remedy === undefined ? {} : { remedy }),
  });
}

/** A remedy that names the nearest of the known names, or nothing. */
export function nearestOf(name: string, known: Iterable<string>): { remedy?: string } {
  const remedy = didYouMean(name, known);
  return remedy === undefined ? {} : { remedy };
}

/** Follows `$ref` of reference objects to the end; undefined, with a fault, where it leads nowhere or in a circle. */
export function follow(reading: Reading, place: Place): Place | undefined {
  const passed = new Set<JsonValue | undefined>();
  let current = place;
  while (isJsonObject(current.value) && current.value['$ref'] !== undefined) {
    const holder = inside(current, '$ref');
    if (typeof holder.value !== 'string') {
      addFault(reading, holder, '$ref must be text');
      return undefined;
    }
    if (passed.has(current.value)) {
      addFault(reading, inside(place, '$ref'), 'the reference leads back to itself');
      return undefined;
    }
    passed.add(current.value);
    const resolved = resolveReference(current, holder.value);
    if (!resolved.ok) {
      addUnresolved(reading, holder, resolved);
      return undefined;
    }
    current = resolved.place;
  }
  return current;
}

/** The place if it holds an object; else a fault that says what should be there. Absent is no fault. */
export function objectAt(reading: Reading, place: Place, what: string): Place | undefined {
  if (place.value === undefined) return undefined;
  if (isJsonObject(place.value)) return place;
  addFault(reading, place, `${what} must be an object`);
  return undefined;
}

/** The members of an object, extensions (`x-…`) left out. */
export function membersOf(place: Place): [name: string, member: Place][] {
  if (!isJsonObject(place.value)) return [];
  return Object.keys(place.value)
    .filter((name) => !name.startsWith('x-'))
    .map((name) => [name, inside(place, name)]);
}

/** The elements of an array; a fault where something else stands. */
export function elementsOf(reading: Reading, place: Place, what: string): Place[] {
  if (place.value === undefined) return [];
  if (!Array.isArray(place.value)) {
    addFault(reading, place, `${what} must be a list`);
    return [];
  }
  return place.value.map((_, index) => inside(place, index));
}

/** Text at a member; undefined where it is absent, with a fault where it is something else. */
export function textAt(reading: Reading, place: Place, name: string): string | undefined {
  const { value } = inside(place, name);
  if (value === undefined || typeof value === 'string') return value;
  addFault(reading, inside(place, name), `${name} must be text`);
  return undefined;
}

/** A switch at a member; `fallback` where it is absent. */
export function switchAt(reading: Reading, place: Place, name: string, fallback: boolean): boolean {
  const { value } = inside(place, name);
  if (value === undefined || typeof value === 'boolean') return value ?? fallback;
  addFault(reading, inside(place, name), `${name} must be true or false`);
  return fallback;
}

/** Refuses names that the specification does not know, so that a misspelt one is never passed over. */
export function checkNames(reading: Reading, place: Place, what: string, known: readonly string[]): void {
  for (const name of isJsonObject(place.value) ? Object.keys(place.value) : []) {
    if (known.includes(name) || name.startsWith('x-')) continue;
    addFault(reading, inside(place, name), `${what} has no field "${name}"`, {
      part: 'key',
      ...nearestOf(name, known),
    });
  }
}
