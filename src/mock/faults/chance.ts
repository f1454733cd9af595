import { createHash } from 'node:crypto';

/** A number from 0 up to 1, for a purpose: the same one whenever it is asked for. */
export type Chance = (purpose: string) => number;

/**
 * Chance that comes again: it depends on nothing but the seed, the fault and how many requests that fault has met, so that
 * faults do not disturb each other.
 */
export function chanceOf(seed: string, fault: string, request: number): Chance {
  return (purpose) => {
    const digest = createHash('sha256').update([seed, fault, request, purpose].join('\0')).digest();
    return digest.readUIntBE(0, 6) / 2 ** 48;
  };
}
