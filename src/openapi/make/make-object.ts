// The members of an object: those that must be there, and of the others those that there is room for.
import type { JsonValue } from '../../core/json.ts';
import { isJsonObject } from '../../core/json.ts';
import { textOfPattern } from '../../core/pattern/write-text.ts';
import { asUnicodePattern } from '../../core/pattern/unicode-pattern.ts';
import { escapeToken } from '../../document/json-pointer.ts';
import { rulesOf } from '../lint/conjunction.ts';
import type { Conjunction } from '../lint/conjunction.ts';
import { declarationsOf } from '../lint/schema-worlds.ts';
import { inside } from '../resolve-reference.ts';
import type { Place } from '../resolve-reference.ts';
import { chooseWorld } from './choose-world.ts';
import { patternOf } from './make-text.ts';
import { CannotMake, chanceAt, variantOf } from './making.ts';
import type { Making, Spot } from './making.ts';
import { fitsIn } from './room.ts';
import { countOf, exemptIn, likelyTypes, listedIn, requiredIn, schemasAt, textsOf } from './rules.ts';

/** What makes the values inside. */
export type Maker = {
  readonly making: Making;
  readonly spot: Spot;
  readonly make: (making: Making, spot: Spot, places: readonly Place[]) => JsonValue;
};

/** Beyond so many values, lists and objects that may be left out are. */
const enough = 400;
const mostMembers = 1000;

/** @throws CannotMake */
export function makeObject(maker: Maker, given: Conjunction): JsonValue {
  const { world, names } = namesAndWorld(maker, given);
  const members = names.map((name): [string, JsonValue] => [name, makeMember(maker, world, name)]);
  return Object.fromEntries(members);
}

/** Which members there are depends on schemas, and `dependentSchemas` on which members there are. */
function namesAndWorld(maker: Maker, given: Conjunction): { readonly world: Conjunction; readonly names: string[] } {
  let world = given;
  let names = namesIn(maker, world);
  for (let round = 0; round < 10; round++) {
    const dependent = schemasAt(world, 'dependentSchemas')
      .flatMap((place) => names.map((name) => inside(place, name)))
      .filter(({ value }) => value !== undefined);
    const known = new Set(world.map(({ value }) => value));
    const added = dependent.filter(({ value }) => !known.has(value));
    if (added.length === 0) break;
    world = chooseWorld(maker.making, maker.spot, [...world, ...added]);
    names = namesIn(maker, world);
  }
  return { world, names };
}

function namesIn(maker: Maker, world: Conjunction): string[] {
  const { making } = maker;
  const exempt = exemptIn(world, making.direction);
  const chosen = new Set(requiredIn(world, exempt));
  const most = countOf(world, 'maxProperties') ?? mostMembers;
  const least = countOf(world, 'minProperties') ?? 0;
  const optional = listedIn(world).filter((name) => !chosen.has(name) && !exempt.has(name) && isAllowed(world, name));
  for (const name of optional) {
    if (chosen.size < most && isWanted(maker, world, name)) addWithDependents(world, chosen, name);
  }
  for (const name of optional) if (chosen.size < Math.min(least, most)) addWithDependents(world, chosen, name);
  for (const name of extraNames(maker, world, chosen, least)) if (chosen.size < most) chosen.add(name);
  addWithDependents(world, chosen);
  // In the order of the contract.
  return [...new Set([...listedIn(world).filter((name) => chosen.has(name)), ...chosen])];
}

function addWithDependents(world: Conjunction, chosen: Set<string>, name?: string): void {
  if (name !== undefined) chosen.add(name);
  const rules = rulesOf(world, 'dependentRequired').flatMap(({ value }) => (isJsonObject(value) ? [value] : []));
  if (rules.length === 0) return;
  // A name that is added while the set is walked is walked, too.
  for (const member of chosen) for (const rule of rules) for (const needed of textsOf(rule[member])) chosen.add(needed);
}

/** All that there is room for at first; then only what must be there; then by chance. */
function isWanted({ making, spot }: Maker, world: Conjunction, name: string): boolean {
  const turn = variantOf(making, spot);
  if (making.sparse === true && turn === 0) return false;
  if (turn % 4 === 1) return false;
  if (turn > 0 && chanceAt(making, spot, `member ${name}`).below(2) === 0) return false;
  const own = declaredFor(world, name);
  if (own.some(({ value }) => value === false)) return false;
  if (!fitsIn(own, spot.room - 1)) return false;
  return spot.room > 0 && (making.count < enough || !isDeep(own));
}

