// Every choice of a schema made: one list of schemas that hold together.
import type { JsonValue } from '../../core/json.ts';
import { isJsonObject } from '../../core/json.ts';
import { discriminatorOf } from '../discriminator.ts';
import { conjunctionOf, sharedTypes } from '../lint/conjunction.ts';
import type { Conjunction } from '../lint/conjunction.ts';
import { keyOf } from '../lint/walk-contract.ts';
import { inside } from '../resolve-reference.ts';
import type { Place } from '../resolve-reference.ts';
import { listAt, targetOf } from '../schema-parts.ts';
import { CannotMake, chanceAt, variantOf } from './making.ts';
import type { Making, Spot } from './making.ts';
import { fitsIn } from './room.ts';
import { listedIn, schemasAt, valuesOf } from './rules.ts';

/** @throws CannotMake where one of the schemas is `false`, or no branch of a choice is left */
export function chooseWorld(making: Making, spot: Spot, places: readonly Place[]): Conjunction {
  const made = new Set<string>();
  let world = together(places);
  for (let choice = nextChoice(world, made); choice; choice = nextChoice(world, made)) {
    made.add(choice.key);
    const branches = bestFirst(world, choice, spot.room);
    if (branches.length === 0) throw new CannotMake(choice.place, 'no branch of it allows a value');
    const turn = variantOf(making, spot);
    const start = making.examples === false ? chanceAt(making, spot, choice.key).below(branches.length) : 0;
    const branch = branches[(start + turn) % branches.length] ?? [];
    const last = choice.key.endsWith('/oneOf') && turn >= lastResort ? exclude(choice, branch, turn) : [];
    world = together([...world, ...branch, ...last]);
  }
  return world;
}

/** After so many tries, a value that several branches of `oneOf` would allow is made to break all but one. */
const lastResort = 8;

/** Schemas of our own: for each other branch a property that it lists, and this one does not, of a type that breaks it. */
function exclude({ branches }: Choice, taken: readonly Place[], turn: number): Place[] {
  const own = new Set(listedIn(conjunctionOf(taken) ?? []));
  return branches.flatMap((branch) => {
    const world = branch === taken ? undefined : conjunctionOf(branch);
    const names = world ? listedIn(world).filter((name) => !own.has(name)) : [];
    const name = names[turn % Math.max(1, names.length)];
    const [first] = branch;
    if (!world || name === undefined || !first) return [];
    const judged = conjunctionOf(schemasAt(world, 'properties').map((properties) => inside(properties, name)));
    const type = ['string', 'integer', 'boolean'].find((other) => judged && !sharedTypes(judged).has(other));
    if (type === undefined) return [];
    const value: JsonValue = { properties: { [name]: { type } }, required: [name] };
    return [{ document: first.document, pointer: `${first.pointer}#not ${name} ${type}`, value }];
  });
}

function together(places: readonly Place[]): Conjunction {
  const world = conjunctionOf(places);
  const [first] = places;
  if (!world && first) throw new CannotMake(first, 'the schema allows no value');
  return world ?? [];
}

type Choice = {
  readonly key: string;
  readonly place: Place;
  readonly branches: readonly (readonly Place[])[];
};

function nextChoice(world: Conjunction, made: ReadonlySet<string>): Choice | undefined {
  for (const schema of world) {
    for (const choice of choicesOf(schema, world)) if (!made.has(choice.key)) return choice;
  }
  return undefined;
}

export function choicesOf(schema: Place, world: Conjunction): Choice[] {
  const choices: Choice[] = [];
  const add = (place: Place, branches: Choice['branches']): void => {
    if (branches.length > 0) choices.push({ key: keyOf(place), place, branches });
  };
  for (const name of ['oneOf', 'anyOf']) {
    const list = inside(schema, name);
    add(
      list,
      listAt(list).map((branch) => [branch, ...namedBy(schema, branch)]),
    );
  }
  const condition = inside(schema, 'if');
  if (condition.value !== undefined) {
    const given = (place: Place): Place[] => (place.value === undefined ? [] : [place]);
    add(condition, [[condition, ...given(inside(schema, 'then'))], given(inside(schema, 'else'))]);
  }
  const heirs = heirsOf(schema, world);
  if (heirs.length > 0) add(inside(schema, 'discriminator'), heirs);
  return choices;
}

