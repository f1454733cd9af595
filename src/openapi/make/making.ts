// What is known while one value is made, and what is asked of a place in it.
import type { Chance } from '../../core/chance.ts';
import { chanceOf } from '../../core/chance.ts';
import type { JsonValue } from '../../core/json.ts';
import type { Place } from '../resolve-reference.ts';

export type MakeOptions = {
  readonly direction: 'request' | 'response';
  /** The same seed, the same value. */
  readonly seed: string;
  /** Whether `example`, `examples` and `default` of schemas are taken; else all that is not fixed is made. */
  readonly examples?: boolean;
  /** Values for properties by their names, taken where they fit. */
  readonly hints?: ReadonlyMap<string, readonly JsonValue[]>;
  /** Only what must be there. */
  readonly sparse?: boolean;
  /** Whether a property that no schema declares is wrong, too. */
  readonly closed?: boolean;
};

export type Making = MakeOptions & {
  /** How often a place, by JSON Pointer into the value, was found wrong: each time it is made in another way. */
  readonly variants: Map<string, number>;
  /** Every place that was made, by the same pointers: what a violation is led back to. */
  readonly made: Set<string>;
  /** Where an example of a schema was taken, by the same pointers. */
  readonly taken: Map<string, Taken>;
  /** Values made so far: what may be left out is, once there are many. */
  count: number;
};

/** An example, and the schema that shows it. */
export type Taken = { readonly example: Place; readonly schema: Place };

export type Spot = {
  /** JSON Pointer into the value. */
  readonly pointer: string;
  /** The property's name, for texts; empty where there is none. */
  readonly name: string;
  /** How many levels of lists and objects may follow. */
  readonly room: number;
  /** Another try at the same place, as for a list of items that differ. */
  readonly again: number;
};

/** No value satisfies the schemas, or none that is found here. */
export class CannotMake extends Error {
  override readonly name = 'CannotMake';
  readonly place: Place;
  constructor(place: Place, reason: string) {
    super(reason);
    this.place = place;
  }
}

export function variantOf({ variants }: Making, { pointer, again }: Spot): number {
  return (variants.get(pointer) ?? 0) + again;
}

/** @param purpose what is decided: decisions of one place do not lean on each other */
export function chanceAt(making: Making, spot: Spot, purpose: string): Chance {
  return chanceOf(`${making.seed}\n${spot.pointer}\n${variantOf(making, spot)}\n${purpose}`);
}