function isDeep(places: readonly Place[]): boolean {
  const [type] = likelyTypes(places);
  return type === 'object' || type === 'array' || places.some(({ value }) => isJsonObject(value) && '$ref' in value);
}

function declaredFor(world: Conjunction, name: string): Place[] {
  return world.flatMap((schema) => declarationsOf(schema, name).own);
}

/** Whether every schema that is closed to other names declares this one. */
function isAllowed(world: Conjunction, name: string): boolean {
  return world.every(
    (schema) => inside(schema, 'additionalProperties').value !== false || declarationsOf(schema, name).own.length > 0,
  );
}

/** Names for objects that are maps, and for those that must have more members than are listed. */
function extraNames(maker: Maker, world: Conjunction, chosen: ReadonlySet<string>, least: number): string[] {
  const wanted = Math.min(mostMembers, Math.max(least - chosen.size, isFilledMap(maker, world) ? 1 : 0));
  const names: string[] = [];
  for (let number = 1; names.length < wanted && number <= wanted + 40; number++) {
    const name = extraName(maker, world, number);
    const own = memberPlaces(world, name);
    const isFree = !chosen.has(name) && !names.includes(name) && isAllowed(world, name);
    const isPossible = own.every(({ value }) => value !== false) && fitsIn(own, Math.max(0, maker.spot.room - 1));
    if (isFree && isPossible) names.push(name);
  }
  return names;
}

function isFilledMap({ making, spot }: Maker, world: Conjunction): boolean {
  if (making.sparse === true || variantOf(making, spot) > 0 || making.count >= enough || spot.room <= 0) return false;
  return listedIn(world).length === 0 && isTyped(world);
}

/** Whether the contract says of what kind the members of a map are. */
function isTyped(world: Conjunction): boolean {
  const rules = [...schemasAt(world, 'additionalProperties'), ...schemasAt(world, 'unevaluatedProperties')];
  return rules.some(({ value }) => isJsonObject(value)) || rulesOf(world, 'patternProperties').length > 0;
}

function extraName(maker: Maker, world: Conjunction, number: number): string {
  const sources = rulesOf(world, 'patternProperties').flatMap(({ value }) => Object.keys(value ?? {}));
  const source = sources[(number - 1) % Math.max(1, sources.length)];
  const closed = rulesOf(world, 'additionalProperties').some(({ value }) => value === false);
  if (source !== undefined && (closed || number === 1)) return nameOfPattern(maker, source, number);
  const rules = schemasAt(world, 'propertyNames');
  const plain = `key${number}`;
  return rules.length === 0 ? plain : nameBy({ ...maker, spot: { ...maker.spot, again: number } }, rules, plain);
}

function nameOfPattern({ making, spot }: Maker, source: string, number: number): string {
  const chance = chanceAt(making, spot, `name ${number}`);
  const text = textOfPattern(asUnicodePattern(source), {
    choose: (count) => chance.below(count),
    times: (fewest, most) => Math.min(most, fewest + chance.below(number + 1)),
  });
  if (text === undefined) return `key${number}`;
  const isOpen = patternOf(source)(`${text}${number}`);
  return isOpen && number > 1 ? `${text}${number}` : text;
}

function nameBy({ making, spot, make }: Maker, rules: readonly Place[], otherwise: string): string {
  const text: Place[] = rules.map(({ document, pointer }) => ({
    document,
    pointer: `${pointer}#name`,
    value: { type: 'string' },
  }));
  const made = make(making, { ...spot, pointer: `${spot.pointer}/#name`, name: '' }, [...rules, ...text]);
  return typeof made === 'string' ? made : otherwise;
}

/** What judges the value of a member: the schemas of its name, else those of all other names. */
function memberPlaces(world: Conjunction, name: string): Place[] {
  const places = world.flatMap((schema) => {
    const own = declarationsOf(schema, name).own;
    if (own.length > 0) return own;
    const rest = inside(schema, 'additionalProperties');
    return isJsonObject(rest.value) || rest.value === false ? [rest] : [];
  });
  if (places.length > 0) return places;
  return schemasAt(world, 'unevaluatedProperties').filter(({ value }) => isJsonObject(value));
}

function makeMember({ making, spot, make }: Maker, world: Conjunction, name: string): JsonValue {
  const places = memberPlaces(world, name);
  const refused = places.find(({ value }) => value === false);
  if (refused) throw new CannotMake(refused, `the property "${name}" is required, and may not be there`);
  const inner: Spot = {
    pointer: `${spot.pointer}/${escapeToken(name)}`,
    name,
    room: spot.room - 1,
    again: 0,
  };
  return make(making, inner, places);
}
