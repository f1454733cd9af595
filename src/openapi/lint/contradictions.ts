// Rules of one conjunction that exclude each other, so that no value of a type can pass. Only what is certain: where a
// choice, a negation or a pattern could save a value, nothing is said.
import { compareNumbers, isInteger, isNumber } from '../../core/exact-number.ts';
import type { JsonNumber } from '../../core/exact-number.ts';
import { isJsonArray, isJsonObject, isSame, jsonType, showValue } from '../../core/json.ts';
import type { JsonValue } from '../../core/json.ts';
import { formatLocation } from '../../core/source.ts';
import { exemptProperties } from '../exempt-properties.ts';
import { inside } from '../resolve-reference.ts';
import type { Place } from '../resolve-reference.ts';
import { rulesOf, sharedTypes, typesOf } from './conjunction.ts';
import type { Conjunction, Rule } from './conjunction.ts';

/** Two places that cannot both hold. */
export type Contradiction = {
  /** Where to look first. */
  readonly at: Place;
  readonly part?: 'key';
  readonly against: Place;
  readonly message: string;
  readonly expected: string;
  readonly actual: string;
  /** The whole value of that type is impossible. */
  readonly remedy: string;
};

export function contradictionsOf(conjunction: Conjunction): Contradiction[] {
  const types = typeContradictions(conjunction);
  if (types.length > 0) return types;
  const allowed = sharedTypes(conjunction);
  const values = valueContradictions(conjunction, allowed);
  if (values.length > 0) return values;
  return [
    ...ranges.flatMap((range) => rangeContradictions(conjunction, range, allowed)),
    ...(allowed.has('object') ? undeclaredRequirements(conjunction) : []),
  ];
}

const where = ({ document, pointer }: Place): string => formatLocation(document.locate(pointer));
const remedy = 'change one of the two';

function typeContradictions(conjunction: Conjunction): Contradiction[] {
  const typed = conjunction.filter((schema) => inside(schema, 'type').value !== undefined);
  if (typed.length < 2 || sharedTypes(typed).size > 0) return [];
  // The first schema that leaves nothing of what those before it allowed, and the nearest of those that excludes it.
  const end = typed.findIndex((_, index) => sharedTypes(typed.slice(0, index + 1)).size === 0);
  const last = typed[end];
  const other = typed.slice(0, end).find((schema) => last && sharedTypes([schema, last]).size === 0) ?? typed[0];
  if (!last || !other) return [];
  const [at, against] = [inside(last, 'type'), inside(other, 'type')];
  return [
    {
      at,
      against,
      message: 'no value passes: the types exclude each other',
      expected: `${[...typesOf(other)].join(' or ')}, as ${where(against)} says`,
      actual: showType(at.value),
      remedy,
    },
  ];
}

function showType(value: JsonValue | undefined): string {
  return (isJsonArray(value) ? value : [value]).map((name) => (typeof name === 'string' ? name : '?')).join(' or ');
}

type Range = {
  readonly type: string;
  readonly least: string;
  readonly most: string;
  readonly what: string;
};

const ranges: readonly Range[] = [
  { type: 'string', least: 'minLength', most: 'maxLength', what: 'text' },
  { type: 'array', least: 'minItems', most: 'maxItems', what: 'array' },
  { type: 'object', least: 'minProperties', most: 'maxProperties', what: 'object' },
  { type: 'array', least: 'minContains', most: 'maxContains', what: 'array' },
  { type: 'number', least: 'minimum', most: 'maximum', what: 'number' },
];

type Limit = Rule & { readonly number: JsonNumber; readonly exclusive: boolean };

function rangeContradictions(conjunction: Conjunction, range: Range, allowed: ReadonlySet<string>): Contradiction[] {
  const { type, least, most, what } = range;
  if (!allowed.has(type) && !(type === 'number' && allowed.has('integer'))) return [];
  if (least === 'minContains' && rulesOf(conjunction, 'contains').length === 0) return [];
  const low = tightest(limitsOf(conjunction, least), -1);
  const high = tightest(limitsOf(conjunction, most), 1);
  if (!low || !high || leavesRoom(low, high, type === 'number' && !allowed.has('number'))) return [];
  const [lowName, highName] = [nameOf(low), nameOf(high)];
  return [
    {
      at: high.place,
      against: low.place,
      message: `no ${what} passes: ${lowName} and ${highName} exclude each other`,
      expected: `${highName} ${low.exclusive || high.exclusive ? 'above' : 'of at least'} ${String(low.number)}, as ${where(low.place)} says`,
      actual: showValue(high.number),
      remedy,
    },
  ];
}

const nameOf = ({ place }: Rule): string => place.pointer.slice(place.pointer.lastIndexOf('/') + 1);

