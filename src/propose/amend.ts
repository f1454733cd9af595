// What a record says about contracts that exist: guesses that hold or fail, and what came and is declared nowhere.
import { isJsonArray, isJsonObject } from '../core/json.ts';
import type { JsonObject, JsonValue } from '../core/json.ts';
import type { SourceDocument } from '../core/source.ts';
import { parsePointer, valueAt } from '../document/json-pointer.ts';
import type { OperationIndex } from '../openapi/operation-index.ts';
import { countsOf, evidenceSchema, noEvidence, observe, typesOf } from './evidence.ts';
import type { Evidence } from './evidence.ts';
import { holdExchanges } from './held.ts';
import type { Findings, Guess, Refuted, Undeclared, UndeclaredAnswer } from './held.ts';
import type { Recorded } from './recorded.ts';
import { responseOf } from './record-contract.ts';
import { widen } from './widen.ts';

/** One change of a contract; `confirm` puts the evidence, its value, in the place of `x-confidence`. */
export type Amendment = {
  readonly kind: 'confirmed' | 'refuted' | 'property' | 'status' | 'media type';
  readonly edit: 'replace' | 'add' | 'confirm';
  readonly document: SourceDocument;
  /** The part that is replaced or confirmed, or gets a member. */
  readonly pointer: string;
  /** What is added. */
  readonly member?: string;
  readonly value: JsonValue;
  /** What was found, with its counts, as a sentence. */
  readonly found: string;
};

export type Amendments = {
  readonly proposed: readonly Amendment[];
  /** Guesses that came too seldom to say anything. */
  readonly undecided: readonly { readonly document: SourceDocument; readonly pointer: string; readonly seen: number }[];
};

/** A guess counts as confirmed only after so many values. */
export const enough = 10;

/** Holds every exchange against the contracts that govern it. */
export function amendmentsFrom(exchanges: readonly Recorded[], operations: OperationIndex): Amendments {
  const findings = holdExchanges(exchanges, operations);
  const guesses = [...findings.guesses.values()].map((guess) => ({ ...guess, failed: failedIn(guess, findings) }));
  return {
    proposed: [
      ...guesses.filter(({ failed, evidence }) => !failed && evidence.seen >= enough).map(confirmed),
      ...[...findings.refuted].map(([key, found]) => refuted(found, findings.guesses.get(key))),
      ...[...findings.undeclared.values()].map(property),
      ...[...findings.statuses.values()].map(status),
      ...[...findings.types.values()].map(mediaType),
    ],
    undecided: guesses
      .filter(({ failed, evidence }) => !failed && evidence.seen < enough)
      .map(({ place, evidence }) => ({ document: place.document, pointer: place.pointer, seen: evidence.seen })),
  };
}

/** Whether the guess itself, or a rule inside it, was broken. */
function failedIn({ place }: Guess, { refuted: broken }: Findings): boolean {
  return [...broken.values()].some(
    (other) =>
      other.place.document === place.document &&
      (other.place.pointer === place.pointer || other.place.pointer.startsWith(`${place.pointer}/`)),
  );
}

function confirmed({ place, evidence, of }: Guess): Amendment {
  return {
    ...{ kind: 'confirmed', edit: 'confirm', document: place.document, pointer: place.pointer },
    // What a contract already says of its evidence stays.
    value: objectOf(place.value)['x-evidence'] ?? countsOf(evidence, of > 0 ? of : undefined),
    found: `what was guessed held ${times(evidence.seen)}${typesText(evidence)}`,
  };
}

function typesText({ types }: Evidence): string {
  return ` (${[...types].map(([type, seen]) => `${type} ${seen}`).join(', ')})`;
}

/** @param guess where the place itself is marked: then every value that came there is known, not only the wrong ones */
function refuted({ place, broken, times: failures }: Refuted, guess: Guess | undefined): Amendment {
  const evidence = guess?.evidence ?? noEvidence();
  const [first] = broken.values();
  if (!guess) for (const value of first?.values ?? []) observe(evidence, value);
  const schema = objectOf(place.value);
  const wider = [...broken].reduce((current, [keyword, { values }]) => widen(current, keyword, values), schema);
  const types = guess && broken.has('type') ? seenTypes(guess, schema) : wider['type'];
  return {
    ...{ kind: 'refuted', edit: 'replace', document: place.document, pointer: place.pointer },
    value: {
      ...wider,
      ...(types !== undefined && { type: types }),
      'x-evidence': { ...countsOf(evidence, guess && guess.of > 0 ? guess.of : undefined), broken: failures },
    },
    found: `what was guessed failed ${times(failures)}: ${[...broken.keys()].join(', ')}${typesText(evidence)}`,
  };
}

/** The types that came, and null where it was allowed: of a type that never came the guess was wrong. */
function seenTypes({ evidence }: Guess, { type }: JsonObject): JsonValue {
  const types: string[] = typesOf(evidence);
  if (isJsonArray(type) && type.includes('null') && !types.includes('null')) types.push('null');
  return types.length === 1 ? (types[0] ?? null) : types;
}

function property({ place, name, evidence, of }: Undeclared): Amendment {
  const value = { ...evidenceSchema(evidence, of), 'x-confidence': 'inferred' };
  const has = isJsonObject(objectOf(place.value)['properties']);
  return {
    ...{ kind: 'property', edit: 'add', document: place.document },
    ...(has
      ? { pointer: `${place.pointer}/properties`, member: name, value }
      : { pointer: place.pointer, member: 'properties', value: { [name]: value } }),
    found: `the property "${name}" came in ${evidence.seen} of ${of} objects${typesText(evidence)}, and is not declared`,
  };
}

function status({ place, name, exchanges }: UndeclaredAnswer): Amendment {
  return {
    ...{ kind: 'status', edit: 'add', document: place.document, pointer: place.pointer, member: name },
    value: { ...responseOf(exchanges), 'x-confidence': 'inferred' },
    found: `the status ${name} came ${times(exchanges.length)}, and is not declared`,
  };
}

function mediaType({ place, name, exchanges }: UndeclaredAnswer): Amendment {
  const content = objectOf(responseOf(exchanges)['content']);
  const value = { ...objectOf(content[name]), 'x-confidence': 'inferred' };
  const has = isJsonObject(objectOf(place.value)['content']);
  return {
    ...{ kind: 'media type', edit: 'add', document: place.document },
    ...(has
      ? { pointer: `${place.pointer}/content`, member: name, value }
      : { pointer: place.pointer, member: 'content', value: { [name]: value } }),
    found: `the media type ${name} came ${times(exchanges.length)}, and is not declared`,
  };
}

/** `once`, `3 times`. */
export function times(number: number): string {
  return number === 1 ? 'once' : `${number} times`;
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** The document's value with the amendment made. */
export function amendedValue(root: JsonValue, { edit, pointer, member, value }: Amendment): JsonValue {
  const tokens = parsePointer(pointer) ?? [];
  if (edit === 'confirm') {
    const schema = objectOf(valueAt(root, pointer));
    return put(root, tokens, { ...without(schema, 'x-confidence'), 'x-evidence': value });
  }
  return put(root, member === undefined ? tokens : [...tokens, member], value);
}

function without(object: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([member]) => member !== name));
}

function put(root: JsonValue, [token, ...rest]: readonly string[], value: JsonValue): JsonValue {
  if (token === undefined) return value;
  if (isJsonArray(root)) {
    return root.map((item, index) => (String(index) === token ? put(item, rest, value) : item));
  }
  const object = objectOf(root);
  return { ...object, [token]: put(object[token] ?? {}, rest, value) };
}
