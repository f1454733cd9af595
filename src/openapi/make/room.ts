// How deep a value must be at least: where schemas contain themselves, the way out.
import { isJsonObject } from '../../core/json.ts';
import { conjunctionOf } from '../lint/conjunction.ts';
import type { Conjunction } from '../lint/conjunction.ts';
import { declarationsOf } from '../lint/schema-worlds.ts';
import { keyOf } from '../lint/walk-contract.ts';
import { inside } from '../resolve-reference.ts';
import type { Place } from '../resolve-reference.ts';
import { listAt } from '../schema-parts.ts';
import { countOf, exemptIn, isSchema, likelyTypes, requiredIn, schemasAt, valuesOf } from './rules.ts';

/** No value needs to be deeper than this. */
const deepest = 40;

const known = new WeakMap<object, Map<string, boolean>>();

/** Whether a value may end within so many levels of lists and objects; 0: it holds nothing, or is no container. */
export function fitsIn(places: readonly Place[], room: number): boolean {
  if (room < 0) return false;
  const [first] = places;
  if (!first) return true;
  let found = known.get(first.document);
  if (!found) known.set(first.document, (found = new Map<string, boolean>()));
  const key = `${Math.min(room, deepest)} ${places.map(keyOf).join(' ')}`;
  const before = found.get(key);
  if (before !== undefined) return before;
  // Whoever comes back here without a step down is in a circle, which has no end.
  found.set(key, false);
  const fits = fitsAnew(places, Math.min(room, deepest));
  found.set(key, fits);
  return fits;
}

/** The least room into which a value fits; undefined where there is none. */
export function leastRoom(places: readonly Place[]): number | undefined {
  for (let room = 0; room <= deepest; room++) if (fitsIn(places, room)) return room;
  return undefined;
}

function fitsAnew(places: readonly Place[], room: number): boolean {
  const world = conjunctionOf(places);
  if (!world) return false;
  const values = valuesOf(world);
  if (values) return values.length > 0;
  const branches = world.flatMap((schema) => ['oneOf', 'anyOf'].map((name) => listAt(inside(schema, name))));
  if (!branches.every((list) => list.length === 0 || list.some((branch) => fitsIn([branch], room)))) return false;
  return likelyTypes(world).some((type) => {
    if (type === 'object') return fitsObject(world, room);
    if (type === 'array') return fitsArray(world, room);
    return true;
  });
}

function fitsObject(world: Conjunction, room: number): boolean {
  const required = requiredIn(world, exemptIn(world, 'both'));
  return required.every((name) => {
    const own = world.flatMap((schema) => declarationsOf(schema, name).own);
    return own.some(({ value }) => isJsonObject(value)) ? fitsIn(own, room - 1) : room > 0;
  });
}

function fitsArray(world: Conjunction, room: number): boolean {
  const contains = schemasAt(world, 'contains');
  const least = countOf(world, 'minItems') ?? 0;
  if (least === 0 && contains.length === 0) return true;
  const first = world.map((schema) => inside(inside(schema, 'prefixItems'), 0)).filter(({ value }) => isSchema(value));
  const items = first.length > 0 ? first : schemasAt(world, 'items');
  // What must be contained need not stand at the first place.
  const contained = first.length > 0 ? contains : [...items, ...contains];
  return room > 0 && (least === 0 || fitsIn(items, room - 1)) && (contains.length === 0 || fitsIn(contained, room - 1));
}