/** Limits of both forms: a number, or in OpenAPI 3.0 a switch beside the number. */
function limitsOf(conjunction: Conjunction, keyword: string): Limit[] {
  const exclusiveName = `exclusive${keyword.charAt(0).toUpperCase()}${keyword.slice(1)}`;
  return conjunction.flatMap((schema) => {
    const place = inside(schema, keyword);
    const exclusive = inside(schema, exclusiveName);
    const limits: Limit[] = [];
    if (isNumber(place.value)) {
      limits.push({ place, value: place.value, number: place.value, exclusive: exclusive.value === true });
    }
    if (isNumber(exclusive.value)) {
      limits.push({ place: exclusive, value: exclusive.value, number: exclusive.value, exclusive: true });
    }
    return limits;
  });
}

/** @param side -1 for the highest of the lower limits, 1 for the lowest of the upper ones */
function tightest(limits: readonly Limit[], side: -1 | 1): Limit | undefined {
  let found: Limit | undefined;
  for (const limit of limits) {
    const order = found ? compareNumbers(limit.number, found.number) * side : -1;
    if (order < 0 || (order === 0 && limit.exclusive && found?.exclusive !== true)) found = limit;
  }
  return found;
}

function leavesRoom(low: Limit, high: Limit, whole: boolean): boolean {
  const order = compareNumbers(low.number, high.number);
  if (order > 0) return false;
  if (order === 0) return !low.exclusive && !high.exclusive && (!whole || isInteger(low.number));
  const [from, to] = [low.number, high.number];
  if (!whole || typeof from !== 'number' || typeof to !== 'number' || to - from >= 2) return true;
  const first = low.exclusive ? Math.floor(from) + 1 : Math.ceil(from);
  return high.exclusive ? first < to : first <= to;
}

/** `enum` and `const`: at least one value must be left that has a type which is allowed. */
function valueContradictions(conjunction: Conjunction, allowed: ReadonlySet<string>): Contradiction[] {
  const lists = [...rulesOf(conjunction, 'enum'), ...rulesOf(conjunction, 'const')];
  const [first, ...others] = lists;
  if (!first) return [];
  let left = valuesOf(first);
  for (const other of others) {
    const own = valuesOf(other);
    const kept = left.filter((value) => own.some((candidate) => isSame(candidate, value)));
    if (kept.length === 0 && left.length > 0) return [valuesExclude(other, first)];
    left = kept;
  }
  if (left.some((value) => allowed.has(jsonType(value)))) return [];
  const typed = rulesOf(conjunction, 'type')[0];
  if (!typed || left.length === 0) return [];
  return [
    {
      at: first.place,
      against: typed.place,
      message: `no value passes: ${nameOf(first)} has no value of the type`,
      expected: `${showType(typed.value)}, as ${where(typed.place)} says`,
      actual: showValue(first.value),
      remedy,
    },
  ];
}

function valuesOf({ place, value }: Rule): readonly JsonValue[] {
  return nameOf({ place, value }) === 'enum' && isJsonArray(value) ? value : [value];
}

function valuesExclude(rule: Rule, other: Rule): Contradiction {
  return {
    at: rule.place,
    against: other.place,
    message: `no value passes: ${nameOf(other)} and ${nameOf(rule)} have no value in common`,
    expected: `a value of ${showValue(other.value)}, as ${where(other.place)} says`,
    actual: showValue(rule.value),
    remedy,
  };
}

/** `required` asks for what `additionalProperties: false` forbids. `allOf` does not widen what a branch allows. */
function undeclaredRequirements(conjunction: Conjunction): Contradiction[] {
  const exempt = new Set(
    conjunction.flatMap((schema) => [
      ...exemptProperties('request', schema, []),
      ...exemptProperties('response', schema, []),
    ]),
  );
  return conjunction.flatMap((closed) => {
    const against = inside(closed, 'additionalProperties');
    if (against.value !== false || inside(closed, 'patternProperties').value !== undefined) return [];
    const declared = propertiesOf(closed);
    return rulesOf(conjunction, 'required').flatMap(({ place, value }) =>
      (isJsonArray(value) ? value : []).flatMap((name, index): Contradiction[] => {
        if (typeof name !== 'string' || Object.hasOwn(declared, name) || exempt.has(name)) return [];
        return [
          {
            at: inside(place, index),
            against,
            message: `no object passes: "${name}" is required, and not allowed`,
            expected: `one of ${Object.keys(declared).join(', ') || 'no property at all'}, as ${where(against)} says`,
            actual: name,
            remedy: `declare "${name}" among the properties there, or leave additionalProperties out`,
          },
        ];
      }),
    );
  });
}

function propertiesOf(schema: Place): Readonly<Record<string, JsonValue>> {
  const { value } = inside(schema, 'properties');
  return isJsonObject(value) ? value : {};
}
