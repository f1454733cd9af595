// A value that a schema allows: made, judged by the contract check itself, and mended where it found fault.
import type { JsonValue } from '../../core/json.ts';
import type { SchemaReference } from '../contract.ts';
import { placeAt } from '../resolve-reference.ts';
import type { Place } from '../resolve-reference.ts';
import type { SchemaViolation } from '../schema-violation.ts';
import { validateValue, validatorOf } from '../validate-value.ts';
import type { Validator } from '../validate-value.ts';
import { makeCandidate } from './make-candidate.ts';
import { CannotMake } from './making.ts';
import type { MakeOptions, Making, Taken } from './making.ts';

export type Made =
  | {
      readonly ok: true;
      readonly value: JsonValue;
      /** Whether it is an example of the schema as a whole. */
      readonly shown: boolean;
      /** Examples of schemas that break them, and so were not taken. */
      readonly broken: readonly BrokenExample[];
    }
  | {
      readonly ok: false;
      /** The rule that no value was found for. */
      readonly place: Pick<Place, 'document' | 'pointer'>;
      readonly reason: string;
      readonly broken: readonly BrokenExample[];
    };

export type BrokenExample = Taken & { readonly violation: SchemaViolation };

/** How often a value is mended before it is given up. */
const rounds = 64;
/** Levels of lists and objects that are filled where nothing has to be there. */
const usualRoom = 6;

/** Never throws: what no value was found for says so, with the place of the rule. */
export function makeValue(schema: SchemaReference, options: MakeOptions): Made {
  const validator = validatorOf(schema, options.direction);
  if (!validator.usable) return { ok: false, place: schema, reason: validator.reason, broken: [] };
  const mending: Mending = { variants: new Map(), broken: [], round: 0, last: undefined, spare: undefined };
  for (; mending.round < rounds; mending.round++) {
    const made = makeOnce(schema, validator.validate, options, mending);
    if (made) return made;
    // What may only be doubted is mended if that is easy.
    if (mending.spare !== undefined && mending.round >= 8) break;
  }
  const { spare, last, broken } = mending;
  if (spare !== undefined) return { ok: true, value: spare, shown: false, broken };
  return { ok: false, place: schema, reason: 'no value was found', ...last, broken };
}

type Mending = {
  readonly variants: Making['variants'];
  readonly broken: BrokenExample[];
  round: number;
  /** Why the last value was not taken. */
  last: Pick<Extract<Made, { ok: false }>, 'place' | 'reason'> | undefined;
  /** One that is allowed, though not without doubt. */
  spare: JsonValue | undefined;
};

/** Undefined where it has to be made again. */
function makeOnce(
  schema: SchemaReference,
  validate: Extract<Validator, { usable: true }>['validate'],
  options: MakeOptions,
  mending: Mending,
): Made | undefined {
  const { broken } = mending;
  const making: Making = { ...options, variants: mending.variants, made: new Set(), taken: new Map(), count: 0 };
  const value = tryCandidate(making, schema);
  if (value instanceof CannotMake) {
    mending.last = { place: value.place, reason: value.message };
    bumpAll(making);
    return undefined;
  }
  const { violations, undeclared, misnamed, notJudged } = validate(value, options.closed === true);
  if (notJudged !== undefined) return { ok: false, place: schema, reason: notJudged, broken };
  const [first] = violations;
  if (first) mending.last = { place: placeOf(schema, first), reason: reasonOf(first) };
  else if (undeclared.length + misnamed.length > 0) mending.spare ??= value;
  else return { ok: true, value, shown: making.taken.has(''), broken };
  bump(making, first ? violations : [...undeclared, ...misnamed], mending);
  return undefined;
}

function tryCandidate(making: Making, schema: SchemaReference): JsonValue | CannotMake {
  try {
    const spot = { pointer: '', name: '', room: usualRoom, again: 0 };
    return makeCandidate(making, spot, [placeAt(schema.document, schema.pointer)]);
  } catch (error) {
    if (error instanceof CannotMake) return error;
    if (error instanceof RangeError) return new CannotMake(placeAt(schema.document, schema.pointer), error.message);
    throw error;
  }
}

function placeOf(schema: SchemaReference, violation: SchemaViolation): Pick<Place, 'document' | 'pointer'> {
  return { document: violation.schemaDocument ?? schema.document, pointer: violation.schemaPointer };
}

function reasonOf({ expected, actual, pointer }: SchemaViolation): string {
  return `no value was found that has ${expected}${pointer === '' ? '' : ` at ${pointer}`}; the nearest has ${actual}`;
}

/** About which members there are, not what they are. */
const ofMembers: ReadonlySet<string> = new Set([
  'undeclared',
  'additionalProperties',
  'unevaluatedProperties',
  'required',
  'propertyNames',
]);

/** Each place that was found wrong is made in another way; after some rounds, what is around it too. */
function bump(making: Making, violations: readonly SchemaViolation[], { round, broken }: Mending): void {
  const places = new Set<string>();
  for (const violation of violations) {
    const pointer = ofMembers.has(violation.keyword) ? parentOf(violation.pointer) : violation.pointer;
    let place = nearestMade(making, pointer);
    for (let up = 0; up < Math.floor(round / 6) && up < (round % 6) + 1; up++)
      place = nearestMade(making, parentOf(place));
    const taken = making.taken.get(nearestMade(making, violation.pointer));
    if (taken) noteBroken(making, taken, broken);
    places.add(place);
  }
  for (const place of places) increase(making, place);
}

function bumpAll(making: Making): void {
  const made = [...making.made].sort((left, right) => right.length - left.length);
  for (const place of new Set([made[0] ?? '', ''])) increase(making, place);
}

function increase({ variants }: Making, place: string): void {
  variants.set(place, (variants.get(place) ?? 0) + 1);
}

function noteBroken({ direction }: Making, taken: Taken, broken: BrokenExample[]): void {
  const { example, schema } = taken;
  if (example.value === undefined || broken.some((other) => other.example.pointer === example.pointer)) return;
  const [violation] = validateValue(schema, example.value, direction);
  if (violation) broken.push({ ...taken, violation });
}

function nearestMade({ made }: Making, pointer: string): string {
  let place = pointer;
  while (place !== '' && !made.has(place)) place = parentOf(place);
  return place;
}

function parentOf(pointer: string): string {
  return pointer.slice(0, Math.max(0, pointer.lastIndexOf('/')));
}