/** What the discriminator asks of a value that takes this branch: that it names it. */
function namedBy(schema: Place, branch: Place): Place[] {
  const discriminator = discriminatorOf(schema);
  if (!discriminator?.isChoice) return [];
  const target = targetOf(branch) ?? branch;
  const names = [...discriminator.schemas].filter(([, named]) => (targetOf(named) ?? named).value === target.value);
  return names.length === 0
    ? []
    : [
        naming(
          schema,
          discriminator.property,
          names.map(([name]) => name),
        ),
      ];
}

/** A schema with heirs by `allOf` stands for one of them; where an heir is meant already, for that one. */
function heirsOf(schema: Place, world: Conjunction): Choice['branches'] {
  const discriminator = discriminatorOf(schema);
  if (!discriminator || discriminator.isChoice) return [];
  const { property, schemas } = discriminator;
  const meant = [...schemas].filter(
    ([, heir]) => heir.value !== schema.value && world.some(({ value }) => value === heir.value),
  );
  const from = meant.length > 0 ? meant : [...schemas];
  return from.map(([name, heir]) => [heir, naming(schema, property, [name])]);
}

/** A schema of our own, at the place of the discriminator: the property has one of these names. */
function naming(schema: Place, property: string, names: readonly string[]): Place {
  const value: JsonValue = { properties: { [property]: { enum: names } }, required: [property] };
  return { document: schema.document, pointer: `${schema.pointer}/discriminator#${names.join('|')}`, value };
}

/** Branches that can be: those that fit into the room before those that do not, contradictions and null last. */
function bestFirst(world: Conjunction, { branches }: Choice, room: number): (readonly Place[])[] {
  const weighed = branches.flatMap((branch) => {
    const weight = weigh(world, branch, room);
    return weight === undefined ? [] : [{ branch, weight }];
  });
  const least = Math.min(...weighed.map(({ weight }) => weight));
  // What does not fit into the room is not tried in its turn: it would never end.
  const usable = least < tooDeep ? weighed.filter(({ weight }) => weight < tooDeep) : weighed;
  return usable.sort((left, right) => left.weight - right.weight).map(({ branch }) => branch);
}

const tooDeep = 4;

function weigh(world: Conjunction, branch: readonly Place[], room: number): number | undefined {
  const whole = conjunctionOf([...world, ...branch]);
  if (!whole) return undefined;
  const types = sharedTypes(whole);
  if (types.size === 0) return undefined;
  const onlyNull = types.size === 1 && types.has('null') ? 1 : 0;
  const contradicts = contradicting(whole) ? 2 : 0;
  return onlyNull + contradicts + (fitsIn(whole, room) ? 0 : tooDeep);
}

const contradictory = new WeakMap<object, Map<string, boolean>>();

/** Values that exclude each other, here or in a property that several of the schemas have. */
function contradicting(world: Conjunction): boolean {
  const [first] = world;
  if (!first || world.length < 2) return false;
  let known = contradictory.get(first.document);
  if (!known) contradictory.set(first.document, (known = new Map<string, boolean>()));
  const key = world.map(keyOf).join(' ');
  let found = known.get(key);
  if (found === undefined) {
    found = valuesOf(world)?.length === 0 || listedIn(world).some((name) => excludesItself(world, name));
    if (known.size < 100_000) known.set(key, found);
  }
  return found;
}

function excludesItself(world: Conjunction, name: string): boolean {
  const places = schemasAt(world, 'properties')
    .map((properties) => inside(properties, name))
    .filter(({ value }) => isJsonObject(value));
  if (places.length < 2) return false;
  const shared = conjunctionOf(places);
  return shared !== undefined && valuesOf(shared)?.length === 0;
}
