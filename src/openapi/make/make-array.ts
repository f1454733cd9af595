// The items of a list: as many as are asked for, or a few.
import type { JsonValue } from '../../core/json.ts';
import { isSame } from '../../core/json.ts';
import { rulesOf } from '../lint/conjunction.ts';
import type { Conjunction } from '../lint/conjunction.ts';
import { inside } from '../resolve-reference.ts';
import type { Place } from '../resolve-reference.ts';
import { variantOf } from './making.ts';
import type { Maker } from './make-object.ts';
import { fitsIn } from './room.ts';
import { countOf, isSchema, schemasAt } from './rules.ts';

const mostItems = 10_000;
const enough = 400;
/** Items that are tried where all must differ. */
const tries = 40;

/** @throws CannotMake */
export function makeArray(maker: Maker, world: Conjunction): JsonValue {
  const differing = rulesOf(world, 'uniqueItems').some(({ value }) => value === true);
  const least = countOf(world, 'minItems') ?? 0;
  const items: JsonValue[] = [];
  const length = lengthOf(maker, world);
  for (let index = 0; index < length; index++) {
    const item = differing ? otherItem(maker, world, items) : makeItem(maker, world, index, 0);
    if (item === undefined && index >= least) break;
    items.push(item ?? makeItem(maker, world, index, 0));
  }
  return items;
}

function otherItem(maker: Maker, world: Conjunction, items: readonly JsonValue[]): JsonValue | undefined {
  for (let again = 0; again < tries; again++) {
    const item = makeItem(maker, world, items.length, again);
    if (!items.some((other) => isSame(other, item))) return item;
  }
  return undefined;
}

function lengthOf({ making, spot }: Maker, world: Conjunction): number {
  const contains = rulesOf(world, 'contains').length > 0 ? (countOf(world, 'minContains') ?? 1) : 0;
  const first = prefixLength(world);
  const least = Math.max(countOf(world, 'minItems') ?? 0, contains > 0 ? first + contains : 0);
  const closed = schemasAt(world, 'items').some(({ value }) => value === false);
  const most = Math.min(countOf(world, 'maxItems') ?? mostItems, closed ? first : mostItems, mostItems);
  const turn = variantOf(making, spot);
  const usual = Math.max(first, wanted(making.count, spot.room, turn, making.sparse === true));
  const index = Math.min(first, Math.max(0, usual - 1));
  const fits = fitsIn(placesAt(world, index), spot.room - 1);
  return Math.max(Math.min(usual > 0 && (!fits || spot.room <= 0) ? 0 : usual, most), Math.min(least, most));
}

/** Two, of which the second shows that there may be several; fewer inside. */
function wanted(count: number, room: number, turn: number, sparse: boolean): number {
  if (room <= 0 || count > enough || turn % 4 === 1) return 0;
  return sparse || turn > 0 || count > 60 ? 1 : 2;
}

function prefixLength(world: Conjunction): number {
  return Math.max(0, ...rulesOf(world, 'prefixItems').map(({ value }) => (Array.isArray(value) ? value.length : 0)));
}

function placesAt(world: Conjunction, index: number): Place[] {
  return world.flatMap((schema) => {
    const first = inside(inside(schema, 'prefixItems'), index);
    const place = isSchema(first.value) ? first : inside(schema, 'items');
    return isSchema(place.value) ? [place] : [];
  });
}

function makeItem({ making, spot, make }: Maker, world: Conjunction, index: number, again: number): JsonValue {
  const first = prefixLength(world);
  const contained = rulesOf(world, 'contains').length > 0 ? (countOf(world, 'minContains') ?? 1) : 0;
  // Those that must be contained stand behind the items that have a place of their own.
  const isContained =
    index >= first ? index - first < contained : index >= first - contained && turnOf({ making, spot }) > 0;
  const places = [...placesAt(world, index), ...(isContained ? schemasAt(world, 'contains') : [])];
  const inner = { pointer: `${spot.pointer}/${index}`, name: spot.name, room: spot.room - 1, again };
  return make(making, inner, places);
}

function turnOf({ making, spot }: Pick<Maker, 'making' | 'spot'>): number {
  return variantOf(making, spot);
}
