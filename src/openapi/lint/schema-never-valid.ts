// Schemas that no value can satisfy.
import { isJsonObject } from '../../core/json.ts';
import { inside } from '../resolve-reference.ts';
import type { Place } from '../resolve-reference.ts';
import { conjunctionOf } from './conjunction.ts';
import type { Conjunction } from './conjunction.ts';
import { contradictionsOf } from './contradictions.ts';
import type { LintFinding } from './lint-finding.ts';
import { keyOf } from './walk-contract.ts';
import type { Site } from './walk-contract.ts';

/** Every pair of rules that exclude each other, told once, however many schemas lead to both. */
export function schemaNeverValid(sites: readonly Site[]): LintFinding[] {
  const found = new Map<string, LintFinding>();
  const passed = new Set<string>();
  const waiting = sites.filter(({ kind }) => kind === 'schema').map(({ place }) => [place]);
  for (let places = waiting.pop(); places; places = waiting.pop()) {
    const conjunction = conjunctionOf(places);
    const key = conjunction?.map(keyOf).sort().join(' ') ?? '';
    if (!conjunction || passed.has(key)) continue;
    passed.add(key);
    for (const { at, against, ...words } of contradictionsOf(conjunction)) {
      const pair = [keyOf(at), keyOf(against)].sort().join(' ');
      if (!found.has(pair)) found.set(pair, { rule: 'schema-never-valid', place: at, ...words });
    }
    waiting.push(...sharedMembers(conjunction));
  }
  return [...found.values()];
}

/** The schemas of a property, or of the items, where several parts have one: they hold together, too. */
function sharedMembers(conjunction: Conjunction): Place[][] {
  if (conjunction.length < 2) return [];
  const members = new Map<string, Place[]>();
  const add = (name: string, place: Place): void => void members.set(name, [...(members.get(name) ?? []), place]);
  for (const schema of conjunction) {
    const properties = inside(schema, 'properties');
    for (const name of isJsonObject(properties.value) ? Object.keys(properties.value) : []) {
      add(`properties/${name}`, inside(properties, name));
    }
    const items = inside(schema, 'items');
    if (isJsonObject(items.value)) add('items', items);
  }
  return [...members.values()].filter(({ length }) => length > 1);
}
