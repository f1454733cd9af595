// What schemas that hold together say of one value, keyword by keyword.
import type { JsonNumber } from '../../core/exact-number.ts';
import { compareNumbers, isNumber } from '../../core/exact-number.ts';
import type { JsonValue } from '../../core/json.ts';
import { isJsonArray, isJsonObject, isSame } from '../../core/json.ts';
import { rulesOf, sharedTypes } from '../lint/conjunction.ts';
import type { Conjunction } from '../lint/conjunction.ts';
import { exemptProperties } from '../exempt-properties.ts';
import type { Direction } from '../exempt-properties.ts';
import { dialectOf, inside } from '../resolve-reference.ts';
import type { Place } from '../resolve-reference.ts';
import { targetOf } from '../schema-parts.ts';

/** The names that must be there, without those that the direction frees. */
export function requiredIn(world: Conjunction, exempt: ReadonlySet<string>): string[] {
  const names = rulesOf(world, 'required').flatMap(({ value }) => textsOf(value));
  return [...new Set(names)].filter((name) => !exempt.has(name));
}

/** `readOnly` properties of requests, `writeOnly` ones of answers. */
export function exemptIn(world: Conjunction, direction: Direction): ReadonlySet<string> {
  return new Set(world.flatMap((schema) => exemptProperties(direction, schema, [])));
}

export function textsOf(value: JsonValue | undefined): string[] {
  return isJsonArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** Every name that `properties` lists, in the order of the contract. */
export function listedIn(world: Conjunction): string[] {
  const lists = rulesOf(world, 'properties').map(({ value }) => (isJsonObject(value) ? Object.keys(value) : []));
  return [...new Set(lists.flat())];
}

export function largest(world: Conjunction, keyword: string): JsonNumber | undefined {
  return numbersOf(world, keyword).reduce<JsonNumber | undefined>(
    (most, value) => (most === undefined || compareNumbers(value, most) > 0 ? value : most),
    undefined,
  );
}

export function smallest(world: Conjunction, keyword: string): JsonNumber | undefined {
  return numbersOf(world, keyword).reduce<JsonNumber | undefined>(
    (least, value) => (least === undefined || compareNumbers(value, least) < 0 ? value : least),
    undefined,
  );
}

export function numbersOf(world: Conjunction, keyword: string): JsonNumber[] {
  return rulesOf(world, keyword).flatMap(({ value }) => (isNumber(value) ? [value] : []));
}

/** A count, as of items or characters. */
export function countOf(world: Conjunction, keyword: string): number | undefined {
  const value = keyword.startsWith('min') ? largest(world, keyword) : smallest(world, keyword);
  return value === undefined ? undefined : Number(value);
}

/** The values that `const` and `enum` leave; undefined where neither speaks. */
export function valuesOf(world: Conjunction): readonly JsonValue[] | undefined {
  const lists = [
    ...rulesOf(world, 'const').map(({ value }) => [value]),
    ...rulesOf(world, 'enum').flatMap(({ value }) => (isJsonArray(value) ? [value] : [])),
  ];
  const [first, ...others] = lists;
  return first?.filter((value) => others.every((list) => list.some((other) => isSame(other, value))));
}

const implied: Readonly<Record<string, readonly string[]>> = {
  object: ['properties', 'required', 'additionalProperties', 'patternProperties', 'minProperties', 'propertyNames'],
  array: ['items', 'prefixItems', 'minItems', 'uniqueItems', 'contains'],
  string: ['pattern', 'format', 'minLength', 'maxLength', 'contentEncoding', 'contentMediaType'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
};

/** The types that a value may have, the likeliest first; without a word of the contract, what its keywords speak of. */
export function likelyTypes(world: Conjunction): readonly string[] {
  const shared = sharedTypes(world);
  const named = rulesOf(world, 'type').flatMap(({ value }) => (typeof value === 'string' ? [value] : textsOf(value)));
  const hinted = Object.keys(implied).filter((type) =>
    implied[type]?.some((keyword) => rulesOf(world, keyword).length > 0),
  );
  const order = [...named, ...hinted, 'object', 'string', 'integer', 'number', 'boolean', 'array', 'null'];
  const possible = [...new Set(order)].filter((type) => shared.has(type));
  const whole = possible.includes('integer') && possible.includes('number') && !named.includes('integer');
  const types = whole && named.includes('number') ? possible.filter((type) => type !== 'integer') : possible;
  return [...types.filter((type) => type !== 'null'), ...types.filter((type) => type === 'null')];
}

/** The schema that a keyword holds, wherever one of the schemas has it. */
export function schemasAt(world: Conjunction, keyword: string): Place[] {
  return world.map((schema) => inside(schema, keyword)).filter(({ value }) => isSchema(value));
}

export function isSchema(value: JsonValue | undefined): boolean {
  return isJsonObject(value) || typeof value === 'boolean';
}

/** A schema and those that its `$ref` leads to; in OpenAPI 3.0 nothing beside `$ref` counts, so that it is left out. */
export function referring(place: Place): Place[] {
  const found: Place[] = [];
  for (let next: Place | undefined = place; next && found.length < 20;) {
    const target = targetOf(next);
    if (!target || dialectOf(next.document) === '3.1') found.push(next);
    next = target;
  }
  return found;
}
