// A number between the bounds that schemas set, exactly: with the digits of the contract where no double has them.
import { compareNumbers, isInteger, isMultipleOf, isNumber, parseNumber } from '../../core/exact-number.ts';
import type { JsonNumber } from '../../core/exact-number.ts';
import { rulesOf } from '../lint/conjunction.ts';
import type { Conjunction } from '../lint/conjunction.ts';
import { chanceAt } from './making.ts';
import type { Making, Spot } from './making.ts';
import { largest, numbersOf, smallest } from './rules.ts';

/** How far from a bound the numbers lie that are made. */
const span = 1000;

const ofFormat: Readonly<Record<string, readonly [least: number, most: number]>> = {
  int8: [-128, 127],
  int16: [-32_768, 32_767],
  int32: [-2_147_483_648, 2_147_483_647],
  uint8: [0, 255],
  uint16: [0, 65_535],
  uint32: [0, 4_294_967_295],
  uint64: [0, Number.MAX_SAFE_INTEGER],
};

type Range = { readonly least: JsonNumber; readonly most: JsonNumber };

export function makeNumber(making: Making, spot: Spot, world: Conjunction, whole: boolean): JsonNumber {
  const chance = chanceAt(making, spot, 'number');
  const range = rangeOf(world);
  const steps = numbersOf(world, 'multipleOf').filter((step) => Number(step) > 0);
  const made = candidates(range, steps, whole, chance.next());
  const fits = (value: JsonNumber): boolean =>
    (!whole || isInteger(value)) &&
    isWithin(world, value) &&
    steps.every((step) => isMultipleOf(value, step) !== false);
  return made.find(fits) ?? made[0] ?? 0;
}

function rangeOf(world: Conjunction): Range {
  const formats = rulesOf(world, 'format').flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
  const bounds = formats.map((name) => ofFormat[name]).find((known) => known !== undefined);
  const least = extreme([largest(world, 'minimum'), largest(world, 'exclusiveMinimum')], 1);
  const most = extreme([smallest(world, 'maximum'), smallest(world, 'exclusiveMaximum')], -1);
  const low = least ?? (most === undefined || Number(most) >= 1 ? 1 : plus(most, -span));
  const high = most ?? plus(low, span);
  return { least: extreme([low, bounds?.[0]], 1) ?? low, most: extreme([high, bounds?.[1]], -1) ?? high };
}

/** @param sign 1: the largest, -1: the smallest */
function extreme(values: readonly (JsonNumber | undefined)[], sign: 1 | -1): JsonNumber | undefined {
  return values.reduce<JsonNumber | undefined>((found, value) => {
    if (value === undefined) return found;
    return found === undefined || sign * compareNumbers(value, found) > 0 ? value : found;
  }, undefined);
}

function isWithin(world: Conjunction, value: JsonNumber): boolean {
  const keeps = (keyword: string, sign: 1 | -1, strict: boolean): boolean =>
    rulesOf(world, keyword).every(({ value: bound, place }) => {
      if (!isNumber(bound)) return true;
      const difference = sign * compareNumbers(value, bound);
      const exclusive = strict || isExclusive(place.pointer, world, keyword);
      return exclusive ? difference > 0 : difference >= 0;
    });
  return (
    keeps('minimum', 1, false) &&
    keeps('exclusiveMinimum', 1, true) &&
    keeps('maximum', -1, false) &&
    keeps('exclusiveMaximum', -1, true)
  );
}

/** OpenAPI 3.0 has `exclusiveMinimum: true` beside `minimum`. */
function isExclusive(pointer: string, world: Conjunction, keyword: string): boolean {
  const name = keyword === 'minimum' ? 'exclusiveMinimum' : 'exclusiveMaximum';
  const beside = pointer.slice(0, pointer.lastIndexOf('/')) + `/${name}`;
  return rulesOf(world, name).some(({ value, place }) => value === true && place.pointer === beside);
}

/** Numbers to try, that which looks best first. */
function candidates({ least, most }: Range, steps: readonly JsonNumber[], whole: boolean, at: number): JsonNumber[] {
  const step = steps[0] === undefined ? undefined : Number(steps[0]);
  const [low, high] = [Number(least), Math.min(Number(most), Number(least) + span)];
  const spread = Math.max(0, high - low);
  const exact = [shifted(least, 1), least, shifted(most, -1), most].filter((value) => value !== undefined);
  const multiples = step === undefined ? [] : multiplesOf(step, low, Number(most), at);
  const wholes = [
    Math.floor(low + at * (spread + 1)),
    Math.ceil(low + at * spread),
    Math.ceil(low),
    Math.ceil(low) + 1,
  ];
  if (!Number.isSafeInteger(Math.round(low))) return [...exact, ...multiples, ...wholes];
  if (whole || (Number.isInteger(low) && spread >= 100 && at < 0.2)) return [...multiples, ...wholes, ...exact];
  const value = low + at * spread;
  return [...multiples, Number(value.toFixed(2)), Number(value.toFixed(6)), value, low + spread / 2, ...exact];
}

/** Several multiples, so that one of them is whole, or fits a second step too. */
function multiplesOf(step: number, low: number, high: number, at: number): number[] {
  const first = Math.ceil(low / step);
  const last = Math.min(Math.floor(high / step), first + span);
  if (last < first) return [];
  const start = first + Math.floor(at * Math.min(last - first + 1, span));
  const counts = Array.from({ length: Math.min(last - first + 1, span) }, (_, index) => {
    return first + ((start - first + index) % (last - first + 1));
  });
  const digits = decimalsOf(step);
  return counts.map((count) => Number((count * step).toFixed(digits)));
}

function decimalsOf(step: number): number {
  const [, fraction = '', exponent = '0'] = /^-?\d+(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(String(step)) ?? [];
  return Math.min(100, Math.max(0, fraction.length - Number(exponent)));
}

/** A whole number beside a bound, exactly; undefined where the bound is none. */
function shifted(bound: JsonNumber, by: 1 | -1): JsonNumber | undefined {
  if (!/^-?\d+$/.test(String(bound))) return undefined;
  return parseNumber(String(BigInt(String(bound)) + BigInt(by)));
}

function plus(bound: JsonNumber, by: number): JsonNumber {
  return typeof bound === 'number' ? bound + by : bound;
}
