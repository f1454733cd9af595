// What a configuration file may hold, said in a few words that put themselves together, with every fault at its place.
import type { Fault } from '../core/errors.ts';
import { isJsonArray, isJsonObject, jsonType, showValue } from '../core/json.ts';
import type { JsonValue } from '../core/json.ts';
import { didYouMean } from '../core/nearest-name.ts';
import type { SourceDocument } from '../core/source.ts';
import { escapeToken } from './json-pointer.ts';

/** Where a value stands, and where to say what is wrong with it. */
export type Place = { readonly document: SourceDocument; readonly pointer: string; readonly faults: Fault[] };
export type Check = (value: JsonValue, place: Place) => void;

/** @returns every fault in the document's value, in the order of the text */
export function checkConfiguration(document: SourceDocument, check: Check): Fault[] {
  const faults: Fault[] = [];
  check(document.value, { document, pointer: '', faults });
  return faults;
}

/** Adds a fault about a value; `actual` is its JSON text where nothing else is given. */
export function wrongValue(place: Place, value: JsonValue, expected: string, actual = showValue(value)): void {
  const name = place.pointer.slice(place.pointer.lastIndexOf('/') + 1);
  const whole = value === null ? 'the file is empty' : 'the file has a wrong value';
  const message = name === '' ? whole : `${name} has a wrong value`;
  place.faults.push({
    code: 'CONFIGURATION',
    message,
    location: place.document.locate(place.pointer),
    expected,
    actual,
  });
}

function simple(expected: string, isRight: (value: JsonValue) => boolean): Check {
  return (value, place) => {
    if (!isRight(value)) wrongValue(place, value, expected);
  };
}

export const text = simple('a string', (value) => typeof value === 'string' && value !== '');

/** A string whose value no message may show. */
export const secretText: Check = (value, place) => {
  if (typeof value !== 'string' || value === '')
    wrongValue(place, value, 'a string', `a value of type ${jsonType(value)}`);
};

export function oneOf(...choices: readonly string[]): Check {
  return simple(
    `one of: ${choices.join(', ')}`,
    (value) => typeof value === 'string' && choices.some((choice) => choice === value),
  );
}

/** A list of some of these, each at most once. */
export function someOf(...choices: readonly string[]): Check {
  return simple(
    `a list of some of: ${choices.join(', ')}`,
    (value) =>
      isJsonArray(value) &&
      new Set(value).size === value.length &&
      value.every((item) => choices.some((choice) => choice === item)),
  );
}

export function wholeNumber(least: number, most: number): Check {
  return simple(
    `a whole number from ${least} to ${most}`,
    (value) => Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most,
  );
}

export const positiveNumber = simple('a number above 0', (value) => typeof value === 'number' && value > 0);

export const yesOrNo = simple('true or false', (value) => typeof value === 'boolean');

export const texts = simple(
  'a list of strings',
  (value) => isJsonArray(value) && value.length > 0 && value.every((item) => typeof item === 'string'),
);

export const anyObject = simple('an object', isJsonObject);

/** An object with these keys and no others. */
export function object(members: Readonly<Record<string, Check>>, required: readonly string[] = []): Check {
  return (value, place) => {
    if (!isJsonObject(value)) {
      wrongValue(place, value, 'an object');
      return;
    }
    for (const [key, member] of Object.entries(value)) {
      const at = { ...place, pointer: `${place.pointer}/${escapeToken(key)}` };
      const check = Object.hasOwn(members, key) ? members[key] : undefined;
      if (check) check(member, at);
      else unknownKey(at, key, Object.keys(members));
    }
    for (const key of required) if (!Object.hasOwn(value, key)) missingKey(place, key);
  };
}

/** An object with keys of the author's choice. */
export function mapOf(check: Check): Check {
  return (value, place) => {
    if (!isJsonObject(value)) {
      wrongValue(place, value, 'an object');
      return;
    }
    for (const [key, member] of Object.entries(value)) {
      check(member, { ...place, pointer: `${place.pointer}/${escapeToken(key)}` });
    }
  };
}

/** Exactly one of these keys, which say what kind of object it is. */
export function exactlyOne(...keys: readonly string[]): Check {
  return (value, place) => {
    if (!isJsonObject(value)) return;
    const given = keys.filter((key) => Object.hasOwn(value, key));
    if (given.length === 1) return;
    wrongValue(place, value, `one of: ${keys.join(', ')}`, given.length === 0 ? 'none of them' : given.join(' and '));
  };
}

/** One check after the other. */
export function all(...checks: readonly Check[]): Check {
  return (value, place) => {
    for (const check of checks) check(value, place);
  };
}

function unknownKey(place: Place, key: string, known: readonly string[]): void {
  place.faults.push({
    code: 'CONFIGURATION',
    message: `unknown key "${key}"`,
    location: place.document.locate(place.pointer, 'key'),
    expected: `one of: ${known.join(', ')}`,
    actual: key,
    remedy: didYouMean(key, known) ?? 'remove it',
  });
}

/** Adds a fault about a key that an object must have. */
export function missingKey(place: Place, key: string): void {
  place.faults.push({
    code: 'CONFIGURATION',
    message: `${key} is missing`,
    location: place.document.locate(place.pointer),
    expected: key,
    actual: 'nothing',
    remedy: `add ${key}`,
  });
}
