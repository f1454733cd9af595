// A value as schemas describe it, made from the outside to the inside. Whether it fits, the schemas themselves say.
import type { JsonValue } from '../../core/json.ts';
import { isJsonArray, isSame, jsonType } from '../../core/json.ts';
import { conjunctionOf, rulesOf } from '../lint/conjunction.ts';
import type { Conjunction } from '../lint/conjunction.ts';
import { inside } from '../resolve-reference.ts';
import type { Place } from '../resolve-reference.ts';
import { chooseWorld } from './choose-world.ts';
import { makeArray } from './make-array.ts';
import { makeNumber } from './make-number.ts';
import { makeObject } from './make-object.ts';
import { makeText } from './make-text.ts';
import { CannotMake, chanceAt, variantOf } from './making.ts';
import type { Making, Spot } from './making.ts';
import { leastRoom } from './room.ts';
import { likelyTypes, referring, valuesOf } from './rules.ts';

/** @throws CannotMake */
export function makeCandidate(making: Making, spot: Spot, places: readonly Place[]): JsonValue {
  making.made.add(spot.pointer);
  making.count += 1;
  const hint = hinted(making, spot);
  const shown = variantOf(making, spot) === 0 && hint === undefined ? exampleOf(making, spot, places) : undefined;
  if (shown !== undefined) return shown;
  const least = leastRoom(places);
  const [first] = places;
  if (least === undefined && first) throw whyNone(first, places);
  const roomy = { ...spot, room: Math.max(spot.room, least ?? 0) };
  const world = chooseWorld(making, roomy, places);
  const inner = variantOf(making, spot) === 0 && hint === undefined ? exampleOf(making, spot, world) : undefined;
  return inner ?? (hint !== undefined && hintFits(world, hint) ? hint : makeAnew(making, roomy, world));
}

function exampleOf(making: Making, spot: Spot, places: readonly Place[]): JsonValue | undefined {
  if (making.examples === false) return undefined;
  for (const schema of places.flatMap(referring)) {
    const list = inside(schema, 'examples');
    const first = isJsonArray(list.value) ? [inside(list, 0)] : [];
    for (const example of [inside(schema, 'example'), ...first, inside(schema, 'default')]) {
      if (example.value === undefined) continue;
      making.taken.set(spot.pointer, { example, schema });
      return example.value;
    }
  }
  return undefined;
}

/** The value of a parameter for a property of its name, near the outside of the body. */
function hinted(making: Making, spot: Spot): JsonValue | undefined {
  if (!making.hints || spot.name === '' || spot.pointer.split('/').length > 2) return undefined;
  const values = making.hints.get(spot.name);
  return values?.[variantOf(making, spot)];
}

function hintFits(world: Conjunction, hint: JsonValue): boolean {
  const values = valuesOf(world);
  if (values) return values.some((value) => isSame(value, hint));
  const types = likelyTypes(world);
  const type = jsonType(hint);
  return types.includes(type) || (type === 'integer' && types.includes('number'));
}

function makeAnew(making: Making, spot: Spot, world: Conjunction): JsonValue {
  const values = valuesOf(world);
  const types = likelyTypes(world);
  if (values) return pickValue(making, spot, world, values);
  if (types.length === 0) throw new CannotMake(firstOf(world), noType);
  const type =
    types[variantOf(making, spot) % (types.at(-1) === 'null' && types.length > 1 ? types.length - 1 : types.length)];
  switch (type) {
    case 'object':
      return makeObject({ making, spot, make: makeCandidate }, world);
    case 'array':
      return makeArray({ making, spot, make: makeCandidate }, world);
    case 'string':
      return makeText(making, spot, world);
    case 'integer':
    case 'number':
      return makeNumber(making, spot, world, type === 'integer');
    case 'boolean':
      return chanceAt(making, spot, 'boolean').below(2) === 1;
    default:
      return null;
  }
}

/** Null says least. */
function pickValue(making: Making, spot: Spot, world: Conjunction, values: readonly JsonValue[]): JsonValue {
  const telling = values.filter((value) => value !== null);
  const from = telling.length > 0 && variantOf(making, spot) < 8 ? telling : values;
  const start = chanceAt({ ...making, variants: new Map() }, { ...spot, again: 0 }, 'value').below(from.length);
  const value = from[(start + variantOf(making, spot)) % from.length];
  if (value !== undefined) return value;
  throw new CannotMake(firstOf(world), noValue);
}

/** No value of any depth was found possible. */
function whyNone(first: Place, places: readonly Place[]): CannotMake {
  const world = conjunctionOf(places);
  if (!world) return new CannotMake(first, 'the schema allows no value');
  if (valuesOf(world)?.length === 0) return new CannotMake(firstOf(world), noValue);
  if (likelyTypes(world).length === 0) return new CannotMake(firstOf(world), noType);
  return new CannotMake(first, 'it can only be met by a value without end');
}

const noValue = 'the values that its schemas list exclude each other';
const noType = 'no type is allowed by all of its schemas';

function firstOf(world: Conjunction): Place {
  const [rule] = [...rulesOf(world, 'enum'), ...rulesOf(world, 'const'), ...rulesOf(world, 'type')];
  const place = rule?.place ?? world[0];
  if (!place) throw new RangeError('a world without schemas allows every type');
  return place;
}
