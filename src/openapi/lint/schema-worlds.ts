// Where a path leads inside the values that a schema allows, as far as the schema tells: for rules that may only say what
// is certain.
import type { JsonValue } from '../../core/json.ts';
import { isJsonArray, isJsonObject } from '../../core/json.ts';
import { compilePattern } from '../../core/pattern/pattern.ts';
import { asUnicodePattern } from '../../core/pattern/unicode-pattern.ts';
import type { SourceDocument } from '../../core/source.ts';
import type { SchemaReference } from '../contract.ts';
import { inside, placeAt } from '../resolve-reference.ts';
import type { Place } from '../resolve-reference.ts';
import { listAt, targetOf } from '../schema-parts.ts';
import { conjunctionOf, rulesOf, sharedTypes } from './conjunction.ts';
import type { Conjunction } from './conjunction.ts';

/** One way that a value may be, every choice made: its schemas hold together. Empty: it may be anything. */
export type World = Conjunction;

const anything: readonly World[] = [[]];
/** With more choices than this, nothing is told. */
const mostWorlds = 64;
const deepest = 8;

const known = new WeakMap<SourceDocument, Map<string, readonly World[]>>();

/** Every way that the values of a schema may be; none where it allows no value. Worked out once for each schema. */
export function worldsOf({ document, pointer }: SchemaReference): readonly World[] {
  let worlds = known.get(document);
  if (!worlds) known.set(document, (worlds = new Map<string, readonly World[]>()));
  let found = worlds.get(pointer);
  if (!found) worlds.set(pointer, (found = expand([placeAt(document, pointer)], [], 0)));
  return found;
}

/** The same of values that several schemas judge together. */
function worldsOfAll(places: readonly Place[]): readonly World[] {
  const [first, second] = places;
  return first && !second ? worldsOf(first) : expand(places, [], 0);
}

function expand(places: readonly Place[], made: readonly string[], depth: number): readonly World[] {
  const conjunction = conjunctionOf(places);
  if (!conjunction) return [];
  if (depth > deepest || conjunction.some(isOpaque)) return anything;
  const choice = firstChoice(conjunction, made);
  if (!choice) return [conjunction];
  const [key, branches] = choice;
  const worlds: World[] = [];
  for (const branch of branches) {
    const found = expand([...conjunction, ...branch], [...made, key], depth + 1);
    worlds.push(...found);
    if (worlds.length > mostWorlds) return anything;
  }
  return worlds;
}

/** What is behind one of these is not known here. */
function isOpaque(schema: Place): boolean {
  if (inside(schema, '$dynamicRef').value !== undefined || inside(schema, '$recursiveRef').value !== undefined)
    return true;
  return inside(schema, '$ref').value !== undefined && targetOf(schema) === undefined;
}

type Choice = readonly [key: string, branches: readonly (readonly Place[])[]];

function firstChoice(conjunction: Conjunction, made: readonly string[]): Choice | undefined {
  for (const schema of conjunction) {
    for (const [name, branches] of choicesOf(schema)) {
      const key = `${schema.document.file}#${schema.pointer}/${name}`;
      if (!made.includes(key)) return [key, branches];
    }
  }
  return undefined;
}

function choicesOf(schema: Place): Choice[] {
  const choices: Choice[] = [];
  for (const name of ['oneOf', 'anyOf']) {
    const branches = listAt(inside(schema, name));
    if (branches.length > 0) choices.push([name, branches.map((branch) => [branch])]);
  }
  const condition = inside(schema, 'if');
  if (condition.value !== undefined) {
    const [whenTrue, whenFalse] = [inside(schema, 'then'), inside(schema, 'else')];
    const given = (place: Place): Place[] => (place.value === undefined ? [] : [place]);
    choices.push(['if', [[condition, ...given(whenTrue)], given(whenFalse)]]);
  }
  const dependent = inside(schema, 'dependentSchemas');
  for (const name of isJsonObject(dependent.value) ? Object.keys(dependent.value) : []) {
    choices.push([`dependentSchemas/${name}`, [[], [inside(dependent, name)]]]);
  }
  return choices;
}

/** Every type that a value may have, with `integer` where whole numbers may come. */
export function typesIn(worlds: readonly World[]): ReadonlySet<string> {
  const [only, second] = worlds;
  return only && !second ? typesOfWorld(only) : new Set(worlds.flatMap((world) => [...typesOfWorld(world)]));
}

const types = new WeakMap<World, ReadonlySet<string>>();

function typesOfWorld(world: World): ReadonlySet<string> {
  let found = types.get(world);
  if (!found) types.set(world, (found = sharedTypes(world)));
  return found;
}

/** All values that are possible, where the schemas list them. */
export function valuesIn(worlds: readonly World[]): readonly JsonValue[] | undefined {
  const values: JsonValue[] = [];
  for (const world of worlds) {
    const [fixed] = rulesOf(world, 'const');
    const [listed] = rulesOf(world, 'enum');
    if (fixed) values.push(fixed.value);
    else if (listed && isJsonArray(listed.value)) values.push(...listed.value);
    else return undefined;
  }
  return values;
}

/** What a step down comes to. `names` are the properties that are listed there. */
export type Reach =
  | { readonly kind: 'found'; readonly worlds: readonly World[] }
  /** Allowed, since the object is open, but no schema lists it. */
  | { readonly kind: 'unlisted'; readonly names: readonly string[] }
  | { readonly kind: 'impossible'; readonly reason: Reason; readonly names: readonly string[] };

