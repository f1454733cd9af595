// What the schema of a media type says of a body that was read, in either direction.
import type { JsonValue } from '../core/json.ts';
import type { HowChecked } from './checked.ts';
import type { MediaType, SchemaReference } from './contract.ts';
import type { SchemaViolation } from './schema-violation.ts';
import type { ReadBody } from './read-body.ts';
import { dialectOf, inside, placeAt } from './resolve-reference.ts';
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
    case 'bytes':
      return judgeBytes(prepare(declared, direction).bytes, read);
  }
}

/** What is known of a declared media type before any body comes. */
type Prepared = {
  readonly validator?: Validator;
  /** Why any value satisfies it, where that is so. */
  readonly wildcard?: string;
  /** What it says of bytes; absent: nothing that can be judged of them. */
  readonly bytes?: ByteRules;
};

/** Why any bytes satisfy it, or how many may come. */
type ByteRules =
  { readonly any: string } | { readonly limits: readonly { readonly most: number; readonly at: Place }[] };

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
const withoutSchema: Prepared = { wildcard: noSchema, bytes: { any: noSchema } };
const anyBytes = 'any bytes satisfy the schema';

function prepareSchema(schema: SchemaReference, direction: Direction): Prepared {
  const limits: { readonly most: number; readonly at: Place }[] = [];
  const isOfBytes = allowsBytes(placeAt(schema.document, schema.pointer), limits, 0);
  return {
    validator: validatorOf(schema, direction),
    ...(isWildcard(schema) ? { wildcard: 'the schema allows anything' } : {}),
    ...(isOfBytes ? { bytes: limits.length > 0 ? { limits } : { any: anyBytes } } : {}),
  };
}

/**
 * `type: string` with `format: binary` (3.0), or with no more than what the bytes are (3.1), or nothing at all. Of bytes,
 * `maxLength` counts octets (OpenAPI 3.0.4 and 3.1.1, "Working with Binary Data").
 */
function allowsBytes(place: Place, limits: { readonly most: number; readonly at: Place }[], depth: number): boolean {
  const { value } = place;
  if (value === true) return true;
  if (!isJsonObject(value) || depth > 20) return false;
  const target = targetOf(place);
  if (target && !allowsBytes(target, limits, depth + 1)) return false;
  const dialect = dialectOf(place.document);
  // Beside `$ref`, OpenAPI 3.0 ignores everything.
  if (target && dialect === '3.0') return true;
  const keywords = schemaKeywords(dialect);
  return Object.entries(value).every(([name, member]) => {
    if (name === 'type') return member === 'string';
    if (name === 'format') return member === 'binary';
    if (name === 'maxLength' && typeof member === 'number') {
      return limits.push({ most: member, at: inside(place, name) }) > 0;
    }
    // The bytes must then be text of that encoding.
    if (name === 'contentEncoding') return false;
    return name === '$ref' || (keywords[name] ?? 'annotation') === 'annotation';
  });
}

/** Of bytes, nothing but their number can break a schema. */
function judgeBytes(rules: ByteRules | undefined, read: Extract<ReadBody, { readonly type: 'bytes' }>): JudgedBody {
  if (!rules) return { checked: 'not-checked', reason: read.reason, ...nothingFound, body: undefined };
  if ('any' in rules) return { checked: 'wildcard', reason: rules.any, ...nothingFound, body: undefined };
  const violations = rules.limits
    .filter(({ most }) => read.size > most)
    .map(({ most, at }): SchemaViolation => ({
      pointer: '',
      keyword: 'maxLength',
      title: `must not be more than ${most} bytes`,
      expected: `at most ${most} bytes`,
      actual: `${read.size} bytes`,
      schemaPointer: at.pointer,
      schemaDocument: at.document,
    }));
  return { checked: 'checked', ...nothingFound, violations, body: undefined };
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
