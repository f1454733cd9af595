// What the schema of a media type says of a body that was read, in either direction.
import type { JsonValue } from '../core/json.ts';
import type { HowChecked } from './checked.ts';
import type { MediaType, SchemaReference } from './contract.ts';
import type { SchemaViolation } from './schema-violation.ts';
import type { ReadBody } from './read-body.ts';
import { dialectOf, placeAt } from './resolve-reference.ts';
import type { Place } from './resolve-reference.ts';
import { schemaKeywords } from './schema-keywords.ts';
import { targetOf } from './schema-parts.ts';
import { validatorOf } from './validate-value.ts';
import type { Judgement, Validator } from './validate-value.ts';
import { isWildcard } from './wildcard.ts';
import { isJsonObject } from '../core/json.ts';

export type JudgedBody = HowChecked & {
  /** Where the body is not what its media type says. */
  readonly fault?: { readonly expected: string; readonly actual: string };
  readonly violations: readonly SchemaViolation[];
  /** Properties that no schema declares. */
  readonly undeclared: readonly SchemaViolation[];
  /** Values whose discriminator names another schema. */
  readonly misnamed: readonly SchemaViolation[];
  readonly body: JsonValue | undefined;
};

type Direction = 'request' | 'response';

/** `undeclared`: whether properties that no schema declares are looked for. */
type Judging = { readonly direction: Direction; readonly undeclared: boolean };

export function judgeBody(declared: MediaType, read: ReadBody, { direction, undeclared }: Judging): JudgedBody {
  switch (read.type) {
    case 'value':
      return judgeValue(prepare(declared, direction), read.value, undeclared);
    case 'faulty': {
      const { expected, actual, value } = read;
      const fault = { expected, actual };
      if (value === undefined) return { checked: 'checked', fault, ...nothingFound, body: undefined };
      return { ...judgeValue(prepare(declared, direction), value, undeclared), fault };
    }
    case 'unread':
      return { checked: 'not-checked', reason: read.reason, ...nothingFound, body: read.value };
    case 'bytes': {
      const { bytes } = prepare(declared, direction);
      const checked = bytes === undefined ? 'not-checked' : 'wildcard';
      return { checked, reason: bytes ?? read.reason, ...nothingFound, body: undefined };
    }
  }
}

/** What is known of a declared media type before any body comes. */
type Prepared = {
  readonly validator?: Validator;
  /** Why any value satisfies it, where that is so. */
  readonly wildcard?: string;
  /** Why any bytes satisfy it, where that is so. */
  readonly bytes?: string;
};

const preparations = {
  request: new WeakMap<MediaType, Prepared>(),
  response: new WeakMap<MediaType, Prepared>(),
};

function prepare(declared: MediaType, direction: Direction): Prepared {
  let prepared = preparations[direction].get(declared);
  if (!prepared) {
    const { schema } = declared;
    prepared = schema === undefined ? withoutSchema : prepareSchema(schema, direction);
    preparations[direction].set(declared, prepared);
  }
  return prepared;
}

const noSchema = 'the contract has no schema for this body';
const withoutSchema: Prepared = { wildcard: noSchema, bytes: noSchema };
const anyBytes = 'any bytes satisfy the schema';

function prepareSchema(schema: SchemaReference, direction: Direction): Prepared {
  return {
    validator: validatorOf(schema, direction),
    ...(isWildcard(schema) ? { wildcard: 'the schema allows anything' } : {}),
    ...(allowsBytes(placeAt(schema.document, schema.pointer), 0) ? { bytes: anyBytes } : {}),
  };
}

/** `type: string` with `format: binary` (3.0), or with no more than what the bytes are (3.1), or nothing at all. */
function allowsBytes(place: Place, depth: number): boolean {
  const { value } = place;
  if (value === true) return true;
  if (!isJsonObject(value) || depth > 20) return false;
  const target = targetOf(place);
  if (target && !allowsBytes(target, depth + 1)) return false;
  const keywords = schemaKeywords(dialectOf(place.document));
  return Object.entries(value).every(([name, member]) => {
    if (name === 'type') return member === 'string';
    if (name === 'format') return member === 'binary';
    // The bytes must then be text of that encoding.
    if (name === 'contentEncoding') return false;
    return name === '$ref' || (keywords[name] ?? 'annotation') === 'annotation';
  });
}

function judgeValue({ validator, wildcard }: Prepared, body: JsonValue, undeclared: boolean): JudgedBody {
  if (validator?.usable === false) return notJudged(validator.reason, body);
  const judgement = validator?.validate(body, undeclared) ?? passed;
  const { violations, undeclared: leftOver, misnamed, notJudged: reason } = judgement;
  if (reason !== undefined) return notJudged(reason, body);
  if (wildcard === undefined) return { checked: 'checked', violations, undeclared: leftOver, misnamed, body };
  return { checked: 'wildcard', reason: wildcard, violations, undeclared: leftOver, misnamed, body };
}

function notJudged(reason: string, body: JsonValue): JudgedBody {
  return { checked: 'not-checked', reason, ...nothingFound, body };
}

const nothingFound = { violations: [], undeclared: [], misnamed: [] };
const passed: Judgement = nothingFound;