/** Why there is nothing: the object is closed; the value has no members; a list has only indices; it ends before. */
export type Reason = 'closed' | 'scalar' | 'list' | 'short';

/** One step down from values that may be in any of these worlds. */
export function stepInto(worlds: readonly World[], token: string): Reach {
  const [only, second] = worlds;
  if (only && !second) return stepWorld(only, token);
  const reaches = worlds.map((world) => stepWorld(world, token));
  const found = new Set(reaches.flatMap((reach) => (reach.kind === 'found' ? reach.worlds : [])));
  if (reaches.some(({ kind }) => kind === 'found')) return { kind: 'found', worlds: [...found] };
  const names = [...new Set(reaches.flatMap((reach) => (reach.kind === 'found' ? [] : reach.names)))];
  if (reaches.some(({ kind }) => kind === 'unlisted')) return { kind: 'unlisted', names };
  const reasons = reaches.flatMap((reach) => (reach.kind === 'impossible' ? [reach.reason] : []));
  return { kind: 'impossible', reason: reasons.find((reason) => reason !== 'scalar') ?? 'scalar', names };
}

const steps = new WeakMap<World, Map<string, Reach>>();

/** Worked out once: the same answers are read by many workflows. */
function stepWorld(world: World, token: string): Reach {
  let taken = steps.get(world);
  if (!taken) steps.set(world, (taken = new Map<string, Reach>()));
  let reach = taken.get(token);
  if (!reach) taken.set(token, (reach = stepAnew(world, token)));
  return reach;
}

function stepAnew(world: World, token: string): Reach {
  const allowed = typesOfWorld(world);
  const ways: Reach[] = [];
  if (allowed.has('object')) ways.push(stepObject(world, token));
  if (allowed.has('array')) ways.push(stepArray(world, token));
  const order = ['found', 'unlisted', 'impossible'] as const;
  const best = order.map((kind) => ways.find((way) => way.kind === kind)).find((way) => way !== undefined);
  return best ?? { kind: 'impossible', reason: 'scalar', names: [] };
}

function stepObject(world: World, token: string): Reach {
  const says = world.map((schema) => ({ ...declarationsOf(schema, token), ...additionsOf(schema) }));
  const names = [...new Set(says.flatMap(({ listed }) => listed))];
  const matched = says.flatMap(({ own, additional }) =>
    own.length > 0 ? own : isJsonObject(additional.value) ? [additional] : [],
  );
  const isShut = says.some(({ own, additional }) => own.length === 0 && additional.value === false);
  if (isShut || (matched.length === 0 && rulesOf(world, 'unevaluatedProperties').some(isFalse))) {
    return { kind: 'impossible', reason: 'closed', names };
  }
  if (matched.length > 0) return ending(worldsOfAll(matched), names);
  const isFree = names.length === 0 || says.some(({ open }) => open);
  return isFree ? { kind: 'found', worlds: anything } : { kind: 'unlisted', names };
}

/** With a discriminator, the schemas that it names may add properties. */
function additionsOf(schema: Place): { readonly additional: Place; readonly open: boolean } {
  const additional = inside(schema, 'additionalProperties');
  return { additional, open: additional.value === true || inside(schema, 'discriminator').value !== undefined };
}

function isFalse({ value }: { readonly value: JsonValue }): boolean {
  return value === false;
}

/** A property whose schema is `false` is one that must not be there. */
function ending(worlds: readonly World[], names: readonly string[]): Reach {
  return worlds.length > 0 ? { kind: 'found', worlds } : { kind: 'impossible', reason: 'closed', names };
}

type Declarations = { readonly own: readonly Place[]; readonly listed: readonly string[] };

/** What a schema's `properties` and `patternProperties` say of a name, and which names they list. */
export function declarationsOf(schema: Place, name: string): Declarations {
  const properties = inside(schema, 'properties');
  const listed = isJsonObject(properties.value) ? Object.keys(properties.value) : [];
  const patterns = inside(schema, 'patternProperties');
  const fitting = isJsonObject(patterns.value)
    ? Object.keys(patterns.value).filter((source) => fits(source, name))
    : [];
  const own = fitting.map((source) => inside(patterns, source));
  return { own: listed.includes(name) ? [inside(properties, name), ...own] : own, listed };
}

function fits(source: string, name: string): boolean {
  try {
    return compilePattern(asUnicodePattern(source)).isFoundIn(name);
  } catch {
    // What cannot be compiled is told where contracts are read.
    return true;
  }
}

function stepArray(world: World, token: string): Reach {
  if (!/^(?:0|[1-9][0-9]*)$/.test(token)) return { kind: 'impossible', reason: 'list', names: [] };
  const index = Number(token);
  const short: Reach = { kind: 'impossible', reason: 'short', names: [] };
  if (rulesOf(world, 'maxItems').some(({ value }) => typeof value === 'number' && index >= value)) return short;
  const elements = world.flatMap((schema) => {
    const first = inside(inside(schema, 'prefixItems'), index);
    const rest = inside(schema, 'items');
    if (first.value !== undefined) return [first];
    return rest.value === undefined ? [] : [rest];
  });
  const worlds = elements.length === 0 ? anything : worldsOfAll(elements);
  return worlds.length > 0 ? { kind: 'found', worlds } : short;
}
