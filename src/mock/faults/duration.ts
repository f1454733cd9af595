import type { Chance } from './chance.ts';

const longest = 3_600_000;
const unit = String.raw`(\d+(?:\.\d+)?)(ms|s)`;
const forms = {
  fixed: new RegExp(`^${unit}$`),
  uniform: new RegExp(`^${unit}-${unit}$`),
  normal: new RegExp(String.raw`^${unit}(?:±|\+-)${unit}$`),
  longTail: new RegExp(`^p50=${unit},p99=${unit}$`),
};

export const durationForm = 'milliseconds or seconds, as 200ms or 1.5s';
export const distributionForm =
  '200ms, or from a range 100ms-300ms, around a mean 200ms±50ms (or 200ms+-50ms), or with a long tail p50=20ms,p99=900ms';

/** `1.5s` is 1500; undefined where it is no duration, or more than an hour. In milliseconds. */
export function readDuration(text: string): number | undefined {
  const [, amount, of] = forms.fixed.exec(text) ?? [];
  const milliseconds = Number(amount) * (of === 's' ? 1000 : 1);
  return milliseconds <= longest ? milliseconds : undefined;
}

/** How long something takes, in milliseconds; undefined where the text is no distribution. */
export function readDistribution(text: string): ((chance: Chance) => number) | undefined {
  const fixed = readDuration(text);
  if (fixed !== undefined) return () => fixed;
  const [least, most] = two(forms.uniform, text);
  if (least !== undefined && most !== undefined) {
    return least <= most ? (chance) => least + chance('latency') * (most - least) : undefined;
  }
  const [mean, deviation] = two(forms.normal, text);
  if (mean !== undefined && deviation !== undefined) {
    return (chance) => Math.max(0, mean + deviation * standardNormal(chance));
  }
  const [median, tail] = two(forms.longTail, text);
  if (median === undefined || tail === undefined || median === 0 || tail < median) return undefined;
  const sigma = Math.log(tail / median) / quantile99;
  return (chance) => Math.min(longest, median * Math.exp(sigma * standardNormal(chance)));
}

function two(form: RegExp, text: string): readonly (number | undefined)[] {
  const [, first, firstUnit, second, secondUnit] = form.exec(text) ?? [];
  if (first === undefined || second === undefined) return [];
  return [readDuration(first + (firstUnit ?? '')), readDuration(second + (secondUnit ?? ''))];
}

/** 99 of 100 values of the standard normal distribution are below. */
const quantile99 = 2.326348;

/** Box and Muller's transform of two even chances. */
function standardNormal(chance: Chance): number {
  return Math.sqrt(-2 * Math.log(1 - chance('radius'))) * Math.cos(2 * Math.PI * chance('angle'));
}
